"""How the slides of finished decks look, proven on the library's brand; what was proven once is remembered.

One `LooksProof` serves all builds of a library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from salespack.deck.model import Deck, Slide
from salespack.deck.visiting import files_of, leaves
from salespack.looks.finding import ORDER, Finding, FindingKind, SlideFindings
from salespack.problems.problem import Place, Problem, Severity
from salespack.system.cache import Recent
from salespack.system.hashing import digest
from salespack.typography.remembered import Measurements

if TYPE_CHECKING:
    from salespack.looks.stages import Stages
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.writing.writer import WrittenDeck, WrittenSlide
    from salespack.scene.memory import SceneMemory
    from salespack.scene.model import SlideScene
    from salespack.scene.pixels import Gallery
    from salespack.typography.faces import Typefaces

COUNTED = re.compile(r'<p:cNvPr id="[0-9]+"')
FOOTER = re.compile(r'<p:ph [^>]*type="(?:dt|ftr|sldNum)"')
LETTERS = re.compile(r"<a:t>(.*?)</a:t>", re.DOTALL)
REFERS = ("<p:pic", "<c:chart ", "<a:blip ")
"""What shows something that is not in the slide's own markup."""

FOOTER_PROMPTS = "footer prompts"
MOST_DECODED, MOST_KEYS = 2_000, 4_000

CODES: dict[FindingKind, str] = {
    "unreadable": "SP354", "faint": "SP350", "over-picture": "SP355", "over-text": "SP359",
    "white-box": "SP364",
    "prompt": "SP356", "outside": "SP357",
    "broken-word": "SP358", "empty": "SP366", "crowded": "SP366", "orphan": "SP368", "title-size": "SP367",
}  # fmt: skip
TASTE = frozenset[FindingKind](("empty", "crowded", "orphan", "title-size"))
"""What a build tells in its line and record alone: a slide with it can be read, and may be shown."""
OF_THE_CUSTOMER = frozenset[FindingKind](("orphan", "title-size"))
"""What depends on a customer's name or figures where the slide shows them, and is nobody's fault then."""
MUCH_SMALLER = 2 / 3
"""A title below so much of the brand's size is told where no deck has chosen a size for it: decks choose one at which
nearly all of their titles take two lines at most, which is not far below that of the brand."""
HINTS: dict[str, str] = {
    "SP350": "give the text or what is behind it another colour: 4.5 or more can be read (3 for large letters)",
    "SP354": "shorten the text so that it ends before, or change its colour or what is behind it in the brand file",
    "SP355": "shorten it, or end its frame before that in the brand file",
    "SP356": "write the text there, or take it away, in the brand file",
    "SP357": "move the frames of the layout inside its margins",
    "SP364": "save it with a transparent ground (PNG or SVG), or choose a white ground in the brand",
    "SP359": "shorten it, or make room for it in PowerPoint",
    "SP358": "shorten the word, or give it more room: of a table, shorten or leave out another column",
    "SP368": "say it in a word less or more, or join the last two with a no-break space",
    "SP367": "say it in fewer words: the titles of a deck have one size",
}


class Seen(NamedTuple):
    """A finding with the number of its slide (from 1)."""

    slide: int
    finding: Finding


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a finished deck: of its slides, and the sizes that the titles of its content slides have."""

    slides: int
    seen: tuple[Seen, ...] = ()
    title_sizes: tuple[float, ...] = ()

    @property
    def worst(self) -> Seen | None:
        """The first of the worst."""
        return min(self.seen, key=lambda one: (ORDER.index(one.finding.kind), one.slide), default=None)

    def record(self) -> dict[str, Any]:
        """As plain data."""
        rows = []
        for number, one in self.seen:
            row: dict[str, Any] = {"slide": number, "kind": one.kind, "what": one.what}
            row |= {name: text for name in ("shape", "text", "name") if (text := getattr(one, name))}
            row |= {name: figure for name in ("figure", "asked") if (figure := getattr(one, name))}
            rows.append(row)
        return {"findings": rows, "title_sizes": list(self.title_sizes)}

    def told(self) -> str:
        """In a line for the seller: the worst, and what else there is of each kind."""
        by_kind: dict[str, dict[int, None]] = {}
        for number, one in self.seen:
            by_kind.setdefault(NAMED[one.kind], {})[number] = None
        parts = []
        worst = self.worst
        if worst is not None and worst.finding.kind not in TASTE:
            parts.append(f"slide {worst.slide}, {sentence(worst.finding)}")
            by_kind[NAMED[worst.finding.kind]].pop(worst.slide)
        parts += [f"{name}: {_numbered(numbers)}" for name, numbers in by_kind.items() if numbers]
        if len(self.title_sizes) > 1:
            parts.append(f"titles in {' and '.join(f'{size:g}' for size in self.title_sizes)} pt")
        return f"looks: {'; '.join(parts) if parts else f'nothing found on {self.slides} slides'}"


NAMED: dict[FindingKind, str] = {
    "unreadable": "unreadable", "faint": "stands out too little", "over-picture": "over a picture or mark",
    "over-text": "over another text", "white-box": "a white box",
    "prompt": "a prompt of the template", "outside": "outside the margins", "broken-word": "a broken word",
    "empty": "half empty", "crowded": "crowded", "orphan": "a word alone in the title",
    "title-size": "a smaller title",
}  # fmt: skip


class LooksProof:
    """Proves how decks look on one brand, with the typefaces of the library and of this computer."""

    def __init__(
        self,
        brand: Brand,
        typefaces: Callable[[], Typefaces],
        fonts: Iterable[Path],
        cache: Path | None,
        scenes: SceneMemory | None = None,
    ) -> None:
        self._brand, self._scenes, self._cache = brand, scenes, cache
        self._measurements = Measurements(typefaces, brand.content_hash, fonts, cache)
        self._found = self._measurements.memory("looks")
        self._decoded: Recent[SlideFindings] = Recent(MOST_DECODED)

    def save(self) -> None:
        """Keeps what was learnt for the next process."""
        self._measurements.save()

    def prove(self, deck: Deck, written: WrittenDeck) -> Looks:
        """How `written`, the finished file of `deck`, looks."""
        looks = digest(written.looks.encode())
        pairs = list(zip(deck.slides, written.slides, strict=True))
        keys = [self._key(slide, shown, looks) for slide, shown in pairs]
        known = {key: self._known(key) for key in keys}
        unread = {number: key for number, key in enumerate(keys, 1) if known[key] is None}
        if unread:
            known |= self._read(deck, written, dict(zip(unread.values(), unread, strict=True)))
        by_slide = [known[key] or SlideFindings() for key in keys]
        seen: list[Seen] = []
        sizes: set[float] = set()
        for number, (found, (slide, shown)) in enumerate(zip(by_slide, pairs, strict=True), 1):
            seen += [Seen(number, one) for one in found.findings]
            if slide.designed is None and found.title_size and self._stages.is_content(shown.layout):
                sizes.add(found.title_size)
                usual = self._stages.title_size(shown.layout)
                if found.title_size < (slide.style.title / 100 or MUCH_SMALLER * usual):
                    usual = slide.style.title / 100 or usual
                    seen.append(Seen(number, _smaller(found.title_size, usual)))
        return Looks(slides=len(keys), seen=tuple(seen), title_sizes=tuple(sorted(sizes)))

    def problems(
        self, deck: Deck, written: WrittenDeck, looks: Looks, brand: str, *, taste: bool
    ) -> Iterator[tuple[int, Problem]]:
        """What is to be told of it, with the number of its slide; all are warnings.

        The place is where the slide's text stands, or the file `brand` for what all slides of a layout have. Of each
        kind the first is told of a slide. With `taste` also what can be read, and could look better.
        """
        told = set()
        for number, one in looks.seen:
            slide, code = deck.slides[number - 1], CODES[one.kind]
            if one.kind in TASTE and (not taste or (one.kind in OF_THE_CUSTOMER and slide.holds_customer_data)):
                continue
            if one.ours and (number, one.kind) in told:
                continue
            if one.ours:
                told.add((number, one.kind))
                message, place = sentence(one), Place(slide.file, slide.line)
            else:
                layout = self._names.get(written.slides[number - 1].layout, "")
                message, place = f"on the layout “{layout}” {sentence(one)}", Place(brand)
            yield (
                number,
                Problem(code=code, message=message, hint=_hint(one), place=place, severity=Severity.WARNING),
            )

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.part: one.name for one in self._brand.layouts}

    @cached_property
    def _stages(self) -> Stages:
        from salespack.looks.stages import Stages

        return Stages(self._brand)

    @cached_property
    def gallery(self) -> Gallery:
        """The pictures that are looked at."""
        from salespack.scene.pixels import Gallery

        return Gallery(self._cache)

    def _key(self, slide: Slide, shown: WrittenSlide, looks: str) -> str:
        """What the looks of a slide depend on, in a word: not what its footers say, as each deck has its own."""
        parts = [shown.layout, looks]
        if slide.designed is not None:
            parts += ["dressed" if slide.designed.keep == "brand" else "designed", *shown.shapes, _shown_by(slide)]
        else:
            for key, said in map(_shape_key, shown.shapes):
                parts.append(f"{key} {self._prompt_in(said)}" if said else key)
            if any(sign in markup for markup in shown.shapes for sign in REFERS):
                parts.append(_shown_by(slide))
        return digest("\n".join(parts).encode())[:32]

    def _prompt_in(self, text: str) -> str:
        """The prompt that a footer, or a text of a layout, is or holds, remembered too."""
        name = f"footer {digest(text.encode())[:32]}"
        prompt: str | None = self._found.get(name)
        if prompt is None:
            from salespack.language.prompts import prompt_in

            prompt = prompt_in(text, self._footer_prompts)
            self._found.put(name, prompt)
        return prompt

    @cached_property
    def _footer_prompts(self) -> frozenset[str]:
        """What footers say while nobody has written one, in all languages: remembered, as it stands in many files."""
        known: list[str] | None = self._found.get(FOOTER_PROMPTS)
        if known is None:
            from salespack.language.locales import footer_prompts

            known = sorted(footer_prompts())
            self._found.put(FOOTER_PROMPTS, known)
        return frozenset(known)

    def _known(self, key: str) -> SlideFindings | None:
        """What is remembered under a key."""
        found = self._decoded.find(key)
        if found is None and (kept := self._found.get(key)) is not None:
            found = msgspec.convert(kept, SlideFindings)
            self._decoded.keep(key, found)
        return found

    def _read(self, deck: Deck, written: WrittenDeck, numbers: Mapping[str, int]) -> dict[str, SlideFindings]:
        """Proves slides of the file, by their keys; what is found is remembered too."""
        from salespack.looks.proof import prove_looks
        from salespack.looks.stages import Stage
        from salespack.powerpoint.writing.writer import SLIDE_PART
        from salespack.scene.reading import read_scene

        def stage(slide: SlideScene) -> Stage:
            designed = deck.slides[slide.number - 1].designed
            if designed is not None:
                return Stage(dressed=designed.keep == "brand")
            return self._stages.of(written.slides[slide.number - 1].layout)

        only = {SLIDE_PART.format(number=number): None for number in numbers.values()}
        scene = read_scene(
            written.file, language=deck.language, only=only, notes=False, memory=self._scenes, at_hand=written.at_hand
        )
        proofs = prove_looks(scene, stage, self._measurements.typefaces(), self.gallery, self._prompt_in)
        by_number = {slide.number: found for slide, found in zip(scene.slides, proofs, strict=True)}
        learnt = {key: by_number[number] for key, number in numbers.items()}
        for key, found in learnt.items():
            self._found.put(key, msgspec.to_builtins(found))
            self._decoded.keep(key, found)
        return learnt


def sentence(one: Finding) -> str:
    """What a finding says."""
    what = f"the {one.what}" if one.what != "text" else f"“{one.shape}”"
    match one.kind:
        case "unreadable" | "faint":
            quoted = f", “{one.text}”," if one.ours else ""
            return f"{what}{quoted} has a contrast of {one.figure:.1f} with what is behind it"
        case "over-picture" if one.text:
            return f"{what}, “{one.text}”, runs over “{one.name}” of the layout"
        case "over-text":
            return f"{what}, “{one.text}”, runs over the text of “{one.name}”"
        case "over-picture":
            return f"“{one.shape}” covers a part of “{one.name}” of the layout"
        case "prompt":
            return f"“{one.shape}” still says “{one.text}”"
        case "white-box":
            return f"the white ground of the picture “{one.shape}” is a box on the slide's own"
        case "outside":
            return f"“{one.shape}” stands {one.figure:.1%} of the slide's width outside its margins"
        case "broken-word":
            beside = ", although another column has room" if one.room else ""
            return f"{what} breaks a word, “{one.text}”{beside}"
        case "empty":
            return f"the slide's body is filled to {one.figure:.0%}"
        case "crowded":
            return f"the slide's body is filled to {one.figure:.0%}"
        case "orphan":
            return f"the title's last line is “{one.text}” alone"
        case "title-size":
            return f"the title is so long that it is set in {one.figure:g} points, not in {one.asked:g}"


def _hint(one: Finding) -> str:
    if one.kind == "empty":
        return "say more, give it a form, or join it with the slide before or behind it"
    return "say less, or make two slides of it with ---" if one.kind == "crowded" else HINTS[CODES[one.kind]]


def _smaller(size: float, usual: float) -> Finding:
    return Finding(kind="title-size", shape="", figure=size, asked=usual, what="title")


def _numbered(numbers: Iterable[int]) -> str:
    found = sorted(set(numbers))
    return f"slide{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}"


@lru_cache(maxsize=MOST_KEYS)
def _shape_key(markup: str) -> tuple[str, str]:
    """What the looks of a shape depend on, in a word, and what it says if that is a footer, which is not in it."""
    markup, said = COUNTED.sub("", markup), ""
    if FOOTER.search(markup):
        markup, said = LETTERS.sub("", markup), " ".join(LETTERS.findall(markup))
    return digest(markup.encode())[:32], said


def _shown_by(slide: Slide) -> str:
    """What a slide shows that is not in its own markup, in a word: its figures and the state of files."""
    files = [file for node in leaves(slide.nodes) for file in files_of(node)]
    changed: dict[str, bytes] = {}
    if slide.designed is not None:
        files.append(slide.designed.file)
        changed = slide.designed.changed
    states = [(file, Path(file).stat().st_mtime_ns, Path(file).stat().st_size) for file in files]
    content = msgspec.msgpack.encode((slide.nodes, states, sorted(changed.items())))
    return digest(content)
