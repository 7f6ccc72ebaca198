"""Small packages for tests: a brand with the layouts that a test asks for, and zips with anything in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 12_192_000, 6_858_000
TYPES = "application/vnd.openxmlformats-officedocument."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
MAIN_TYPE = TYPES + "presentationml.presentation.main+xml"
TREE_START = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
THEME_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "112233", "lt2": "EEEEEE", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip


class Shape(NamedTuple):
    """A placeholder for a layout or master; the box in hundredths of the slide, None to inherit it."""

    type: str | None
    idx: int | None = None
    box: tuple[int, int, int, int] | None = None
    text_style: str = ""
    body: str = "<a:bodyPr/>"
    name: str = ""
    link: str = ""


class Plan(NamedTuple):
    """A layout for `brand`."""

    name: str
    type: str | None = None
    shapes: Sequence[Shape] = ()
    background: str = ""
    overrides: str = "<a:masterClrMapping/>"
    extra: str = ""


MASTER_SHAPES = (
    Shape("title", box=(5, 5, 90, 15)),
    Shape("body", 1, box=(5, 25, 90, 60)),
    Shape("dt", 2, box=(5, 92, 20, 5)),
    Shape("ftr", 3, box=(30, 92, 40, 5)),
    Shape("sldNum", 4, box=(75, 92, 20, 5)),
)
TITLE = Plan("Title Slide", "title", (Shape("ctrTitle", box=(10, 20, 80, 30)), Shape("subTitle", 1, (10, 55, 80, 20))))
CONTENT = Plan("Title and Content", "obj", (Shape("title"), Shape(None, 1), Shape("ftr", 11), Shape("sldNum", 12)))
TITLE_ONLY = Plan("Title Only", "titleOnly", (Shape("title"), Shape("ftr", 11)))


def write_zip(path: Path, members: Mapping[str, bytes | str]) -> Path:
    """A zip with these members, written by the standard library."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def unzip(content: bytes) -> dict[str, bytes]:
    """All members of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rels(*rows: tuple[str, str, str]) -> str:
    """A relationships part; each row is id, last word of the type (or a whole type) and target."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind if ":" in kind else OFFICE + kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for key, kind, target in rows
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def shape_xml(number: int, shape: Shape) -> str:
    """One placeholder."""
    kind = f' type="{shape.type}"' if shape.type else ""
    idx = f' idx="{shape.idx}"' if shape.idx is not None else ""
    transform = ""
    if shape.box:
        x, y, cx, cy = shape.box
        transform = (
            f'<a:xfrm><a:off x="{x * WIDTH // 100}" y="{y * HEIGHT // 100}"/>'
            f'<a:ext cx="{cx * WIDTH // 100}" cy="{cy * HEIGHT // 100}"/></a:xfrm>'
        )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{shape.name or f"Placeholder {number}"}">{shape.link}</p:cNvPr>'
        f"<p:cNvSpPr/><p:nvPr><p:ph{kind}{idx}/></p:nvPr></p:nvSpPr><p:spPr>{transform}</p:spPr>"
        f"<p:txBody>{shape.body}<a:lstStyle>{shape.text_style}</a:lstStyle><a:p/></p:txBody></p:sp>"
    )


def tree(shapes: Sequence[Shape], extra: str = "") -> str:
    """The shape tree of a layout, master or slide."""
    listed = "".join(shape_xml(number, shape) for number, shape in enumerate(shapes, 2))
    return f"<p:spTree>{TREE_START}{extra}{listed}</p:spTree>"


def layout_xml(plan: Plan) -> str:
    """A layout part."""
    kind = f' type="{plan.type}"' if plan.type else ""
    return (
        f'<p:sldLayout {NAMES}{kind}><p:cSld name="{plan.name}">{plan.background}'
        f"{tree(plan.shapes, plan.extra)}</p:cSld>"
        f"<p:clrMapOvr>{plan.overrides}</p:clrMapOvr></p:sldLayout>"
    )


def theme_xml(colours: Mapping[str, str] = THEME_COLOURS) -> str:
    """A theme part with three styles of each kind."""
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
        for kind, face in (("major", "Georgia"), ("minor", "Verdana"))
    )
    return (
        f'<a:theme {NAMES} name="Test"><a:themeElements><a:clrScheme name="Test">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Test">{fonts}</a:fontScheme><a:fmtScheme name="Test">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def master_xml(layouts: int, *, shapes: Sequence[Shape] = MASTER_SHAPES, styles: str = "", first_id: int = 2) -> str:
    """A master part with relationship rId1… to its layouts."""
    listed = "".join(f'<p:sldLayoutId id="{2147483648 + first_id + n}" r:id="rId{n + 1}"/>' for n in range(layouts))
    colour_map = " ".join(
        f'{name}="{target}"'
        for name, target in (("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2"), ("hlink", "hlink"),
                             ("folHlink", "folHlink"), *((f"accent{n}", f"accent{n}") for n in range(1, 7)))
    )  # fmt: skip
    return (
        f'<p:sldMaster {NAMES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"{tree(shapes)}</p:cSld><p:clrMap {colour_map}/><p:sldLayoutIdLst>{listed}</p:sldLayoutIdLst>"
        f"<p:txStyles>{styles}</p:txStyles></p:sldMaster>"
    )


def brand_parts(
    plans: Sequence[Plan] = (TITLE, CONTENT, TITLE_ONLY),
    *,
    slides: Sequence[int] = (),
    main_type: str = MAIN_TYPE,
    master: str | None = None,
    presentation_start: str = "",
    presentation_end: str = "",
) -> dict[str, str | bytes]:
    """The members of a brand file; each of `slides` is a sample slide on the layout of that number."""
    folder = "/ppt/"
    types = {folder + "presentation.xml": main_type, folder + "theme/theme1.xml": TYPES + "theme+xml",
             folder + "slideMasters/slideMaster1.xml": TYPES + "presentationml.slideMaster+xml"}  # fmt: skip
    links = [("rId1", "slideMaster", "slideMasters/slideMaster1.xml")]
    parts: dict[str, str | bytes] = {
        "ppt/theme/theme1.xml": theme_xml(),
        "ppt/slideMasters/slideMaster1.xml": master or master_xml(len(plans)),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": rels(
            *((f"rId{n}", "slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(plans) + 1)),
            (f"rId{len(plans) + 1}", "theme", "../theme/theme1.xml"),
        ),
    }
    for number, plan in enumerate(plans, 1):
        name = f"slideLayouts/slideLayout{number}.xml"
        types[folder + name] = TYPES + "presentationml.slideLayout+xml"
        parts[f"ppt/{name}"] = layout_xml(plan)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = rels(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")
        )
    listed = ""
    for number, layout in enumerate(slides, 1):
        name = f"slides/slide{number}.xml"
        types[folder + name] = TYPES + "presentationml.slide+xml"
        parts[f"ppt/{name}"] = f'<p:sld {NAMES}><p:cSld name="SECRET">{tree(())}</p:cSld></p:sld>'
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = rels(
            ("rId1", "slideLayout", f"../slideLayouts/slideLayout{layout + 1}.xml")
        )
        links.append((f"rId{number + 1}", "slide", name))
        listed += f'<p:sldId id="{255 + number}" r:id="rId{number + 1}"/>'
    if listed:
        listed = f"<p:sldIdLst>{listed}</p:sldIdLst>"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="PNG" ContentType="image/png"/>'
        f"{overrides}</Types>",
        "_rels/.rels": rels(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {NAMES}{presentation_start}><p:sldMasterIdLst>"
        f'<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>{listed}<p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/>'
        f'<p:notesSz cx="6858000" cy="9144000"/>{presentation_end}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels(*links),
    } | parts


def replace(parts: Mapping[str, str | bytes], name: str, old: str, new: str) -> dict[str, str | bytes]:
    """The members with a text of one of them changed, which must be there."""
    content = parts[name]
    assert isinstance(content, str)
    assert old in content
    return {**parts, name: content.replace(old, new)}
