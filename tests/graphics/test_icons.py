"""The icons that come with the program: every one can be drawn, and is where the licence says it is from."""

from __future__ import annotations

from salespack.graphics.icons import FIELD, LICENCE, OUTLINES, icon_names, icon_outline, icons_by_words, is_icon


def test_every_icon_is_an_outline_that_stays_on_its_field() -> None:
    for name in icon_names():
        commands = icon_outline(name)
        assert commands[0][0] == "M", name
        assert all(
            -FIELD // 24 <= value <= FIELD + FIELD // 24 for _, points in commands for one in points for value in one
        ), name
        assert {len(points) for letter, points in commands if letter == "C"} <= {3}


def test_they_are_found_by_what_they_stand_for_and_carry_their_licence() -> None:
    words = dict(icons_by_words())
    assert "safety" in words["shield-check"].split()
    assert (is_icon("clock"), is_icon("cl0ck")) == (True, False)
    assert "ISC License" in LICENCE.read_text("utf-8")
    assert OUTLINES.stat().st_size + LICENCE.stat().st_size < 2_000_000
