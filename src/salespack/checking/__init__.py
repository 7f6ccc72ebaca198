"""Diagnostics: what a problem is and how one is reported."""
