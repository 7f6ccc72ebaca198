"""A paragraph's text as it is measured: stretches of one face and size, and the widths between any two places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from salespack.graphics.lengths import CENTIPOINT
from salespack.typography.faces import Face, Typefaces
from salespack.typography.text import Run, Unproven

"""EMU of a hundredth of a point, the unit of text sizes and letter spacing."""
SMALL_CAPS = 0.8
RAISED = 2 / 3
"""How large small capitals and raised letters are, against the run's size."""
LEAST_SIZE, MOST_SIZE = 100, 400_000
"""Text sizes are from 1 to 4,000 points (ST_TextFontSize)."""
FIRST_FOREIGN = "\u0590"
"""All letters before it are set in a run's Latin typeface."""
_EAST_ASIAN = (
    "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_COMPLEX = "\u0590-\u10ff\u1200-\u137f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc"
_SCRIPTS = f"(?P<ea>[{_EAST_ASIAN}]+)|(?P<cs>[{_COMPLEX}]+)|[^{_EAST_ASIAN}{_COMPLEX}]+"
_SHAPED = "[\u0600-\u07bf\u0860-\u109f\u1780-\u18af\u1900-\u1aff\ufb50-\ufdff\ufe70-\ufefc]"
"""Arabic and its kin, Indic and south-east Asian scripts: letters that join or pile up, words without blanks."""
_BY_CASE = re.compile("((?:(?=[^\\W\\d_])[^A-Z])+)")
"""Parts a text at stretches of letters that may be small ones."""


class Span(NamedTuple):
    """A stretch of one run in one face: `scale` is EMU per unit of the face, `spacing` EMU after each letter."""

    start: int
    end: int
    run: Run
    face: Face
    size: int
    scale: float
    spacing: int


class Letters:
    """The letters of a paragraph: `text` as it was written, `shown` as it is drawn (capitals), of the same length."""

    __slots__ = ("_starts", "shown", "spans", "text")

    def __init__(self, runs: tuple[Run, ...], font_scale: float, typefaces: Typefaces) -> None:
        self.text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        spans: list[Span] = []
        shown: list[str] = []
        at = 0
        for run in runs:
            if run.text:
                for text, typeface, share in _stretches(run):
                    spans.append(_span(at, at + len(text), run, typeface, share, font_scale, typefaces))
                    shown.append(text)
                    at += len(text)
        self.spans, self.shown = spans, "".join(shown)
        self._starts = [span.start for span in spans]

    def width(self, start: int, end: int) -> float:
        """The width from one place to another, EMU."""
        spans = self.spans
        if len(spans) == 1:
            span = spans[0]
            width = span.face.advance(self.shown[start:end]) * span.scale
            return width + span.spacing * (end - start) if span.spacing else width
        width = 0.0
        at = bisect_right(self._starts, start) - 1
        while start < end:
            span = spans[at]
            stop = min(end, span.end)
            width += span.face.advance(self.shown[start:stop]) * span.scale + span.spacing * (stop - start)
            start, at = stop, at + 1
        return width

    def size(self, start: int, end: int) -> int:
        """The largest size from one place to another, hundredths of a point; raised letters count with their run's."""
        spans = self.spans
        if len(spans) == 1:
            return _full_size(spans[0])
        found = 0
        at = max(bisect_right(self._starts, start) - 1, 0)
        while at < len(spans) and (spans[at].start < end or not found):
            found, at = max(found, _full_size(spans[at])), at + 1
        return found

    def between(self, start: int, end: int) -> Iterator[tuple[Span, int, int]]:
        """The spans from one place to another, with where each begins and ends there."""
        at = bisect_right(self._starts, start) - 1
        while start < end:
            span = self.spans[at]
            stop = min(end, span.end)
            yield span, start, stop
            start, at = stop, at + 1

    def unproven(self) -> Iterator[Unproven]:
        """Why the widths cannot be relied on, once they were asked for."""
        for span in self.spans:
            face, text = span.face, self.shown[span.start : span.end]
            if not text or text.isspace():
                continue
            if not face.known:
                yield Unproven("typeface", face.typeface)
            elif face.lacking and (letters := face.missing(text)):
                yield Unproven("letters", face.typeface, letters)
        if max(self.text, default="") >= FIRST_FOREIGN and re.search(_SHAPED, self.text):
            yield Unproven("shaping")


def _full_size(span: Span) -> int:
    return span.size if not span.run.baseline else round(span.size / RAISED)


def _stretches(run: Run) -> Iterator[tuple[str, str, float]]:
    """Letters as drawn, their typeface, and their size as a share of the run's."""
    text = run.text
    if not (run.east_asian or run.complex_script) or max(text) < FIRST_FOREIGN:
        parts = [(text, run.typeface)]
    else:
        parts = [
            (one.group(), (one["ea"] and run.east_asian) or (one["cs"] and run.complex_script) or run.typeface)
            for one in re.finditer(_SCRIPTS, text)
        ]
    share = RAISED if run.baseline else 1.0
    if run.caps == "none":
        for part, typeface in parts:
            yield part, typeface, share
    elif run.caps == "all":
        for part, typeface in parts:
            yield _capitals(part), typeface, share
    else:
        for part, typeface in parts:
            for letters in _BY_CASE.split(part):
                if letters:
                    capitals = _capitals(letters)
                    yield capitals, typeface, share if capitals == letters else share * SMALL_CAPS


def _capitals(text: str) -> str:
    """Capitals, one for each letter: ß stays, as in PowerPoint."""
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join([large if len(large := one.upper()) == 1 else one for one in text])


def _span(start: int, end: int, run: Run, typeface: str, share: float, font_scale: float, typefaces: Typefaces) -> Span:
    face = typefaces.face(typeface, run.bold, run.italic)
    size = max(round(min(max(run.size, LEAST_SIZE), MOST_SIZE) * font_scale * share), 1)
    return Span(start, end, run, face, size, size * CENTIPOINT / face.units, run.spacing * CENTIPOINT)
