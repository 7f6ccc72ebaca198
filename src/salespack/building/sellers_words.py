"""The last look at finished files: whether any that a customer sees holds what is the seller's alone.

It trusts neither the parser that takes blocks apart nor the templates that print them. What is the seller's is taken
from the assembled slides, and once more, line by line, from the blocks' files as they are written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from salespack.deck.model import Slide, text_of
from salespack.deck.visiting import leaves, passages
from salespack.language.phrases import words as phrases
from salespack.library.fences import CODE_SPAN, COLONS, OPENING, BodyLine, for_the_seller, plain
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem
from salespack.templating.template_text import DATA, MARKUP

if TYPE_CHECKING:
    from salespack.powerpoint.writing.writer import WrittenDeck

LEAST_WORDS, LEAST_LETTERS = 3, 10
"""How much a sentence must say: shorter ones (“Yes”, “40 %”, a date) stand in many texts by chance."""
LONGEST_SHOWN = 60

WORD = late_pattern(r"[^\W_]+")
UNSEEN = late_pattern("[\u00ad\u200b-\u200f\u2060\ufeff]")
ADDRESS = r"\]\([^)\n]*\)"
SENTENCE_END = rf"[.!?…][\"'”’)\]*_]*(?=\s|\Z)|[{DATA}{MARKUP}|]+|\n\s*(?:\n|(?:[-*+>]|\d+[.)])\s)"
FENCE_ALONE = late_pattern(r"^\s*:{3,}\s*$", re.MULTILINE)

MOST_KNOWN = 8_192
"""Bytes of a part of a deck up to which its text is remembered."""
SAYING = ("ppt/notesSlides/notesSlide", "ppt/charts/", "ppt/diagrams/", "ppt/comments", "docProps/")
"""How the parts of a deck are called that hold words of its slides beside these; the brand's own are not looked at."""
PIECE_ENDS = re.compile(r"</(?:\w+:)?(?:p|v)>|<(?:\w+:)?br\b[^>]*>")
ALTERNATIVE_TEXTS = (re.compile(' descr="([^"]*)"'), re.compile(' title="([^"]*)"'))
TAG = re.compile(r"<[^>]*>")
BODY = "<p:txBody>"
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
ENTITY = rf"&({'|'.join(ENTITIES)}|#(x[0-9A-Fa-f]{{1,8}}|[0-9]{{1,8}}));"


class Said(NamedTuple):
    """What a finished file says, by the name of its output."""

    output: str
    text: str


class Written(NamedTuple):
    """A block's text as it is written: the block, where its body begins, the body, and whether that is a template."""

    block: str
    place: Place
    body: str
    jinja: bool


class _Sentence(NamedTuple):
    """A sentence of the seller's in letters and digits alone, as it reads, its block and its place.

    Without blanks it is found whatever markup stands between its words.
    """

    letters: str
    shown: str
    block: str
    place: Place


class SellersWords:
    """What is the seller's alone in one deck.

    `public` is what customers may read besides its slides; it is asked only when a sentence is met.
    """

    def __init__(self, slides: Sequence[Slide], texts: Sequence[Written], public: Iterable[str], language: str) -> None:
        self._slides, self._language, self._given = slides, language, public
        self._parted = [(text, *_parted(text.body, text.jinja)) for text in texts]

    def problems(self, finished: Iterable[Said]) -> Iterator[Problem]:
        """A problem for each place from which a finished file holds a fence, or a sentence that is the seller's."""
        told: set[tuple[str, Place | None]] = set()
        for file in finished:
            for place, message in chain(self._fences(file.text), self._sentences(file.text)):
                if (file.output, place) not in told:
                    told.add((file.output, place))
                    hint = "nothing was written; mend the block, or leave it out with --drop"
                    yield Problem(code="SP705", message=f"{file.output} {message}", hint=hint, place=place)

    def _fences(self, text: str) -> Iterator[tuple[Place | None, str]]:
        """The fences in a finished text that neither code on a slide nor a customer's data says."""
        if COLONS.search(text) is None:
            return
        shown = plain(text).casefold()
        for fence in {match[0].strip() for match in chain(OPENING.finditer(shown), FENCE_ALONE.finditer(shown))}:
            if ":::" not in fence or fence in self._meant:
                continue
            slide = next((one for one in self._slides if fence in plain("\n".join(_shown(one))).casefold()), None)
            whose = f" of the block {slide.provenance.block}" if slide else ""
            place = Place(slide.file, slide.line) if slide else None
            yield place, f"would show the customer “{fence}”, the fence of a div{whose}"

    def _sentences(self, text: str) -> Iterator[tuple[Place, str]]:
        """The sentences in a finished text that are the seller's alone."""
        letters = _letters(text)
        for one in self._as_written:
            if one.letters in letters and one.letters not in self._public:
                yield one.place, _told(one)
        for one in self._as_assembled:
            if one.letters in letters and one.letters not in self._public and one.letters not in self._on_slides:
                yield one.place, _told(one)

    @cached_property
    def _as_written(self) -> list[_Sentence]:
        """The seller's sentences as they stand in the blocks' files."""
        return [
            _Sentence(letters, shown, text.block, Place(text.place.file, (text.place.line or 1) + line))
            for text, sentences, _ in self._parted
            for letters, shown, line in sentences
        ]

    @cached_property
    def _as_assembled(self) -> list[_Sentence]:
        """The seller's sentences with the data in them, as the briefing has them."""
        known = {one.letters for one in self._as_written}
        return [
            _Sentence(letters, shown, slide.provenance.block, Place(slide.file, slide.line))
            for slide in self._slides
            for paragraph in slide.seller
            for letters, shown, _ in _sentences(text_of(paragraph.spans))
            if letters not in known
        ]

    @cached_property
    def _public(self) -> str:
        """What customers may read, in letters; of slides that Markdown made, as they are written: they might show what
        is not theirs."""
        told = [line.text for _, _, public in self._parted for line in public]
        told += [source for slide in self._slides for source in slide.sources]
        told += [text for slide in self._slides if slide.designed is not None for text in _shown(slide)]
        return _letters("\n".join((*told, *self._others, *phrases(self._language).values())))

    @cached_property
    def _on_slides(self) -> str:
        """What slides say, the customer's data among it, and their notes, in letters."""
        return _letters("\n".join(text for slide in self._slides for text in _shown(slide)))

    @cached_property
    def _others(self) -> tuple[str, ...]:
        return tuple(self._given)

    @cached_property
    def _meant(self) -> str:
        """What may look like a fence: code, and data."""
        lines = [line for _, _, public in self._parted for line in public]
        code = [line.text if line.sort == "code" else "".join(_code_in(line)) for line in lines]
        return plain("\n".join((*code, *self._others))).casefold()


def text_of_deck(deck: WrittenDeck) -> str:
    """All that the slides of a finished deck say, with their notes, charts and alternative texts."""
    pieces = []
    footers: dict[str, tuple[str, ...]] = {}
    for slide in deck.slides:
        # What a person designed stands in one piece, too large to be remembered.
        said_in = _known_text if not slide.designed else _text_in
        pieces += [text for shape in slide.shapes[: slide.own or None] for text in said_in(shape)]
        for shape in slide.shapes[slide.own :] if slide.own else ():
            body = shape[shape.find(BODY) :]  # what stands before it is another id on each slide
            if body not in footers:
                footers[body] = _text_in(body)
            pieces += footers[body]
    for part in deck.parts:
        if part.name.startswith(SAYING) and part.name.endswith(".xml"):
            said_in = _known_text if part.size <= MOST_KNOWN else _text_in
            pieces += said_in(part.content.decode("utf-8", "replace"))
    said = "\n".join(pieces)
    return re.sub(ENTITY, _character, said) if "&" in said else said


def _character(entity: re.Match[str]) -> str:
    """The character that an entity of XML stands for."""
    if (number := entity[2]) is None:
        return ENTITIES[entity[1]]
    code = int(number[1:], 16) if number[0] == "x" else int(number)
    return chr(code) if code <= sys.maxunicode else entity[0]


def _text_in(markup: str) -> tuple[str, ...]:
    """What markup says, its alternative texts first."""
    alternatives = [found for one in ALTERNATIVE_TEXTS for found in one.findall(markup)]
    return (*alternatives, TAG.sub("", PIECE_ENDS.sub("\n", markup)))


@lru_cache(maxsize=2_048)
def _known_text(markup: str) -> tuple[str, ...]:
    """The same, remembered: most shapes and notes stand in deck after deck."""
    return _text_in(markup)


@lru_cache(maxsize=256)
def _parted(body: str, jinja: bool) -> tuple[tuple[tuple[str, str, int], ...], tuple[BodyLine, ...]]:
    """The seller's sentences in the body of a block, and the lines of all others."""
    sellers, public = for_the_seller(body, jinja=jinja)
    return tuple(_sentences_of(sellers, body)), tuple(public)


def _told(one: _Sentence) -> str:
    shown = one.shown if len(one.shown) <= LONGEST_SHOWN else one.shown[: LONGEST_SHOWN - 1] + "…"
    return f"would show the customer what ::: seller of the block {one.block} says: “{shown}”"


def _shown(slide: Slide) -> Iterator[str]:
    """What a slide says, and what is said with it."""
    yield text_of(slide.title)
    for node in leaves(slide.nodes):
        for passage in passages(node):
            yield from passage.texts
    yield from (text_of(paragraph.spans) for paragraph in (*slide.notes, *slide.prose))


def _code_in(line: BodyLine) -> Iterator[str]:
    return (span[0] for span in CODE_SPAN.finditer(line.text))


def _sentences_of(lines: Sequence[BodyLine], body: str) -> Iterator[tuple[str, str, int]]:
    """The sentences that lines of a body say, each with the number of its line in it, from 0."""
    for letters, shown, line in _sentences("\n".join(re.sub(ADDRESS, "]", one.text) for one in lines)):
        yield letters, shown, body.count("\n", 0, lines[line].offset)


@lru_cache(maxsize=2_048)
def _sentences(text: str) -> tuple[tuple[str, str, int], ...]:
    """The sentences of a text that say enough: their letters, how they read, and the line they begin on, from 0."""
    return tuple(_sentences_in(text))


def _sentences_in(text: str) -> Iterator[tuple[str, str, int]]:
    start = 0
    for end in chain((match.span() for match in re.finditer(SENTENCE_END, text)), ((len(text), len(text)),)):
        said = text[start : end[0]]
        letters = _letters(said)
        if len(WORD.findall(said)) >= LEAST_WORDS and sum(map(str.isalpha, letters)) >= LEAST_LETTERS:
            blank = len(said) - len(said.lstrip())
            yield letters, " ".join(said.split()).strip("-*>_ "), text.count("\n", 0, start + blank)
        start = end[1]


def _letters(text: str) -> str:
    """The letters and digits of a text, without case."""
    return "".join(WORD.findall(UNSEEN.sub("", text).casefold()))
