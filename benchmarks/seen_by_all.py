"""What is highlighted in forms, in grey print and with a colour deficiency: told apart by more than its hue?

Run: python benchmarks/seen_by_all.py [--out FOLDER --sheets PICTURE…] BRAND…

For each BRAND file it prints the pairs of colours by which forms tell things apart, and those of texts on their
grounds, with the least contrast (WCAG 2.2) that they have as they are, in grey, and as people see them who lack the
cones for red (protanopia), green (deuteranopia) or blue (tritanopia). With `--sheets` it writes each picture, such as
those of `forms_on_brands.py`, in these four ways to the FOLDER, to be looked at. Exit code 0; 1 where a pair has less
contrast than it needs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from salespack.graphics.colours import contrast, encoded, linear, parts, written
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.palette import Ink, seen
from salespack.powerpoint.composing.stage import stage_of

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
GREY: Matrix = ((0.2126, 0.7152, 0.0722),) * 3
DEFICIENCIES: Mapping[str, Matrix] = {
    "grey": GREY,
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
"""Light as it is seen of red, green and blue light: the luminance of it, and Machado, Oliveira and Fernandes, A
Physiologically-based Model for Simulation of Color Vision Deficiency (2009), severity 1.0."""
SHAPES, BESIDE, STEPS_BACK, TEXTS = 1.5, 1.35, 1.15, 3.0
"""The least contrast of two shapes, of the two dark grounds that stand beside each other, of what steps back with its
ground, and of large text."""


class Pair(NamedTuple):
    """Two colours that must be told apart, what tells things apart by them, and the contrast that this takes."""

    what: str
    one: str
    other: str
    least: float


def pairs_of(brand: Brand) -> Iterator[Pair]:
    """Those of a brand, on the layout that its forms stand on."""
    stage = stage_of(brand, brand.roles["table"])
    colours, grounds = stage.palette, stage.palette.grounds

    def colour(ink: Ink) -> str:
        return seen(brand, ink)

    behind = stage.layout.ground or colour(colours.paper or Ink("lt1"))
    panel, solid, dark = map(colour, (grounds.panel, grounds.solid, grounds.dark))
    yield Pair("agenda, options, before and after: what is lit beside the others", solid, panel, SHAPES)
    yield Pair("numbers, bars, dots, initials on the slide", solid, behind, SHAPES)
    yield Pair("next steps, figure: the dark ground on the slide", dark, behind, SHAPES)
    yield Pair("steps: the last beside the others; road map: today over bars", dark, solid, BESIDE)
    highlight, muted = colour(colours.highlight.ink), [colour(one.ink) for one in colours.muted]
    yield Pair("chart: what is highlighted on the slide", highlight, behind, SHAPES)
    for other in dict.fromkeys(muted):
        yield Pair("chart: what is highlighted beside the others", highlight, other, SHAPES)
    for other in dict.fromkeys((*muted, *(colour(one.ink) for one in colours.faded))):
        yield Pair("chart: what steps back on the slide", other, behind, STEPS_BACK)
    for lit, faded in zip(colours.lit, colours.faded, strict=True):
        yield Pair("chart: the category that is lit beside the faded ones", colour(lit.ink), colour(faded.ink), SHAPES)
    for what, ink, ground in (
        ("on a panel", grounds.on_panel, panel), ("accent on a panel", grounds.accent_on_panel, panel),
        ("on the accent", grounds.on_solid, solid), ("on the dark ground", grounds.on_dark, dark),
        ("on the slide", colours.text, behind), ("accent on the slide", colours.figure, behind),
        ("in what is highlighted", colours.highlight.on, highlight),
    ):  # fmt: skip
        yield Pair(f"text {what}", colour(ink), ground, TEXTS)


def seen_with(colour: str, matrix: Matrix) -> str:
    """A colour as somebody sees it."""
    light = tuple(map(linear, parts(colour)))
    red, green, blue = (
        encoded(min(max(sum(share * part for share, part in zip(row, light, strict=True)), 0.0), 1.0)) for row in matrix
    )
    return written((red, green, blue))


def contrasts(pair: Pair) -> dict[str, float]:
    """The contrast of a pair as it is, and in each way of seeing."""
    return {
        "as it is": contrast(pair.one, pair.other),
        **{name: contrast(*(seen_with(one, matrix) for one in (pair.one, pair.other)))
           for name, matrix in DEFICIENCIES.items()},
    }  # fmt: skip


def pictured(picture: Image.Image, matrix: Matrix) -> Image.Image:
    """A picture, in its 256 commonest colours, as somebody sees it."""
    few = picture.convert("RGB").quantize(256)
    colours = few.getpalette() or []
    listed = (bytes(colours[at : at + 3]).hex() for at in range(0, len(colours), 3))
    few.putpalette(b"".join(bytes.fromhex(seen_with(one, matrix)) for one in listed))
    return few.convert("RGB")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brands", nargs="*", type=Path, metavar="BRAND")
    parser.add_argument("--sheets", nargs="*", type=Path, default=[], metavar="PICTURE")
    parser.add_argument("--out", type=Path, metavar="FOLDER")
    given = parser.parse_args(arguments)
    if given.sheets and given.out is None:
        parser.error("--sheets needs --out")
    failed = False
    for file in given.brands:
        for pair in pairs_of(compile_brand(file)):
            found = contrasts(pair)
            way = min(found, key=lambda name: found[name])
            low = found[way] < pair.least
            failed = failed or low
            print(f"{file.stem:28} {'LOW ' if low else 'ok  '}{found[way]:5.2f} ({way}) of {pair.least}: {pair.what}")
    for sheet in given.sheets:
        given.out.mkdir(parents=True, exist_ok=True)
        with Image.open(sheet) as picture:
            for name, matrix in DEFICIENCIES.items():
                pictured(picture, matrix).save(given.out / f"{sheet.stem}-{name}.png")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
