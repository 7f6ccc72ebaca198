"""Whether a pack's texts fit: blocks divided on the library's brand, and the proof of the finished deck.

One `Fitting` serves all builds of a library. What was measured and proven once is remembered, across processes too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from salespack.deck.model import Deck, DesignedSlide, Overflow, Slide
from salespack.fit.verdict import SlideProof, Verdict
from salespack.problems.problem import Place, Problem, Severity, shown_path
from salespack.system.hashing import digest
from salespack.typography.remembered import Measurements

if TYPE_CHECKING:
    from salespack.assembly.assemble import Paginate
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.composing.composition import Composer
    from salespack.powerpoint.writing.writer import WrittenDeck, WrittenSlide
    from salespack.scene.memory import SceneMemory
    from salespack.typography.faces import Typefaces
    from salespack.typography.text import Unproven

COUNTED = re.compile(r'<p:cNvPr id="([0-9]+)" name="[^"]*"')
TEXT = re.compile("<p:txBody>.*?</p:txBody>", re.DOTALL)
TABLE = "<a:tbl>"
WHOLE = 0
"""Stands for all shapes of a slide; it is no shape's id (ECMA-376, 19.3.1.12)."""
MOST_KEYS = 8_000


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """What is proven of a finished deck: how many slides it has, which cannot be proven for what reason, and on which
    text runs `over` its frame, as whoever designed them left it.
    """

    slides: int
    unproven: tuple[tuple[int, Unproven], ...] = ()
    over: tuple[int, ...] = ()

    @property
    def proven(self) -> int:
        """How many slides are proven to fit."""
        return self.slides - len({*self.over, *(number for number, _ in self.unproven)})

    def record(self) -> dict[str, Any]:
        """As plain data."""
        listed = [
            {"slide": number, "why": one.why, **({"typeface": one.typeface} if one.typeface else {})}
            for number, one in self.unproven
        ]
        return {"slides": self.slides, "proven": self.proven, "unproven": listed, "over": list(self.over)}

    def told(self) -> str:
        """In a line for the seller."""
        line = f"fit proven: {self.proven} of {self.slides} slides"
        if self.over:
            line += f"; text over its frame: {_numbered(self.over)}"
        if not self.unproven:
            return line
        reasons: dict[str, list[int]] = {}
        for number, one in self.unproven:
            reasons.setdefault(_reason(one), []).append(number)
        listed = [f"{_numbered(numbers)} ({reason})" for reason, numbers in reasons.items()]
        return f"{line}; not proven: {'; '.join(listed)}"


def _numbered(numbers: Iterable[int]) -> str:
    found = sorted(set(numbers))
    return f"slide{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}"


def _reason(one: Unproven) -> str:
    match one.why:
        case "typeface":
            return f"{one.typeface} is not installed: put its file into the library's fonts/"
        case "letters":
            return f"{one.typeface} has no {one.letters}"
        case "shaping":
            return "its letters change their form with their neighbours, which is not measured"
        case "vertical":
            return "its text runs from top to bottom, which is not measured"


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """What the proof of a deck found: its `fit`, the blocks that must not be in it, and what is to be told."""

    fit: Fit
    broken: Mapping[str, Problem] = {}
    problems: tuple[Problem, ...] = ()


class Fitting:
    """Fits and proves on one brand, with the typefaces of the library and of this computer."""

    def __init__(
        self,
        brand: Brand,
        typefaces: Callable[[], Typefaces],
        fonts: Iterable[Path],
        cache: Path | None,
        scenes: SceneMemory | None = None,
    ) -> None:
        self._brand, self._scenes = brand, scenes
        self._measurements = Measurements(typefaces, brand.content_hash, fonts, cache)
        self._measured, self._proofs = self._measurements.memory("measured"), self._measurements.memory("proven")
        self._typefaces = self._measurements.typefaces
        self._passing: dict[str, tuple[Verdict, ...]] = {}
        self._sources: dict[tuple[str, str], tuple[Verdict, ...]] = {}

    @cached_property
    def _growing(self) -> bool:
        """Whether the brand has boxes that grow with their text (ours do not): other shapes may bound them."""
        return any(one.autofit == "shape" for one in self._brand.frames)

    @cached_property
    def composer(self) -> Composer:
        """Composes slides on the brand."""
        from salespack.powerpoint.writing.writer import new_composer

        return new_composer(self._brand, self._typefaces, self._measured)

    def paginate(self, overflow: Overflow, *, shown: bool = True) -> Paginate:
        """Divides the slides of blocks that hold too much; `overflow` is what holds for blocks that do not say.

        It is less work where the slides are not to be `shown`, and only whether they fit is asked.
        """
        from salespack.powerpoint.composing.pagination import paginated

        return lambda slides, own: paginated(slides, self.composer, own or overflow, shown=shown)

    def styled(self, deck: Deck, *, varied: bool) -> Deck:
        """The deck with what it chooses for its slides as a whole; with `varied` also forms and variants."""
        from salespack.powerpoint.composing.deck_style import styled

        return msgspec.structs.replace(deck, slides=styled(deck.slides, self.composer, varied=varied))

    def save(self) -> None:
        """Keeps what was learnt for the next process."""
        self._measurements.save()

    def prove(self, deck: Deck, written: WrittenDeck) -> Proven:
        """What is proven of `written`, the finished file of `deck`."""
        proofs = self._slide_proofs(deck, written)
        broken: dict[str, Problem] = {}
        problems: list[Problem] = []
        for slide, proof in zip(deck.slides, proofs, strict=True):
            if not proof.over:
                continue
            if slide.designed is None:
                broken.setdefault(slide.provenance.block, _unforeseen(slide, proof.over))
                continue
            if new := self._new_overruns(slide.designed, proof.over):
                broken.setdefault(slide.provenance.block, _filled(slide, new))
            else:
                problems.append(_designed(slide.designed, proof.over))
        unproven = tuple((proof.number, one) for proof in proofs for one in proof.unproven)
        over = tuple(proof.number for proof in proofs if proof.over)
        fit = Fit(slides=len(proofs), unproven=unproven, over=over)
        return Proven(fit=fit, broken=broken, problems=tuple(problems))

    def lacks_room(self, deck: Deck) -> Iterator[Problem]:
        """Warnings for titles of the deck that take more than two lines, and forms that have no room on the brand."""
        from salespack.powerpoint.composing.deck_style import long_titles
        from salespack.powerpoint.composing.pagination import forms_without_room

        yield from long_titles(deck.slides, self.composer)
        yield from forms_without_room(deck.slides)

    def missing_layouts(self, deck: Deck, file: str) -> Iterator[Problem]:
        """A warning for each role that slides of the deck have and the brand (`file`) has no layout for."""
        roles = [self.composer.role(slide) for slide in deck.slides if slide.designed is None]
        for role in dict.fromkeys(one.role for one in roles if one.fallback_of is not None):
            layout = self._brand.layouts[self._brand.roles[role].layout].name
            yield Problem(
                code="SP529",
                message=f"the brand has no layout for the role {role}: “{layout}” serves",
                hint="add one in PowerPoint, or name one in brand.yaml; see `salespack brand check`",
                place=Place(file),
                severity=Severity.WARNING,
            )

    def _slide_proofs(self, deck: Deck, written: WrittenDeck) -> list[SlideProof]:
        """The proof of each slide of a deck that we wrote. Shapes that were not seen before are read from its file."""
        looks = digest(written.looks.encode())
        keys = {
            number: _keys(shown, looks, designed=slide.designed is not None, growing=self._growing)
            for number, (slide, shown) in enumerate(zip(deck.slides, written.slides, strict=True), 1)
        }
        known = {key.text: self._known(key.text) for of_slide in keys.values() for key in of_slide.values()}
        unread: dict[int, list[int]] = {}
        asked: set[str] = set()
        for number, of_slide in keys.items():
            for shape, key in of_slide.items():
                if known[key.text] is None and key.text not in asked:
                    asked.add(key.text)
                    unread.setdefault(number, []).append(shape)
        if unread:
            known |= self._read(written, deck.language, keys, unread)
        proofs = []
        for number, of_slide in keys.items():
            said = [known[key.text] for key in of_slide.values()]
            if None in said:
                raise RuntimeError("a shape of the finished deck was not looked at")  # it would pass as proven
            proofs.append(SlideProof(number=number, verdicts=tuple(one for found in said for one in found or ())))
        return proofs

    def _read(
        self,
        written: WrittenDeck,
        language: str,
        keys: Mapping[int, Mapping[int, _Key]],
        unread: Mapping[int, Sequence[int]],
    ) -> dict[str, tuple[Verdict, ...]]:
        """Proves shapes of the file, by their slides' numbers and their ids; what is found is remembered too."""
        from salespack.fit.proof import prove
        from salespack.powerpoint.writing.writer import SLIDE_PART
        from salespack.scene.reading import read_scene

        only = {
            SLIDE_PART.format(number=number): shapes if all(keys[number][one].alone for one in shapes) else None
            for number, shapes in unread.items()
        }
        scene = read_scene(
            written.file, language=language, only=only, texts_only=True, memory=self._scenes, at_hand=written.at_hand
        )
        learnt: dict[str, tuple[Verdict, ...]] = {}
        for proof in prove(scene, self._typefaces()):
            of_slide = keys[proof.number]
            found: dict[int, list[Verdict]] = {shape: [] for shape in unread[proof.number]}
            for one in proof.verdicts:
                owner = max(shape for shape in of_slide if shape <= one.shape)  # members of groups follow their group
                if owner in found:
                    found[owner].append(one)
            for shape, verdicts in found.items():
                learnt[of_slide[shape].text] = tuple(verdicts)
        for key, told in learnt.items():
            self._learn(key, told)
        return learnt

    def _learn(self, key: str, verdicts: tuple[Verdict, ...]) -> None:
        """Remembers what is said of a shape. What is proven holds for good; else a font may be there tomorrow."""
        if any(one.unproven for one in verdicts):
            self._passing[key] = verdicts
        else:
            self._proofs.put(key, msgspec.to_builtins(verdicts))

    def _known(self, key: str) -> tuple[Verdict, ...] | None:
        if (passing := self._passing.get(key)) is not None:
            return passing
        found = self._proofs.get(key)
        return msgspec.convert(found, tuple[Verdict, ...]) if found else None if found is None else ()

    def _new_overruns(self, designed: DesignedSlide, over: tuple[Verdict, ...]) -> list[Verdict]:
        """What runs over further than on the slide as it was designed, for what was filled in."""
        if designed.part not in designed.changed:
            return []
        before = self._sources.get((designed.file, designed.part))
        if before is None:
            from salespack.fit.proof import prove
            from salespack.scene.reading import read_scene

            scene = read_scene(Path(designed.file), only={designed.part: None}, texts_only=True, memory=self._scenes)
            found = prove(scene, self._typefaces())
            before = self._sources[designed.file, designed.part] = found[0].over if found else ()
        lines = {one.shape: one.over for one in before}
        return [one for one in over if one.over > lines.get(one.shape, 0)]


class _Key(NamedTuple):
    """What the proof of a shape depends on, as a text that tells it from others; `alone` if on no other shape."""

    text: str
    alone: bool


def _keys(slide: WrittenSlide, looks: str, *, designed: bool, growing: bool) -> dict[int, _Key]:
    """For each shape of a slide that we wrote, by its id, what its proof depends on; a designed slide is in one piece.

    That is its markup without its id, and the looks that it inherits; for a table, and for all where boxes may be
    `growing`, also where all shapes stand and which of them have text, as they may bound it.
    """
    behind = f"{slide.layout} {looks}"
    if designed:
        return {WHOLE: _Key(_key("".join(slide.shapes), behind), alone=False)}
    tables = [TABLE in markup for markup in slide.shapes]
    bounds = "".join([TEXT.sub(_has_text, one) for one in slide.shapes]) if growing or any(tables) else ""
    found = {}
    for markup, is_table in zip(slide.shapes, tables, strict=True):
        counted = COUNTED.search(markup)
        assert counted is not None  # noqa: S101 - the templates of all shapes begin with it
        alone = not growing and not is_table
        text = _known_key(markup, behind) if alone else _key(markup, behind + bounds)
        found[int(counted[1])] = _Key(text, alone)
    return found


def _has_text(body: re.Match[str]) -> str:
    return "<p:txBody/>" if "<a:t>" in body.group() else ""


def _key(markup: str, behind: str) -> str:
    return digest((COUNTED.sub("", markup) + behind).encode())[:32]


@lru_cache(maxsize=MOST_KEYS)
def _known_key(markup: str, behind: str) -> str:
    """The same, remembered: for short texts that come again, as the memory holds them too."""
    return _key(markup, behind)


# --- what is told ----------------------------------------------------------------------------------------------------


def _counted(one: Verdict) -> str:
    word = "row" if one.kind == "table" else "line"
    return f"{one.over} {word}" if one.over == 1 else f"{one.over} {word}s"


def _unforeseen(slide: Slide, over: tuple[Verdict, ...]) -> Problem:
    return Problem(
        code="SP528",
        message=f"the {over[0].kind} runs {_counted(over[0])} over its frame in the finished deck",
        hint="shorten it",
        place=Place(slide.file, slide.line),
    )


def _filled(slide: Slide, over: list[Verdict]) -> Problem:
    one = over[0]
    return Problem(
        code="SP526",
        message=f"the {one.kind} that was filled in at “{one.name}” runs {_counted(one)} over its frame",
        hint="make the frame larger in PowerPoint, or what is filled in shorter",
        place=Place(slide.file, slide.line),
    )


def _designed(designed: DesignedSlide, over: tuple[Verdict, ...]) -> Problem:
    """A warning for a slide that was so when it was designed."""
    one, more = over[0], len(over) - 1
    others = f", and {more} more" if more else ""
    slide = designed.part.rpartition("/")[2].removesuffix(".xml")
    return Problem(
        code="SP527",
        message=f"on {slide} the {one.kind} of “{one.name}” runs {_counted(one)} over its frame{others}",
        hint="make the frame larger, or the text smaller, in PowerPoint",
        place=Place(shown_path(Path(designed.file))),
        severity=Severity.WARNING,
    )
