"""Ways in which a package can be broken: of its members, of its markup, and of the zip itself."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree import ElementTree

from hypothesis import strategies as st

from tests.powerpoint.packages import (
    CONTENT,
    NAMES,
    TITLE,
    TITLE_ONLY,
    TREE_START,
    Plan,
    Shape,
    brand_parts,
    rels,
    replace,
)

Parts = dict[str, str | bytes]
VALUES = (
    "", "0", "-1", "-914400", "4294967295", "-9223372036854775808", "99999999999999999999999999", "1e999", "-1e308",
    "nan", "inf", "-inf", "1.5", "50%", "-50%", "abc", "true", "title", "sldNum", "phClr", "bg1", "..", "/", "\\",
    "../../../../etc/passwd", "http://example.com/x", "file:///etc/passwd", "C:\\x", "/ppt/presentation.xml",
    "rId1", "\u202e\u0301", "￿", "x" * 5_000, "vert", "FFFFFF", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}",
)  # fmt: skip
CONTENTS: tuple[str | bytes, ...] = (
    b"", b"\0" * 100, b"\xff\xfe\xfa", "<", "<a>", "<a/><b/>", "plain text", "<x/>", "<p:sld/>",
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', '<?xml version="1.0" encoding="utf-7"?><x/>',
    '<?xml version="1.0" encoding="nothing"?><x/>', "<x>&nbsp;</x>", "<x>\x01</x>", "\ufeff<x/>".encode("utf-16"),
    '<x xmlns="http://purl.oclc.org/ooxml/presentationml/main"/>', "<x>" * 3_000, "<x>" * 20_000 + "</x>" * 20_000,
)  # fmt: skip
EBCDIC = b'<?xml version="1.0" encoding="cp037"?>' + "<x></x>".encode("cp037")
TYPES = ("", "text/plain", "application/vnd.ms-excel", "application/vnd.ms-powerpoint.template.macroEnabled.main+xml")


def small_brand() -> Parts:
    """A brand with all that the readers look at: groups, pictures, styles, fonts, sample slides, a notes master."""
    style = '<a:lvl1pPr><a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:buChar char="-"/><a:defRPr sz="2800" b="1"/></a:lvl1pPr>'
    fill = '<a:solidFill><a:schemeClr val="accent1"><a:lumMod val="75000"/></a:schemeClr></a:solidFill>'
    box = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/><a:chOff x="0" y="0"/><a:chExt cx="9" cy="9"/></a:xfrm>'
    shape = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="90" name="Band"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{box}'
        f'<a:prstGeom prst="rect"/>{fill}</p:spPr></p:sp>'
    )
    group = (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="91" name="G"/></p:nvGrpSpPr><p:grpSpPr>{box}</p:grpSpPr>{shape}</p:grpSp>'
    )
    picture = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="92" name="Logo"/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId2"/>'
        f"</p:blipFill><p:spPr>{box}</p:spPr></p:pic>"
    )
    rich = Plan("Rich", "twoObj", (
        Shape("title", text_style=style), Shape(None, 1, (5, 25, 40, 60)), Shape("pic", 2, (50, 25, 40, 60)),
        Shape("sldNum", 3),
    ), extra=group + picture)  # fmt: skip
    parts = brand_parts([TITLE, CONTENT, TITLE_ONLY, rich], slides=[1, 3])
    links = ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"), ("rId2", "image", "../media/image1.png")
    parts["ppt/slideLayouts/_rels/slideLayout4.xml.rels"] = rels(*links)
    parts["ppt/media/image1.png"] = b"\x89PNG not really"
    parts["ppt/presProps.xml"] = (
        f"<p:presentationPr {NAMES}><p:showPr><p:sldRg st='1' end='2'/></p:showPr></p:presentationPr>"
    )
    parts["ppt/tableStyles.xml"] = f'<a:tblStyleLst {NAMES} def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>'
    more = rels(("rId60", "presProps", "presProps.xml"), ("rId61", "tableStyles", "tableStyles.xml")).partition(">")[2]
    return replace(parts, "ppt/_rels/presentation.xml.rels", "</Relationships>", more)


# --- mutations of one part -------------------------------------------------------------------------------------------


def _without(parts: Parts, name: str, _: Any) -> Parts:
    return {key: value for key, value in parts.items() if key != name}


def _with_content(parts: Parts, name: str, content: str | bytes) -> Parts:
    return {**parts, name: content}


def _as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _cut(parts: Parts, name: str, share: float) -> Parts:
    content = _as_bytes(parts[name])
    return {**parts, name: content[: int(len(content) * share)]}


def _in_markup(change: Callable[[ElementTree.Element, int, str], None]) -> Callable[[Parts, str, Any], Parts]:
    """A mutation of one element of a part; parts that are no markup stay."""

    def mutate(parts: Parts, name: str, choice: tuple[int, str]) -> Parts:
        try:
            root = ElementTree.fromstring(_as_bytes(parts[name]))
        except (ElementTree.ParseError, LookupError, ValueError, RecursionError):
            return parts
        elements = list(root.iter())
        change(elements[choice[0] % len(elements)], *choice)
        try:
            return {**parts, name: ElementTree.tostring(root)}
        except (ValueError, RecursionError):
            return parts

    return mutate


def _set_attribute(element: ElementTree.Element, number: int, value: str) -> None:
    if element.attrib:
        element.set(sorted(element.attrib)[number % len(element.attrib)], value)


def _drop_attribute(element: ElementTree.Element, number: int, _: str) -> None:
    if element.attrib:
        element.attrib.pop(sorted(element.attrib)[number % len(element.attrib)])


def _drop_children(element: ElementTree.Element, *_: Any) -> None:
    for child in list(element):
        element.remove(child)


def _repeat_children(element: ElementTree.Element, number: int, _: str) -> None:
    element.extend(list(element) * (number % 5 + 1))


def _rename(element: ElementTree.Element, number: int, _: str) -> None:
    names = ("sp", "pic", "grpSp", "graphicFrame", "cxnSp", "ph", "x", "spTree", "bg", "clrMap")
    element.tag = (
        element.tag.rpartition("}")[0] + "}" + names[number % len(names)] if "}" in element.tag else element.tag
    )


def _wrong_type(parts: Parts, name: str, kind: str) -> Parts:
    row = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    types = parts.get("[Content_Types].xml", "")
    return {**parts, "[Content_Types].xml": _as_bytes(types).decode("utf-8", "replace").replace("</Types>", row)}


_choice = st.tuples(st.integers(0, 500), st.sampled_from(VALUES))
MUTATIONS: tuple[tuple[Callable[[Parts, str, Any], Parts], st.SearchStrategy[Any]], ...] = (
    (_in_markup(_set_attribute), _choice),
    (_in_markup(_set_attribute), _choice),
    (_in_markup(_set_attribute), _choice),
    (_in_markup(_drop_attribute), _choice),
    (_in_markup(_drop_children), _choice),
    (_in_markup(_repeat_children), _choice),
    (_in_markup(_rename), _choice),
    (_without, st.none()),
    (_with_content, st.sampled_from(CONTENTS)),
    (_cut, st.floats(0, 1)),
    (_wrong_type, st.sampled_from(TYPES)),
)


class Broken:
    """The members of a small brand with something wrong; it says what, so that a failure can be read."""

    def __init__(self) -> None:
        self.parts = small_brand()
        self.changes: list[str] = []

    def __repr__(self) -> str:
        return "\n".join(self.changes)

    def change(self, mutate: Callable[[Parts, str, Any], Parts], name: str, argument: Any) -> None:
        before = self.parts.get(name)
        self.parts = mutate(self.parts, name, argument)
        if isinstance(before, bytes | str) and (after := self.parts.get(name)) != before:
            self.changes.append(f"{name}: {argument!r:.200} gives {after!r:.2000}")


@st.composite
def broken_parts(draw: st.DrawFn) -> Broken:
    """A small brand with one to three things wrong."""
    broken = Broken()
    for _ in range(draw(st.integers(1, 3))):
        mutate, argument = draw(st.sampled_from(MUTATIONS))
        broken.change(mutate, draw(st.sampled_from(sorted(broken.parts))), draw(argument))
    return broken


ZIP_FAULTS = ("cut", "flip", "flip the end", "insert", "members twice")


def broken_zip(kind: str, at: int, values: bytes) -> bytes:
    """A whole zip with bytes changed, cut off or put in at a place, or with a member that it holds twice."""
    parts = small_brand()
    data = bytearray(zipped(parts))
    at %= len(data)
    if kind == "cut":
        return bytes(data[:at])
    if kind == "members twice":
        return zipped(parts, again=sorted(parts)[at % len(parts)])
    if kind == "insert":
        return bytes(data[:at] + values + data[at:])
    if kind == "flip the end":  # the directory, where sizes and offsets are
        at = len(data) - 1 - at % 1_500
    for offset, value in enumerate(values):
        data[(at + offset) % len(data)] = value
    return bytes(data)


def zipped(parts: Parts, again: str = "") -> bytes:
    """The members as a zip; `again` names one that it holds twice."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name in (*parts, *([again] if again else [])):
            archive.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()


# --- known evils -----------------------------------------------------------------------------------------------------


def _many(parts: Parts, shape: str, count: int) -> Parts:
    listed = "".join(shape.replace("NUMBER", str(number)) for number in range(100, 100 + count))
    layout = str(parts["ppt/slideLayouts/slideLayout2.xml"])
    return {**parts, "ppt/slideLayouts/slideLayout2.xml": layout.replace("</p:spTree>", f"{listed}</p:spTree>")}


def _placeholder(attributes: str, box: str = "", tag: str = "sp", properties: str = "nvSpPr") -> str:
    return (
        f'<p:{tag}><p:{properties}><p:cNvPr id="NUMBER" name="P NUMBER"/><p:cNvSpPr/><p:nvPr><p:ph {attributes}/></p:nvPr>'
        f"</p:{properties}><p:spPr>{box}</p:spPr></p:{tag}>"
    )


def _box(x: str, y: str, cx: str, cy: str) -> str:
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'


BAND = (
    '<p:sp><p:nvSpPr><p:cNvPr id="NUMBER" name="B"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
    + _box("0", "0", "9000000", "900000")
    + '<a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="112233"/></a:solidFill></p:spPr></p:sp>'
)


def evils() -> dict[str, Callable[[], bytes]]:
    """Makers of packages that each do one thing known to hurt readers."""
    brand, presentation = small_brand(), "ppt/_rels/presentation.xml.rels"
    huge = _box("-99999999999999999999", "1e300", "99999999999999999999", "-5")
    title = "ppt/slideLayouts/slideLayout2.xml"
    many_layouts = [TITLE, CONTENT] + [
        Plan(f"Layout {at}", None, (Shape("title"), Shape(None, at))) for at in range(2_000)
    ]
    loop = rels(("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"), ("rId2", "slideLayout", "slideLayout2.xml"),
                ("rId3", "theme", "../presentation.xml"), ("rId4", "officeDocument", "../../_rels/.rels"))  # fmt: skip
    nested = "<p:grpSp><p:grpSpPr/>" * 3_000 + "</p:grpSp>" * 3_000
    makers: dict[str, Callable[[], Parts]] = {
        "10,000 shapes": lambda: _many(brand, BAND, 10_000),
        "10,000 placeholders": lambda: _many(brand, _placeholder('type="body" idx="NUMBER"', _box("0", "0", "90000", "90000")), 10_000),
        "10,000 placeholders of one idx": lambda: _many(brand, _placeholder('type="body" idx="7"'), 10_000),
        "2,000 layouts": lambda: brand_parts(many_layouts),
        "4,000 sample slides": lambda: brand_parts(slides=[1] * 4_000),
        "negative sizes": lambda: _many(brand, _placeholder('type="body" idx="20"', _box("-1", "-1", "-90000", "-90000")), 3),
        "huge integers": lambda: _many(brand, _placeholder('type="body" idx="20"', huge), 3),
        "the largest idx": lambda: _many(brand, _placeholder('type="body" idx="4294967295"'), 1),
        "an unknown placeholder": lambda: _many(brand, _placeholder('type="hologram" idx="20"'), 1),
        "a title that is a picture": lambda: replace(
            replace(brand, title, "<p:sp>", "<p:pic>"), title, "</p:sp>", "</p:pic>"
        ),
        "groups 3,000 deep": lambda: _many(brand, nested, 1),
        "a loop of relationships": lambda: {**brand, "ppt/slideLayouts/_rels/slideLayout2.xml.rels": loop},
        "an absolute target": lambda: replace(brand, presentation, "slideMasters/", "/ppt/slideMasters/"),
        "a target outside": lambda: replace(brand, presentation, "slideMasters/", "../../../slideMasters/"),
        "a target with a drive": lambda: replace(brand, presentation, "slideMasters/", "C:/slideMasters/"),
        "a target that is a picture": lambda: replace(brand, presentation, "slideMasters/slideMaster1.xml", "media/image1.png"),
        "a slide of no size": lambda: replace(brand, "ppt/presentation.xml", 'cx="12192000"', 'cx="0"'),
        "a slide of one unit": lambda: replace(
            replace(brand, "ppt/presentation.xml", 'cx="12192000"', 'cx="1"'), "ppt/presentation.xml", 'cy="6858000"', 'cy="1"'
        ),
        "entities": lambda: {**brand, "ppt/presentation.xml": CONTENTS[9]},
        "deep markup": lambda: {**brand, title: f"<p:sldLayout {NAMES}>" + "<x>" * 50_000 + "</x>" * 50_000 + "</p:sldLayout>"},
        "15 MB of elements": lambda: {
            **brand,
            title: f"<p:sldLayout {NAMES}><p:cSld><p:spTree>" + "<p:x/>" * 2_500_000 + "</p:spTree></p:cSld></p:sldLayout>",
        },
        "16 layouts of 9 MB": lambda: _with_heavy_layouts(16, 9_000_000),
        "tags that do not look like tags": lambda: {**brand, "ppt/presProps.xml": EBCDIC},
        "an empty tree": lambda: {**brand, title: f"<p:sldLayout {NAMES}><p:cSld><p:spTree>{TREE_START}</p:spTree></p:cSld></p:sldLayout>"},
    }  # fmt: skip
    packed = {name: partial(_made, maker) for name, maker in makers.items()}
    return packed | {"a bomb": _bomb, "many bombs": partial(_bomb, members=40)}


def _with_heavy_layouts(count: int, size: int) -> Parts:
    """Layouts that are mostly one long text."""
    parts = brand_parts([CONTENT] * count)
    return {
        name: str(content).replace("</p:cSld>", f"</p:cSld><!--{'x' * size}-->")
        if name.endswith("xml") and "slideLayouts/s" in name
        else content
        for name, content in parts.items()
    }


def _made(maker: Callable[[], Parts]) -> bytes:
    return zipped(maker())


def _bomb(members: int = 1) -> bytes:
    """A zip whose members unpack to 200 MB of blanks in all, whatever its directory says of them."""
    stream = io.BytesIO()
    size = 200_000_000 // members
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in small_brand().items():
            archive.writestr(name, content)
        for number in range(members):
            with archive.open(f"ppt/media/bomb{number}.xml", "w") as member:
                for _ in range(0, size, 1_000_000):
                    member.write(b" " * 1_000_000)
    return stream.getvalue()
