"""Slides made in PowerPoint: read, templated, bound."""
