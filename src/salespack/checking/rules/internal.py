"""Rules about what must not reach a customer: words of ours about them, and the names of other customers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from salespack.checking.rules.views import BlockText, CustomersView, LibraryView, SlideSummary
from salespack.checking.rules.visible import Line, lines_of, place_in, shown
from salespack.language.company_names import WORD, name_words
from salespack.language.locales import checking_words_for, one_of
from salespack.library.blocks import Block, Body
from salespack.library.locations import front_place, text_of
from salespack.problems.problem import Place, Problem, UserFault
from salespack.profiles.profile import SHOWN_BY_NAME

LEAST_REPEATED = 40
"""How many letters of the seller's text must stand in front of customers too, to be more than chance."""

PART = re.compile(r"[^\W_]+")


@lru_cache(maxsize=32)
def _internal_words(language: str) -> re.Pattern[str]:
    """What is said among us, in a language."""
    patterns = one_of(pattern for words in checking_words_for(language) for pattern in words.internal)
    return re.compile(rf"\b{patterns}\b", re.IGNORECASE)


def internal_words(text: BlockText) -> Iterator[Problem]:
    """Words about the customer, or text meant for the seller, on slides or in their notes."""
    seen = shown(text, notes=True)
    sellers = [line.text.strip(" -*") for line in lines_of(text.source, jinja=text.block.jinja)
               if line.where == "seller"]  # fmt: skip
    repeated = {line for line in sellers if len(line) >= LEAST_REPEATED}
    internal = _internal_words(text.language)
    for line in seen:
        if hit := internal.search(line.prose):
            yield _internal(text, line, hit.start(), f"“{hit[0]}” is for us, not for the customer")
        elif line.text.strip(" -*") in repeated:
            start = len(line.text) - len(line.text.lstrip(" -*"))
            yield _internal(text, line, start, "what ::: seller says stands in front of the customer too")


def _internal(text: BlockText, line: Line, start: int, message: str) -> Problem:
    return Problem(code="SP346", message=message, hint="put it into ::: seller", place=place_in(text, line, start))


def names_of_other_customers(whole: CustomersView) -> Iterator[Problem]:
    """Names of customers with a profile, in what others are shown or told; a case may name the one it is about,
    and a slide of logos those who agreed."""
    names = _names(whole, whole.profiles)
    if not names:
        return
    agreed = {file for file, one in whole.profiles.items() if one.relationship.reference in SHOWN_BY_NAME}
    shown = {words for under in _names(whole, agreed).values() for words in under}
    beginnings = frozenset(part[0] for first in names if (part := PART.match(first)))
    for identifier, summary in whole.summaries.items():
        block = whole.library.blocks[identifier]
        about = name_words(block.about.customer) if block.about and block.about.customer else ()
        for language, slides in summary.slides.items():
            said = _all_said(slides)
            if beginnings.isdisjoint(PART.findall(unicodedata.normalize("NFKC", said).casefold())):
                continue  # of most texts this is all that has to be looked at
            told = _all_said(slide for slide in slides if not slide.logos)
            for words in dict.fromkeys(_named(said, names)):
                if words != about and not (words in shown and words not in _named(told, names)):
                    yield _named_problem(whole, block.bodies[language], names[words[0]][words], block)


def names_of_the_anonymous(whole: CustomersView) -> Iterator[Problem]:
    """Cases that name the customer they are about, whose profile says that it is a reference without its name."""
    anonymous = {file for file, one in whole.profiles.items() if one.relationship.reference == "anonymous"}
    names = _names(whole, anonymous)
    by_words = {words: known for under in names.values() for words, known in under.items()}
    for identifier, summary in whole.summaries.items() if names else ():
        block = whole.library.blocks[identifier]
        about = name_words(block.about.customer) if block.about and block.about.customer else ()
        if about not in by_words or block.state == "retired":
            continue
        file, written = by_words[about]
        for language, slides in summary.slides.items():
            if about in _named(_all_said(slides), names):
                yield Problem(
                    code="SP421",
                    message=f"names the customer of {file}, who agreed to be a reference without its name",
                    hint="say “a customer in retail”; about: {customer: …} may stay, customers do not see it",
                    place=_in_body(whole, block.bodies[language], written)
                    or front_place(whole.library, block.bodies[language].file, ("slides",), key=True),
                )


def _all_said(slides: Iterable[SlideSummary]) -> str:
    return "\n".join(f"{slide.text}\n{slide.notes}" for slide in slides)


Names = Mapping[str, Mapping[tuple[str, ...], tuple[str, str]]]
"""Customers' names as words, under their first word: each with the profile's file and the name as it is written."""


def _names(whole: LibraryView, files: Collection[str]) -> Names:
    """The names in the profiles that are among `files`."""
    found: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
    for file, profile in whole.profiles.items():
        words = name_words(profile.customer.name)
        if file in files and words and sum(map(len, words)) > 2:
            found.setdefault(words[0], {})[words] = (file, profile.customer.name)
    return found


def _named(said: str, names: Names) -> Iterator[tuple[str, ...]]:
    """The names that a text holds. A word in lower case is no name, where the name has capitals."""
    hits = [hit[0] for hit in WORD.finditer(unicodedata.normalize("NFKC", said))]
    words = [_bare(hit) for hit in hits]
    for at, word in enumerate(words):
        for name, (_, written) in names.get(word, {}).items():
            if tuple(words[at : at + len(name)]) == name and (hits[at] != hits[at].lower() or written.islower()):
                yield name


def _bare(word: str) -> str:
    """A word without case and without the ending that makes it somebody's."""
    return re.sub(r"['’]s$", "", word.casefold())


def _named_problem(whole: LibraryView, body: Body, known: tuple[str, str], block: Block) -> Problem:
    """The place is that of the name, where it stands in the text as it is written."""
    file, written = known
    return Problem(
        code="SP347",
        message=f"{block.id} names the customer of {file}",
        hint="say “a customer in retail”, or if it is a case about them: about: {customer: …}",
        place=_in_body(whole, body, written) or Place(body.file, body.line, 1),
    )


def _in_body(whole: LibraryView, body: Body, written: str) -> Place | None:
    """Where a name stands in a body as it is written; None where it does not, as on designed slides."""
    try:
        text = text_of(whole.library, body.file)
    except UserFault:
        return None
    start = len("\n".join(text.split("\n")[: body.line - 1]))
    hit = re.compile(rf"(?<!\w){re.escape(written.split()[0])}(?!\w)", re.IGNORECASE).search(text, start)
    if hit is None:
        return None
    return Place(body.file, text.count("\n", 0, hit.start()) + 1, hit.start() - text.rfind("\n", 0, hit.start()))


def references_declined(whole: CustomersView) -> Iterator[Problem]:
    """Cases about a customer whose profile says that it declined to be a reference."""
    declined = {name_words(name): name for name in whole.declined}
    for block in whole.library.blocks.values():
        if block.about and block.about.customer and block.state != "retired":
            name = declined.get(name_words(block.about.customer))
            if name is not None:
                yield Problem(
                    code="SP419",
                    message=f"is about a customer who declined to be a reference ({whole.customers.get(name, '')})",
                    hint="retire the case, or make it anonymous",
                    place=front_place(whole.library, block.file, ("about", "customer")),
                )
