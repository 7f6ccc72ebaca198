"""Designed slides that are to be dressed in the brand: smaller where they must be, else left as they were designed.

A slide on another layout is judged when it is written, so it is written twice: as it was designed, and dressed.
What the brand's layout makes worse is mended with smaller letters; where that is not enough, the slide keeps its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from salespack.deck.model import Deck, DesignedSlide, Slide
from salespack.ooxml.placeholders import TITLES
from salespack.problems.problem import Place, Problem, Severity
from salespack.scene.model import AutoShape, SlideScene
from salespack.typography.lines import laid_out
from salespack.typography.overflow import lines_over

if TYPE_CHECKING:
    from salespack.language.formatting import Formats
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.composing.composition import Composer
    from salespack.powerpoint.designed.source import Sources
    from salespack.powerpoint.slide_templates import SlideTemplates
    from salespack.scene.memory import SceneMemory
    from salespack.scene.pixels import Gallery
    from salespack.typography.faces import Typefaces

STEP = 5
"""By how many percent of their size letters are made smaller at a time."""
JUDGED = frozenset(("unreadable", "over-picture", "over-text"))
"""Findings of the proof of looks for which a slide rather keeps its own layout."""


class Fault(NamedTuple):
    """What is wrong with a text on a slide: its shape's id and name, by how many lines it runs over, or what else."""

    shape: int
    name: str
    over: int
    what: str


class Settled(NamedTuple):
    """A slide as it is to be written, and why it keeps its own layout, if it does."""

    designed: DesignedSlide
    why: str


class Tools(NamedTuple):
    """What slides are written, read and proven with."""

    brand: Brand
    templates: SlideTemplates
    composer: Composer
    sources: Sources
    formats: Formats
    scenes: SceneMemory
    typefaces: Typefaces
    gallery: Gallery


class Rebranding:
    """Settles how the designed slides of one library's decks are dressed; what was settled once is remembered.

    `tools` are asked for when there is such a slide.
    """

    def __init__(self, tools: Callable[[], Tools]) -> None:
        self._open = tools
        self._known: dict[bytes, Settled] = {}

    @cached_property
    def _tools(self) -> Tools:
        return self._open()

    def settled(self, deck: Deck) -> tuple[Deck, tuple[Problem, ...]]:
        """The deck with its slides as they are to be written, and a warning for each that keeps its own layout.

        Raises UserFault where a slide cannot be written.
        """
        asked = [at for at, one in enumerate(deck.slides) if one.designed is not None and one.designed.keep == "brand"]
        unknown = [at for at in asked if _key(deck.slides[at]) not in self._known]
        if unknown:
            slides = [deck.slides[at] for at in unknown]
            for slide, found in zip(slides, self._settle(deck, slides), strict=True):
                self._known[_key(slide)] = found
        slides, problems = list(deck.slides), []
        for at in asked:
            slide = slides[at]
            found = self._known[_key(slide)]
            slides[at] = msgspec.structs.replace(slide, designed=found.designed)
            if found.why:
                problems.append(_told(slide, found))
        return msgspec.structs.replace(deck, slides=tuple(slides)), tuple(problems)

    def _settle(self, deck: Deck, slides: Sequence[Slide]) -> list[Settled]:
        own = [faults for _, faults in self._judged(deck, [_kept(one, "source") for one in slides])]
        dressed = self._judged(deck, slides)
        smaller: list[Slide] = []
        for slide, before, (scene, after) in zip(slides, own, dressed, strict=True):
            percents = self._percents(scene, _worse(before, after))
            assert slide.designed is not None  # noqa: S101 - only such slides are asked for
            designed = msgspec.structs.replace(slide.designed, shrunk=percents)
            smaller.append(msgspec.structs.replace(slide, designed=designed))
        if any(one.designed is not None and one.designed.shrunk for one in smaller):
            dressed = self._judged(deck, smaller)
        settled = []
        for slide, before, (_, after) in zip(smaller, own, dressed, strict=True):
            worse = _worse(before, after)
            found = _kept(slide, "source") if worse else slide
            assert found.designed is not None  # noqa: S101 - for the type checker
            settled.append(Settled(found.designed, worse[0].what if worse else ""))
        return settled

    def _judged(self, deck: Deck, slides: Sequence[Slide]) -> list[tuple[SlideScene, tuple[Fault, ...]]]:
        """Each of some slides as it is written by itself, with what is wrong with it."""
        from salespack.fit.proof import prove
        from salespack.looks.proof import prove_looks
        from salespack.looks.stages import Stage
        from salespack.powerpoint.writing.writer import written_deck
        from salespack.scene.reading import read_scene

        tools = self._tools
        written = written_deck(
            msgspec.structs.replace(deck, slides=tuple(slides)),
            tools.brand,
            templates=tools.templates,
            composer=tools.composer,
            copy="handout",
            sources=tools.sources,
            formats=tools.formats,
        )
        scene = read_scene(written.file, language=deck.language, notes=False, memory=tools.scenes)
        looks = prove_looks(scene, lambda _: Stage(dressed=True), tools.typefaces, tools.gallery)
        judged = []
        for slide, proof, seen in zip(scene.slides, prove(scene, tools.typefaces), looks, strict=True):
            faults = [
                Fault(one.shape, one.name, one.over, f"the {one.kind} of “{one.name}” runs over its frame")
                for one in proof.over
                if one.kind != "footer"
            ]
            faults += [
                Fault(0, one.shape, 0, f"“{one.shape}” {SAYS[one.kind]}")
                for one in seen.findings
                if one.kind in JUDGED and one.what != "footer"
            ]
            judged.append((slide, tuple(faults)))
        return judged

    def _percents(self, scene: SlideScene, faults: Sequence[Fault]) -> dict[int, int]:
        """In how many percent of their size the texts fit that run over, as far as the brand's least sizes let."""
        over = {one.shape for one in faults if one.over}
        found = {}
        for shape in scene.shapes:
            if shape.id in over and isinstance(shape, AutoShape) and shape.origin == "slide":
                percent = self._percent(shape)
                if percent is not None:
                    found[shape.id] = percent
        return found

    def _percent(self, shape: AutoShape) -> int | None:
        body, room, brand = shape.text, shape.geometry.text, self._tools.brand
        sizes = [run.size for paragraph in body.paragraphs for run in paragraph.runs] if body is not None else []
        if body is None or not sizes:
            return None
        least = brand.minimum_title if shape.placeholder in TITLES else brand.minimum_body
        for percent in range(100 - STEP, 0, -STEP):
            if max(sizes) * percent < least * 100:
                return None
            smaller = msgspec.structs.replace(body, font_scale=percent / 100, autofit="none")
            laid = laid_out(smaller, room.cx, room.cy, self._tools.typefaces)
            if not lines_over(laid, shape.box.cy):
                return percent
        return None


SAYS: Mapping[str, str] = {
    "unreadable": "cannot be read on what is behind it",
    "over-picture": "runs over a picture or mark",
    "over-text": "runs over another text",
}


def _kept(slide: Slide, keep: Literal["source"]) -> Slide:
    """The slide with its own layout."""
    assert slide.designed is not None  # noqa: S101 - only such slides are asked for
    return msgspec.structs.replace(slide, designed=msgspec.structs.replace(slide.designed, keep=keep, shrunk={}))


def _worse(before: Sequence[Fault], after: Sequence[Fault]) -> list[Fault]:
    """What is wrong with a dressed slide and was not, or less, as it was designed."""
    lines = {one.name: one.over for one in before if one.over}
    known = {one.what for one in before}
    return [one for one in after if one.over > lines.get(one.name, 0) or (not one.over and one.what not in known)]


def _key(slide: Slide) -> bytes:
    """What the settling of a slide depends on."""
    one = slide.designed
    assert one is not None  # noqa: S101 - only such slides are asked for
    state = Path(one.file).stat()
    return msgspec.msgpack.encode((one, state.st_mtime_ns, state.st_size))


def _told(slide: Slide, found: Settled) -> Problem:
    one = found.designed
    return Problem(
        code="SP532",
        message=f"{Path(one.file).name}, slide {one.number}, keeps its own layout: in the brand's {found.why}",
        hint="shorten the text in PowerPoint, or write `keep: source`",
        place=Place(slide.file, slide.line),
        severity=Severity.WARNING,
    )
