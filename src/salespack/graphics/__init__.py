"""Arithmetic of colours and of boxes in EMU, one copy of each. No file formats."""
