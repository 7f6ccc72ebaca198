"""The base of a slide: its content as it was built, sealed so that it can be compared but not read.

Each paragraph, cell, series and picture is a salted hash of its canonical content, cut short: two that are equal are
told from two that differ, and what somebody deleted from the slide is not in its file. Places and looks stand as they
are, so that they can be compared within a tolerance. A hash confirms a guess: who has the deck and tries every likely
sentence finds out whether it stood there.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from salespack.ooxml.placeholders import kind_of
from salespack.ooxml.slide_content import Kind, Look, ParagraphContent, RunContent, SlideContent, SlideElement

FORMAT = 1
"""Of the bases that are written; what a later version writes may not be readable here."""
SEAL_BYTES = 4
"""Of a hash. That one changed text keeps its seal has a chance of one in four thousand million."""
LONGEST_SALT = 64
"""Letters: as many as a keyed hash takes."""
Seal = str
_QUOTES = str.maketrans('"`', '`"')
"""In an attribute each quotation mark would be six letters."""


_SHORT = {
    "kind": "k", "id": "i", "name": "n", "key": "p", "place": "b", "rotation": "r", "group": "g", "look": "l",
    "paragraphs": "t", "rows": "c", "picture": "m", "chart": "d", "alt": "a",
}  # fmt: skip
"""How the fields of an element are called in a base: a deck has hundreds."""


class SealedRun(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Letters of one look: a place in the base's list of looks. Without a text they are the whole paragraph."""

    text: Seal
    look: int
    link: Seal = ""


class SealedParagraph(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A paragraph; no runs are one of no look of its own."""

    text: Seal
    level: int
    look: int
    runs: tuple[SealedRun, ...] = ()


class SealedSeries(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A series of a chart."""

    name: Seal
    categories: tuple[Seal, ...]
    values: tuple[Seal, ...]


class SealedChart(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A chart."""

    kinds: tuple[str, ...]
    title: Seal
    series: tuple[SealedSeries, ...]


class SealedElement(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename=_SHORT):
    """A shape: as `SlideElement`, each text sealed. `place` is x, y, width and height, empty where the layout says it;
    `key` is type and idx of its placeholder; `rotation` is in hundredths of a degree."""

    kind: Kind = "text"
    id: int = 0
    name: Seal = ""
    key: tuple[str, int] | None = None
    place: tuple[int, ...] = ()
    rotation: int = 0
    group: int = -1
    look: int = 0
    paragraphs: tuple[SealedParagraph, ...] = ()
    rows: tuple[tuple[tuple[SealedParagraph, ...], ...], ...] = ()
    picture: Seal = ""
    chart: SealedChart | None = None
    alt: Seal = ""

    @property
    def placeholder(self) -> str:
        """What kind of placeholder it is: title, body, dt, ftr, sldNum; empty for none."""
        return kind_of(self.key[0]) if self.key is not None else ""


class SlideBase(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A slide as it was built."""

    salt: str
    looks: tuple[str, ...]
    elements: tuple[SealedElement, ...]
    notes: tuple[Seal, ...] = ()
    background: Seal = ""
    hidden: bool = False

    def look(self, place: int) -> dict[str, str]:
        """A look by its place in the list, by name."""
        found = self.looks[place] if 0 <= place < len(self.looks) else ""
        return dict(one.split("=", 1) for one in found.split(";") if "=" in one)


class ReadBase(NamedTuple):
    """What a tag gave: a base, or why there is none."""

    base: SlideBase | None
    why: str = ""


def sealed(content: SlideContent, salt: str) -> SlideBase:
    """The base of a slide. The same salt gives the same seals for the same content."""
    return _Sealer(salt).slide(content)


def followed(base: SlideBase, elements: Iterable[SlideElement]) -> SlideBase:
    """The base of the same slide with more elements behind those that it has."""
    return _Sealer(base.salt, base.looks).followed(base, elements)


def sealed_with_texts(content: SlideContent, salt: str) -> tuple[SlideBase, dict[Seal, str]]:
    """The base of a slide that is at hand, and what its seals stand for."""
    sealer = _Sealer(salt)
    return sealer.slide(content), sealer.texts()


def written_base(base: SlideBase) -> str:
    """A base as the value of a tag: its format, a checksum, and what it holds."""
    said = msgspec.json.encode(base).decode().translate(_QUOTES)
    return f"{FORMAT} {zlib.crc32(said.encode()):08x} {said}"


def read_base(value: str) -> ReadBase:
    """The base in the value of a tag."""
    if not value:
        return ReadBase(None, "it carries no base to compare with")
    version, _, rest = value.partition(" ")
    checksum, _, said = rest.partition(" ")
    if version.isascii() and version.isdigit() and len(version) < 6 and int(version) > FORMAT:
        return ReadBase(None, "its base was written by a newer version of Salespack")
    if version != str(FORMAT) or checksum != f"{zlib.crc32(said.encode('utf-8', 'surrogatepass')):08x}":
        return ReadBase(None, "its base was changed or cut off")
    try:
        base = msgspec.json.decode(said.translate(_QUOTES), type=SlideBase)
    except (msgspec.DecodeError, RecursionError):
        return ReadBase(None, "its base was changed or cut off")
    return ReadBase(base) if _is_sound(base) else ReadBase(None, "its base was changed or cut off")


def _is_sound(base: SlideBase) -> bool:
    """Whether groups stand before their members, and places have four figures: anybody may have written a tag."""
    return (
        all(-1 <= one.group < number and len(one.place) in (0, 4) for number, one in enumerate(base.elements))
        and len(base.salt) <= LONGEST_SALT
    )


class _Sealer:
    """Seals the content of one slide."""

    def __init__(self, salt: str, looks: Iterable[str] = ("",)) -> None:
        self._salt, self._key = salt, salt.encode("utf-8", "surrogatepass")[:LONGEST_SALT]
        self._looks: dict[str, int] = {look: number for number, look in enumerate(looks)}
        self._known: dict[str, Seal] = {}

    def slide(self, content: SlideContent) -> SlideBase:
        elements = tuple([self._element(one) for one in content.elements])
        notes = tuple([self.seal(one.text) for one in content.notes])
        background = self.seal(content.background)
        return SlideBase(self._salt, tuple(self._looks), elements, notes, background, content.hidden)

    def followed(self, base: SlideBase, more: Iterable[SlideElement]) -> SlideBase:
        """The base, whose looks are known already, with more elements."""
        elements = (*base.elements, *[self._element(one) for one in more])
        return SlideBase(base.salt, tuple(self._looks), elements, base.notes, base.background, base.hidden)

    def texts(self) -> dict[Seal, str]:
        """What has been sealed, by its seal."""
        return {seal: text for text, seal in self._known.items()}

    def seal(self, text: str) -> Seal:
        """The hash of a text, cut short; of none, none."""
        if not text:
            return ""
        found = self._known.get(text)
        if found is None:
            digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SEAL_BYTES, key=self._key).digest()
            found = self._known[text] = b64encode(digest).decode().rstrip("=")
        return found

    def _element(self, one: SlideElement) -> SealedElement:
        box, chart = one.box, one.chart
        return SealedElement(
            one.kind,
            one.id,
            self.seal(one.name),
            (one.key.type, one.key.idx) if one.key is not None else None,
            (box.x, box.y, box.cx, box.cy) if box is not None else (),
            round(one.rotation * 100),
            one.group,
            self._look(one.look),
            self._paragraphs(one.paragraphs),
            tuple([tuple([self._paragraphs(cell) for cell in row]) for row in one.rows]),
            self.seal(one.picture),
            SealedChart(
                chart.kinds,
                self.seal(chart.title),
                tuple([
                    SealedSeries(self.seal(series.name), self._all(series.categories), self._all(series.values))
                    for series in chart.series
                ]),
            ) if chart is not None else None,
            self.seal(one.alt),
        )  # fmt: skip

    def _all(self, texts: Iterable[str]) -> tuple[Seal, ...]:
        return tuple([self.seal(one) for one in texts])

    def _paragraphs(self, said: Iterable[ParagraphContent]) -> tuple[SealedParagraph, ...]:
        return tuple([
            SealedParagraph(
                self.seal(one.text),
                one.level,
                self._look(one.look),
                self._runs(one.runs),
            )
            for one in said
        ])  # fmt: skip

    def _runs(self, runs: tuple[RunContent, ...]) -> tuple[SealedRun, ...]:
        if len(runs) == 1:
            (run,) = runs
            return (SealedRun("", self._look(run.look), self.seal(run.link)),) if run.look or run.link else ()
        return tuple([SealedRun(self.seal(run.text), self._look(run.look), self.seal(run.link)) for run in runs])

    def _look(self, look: Look) -> int:
        said = ";".join([f"{name}={value.replace(';', ',')}" for name, value in look])
        return self._looks.setdefault(said, len(self._looks))
