"""What a deck or a PDF of ours holds, slide by slide, beside the library of today: current, outdated, expired, retired,
or not ours."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from salespack.formats.versions import is_newer
from salespack.language.company_names import name_words
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.ooxml.provenance import MarkedDeck
from salespack.powerpoint.designed.source import SourceDeck
from salespack.powerpoint.writing.clean_copy import beside, carried
from salespack.problems.problem import Problem, Severity, shown_path
from salespack.profiles.folder import customer_figures, customer_names
from salespack.revisions.deck_edits import SlideEdits, deck_edits
from salespack.revisions.earlier_builds import EarlierBuilds
from salespack.revisions.pdf_pages import pdf_pages
from salespack.revisions.recognition import Origin, Recognition, is_made, main_language
from salespack.system.cache import code_version
from salespack.system.hashing import digest

PDF = ".pdf"
HEADING_WORDS = 3

SHORTEST_NAME = 4
"""Letters of a customer's name of one word that is looked for in other decks: “Oy” and “Go” stand everywhere."""


class Standing(Enum):
    """How a slide stands beside the library."""

    CURRENT = "current"
    MADE = "made by the pack"
    OUTDATED = "outdated"
    EXPIRED = "expired"
    RETIRED = "retired"
    GONE = "not in the library"
    OTHER_LANGUAGE = "of another language"
    UNKNOWN = "not ours"


BEHIND = frozenset((Standing.OUTDATED, Standing.EXPIRED, Standing.RETIRED, Standing.GONE, Standing.OTHER_LANGUAGE))
"""What somebody should do something about."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One slide, or what one page of a PDF shows: how it stands and why, and the customers that it names, or whose
    figures it shows, though it is not made for them. `known_by` is a mark or its words, `alike` (0–1) how like those
    are, and `basis` what decided. `by_hand` says what was changed since it was built; None where that is not looked
    for, as in PDFs."""

    number: int
    title: str
    block: str = ""
    version: int | None = None
    language: str = ""
    known_by: Literal["mark", "words", ""] = ""
    alike: float | None = None
    basis: str = ""
    standing: Standing
    why: str = ""
    owner: str = ""
    names: tuple[str, ...] = ()
    figures_of: tuple[str, ...] = ()
    by_hand: SlideEdits | None = None

    @property
    def told(self) -> str:
        """Why it stands so, whom it names, and by what it is known where it has no mark: in one line."""
        named = f"names {', '.join(self.names)}" if self.names else ""
        figures = f"shows a figure of {', '.join(self.figures_of)}" if self.figures_of else ""
        return "; ".join(filter(None, (named, figures, self.why, self.basis)))

    @property
    def is_behind(self) -> bool:
        """Whether somebody should do something about it."""
        return self.standing in BEHIND or bool(self.names or self.figures_of)

    @property
    def changed(self) -> str:
        """What somebody changed since it was built, in one line; empty where nothing, or where that is not told."""
        return self.by_hand.said if self.by_hand is not None else ""


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """A deck: for which profile, pack, language and day (`on`) it was built and with which Salespack, who saved it last
    and when it was changed, its slides, and what it carries that is not for mailing. `newer` where that Salespack is
    newer than this one, which may not know all that the deck says. `build` is the id of the build that it is from, and
    `deleted` are the numbers, in that build of `built` slides, of those that are gone. `not_compared` is why it is not
    told what was changed by hand in a deck without marks, and `left_out` what git has of decks that its slides could be
    of, and was not read."""

    file: str
    profile: str
    pack: str
    language: str = ""
    on: str = ""
    made_with: str = ""
    newer: bool = False
    saved_by: str = ""
    changed: str = ""
    build: str = ""
    built: int = 0
    slides: tuple[Found, ...]
    deleted: tuple[int, ...] = ()
    not_compared: str = ""
    left_out: tuple[str, ...] = ()
    carries: tuple[str, ...]

    @property
    def behind(self) -> tuple[Found, ...]:
        """The slides that somebody should do something about."""
        return tuple(one for one in self.slides if one.is_behind)

    @property
    def changed_by_hand(self) -> tuple[int, ...]:
        """The numbers of the slides that somebody changed, added, copied or moved since the deck was built."""
        return tuple(one.number for one in self.slides if one.changed)

    @property
    def is_changed(self) -> bool:
        """Whether somebody changed it since it was built, as far as that is told."""
        return bool(self.changed_by_hand or self.deleted)

    @property
    def listed(self) -> tuple[Found, ...]:
        """The slides that a list of what was found must have: those behind, and those changed by hand."""
        return tuple(one for one in self.slides if one.is_behind or one.changed)

    @property
    def of_deck(self) -> tuple[str, ...]:
        """What was changed by hand that is of no slide now: those that were deleted, and those of which it is not told
        whether somebody changed them, in words."""
        whole: dict[str, list[int]] = defaultdict(list)
        for one in self.slides:
            if one.by_hand is not None and one.by_hand.not_told:
                whole[one.by_hand.not_told].append(one.number)
        gone = f"deleted: {_slides(self.deleted)} of the {self.built} that were built" if self.deleted else ""
        unsure = (f"not told of {_slides(numbers)}: {why}" for why, numbers in whole.items())
        return tuple(filter(None, (gone, *unsure)))

    @property
    def is_listed(self) -> bool:
        """Whether a list of what was found must have it: somebody should look at it or changed it, or that is not
        told."""
        return bool(self.listed or self.of_deck)

    def count(self, standing: Standing) -> int:
        """How many slides stand so."""
        return sum(one.standing is standing for one in self.slides)


NUMBER = re.compile(r"(?<![\w.,])\d(?:[.,'’\s]?\d)*")
"""A number as people write it, whatever stands between its thousands."""
FEWEST_FIGURES = 3
"""Figures of a number, zeros behind them left out, by which it is known whose it is: 1,200,000 is anybody's."""
YEARS = range(1900, 2101)


class Customers:
    """The names and figures of the customers with a profile, to be found where they do not belong."""

    def __init__(self, folder: Path | None) -> None:
        named = customer_names(folder) if folder else {}  # those who read profiles tell which cannot be read
        self._names = {path.stem: (name, name_words(name)) for path, name in named.items()}
        self._begun: dict[str, list[str]] = defaultdict(list)
        """The profiles of those whose names begin with a word."""
        figures = customer_figures(folder) if folder else {}
        telling = {path.stem: {_telling(one) for one in found} for path, found in figures.items()}
        self._figures = {profile: found - {""} for profile, found in telling.items()}
        said = sorted(self._names.items()), sorted((name, sorted(found)) for name, found in self._figures.items())
        self.content_hash = digest(repr(said).encode())
        for profile, (_, words) in self._names.items():
            if words and (len(words) > 1 or len(words[0]) >= SHORTEST_NAME):
                self._begun[words[0]].append(profile)

    def most_named_in(self, slides: Iterable[Sequence[str]]) -> str:
        """The profile of the customer that most slides, given as their texts, name; empty where none is named."""
        counted = Counter(profile for texts in slides for profile in self._profiles_in(texts))
        return min(counted, key=lambda profile: (-counted[profile], profile)) if counted else ""

    def named_in(self, texts: Iterable[str], own: str) -> tuple[str, ...]:
        """The customers that texts name, but for the one whose profile is `own`."""
        mine = self._names.get(own, ("", ()))[1]
        found = self._profiles_in(texts)
        return tuple(self._names[one][0] for one in sorted(found) if one != own and self._names[one][1] != mine)

    def figures_in(self, texts: Iterable[str], own: str) -> tuple[str, ...]:
        """The customers of whose profiles texts show a figure that the profile `own` has not."""
        shown = {re.sub(r"\D", "", one) for text in texts for one in NUMBER.findall(text)}
        shown -= self._figures.get(own, set())
        others = sorted(one for one, figures in self._figures.items() if one != own and figures & shown)
        return tuple(self._names[one][0] for one in others if one in self._names)

    def _profiles_in(self, texts: Iterable[str]) -> set[str]:
        """The profiles of the customers that texts name."""
        found: set[str] = set()
        for text in texts:
            said = name_words(text)
            for at, word in enumerate(said):
                for profile in self._begun.get(word, ()):
                    words = self._names[profile][1]
                    if said[at : at + len(words)] == words:
                        found.add(profile)
        return found


def _telling(figure: float) -> str:
    """The digits of a figure, where they tell whose it is; else nothing."""
    if not isfinite(figure) or abs(figure) < 1000 or (figure == int(figure) and int(figure) in YEARS):
        return ""
    digits = re.sub(r"\D", "", f"{figure:.10f}".rstrip("0"))
    if figure == int(figure):
        digits = str(abs(int(figure)))
    return digits if len(digits.strip("0")) >= FEWEST_FIGURES else ""


class Others(NamedTuple):
    """Other customers whom a slide names, and those whose figures it shows."""

    names: tuple[str, ...] = ()
    figures_of: tuple[str, ...] = ()


class Inspector:
    """Inspects decks and PDFs beside one library on one day. Without `customers` nobody's names are looked for.

    `out` is where packs are built, with the records of that.
    """

    def __init__(
        self, recognition: Recognition, on: datetime.date, customers: Customers | None, out: Path = Path("out")
    ) -> None:
        self._recognition, self._library = recognition, recognition.library
        self._on, self._customers = on, customers
        self._earlier = EarlierBuilds(out)

    def key(self, *, deep: bool) -> str:
        """All that what is found in a deck depends on, but for the deck: 32 hexadecimal digits."""
        known = self._customers.content_hash if self._customers is not None else ""
        said = self._library.content_hash, code_version(), self._on.isoformat(), known, str(deep)
        return digest("\n".join(said).encode())[:32]

    def inspect(self, path: Path) -> Inspection:
        """What a deck or PDF holds. Raises UserFault for one that cannot be read."""
        return self._pdf(path) if path.suffix.lower() == PDF else self._whole(path, MarkedDeck(path), deep=True)

    def by_marks(self, path: Path) -> Inspection:
        """The same by the marks of slides alone, which is quicker: what it carries and what was changed by hand is not
        told, nor whom slides with marks name. Where one has none, their words are read."""
        if path.suffix.lower() == PDF:
            return self._pdf(path)
        marked = MarkedDeck(path)
        found = [self._recognition.marked(tags) for tags in marked.slides]
        if None in found:
            return self._whole(path, marked, deep=False)
        rows = []
        language = main_language(found)
        for number, origin in enumerate(found, 1):
            row = self._row(number, "", origin, language, Others())
            rows.append(msgspec.structs.replace(row, title=marked.title(number)) if row.standing in BEHIND else row)
        return self._inspection(path, marked.tags, rows, saved_by=marked.saved_by)

    def _whole(self, path: Path, marked: MarkedDeck, *, deep: bool) -> Inspection:
        deck = marked.provenance()
        found = self._recognition.of_slides(deck.slides)
        own, language = self._own(deck.tags, [slide.texts for slide in deck.slides]), main_language(found)
        rows = [
            self._row(
                slide.number, slide.title, origin, language, self._others((*slide.texts, *slide.notes), origin, own)
            )
            for slide, origin in zip(deck.slides, found, strict=True)
        ]
        if not deep:
            return self._inspection(path, deck.tags, rows, saved_by=marked.saved_by)
        inspection = self._inspection(path, deck.tags, rows, self._carried(path), saved_by=marked.saved_by)
        return self._with_edits(inspection, marked, path, own)

    def _with_edits(self, inspection: Inspection, marked: MarkedDeck, path: Path, own: str) -> Inspection:
        """An inspection with what was changed by hand, or why that is not told of a deck that is of no build that is
        known here; `own` is the profile that it seems to be for."""
        unmarked = sum("BUILD" not in tags for tags in marked.slides)
        as_built = self._earlier.of(path, marked.package, own) if unmarked else None
        if as_built is None and unmarked == len(marked.slides):
            why, all_looked_at = self._earlier.why_none(path)
            if all_looked_at and all(one.standing is Standing.UNKNOWN for one in inspection.slides):
                return inspection  # it is not ours
            return msgspec.structs.replace(inspection, not_compared=why)
        found = deck_edits(marked.package, as_built)
        slides = [
            msgspec.structs.replace(row, by_hand=one) for row, one in zip(inspection.slides, found.slides, strict=True)
        ]
        return msgspec.structs.replace(
            inspection, slides=tuple(slides), build=found.build, built=found.built, deleted=found.deleted
        )

    def _carried(self, path: Path) -> tuple[str, ...]:
        """What should not be mailed, in words."""
        source = SourceDeck(path)
        return (*carried(source, self._library.settings.company.name), *beside(source))

    def _pdf(self, path: Path) -> Inspection:
        """A row for each block that a page shows, and one for a page that shows none."""
        pages = pdf_pages(path)
        found = self._recognition.on_pages(pages)
        own, language = self._own({}, pages), main_language([one for page in found for one in page])
        rows = [
            self._row(number, _heading(lines), origin, language, self._others(lines, origin, own))
            for number, (lines, origins) in enumerate(zip(pages, found, strict=True), 1)
            for origin in origins or (None,)
        ]
        return self._inspection(path, {}, rows)

    def _own(self, tags: Mapping[str, str], slides: Sequence[Sequence[str]]) -> str:
        """The profile that a deck is for; a handout does not say it, but names its customer most."""
        profile = tags.get("PROFILE", "")
        return profile or (self._customers.most_named_in(slides) if self._customers is not None else "")

    def _others(self, texts: Sequence[str], origin: Origin | None, own: str) -> Others:
        """The customers that a slide names, or shows figures of, though it is neither for them nor about them."""
        if self._customers is None:
            return Others()
        allowed = _about(self._library.blocks.get(origin.block) if origin is not None else None)
        found = self._customers.named_in(texts, own), self._customers.figures_in(texts, own)
        return Others(*(tuple(one for one in names if name_words(one) != allowed) for names in found))

    def _row(self, number: int, title: str, origin: Origin | None, language: str, others: Others) -> Found:
        if origin is None:
            return Found(
                number=number,
                title=title,
                standing=Standing.UNKNOWN,
                why=UNMARKED,
                names=others.names,
                figures_of=others.figures_of,
            )
        standing, why = _standing(self._library, origin, self._on)
        if standing is Standing.CURRENT and origin.language and language and origin.language != language:
            standing, why = Standing.OTHER_LANGUAGE, f"it is in “{origin.language}”, the others in “{language}”"
        block = self._library.blocks.get(origin.block)
        return Found(
            number=number, title=title, block=origin.block, version=origin.version, language=origin.language,
            known_by=origin.known_by, alike=origin.alike if origin.known_by == "words" else None, basis=origin.why,
            standing=standing, why=why, owner=_owner(block), names=others.names,
            figures_of=others.figures_of,
        )  # fmt: skip

    def _inspection(
        self,
        path: Path,
        tags: Mapping[str, str],
        rows: Sequence[Found],
        carries: tuple[str, ...] = (),
        *,
        saved_by: str = "",
    ) -> Inspection:
        made_with = tags.get("VERSION", "")
        changed = ""
        with suppress(OSError, ValueError, OverflowError):  # a time that no calendar has
            changed = datetime.datetime.fromtimestamp(path.stat().st_mtime).date().isoformat()
        return Inspection(
            file=shown_path(path), profile=tags.get("PROFILE", ""), pack=tags.get("PACK", ""),
            language=tags.get("LANGUAGE", ""), on=tags.get("DAY", ""), made_with=made_with, newer=is_newer(made_with),
            saved_by=saved_by, changed=changed, slides=tuple(rows), carries=carries,
            left_out=self._recognition.left_out if any(one.standing is Standing.UNKNOWN for one in rows) else (),
        )  # fmt: skip


def not_looked_at(left_out: Sequence[str]) -> Iterator[Problem]:
    """The warning that slides which are told to be not ours may be of decks that were not read; none where all were."""
    if left_out:
        yield Problem(
            code="SP888",
            message=f"slides that are “not ours” may be of what was not looked at: {'; '.join(left_out)}",
            hint="look there for a slide that you believe is yours",
            severity=Severity.WARNING,
        )


UNMARKED = "it has no mark of ours, and no block says what it says"


def _slides(numbers: Sequence[int]) -> str:
    """Slides by their numbers: `slide 3`, `slides 1–4, 7`."""
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    told = (f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
    return f"slide{'s' if len(numbers) > 1 else ''} {', '.join(told)}"


def _heading(lines: Sequence[str]) -> str:
    """What a page is called: its first line of some words, as above it may stand whose it is."""
    return next((line for line in lines if len(line.split()) >= HEADING_WORDS), lines[0] if lines else "").strip()


def _owner(block: Block | None) -> str:
    """Who must be told of a block: its owner, else who approved it."""
    if block is None:
        return ""
    return block.owner or (block.approved.by if block.approved is not None else "")


def _about(block: Block | None) -> tuple[str, ...]:
    """The customer that a case is about: it may be named."""
    name = block.about.customer if block is not None and block.about is not None else None
    return name_words(name) if name else ()


def _standing(library: Library, origin: Origin, on: datetime.date) -> tuple[Standing, str]:
    if is_made(origin.block):
        return Standing.MADE, ""
    found, version, content_hash = library.blocks.get(origin.block), origin.version, origin.content_hash
    if found is None:
        return Standing.GONE, "the library has no block of this name any more"
    if found.state == "retired":
        retired = found.retired
        when = f" on {retired.on}" if retired is not None else ""
        reason = f": {retired.why}" if retired is not None and retired.why else ""
        return Standing.RETIRED, f"withdrawn{when}{reason}"
    if found.valid_until is not None and found.valid_until < on:
        return Standing.EXPIRED, f"held until {found.valid_until}"
    if version is not None and version < found.version:
        return Standing.OUTDATED, f"version {version}; the library has {found.version}"
    texts = {body.content_hash for body in found.bodies.values()}
    designed = any(body.slides is not None for body in found.bodies.values())
    told_by_texts = not designed or origin.known_by == "words"  # a mark's hash is that of the designed slide
    if told_by_texts and content_hash and content_hash not in texts:
        return Standing.OUTDATED, "the text of the block has changed since"
    return Standing.CURRENT, ""
