"""The figures and names that a chart part keeps of its workbook (c:numCache, c:strCache and their like)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.language.figure_signs import Signs
from salespack.language.number_formats import GENERAL, written
from salespack.ooxml.markup import C, boolean
from salespack.scene.charts.model import Figure

C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
MOST_POINTS = 4_000
"""Points of a series that are drawn; more cannot be told apart on a slide."""
MOST_SERIES = 255
LARGEST, LEAST = 1e300, 1e-300
"""Figures beyond are cut to this, so that sums of them stay finite; nearer to zero they are zero."""


class Names(NamedTuple):
    """Categories: their names, outer levels as (first category, name), and their figures where they are numbers.

    `format` is the number format of these figures.
    """

    texts: tuple[str, ...]
    tiers: tuple[tuple[tuple[int, str], ...], ...] = ()
    serials: tuple[Figure, ...] = ()
    format: str = GENERAL


def figure(text: str | None) -> Figure:
    """A finite figure, None for anything else."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return 0.0 if abs(value) < LEAST else max(-LARGEST, min(value, LARGEST))


def attribute(parent: Element | None, path: str, default: str = "") -> str:
    """The `val` of a child of a chart element."""
    found = parent.find(path) if parent is not None else None
    return found.get("val", default) if found is not None else default


def number(parent: Element | None, path: str) -> float | None:
    """The `val` of a child as a figure, None where there is none."""
    return figure(attribute(parent, path).removesuffix("%")) if parent is not None else None


def flag(parent: Element | None, path: str, *, missing: bool) -> bool:
    """A truth value; an element without `val` is true (CT_Boolean), `missing` counts where there is none."""
    found = parent.find(path) if parent is not None else None
    return missing if found is None else boolean(found.get("val"), True)


def figures(holder: Element | None) -> tuple[tuple[Figure, ...], str]:
    """The figures of a `c:val`-like element and their number format."""
    cache = _cache(holder, "num")
    if cache is None:
        return (), GENERAL
    texts = _points(cache)
    return tuple([figure(text) for text in texts]), cache.findtext(f"{C}formatCode") or GENERAL


def is_cut(holder: Element | None) -> bool:
    """Whether a `c:val`-like element has more points than are read."""
    cache = _cache(holder, "num")
    return cache is not None and (number(cache, f"{C}ptCount") or 0) > MOST_POINTS


def series_name(series: Element, at: int) -> str:
    """The name of a series, `Series 3` where it has none."""
    holder = series.find(f"{C}tx")
    cache = _cache(holder, "str")
    if cache is not None:
        name = " ".join(text for text in _points(cache) if text)
    else:
        name = (holder.findtext(f"{C}v") or "") if holder is not None else ""
    return " ".join(name.split()) or f"Series {at + 1}"


def cell_texts(series: Element) -> tuple[str, ...]:
    """The texts of the cells that are written beside the points of a series ([MS-ODRAWXML] 2.24.3.18)."""
    cache = series.find(f"{C}extLst/{C}ext/{C15}datalabelsRange/{C15}dlblRangeCache")
    return tuple([text or "" for text in _points(cache)]) if cache is not None else ()


def names(holder: Element | None, signs: Signs, *, from_1904: bool) -> Names:
    """The categories of a `c:cat`-like element."""
    if (levels := holder.find(f".//{C}multiLvlStrCache") if holder is not None else None) is not None:
        return _levelled(levels)
    if (cache := _cache(holder, "str")) is not None:
        return Names(tuple([" ".join((text or "").split()) for text in _points(cache)]))
    values, code = figures(holder)
    texts = ["" if value is None else written(value, code, signs, from_1904=from_1904) for value in values]
    return Names(tuple(texts), (), values, code)


def text_of(holder: Element | None) -> str:
    """The text that a title takes from a cell."""
    cache = _cache(holder, "str")
    return "\n".join(text for text in _points(cache) if text) if cache is not None else ""


def _levelled(cache: Element) -> Names:
    count = _count(cache)
    levels = [_listed(level, count) for level in cache.findall(f"{C}lvl")[:4]]
    inner = levels[0] if levels else []
    tiers = [tuple((at, " ".join(text.split())) for at, text in enumerate(level) if text) for level in levels[1:]]
    return Names(tuple([" ".join((text or "").split()) for text in inner]), tuple(tiers))


def _cache(holder: Element | None, kind: str) -> Element | None:
    """The points in a reference's cache, or written in the chart itself."""
    if holder is None:
        return None
    for path in (f"{C}{kind}Ref/{C}{kind}Cache", f"{C}{kind}Lit"):
        if (found := holder.find(path)) is not None:
            return found
    return None


def _count(cache: Element) -> int:
    last = max((int(figure(point.get("idx")) or 0) + 1 for point in cache.iter(f"{C}pt")), default=0)
    return min(max(int(number(cache, f"{C}ptCount") or 0), last, 0), MOST_POINTS)


def _points(cache: Element) -> Sequence[str | None]:
    return _listed(cache, _count(cache))


def _listed(cache: Element, count: int) -> list[str | None]:
    """The texts of points by their index."""
    found: list[str | None] = [None] * count
    for point in cache.findall(f"{C}pt"):
        at = figure(point.get("idx"))
        if at is not None and 0 <= at < count:
            found[int(at)] = point.findtext(f"{C}v")
    return found
