"""Packed fonts: twins that are as wide as the typefaces they stand for, and the tables of free typefaces."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from salespack.typography.faces import Typefaces
from salespack.typography.fontfiles import faces_in, read_table
from salespack.typography.packed_fonts import PACKED, TWIN_STYLES, TWINS, twin_of
from salespack.typography.widths import Widths, built_in

LETTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3CF), *range(0x410, 0x450))))
"""Those that Western, Nordic, Greek and Russian texts are written in."""
DRAWN_OTHERWISE = frozenset("·µĩīĭп")
"""Letters that two drawings of one typeface make differently wide."""


@pytest.mark.parametrize("family", TWINS)
def test_twins_are_as_wide_as_what_they_stand_for(family: str) -> None:
    for bold, italic in TWIN_STYLES:
        face = twin_of(family, bold, italic)
        [read] = faces_in(PACKED / "twins" / face.path.rpartition("/")[2])
        assert (read.families, read.family, read.bold, read.italic) == (face.families, face.family, bold, italic)
        ours, theirs = Widths(read_table(PACKED / face.path)), Widths(built_in(family, bold, italic))
        other = {
            letter
            for letter in set(LETTERS) - DRAWN_OTHERWISE
            if theirs.has(letter) and abs(ours[letter] / ours.units - theirs[letter] / theirs.units) > 0.001
        }
        assert not other
        assert not ours.lacking


def test_twins_may_be_embedded_in_any_document() -> None:
    for file in sorted((PACKED / "twins").glob("*.ttf")):
        assert TTFont(file)["OS/2"].fsType == 0
        assert (file.parent / f"{file.stem.partition('-')[0]}.LICENSE.txt").is_file()


def test_free_typefaces_are_known_by_their_names_in_powerpoint() -> None:
    typefaces = Typefaces(system=False)
    known = {name: typefaces.face(name) for name in ("Open Sans", "open sans semibold", "Source Sans Pro", "PT Sans")}
    assert all(face.known for face in known.values())
    assert typefaces.face("Montserrat", bold=True).width("Uptime") > typefaces.face("Montserrat").width("Uptime")
    assert not typefaces.face("Open Sans SemiBold", bold=True).known  # PowerPoint makes it bolder by itself


def test_the_first_known_of_several_names_is_meant() -> None:
    typefaces = Typefaces(system=False)
    assert typefaces.face("Nobody Mono;Courier New").typeface == "Courier New"
    assert typefaces.face("Liberation Mono;Courier New").file.name == "Cousine-Regular.ttf"
    assert typefaces.face("Nobody; Nothing").typeface == "Nobody"
    assert typefaces.face(";").known
