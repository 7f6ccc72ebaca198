"""Small decks for tests of the scene: slides written as markup, on layouts and a master that a test may write too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, fromstring

from salespack.ooxml.packaging import Relationship
from salespack.ooxml.theme import IDENTITY_MAP, theme_of
from salespack.scene.memory import SceneMemory
from salespack.scene.model import AnyShape, AutoShape, Scene
from salespack.scene.paint import Source
from salespack.scene.reading import read_scene
from salespack.typography.text import Body
from tests.powerpoint.packages import CONTENT, NAMES, TREE_START, Plan, brand_parts, rels, theme_xml

EMPTY_TREE = f"<p:spTree>{TREE_START}</p:spTree>"
MORE_NAMES = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
Link = tuple[str, str, str]


def element(xml: str) -> Element:
    """An element of DrawingML or PresentationML."""
    start, _, rest = xml.partition(">")
    closed = start.endswith("/")
    return fromstring(f"{start.rstrip('/')} {NAMES}{MORE_NAMES}{'/' if closed else ''}>{rest}")


def source(*links: Relationship, slides: Mapping[str, int] | None = None, number: int = 0) -> Source:
    """A source under the test theme (Georgia and Verdana)."""
    theme = theme_of(element(theme_xml().replace(f" {NAMES}", "", 1)), IDENTITY_MAP)
    return Source("ppt/slides/slide1.xml", theme, {one.id: one for one in links}, slides or {}, number)


def image(identifier: str = "rId9", target: str = "ppt/media/a.png") -> Relationship:
    """The relationship of a picture."""
    return Relationship(identifier, "…/image", target)


def slide_xml(content: str, *, attributes: str = "", background: str = "", after: str = "") -> str:
    """A slide with these shapes."""
    return (
        f"<p:sld {NAMES}{MORE_NAMES}{attributes}><p:cSld>{background}<p:spTree>{TREE_START}{content}</p:spTree></p:cSld>"
        f"{after}</p:sld>"
    )


def deck(
    *slides: str,
    plans: Sequence[Plan] = (CONTENT,),
    links: Sequence[Link] = (),
    parts: Mapping[str, str | bytes] | None = None,
    master: str | None = None,
    start: str = "",
    end: str = "",
) -> bytes:
    """A deck with these slides (markup of whole parts, or only of shapes), all on the first layout.

    `links` are relationships of every slide, `parts` more members of the package, or others in place of those there.
    """
    members = brand_parts(
        plans, slides=[0] * len(slides), master=master, presentation_start=start, presentation_end=end
    )
    for number, xml in enumerate(slides, 1):
        members[f"ppt/slides/slide{number}.xml"] = xml if xml.startswith("<p:sld ") else slide_xml(xml)
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = rels(
            ("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"), *links
        )
    members.update(parts or {})
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def scene(*slides: str, memory: SceneMemory | None = None, **more: object) -> Scene:
    """The scene of such a deck."""
    return read_scene(deck(*slides, **more), memory=memory)  # type: ignore[arg-type]


def shapes(content: str, memory: SceneMemory | None = None, **more: object) -> tuple[AnyShape, ...]:
    """The shapes of a slide with this content."""
    return scene(content, memory=memory, **more).slides[0].shapes


def auto(content: str, **more: object) -> AutoShape:
    """The only shape of a slide with this content."""
    (found,) = shapes(content, **more)  # type: ignore[arg-type]
    assert isinstance(found, AutoShape)
    return found


def body(content: str, **more: object) -> Body:
    """The text of the only shape of a slide with this content."""
    found = auto(content, **more).text
    assert found is not None
    return found


def sp(
    properties: str = "",
    text: str | None = None,
    *,
    ph: str | None = None,
    box: tuple[int, int, int, int] | None = (0, 0, 100, 200),
    name: str = '<p:cNvPr id="7" name="Shape"/>',
    style: str = "",
    transform: str = "",
) -> str:
    """A shape; `box` is in EMU, `text` the content of its `p:txBody` (a paragraph of plain text, if it is no markup)."""
    place = ""
    if box is not None:
        place = f'<a:xfrm{transform}><a:off x="{box[0]}" y="{box[1]}"/><a:ext cx="{box[2]}" cy="{box[3]}"/></a:xfrm>'
    if text is not None and not text.startswith("<"):
        text = f"<a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return (
        f"<p:sp><p:nvSpPr>{name}<p:cNvSpPr/><p:nvPr>{f'<p:ph {ph}/>' if ph is not None else ''}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{place}{properties}</p:spPr>{style}{f'<p:txBody>{text}</p:txBody>' if text is not None else ''}</p:sp>"
    )


def group(content: str, outer: tuple[int, int, int, int], inner: tuple[int, int, int, int], transform: str = "") -> str:
    """A group."""
    return (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        f'<a:xfrm{transform}><a:off x="{outer[0]}" y="{outer[1]}"/><a:ext cx="{outer[2]}" cy="{outer[3]}"/>'
        f'<a:chOff x="{inner[0]}" y="{inner[1]}"/><a:chExt cx="{inner[2]}" cy="{inner[3]}"/></a:xfrm></p:grpSpPr>'
        f"{content}</p:grpSp>"
    )


def frame(data: str, uri: str = "x") -> str:
    """A graphic frame of 100 by 200 EMU at 10, 20."""
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="Frame"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="10" y="20"/><a:ext cx="100" cy="200"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{uri}">{data}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def pic(properties: str = "", *, fill: str = "", blip: str = 'r:embed="rId9"', media: str = "") -> str:
    """A picture of 100 by 200 EMU."""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture" descr="A lake"/><p:cNvPicPr/><p:nvPr>{media}</p:nvPr>'
        f"</p:nvPicPr><p:blipFill><a:blip {blip}/>{fill}</p:blipFill><p:spPr>"
        f'<a:xfrm><a:off x="1" y="2"/><a:ext cx="100" cy="200"/></a:xfrm>{properties}</p:spPr></p:pic>'
    )
