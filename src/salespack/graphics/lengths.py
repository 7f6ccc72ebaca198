"""Lengths in EMU (English Metric Units), in which Open XML counts, by the measures that people and programs use."""

from __future__ import annotations

INCH = 914_400
CENTIMETRE = 360_000
POINT = 12_700
CENTIPOINT = 127
"""A hundredth of a point, in which sizes of letters are given."""
PIXEL = 9_525
"""96 to an inch, as PowerPoint takes pictures that say nothing else."""

TEXT_INSETS = (91_440, 45_720, 91_440, 45_720)
"""Left, top, right and bottom of text frames and cells that say none (ISO/IEC 29500-1 §21.1.2.1.1, §21.1.3.17)."""
