"""Decks that are damaged in every way we can think of: one problem each, or they are read. Never anything else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.powerpoint.designed import outline as slides
from salespack.powerpoint.designed.outline import DeckFile, read_deck
from salespack.problems.problem import UserFault
from tests.importing.decks import write_deck
from tests.searching import searching

pytestmark = pytest.mark.slow

PARTS = ("ppt/presentation.xml", "ppt/slides/slide1.xml", "ppt/_rels/presentation.xml.rels", "[Content_Types].xml")
TARGETS = (b"../../../../etc/passwd", b"", b"slides/slide1.xml", b"/", b"http://x", b"C:\\x", b"presentation.xml")
FIGURES = (b"4294967295", b"", b"-1", b"999999999999999999999999", "١".encode(), b"255", b"x")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = write_deck(tmp_path_factory.mktemp("deck") / "d.pptx", [("One", ["a"]), ("Two", ["b"])], pictures=["red"])
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad") / "bad.pptx"


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_or_one_problem(place: Path, content: bytes) -> DeckFile | str:
    place.write_bytes(content)
    try:
        return read_deck(place)
    except UserFault as fault:
        assert len(fault.problems) == 1
        assert fault.problems[0].hint
        return fault.problems[0].code


@given(st.data())
@searching(150)
def test_a_damaged_file_gives_one_problem_or_is_read(parts: dict[str, bytes], place: Path, data: st.DataObject) -> None:
    content = bytearray(zipped(parts))
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_one_problem(place, bytes(content[: data.draw(st.integers(0, len(content)))]))


@given(st.data())
@searching(200)
def test_parts_that_lie_give_one_problem_or_are_read(parts: dict[str, bytes], place: Path, data: st.DataObject) -> None:
    changed = dict(parts)
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(PARTS) | st.sampled_from(names))
        what = data.draw(st.integers(0, 4))
        content = bytearray(changed.get(name, b""))
        if what == 0:
            changed.pop(name, None)
        elif what == 1:
            changed[name] = changed.get(data.draw(st.sampled_from(names)), b"")
        elif what == 2 and content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
            changed[name] = bytes(content)
        else:
            key, values = (b"Target", TARGETS) if what == 3 else (b" id", FIGURES)
            lie = key + b'="' + data.draw(st.sampled_from(values)) + b'"'
            found = list(re.finditer(key + rb'="[^"]*"', bytes(content)))
            if found:
                one = data.draw(st.sampled_from(found))
                changed[name] = bytes(content[: one.start()]) + lie + bytes(content[one.end() :])
    read_or_one_problem(place, zipped(changed))


SHAPE = b'<p:sp><p:nvSpPr><p:cNvPr id="9" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>hi</a:t></a:r></a:p></p:txBody></p:sp>'


def with_shapes(content: bytes) -> Callable[[bytes], bytes]:
    return lambda slide: slide.replace(b"</p:spTree>", content + b"</p:spTree>")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (with_shapes(SHAPE * 10_000), ""),
        (with_shapes(b"<p:grpSp>" * 50_000 + b"</p:grpSp>" * 50_000), ""),
        (with_shapes(SHAPE.replace(b"hi", b"x" * 17_000_000)), "SP505"),
        (with_shapes(SHAPE.replace(b"hi", b"word " * 100_000)), ""),
        (lambda slide: slide.replace(b'type="title"', b'type="title" idx="4294967295"'), ""),
        (lambda slide: slide.replace(b'type="title"', b'type="nonsense"'), ""),
        (lambda slide: b'<!DOCTYPE x [<!ENTITY a "b">]>' + slide.split(b"?>", 1)[1], "SP508"),
        (lambda slide: slide.replace(b"p:sld ", b"p:sldLayout ").replace(b"/p:sld>", b"/p:sldLayout>"), "SP504"),
    ],
)
def test_strange_slides(parts: dict[str, bytes], place: Path, change: Callable[[bytes], bytes], code: str) -> None:
    name = "ppt/slides/slide1.xml"
    found = read_or_one_problem(place, zipped({**parts, name: change(parts[name])}))
    assert found == code if code else isinstance(found, DeckFile)


def test_more_elements_than_any_deck_has(parts: dict[str, bytes], place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides, "MOST_ELEMENTS", 1_000)
    name = "ppt/slides/slide1.xml"
    content = zipped({**parts, name: with_shapes(b"<a:p/>" * 1_000)(parts[name])})
    assert read_or_one_problem(place, content) == "SP505"


def test_two_slides_with_one_id(parts: dict[str, bytes], place: Path) -> None:
    name = "ppt/presentation.xml"
    assert read_or_one_problem(place, zipped({**parts, name: parts[name].replace(b'id="257"', b'id="256"')})) == "SP504"
