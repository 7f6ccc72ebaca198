"""The table styles that PowerPoint knows by their identifiers alone, as the markup that it writes for them.

Decks name them without defining them, once they have been edited by other programs or made by a library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from xml.etree.ElementTree import Element, fromstring

from salespack.ooxml.markup import A

# The parts of a family, what they say separated by semicolons: `text` colour, `bold`, `fill` colour, `fill ref` number
# colour, `no fill`, and sides with their line: width in EMU and colour, `double` ones, `none`, `ref` number colour.
# `@` is the family's accent, or its `dark` where it has none. Colours are changed by per cents of tint, shade, alpha.

_BOX = "left right top bottom"
_ALL = f"{_BOX} insideH insideV"
_FAMILIES: Mapping[str, Mapping[str, str]] = {
    "No Style, No Grid": {"wholeTbl": f"text tx1; {_ALL}: none; no fill"},
    "No Style, Table Grid": {"wholeTbl": f"text tx1; {_ALL}: 12700 tx1; no fill"},
    "Themed Style 1": {
        "tblBg": "fill ref 2 @",
        "wholeTbl": f"text dk1; {_ALL}: ref 1 @; no fill",
        "band1H": "fill @ alpha 40",
        "band1V": "top bottom: ref 1 @; fill @ alpha 40",
        "lastCol": "bold; left: ref 2 @; right top bottom insideH: ref 1 @; insideV: none",
        "firstCol": "bold; right: ref 2 @; left top bottom insideH: ref 1 @; insideV: none",
        "lastRow": "bold; top bottom: ref 2 @; left right: ref 1 @; insideH insideV: none; no fill",
        "firstRow": "bold; text lt1; left right top: ref 1 @; bottom: ref 2 lt1; insideH insideV: none; fill @",
    },
    "Themed Style 2": {
        "tblBg": "fill ref 3 @",
        "wholeTbl": f"text lt1; {_BOX}: ref 1 @ tint 50; insideH insideV: none; no fill",
        "band1H": "fill lt1 alpha 20",
        "band1V": "fill lt1 alpha 20",
        "lastCol": "bold; left: ref 2 lt1",
        "firstCol": "bold; right: ref 2 lt1",
        "lastRow": "bold; top: ref 2 lt1; no fill",
        "firstRow": "bold; bottom: ref 3 lt1; no fill",
        "seCell": "left top: none",
        "swCell": "right top: none",
        "neCell": "bottom: none",
    },
    "Light Style 1": {
        "wholeTbl": "text tx1; left right insideH insideV: none; top bottom: 12700 @; no fill",
        "band1H": "fill @ alpha 20",
        "band1V": "fill @ alpha 20",
        "lastCol": "bold",
        "firstCol": "bold",
        "lastRow": "bold; top: 12700 @; no fill",
        "firstRow": "bold; bottom: 12700 @; no fill",
    },
    "Light Style 2": {
        "wholeTbl": f"text tx1; {_BOX}: ref 1 @; insideH insideV: none; no fill",
        "band1H": "top bottom: ref 1 @",
        "band1V": "left right: ref 1 @",
        "band2V": "left right: ref 1 @",
        "lastCol": "bold",
        "firstCol": "bold",
        "lastRow": "bold; top: double 50800 @",
        "firstRow": "bold; text bg1; fill ref 1 @",
    },
    "Light Style 3": {
        "wholeTbl": f"text tx1; {_ALL}: 12700 @; no fill",
        "band1H": "fill @ alpha 20",
        "band1V": "fill @ alpha 20",
        "lastCol": "bold",
        "firstCol": "bold",
        "lastRow": "bold; top: double 50800 @; no fill",
        "firstRow": "bold; bottom: 25400 @; no fill",
    },
    "Medium Style 1": {
        "wholeTbl": f"text dk1; {_BOX} insideH: 12700 @; insideV: none; fill lt1",
        "band1H": "fill @ tint 20",
        "band1V": "fill @ tint 20",
        "lastCol": "bold",
        "firstCol": "bold",
        "lastRow": "bold; top: double 50800 @; fill lt1",
        "firstRow": "bold; text lt1; fill @",
    },
    "Medium Style 2": {
        "wholeTbl": f"text dk1; {_ALL}: 12700 lt1; fill @ tint 20",
        "band1H": "fill @ tint 40",
        "band1V": "fill @ tint 40",
        "lastCol": "bold; text lt1; fill @",
        "firstCol": "bold; text lt1; fill @",
        "lastRow": "bold; text lt1; top: 38100 lt1; fill @",
        "firstRow": "bold; text lt1; bottom: 38100 lt1; fill @",
    },
    "Medium Style 3": {
        "wholeTbl": "text dk1; left right insideH insideV: none; top bottom: 25400 dk1; fill lt1",
        "band1H": "fill dk1 tint 20",
        "band1V": "fill dk1 tint 20",
        "lastCol": "bold; text lt1; fill @",
        "firstCol": "bold; text lt1; fill @",
        "lastRow": "bold; top: double 50800 dk1; fill lt1",
        "firstRow": "bold; text lt1; bottom: 25400 dk1; fill @",
        "seCell": "bold; text dk1",
        "swCell": "bold; text dk1",
    },
    "Medium Style 4": {
        "wholeTbl": f"text dk1; {_ALL}: 12700 @; fill @ tint 20",
        "band1H": "fill @ tint 40",
        "band1V": "fill @ tint 40",
        "lastCol": "bold",
        "firstCol": "bold",
        "lastRow": "bold; top: 25400 @; fill @ tint 20",
        "firstRow": "bold; fill @ tint 20",
    },
    "Dark Style 1": {
        "wholeTbl": f"text lt1; {_ALL}: none; fill @",
        "band1H": "fill @ shade 60",
        "band1V": "fill @ shade 60",
        "lastCol": "bold; left: 25400 lt1; fill @ shade 60",
        "firstCol": "bold; right: 25400 lt1; fill @ shade 60",
        "lastRow": "bold; top: 25400 lt1; fill @ shade 40",
        "firstRow": "bold; bottom: 25400 lt1; fill dk1",
        "seCell": "left: none",
        "swCell": "right: none",
        "neCell": "left: none",
        "nwCell": "right: none",
    },
    "Dark Style 1 without accent": {
        "wholeTbl": f"text lt1; {_ALL}: none; fill dk1 tint 20",
        "band1H": "fill dk1 tint 40",
        "band1V": "fill dk1 tint 40",
        "lastCol": "bold; left: 25400 lt1; fill dk1 tint 60",
        "firstCol": "bold; right: 25400 lt1; fill dk1 tint 60",
        "lastRow": "bold; top: 25400 lt1; fill dk1 tint 60",
        "firstRow": "bold; bottom: 25400 lt1; fill dk1",
        "seCell": "left: none",
        "swCell": "right: none",
        "neCell": "left: none",
        "nwCell": "right: none",
    },
    "Dark Style 2": {
        "wholeTbl": f"text dk1; {_ALL}: none; fill @ tint 20",
        "band1H": "fill @ tint 40",
        "band1V": "fill @ tint 40",
        "lastCol": "bold",
        "firstCol": "bold",
        "lastRow": "bold; top: double 50800 dk1; fill @ tint 20",
        "firstRow": "bold; text lt1; fill @2",
    },
}
"""As PowerPoint writes them into a deck that uses them."""

_ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_IDENTIFIERS: Iterable[tuple[str, str, tuple[str, ...]]] = (
    ("No Style, No Grid", "tx1", ("2D5ABB26-0587-4C30-8999-92F81FD0307C",)),
    ("No Style, Table Grid", "tx1", ("5940675A-B579-460E-94D1-54222C63F5DA",)),
    ("Themed Style 1", "", (
        "3C2FFA5D-87B4-456A-9821-1D502468CF0F", "284E427A-3D55-4303-BF80-6455036E1DE7",
        "69C7853C-536D-4A76-A0AE-DD22124D55A5", "775DCB02-9BB8-47FD-8907-85C794F793BA",
        "35758FB7-9AC5-4552-8A53-C91805E547FA", "08FB837D-C827-4EFA-A057-4D05807E0F7C",
    )),
    ("Themed Style 2", "", (
        "D113A9D2-9D6B-4929-AA2D-F23B5EE8CBE7", "18603FDC-E32A-4AB5-989C-0864C3EAD2B8",
        "306799F8-075E-4A3A-A7F6-7FBC6576F1A4", "E269D01E-BC32-4049-B463-5C60D7B0CCD2",
        "327F97BB-C833-4FB7-BDE5-3F7075034690", "638B1855-1B75-4FBE-930C-398BA8C253C6",
    )),
    ("Light Style 1", "tx1", (
        "9D7B26C5-4107-4FEC-AEDC-1716B250A1EF", "3B4B98B0-60AC-42C2-AFA5-B58CD77FA1E5",
        "0E3FDE45-AF77-4B5C-9715-49D594BDF05E", "C083E6E3-FA7D-4D7B-A595-EF9225AFEA82",
        "D27102A9-8310-4765-A935-A1911B00CA55", "5FD0F851-EC5A-4D38-B0AD-8093EC10F338",
        "68D230F3-CF80-4859-8CE7-A43EE81993B5",
    )),
    ("Light Style 2", "tx1", (
        "7E9639D4-E3E2-4D34-9284-5A2195B3D0D7", "69012ECD-51FC-41F1-AA8D-1B2483CD663E",
        "72833802-FEF1-4C79-8D5D-14CF1EAF98D9", "F2DE63D5-997A-4646-A377-4702673A728D",
        "17292A2E-F333-43FB-9621-5CBBE7FDCDCB", "5A111915-BE36-4E01-A7E5-04B1672EAD32",
        "912C8C85-51F0-491E-9774-3900AFEF0FD7",
    )),
    ("Light Style 3", "tx1", (
        "616DA210-FB5B-4158-B5E0-FEB733F419BA", "BC89EF96-8CEA-46FF-86C4-4CE0E7609802",
        "5DA37D80-6434-44D0-A028-1B22A696006F", "8799B23B-EC83-4686-B30A-512413B5E67A",
        "ED083AE6-46FA-4A59-8FB0-9F97EB10719F", "BDBED569-4797-4DF1-A0F4-6AAB3CD982D8",
        "E8B1032C-EA38-4F05-BA0D-38AFFFC7BED3",
    )),
    ("Medium Style 1", "dk1", (
        "793D81CF-94F2-401A-BA57-92F5A7B2D0C5", "B301B821-A1FF-4177-AEE7-76D212191A09",
        "9DCAF9ED-07DC-4A11-8D7F-57B35C25682E", "1FECB4D8-DB02-4DC6-A0A2-4F2EBAE1DC90",
        "1E171933-4619-4E11-9A3F-F7608DF75F80", "FABFCF23-3B69-468F-B69F-88F6DE6A72F2",
        "10A1B5D5-9B99-4C35-A422-299274C87663",
    )),
    ("Medium Style 2", "dk1", (
        "073A0DAA-6AF3-43AB-8588-CEC1D06C72B9", "5C22544A-7EE6-4342-B048-85BDC9FD1C3A",
        "21E4AEA4-8DFA-4A89-87EB-49C32662AFE0", "F5AB1C69-6EDB-4FF4-983F-18BD219EF322",
        "00A15C55-8517-42AA-B614-E9B94910E393", "7DF18680-E054-41AD-8BC1-D1AEF772440D",
        "93296810-A885-4BE3-A3E7-6D5BEEA58F35",
    )),
    ("Medium Style 3", "dk1", (
        "8EC20E35-A176-4012-BC5E-935CFFF8708E", "6E25E649-3F16-4E02-A733-19D2CDBF48F0",
        "85BE263C-DBD7-4A20-BB59-AAB30ACAA65A", "EB344D84-9AFB-497E-A393-DC336BA19D2E",
        "EB9631B5-78F2-41C9-869B-9F39066F8104", "74C1A8A3-306A-4EB7-A6B1-4F7E0EB9C5D6",
        "2A488322-F2BA-4B5B-9748-0D474271808F",
    )),
    ("Medium Style 4", "dk1", (
        "D7AC3CCA-C797-4891-BE02-D94E43425B78", "69CF1AB2-1976-4502-BF36-3FF5EA218861",
        "8A107856-5554-42FB-B03E-39F5DBC370BA", "0505E3EF-67EA-436B-97B2-0124C06EBD24",
        "C4B1156A-380E-4F78-BDF5-A606A8083BF9", "22838BEF-8BB2-4498-84A7-C5851F593DF1",
        "16D9F66E-5EB9-4882-86FB-DCBF35E3C3E4",
    )),
    ("Dark Style 1 without accent", "dk1", ("E8034E78-7F5D-4C2E-B375-FC64B27BC917",)),
    ("Dark Style 1", "", (
        "125E5076-3810-47DD-B79F-674D7AD40C01", "37CE84F3-28C3-443E-9E96-99CF82512B78",
        "D03447BB-5D67-496B-8E87-E561075AD55C", "E929F9F4-4A8F-4326-A1B4-22849713DDAB",
        "8FD4443E-F989-4FC4-A0C8-D5A2AF1F390B", "AF606853-7671-496A-8E4F-DF71F8EC918B",
    )),
)  # fmt: skip
"""Families, the colour of their member without an accent (empty: there is none), and their members by accent.

Source: Microsoft, "Table styles in PowerPoint 2010" (hh273476).
"""
_DARK_STYLE_2 = (
    ("5202B0CA-FC54-4496-8BCA-5EF66A818D29", "dk1", "dk1"),
    ("0660B408-B3CF-4A94-85FC-2B1E0A45F4A2", "accent1", "accent2"),
    ("91EBBBCC-DAD2-459C-BE2E-F6DE35CF9A28", "accent3", "accent4"),
    ("46F890A9-2807-4EBB-B81D-B2AA78EC7F39", "accent5", "accent6"),
)
"""The family of two accents: the second (`@2`) is for its header."""


def _members() -> dict[str, tuple[str, str, str]]:
    """Family and accents of every built-in style by its identifier."""
    found = {f"{{{one}}}": ("Dark Style 2", first, second) for one, first, second in _DARK_STYLE_2}
    for family, dark, identifiers in _IDENTIFIERS:
        colours = (dark, *_ACCENTS) if dark else _ACCENTS
        found |= {f"{{{one}}}": (family, colour, colour) for one, colour in zip(identifiers, colours, strict=False)}
    return found


BUILT_IN = _members()


def members_of(family: str) -> dict[str, str]:
    """The identifiers of a family's styles by their accent; `dk1` or `tx1` is the one without."""
    return {accent: identifier for identifier, (name, accent, _) in BUILT_IN.items() if name == family}


MEDIUM_STYLE_2 = members_of("Medium Style 2")
DEFAULT_STYLE = MEDIUM_STYLE_2["accent1"]
"""What PowerPoint gives to tables where a deck names no style as its default."""


@cache
def built_in_style(identifier: str) -> Element | None:
    """The `a:tblStyle` that PowerPoint writes for one of its own styles, None for other identifiers."""
    if identifier not in BUILT_IN:
        return None
    family, accent, second = BUILT_IN[identifier]
    parts = [
        _written(name, said.replace("@2", second).replace("@", accent)) for name, said in _FAMILIES[family].items()
    ]
    return fromstring(f'<a:tblStyle xmlns:a="{A[1:-1]}" styleId="{identifier}">{"".join(parts)}</a:tblStyle>')  # noqa: S314


def _written(name: str, said: str) -> str:
    """A part as markup."""
    text, bold, borders, fill = "", "", "", ""
    for clause in said.split("; "):
        match clause.split():
            case ["bold"]:
                bold = ' b="on"'
            case ["text", *colour]:
                text = f'<a:fontRef idx="minor"/>{_colour(colour)}'
            case ["no", "fill"]:
                fill = "<a:fill><a:noFill/></a:fill>"
            case ["fill", "ref", number, *colour]:
                fill = f'<a:fillRef idx="{number}">{_colour(colour)}</a:fillRef>'
            case ["fill", *colour]:
                fill = f"<a:fill><a:solidFill>{_colour(colour)}</a:solidFill></a:fill>"
            case _:
                sides, _, line = clause.partition(": ")
                borders += "".join(f"<a:{side}>{_border(line.split())}</a:{side}>" for side in sides.split())
    if name == "tblBg":
        return f"<a:tblBg>{fill}</a:tblBg>"
    style = f"<a:tcStyle><a:tcBdr>{borders}</a:tcBdr>{fill}</a:tcStyle>"
    return f"<a:{name}><a:tcTxStyle{bold}>{text}</a:tcTxStyle>{style}</a:{name}>"


def _border(words: list[str]) -> str:
    match words:
        case ["none"]:
            return "<a:ln><a:noFill/></a:ln>"
        case ["ref", number, *colour]:
            return f'<a:lnRef idx="{number}">{_colour(colour)}</a:lnRef>'
        case ["double", width, *colour]:
            return f'<a:ln w="{width}" cmpd="dbl"><a:solidFill>{_colour(colour)}</a:solidFill></a:ln>'
        case [width, *colour]:
            return f'<a:ln w="{width}" cmpd="sng"><a:solidFill>{_colour(colour)}</a:solidFill></a:ln>'
    raise AssertionError(words)


def _colour(words: list[str]) -> str:
    name, *change = words
    changed = f'<a:{change[0]} val="{change[1]}000"/>' if change else ""
    return f'<a:schemeClr val="{name}">{changed}</a:schemeClr>'
