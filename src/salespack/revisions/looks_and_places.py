"""Whether two looks or two places are the same as far as anybody sees it, and in words how they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from salespack.graphics.boxes import Box, turned
from salespack.ooxml.placeholders import Key
from salespack.ooxml.slide_base import SealedElement, SealedRun
from salespack.ooxml.slide_content import SlideElement
from salespack.revisions.edit import CM

TOLERANCE = 3_600
"""EMU: a tenth of a millimetre. LibreOffice rounds to hundredths, twice where it works out sizes."""
HAIR = 12_700
"""EMU: the same for connectors that were turned."""
CROP_TOLERANCE = 100
"""Thousandths of a percent of a picture."""
COLOUR_TOLERANCE = 2
"""Of 255 in each of a colour's parts."""
SIZE_TOLERANCE = 10
"""Hundredths of a point: LibreOffice rounds to tenths."""
TURN_TOLERANCE = 10
"""Hundredths of a degree."""

PLAIN = SealedRun("", 0)
"""Letters of which nothing is said."""
Letters = tuple[str, dict[str, str], str]
"""Letters, their look, and where they lead."""


def merged_letters(runs: Sequence[Letters]) -> list[Letters]:
    """Runs of which neighbours that look the same are one; of several, the texts are joined."""
    found: list[Letters] = []
    for text, look, link in runs:
        if found and found[-1][2] == link and not list(unlike_looks(found[-1][1], look)):
            found[-1] = f"{found[-1][0]} {text}", look, link
        else:
            found.append((text, look, link))
    return found


def unlike_looks(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    """The names under which two looks differ."""
    for name in sorted(one.keys() | other.keys()):
        if not alike_looks(name, one.get(name, ""), other.get(name, "")):
            yield name


_SAME = {"straightConnector1": "line"}


def alike_looks(name: str, one: str, other: str) -> bool:
    """Whether two values of a look, by its name, are the same to the eye."""
    if one == other:
        return True
    if name in ("colour", "fill", "highlight"):
        return _same_colour(one, other)
    if name == "size":
        return one.isdigit() and other.isdigit() and abs(int(one) - int(other)) <= SIZE_TOLERANCE
    if name == "line":
        (paint, _, width), (paint_now, _, width_now) = one.rpartition(" "), other.rpartition(" ")
        if not width.isdigit() or not width_now.isdigit():
            return False
        near = abs(int(width) - int(width_now)) <= max(TOLERANCE // 10, int(width) // 10)
        return near and (paint == paint_now or _same_colour(paint, paint_now))
    if name == "outline":
        return _SAME.get(one, one) == _SAME.get(other, other)
    return False


def _same_colour(one: str, other: str) -> bool:
    if len(one) != 6 or len(other) != 6:
        return False
    try:
        parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4) for colour in (one, other)]
    except ValueError:
        return False
    return all(abs(a - b) <= COLOUR_TOLERANCE for a, b in zip(parts[::2], parts[1::2], strict=True))


def crop_of(look: Mapping[str, str]) -> dict[str, int]:
    """How far a picture is cut on each of its sides, in thousandths of a percent."""
    said = {one[0]: int(one[1:]) for one in look.get("crop", "").split(" ") if one[1:].lstrip("-").isdigit()}
    return {side: said.get(side, 0) for side in "ltrb"}


def near_boxes(one: Box, other: Box, tolerance: int = TOLERANCE) -> bool:
    """Whether no side of two boxes is further apart than a tolerance, in EMU."""
    far = (abs(one.x - other.x), abs(one.y - other.y), abs(one.cx - other.cx), abs(one.cy - other.cy))
    return max(far) <= tolerance


def key_in_base(base: SealedElement) -> Key | None:
    """The placeholder that a shape of the base was."""
    return Key(*base.key) if base.key is not None else None


def shape_name(now: SlideElement) -> str:
    """What a shape is called."""
    if now.is_title:
        return "title"
    return now.name or now.kind


_KINDS = {"title": "title", "dt": "date", "ftr": "footer", "sldNum": "slide number"}


def called_before(base: SealedElement) -> str:
    """What a shape that is gone is called: its name is not kept."""
    return _KINDS.get(base.placeholder) or base.kind


def shift_of(before: int, long: int, after: int, long_now: int, *, grown: bool) -> int:
    """How far a shape is along one way from where it was; one that grows with its text keeps an edge or its middle."""
    ways = [after - before]
    if grown:
        ways += [after + long_now - before - long, (2 * after + long_now - 2 * before - long) // 2]
    return min(ways, key=abs)


def said_away(across: int, down: int) -> str:
    """How far, in words."""
    far = [
        f"{_length(abs(way))} {name}"
        for way, name in ((across, "right" if across > 0 else "left"), (down, "down" if down > 0 else "up"))
        if abs(way) > TOLERANCE
    ]
    return ", ".join(far)


def _length(emu: int) -> str:
    return f"{emu / CM:.1f} cm" if emu >= CM else f"{emu / CM * 10:.1f} mm"


def said_sizes(before: Box, after: Box) -> str:
    """Two sizes, as exact as it takes to see that they differ."""
    said = [[f"{one.cx / CM:.{digits}f} × {one.cy / CM:.{digits}f} cm" for one in (before, after)] for digits in (1, 2)]
    was, now = said[0] if said[0][0] != said[0][1] else said[1]
    return f"{was} → {now}"


def upright_box(box: Box | None, rotation: float) -> Box | None:
    """The upright box around a shape that may be turned."""
    return turned(box, box, rotation) if box is not None and rotation else box


_ALIGNED = {"l": "left", "ctr": "centre", "r": "right", "just": "justified"}


def said_value(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What of a look was, and what is, where that says something to a reader."""
    one, now = before.get(name, ""), after.get(name, "")
    if name == "size" and one.isdigit() and now.isdigit():
        return f"{int(one) / 100:g} → {int(now) / 100:g} pt"
    if name in ("colour", "fill", "highlight"):
        return f"{one} → {now}" if len(one) == len(now) == 6 else ""
    if name == "typeface":
        return f"{one} → {now}" if one and now else ""
    if name == "align" and one in _ALIGNED and now in _ALIGNED:
        return f"{_ALIGNED[one]} → {_ALIGNED[now]}"
    if name in ("bold", "italic"):
        return "" if now == "true" else "no more"
    return ""


def said_looks(told: Mapping[str, str]) -> str:
    """Looks that changed, by their names."""
    return ", ".join(" ".join(filter(None, (name, value))) for name, value in told.items())
