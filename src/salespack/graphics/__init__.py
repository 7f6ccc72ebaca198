"""Arithmetic of colours, of boxes in EMU and of the scales of axes, one copy of each. No file formats."""
