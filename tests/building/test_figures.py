"""The figures of a deck that only its slides tell, and the limits that packs set to them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.building.build import Builder, Request
from salespack.building.request import Matched
from salespack.curation.benchmark import make_benchmark
from salespack.library.index import open_library
from tests.cli.test_commands import salespack
from tests.workspaces import PACK, PROFILE, write_workspace

TODAY = datetime.date(2026, 11, 21)
NAMED = "---\nkind: experience\nvalues: {fewer-outages: 4}\n---\n# One hour a year at {{ customer.name }}\n\n- {{ customer.industry_name }}, {{ values[0].name }}\n"
OWN = {
    "their goals": ("{{ goals[0] }}", True),
    "what they count as success": ("{{ success | upper }}", True),
    "a figure of theirs": ("{{ facts.services }} services", True),
    "half of a figure of theirs": ("{{ facts.services / 2 }} services", True),
    "what they said of a value": ("{{ values[0].quote }}", True),
    "how many they are": ("{{ customer.employees }} people", True),
    "what was agreed": ("{{ plan[0].what }}", True),
    "their name": ("{{ customer.name }}", False),
    "our name for what they value": ("{{ values[0].name }}", False),
    "the day of the meeting": ("{{ meeting.date | date }}", False),
    "our name": ("{{ company.name }}", False),
}


def matched(root: Path, body: str, pack: str = PACK, *, benchmark: bool = False) -> Matched:
    library = write_workspace(root, {
        "content_blocks/packs/first-meeting.yaml": pack,
        "content_blocks/benefits/calm-nights.md": f"---\nkind: benefit\nvalues: {{fewer-outages: 5}}\n---\n{body}",
        "content_blocks/experiences/one-hour.md": NAMED,
        "profiles/acme.yaml": PROFILE.replace("language: en", "language: en, employees: 40").replace(
            "fewer-outages: 9", "fewer-outages: {importance: 9, quote: Nights are calm., share: yes}"
        ) + "goals: [Grow]\nsuccess: Fewer calls\nplan: [{what: Start, date: 2027-01-11}]\n",
    })  # fmt: skip
    request = Request(profile=root / "profiles" / "acme.yaml", out=root / "out", today=TODAY)
    opened, cache = open_library(library, None), root / "cache"
    cache.mkdir(exist_ok=True)
    if benchmark:
        make_benchmark(opened, TODAY, cache)
    return Builder(opened, cache).match(request)


def test_own_words_are_what_the_customer_said_and_its_figures_not_its_name(tmp_path: Path) -> None:
    body = "\n".join(f"# {what.capitalize()}\n\n- {says}\n" for what, (says, _) in OWN.items())
    found = matched(tmp_path, body)
    slides = {slide.title[0].text: slide for slide in found.deck.slides}
    assert {what: slides[what.capitalize()].own_words for what in OWN} == {what: own for what, (_, own) in OWN.items()}
    named = next(one for one in found.deck.slides if one.provenance.block == "one-hour")
    assert named.holds_customer_data
    assert not named.own_words
    own = sum(own for _, own in OWN.values())
    assert found.selection.own_words_share == own / len(found.deck.slides)


def test_a_deck_that_is_not_what_its_pack_wants_is_told_where_the_pack_says_it(tmp_path: Path) -> None:
    wanting = PACK + "limits: {standard_share: 0.1, min_own_words: 0.9, min_answered: 0.9, min_people: 1}\n"
    told = [
        str(one)
        for one in matched(tmp_path, "# Calm\n\n- {{ goals[0] }}\n", wanting, benchmark=True).problems
        if one.code == "SP406"
    ]
    pack = "content_blocks/packs/first-meeting.yaml"
    assert [line.split(pack)[1] for line in told] == [
        ": SP406 of all they value 69% is answered, the pack first-meeting wants 90% "
        "(answer one more with --value, or take a pack for more values)",
        ": SP406 0% of the people find something of theirs, the pack first-meeting wants 100% "
        "(see what would be theirs below, and pin it or answer it with --value)",
        ": SP406 own words: 25% of the slides, the pack first-meeting wants 90% "
        "(write goals, facts, and quotes that may be shown into the profile)",
        ": SP406 standard slides: 100% of the deck, the pack first-meeting allows 10% "
        "(write blocks for roles, industries and states, or raise the limit)",
    ]


@pytest.mark.slow
def test_a_limit_that_cannot_be_judged_yet_says_what_to_run(tmp_path: Path) -> None:
    write_workspace(tmp_path, {
        "content_blocks/packs/first-meeting.yaml": PACK + "limits: {standard_share: 0.1}\n",
    })  # fmt: skip
    said = salespack(tmp_path, "match", "acme").stdout
    assert "standard slides unknown (at most 10%: run salespack library benchmark)" in " ".join(said.split())
