"""Slides without marks are known by their words: those of today, of other languages, of versions that git has."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.ooxml.provenance import SlideProvenance
from salespack.revisions.fingerprints import GAP, Fingerprints, KnownSlide
from salespack.revisions.inspection import Customers, Inspector, Standing
from salespack.revisions.known_slides import known_slides, written_slides
from salespack.revisions.recognition import Origin, Recognition, main_language
from tests.cli.test_commands import salespack
from tests.conftest import PROJECT
from tests.importing.decks import write_deck
from tests.workspaces import write_workspace

FRONT = "---\nkind: benefit\nvalues: {fewer-outages: 4}\n---\n"
BELL = "# The bell rings in one place, and a person answers\n\n- within five minutes, at night and on Sundays too\n"
BELL_FI = "# Kello soi yhdessä paikassa, ja ihminen vastaa\n\n- viidessä minuutissa, myös öisin ja sunnuntaisin\n"
REPORT = """\
# {{ customer.name }} reads one page a month

- Who worked on it, and how long it took in {{ customer.name }}n premises
{% if facts.services %}- It covers {{ facts.services }} services by name{% endif %}

::: notes
Nobody reads this on a slide, as it is said aloud.
:::

---

| Part of the page | Whom it is for |
| --- | --- |
| The **figures** of the month, beside those of last year | finance |
"""


def slide(number: int, title: str, *texts: str) -> SlideProvenance:
    return SlideProvenance(number, title, False, {}, (title, *texts), ())


def known(library: Library, *slides: SlideProvenance) -> list[Origin | None]:
    return Recognition(library, None).of_slides(slides)


def test_what_a_body_says_without_markup_templates_and_notes() -> None:
    first, second = written_slides(REPORT)
    assert first.title == f"{GAP} reads one page a month"
    assert first.always == ["reads one page a month", "Who worked on it, and how long it took in", "premises"]
    assert first.sometimes == ["It covers", "services by name"]
    assert second.sometimes == ["Part of the page", "Whom it is for"]
    assert second.always == ["The", "figures", "of the month, beside those of last year", "finance"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"bell.md": FRONT + BELL, "bell.fi.md": "---\ntranslates: 1\n---\n" + BELL_FI, "report.md": FRONT + REPORT}
    write_workspace(tmp_path, {f"content_blocks/benefits/{name}": text for name, text in files.items()})
    return tmp_path


def test_slides_are_known_in_each_language_whatever_templates_printed(folder: Path) -> None:
    library = open_library(folder / "content_blocks", None)
    bell, kello, report, theirs = known(
        library,
        slide(
            1, "The bell rings in one place, and a person answers", "within five minutes, at night and on Sundays too"
        ),
        slide(2, "Kello soi yhdessä paikassa, ja ihminen vastaa", "viidessä minuutissa, myös öisin ja sunnuntaisin"),
        slide(
            3, "O'Neil & Söhne reads one page a month", "Who worked on it, and how long it took in O'Neilin premises"
        ),
        slide(4, "How a bell is cast, and who answers for it", "a person rings at night, in five places"),
    )
    assert bell is not None and kello is not None and report is not None
    assert (bell.block, bell.language, bell.known_by, bell.alike) == ("bell", "en", "words", 1.0)
    assert bell.why == "without a mark; known by its title and 100% of the words"
    assert (kello.block, kello.language, report.block) == ("bell", "fi", "report")
    assert theirs is None
    assert main_language([bell, kello, report, theirs]) == "en"


def test_a_slide_that_says_little_is_known_among_slides_of_ours_alone(folder: Path) -> None:
    library = open_library(folder / "content_blocks", None)
    opening = slide(1, "What matters to Globex", "Lumikko")
    bell = slide(
        2, "The bell rings in one place, and a person answers", "within five minutes, at night and on Sundays too"
    )
    report = slide(3, "Acme reads one page a month", "Who worked on it, and how long it took in their premises")
    assert known(library, opening) == [None]
    among = known(library, opening, bell, report)[0]
    assert among is not None
    assert (among.block, among.why) == ("opening", "without a mark; known by its title, among slides of ours")


def test_what_git_had_is_known_as_the_version_it_was(folder: Path) -> None:
    block = folder / "content_blocks/benefits/bell.md"

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@b.example")
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    second = BELL.replace("within five minutes", "before you have found the number of the next office")
    block.write_text(FRONT.replace("kind", "version: 2\nkind") + second, encoding="utf-8")
    (folder / "content_blocks/benefits/report.md").unlink()
    git("commit", "-qam", "second")
    library = open_library(folder / "content_blocks", None)
    title = "The bell rings in one place, and a person answers"
    old, new, gone = known(
        library,
        slide(1, title, "within five minutes, at night and on Sundays too"),
        slide(2, title, "before you have found the number of the next office, at night and on Sundays too"),
        slide(3, "Acme reads one page a month", "Who worked on it, and how long it took in their premises"),
    )
    assert old is not None and new is not None and gone is not None
    assert (old.block, old.version, new.block, new.version) == ("bell", 1, "bell", 2)
    assert gone.block == "report"


@pytest.mark.slow
def test_a_deck_of_ours_that_lost_its_marks_and_its_record_makes_no_blocks_of_what_is_known(folder: Path) -> None:
    title, line = BELL.removeprefix("# ").strip().split("\n\n- ")
    slides = [
        (title, [line]),
        (title, [line.replace("at night and on Sundays too", "where we promised it")]),
        ("Our own extra for Umbra", ["What the watchmen wrote into the book that nobody else has read"]),
    ]
    write_deck(folder / "back.pptx", slides)
    done = salespack(folder, "import", "deck", "back.pptx", "--dry-run", "--json")
    assert (done.returncode, "SP856 1 slide of back was built here and edited since" in done.stderr) == (1, True)
    (deck,) = json.loads(done.stdout)["decks"]
    assert [(row["action"], row["block"], row["why"]) for row in deck["rows"]][:2] == [
        ("known", "bell", "known by 100% of the words; what was edited is not told"),
        ("waiting", "", "a variant of bell? edited by Steve Canny: it says 65% of the words"),
    ]
    assert [row["action"] for row in deck["rows"]][2:] == ["new"]


@pytest.mark.slow
def test_earlier_decks_that_are_not_looked_at_are_named_where_a_slide_is_not_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block, deck = folder / "content_blocks/stories/tower.md", folder / "content_blocks/slides/tower.pptx"
    block.parent.mkdir()
    deck.parent.mkdir(exist_ok=True)
    front = "---\nkind: experience\nvalues: {fewer-outages: 4}\nslides: {file: ../slides/tower.pptx, slide: 1}\n---\n"
    block.write_text(front, encoding="utf-8")

    def commit(content: bytes | None) -> None:
        if content is None:
            write_deck(deck, [("The tower of Umbra kept its clock", ["through winters, and nobody climbed by night"])])
        else:
            deck.write_bytes(content)
        who = ("-c", "user.name=A", "-c", "user.email=a@b.example")
        for arguments in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "a version")):
            subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)

    for content in (b"one", b"two", b"no deck", b"x" * 300, b"version https://git-lfs.github.com/spec/v1\n", None):
        commit(content)
    monkeypatch.setattr("salespack.revisions.known_slides.MOST_DECKS", 3)
    monkeypatch.setattr("salespack.revisions.known_slides.LARGEST_DECK", deck.stat().st_size)
    library = open_library(folder / "content_blocks", None)
    assert known_slides(library, None).left_out == (
        "1 earlier version of slides/tower.pptx (a pointer: Git LFS keeps it)",
        "1 earlier version of slides/tower.pptx (cannot be read)",
        "3 earlier versions of slides/tower.pptx (beyond the newest 3 of all decks)",
    )
    monkeypatch.setattr("salespack.revisions.known_slides.LARGEST_DECK", 200)
    monkeypatch.setattr("salespack.revisions.known_slides.LARGEST_SUM", 45)
    monkeypatch.setattr("salespack.revisions.known_slides.MEGABYTE", 1)
    left_out = known_slides(library, None).left_out
    assert [one.partition("(")[2] for one in left_out] == [
        "larger than 200 MiB)", "a pointer: Git LFS keeps it)", "beyond 45 MiB of the newest of all decks)",
    ]  # fmt: skip
    monkeypatch.undo()
    title, line = BELL.removeprefix("# ").split("\n\n- ")
    slides = [("Something else", ["that stood in no deck and in no block ever"]), (title, [line.strip()])]
    mailed = write_deck(folder / "mailed.pptx", slides)
    told = salespack(folder, "inspect", "mailed.pptx")
    assert told.returncode == 0
    assert (
        "Whether somebody changed it since it was built is not told: it has no marks, and no deck that a build keeps "
        "is like it.\n" in told.stdout
    )
    assert told.stderr == (
        "warning: SP888 slides that are “not ours” may be of what was not looked at: 1 earlier version of "
        "slides/tower.pptx (a pointer: Git LFS keeps it); 4 earlier versions of slides/tower.pptx (cannot be read) "
        "(look there for a slide that you believe is yours)\n"
    )
    audited = salespack(folder, "audit", mailed.name, "--json")
    assert (audited.returncode, audited.stderr) == (0, told.stderr)
    assert len(json.loads(audited.stdout)["counts"]["left_out"]) == 2


@pytest.mark.slow
def test_what_git_had_of_slides_made_in_powerpoint_is_known(folder: Path) -> None:
    block, deck = folder / "content_blocks/stories/tower.md", folder / "content_blocks/slides/tower.pptx"
    front = "---\nversion: {}\nkind: experience\nvalues: {{fewer-outages: 4}}\nslides: {{file: ../slides/tower.pptx, slide: {}}}\n---\n"
    title, line = "The tower of Umbra kept its clock", "through {} winters, and nobody climbed the stairs by night"
    other = "What stands beside it", ["ladders and ropes of the old watchmen, in the cellar of the museum"]

    def commit(version: int, number: int, winters: str) -> None:
        slides = [other, (title, [line.format(winters)])]
        write_deck(deck, slides if number == 2 else slides[::-1])
        block.parent.mkdir(exist_ok=True)
        block.write_text(front.format(version, number), encoding="utf-8")
        who = ("-c", "user.name=A", "-c", "user.email=a@b.example")
        for arguments in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "a version")):
            subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)

    commit(1, 2, "four hard and long")
    commit(2, 1, "seven mild but stormy")
    commit(2, 1, "eleven wet and foggy, all told")
    library = open_library(folder / "content_blocks", None)
    tower = [
        (one.version, one.texts) for one in known_slides(library, None).slides if one.block == "tower"
    ]  # today's first, then each that was there together
    assert tower == [
        (2, (title, line.format("eleven wet and foggy, all told"))),
        (2, (title, line.format("eleven wet and foggy, all told"))),
        (2, (title, line.format("seven mild but stormy"))),
        (1, (title, line.format("four hard and long"))),
    ]
    said = ("four hard and long", "seven mild but stormy", "eleven wet and foggy, all told")
    mailed = write_deck(folder / "mailed.pptx", [(title, [line.format(one)]) for one in said])
    found = Inspector(Recognition(library, None), datetime.date(2026, 11, 30), Customers(folder / "profiles"))
    assert [(one.standing, one.why) for one in found.inspect(mailed).slides] == [
        (Standing.OUTDATED, "version 1; the library has 2"),
        (Standing.OUTDATED, "the text of the block has changed since"),
        (Standing.CURRENT, ""),
    ]


def test_a_page_of_a_document_may_show_several_blocks(folder: Path) -> None:
    fingerprints = Fingerprints(known_slides(open_library(folder / "content_blocks", None), None).slides)
    page = [
        *BELL.splitlines(),
        "Acme reads one page a month",
        "Who worked on it, and how",
        "long it took in their premises",
    ]
    assert {one.slide.block for one in fingerprints.on_pages([page])[0]} == {"bell", "report"}
    assert fingerprints.on_pages([["Nothing of ours stands on this page, whoever reads it"], []]) == [[], []]


@pytest.mark.slow
def test_the_sample_knows_all_of_its_slides_from_their_words_alone() -> None:
    """Every slide of every block in both languages, as it is written, with another customer's name in each gap."""
    library = open_library(PROJECT / "content_blocks", None)
    slides = [one for one in known_slides(library, None).slides if one.lines and one.content_hash]
    today = {body.content_hash for block in library.blocks.values() for body in block.bodies.values()}
    slides = [one for one in slides if one.content_hash in today]
    said = [
        slide(number, one.lines[0].replace(GAP, "O'Neil & Söhne"), *one.texts, "Lumikko · O'Neil", str(number))
        for number, one in enumerate(slides, 1)
    ]
    found = Recognition(library, None).of_slides(said)
    missed = [one.block for one, origin in zip(slides, found, strict=True) if origin is None]
    wrong = [
        (one.block, origin.block)
        for one, origin in zip(slides, found, strict=True)
        if origin is not None and (origin.block, origin.language) != (one.block, one.language)
    ]
    assert len(slides) > 300
    assert len(missed) <= 0.02 * len(slides), missed
    assert len(wrong) <= 0.01 * len(slides), wrong


def test_slides_made_in_powerpoint_are_known_as_they_are_today(folder: Path) -> None:
    deck = Presentation()
    for title, said in (
        ("Another one", "Not of any block"),
        ("What a year of nights costs", "{{ facts.services }} services, and nobody is woken by them"),
    ):
        made = deck.slides.add_slide(deck.slide_layouts[1])
        made.shapes.title.text, made.placeholders[1].text = title, said
    (folder / "content_blocks/slides").mkdir()
    deck.save(str(folder / "content_blocks/slides/offer.pptx"))
    block = FRONT.replace("kind", "slides: {file: ../slides/offer.pptx, slide: 2}\nkind") + "::: notes\nSay it.\n:::\n"
    (folder / "content_blocks/benefits/nights.md").write_text(block, encoding="utf-8")
    library = open_library(folder / "content_blocks", None)
    ours, theirs = known(
        library,
        slide(1, "What a year of nights costs", "140 services, and nobody is woken by them", "7"),
        slide(2, "Another one", "Not of any block"),
    )
    assert ours is not None
    assert (ours.block, ours.alike, theirs) == ("nights", 1.0, None)


def short(block: str, *lines: str) -> KnownSlide:
    """A slide that says its title alone, in which templates print at `GAP`."""
    return KnownSlide(block, 1, "en", 1, "", tuple(line.replace(GAP, " ") for line in lines), (), lines)


@pytest.mark.parametrize(
    ("line", "said", "known"),
    [
        (f"What matters to {GAP}", "What matters to Globex Oy", True),
        (f"What matters to {GAP}", "What matters", False),
        (f"{GAP}: what it costs", "Globex: what it costs", True),
        (f"{GAP} meets {GAP} in {GAP}", "Globex meets Acme in Turku", True),
        (f"{GAP} meets {GAP} in {GAP}", "Globex in Turku meets Acme", False),
        (f"From {GAP} by way of {GAP} to us", "From Oulu by way of Turku to us", True),
        (f"From {GAP} by way of {GAP} to us", "From Oulu to us", False),
        (f"From {GAP} by way of {GAP} to us", "From by way of us to", False),
        ("Thank you", "Thank you", True),
        ("Thank you", "Thank you all", False),
        (f"{GAP}", "Globex", False),
        ("Questions", "Questions", False),
    ],
)
def test_a_slide_of_few_words_is_known_by_its_whole_line(line: str, said: str, known: bool) -> None:
    """Among slides of ours, with anything where templates print; a line of one word is nobody's."""
    found = Fingerprints([short("title", line)]).of_slides([[said]], ours=9)
    assert [one is not None for one in found] == [known]
    assert not any(one.part or not one.titled or one.alike < 1 for one in found if one is not None)


def test_of_slides_that_say_the_same_the_newest_is_known_once() -> None:
    texts = ("The bell rings in one place, and a person answers it", "Within five minutes, at night too")
    slides = [KnownSlide("bell", version, "en", 1, "", texts, (), texts) for version in (3, 2, 1)]
    others = [
        KnownSlide(f"other-{n}", 1, "en", 1, "", (f"Number {n} is told of otherwise",), (), ()) for n in range(20)
    ]
    fingerprints = Fingerprints([*slides, *others])
    assert len(fingerprints) == 21
    (found,) = fingerprints.of_slides([texts])
    assert found is not None
    assert (found.slide.version, found.alike, found.part, found.titled) == (3, 1.0, False, True)


def test_what_stands_around_a_condition_in_a_line_is_always_said() -> None:
    body = "# Nights\n\n- We answer {% if facts.services %}within an hour {% endif %}by day\n- {% if facts.x %}Always{% endif %} on\n"
    (slide,) = written_slides(body)
    assert slide.always == ["Nights", "We answer", "by day", "on"]
    assert slide.sometimes == ["within an hour", "Always"]
