"""Files as they are read and written again: whatever their line breaks, people find what they wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salespack.formats.text_files import SEPARATORS, TextFile, forbidden_characters, read_text, read_text_file

MARK = b"\xef\xbb\xbf"


def stored(folder: Path, content: bytes) -> TextFile:
    (folder / "a.md").write_bytes(content)
    return read_text_file(folder / "a.md")


@pytest.mark.parametrize(
    "content", [b"a\nb\n\nc", b"a\r\nb\r\n\r\nc", b"a\rb\r\rc", b"a\r\nb\n\rc", MARK + b"a\r\nb\n\nc"]
)
def test_lines_end_with_a_line_feed_whatever_the_file_has(tmp_path: Path, content: bytes) -> None:
    assert stored(tmp_path, content).text == read_text(tmp_path / "a.md") == "a\nb\n\nc"


@pytest.mark.parametrize(
    ("content", "after"),
    [
        (b"a\nb\nc", b"a\nx\ny\nc\n"),
        (b"a\r\nb\r\nc", b"a\r\nx\r\ny\r\nc\r\n"),
        (b"a\rb\rc", b"a\rx\ry\rc\r"),
        (MARK + b"a\r\nb\nc", MARK + b"a\r\nx\ny\nc\n"),
        (b"a\nb\r\nc\r\n", b"a\nx\r\ny\r\nc\r\n"),
    ],
)
def test_an_edit_leaves_line_breaks_as_they_were(tmp_path: Path, content: bytes, after: bytes) -> None:
    assert stored(tmp_path, content).with_text("a\nx\ny\nc\n") == after


def test_all_lines_can_be_made_to_end_alike(tmp_path: Path) -> None:
    file = stored(tmp_path, MARK + b"a\r\nb\nc\r\n")
    assert file.mixed
    assert file.with_text(file.text, alike=True) == MARK + b"a\r\nb\r\nc\r\n"
    assert not stored(tmp_path, b"a\r\nb\r\n").mixed


@given(st.text("ab\r\n\ufeff", max_size=30), st.text("ab\n", max_size=30))
@example("\r\n\r", "\n\n\n")
def test_what_is_written_reads_as_it_was_meant(before: str, after: str) -> None:
    text = before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    file = TextFile(text, before)
    assert file.with_text(text).decode() == before
    written = file.with_text(after).decode().removeprefix("\ufeff")
    assert written.replace("\r\n", "\n").replace("\r", "\n") == after


@pytest.mark.parametrize(("character", "name"), SEPARATORS.items())
def test_what_looks_like_a_line_break_and_is_none_is_told_where_it_stands(character: str, name: str) -> None:
    [problem] = forbidden_characters(f"one\ntwo{character}::: seller\n{character}", "a.md", 5)
    message = f"U+{ord(character):04X} ({name}) looks like a line break and is none"
    assert str(problem) == f"a.md:6:4: SP006 {message} (press Enter in its place)"
