"""What outputs are called: customer and pack, safe everywhere, and no file in the place of another."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.building.build import Builder, Report, Request
from salespack.building.file_names import LONGEST_NAME, LONGEST_PATH, NamedFile, named_paths
from salespack.building.placing import Output, edited, place, record_in, records_in
from salespack.library.index import open_library
from salespack.system.cache import cache_folder
from salespack.system.paths import NOT_IN_NAMES
from tests.workspaces import PACK, PROFILE, write_workspace

DAY = datetime.date(2026, 11, 30)
OLD, NEW = "for-you/deck.pptx", "for-you/Acme - First meeting.pptx"
FOLDER = Path("/sales/out/acme/first-meeting")


def deck(path: str, content: bytes) -> Output:
    return Output("deck.pptx", path, content)


def files_of(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if "selection" not in path and "records" not in path}


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("Betasoloin", "Betasoloin - What comes next.pptx"),
        ("O'Neil & Söhne <AG> #1", "O'Neil & Söhne AG #1 - What comes next.pptx"),
        ("CON", "_CON - What comes next.pptx"),
        ("Acme Ltd.", "Acme Ltd - What comes next.pptx"),
        ("\u202egnp.exe", "gnp.exe - What comes next.pptx"),
        ("../../etc/passwd", "etc passwd - What comes next.pptx"),
        ("~$Acme", "$Acme - What comes next.pptx"),
    ],
)
def test_a_customers_name_is_a_safe_part_of_a_files_name(customer: str, name: str) -> None:
    files = {"deck.pptx": NamedFile("for-you", (customer, "What comes next"), ".pptx")}
    assert named_paths(files, FOLDER, "en") == {"deck.pptx": f"for-you/{name}"}


@pytest.mark.slow
@given(
    customer=st.text(max_size=300),
    title=st.text(max_size=300),
    above=st.integers(min_value=0, max_value=150),
    taken=st.booleans(),
)
def test_no_path_is_too_long_and_no_two_are_the_same(customer: str, title: str, above: int, taken: bool) -> None:
    folder = Path("/") / ("f" * above + "x") / "out"
    kinds = {"deck.pptx": ("for-you", ".pptx"), "deck.pdf": ("for-customer", ".pdf"), "x.pdf": ("for-customer", ".pdf")}
    files = {name: NamedFile(where, (customer, title), ending) for name, (where, ending) in kinds.items()}
    before = named_paths(files, folder, "en") if taken else {}
    paths = named_paths(files, folder, "fi", frozenset(before.values()))
    assert len({path.casefold() for path in (*paths.values(), *before.values())}) == len(paths) + len(before)
    for path in paths.values():
        where, name = path.split("/")
        assert not re.search(NOT_IN_NAMES, name)
        assert where in ("for-you", "for-customer")
        assert len(name.encode()) <= LONGEST_NAME
        assert len(f"{folder}/{path}".encode("utf-16-le")) // 2 <= LONGEST_PATH


def test_the_longest_part_is_cut_and_the_kind_of_document_stays() -> None:
    files = {"one-pager.pdf": NamedFile("for-customer", ("Long " * 40, "One-pager"), ".pdf")}
    path = named_paths(files, Path("/" + "f" * 150), "en")["one-pager.pdf"]
    assert re.fullmatch(r"for-customer/(Long ){7,12}L?o?n?g? ?- One-pager\.pdf", path), path


def test_what_another_language_holds_is_marked_and_folders_are_marked_whole() -> None:
    files = {
        "deck.pptx": NamedFile("for-you", ("Acme", "Plan"), ".pptx"),
        "brief.pdf": NamedFile("for-you", ("brief",), ".pdf"),
        "preview/slide-01.png": NamedFile("for-you/preview", ("slide-01",), ".png"),
        "preview/slide-14.png": NamedFile("for-you/preview", ("slide-14",), ".png"),
    }
    taken = {"for-you/ACME - plan.pptx", "for-you/preview/slide-01.png"}
    assert list(named_paths(files, FOLDER, "fi", taken).values()) == [
        "for-you/Acme - Plan (fi).pptx", "for-you/brief.pdf", "for-you/preview (fi)/slide-01.png",
        "for-you/preview (fi)/slide-14.png",
    ]  # fmt: skip


def test_two_outputs_of_one_name_are_two_files() -> None:
    same = NamedFile("for-customer", ("Acme", "Plan"), ".pdf")
    assert list(named_paths({"deck.pdf": same, "plan.pdf": same}, FOLDER, "en").values()) == [
        "for-customer/Acme - Plan.pdf",
        "for-customer/Acme - Plan, 2.pdf",
    ]


# --- files under the names that they had before ------------------------------------------------------------------------


def test_what_nobody_touched_goes_with_its_old_name(tmp_path: Path) -> None:
    place(tmp_path, [deck(OLD, b"first")], {})
    (one,) = place(tmp_path, [deck(NEW, b"second")], {})
    assert (one.path, one.was, one.kept) == (tmp_path / NEW, tmp_path / OLD, None)
    assert files_of(tmp_path) == {NEW: b"second"}
    assert list(record_in(tmp_path).written) == [NEW]
    assert not record_in(tmp_path).earlier


def test_what_a_person_changed_stays_under_its_old_name_and_is_still_the_edited_deck(tmp_path: Path) -> None:
    place(tmp_path, [deck(OLD, b"first")], {})
    (tmp_path / OLD).write_bytes(b"edited by hand")
    for content in (b"second", b"third"):
        assert edited(tmp_path, "deck.pptx", NEW, record_in(tmp_path), replaced=False) == tmp_path / OLD
        (one,) = place(tmp_path, [deck(NEW, content)], {})
        assert (one.path, one.kept, one.why) == (tmp_path / NEW, tmp_path / OLD, "it was changed since it was built")
    assert files_of(tmp_path) == {OLD: b"edited by hand", NEW: b"third"}
    assert record_in(tmp_path).earlier == {"deck.pptx": [OLD]}


def test_a_folder_in_which_both_old_names_lie_loses_what_nobody_touched_alone(tmp_path: Path) -> None:
    place(tmp_path, [deck(OLD, b"first")], {})
    (tmp_path / OLD).write_bytes(b"edited by hand")
    place(tmp_path, [deck(OLD, b"second")], {})
    assert set(files_of(tmp_path)) == {OLD, "for-you/deck (2).pptx"}
    (one,) = place(tmp_path, [deck(NEW, b"third")], {})
    assert (one.kept, one.was) == (tmp_path / OLD, tmp_path / "for-you/deck (2).pptx")
    assert files_of(tmp_path) == {OLD: b"edited by hand", NEW: b"third"}


def test_an_edited_deck_with_a_number_stays_too(tmp_path: Path) -> None:
    place(tmp_path, [deck(OLD, b"first")], {})
    (tmp_path / OLD).write_bytes(b"edited by hand")
    place(tmp_path, [deck(OLD, b"second")], {})
    (tmp_path / "for-you/deck (2).pptx").write_bytes(b"edited too")
    place(tmp_path, [deck(NEW, b"third")], {})
    place(tmp_path, [deck(NEW, b"fourth")], {})
    assert files_of(tmp_path) == {OLD: b"edited by hand", "for-you/deck (2).pptx": b"edited too", NEW: b"fourth"}
    assert edited(tmp_path, "deck.pptx", NEW, record_in(tmp_path), replaced=False) == tmp_path / "for-you/deck (2).pptx"


def test_what_is_replaced_under_its_old_name_is_kept(tmp_path: Path) -> None:
    place(tmp_path, [deck(OLD, b"first")], {})
    (tmp_path / OLD).write_bytes(b"edited by hand")
    (one,) = place(tmp_path, [deck(NEW, b"second")], {}, replace_on=DAY)
    before = "for-you/deck (before 2026-11-30).pptx"
    assert (one.before, one.kept) == (tmp_path / before, None)
    assert files_of(tmp_path) == {before: b"edited by hand", NEW: b"second"}
    assert record_in(tmp_path).earlier == {}


@pytest.mark.parametrize("replace_on", [None, DAY])
def test_a_deck_that_is_open_stays_under_its_old_name(tmp_path: Path, replace_on: datetime.date | None) -> None:
    place(tmp_path, [deck(OLD, b"first")], {})
    (tmp_path / "for-you/~$deck.pptx").write_text("me")
    (one,) = place(tmp_path, [deck(NEW, b"second")], {}, replace_on=replace_on)
    assert (one.kept, one.why) == (tmp_path / OLD, "it is open")
    assert files_of(tmp_path)[OLD] == b"first"
    (tmp_path / "for-you/~$deck.pptx").unlink()
    (again,) = place(tmp_path, [deck(NEW, b"third")], {})
    assert again.was == tmp_path / OLD
    assert files_of(tmp_path) == {NEW: b"third"}


@pytest.mark.parametrize("path", ["../../elsewhere.pptx", "for-you/notes.pptx"])
def test_a_record_that_names_what_is_not_ours_loses_nothing(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "out/acme"
    place(folder, [deck(OLD, b"first")], {})
    theirs = folder / path
    theirs.write_bytes(b"theirs")
    record = folder / "for-you/selection.json"
    told = json.loads(record.read_text("utf-8"))
    told["files"]["deck.pptx"]["path"] = path
    record.write_text(json.dumps(told), "utf-8")
    place(folder, [deck(NEW, b"second")], {})
    assert theirs.read_bytes() == b"theirs"


# --- languages side by side ------------------------------------------------------------------------------------------


def test_each_language_has_its_files_and_its_record(tmp_path: Path) -> None:
    marked = "for-you/brief (fi).pdf"
    brief = Output("brief.pdf", "for-you/brief.pdf", b"en")
    place(tmp_path, [brief], {"slides": 7}, language="en")
    assert records_in(tmp_path, "fi").taken == {brief.path}
    place(tmp_path, [Output("brief.pdf", marked, b"fi")], {"slides": 8}, language="fi")
    assert files_of(tmp_path) == {brief.path: b"en", marked: b"fi"}
    last, other = (json.loads((tmp_path / "for-you" / name).read_text("utf-8")) for name in
                   ("selection.json", "selection (en).json"))  # fmt: skip
    assert (last["slides"], last["language"], last["files"]["brief.pdf"]["path"]) == (8, "fi", marked)
    assert (other["slides"], other["language"], other["files"]["brief.pdf"]["path"]) == (7, "en", brief.path)
    place(tmp_path, [brief], {"slides": 9}, language="en")
    assert {path.name for path in (tmp_path / "for-you").glob("*.json")} == {"selection.json", "selection (fi).json"}
    assert records_in(tmp_path, "fi").own.files["brief.pdf"].path == marked
    assert json.loads((tmp_path / "for-you/selection.json").read_text("utf-8"))["slides"] == 9


def test_what_was_edited_in_one_language_stays_whatever_is_built_in_others(tmp_path: Path) -> None:
    place(tmp_path, [deck(NEW, b"en")], {}, language="en")
    (tmp_path / NEW).write_bytes(b"edited by hand")
    finnish = "for-you/Acme - Ensitapaaminen.pptx"
    place(tmp_path, [deck(finnish, b"fi")], {}, language="fi")
    assert edited(tmp_path, "deck.pptx", finnish, records_in(tmp_path, "fi").own, replaced=False) is None
    assert edited(tmp_path, "deck.pptx", NEW, records_in(tmp_path, "en").own, replaced=False) == tmp_path / NEW
    (again,) = place(tmp_path, [deck(NEW, b"en again")], {}, language="en")
    assert (again.path.name, again.kept) == ("Acme - First meeting (2).pptx", tmp_path / NEW)
    assert files_of(tmp_path)[NEW] == b"edited by hand"


def test_a_file_of_another_language_is_never_in_the_way_of_being_overwritten(tmp_path: Path) -> None:
    place(tmp_path, [deck(NEW, b"en")], {}, language="en")
    (one,) = place(tmp_path, [deck(NEW, b"fi")], {}, language="fi")  # as if nobody had marked it
    assert one.path.name == "Acme - First meeting (2).pptx"
    assert files_of(tmp_path)[NEW] == b"en"


@pytest.fixture
def build(tmp_path: Path):  # type: ignore[no-untyped-def]
    def built(language: str = "en", profile: str = PROFILE) -> Report:
        outputs = PACK.replace("[deck.pptx]", "[deck.pptx, handout.pptx, brief.pdf]").replace(
            ", fi: Ensitapaaminen", ""
        )
        files = {
            "content_blocks/packs/first-meeting.yaml": f"{outputs}language: fallback\n", "profiles/acme.yaml": profile,
        }  # fmt: skip
        library = write_workspace(tmp_path, files)
        asked = Request(profile=tmp_path / "profiles/acme.yaml", out=tmp_path / "out", today=DAY, language=language)
        return Builder(open_library(library, None), cache_folder()).build(asked)

    return built


@pytest.mark.slow
def test_building_in_one_language_after_another_destroys_nothing(tmp_path: Path, build) -> None:  # type: ignore[no-untyped-def]
    build("en")
    folder = tmp_path / "out/acme/first-meeting"
    english = files_of(folder)
    assert set(english) == {
        NEW, "for-customer/Acme - First meeting - Handout.pptx", "for-you/brief.pdf",
    }  # fmt: skip
    build("fi")
    both = files_of(folder)
    assert english.items() <= both.items()
    assert set(both) - set(english) == {
        "for-you/Acme - First meeting (fi).pptx", "for-customer/Acme - First meeting - Jakokappale.pptx",
        "for-you/brief (fi).pdf",
    }  # fmt: skip
    build("en")
    assert files_of(folder) == both


@pytest.mark.slow
def test_a_customer_of_another_name_has_other_files(tmp_path: Path, build) -> None:  # type: ignore[no-untyped-def]
    build()
    report = build(profile=PROFILE.replace("name: Acme", "name: Acme Group"))
    assert [one.was.name if one.was else "" for one in report.placed] == [
        "Acme - First meeting.pptx", "Acme - First meeting - Handout.pptx", "",
    ]  # fmt: skip
    assert set(files_of(tmp_path / "out/acme/first-meeting")) == {
        "for-you/Acme Group - First meeting.pptx", "for-customer/Acme Group - First meeting - Handout.pptx",
        "for-you/brief.pdf",
    }  # fmt: skip
