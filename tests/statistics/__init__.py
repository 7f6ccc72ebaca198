"""Tests of what figures can say."""
