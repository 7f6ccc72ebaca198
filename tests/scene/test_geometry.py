"""Geometry: preset and custom shapes come out as exact paths, and stay finite whatever the file says."""

from __future__ import annotations

import math
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import MAX_COORDINATE
from salespack.scene.model import Command, Geometry
from salespack.scene.shapes.geometry import PRESETS, custom_geometry, geometry_in, preset_geometry
from salespack.scene.shapes.geometry_guides import Names, guide

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
NAMES = [shape.partition("\n")[0] for shape in PRESETS.read_text(encoding="utf-8").split("\n\n")[1:]]


def custom(inside: str, cx: int = 1000, cy: int = 500) -> Geometry:
    return custom_geometry(fromstring(f"<a:custGeom {A}>{inside}</a:custGeom>"), cx, cy)


def paths(*commands: str, attributes: str = "", guides: str = "") -> str:
    """Markup of one path out of `moveTo 0 0`, `arcTo wR hR stAng swAng`, `close`."""
    made = []
    for name, *values in (command.split() for command in commands):
        points = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in zip(values[::2], values[1::2], strict=True))
        given = " ".join(f'{key}="{value}"' for key, value in zip(("wR", "hR", "stAng", "swAng"), values, strict=False))
        made.append(f"<a:{name} {given}/>" if name == "arcTo" else f"<a:{name}>{points}</a:{name}>")
    return f"<a:gdLst>{guides}</a:gdLst><a:pathLst><a:path {attributes}>{''.join(made)}</a:path></a:pathLst>"


def drawn(geometry: Geometry) -> list[tuple[Command, ...]]:
    return [path.commands for path in geometry.paths]


def test_every_preset_of_the_standard_is_there() -> None:
    assert len(NAMES) == len(set(NAMES)) == 187
    for name in NAMES:
        geometry = preset_geometry(name, {}, 914_400, 457_200)
        assert geometry.known and geometry.preset == name and geometry.paths, name
        assert geometry.text.cx > 0 and geometry.text.cy > 0, name


def test_rectangle() -> None:
    assert preset_geometry("rect", {}, 300, 200) == Geometry(
        paths=preset_geometry("flowChartProcess", {}, 300, 200).paths, text=Box(0, 0, 300, 200), preset="rect"
    )
    assert drawn(preset_geometry("rect", {}, 300, 200)) == [
        (("M", (0, 0)), ("L", (300, 0)), ("L", (300, 200)), ("L", (0, 200)), ("Z", ()))
    ]


def test_adjusts_move_the_points() -> None:
    assert drawn(preset_geometry("rightArrow", {}, 1000, 400))[0] == (
        ("M", (0, 100)), ("L", (800, 100)), ("L", (800, 0)), ("L", (1000, 200)), ("L", (800, 400)), ("L", (800, 300)),
        ("L", (0, 300)), ("Z", ()),
    )  # fmt: skip
    assert drawn(preset_geometry("rightArrow", {"adj1": 100_000, "adj2": 25_000}, 1000, 400))[0][1:3] == (
        ("L", (900, 0)),
        ("L", (900, 0)),
    )


def test_round_corners_are_quarters_of_circles() -> None:
    corner = drawn(preset_geometry("roundRect", {"adj": 50_000}, 2000, 1000))[0][1]
    reach = 500 * 4 / 3 * (math.sqrt(2) - 1)
    assert corner == ("C", (0, round(500 - reach), round(500 - reach), 0, 500, 0))


def test_angles_are_those_of_rays() -> None:
    """A pie of an eighth ends where a ray at 45 degrees meets the ellipse: x = y from its middle."""
    pie = drawn(preset_geometry("pie", {"adj1": 0, "adj2": 45 * 60_000}, 4000, 2000))[0]
    assert [letter for letter, _ in pie] == ["M", "C", "L", "Z"]
    x, y = pie[1][1][-2:]
    assert x - 2000 == y - 1000 == round(2000 / math.sqrt(5))


def test_a_whole_circle_is_four_curves_that_meet() -> None:
    ellipse = drawn(preset_geometry("ellipse", {}, 1000, 600))[0]
    assert [letter for letter, _ in ellipse] == ["M", "C", "C", "C", "C", "Z"]
    assert ellipse[-2][1][-2:] == ellipse[0][1] == (0, 300)


def test_shades_and_strokes_of_paths() -> None:
    assert [(path.shade, path.stroked) for path in preset_geometry("cube", {}, 100, 100).paths] == [
        (0.0, False), (-0.2, False), (0.2, False), (None, True),
    ]  # fmt: skip
    assert [path.shade for path in preset_geometry("bevel", {}, 100, 100).paths] == [0.0, 0.2, -0.2, 0.4, -0.4, None]


def test_text_rectangles() -> None:
    assert preset_geometry("triangle", {}, 1000, 600).text == Box(250, 300, 500, 300)
    assert preset_geometry("pie", {}, 1000, 600).text == Box(146, 88, 708, 424)
    assert preset_geometry("line", {}, 1000, 600).text == Box(0, 0, 1000, 600)


def test_lines_of_charts_lie_on_the_fill() -> None:
    assert [path.shade for path in preset_geometry("chartX", {}, 100, 100).paths] == [0.0, None]


def test_an_unknown_preset_is_a_rectangle_and_says_so() -> None:
    geometry = preset_geometry("hyperCube", {}, 300, 200)
    assert not geometry.known and geometry.preset == "hyperCube"
    assert drawn(geometry) == drawn(preset_geometry("rect", {}, 300, 200))


def test_properties_name_preset_custom_or_nothing() -> None:
    def of(inside: str) -> Geometry:
        return geometry_in(fromstring(f"<a:spPr {A}>{inside}</a:spPr>"), 1000, 400)

    adjusted = '<a:prstGeom prst="rightArrow"><a:avLst><a:gd name="adj2" fmla="val 25000"/></a:avLst></a:prstGeom>'
    assert of(adjusted) == preset_geometry("rightArrow", {"adj2": 25_000}, 1000, 400)
    assert of(f"<a:custGeom>{paths('moveTo 0 0', 'lnTo 9 9')}</a:custGeom>").preset == ""
    assert of("") == geometry_in(None, 1000, 400) == preset_geometry("rect", {}, 1000, 400)


def test_custom_paths_are_scaled_to_the_shape() -> None:
    made = custom(paths("moveTo 0 0", "lnTo 10 10", "arcTo 10 5 0 5400000", attributes='w="20" h="10"'))
    (move, line, arc) = drawn(made)[0]
    assert (move, line) == (("M", (0, 0)), ("L", (500, 500)))
    assert arc[1][-2:] == (0, 750)


def test_quadratic_curves_become_cubic_ones() -> None:
    made = custom(paths("moveTo 0 0", "quadBezTo 300 0 300 300", "close"))
    assert drawn(made) == [(("M", (0, 0)), ("C", (200, 0, 300, 100, 300, 300)), ("Z", ()))]


def test_after_a_close_the_pen_is_at_the_start() -> None:
    made = custom(paths("moveTo 5 6", "lnTo 50 6", "close", "lnTo 5 60"))
    assert drawn(made)[0][3:] == (("M", (5, 6)), ("L", (5, 60)))


def test_custom_guides_text_and_fill() -> None:
    inside = paths(
        "moveTo l t", "lnTo x1 vc", attributes='fill="none" stroke="0"', guides='<a:gd name="x1" fmla="*/ w 1 4"/>'
    )
    made = custom(f'<a:rect l="x1" t="0" r="r" b="hd4"/>{inside}')
    assert made.text == Box(250, 0, 750, 125)
    assert drawn(made) == [(("M", (0, 0)), ("L", (250, 250)))]
    assert made.paths[0].shade is None and not made.paths[0].stroked


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("val 7", 7),
        ("*/ w 3 4", 75),
        ("*/ w 3 0", 0),
        ("+- w 3 4", 99),
        ("+/ w 20 4", 30),
        ("?: 0 1 2", 2),
        ("?: 1 1 2", 1),
        ("abs -5", 5),
        ("at2 5 5", 2_700_000),
        ("cat2 100 3 4", 60),
        ("sat2 100 3 4", 80),
        ("cos 100 3600000", 50),
        ("sin 100 1800000", 50),
        ("tan 100 2700000", 100),
        ("max 3 4", 4),
        ("min 3 4", 3),
        ("mod 2 3 6", 7),
        ("pin 5 3 9", 5),
        ("pin 5 7 9", 7),
        ("pin 5 12 9", 9),
        ("sqrt 81", 9),
        ("sqrt -81", 0),
        ("val hd2", 20),
        ("val ls", 100),
        ("val 3cd4", 16_200_000),
        ("val nowhere", 0),
        ("power 2 3", 0),
        ("", 0),
    ],
)
def test_formulas(formula: str, expected: float) -> None:
    names = Names(100, 40)
    names.add([guide("it", formula)])
    assert names["it"] == pytest.approx(expected, abs=1e-6)


def test_guides_that_name_each_other_come_to_an_end() -> None:
    guides = '<a:gd name="x" fmla="+- y 1 0"/><a:gd name="y" fmla="+- x 1 0"/><a:gd name="x" fmla="+- y 1 0"/>'
    assert drawn(custom(paths("moveTo 0 0", "lnTo x y", guides=guides)))[0][1] == ("L", (3, 2))


def test_half_a_command_is_left_out() -> None:
    made = custom(paths("moveTo 0 0", "cubicBezTo 1 2 3 4", "quadBezTo 1 2", "spiralTo 3 4", "lnTo 7 8"))
    assert drawn(made) == [(("M", (0, 0)), ("L", (7, 8)))]


def finite(geometry: Geometry) -> bool:
    numbers = [number for path in geometry.paths for _, values in path.commands for number in values]
    text = geometry.text
    return all(abs(number) <= MAX_COORDINATE for number in [*numbers, text.x, text.y]) and min(text.cx, text.cy) >= 0


LENGTHS = st.one_of(st.integers(-10, 20_000_000), st.integers(-(10**20), 10**20))


@given(st.sampled_from(NAMES), st.lists(LENGTHS, max_size=8), LENGTHS, LENGTHS)
def test_presets_stay_finite_whatever_the_adjusts(name: str, values: list[int], cx: int, cy: int) -> None:
    adjusts = {f"adj{number}": value for number, value in enumerate(values, start=1)}
    adjusts |= dict(zip(("adj", "hf", "vf"), values, strict=False))
    geometry = preset_geometry(name, adjusts, cx, cy)
    assert finite(geometry)
    assert sum(len(path.commands) for path in geometry.paths) < 1000


@given(st.lists(st.one_of(LENGTHS, st.sampled_from(["w", "x", "", "1e400", "nan", "-"])), min_size=8, max_size=8))
def test_custom_shapes_stay_finite_whatever_they_say(values: list[int | str]) -> None:
    x, y, *rest = values
    radius, height, start, swing, width, tall = rest
    guides = f'<a:gd name="x" fmla="*/ {x} {y} {radius}"/><a:gd fmla="mod x x x" name="x"/>'
    arc = f'<a:arcTo wR="{radius}" hR="{height}" stAng="{start}" swAng="{swing}"/>'
    path = f'<a:path w="{width}" h="{tall}"><a:moveTo><a:pt x="{x}" y="x"/></a:moveTo>{arc}</a:path>'
    made = custom(f'<a:gdLst>{guides}</a:gdLst><a:rect l="{x}" t="x"/><a:pathLst>{path}</a:pathLst>')
    assert finite(made)
    assert sum(len(one.commands) for one in made.paths) <= 7
