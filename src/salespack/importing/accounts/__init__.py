"""Profiles from what a CRM exports: tables of accounts, of people and of opportunities."""
