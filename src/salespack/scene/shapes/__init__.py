"""Shapes, their geometry, and graphic frames."""
