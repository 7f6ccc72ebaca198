"""Whether the labels of charts in our PDF say the figures that the charts hold: `chart_labels.py [--out FOLDER] DECK…`.

Each DECK is drawn as deck.pdf, and the words that stand within the frame of a chart are read back from the page. Every
point whose label shows its value, or its share of a whole, must be there: a figure that rounds to what the label's
number format keeps of it, once for each point (a label with a text of its own must be there as that text). The figures
come from the chart's cache, read without our own reader of charts. Exit code 1 where one is missing.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as raw
from deck_parts import A, C, DeckParts, P, R

from salespack.drawing.pdf import draw_pdf
from salespack.problems.problem import UserFault
from salespack.scene.reading import read_scene
from salespack.system.cache import cache_folder
from salespack.typography.faces import Typefaces

ON = datetime.date(2026, 12, 1)
FIGURE = re.compile(r"[-−]?\(?\d[\d,]*(?:\.\d+)?(?:E[-+]\d+)?\)?%?|[-−]?\.\d+%?")
PLACES = re.compile(r"[.](?P<places>[0#?]+)")
LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")
POINTS_PER_EMU = 1 / 12_700
PIES = ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart")


class Expected(NamedTuple):
    """What a label must say: a figure to so many decimals, after scaling, or a text of its own."""

    figure: float | None
    places: int
    text: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("decks", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    typefaces, total = Typefaces(cache=cache_folder()), Counter[str]()
    for deck in asked.decks:
        parts = DeckParts(deck)
        frames = list(_frames(parts))
        if not frames:
            continue
        try:
            pdf = draw_pdf(read_scene(deck), typefaces, on=ON).pdf
        except UserFault as fault:
            print(f"{deck.stem}: {fault.problems[0]}")
            continue
        if asked.out:
            asked.out.mkdir(parents=True, exist_ok=True)
            (asked.out / f"{deck.parent.name}-{deck.stem}.pdf").write_bytes(pdf)
        pages = pypdfium2.PdfDocument(pdf)
        for slide, part, box in frames:
            wanted = list(_expected(parts.root(part)))
            total["charts"] += 1
            if not wanted:
                continue
            total.update({"charts with labels": 1, "labels": len(wanted)})
            said = _said(pages[slide], box)
            for missing in _missing(wanted, said):
                total["MISSING"] += 1
                print(
                    f"{deck.parent.name}/{deck.stem}, slide {slide + 1}, {part}: no {missing}; it says {said[:300]!r}"
                )
    print(", ".join(f"{count} {name}" for name, count in total.items()))
    return bool(total["MISSING"])


def _frames(parts: DeckParts) -> Iterator[tuple[int, str, tuple[float, float, float, float] | None]]:
    """Each chart: its slide from 0, its part, and its frame in points from the upper left (None within groups)."""
    for number, (_, slide) in enumerate(parts.order):
        links = parts.links(slide)
        for frame in parts.root(slide).iter(f"{P}graphicFrame"):
            chart = next(frame.iter(f"{C}chart"), None)
            if chart is None or chart.get(f"{R}id") not in links:
                continue
            place, size = frame.find(f"{P}xfrm/{A}off"), frame.find(f"{P}xfrm/{A}ext")
            inside = any(one.tag == f"{P}grpSp" for one in frame.iterancestors())
            box = None
            if place is not None and size is not None and not inside:
                x, y, cx, cy = (
                    int(one) * POINTS_PER_EMU
                    for one in (place.get("x"), place.get("y"), size.get("cx"), size.get("cy"))
                )
                box = (x, y, x + cx, y + cy)
            yield number, links[chart.get(f"{R}id")].target, box


# --- what labels must say ---------------------------------------------------------------------------------------------


def _expected(root: Any) -> Iterator[Expected]:
    for plot in root.iterfind(f"{C}chart/{C}plotArea/*"):
        for row in plot.findall(f"{C}ser") if str(plot.tag).endswith("Chart") else ():
            yield from _of_series(plot, row)


def _of_series(plot: Any, row: Any) -> Iterator[Expected]:
    values_at = row.find(f"{C}val") if row.find(f"{C}val") is not None else row.find(f"{C}yVal")
    if values_at is None:
        return
    values = {
        int(one.get("idx")): float(one.findtext(f"{C}v"))
        for one in values_at.iter(f"{C}pt")
        if _is_number(one.findtext(f"{C}v"))
    }
    form = next((one.text for one in values_at.iter(f"{C}formatCode")), None) or "General"
    group = row.find(f"{C}dLbls")
    around = group if group is not None else plot.find(f"{C}dLbls")
    rows = group.findall(f"{C}dLbl") if group is not None else []
    own = {int(place.get("val", "0")): one for one in rows if (place := one.find(f"{C}idx")) is not None}
    whole = sum(map(abs, values.values()))
    for at, value in values.items():
        holders = [one for one in (own.get(at), around) if one is not None]
        if not holders or _is(holders[0].find(f"{C}delete")):
            continue
        rich = holders[0].find(f"{C}tx/{C}rich")
        if rich is not None:
            texts = ["".join(one.itertext()) for one in rich.iter(f"{A}r")]
            yield from (Expected(None, 0, text) for text in texts if text.strip())
            continue
        format_at = next((found for one in holders if (found := one.find(f"{C}numFmt")) is not None), None)
        linked = format_at is None or _is(format_at.get("sourceLinked"))
        used = form if linked or format_at is None else str(format_at.get("formatCode"))
        if _shows(holders, "showVal"):
            yield _figure(value, used)
        if _shows(holders, "showPercent") and str(plot.tag).removeprefix(C) in PIES and whole and value:
            shown = used if not linked and not _shows(holders, "showVal") and used != "General" else "0%"
            yield _figure(abs(value) / whole, shown)


def _shows(holders: list[Any], name: str) -> bool:
    found = next((one.find(f"{C}{name}") for one in holders if one.find(f"{C}{name}") is not None), None)
    return found is not None and _is(found)


def _is(flag: Any) -> bool:
    value = flag if isinstance(flag, str) or flag is None else flag.get("val", "1")
    return value in ("1", "true")


def _is_number(text: str | None) -> bool:
    try:
        float(text or "")
    except ValueError:
        return False
    return True


def _figure(value: float, form: str) -> Expected:
    """A figure as a number format shows it: scaled by percent signs and by commas at the end, rounded."""
    sections = form.split(";")
    section = LITERAL.sub("", sections[1] if value < 0 and len(sections) > 1 else sections[0])
    if not re.search(r"[0#?]", section):
        if section.strip().casefold() == "general":
            return Expected(value, 9)
        return Expected(None, 0)  # a format that shows no figure
    if "%" in section:
        value *= 100
    scale = re.search(r"[0#?](,+)(?=[^0#?,]*$)", section)
    value /= 1000 ** len(scale[1]) if scale else 1
    places = PLACES.search(section)
    return Expected(value, len(places["places"]) if places else 0)


# --- what the page says -----------------------------------------------------------------------------------------------


def _said(page: Any, box: tuple[float, float, float, float] | None) -> str:
    """The texts within a box (all without one), each run of text that was drawn on a line of its own.

    What stands close together is not read as one word: labels of thin columns touch.
    """
    text, height = page.get_textpage(), page.get_height()
    left, top, right, bottom = box or (-math.inf, -math.inf, math.inf, math.inf)
    said, before = "", None
    for at in range(text.count_chars()):
        x0, y0, x1, y1 = text.get_charbox(at)
        x, y = (x0 + x1) / 2, height - (y0 + y1) / 2
        if not (left - 2 <= x <= right + 2 and top - 2 <= y <= bottom + 2):
            continue
        run = ctypes.addressof(found.contents) if (found := raw.FPDFText_GetTextObject(text, at)) else None
        if run is not None and before is not None and run != before:
            said += "\n"
        before = run if run is not None else before
        said += text.get_text_range(at, 1)
    return unicodedata.normalize("NFKC", said)


def _missing(wanted: list[Expected], said: str) -> Iterator[str]:
    tokens = [one for one in map(_read, FIGURE.findall(said)) if one is not None]
    plain = re.sub(r"\s", "", said)
    for one in wanted:
        if one.figure is None:
            text = re.sub(r"\s", "", unicodedata.normalize("NFKC", one.text))
            if text not in plain:
                yield f"text “{one.text}”"
            continue
        near = 0.5000001 * 10.0**-one.places if one.places < 9 else 1e-6 * max(abs(one.figure), 1e-3)
        found = next((at for at, token in enumerate(tokens) if abs(abs(token) - abs(one.figure)) <= near), None)
        if found is None:
            yield f"figure {one.figure!r} to {one.places} places"
        else:
            tokens.pop(found)


def _read(text: str) -> float | None:
    digits = text.replace("−", "-").replace(",", "").strip("()%")
    return float(digits) if _is_number(digits) else None


if __name__ == "__main__":
    sys.exit(main())
