"""How wide text is in a typeface, told without its font file: Helvetica's widths, scaled by what is known.

Close enough to share out room and to keep texts of usual length off each other. Whether a text fits is proven with the
real fonts, elsewhere.
"""

from __future__ import annotations

from functools import lru_cache

EMU_PER_POINT = 12_700
FIRST_WIDE = "\u1100"
USUAL_WIDTH, WIDE_WIDTH = 556, 1000
_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
WIDTHS = {chr(32 + at): width for at, width in enumerate(_HELVETICA)}
"""Advance widths of Helvetica in thousandths of an em, for U+0020 to U+007E (Adobe's Core 14 metrics)."""
FACTORS = {
    "arial": 1.0, "helvetica": 1.0, "liberation sans": 1.0, "calibri": 0.92, "carlito": 0.92, "aptos": 1.0,
    "times new roman": 0.92, "cambria": 0.98, "garamond": 0.88, "gill sans mt": 0.95, "segoe ui": 1.02,
    "source sans pro": 0.94, "open sans": 1.07, "roboto": 1.0, "lato": 0.98,
}  # fmt: skip
"""How wide English text is in a typeface, against Helvetica."""
FIXED = {"consolas": 550, "courier new": 600, "courier": 600, "lucida console": 602, "menlo": 602, "monaco": 600}
"""Typefaces whose letters are all as wide, in thousandths of an em."""
BOLD_FACTOR = 1.07
UNKNOWN_FACTOR = 1.17
"""For all other typefaces: that of Verdana and DejaVu Sans, the widest that stand in for missing ones."""


@lru_cache(maxsize=64)
def _widths(font: str, bold: bool) -> tuple[dict[str, int], float]:
    """Widths of letters in thousandths of an em, and the factor that they want."""
    name = font.casefold()
    if name in FIXED or "mono" in name.split():
        return dict.fromkeys(WIDTHS, FIXED.get(name, 602)), 1.0
    return WIDTHS, FACTORS.get(name, UNKNOWN_FACTOR) * (BOLD_FACTOR if bold else 1.0)


@lru_cache(maxsize=8_192)
def text_width(text: str, size: int, font: str, bold: bool = False) -> int:
    """The width of one line of text at `size` (hundredths of a point), EMU.

    Remembered, as `line_count` is: the same blocks come again in deck after deck.
    """
    widths, factor = _widths(font, bold)
    units = sum([widths.get(one) or (WIDE_WIDTH if one >= FIRST_WIDE else USUAL_WIDTH) for one in text])
    return int(units * factor * size * EMU_PER_POINT / 100_000)


@lru_cache(maxsize=8_192)
def line_count(text: str, room: int, size: int, font: str, bold: bool = False) -> int:
    """How many lines the text takes in `room`, broken between words."""
    if text_width(text, size, font, bold) <= room and "\n" not in text:
        return 1
    count = 0
    blank = text_width(" ", size, font, bold)
    for line in text.split("\n"):
        count, used = count + 1, 0
        for word in line.split(" "):
            width = text_width(word, size, font, bold)
            if used and used + blank + width > room:
                count, used = count + 1, 0
            if width > room:  # letters of a long word, and East Asian text, go on in the next line
                more, width = divmod(width, max(room, 1))
                count += more
            used += width + (blank if used else 0)
    return count
