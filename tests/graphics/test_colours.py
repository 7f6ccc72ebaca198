"""Arithmetic of colours."""

from __future__ import annotations

import pytest

from salespack.graphics.colours import contrast, luminance, mix


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
