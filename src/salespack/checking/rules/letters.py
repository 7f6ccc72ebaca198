"""The rule about letters that no font of a document has: told before a build shows a stand-in for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from salespack.checking.rules.views import LibraryView, SlideSummary
from salespack.formats.text_files import line_with
from salespack.formats.yaml import Source
from salespack.library.locations import own_sources
from salespack.problems.problem import Place, Problem
from salespack.profiles import privacy
from salespack.typography.packed_fonts import FONTS_HINT, STAND_IN, without_fonts

MOST_NAMED = 4
UNSEEN = frozenset(("signals", "synonyms", "check"))
"""Keys of the library's own files whose texts no document shows."""


def letters_without_font(whole: LibraryView) -> Iterator[Problem]:
    """Texts of profiles, blocks and the library with letters that neither its fonts nor the packed ones have."""
    own = [text for source in own_sources(whole.library) for text in source.texts() if UNSEEN.isdisjoint(text[0])]
    profiles = [Source(file, privacy.text_of(profile.file)) for file, profile in whole.profiles.items()]
    said = [text for source in profiles for text in source.texts()]
    slides = [slide for block in whole.summaries.values() for texts in block.slides.values() for slide in texts]
    letters = {*"".join(text for _, text, _ in (*own, *said))}.union(*map(_letters, slides))
    if missing := frozenset(without_fonts(letters, whole.fonts)):
        for _, text, place in own:
            if found := missing & set(text):
                yield _problem(f"{STAND_IN} stands in documents for {_named(found)}", place)
        for path, text, place in said:
            if found := missing & set(text):
                field = privacy.known_field(path, whole.library.values)
                yield _problem(f"{field}: {STAND_IN} stands in documents for {_counted(found)}", place)
        yield from _of_blocks(whole, missing)


def _of_blocks(whole: LibraryView, missing: frozenset[str]) -> Iterator[Problem]:
    """Each letter is told where it first stands, in one problem a line."""
    for name, summary in whole.summaries.items():
        for language, slides in summary.slides.items():
            body = whole.library.blocks[name].bodies[language]
            told: dict[Place, set[str]] = {}
            for slide in slides:
                for letter in missing & _letters(slide):
                    if not any(letter in letters for letters in told.values()):
                        line = line_with(Path(body.file), letter, body.line)
                        place = Place(body.file, line) if line else Place(slide.file, slide.line)
                        told.setdefault(place, set()).add(letter)
            for place, letters in told.items():
                yield _problem(f"{STAND_IN} stands in documents for {_named(letters)}", place)


def _letters(slide: SlideSummary) -> set[str]:
    return set(f"{slide.title}{slide.text}{slide.notes}")


def _problem(message: str, place: Place) -> Problem:
    return Problem(code="SP604", message=message, hint=FONTS_HINT, place=place)


def _named(letters: Iterable[str]) -> str:
    """Some letters, the first of them by name."""
    named = [f"“{letter}” (U+{ord(letter):04X})" for letter in sorted(letters)]
    more = f" and {len(named) - MOST_NAMED} more letters" if len(named) > MOST_NAMED else ""
    return f"{', '.join(named[:MOST_NAMED])}{more}, which no font here has"


def _counted(letters: Iterable[str]) -> str:
    """How many letters of which scripts: what a profile says is not told."""
    of_script: dict[str, int] = {}
    for letter in letters:
        script = unicodedata.name(letter, "UNKNOWN").split(" ")[0]
        of_script[script] = of_script.get(script, 0) + 1
    count = sum(of_script.values())
    scripts = ", ".join(sorted(of_script))
    return f"{count} letter{'' if count == 1 else 's'} that no font here has ({scripts})"
