"""Scenes made by hand, and PDFs looked into: their tags, texts, bookmarks and links."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from salespack.drawing.pdf import Drawn, draw_pdf
from salespack.graphics.boxes import Box
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    Command,
    Geometry,
    Paint,
    Path,
    PictureFill,
    PictureShape,
    Scene,
    SlideScene,
    Solid,
)
from salespack.typography.faces import Typefaces
from salespack.typography.text import Body, Bullet, Paragraph, Run

ON = datetime.date(2026, 12, 1)
WIDTH, HEIGHT = 12_192_000, 6_858_000
CM = 360_000
TYPEFACES = Typefaces(system=True)
WHITE = Solid("FFFFFF")
NO_MEDIA: Mapping[str, bytes] = {}


def rectangle(cx: int, cy: int) -> Geometry:
    corners: tuple[Command, ...] = (
        ("M", (0, 0)), ("L", (cx, 0)), ("L", (cx, cy)), ("L", (0, cy)), ("Z", ()),
    )  # fmt: skip
    return Geometry(paths=(Path(commands=corners),), text=Box(0, 0, cx, cy), preset="rect")


def run(text: str, **look: Any) -> Run:
    return Run(
        text=text, typeface=look.pop("typeface", "Arial"), size=look.pop("size", 1_800), language="en-GB", **look
    )


def paragraph(*runs: Run | str, **look: Any) -> Paragraph:
    made = tuple(one if isinstance(one, Run) else run(one) for one in runs)
    return Paragraph(runs=made, end=run(""), **look)


def bulleted(text: str, level: int = 0) -> Paragraph:
    return paragraph(text, level=level, left=CM * (level + 1), indent=-CM, bullet=Bullet(run("•")))


def box(at: int = 0, cx: int = 20 * CM, cy: int = 3 * CM) -> Box:
    return Box(2 * CM, (1 + 4 * at) * CM, cx, cy)


def text_box(*paragraphs: Paragraph | str, at: int = 0, **about: Any) -> AutoShape:
    place = about.pop("box", box(at))
    body = Body(paragraphs=tuple(one if isinstance(one, Paragraph) else paragraph(one) for one in paragraphs))
    number = about.pop("id", at + 2)
    return AutoShape(
        id=number, name=about.pop("name", f"Text {at}"), box=place, geometry=rectangle(place.cx, place.cy),
        text=about.pop("text", body), **about,
    )  # fmt: skip


def title(text: str, **about: Any) -> AutoShape:
    return text_box(text, placeholder="title", name="Title 1", **about)


def picture(part: str, at: int = 1, alt: str = "", **about: Any) -> PictureShape:
    place = box(at, cx=4 * CM)
    fill = about.pop("picture", PictureFill(part=part))
    return PictureShape(
        id=at + 20, name=f"Picture {at}", box=place, geometry=rectangle(place.cx, place.cy), picture=fill, alt=alt,
        **about,
    )  # fmt: skip


def slide(*shapes: AnyShape, number: int = 1, background: Paint = WHITE, **about: Any) -> SlideScene:
    named = next(
        (one.text.text for one in shapes if isinstance(one, AutoShape) and one.placeholder == "title" and one.text), ""
    )
    return SlideScene(number=number, part=f"s{number}", background=background, shapes=shapes, title=named, **about)


def scene(*slides: SlideScene, media: Mapping[str, bytes] = NO_MEDIA, name: str = "A deck") -> Scene:
    return Scene(width=WIDTH, height=HEIGHT, slides=slides, media=media.__getitem__, title=name, language="en-GB")


def drawn(*slides: SlideScene, media: Mapping[str, bytes] = NO_MEDIA) -> Drawn:
    return draw_pdf(scene(*slides, media=media), TYPEFACES, on=ON)


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", colour: Any = "red") -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind)
    return target.getvalue()


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def lines(pdf: bytes, page: int = 0) -> list[str]:
    """The texts of a page in their order."""
    return [line.strip() for line in reader(pdf).pages[page].extract_text().splitlines() if line.strip()]


def bookmarks(pdf: bytes) -> list[str]:
    return [str(one.title) for one in reader(pdf).outline if not isinstance(one, list)]


def links(pdf: bytes, page: int = 0) -> list[Any]:
    """Where the links of a page lead (an address, or None for a page), each with its rectangle."""
    found = [one.get_object() for one in reader(pdf).pages[page].get("/Annots", ())]
    return [(one["/A"].get("/URI") if "/A" in one else None, [float(n) for n in one["/Rect"]]) for one in found]


def tags(pdf: bytes) -> list[str]:
    """The tags of the document, parents first; figures with what they say."""
    return list(_tags(reader(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"]))  # type: ignore[index]


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])[1:] + (f": {node['/Alt']}" if "/Alt" in node else "")
        if "/K" in node:
            yield from _tags(node["/K"])


def codes(found: Drawn) -> list[str]:
    return [problem.code for problem in found.problems]


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def texts(problems: Sequence[Any]) -> str:
    return "\n".join(map(str, problems))
