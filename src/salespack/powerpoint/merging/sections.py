"""The sections of a deck (`p14:sectionLst`): those that designed slides stood in, where they stay together.

PowerPoint wants every slide of a deck in a section if any is, so all others stand in sections of the deck's own name.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from salespack.deck.model import Slide
from salespack.ooxml.markup import P, replaced, spans
from salespack.ooxml.presentation import SECTIONS, Section
from salespack.powerpoint.designed.source import Sources

EXTENSION = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""What marks the list of sections among the extensions of a presentation."""
TOGETHER = 2
"""So many of a section's slides in a row are that section still; one alone is a slide that was picked out of it."""
Run = tuple[str, Sequence[int]]
"""The name of a section and its slides, by their place in the deck from 0."""


def with_sections(data: bytes, slides: Sequence[Slide], ids: Sequence[int], sources: Sources, rest: str) -> bytes:
    """presentation.xml with the sections of its `slides`, whose PowerPoint ids are `ids`; `rest` names the others."""
    runs = list(_runs(slides, sources, rest))
    if all(name == rest for name, _ in runs):
        return data
    listed = []
    for number, (name, places) in enumerate(runs):
        inside = "".join(f'<p14:sldId id="{ids[place]}"/>' for place in places)
        guid = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number} {name}")).upper()
        section = (
            f'<p14:section name="{escape(name)}" id="{{{guid}}}"><p14:sldIdLst>{inside}</p14:sldIdLst></p14:section>'
        )
        listed.append(section)
    names = f'xmlns:p="{P[1:-1]}" xmlns:p14="{SECTIONS[1:-1]}"'
    extension = f'<p:ext {names} uri="{EXTENSION}"><p14:sectionLst>{"".join(listed)}</p14:sectionLst></p:ext>'
    elements = [one for one in spans(data) if one.depth <= 1]
    own = next((one for one in elements if one.tag == f"{P}extLst" and one.depth == 1), None)
    whole = f'<p:extLst xmlns:p="{P[1:-1]}">{extension}</p:extLst>'
    if own is None:
        at = data.rindex(b"</", elements[0].start, elements[0].end)
        return replaced(data, [(at, at, whole.encode())])
    if data[own.tag_end - 2 : own.tag_end] == b"/>":
        return replaced(data, [(own.start, own.end, whole.encode())])
    at = data.rindex(b"</", own.start, own.end)
    return replaced(data, [(at, at, extension.encode())])


def _runs(slides: Sequence[Slide], sources: Sources, rest: str) -> Iterator[Run]:
    """The slides in a row that are of one section, or of none."""
    of = [_section(one, sources) for one in slides]
    places = range(len(slides))
    kept: list[tuple[str, str]] = []
    for _, group in groupby(places, key=lambda place: of[place] and (of[place][0], of[place][1].id)):  # type: ignore[index]
        run = list(group)
        section = of[run[0]]
        whole = section is not None and (len(run) >= TOGETHER or len(section[1].slides) == len(run))
        kept += [(section[0] + section[1].id, section[1].name) if section is not None and whole else ("", rest)] * len(
            run
        )
    for (_, name), group in groupby(places, key=kept.__getitem__):
        yield name, list(group)


def _section(slide: Slide, sources: Sources) -> tuple[str, Section] | None:
    """The file and the section that a designed slide comes from; a deck that is all one section has none."""
    one = slide.designed
    if one is None:
        return None
    source = sources.open(Path(one.file))
    sections = source.presentation.sections
    number = next((listed.id for listed in source.slides if listed.part == one.part), -1)
    found = next((section for section in sections if number in section.slides), None)
    return (one.file, found) if found is not None and found.name and len(sections) > 1 else None
