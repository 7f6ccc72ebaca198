"""Tests of what slides say of themselves."""
