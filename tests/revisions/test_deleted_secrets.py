"""What somebody deletes from a slide by hand is nowhere in the file that they mail."""

from __future__ import annotations

import base64
import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from zipfile import ZipFile, is_zipfile

import msgspec
import pytest
import yaml
from PIL import Image
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.ooxml.reading import read_package
from salespack.profiles.profile import ProfileFile
from salespack.revisions.deck_edits import deck_edits
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

NAME = "Quixotique Zebrafish"
PROFILE: dict[str, Any] = {
    "customer": {
        "name": NAME, "industry": "healthcare", "employees": 483_726, "country": "FI", "language": "en",
        "revenue": 582_937_461, "logo": "heron.png",
    },
    "goals": ["merge with the Marabou works in silence"],
    "success": "nobody strikes before the Umbrella vote",
    "relationship": {
        "kind": "current", "since": 193_847, "lifecycle": "use", "state": "passive", "satisfaction": {"rating": 2.7193, "scale": "1-5"},
        "reference": "declined", "benchmark": "yes", "bought": 562_738, "last_bought": "2014-06-23",
        "renewal": "2034-02-11", "asked": "2013-11-27",
    },
    "scale": "0-10",
    "values": {
        "fewer-outages": {
            "importance": 9.1738, "satisfaction": 3.2846, "with_us": 7.3915,
            "quote": "we would pay Ocelot twice the price", "share": {"by": "Wilhelmina Cassowary", "on": "2019-02-17"},
            "source": "whispered by the Bittern", "basis": "said", "object": "service",
            "measured": {
                "n": 738_291, "importance": 8.4173, "satisfaction": 4.8261, "with_us": 6.7382, "spread": 1.9371,
                "object": "people", "basis": "derived", "date": "2018-03-19", "source": "the Gannet survey",
            },
        },
    },
    "stakeholders": [{"name": "Ingeborg Xylander", "role": "cto", "cares_about": ["fewer-outages"]}],
    "owner": "Balthasar Quokka",
    "contact": {"permission": "yes", "when": "when the Narwhal sleeps", "channel": "phone"},
    "meeting": {"date": "2031-05-16", "stage": "evaluation", "minutes": 83_917, "roles": ["cto"]},
    "facts": {
        "project": "Nachtigall", "margin": 918_273, "hours": 374_916, "by_year": {"2025": 736_455, "2026": 182_937},
    },
    "facts_date": "2017-07-13",
    "offer": {
        "date": "2016-09-11", "price_per_year": 645_738, "price_once": 293_847, "valid_until": "2032-10-22",
    },
    "plan": [
        {
            "what": "sign with the Pelican board", "ours": "Ottilie Pangolin", "theirs": "Leopold Wombat",
            "date": "2033-01-15", "measure": "the Kestrel ratio is met", "done": "2015-08-21",
        },
    ],
    "pin": ["calm-nights"], "drop": ["two-hours"], "format": 1,
}  # fmt: skip
"""Every field that a profile can have."""
OF_THE_LIBRARY = frozenset(("industry", "country", "language", "stage", "role", "roles", "cares_about", "pin", "drop"))
"""Words of the library that name no customer."""
OF_A_LIST = frozenset(
    ("kind", "lifecycle", "state", "scale", "reference", "benchmark", "basis", "object", "permission", "channel", "format")
)  # fmt: skip
"""Words of short lists, and ways to count."""
NEVER_PRINTED = frozenset(
    ("logo", "relationship", "importance", "satisfaction", "with_us", "share", "source", "measured", "owner", "contact",
     "facts_date", "valid_until")
)  # fmt: skip
"""Internal fields with all that is in them, and days that no slide shows."""
CALCULATIONS = """\
inputs:
  hours: {name: Hours, unit: h/year, from: facts.hours}
  yearly: {name: A year of it, unit: EUR/year, from: offer.price_per_year}
  once: {name: To begin with, unit: EUR, from: offer.price_once}
calculations:
  a_year: {name: A year, unit: EUR/year, formula: yearly}
  to_begin: {name: To begin, unit: EUR, formula: once}
  time: {name: Time, unit: h/year, formula: hours}
"""
TELLING = """\
---
kind: benefit
values: {fewer-outages: 5}
---
# What {{ customer.name }} wants: {{ goals[0] }}

- {{ success }}
- {{ values[0].quote }}
- {{ facts.project }} costs {{ facts.margin }}, of {{ customer.revenue }} for {{ customer.employees }} people
- {{ meeting.date }}, {{ meeting.minutes }} minutes with {{ room[0].name }}
- {{ calc.a_year }} and {{ calc.to_begin }} for {{ calc.time }}

::: notes
{{ facts.project }}, {{ goals[0] }}, {{ customer.revenue }}, {{ room[0].name }}, {{ calc.to_begin }}
:::

# Steps

- {{ plan[0].what }}, {{ plan[0].measure }}, by {{ plan[0].date }}, done {{ plan[0].done }}
- {{ plan[0].ours }} and {{ plan[0].theirs }}

# Figures of {{ facts.project }}

```chart
type: column
title: "{{ facts.project }}"
alt: "{{ facts.project }}"
data: facts.by_year
```

# What a year costs

```working
of: a_year
```

# Prices

| What | Price |
| --- | --- |
| {{ facts.project }} | {{ facts.margin }} |
| {{ customer.name }} | {{ customer.employees }} |
"""


def fields_of(kind: Any, *above: str) -> Iterator[tuple[str, ...]]:
    """The paths of the fields of a struct, and of the structs in it, that hold something themselves."""
    for field in msgspec.structs.fields(kind):
        within = [one for one in inner_types(field.type) if isinstance(one, type) and issubclass(one, msgspec.Struct)]
        if not within:
            yield (*above, field.name)
        for one in within:
            yield from fields_of(one, *above, field.name)


def inner_types(kind: Any) -> Iterator[Any]:
    """The types that stand in a type."""
    yield kind
    for one in get_args(kind):
        yield from inner_types(one)


def planted(data: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The paths of a profile, without the names of values, facts and items, each with what stands there."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from planted(value, *path, *(() if key == "fewer-outages" or path == ("facts",) else (key,)))
    elif isinstance(data, list):
        for value in data:
            yield from planted(value, *path)
    else:
        yield path, data


def ways_to_say(value: Any) -> set[str]:
    """A text, a figure or a day as slides and files may say it."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        on = datetime.date.fromisoformat(value)
        return {value, f"{on.day} {on:%B %Y}", f"{on:%B} {on.day}, {on.year}", f"{on.month}/{on.day}/{on.year}"}
    if isinstance(value, int):
        return {str(value), f"{value:,}", f"{value:,}".replace(",", "\u00a0"), f"{value:,}".replace(",", "\u202f")}
    return {str(value)}


SHORTEST = 8
"""Letters of base64 that do not stand in a file by chance."""


def members(content: bytes, name: str = "") -> Iterator[tuple[str, bytes]]:
    """What is in a file, in the files in it too."""
    yield name, content
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as package:
            for one in package.namelist():
                yield one, one.encode()
                yield from members(package.read(one), one)


def spellings(secret: str) -> set[bytes]:
    """A secret as it may stand in a file, in lower case."""
    found = {secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()}
    pieces = (base64.b64encode(b"-" * shift + secret.encode())[4:-4] for shift in range(3))
    found |= {piece for piece in pieces if len(piece) >= SHORTEST}
    return {one.lower() for one in found}


def holding(deck: Path, secrets: dict[str, set[str]]) -> dict[str, set[str]]:
    """Which secrets stand in which members of a deck."""
    found: dict[str, set[str]] = {}
    for name, content in members(deck.read_bytes()):
        low = content.lower()
        for key, said in secrets.items():
            if any(one in low for secret in said for one in spellings(secret)):
                found.setdefault(key, set()).add(name)
    return found


def delete_all(deck: Any) -> None:
    """Deletes every shape, and the notes, as PowerPoint does: with what only they used."""
    for slide in deck.slides:
        for shape in list(slide.shapes):
            if shape.has_chart:
                slide.part.drop_rel(shape._element.graphic.graphicData.chart.rId)
            shape._element.getparent().remove(shape._element)
        if slide.has_notes_slide:
            slide.notes_slide.notes_text_frame.text = ""
        slide.shapes.add_textbox(0, 0, 914_400, 914_400).text_frame.text = "To be said on the phone"


def test_every_field_of_a_profile_is_planted() -> None:
    there = {path for path, _ in planted(PROFILE)}
    assert sorted(set(fields_of(ProfileFile)) - there - {("relationship", "satisfaction")}) == []


def test_a_secret_that_was_deleted_by_hand_is_nowhere_in_the_deck(tmp_path: Path) -> None:
    library = write_workspace(
        tmp_path,
        {
            "profiles/acme.yaml": yaml.safe_dump(PROFILE, sort_keys=False),
            "content_blocks/benefits/calm-nights.md": TELLING,
            "content_blocks/calculations.yaml": CALCULATIONS,
        },
    )
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "profiles/heron.png")
    on = datetime.date(2026, 11, 30)
    report = Builder(open_library(library, None), None).build(
        Request(profile=tmp_path / "profiles/acme.yaml", out=tmp_path / "out", only=("deck.pptx",), today=on, on=on)
    )
    path = report.placed[0].path
    said = [one for one in planted(PROFILE) if one[0][-1] not in OF_THE_LIBRARY | OF_A_LIST]
    secrets = {f"{'.'.join(field)}: {value}": ways_to_say(value) for field, value in said}
    printed = {f"{'.'.join(field)}: {value}" for field, value in said if NEVER_PRINTED.isdisjoint(field)}
    assert sorted(printed - holding(path, secrets).keys()) == [], "what is deleted was there before"
    deck = Presentation(str(path))
    delete_all(deck)
    deck.save(str(tmp_path / "mailed.pptx"))
    found = deck_edits(read_package(tmp_path / "mailed.pptx"))
    assert any(edit.kind == "deleted" for slide in found.slides for edit in slide.edits)
    assert holding(tmp_path / "mailed.pptx", secrets) == {}
