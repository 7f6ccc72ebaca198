from __future__ import annotations

import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from salespack.ooxml import reading
from salespack.ooxml.markup import MarkupError, as_utf8, parse, spans, without
from salespack.ooxml.packaging import (
    PackageWriter,
    Relationship,
    relationships_part,
    relationships_xml,
    stored_part,
)
from salespack.ooxml.reading import read_package
from salespack.problems.problem import Problem, UserFault
from tests.powerpoint.packages import brand_parts, rels, replace, unzip, write_zip

PARTS = [
    ("ppt/presentation.xml", "application/x+xml", b"<a/>" * 100),
    ("ppt/slides/slide10.xml", "application/x+xml", b"<b/>" * 100),
    ("ppt/media/kävijä.png", "image/png", b"\x89PNG" * 100),
    ("ppt/media/photo.JPG", "image/jpeg", b"\xff\xd8" * 100),
    ("customXml/item1.xml", "application/xml", b"<c/>"),
    ("_rels/.rels", "", b"<Relationships/>"),
]


def written(parts: list[tuple[str, str, bytes]]) -> bytes:
    writer = PackageWriter()
    for name, content_type, data in parts:
        writer.add(name, content_type, data)
    return writer.finish()


def fault_of(path: Path) -> Problem:
    """The one problem that reading the package and all its parts raises."""
    with pytest.raises(UserFault) as caught:
        package = read_package(path)
        for name in package.names:
            package.read(name)
            package.relationships(name)
        package.relationships()
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file.endswith(path.name)
    assert problem.hint
    return problem


# --- writing


def test_what_was_added_is_in_the_zip() -> None:
    assert {name: data for name, data in unzip(written(PARTS)).items() if name != "[Content_Types].xml"} == {
        name: data for name, _, data in PARTS
    }


def test_the_order_of_adding_leaves_no_trace() -> None:
    shuffled = PARTS[:]
    random.Random(7).shuffle(shuffled)
    assert shuffled != PARTS
    assert written(shuffled) == written(PARTS)


def test_content_types_come_first_then_the_packages_relationships_then_names() -> None:
    names = list(unzip(written(PARTS)))
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])


def test_the_headers_are_plain(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(written(PARTS))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        members = archive.infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.flag_bits & 0x8 for member in members} == {0}  # no data descriptors
    stored = {member.filename for member in members if member.compress_type == zipfile.ZIP_STORED}
    assert {"ppt/media/kävijä.png", "ppt/media/photo.JPG"} <= stored
    assert "ppt/presentation.xml" not in stored


def test_content_types_are_defaults_where_the_extension_says_it_all() -> None:
    root = parse(unzip(written(PARTS))["[Content_Types].xml"])
    defaults = {child.get("Extension") for child in root if child.tag.endswith("Default")}
    overrides = {child.get("PartName") for child in root if child.tag.endswith("Override")}
    assert defaults == {"rels", "xml", "png", "jpg"}
    assert overrides == {"/ppt/presentation.xml", "/ppt/slides/slide10.xml"}


@pytest.mark.parametrize(
    "name", ["ppt/presentation.xml", "PPT/Presentation.xml", "[Content_Types].xml", "", "/a.xml", "a//b", "a\\b"]
)
def test_a_name_that_is_there_or_is_none_is_a_bug(name: str) -> None:
    writer = PackageWriter()
    writer.add("ppt/presentation.xml", "application/x+xml", b"")
    assert "PPT/presentation.xml" in writer
    with pytest.raises(ValueError, match="part"):
        writer.add(name, "application/x+xml", b"")


def test_a_part_copied_raw_is_the_same_part(tmp_path: Path) -> None:
    source = tmp_path / "a.zip"
    source.write_bytes(written(PARTS))
    package = read_package(source)
    writer = PackageWriter()
    for name in package.names:
        part = package.stored(name)
        assert part.content_type == next(kind for known, kind, _ in PARTS if known == name)
        writer.copy(part)
    assert writer.finish() == source.read_bytes()


def test_writing_takes_time_in_proportion() -> None:
    writer = PackageWriter()
    part = stored_part("x", "application/x", b"<a/>" * 1000)
    for number in range(20_000):
        writer.copy(
            type(part)(f"ppt/slides/slide{number}.xml", "application/x", part.method, part.crc, part.size, b"1")
        )
    assert len(writer.finish()) > 20_000 * 100


def test_too_many_parts_for_a_zip_are_refused() -> None:
    writer = PackageWriter()
    part = stored_part("x", "application/x", b"")
    for number in range(0x10000):
        writer.copy(type(part)(str(number), "application/x", part.method, part.crc, part.size, b""))
    with pytest.raises(ValueError, match="65,535"):
        writer.finish()


# --- relationships


def test_relationships_are_written_relative_and_escaped() -> None:
    given = [
        Relationship("rId1", "urn:image", "ppt/media/a&b.png"),
        Relationship("rId2", "urn:hyperlink", 'https://example.com/?a=1&b="2"', external=True),
    ]
    rows = [dict(child.attrib) for child in parse(relationships_xml(given, "ppt/slides/slide1.xml"))]
    assert rows == [
        {"Id": "rId1", "Type": "urn:image", "Target": "../media/a&b.png"},
        {"Id": "rId2", "Type": "urn:hyperlink", "Target": given[1].target, "TargetMode": "External"},
    ]


@pytest.mark.parametrize(
    ("source", "target", "resolved"),
    [
        ("ppt/slides/slide1.xml", "../media/image1.png", "ppt/media/image1.png"),
        ("ppt/slides/slide1.xml", "/ppt/media/image1.png", "ppt/media/image1.png"),
        ("ppt/slides/slide1.xml", "../Media/IMAGE1.png", "ppt/media/image1.png"),
        ("ppt/slides/slide1.xml", "slide2.xml", "ppt/slides/slide2.xml"),
        ("", "ppt/presentation.xml", "ppt/presentation.xml"),
        ("", "/ppt/presentation.xml", "ppt/presentation.xml"),
    ],
)
def test_targets_are_resolved_to_part_names(tmp_path: Path, source: str, target: str, resolved: str) -> None:
    members = brand_parts() | {
        "ppt/media/image1.png": b"",
        "ppt/slides/slide1.xml": "<x/>",
        relationships_part(source): rels(("rId1", "image", target)),
    }
    package = read_package(write_zip(tmp_path / "a.pptx", members))
    (one,) = package.relationships(source)
    assert (one.target, one.kind, one.external) == (resolved, "image", False)


def test_an_external_target_stays_an_address(tmp_path: Path) -> None:
    members = brand_parts() | {"ppt/_rels/theme.xml.rels": rels(("rId1", "hyperlink", "https://example.com/../x"))}
    package = read_package(write_zip(tmp_path / "a.pptx", members))
    (one,) = package.relationships("ppt/theme.xml")
    assert (one.target, one.external) == ("https://example.com/../x", True)


def test_the_closure_follows_relationships_once_and_skips_what_is_not_there(tmp_path: Path) -> None:
    members = brand_parts(slides=[1]) | {
        "ppt/slideLayouts/_rels/slideLayout2.xml.rels": rels(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"), ("rId2", "image", "../media/gone.png")
        )
    }
    package = read_package(write_zip(tmp_path / "a.pptx", members))
    found = package.closure(["ppt/presentation.xml"], lambda one: one.kind != "slide")
    assert len(found) == len(set(found))
    assert {name.split("/")[1] for name in found} == {"presentation.xml", "slideMasters", "slideLayouts", "theme"}


# --- what cannot be read


def test_a_missing_file(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "none.pptx").code == "SP501"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"%PDF-1.7", "SP503", "is a PDF"),
        (b"a text", "SP503", "not a PowerPoint file"),
        (b"", "SP503", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "SP503", "97–2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "SP502", "password"),
        (b"PK\x03\x04" + b"\0" * 100, "SP504", "damaged"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, content: bytes, code: str, says: str) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(content)
    problem = fault_of(path)
    assert (problem.code, says in problem.message) == (code, True)


def test_a_truncated_file(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "whole.pptx", brand_parts()).read_bytes()
    (tmp_path / "a.pptx").write_bytes(whole[: len(whole) // 2])
    assert fault_of(tmp_path / "a.pptx").code == "SP504"


def test_a_part_whose_bytes_are_not_what_the_checksum_says(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(
        written([*PARTS, ("ppt/media/b.png", "image/png", b"IMAGE DATA")]).replace(b"IMAGE DATA", b"IMAGE D4TA")
    )
    problem = fault_of(path)
    assert (problem.code, "ppt/media/b.png" in problem.message) == ("SP504", True)


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(tmp_path / "a.pptx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("a.xml", "<a/>")
        archive.writestr("a.xml", "<b/>")
    assert fault_of(tmp_path / "a.pptx").code == "SP504"


def test_a_packing_that_office_does_not_know(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.pptx", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 100)
    assert fault_of(tmp_path / "a.pptx").code == "SP504"


def test_an_encrypted_zip(tmp_path: Path) -> None:
    content = bytearray(write_zip(tmp_path / "whole.zip", {"[Content_Types].xml": "<Types/>"}).read_bytes())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    (tmp_path / "a.pptx").write_bytes(content)
    assert fault_of(tmp_path / "a.pptx").code == "SP502"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = write_zip(tmp_path / "a.pptx", {"[Content_Types].xml": "<Types/>", "a.xml": b"\0" * (17 * 2**20)})
    assert fault_of(bomb).code == "SP505"


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """The directory promises ten bytes, the member holds a million: not more than promised is unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b"\0" * 2**20) + packer.flush()
    content = bytearray(written([("a.xml", "application/x+xml", b"0123456789" * 10)]))
    assert data
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", content, at + 24, 10)
    (tmp_path / "a.pptx").write_bytes(content)
    assert fault_of(tmp_path / "a.pptx").code == "SP504"


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_MEMBERS", 3)
    assert fault_of(write_zip(tmp_path / "a.pptx", brand_parts())).code == "SP505"


def test_a_zip_that_is_no_package(tmp_path: Path) -> None:
    assert fault_of(write_zip(tmp_path / "a.pptx", {"readme.txt": "hello"})).code == "SP506"


def test_strict_open_xml(tmp_path: Path) -> None:
    usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts = replace(brand_parts(), "_rels/.rels", usual, strict)
    problem = fault_of(write_zip(tmp_path / "a.pptx", parts))
    assert (problem.code, "Strict" in problem.hint) == ("SP507", True)


@pytest.mark.parametrize("target", ["../../../etc/passwd", "..\\..\\..\\secret", "file:///c:/secret", "C:\\secret"])
def test_a_relationship_that_leads_out_of_the_file(tmp_path: Path, target: str) -> None:
    parts = brand_parts() | {"ppt/slideLayouts/_rels/slideLayout1.xml.rels": rels(("rId1", "image", "@"))}
    path = write_zip(tmp_path / "a.pptx", replace(parts, "ppt/slideLayouts/_rels/slideLayout1.xml.rels", "@", target))
    assert fault_of(path).code == "SP509"


# --- markup


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        "<x>&nothing;</x>",
        "<x>",
        "",
        '<?xml version="1.0" encoding="nonsense"?><x/>',
    ],
)
def test_document_types_entities_and_broken_markup_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(MarkupError):
        parse(text.encode())
    with pytest.raises(MarkupError):
        spans(text.encode())
    package = read_package(write_zip(tmp_path / "a.pptx", brand_parts() | {"a.xml": text}))
    with pytest.raises(UserFault) as caught:
        package.xml("a.xml")
    assert caught.value.problems[0].code == "SP508"


def test_cutting_keeps_every_other_byte() -> None:
    text = """<?xml version='1.0'?><!-- > --><a  x='>' ><b y="/>"/>tä<c><b>gone</b>\n</c ><d/></a>""".encode()
    assert without(text, lambda one, _: one.tag == "b") == text.replace(b'<b y="/>"/>', b"").replace(
        b"<b>gone</b>", b""
    )


def test_cutting_the_last_child_leaves_the_end_of_its_parent() -> None:
    assert without(b"<a><b/></a>", lambda one, _: one.tag == "b") == b"<a></a>"
    assert without(b"<a><b></b></a>", lambda one, _: one.tag == "b") == b"<a></a>"


def test_cutting_nested_elements_cuts_the_outer_one() -> None:
    assert without(b"<a><b><b/></b>c</a>", lambda one, _: one.tag == "b") == b"<a>c</a>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_parts_in_any_encoding_of_xml_are_brought_to_utf8(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    given = f'<?xml version="1.0" encoding="{name}"?><a>tämä</a>'.encode(encoding)
    assert parse(as_utf8(given)).text == "tämä"
    assert "tämä".encode() in as_utf8(given)
