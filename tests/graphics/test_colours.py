"""Arithmetic of colours."""

from __future__ import annotations

import pytest

from salespack.graphics.colours import contrast, encoded, is_dark, linear, luminance, mix, parts, readable, written


def test_luminance_and_contrast_are_those_of_wcag() -> None:
    assert luminance("000000") == 0
    assert luminance("FFFFFF") == pytest.approx(1)
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("0B6E82", "FFFFFF") == contrast("FFFFFF", "0B6E82")


def test_a_mixture_lies_between() -> None:
    assert mix("000000", "FFFFFF", 0.5) == "808080"
    assert (mix("0b6e82", "FFFFFF", 0), mix("0B6E82", "FFFFFF", 1)) == ("0B6E82", "FFFFFF")


@pytest.mark.parametrize("text", ["", "FFF", "#FFFFFF", "FFFFFFFF", "no colour", "GGGGGG", "0B6E8"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        luminance(text)
    with pytest.raises(ValueError):
        mix("FFFFFF", text, 0.5)


def test_a_colour_is_dark_where_white_reads_better_than_black() -> None:
    for grey in ("000000", "0B6E82", "757575", "767676", "4472C4", "ED7D31", "FFFFFF"):
        assert is_dark(grey) == (contrast(grey, "FFFFFF") > contrast(grey, "000000"))


def test_parts_and_light_there_and_back() -> None:
    assert [written(parts(one)) for one in ("0b6e82", "FFFFFF", "010203")] == ["0B6E82", "FFFFFF", "010203"]
    assert [encoded(linear(one / 255)) * 255 for one in range(256)] == pytest.approx(list(range(256)), abs=0.01)


def test_a_colour_is_moved_until_it_can_be_read_and_no_further() -> None:
    assert readable("000000", "FFFFFF", "000000", 4.5) == "000000"
    found = readable("FFC000", "FFFFFF", "000000", 4.5)
    assert 4.5 <= contrast(found, "FFFFFF") < 5.2
