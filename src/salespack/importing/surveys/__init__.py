"""Surveys: what customers answered, as measured figures beside those that they said."""
