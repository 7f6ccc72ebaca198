"""Generated profiles: valid, the same every time, with every word of the library in one of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from salespack.building.build import Builder, Request
from salespack.formats.types import encode_custom
from salespack.library.blocks import Audience, Block
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.matching.eligibility import has, known_of, misses
from salespack.profiles.profile import load_profile
from salespack.specimens.customers import COUNTRIES, MEETING_DAY, STYLES, Case, fitted, generated
from salespack.specimens.data_used import Stock, facts_used, uses_of
from tests.checking.workspaces import TODAY, checked, clean
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(PROJECT / "content_blocks", None)


@pytest.fixture(scope="module")
def cases(library: Library) -> tuple[Case, ...]:
    return generated(library, facts_used(library.blocks.values(), Stock(library, {}, {})))


def test_every_word_of_the_library_is_in_one_of_them(library: Library, cases: tuple[Case, ...]) -> None:
    profiles = [case.profile for case in cases]
    relations = [one.relationship for one in profiles]
    assert {value for one in profiles for value in one.values} == set(library.values)
    assert {one.customer.industry for one in profiles} >= set(library.settings.industries)
    assert {role for one in profiles for role in one.meeting.roles} == set(library.settings.roles)
    assert {one.meeting.stage for one in profiles} >= set(library.settings.stages)
    assert {one.customer.language for one in profiles} == set(library.settings.languages)
    assert {one.kind for one in relations} == {"current", "former", "prospective"}
    assert {one.state for one in relations} == {"committed", "content", "passive", "at-risk"}
    assert len({one.lifecycle for one in relations}) == 6
    assert {one.customer.country for one in profiles} >= set(COUNTRIES)


def test_they_are_the_same_every_time_and_called_differently(library: Library, cases: tuple[Case, ...]) -> None:
    assert generated(library, facts_used(library.blocks.values(), Stock(library, {}, {}))) == cases
    assert len({case.name for case in cases}) == len(cases)
    assert [case.name for case in cases if case.awkward] == [style.case for style in STYLES]


def test_each_is_a_valid_profile(library: Library, cases: tuple[Case, ...], tmp_path: Path) -> None:
    vocabulary = vocabulary_of(library.settings, library.values)
    for number, case in enumerate(cases):
        written = msgspec.to_builtins(
            case.profile, enc_hook=lambda one: str(one) if isinstance(one, Path) else encode_custom(one)
        )
        for key in ("id", "file", "content_hash"):
            del written[key]
        path = tmp_path / f"p{number}.yaml"
        path.write_text(msgspec.yaml.encode(_without_nulls(written)).decode())
        assert load_profile(path, vocabulary).values == case.profile.values


def test_an_ordinary_one_builds(library: Library, cases: tuple[Case, ...], tmp_path: Path) -> None:
    names = "".join(f"  {name}: {value.importance}\n" for name, value in cases[0].profile.values.items())
    (tmp_path / "p.yaml").write_text(f"customer: {{name: Example}}\nvalues:\n{names}")
    request = Request(profile=tmp_path / "p.yaml", out=tmp_path, today=TODAY, pack="first-meeting")
    assert Builder(library, None).match(request).deck.slides


BLOCKS = (
    Block(id="a", file="a.md", kind="benefit", bodies={}, needs=("facts.services", "success", "customer.employees")),
    Block(id="b", file="b.md", kind="benefit", bodies={}, audience=Audience(industries=("retail",), stages=("decision",))),
    Block(id="c", file="c.md", kind="benefit", bodies={}, audience=Audience(roles=("cto",), states=("at-risk",))),
    Block(id="d", file="d.md", kind="benefit", bodies={}, needs=("values.fewer-outages.quote", "meeting.date", "goals")),
    Block(id="e", file="e.md", kind="benefit", bodies={}, audience=Audience(countries=("SE",), relationship=("former",))),
)  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.id)
def test_awkward_ones_are_fitted_to_each_block(block: Block, library: Library, cases: tuple[Case, ...]) -> None:
    fitted_ones = [fitted(case, block, {"services": "figure"}, library, MEETING_DAY) for case in cases if case.awkward]
    assert len(fitted_ones) == len(STYLES)
    for profile in fitted_ones:
        assert all(has(profile, path) for path in block.needs)
        known = known_of(profile, profile.meeting.stage)
        assert not [field for field in known if (wanted := getattr(block.audience, field)) and misses(field, wanted, known[field])]  # fmt: skip


def test_facts_have_the_sort_that_templates_show() -> None:
    text = (
        "{{ facts.cost | money }} {{ facts.share | percent }} {{ facts.since | date }} {{ facts.plain }}\n"
        "{% for name, cost in facts.costs.items() %}{% endfor %}{% for site in facts.sites %}{% endfor %}\n"
        "{% if facts.cloud == 'own' %}{% endif %}\n```chart\ndata: facts.by_year\n```\n"
    )
    assert uses_of(text).facts == {
        "by_year": "figures", "cloud": "text", "cost": "figure", "costs": "figures", "plain": "", "share": "share",
        "since": "day", "sites": "list",
    }  # fmt: skip


def test_a_team_is_seen_to_use_our_people_and_their_portraits() -> None:
    for text in ("# A\n\n::: team\n:::\n", "# A\n\n::: {.team most=2}\n:::\n", "# A {form=team}\n", "# A {team}\n"):
        assert uses_of(text).paths == ("people",) and uses_of(text).any_file, text
    assert uses_of("a team\n", team=True).paths == ("people",)
    assert not uses_of("::: cards\n- a team\n:::\n").any_file


def test_profiles_are_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = clean(tmp_path, monkeypatch, {"profiles/acme.yaml": "not: [valid"})
    assert [problem.code for problem in checked(library).problems] == ["SP003"]
    assert checked(library, profiles=None).problems == ()


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list | tuple) else value
