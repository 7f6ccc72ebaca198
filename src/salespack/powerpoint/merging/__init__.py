"""Slides carried into a deck with their layouts, masters and styles."""
