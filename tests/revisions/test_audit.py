"""`salespack audit`: a tree of decks and PDFs, whatever lies in it, and however often it is interrupted."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.library.index import open_library
from salespack.problems.problem import UserFault
from salespack.revisions.audit import Audit, AuditRequest, audit_decks
from salespack.revisions.audit_page import audit_page
from salespack.revisions.audit_state import AuditState, Result
from salespack.revisions.inspection import Inspection, Inspector, Standing
from salespack.revisions.pdf_pages import pdf_pages
from salespack.revisions.recognition import Recognition
from tests.cli.test_commands import salespack
from tests.revisions.test_fingerprints import BELL, FRONT
from tests.revisions.test_inspect import ON, built, deck_of, inspector, workspace
from tests.workspaces import write_files

pytestmark = pytest.mark.slow
__all__ = ["built", "workspace"]


def pdf(path: Path, *pages: str) -> Path:
    """A PDF whose pages say these lines."""
    import typst

    source = path.with_suffix(".typ")
    source.write_text("\n#pagebreak()\n".join(page.replace("\n", "\n\n") for page in pages), encoding="utf-8")
    path.write_bytes(typst.compile(str(source)))
    return path


def reading_slides(inspector: Inspector, folder: Path, state: AuditState, *, deep: bool = False) -> Audit:
    return audit_decks(inspector, AuditRequest((folder,), deep=deep), state)


def test_what_is_wrong_with_a_file_is_told_and_the_rest_is_read(workspace: Path) -> None:
    out, deck = workspace / "out", deck_of(workspace).read_bytes()
    with zipfile.ZipFile(out / "bomb.pptx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("ppt/slides/slide1.xml", b" " * (64 << 20))
    (out / "cut.pptm").write_bytes(deck[: len(deck) // 2])
    (out / "encrypted.potx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (out / "O'Neil & Söhne <AG> #1.pptx").write_text("no deck", encoding="utf-16")
    (out / "empty.pdf").write_bytes(b"")
    (out / "half.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    with AuditState(None, "", ON) as state:
        found = reading_slides(inspector(workspace), out, state)
        told = {Path(one.place.file).name: (one.code, one.message) for one in found.problems() if one.place}
        assert told == {
            "bomb.pptx": ("SP505", "is too large: 2 parts, 64 MB unpacked"),
            "cut.pptm": ("SP504", "is damaged: its table of contents cannot be read"),
            "encrypted.potx": ("SP502", "is password-protected"),
            "O'Neil & Söhne <AG> #1.pptx": ("SP503", "is not a PowerPoint file"),
            "empty.pdf": ("SP514", "is empty"),
            "half.pdf": ("SP514", "is damaged"),
        }
        assert (found.tally.decks, found.tally.unread) == (2, 6)
        page = "".join(audit_page(found, "2026-11-30"))
        assert "O&#x27;Neil &amp; Söhne &lt;AG&gt; #1.pptx" in page
        assert "<AG>" not in page


def test_only_what_changed_since_a_day(workspace: Path) -> None:
    old, out = deck_of(workspace), workspace / "out"
    shutil.copy(old, out / "new.pptx")
    day = datetime.datetime(2026, 6, 1, 12).timestamp()
    os.utime(old, (day, day))
    for file in out.rglob("*.pptx"):
        if file.name != "new.pptx":
            os.utime(file, (day, day))
    with AuditState(None, "", ON) as state:
        since = datetime.date(2026, 6, 2)
        found = audit_decks(inspector(workspace), AuditRequest((out,), since), state)
        assert [Path(one.file).name for one in found.decks()] == ["new.pptx"]
        assert (
            audit_decks(inspector(workspace), AuditRequest((old,), since), state).tally.decks == 2
        )  # asked for by name


class Interrupted(Inspector):
    """An inspector that reads so many decks, and is then interrupted."""

    def by_marks(self, path: Path) -> Inspection:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return super().by_marks(path)

    left = 2


def test_an_audit_that_was_interrupted_goes_on_where_it_stopped(workspace: Path, tmp_path: Path) -> None:
    out, cache = workspace / "out", tmp_path / "cache"
    cache.mkdir(mode=0o700)
    for number in range(4):
        shutil.copy(deck_of(workspace), out / f"{number}.pptx")
    recognition = Recognition(open_library(workspace / "content_blocks", None), None)
    with pytest.raises(KeyboardInterrupt), AuditState(cache, "0" * 32, ON) as state:
        reading_slides(Interrupted(recognition, ON, None), out, state)
    assert len(list((cache / "audits").iterdir())) == 1
    again = Interrupted(recognition, ON, None)
    again.left = 4
    with AuditState(cache, "0" * 32, ON) as state:
        assert reading_slides(again, out, state).tally.decks == 6
    assert again.left == 0
    assert list((cache / "audits").iterdir()) == []


def test_a_file_that_ended_what_reads_it_is_passed_over_then(workspace: Path, tmp_path: Path) -> None:
    cache, deck = tmp_path / "cache", deck_of(workspace)
    cache.mkdir(mode=0o700)
    status = deck.stat()
    left = cache / "audits" / f"{'0' * 32}.999999999.jsonl"
    left.parent.mkdir()
    begun = Result(str(deck), status.st_size, status.st_mtime_ns)
    left.write_bytes(
        b'{"no": "result"}\n'
        + json.dumps({name: getattr(begun, name) for name in ("path", "size", "changed")}).encode()
        + b'\n{"cut'
    )
    with AuditState(cache, "0" * 32, ON) as state:
        found = reading_slides(inspector(workspace), deck, state)
        assert [one.message for one in found.problems()] == ["is damaged: what reads it came to no end"]


def test_a_pdf_is_known_by_its_text(workspace: Path) -> None:
    bell = FRONT.replace("kind", "owner: Aino\nvalid_until: 2026-01-31\nkind") + BELL
    write_files(workspace, {"content_blocks/benefits/bell.md": bell})
    mail = pdf(workspace / "mail.pdf", "Nothing of ours.", BELL.replace("# ", "").replace("- ", ""))
    nothing, rings = inspector(workspace).inspect(mail).slides
    assert (nothing.number, nothing.standing) == (1, Standing.UNKNOWN)
    assert (rings.number, rings.block, rings.standing, rings.owner) == (2, "bell", Standing.EXPIRED, "Aino")
    assert rings.told == "held until 2026-01-31; without a mark; known by its title and 100% of the words"
    with pytest.raises(UserFault, match="is no PDF"):
        pdf_pages(workspace / "content_blocks/values.yaml")


def test_the_command_prints_one_thing_and_says_what_it_found(workspace: Path) -> None:
    (workspace / "content_blocks/experiences/two-hours.md").unlink()
    told = salespack(workspace, "audit", "out", "--json")
    assert told.returncode == 1, told.stderr
    answer = json.loads(told.stdout)
    names = [Path(one["file"]).name for one in answer["decks"]]
    assert names == ["Acme - First meeting - Handout.pptx", "Acme - First meeting.pptx"]
    assert (answer["problems"], answer["counts"]["behind"]) == ([], 1)
    page = salespack(workspace, "audit", "out", "--html", "--deep")
    assert page.stdout.startswith("<!DOCTYPE html>") and "two-hours" in page.stdout
    assert salespack(workspace, "audit", "out", "--html", "--csv").returncode == 2
    assert salespack(workspace, "audit", "nowhere").returncode == 2
    assert json.loads(salespack(workspace, "audit", "profiles", "--json").stdout)["decks"] == []


def test_looking_deep_lists_decks_that_somebody_changed(workspace: Path) -> None:
    (deck,) = workspace.glob("out/**/for-you/*.pptx")
    opened = Presentation(str(deck))
    opened.slides[1].shapes.title.text = "Said otherwise"
    opened.save(str(deck))
    deep = salespack(workspace, "audit", "out", "--deep").stdout
    assert "changed by hand: 2\n" in deep
    assert "changed by hand" not in salespack(workspace, "audit", "out").stdout


def test_a_spreadsheet_and_a_page_list_decks_that_somebody_changed_as_the_table_does(workspace: Path) -> None:
    (deck,) = workspace.glob("out/**/for-you/*.pptx")
    opened = Presentation(str(deck))
    built = len(opened.slides)
    opened.slides[1].shapes.title.text = "=cmd|<b>'said'</b>"
    opened.slides._sldIdLst.remove(opened.slides._sldIdLst[0])
    opened.save(str(deck))
    assert "1 changed by hand" in salespack(workspace, "audit", "out", "--deep").stdout.splitlines()[-1]
    rows = list(csv.DictReader(io.StringIO(salespack(workspace, "audit", "out", "--deep", "--csv").stdout)))
    told = [(Path(row["deck"]).name, row["slide"], row["changed by hand"]) for row in rows]
    deleted = f"deleted: slide 1 of the {built} that were built"
    assert told == [
        ("Acme - First meeting.pptx", "1", "title: retitled (“=cmd|<b>'said'</b>”)"),
        ("Acme - First meeting.pptx", "", deleted),
    ]
    page = salespack(workspace, "audit", "out", "--deep", "--html").stdout
    assert '<th scope="col">changed by hand</th>' in page and f"<td>{deleted}</td>" in page
    assert "<td>title: retitled (“=cmd|&lt;b&gt;&#x27;said&#x27;&lt;/b&gt;”)</td>" in page and "<b>" not in page
    plain = salespack(workspace, "audit", "out", "--html").stdout
    assert "changed by hand" not in plain
