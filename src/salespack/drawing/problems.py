"""What went wrong while a deck was drawn, gathered: one problem for one cause, which names slides and shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from salespack.problems.problem import Place, Problem, Severity

ENGINE_HINT = "--pdf-engine libreoffice may draw it, where LibreOffice is installed"
FONT_HINT = "put its font file into the library’s fonts/ folder"
MOST_NAMED = 8
"""Slides or shapes that one message names; the others are counted."""


class Found:
    """The causes met while drawing. Kept per cause, so that a font on twenty slides is one problem."""

    def __init__(self, place: Place | None = None) -> None:
        self._place = place
        self._undrawn: dict[tuple[str, str], set[int]] = {}
        self._pictures: dict[tuple[str, str, str], set[int]] = {}
        self._stand_ins: dict[tuple[str, str], set[int]] = {}
        self._letters: dict[str, dict[str, Iterable[int]]] = {}
        self._no_alt: list[tuple[int, str]] = []
        self._refused = ""

    def undrawn(self, slide: int, shape: str, what: str) -> None:
        """A shape of which there is only a frame, or an outline that is not its own."""
        self._undrawn.setdefault((shape, what), set()).add(slide)

    def picture(self, slide: int, shape: str, why: str, hint: str) -> None:
        """A picture that cannot be shown."""
        self._pictures.setdefault((shape, why, hint), set()).add(slide)

    def stand_in(self, typeface: str, shown: str, slide: int) -> None:
        """A typeface that another one stands in for, since it is nowhere."""
        self._stand_ins.setdefault((typeface, shown), set()).add(slide)

    def letters(self, letters: Mapping[str, Mapping[str, Iterable[int]]]) -> None:
        """Letters that no font has: for each the typefaces it was to be in, and on which slides."""
        self._letters = {letter: {**typefaces} for letter, typefaces in letters.items()}

    def no_alt(self, slide: int, shape: str) -> None:
        """A picture, chart or diagram that says nothing to those who cannot see it."""
        self._no_alt.append((slide, shape))

    def not_accessible(self, why: str) -> None:
        """Why the engine would not keep PDF/UA although nothing above was wrong."""
        self._refused = why

    @property
    def accessible(self) -> bool:
        """Whether nothing that was found speaks against PDF/UA: it wants alternative texts, and no letter missing."""
        return not self._no_alt and not self._letters

    @property
    def stand_ins(self) -> frozenset[tuple[str, str]]:
        """The typefaces that are nowhere, each with the one that it is shown in."""
        return frozenset(self._stand_ins)

    @property
    def guessed(self) -> frozenset[int]:
        """The slides with typefaces whose widths nobody knows here, or letters that they lack."""
        return frozenset(slide for slides in self._stand_ins.values() for slide in slides)

    def problems(self) -> tuple[Problem, ...]:
        """Warnings, those that matter most to who sees the pages first."""
        return tuple([
            Problem(code=code, message=message, hint=hint, place=self._place, severity=Severity.WARNING)
            for code, message, hint in self._told()
        ])  # fmt: skip

    def _told(self) -> Iterator[tuple[str, str, str]]:
        for (shape, what), slides in self._undrawn.items():
            yield "SP560", f"{_slides(slides)}, “{shape}”: {what} is not drawn in the PDF", ENGINE_HINT
        for (shape, why, hint), slides in self._pictures.items():
            yield "SP561", f"{_slides(slides)}, “{shape}”: {why}", hint
        if self._letters:
            slides = {slide for typefaces in self._letters.values() for found in typefaces.values() for slide in found}
            shown = " ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in sorted(self._letters)[:MOST_NAMED])
            more = f" and {len(self._letters) - MOST_NAMED} more" if len(self._letters) > MOST_NAMED else ""
            typefaces = ", ".join(sorted({one for typefaces in self._letters.values() for one in typefaces}))
            hint = "put a font file that has them into the library’s fonts/ folder"
            yield "SP563", f"no font here has {shown}{more}, set in {typefaces} on {_slides(slides)}", hint
        for (typeface, shown), slides in self._stand_ins.items():
            message = f"the font “{typeface}” is not here; on {_slides(slides)} the PDF shows {shown} instead"
            yield "SP562", message, FONT_HINT
        if self._no_alt:
            by_slide: dict[int, list[str]] = {}
            for slide, shape in self._no_alt:
                by_slide.setdefault(slide, []).append(f"“{shape}”")
            parts = [f"slide {slide}: {', '.join(shapes)}" for slide, shapes in by_slide.items()]
            more = f" and {len(parts) - MOST_NAMED} more slides" if len(parts) > MOST_NAMED else ""
            message = f"the PDF is tagged but not PDF/UA: no alternative text on {'; '.join(parts[:MOST_NAMED])}{more}"
            yield "SP564", message, "write what they show (in PowerPoint: Alt Text), or mark them as decorative"
        if self._refused:
            yield "SP564", f"the PDF is tagged but not PDF/UA: {self._refused}", ""


def _slides(numbers: Iterable[int]) -> str:
    """`slide 3`, `slides 3, 4 and 7`, …"""
    listed = [str(number) for number in sorted(set(numbers))]
    if len(listed) == 1:
        return f"slide {listed[0]}"
    if len(listed) > MOST_NAMED:
        return f"slides {', '.join(listed[:MOST_NAMED])} and {len(listed) - MOST_NAMED} more"
    return f"slides {', '.join(listed[:-1])} and {listed[-1]}"
