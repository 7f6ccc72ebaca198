"""The service behind `salespack refresh`: a deck that somebody edited → its three states → the result, a report."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.curation.history import PastState
from salespack.language.locales import languages
from salespack.language.phrases import words
from salespack.ooxml.packaging import StoredPart
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package, WrittenPackage, read_package
from salespack.problems.files import file_content
from salespack.problems.problem import Place, Problem, UsageFault, UserFault, shown_path
from salespack.profiles.profile import Profile, load_profile
from salespack.revisions.deck_edits import has_marks
from salespack.revisions.deck_origin import deck_origin
from salespack.revisions.earlier_builds import EarlierBuilds
from salespack.revisions.looks_and_places import TOLERANCE
from salespack.revisions.past_builds import MadeAgain, made_again
from salespack.revisions.refresh import NoteWords, Outcome, Refreshed, SlideRefresh, refreshed
from salespack.revisions.result_proof import ProofFinding, proof_findings

Basis = Literal["its marks", "the record of its build", "the library in git", "nothing"]
"""What tells how a deck was built."""

PROVEN: frozenset[Outcome] = frozenset(("renewed", "merged", "added"))
"""What became of slides that are proven to fit, besides those that somebody edited."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the deck, and what to build now where the deck does not say it. `out` is where builds keep
    their records, `today` the day the command runs."""

    deck: Path
    out: Path
    today: datetime.date
    profile: str | None = None
    pack: str | None = None
    language: str | None = None
    on: datetime.date | None = None
    pin: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    person: str | None = None
    force: bool = False


class Refresh(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the result, for whom it was built, what told how the deck was built (`commit`: the one whose
    library it was made of again), what the proofs say of the slides that changed, and what a build tells."""

    result: Refreshed
    profile: Path
    pack: str
    language: str
    basis: Basis
    commit: PastState | None = None
    proof: tuple[ProofFinding, ...]
    problems: tuple[Problem, ...]


def refresh_deck(builder: Builder, asked: Asked, find_profile: Callable[[str], Path]) -> Refresh:
    """Brings a deck up to date; nothing is written. `find_profile` finds the file of a profile by its name.

    Raises UserFault for a deck that cannot be read (SP501–SP509, SP516) and for what stops a build, UsageFault where it
    is not known for whom it was built or it was for another customer, NoFit where its pack does not answer its customer
    any more.
    """
    content = file_content_of(asked.deck)
    theirs = read_package(asked.deck, content)
    some, each = has_marks(theirs)
    as_built = None if each else EarlierBuilds(asked.out).of(asked.deck, theirs)
    origin = deck_origin(theirs, asked.out)
    name = asked.profile or origin.profile
    if not name:
        raise UsageFault.of(
            "SP801",
            "the deck does not say for whom it was built",
            "name the profile with --profile, and the pack with --pack",
            Place(shown_path(asked.deck)),
        )
    language = asked.language or origin.language
    request = Request(
        profile=find_profile(name),
        out=asked.out,
        today=asked.today,
        pack=asked.pack or origin.pack or None,
        language=language if language in builder.library.settings.languages else None,
        on=asked.on,
        pin=asked.pin,
        drop=asked.drop,
        person=asked.person,
        force=asked.force,
    )
    if asked.pack in (None, origin.pack):
        request = origin.asked_again(request, builder.library)
    matched, written = builder.made(request)
    if origin.profile not in ("", matched.profile.id):
        _same_customer(asked.deck, origin.profile, matched.profile, builder, find_profile)
    new = WrittenPackage(asked.deck, written.parts)
    past: MadeAgain | None = None
    if as_built is None and not some:
        request = msgspec.structs.replace(request, pack=matched.pack.id, language=matched.deck.language)
        past = made_again(builder.library, request, theirs)
    result = merged(content, theirs, new, past.deck if past is not None else as_built, matched.deck.language)
    proof: tuple[ProofFinding, ...] = ()
    numbers = [one.number for one in result.slides if one.outcome in PROVEN or one.by_hand]
    if numbers:
        package = read_package(asked.deck, result.content)
        proof = tuple(proof_findings(result.content, package, numbers, builder.resources))
    builder.resources.save()
    basis: Basis = "its marks" if some else "nothing"
    if not some and result.known:
        basis = "the record of its build" if past is None else "the library in git"
    return Refresh(
        result=result,
        profile=request.profile,
        pack=matched.pack.id,
        language=matched.deck.language,
        basis=basis,
        commit=past.state if past is not None else None,
        proof=proof,
        problems=tuple(dict.fromkeys((*matched.notices, *matched.problems))),
    )


def _same_customer(
    deck: Path, built_for: str, profile: Profile, builder: Builder, find_profile: Callable[[str], Path]
) -> None:
    """Refuses a deck of one customer for another, as what is kept of it is the first one's: their words, their figures.
    A profile that is gone tells nothing: it was renamed, or named another way. Raises UsageFault (SP801)."""
    try:
        other = load_profile(find_profile(built_for), builder.vocabulary)
    except UserFault:
        return
    if other.customer.name != profile.customer.name:
        raise UsageFault.of(
            "SP801",
            f"the deck was built for {other.customer.name}, not for {profile.customer.name}",
            "leave out --profile, or build a deck for the other customer",
            Place(shown_path(deck)),
        )


def merged(content: bytes, theirs: Package, new: Package, as_built: Package | None, language: str) -> Refreshed:
    """The deck `theirs`, whose file is `content`, brought up to date with `new`, a deck in `language`.

    Raises UserFault (SP501–SP509, SP516).
    """
    size, size_now = Presentation(theirs).size, Presentation(new).size
    if max(abs(size.width - size_now.width), abs(size.height - size_now.height)) > TOLERANCE:
        message = "its slides have another size than those that are built now"
        raise theirs.fault("SP516", message, "build it anew with `salespack build`, and paste what you had changed")
    return refreshed(content, theirs, new, as_built, _note_words(language))


def _note_words(language: str) -> NoteWords:
    """How notes tell of conflicts in a language; those of an earlier refresh may be in another."""
    known = {one: (words(one)["refresh_not_taken"], words(one)["refresh_gone"]) for one in (language, *languages())}
    begins = dict.fromkeys(text.partition("{")[0] for texts in known.values() for text in texts)
    return NoteWords(*known[language], tuple(begins))


def brought_up_to_date(deck: Path, new: Sequence[StoredPart], language: str) -> Refreshed:
    """The deck in a file of a pack's folder, brought up to date with the parts of one that was just made.

    Raises UserFault (SP501–SP509, SP516).
    """
    content = file_content_of(deck)
    theirs = read_package(deck, content)
    as_built = None if has_marks(theirs)[1] else EarlierBuilds(deck.parent).of(deck, theirs)
    return merged(content, theirs, WrittenPackage(deck, new), as_built, language)


def file_content_of(path: Path) -> bytes:
    """The content of a deck. Raises UserFault (SP501) for one that cannot be read."""
    read_package(path)  # says what is wrong with a file that is none
    return file_content(path)


def report_lines(found: Refresh) -> Iterator[str]:
    """What became of each slide, and what is left to decide, as lines."""
    yield from result_lines(found.result)
    for said in found.proof:
        yield f"to look at: slide {said.slide}, {said.shape}: {said.what}"


def result_lines(result: Refreshed) -> Iterator[str]:
    """What became of each slide."""
    for one in result.slides:
        if lines := slide_lines(one):
            yield f"slide {one.number}{f' “{one.title}”' if one.title else ''}"
            yield from (f"    {line}" for line in lines)
    for gone in result.gone:
        yield f"gone: slide {gone.was} “{gone.title}”: {gone.why}"
    if result.stay_deleted:
        yield f"stays deleted: {', '.join(dict.fromkeys(result.stay_deleted))}"


def slide_lines(one: SlideRefresh) -> list[str]:
    """What became of a slide; nothing where it is as it was."""
    lines = []
    if one.outcome == "renewed":
        lines.append("the new one" + (f": {'; '.join(one.taken)}" if one.taken else ""))
    elif one.outcome == "merged" and one.taken:
        lines.append(f"taken over: {'; '.join(one.taken)}")
    elif one.outcome == "added":
        lines.append("new")
    elif one.outcome == "stays":
        lines.append("stays")
    if one.why:
        lines.append(one.why)
    if one.by_hand and one.outcome != "own":
        lines.append(f"yours stays: {'; '.join(one.by_hand)}")
    lines += [f"UNDECIDED, from an earlier refresh: {text}" for text in one.undecided]
    lines += [
        f"CONFLICT {conflict.shape}: yours stays; now it says “{conflict.new}”"
        if conflict.new
        else f"CONFLICT {conflict.shape}: yours stays; the library has it no more"
        for conflict in one.conflicts
    ]
    return lines
