"""Whether two decks show the same, read with python-pptx: `compare.py A B` prints what differs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

FOOTERS = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@dataclass(frozen=True)
class Shown:
    """What one slide shows, without where: paragraphs with their levels, links, tables, charts, alt texts, notes."""

    title: str
    paragraphs: tuple[str, ...]
    links: tuple[str, ...]
    tables: tuple[str, ...]
    charts: tuple[str, ...]
    pictures: tuple[str, ...]
    notes: str


def shown(path: Path) -> list[Shown]:
    """What each slide of a deck shows. Footers, dates and slide numbers do not count."""
    return [_slide(slide) for slide in Presentation(str(path)).slides]


def differences(first: Path, second: Path) -> list[str]:
    """What differs between two decks, a line each."""
    one, other = shown(first), shown(second)
    found = [] if len(one) == len(other) else [f"{len(one)} slides against {len(other)}"]
    for number, (mine, theirs) in enumerate(zip(one, other, strict=False), 1):
        found += [
            f"slide {number}, {field}: {getattr(mine, field)} against {getattr(theirs, field)}"
            for field in Shown.__dataclass_fields__
            if getattr(mine, field) != getattr(theirs, field)
        ]
    return found


def _slide(slide: Any) -> Shown:
    shapes = [shape for shape in _shapes(slide.shapes) if not _is_footer(shape)]
    frames = [
        shape.text_frame for shape in shapes if shape.has_text_frame and shape.shape_id != slide.shapes.title.shape_id
    ]
    paragraphs = [paragraph for frame in frames for paragraph in frame.paragraphs if paragraph.runs]
    return Shown(
        title=slide.shapes.title.text_frame.text,
        paragraphs=tuple(sorted(f"{one.level} {one.text}" for one in paragraphs)),
        links=tuple(sorted(run.hyperlink.address for one in paragraphs for run in one.runs if run.hyperlink.address)),
        tables=tuple(
            str([[cell.text for cell in row.cells] for row in one.table.rows]) for one in shapes if one.has_table
        ),
        charts=tuple(_chart(one) for one in shapes if one.has_chart),
        pictures=tuple(f"{one.image.sha1} {_alt(one)}" for one in shapes if one.shape_type == MSO_SHAPE_TYPE.PICTURE),
        notes=slide.notes_slide.notes_text_frame.text,
    )


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _is_footer(shape: Any) -> bool:
    return bool(shape.is_placeholder and shape.placeholder_format.type in FOOTERS)


def _chart(frame: Any) -> str:
    chart = frame.chart
    plot = chart.plots[0]
    series = {one.name: list(one.values) for one in plot.series}
    return (
        f"{plot.__class__.__name__} {chart.chart_title.text_frame.text} {list(plot.categories)} {series} {_alt(frame)}"
    )


def _alt(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr"))


if __name__ == "__main__":
    print("\n".join(differences(Path(sys.argv[1]), Path(sys.argv[2]))) or "the same")
