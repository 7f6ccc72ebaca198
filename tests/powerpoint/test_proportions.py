"""Slides of any height look alike: all that is on them stands, and is as large, in the same ratio to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from salespack.deck.model import Chart, Columns, Leaf, Node, Slide
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.settings import BrandSettings, MinimumSizes
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.pagination import paginated
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, TableShape
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from salespack.typography.text import Body
from tests.deck.kinds import node_of
from tests.forms.brands import sized
from tests.powerpoint.decks import SOURCES, bullet, deck, paragraph, slide, text

USUAL = 540
NEAR = 0.012
"""Of a length or size: what rounding to half points makes of it."""
ROOMY = text(paragraph("Of metals"), bullet("Copper bends"), bullet("Zinc breaks, and is mended again in a workshop"))


KINDS = (*get_args(Leaf), Columns)


Stage = tuple[Brand, Composer]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Stage]:
    """A brand for each height, all on it in proportion."""
    folder, typefaces = tmp_path_factory.mktemp("brands"), Typefaces(system=False)
    brands = {height: sized(folder, height * 16 // 9, height) for height in (405, USUAL, 675)}
    return {height: (brand, new_composer(brand, lambda: typefaces)) for height, brand in brands.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.slow
def test_slides_of_any_height_look_alike(
    kind: type[Node], alone: bool, stages: dict[int, Stage], tmp_path: Path
) -> None:
    node = node_of(kind, tmp_path)
    one = slide("Of metals and their use", node) if alone else slide("Of metals", ROOMY, node, sources=SOURCES)
    usual = list(measures(one, stages[USUAL]))
    for height in (405, 675):
        other, share = list(measures(one, stages[height])), height / USUAL
        assert len(usual) == len(other) > 0
        for (name, length), (same, changed) in zip(usual, other, strict=True):
            assert name == same
            assert changed == pytest.approx(length * share, rel=NEAR, abs=NEAR * USUAL), name


def measures(one: Slide, stage: Stage) -> Iterator[tuple[str, float]]:
    """Every box and size of letters on the slide, in points."""
    brand, composer = stage
    slides = paginated((one,), composer, "split")
    assert len(slides) == 1
    scene = read_scene(write_deck(deck(*slides), brand, templates=slide_templates(), composer=composer))
    for shape in scene.slides[0].shapes:
        if shape.origin == "slide":
            yield from of_shape(shape)


def of_shape(shape: AnyShape) -> Iterator[tuple[str, float]]:
    yield from of_box(shape.name, shape.box)
    if isinstance(shape, CompositeShape):
        for member in shape.shapes:
            yield from of_shape(member)
    elif isinstance(shape, TableShape):
        yield from ((f"{shape.name} column", width / 12_700) for width in shape.columns)
        for cell in shape.cells:
            yield from ((f"{shape.name} inset", length / 12_700) for length in cell.text.insets)
            yield from of_text(shape.name, cell.text)
    elif isinstance(shape, AutoShape) and shape.text is not None:
        yield from ((f"{shape.name} inset", length / 12_700) for length in shape.text.insets)
        yield from of_text(shape.name, shape.text)


def of_box(name: str, box: Box) -> Iterator[tuple[str, float]]:
    for side in ("x", "y", "cx", "cy"):
        yield f"{name} {side}", getattr(box, side) / 12_700


def of_text(name: str, body: Body) -> Iterator[tuple[str, float]]:
    for paragraph_ in body.paragraphs:
        for run in paragraph_.runs:
            yield f"{name} letters", run.size * body.font_scale / 100


def test_sources_and_labels_of_charts_are_as_large_as_the_brand_asks(tmp_path: Path) -> None:
    sized(tmp_path, 960, USUAL)
    settings = BrandSettings(minimum_sizes=MinimumSizes(source=19))
    asked = (None, settings)
    found = [sizes_on(compile_brand(tmp_path / f"{USUAL}.pptx", one), tmp_path) for one in asked]
    assert found == [{"Sources": [10.0], "Chart": [18.0]}, {"Sources": [19.0], "Chart": [19.0]}]


def sizes_on(brand: Brand, folder: Path) -> dict[str, list[float]]:
    """The sizes of sources and of what stands on a chart beside a list, in points."""
    one = slide("Of metals", ROOMY, node_of(Chart, folder), sources=SOURCES)
    file = write_deck(deck(one), brand, templates=slide_templates())
    found: dict[str, list[float]] = {}
    for shape in read_scene(file).slides[0].shapes:
        name = shape.name.rpartition(" ")[0]
        if name in ("Sources", "Chart"):
            sizes = {length for text, length in of_shape(shape) if text.endswith("letters")}
            found.setdefault(name, []).extend(sorted(sizes))
    return found
