"""Draws a scene: Typst markup, and from it the PDF of a deck and the pictures of its slides."""
