"""How wide text is in typefaces whose font files nobody has here: against Helvetica, which is as wide as Arial."""

from __future__ import annotations

FACTORS = {
    "aptos": 1.0,
    "garamond": 0.88,
    "gill sans mt": 0.95,
    "segoe ui": 1.02,
}
"""How wide English text is in a typeface, against Helvetica."""
FIXED = {"consolas": 550, "lucida console": 602, "menlo": 602, "monaco": 600}
"""Typefaces whose letters are all as wide, in thousandths of an em."""
UNKNOWN = "DejaVu Sans"
"""As wide as this are all other typefaces taken to be: with Verdana the widest that stands in for missing ones."""
