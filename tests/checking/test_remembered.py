"""What a second check does not do again, and that it says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salespack.checking.report import CheckReport
from tests.checking.workspaces import BENEFIT, COST, checked, clean, told
from tests.workspaces import PROFILE, write_files

PLAIN, NAMED = "content_blocks/benefits/calm.md", "content_blocks/benefits/bill.md"


@pytest.fixture
def again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., CheckReport]:
    """Checks the workspace once, changes files, and checks it again."""
    library = clean(tmp_path, monkeypatch)
    first = checked(library)
    assert first.rendered == first.renderings > 10

    def change(files: dict[str, str], **options: object) -> CheckReport:
        write_files(tmp_path, files)
        return checked(library, **options)

    return change


def test_nothing_is_rendered_when_nothing_changed(again: Callable[..., CheckReport]) -> None:
    assert again({}).rendered == 0


def test_a_text_without_data_is_rendered_once_for_all_profiles(again: Callable[..., CheckReport]) -> None:
    report = again({PLAIN: BENEFIT.replace("nobody", "no one")})
    assert report.rendered == 1


def test_a_text_with_a_name_is_rendered_once_for_each_name(again: Callable[..., CheckReport]) -> None:
    report = again({NAMED: COST.replace("- for", "- ready for")})
    # Ordinary, two examples of one name, long, zeros, right to left, Chinese, markup; and Acme.
    assert report.rendered == 8


def test_a_changed_profile_renders_what_shows_it(again: Callable[..., CheckReport]) -> None:
    assert again({"profiles/acme.yaml": PROFILE.replace("140", "141")}).rendered == 0
    assert again({"profiles/acme.yaml": PROFILE.replace("Acme", "Acme Oy")}).rendered == 2  # opening and bill


def test_a_new_profile_renders_no_more_than_itself(again: Callable[..., CheckReport]) -> None:
    assert again({"profiles/new.yaml": PROFILE.replace("Acme", "New Oy")}).rendered == 2
    assert again({"profiles/same.yaml": PROFILE.replace("Acme", "New Oy")}).rendered == 0


def test_a_picture_that_appears_mends_the_block_that_shows_it(
    again: Callable[..., CheckReport], tmp_path: Path
) -> None:
    report = again({PLAIN: f"{BENEFIT}\n![A plan](images/plan.png)\n"})
    assert told(report) == ["SP306 content_blocks/benefits/calm.md:9:11"]
    from PIL import Image

    (tmp_path / "content_blocks/images").mkdir()
    Image.new("RGB", (40, 20)).save(tmp_path / "content_blocks/images/plan.png")
    assert told(again({})) == []


def test_switching_a_rule_off_renders_nothing(again: Callable[..., CheckReport], tmp_path: Path) -> None:
    library = tmp_path / "content_blocks/library.yaml"
    text = library.read_text() + "check: {off: {SP340: titles alone are our style}}\n"
    report = again({"content_blocks/library.yaml": text})
    assert told(report) == ["SP901 content_blocks/library.yaml:7:15"]
    assert report.rendered == 0


def test_problems_are_kept_too(again: Callable[..., CheckReport]) -> None:
    files = {
        NAMED: COST.replace("customer.name", "facts.run_cost | money"),
        PLAIN: BENEFIT.replace("\n- nobody is called\n", ""),
    }
    first = again(files)
    second = again({})
    assert [str(one) for one in first.problems] == [str(one) for one in second.problems]
    assert len(first.problems) == 2
    assert second.rendered == 0


def test_generated_profiles_alone_have_a_memory_of_their_own(again: Callable[..., CheckReport]) -> None:
    again({}, profiles=None)
    assert again({}).rendered == 0
    assert again({}, profiles=None).rendered == 0


@pytest.mark.slow
def test_processes_find_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from salespack.checking.engine import workers as crew

    files = {
        **{
            f"content_blocks/benefits/b{number}.md": COST.replace("A smaller", f"No {number}: a smaller")
            for number in range(8)
        },
        "content_blocks/benefits/bad.md": COST.replace("customer.name", "facts.x | money"),
    }
    library = clean(tmp_path, monkeypatch, files)
    alone = checked(library, cache=None)
    monkeypatch.setattr(crew, "WORTH_PROCESSES", 0)
    together = checked(library, cache=None, processes=2)
    assert together.problems == alone.problems
    assert together.rendered == alone.rendered


def test_matching_is_done_again_for_the_profile_that_changed_alone(
    again: Callable[..., CheckReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    from salespack.checking.engine.selections import Match, Outcome, Selecting

    matched: list[int] = []
    outcome = Selecting.outcome

    def counting(self: Selecting, one: Match) -> Outcome:
        matched.append(one.case)
        return outcome(self, one)

    monkeypatch.setattr(Selecting, "outcome", counting)
    assert (again({}).problems, matched) == ((), [])
    again({"profiles/acme.yaml": PROFILE.replace("140", "141")})
    assert len(matched) == 1
    again({PLAIN: BENEFIT.replace("nobody", "no one")})
    assert len(matched) == 1
    again({PLAIN: BENEFIT.replace("fewer-outages: 5", "fewer-outages: 4")})
    assert len(matched) > 10
