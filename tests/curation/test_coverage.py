from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.curation.coverage.coverage import CUBE, Cell, coverage_of, usable_blocks
from salespack.curation.coverage.customers import Customers
from salespack.curation.coverage.gaps import Hole, Remedy, holes_of
from salespack.ledger.refusals import Refusal, read_refusals, record_refusal
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.problems.problem import UsageFault
from tests.workspaces import write_workspace

ON = datetime.date(2026, 11, 21)
CHEAP = "content_blocks/benefits/cheap.md"


def block(front: str) -> str:
    return f"---\n{front}\n---\n# Title\n\n- text\n"


def opened(root: Path, files: dict[str, str]) -> Library:
    return open_library(write_workspace(root, files), None)


def holes(root: Path, files: dict[str, str], **more: object) -> tuple[Hole, ...]:
    library = opened(root, files)
    refusals = more.pop("refusals", ())
    return holes_of(library, Customers(library, root / "profiles", ON, **more), refusals)  # type: ignore[arg-type]


def profile(value: str = "lower-run-cost", **more: str) -> str:
    customer = ", ".join(f"{key}: {one}" for key, one in {"name": "X", "language": "en", **more}.items())
    return f"customer: {{{customer}}}\nvalues: {{{value}: 8}}\n"


def test_cells_count_eligible_blocks_and_their_best(tmp_path: Path) -> None:
    library = opened(
        tmp_path,
        {
            CHEAP: block("kind: benefit\nvalues: {lower-run-cost: 4}\nfor: {stages: [decision]}"),
            "content_blocks/benefits/not-cto.md": block(
                "kind: benefit\nvalues: {lower-run-cost: 2}\nnot_for: {roles: [cto]}"
            ),
            "content_blocks/benefits/old.md": block(
                "kind: benefit\nvalues: {lower-run-cost: 5}\nvalid_until: 2026-01-01"
            ),
            "content_blocks/benefits/draft.md": block("kind: benefit\nvalues: {lower-run-cost: 5}\nstate: draft"),
            "content_blocks/benefits/bad.md": block("kind: benefit\nvalues: {lower-run-cost: 9}"),
        },
    )
    found = coverage_of(library, ON, ("stage",))
    assert found.cells["lower-run-cost", "evaluation"] == Cell(1, 0, 2)
    assert found.cells["lower-run-cost", "decision"] == Cell(2, 1, 4)
    assert found.cells["fewer-outages", "decision"] == Cell(3, 3, 5)
    roles = coverage_of(library, ON, ("role", "stage"))
    assert roles.cells["lower-run-cost", "cto", "evaluation"] == Cell()
    assert roles.cells["lower-run-cost", "finance", "decision"] == Cell(2, 1, 4)
    assert coverage_of(library, ON, ("kind",), {"role": "cto"}).cells["lower-run-cost", "benefit"] == Cell(1, 1, 4)
    assert coverage_of(library, datetime.date(2025, 1, 1), ("kind",)).cells["lower-run-cost", "benefit"].blocks == 3
    assert coverage_of(library, ON, ("language",)).cells["lower-run-cost", "fi"] == Cell()


def test_the_whole_cube_agrees_with_judging_every_cell_alone(tmp_path: Path) -> None:
    fronts = [
        "values: {fewer-outages: 3}\nfor: {roles: [cto], stages: [decision]}",
        "values: {fewer-outages: 4}\nfor: {industries: [retail]}\nnot_for: {roles: [finance]}",
        "values: {fewer-outages: 2, lower-run-cost: 1}\nfor: {states: [at-risk, passive]}",
        "values: {lower-run-cost: 5}",
    ]
    library = opened(
        tmp_path, {f"content_blocks/benefits/b{n}.md": block(f"kind: benefit\n{one}") for n, one in enumerate(fronts)}
    )
    cube = coverage_of(library, ON, CUBE)
    assert len(cube.cells) == 2 * 2 * 2 * 2 * 2 * 4
    for key, cell in cube.cells.items():
        alone = coverage_of(library, ON, (), dict(zip(CUBE, key[1:], strict=True)))
        assert alone.cells[(key[0],)] == cell


def test_unknown_words_are_told(tmp_path: Path) -> None:
    library = opened(tmp_path, {})
    with pytest.raises(UsageFault, match="did you mean “stage”"):
        coverage_of(library, ON, ("stages",))
    with pytest.raises(UsageFault, match="there is no role “boss”"):
        coverage_of(library, ON, ("stage",), {"role": "boss"})


def test_the_first_hole_is_the_gravest(tmp_path: Path) -> None:
    found = holes(
        tmp_path,
        {f"profiles/{name}.yaml": profile() for name in ("a", "b")}
        | {"profiles/acme.yaml": profile("fewer-outages", language="fi")},
    )
    needs = [(one.need.value, one.need.kinds, one.need.language, one.profiles, one.optional) for one in found]
    assert needs == [
        ("lower-run-cost", ("benefit",), "en", ("a", "b"), False),
        ("fewer-outages", ("benefit",), "fi", ("acme",), False),
        ("lower-run-cost", ("experience",), "en", ("a", "b"), True),
        ("fewer-outages", ("experience",), "fi", ("acme",), True),
    ]
    assert (found[0].weight, found[0].rank, found[2].rank) == (16, 16, 8)
    assert found[1].remedies == (Remedy("translate", "calm-nights"),)


def test_revenue_weighs_where_it_is_known(tmp_path: Path) -> None:
    files = {
        "profiles/acme.yaml": profile("fewer-outages", language="fi", revenue="9000000"),
        "profiles/b.yaml": profile(revenue="1000000"),
        "profiles/c.yaml": profile(),
    }
    found = holes(tmp_path, files)
    assert (found[0].need.value, found[0].rank, found[0].revenue) == ("fewer-outages", 14.4, 9_000_000)
    assert (found[1].need.value, found[1].rank, found[1].revenue) == ("lower-run-cost", 9.6, 1_000_000)


@pytest.mark.parametrize(
    ("front", "remedy", "audience"),
    [
        ("state: draft", "approve", {}),
        ("valid_until: 2026-01-01", "renew", {}),
        ("valid_from: 2027-01-01", "bring forward", {}),
        ("state: retired", None, {}),
        ("state: draft\nfor: {industries: [retail]}", None, {}),
        ("for: {industries: [retail]}", None, {"industries": ("healthcare",)}),
        ("not_for: {industries: [healthcare]}", None, {"industries": ("healthcare",)}),
        ("needs: [facts.none]", None, {}),
    ],
)
def test_what_keeps_the_nearest_block_away_is_named(
    tmp_path: Path, front: str, remedy: str | None, audience: dict[str, tuple[str, ...]]
) -> None:
    files = {
        CHEAP: block(f"kind: benefit\nvalues: {{lower-run-cost: 5}}\n{front}"),
        "profiles/acme.yaml": profile(industry="healthcare"),
    }
    first = holes(tmp_path, files)[0]
    assert first.need.kinds == ("benefit",)
    assert first.remedies == ((Remedy(remedy, "cheap"),) if remedy else ())
    assert first.audience == audience


def test_a_launch_is_judged_on_its_day(tmp_path: Path) -> None:
    files = {
        CHEAP: block("kind: benefit\nvalues: {lower-run-cost: 5}\nvalid_until: 2026-12-01"),
        "profiles/acme.yaml": profile(),
    }
    assert [one.need.kinds for one in holes(tmp_path, files)] == [("experience",)]
    later = holes(tmp_path, files, on=datetime.date(2027, 1, 1))
    assert [one.need.kinds for one in later] == [("benefit",), ("experience",)]


def test_a_broken_promise_needs_a_repair(tmp_path: Path) -> None:
    angry = (
        "customer: {name: X}\nrelationship: {kind: current}\n"
        "values: {fewer-outages: {importance: 9, satisfaction: 2, with_us: 2}}\n"
    )
    found = holes(tmp_path, {"profiles/acme.yaml": angry})
    assert (found[0].need.kinds, found[0].need.tag) == (("dialogue",), "repair")


def test_refusals_of_customers_who_are_gone_still_count(tmp_path: Path) -> None:
    def refused(name: str, value: str, language: str = "en") -> Refusal:
        return Refusal(day=ON, profile=name, pack="p", language=language, on=ON, values={value: 10.0})

    log = [refused("gone", "lower-run-cost"), refused("gone", "lower-run-cost"), refused("acme", "lower-run-cost")]
    log += [refused("gone", "fewer-outages"), refused("gone", "fewer-outages", "fi"), refused("gone", "no-such-value")]
    found = holes(tmp_path, {"profiles/acme.yaml": profile()}, refusals=log)
    assert [(one.need.value, one.need.language, one.refusals, one.rank) for one in found] == [
        ("lower-run-cost", "en", 3, 18.0),
        ("fewer-outages", "fi", 1, 10.0),
        ("lower-run-cost", "en", 3, 4.0),
    ]


def test_the_log_of_refusals_survives_a_broken_line(tmp_path: Path) -> None:
    one = Refusal(day=ON, profile="acme", pack="p", language="en", on=ON, values={"fewer-outages": 9.0})
    assert read_refusals(tmp_path) == ((), ())
    assert record_refusal(tmp_path, one) == ()
    with (tmp_path / "refusals.jsonl").open("a") as log:
        log.write('{"day": "2026-11\n')
    record_refusal(tmp_path, one)
    found, problems = read_refusals(tmp_path)
    assert found == (one, one)
    assert [problem.place.line for problem in problems if problem.place] == [2]
    (tmp_path / "file").write_text("")
    assert [problem.code for problem in record_refusal(tmp_path / "file", one)] == ["SP702"]


def test_a_profile_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    library = opened(tmp_path, {"profiles/broken.yaml": "customer: 1\n", "profiles/.hidden.yaml": "x"})
    customers = Customers(library, tmp_path / "profiles", ON)
    assert [one.profile.id for one in customers.known] == ["acme"]
    assert [problem.severity.value for problem in customers.problems] == ["warning"]
    assert "1" not in customers.problems[0].message, "what a profile says stays in it"
    assert len(usable_blocks(library, ON)) == 4


def test_a_place_that_no_block_could_take_is_no_hole(tmp_path: Path) -> None:
    recipe = (
        "name: First\nstage: evaluation\nsections:\n  - each: top-values\n    count: 1\n    slots:\n"
        "      - {slot: divider, make: divider}\n      - {slot: promise, kind: benefit}\n"
        "      - {slot: doubt, kind: dialogue, tag: objection, optional: true}\n"
        "      - {slot: news, kind: news, optional: true}\n"
    )
    rules = "relationship:\n  rules:\n    - when: {states: [passive]}\n      because: not now\n      leave_out: "
    state = "relationship: {kind: current, state: passive}\n"
    for left_out, lacking in (("{kinds: [benefit]}", ["objection", ""]), ("{kinds: [news], tags: [objection]}", [])):
        root = tmp_path / lacking[0] if lacking else tmp_path / "nothing"
        library = opened(
            root,
            {"content_blocks/packs/first-meeting.yaml": recipe, "profiles/acme.yaml": profile("fewer-outages") + state},
        )
        settings = root / "content_blocks/library.yaml"
        settings.write_text(settings.read_text() + f"{rules}{left_out}\n")
        library = open_library(root / "content_blocks", None)
        found = holes_of(library, Customers(library, root / "profiles", ON))
        assert [hole.need.tag for hole in found] == lacking
