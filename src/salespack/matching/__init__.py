"""Matching: one profile and one pack with the library. Pure: no files, no clock, no output."""
