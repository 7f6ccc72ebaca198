"""How text looks at each level: list styles laid over each other, from the presentation's defaults to the shape's own.

Paragraphs and runs are made in `bodies`; here is what they begin with, and what their properties change in it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Literal
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.lengths import INCH
from salespack.ooxml.markup import A, R, boolean, integer
from salespack.ooxml.texts import DEFAULT_TEXT_SIZE, LEVELS
from salespack.ooxml.theme import Theme
from salespack.scene.model import Gradient, Solid
from salespack.scene.paint import Nothing, Source, colour_in, fill_in
from salespack.typography.text import NONE, SINGLE, Align, Run, Spacing, Tab

SMALLEST, LARGEST = 100, 400_000
"""Hundredths of a point (ST_TextFontSize)."""
MAX_MARGIN = 51_206_400
"""EMU: the widest margin, indent or inset (ST_TextMargin)."""
MOST_TABS = 32
_POINT_SHARE = 127
"""EMU a hundredth of a point."""
_CAPS: Mapping[str, Literal["none", "small", "all"]] = {"none": "none", "small": "small", "all": "all"}
_ALIGN: Mapping[str, Align] = {
    "l": "l", "ctr": "ctr", "r": "r", "just": "just", "justLow": "just", "dist": "dist", "thaiDist": "dist",
}  # fmt: skip
_TABS: Mapping[str, Literal["l", "ctr", "r", "dec"]] = {"l": "l", "ctr": "ctr", "r": "r", "dec": "dec"}


class Letters(msgspec.Struct):
    """The look of letters. Typefaces may be the theme's (`+mn-lt`); without a `fill` they are in its text colour."""

    size: int = DEFAULT_TEXT_SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    caps: Literal["none", "small", "all"] = "none"
    spacing: int = 0
    baseline: int = 0
    latin: str = "+mn-lt"
    east_asian: str = "+mn-ea"
    complex_script: str = "+mn-cs"
    fill: Solid | None = None
    highlight: Solid | None = None
    language: str = ""


class Marker(msgspec.Struct):
    """What stands before paragraphs: `sign` is the letter of a `char` or the scheme of a `number`.

    Without a `fill`, a `size` (a share of the text's, or hundredths of a point) and a `typeface` it is as the text is.
    """

    kind: Literal["", "char", "number", "picture"] = ""
    sign: str = ""
    start: int = 1
    picture: str | None = None
    fill: Solid | None = None
    size: float | int = 1.0
    typeface: str | None = None


class Look(msgspec.Struct):
    """The look of a paragraph; lengths in EMU."""

    letters: Letters
    marker: Marker
    left: int = 0
    right: int = 0
    indent: int = 0
    align: Align = "l"
    rtl: bool = False
    default_tab: int = INCH
    line: Spacing = SINGLE
    before: Spacing = NONE
    after: Spacing = NONE
    tabs: tuple[Tab, ...] = ()


class Levels:
    """The looks of the nine levels: those of `base`, with a list style laid over them. Each is worked out once."""

    def __init__(self, base: Levels | None, style: Element | None, source: Source) -> None:
        self._base = base
        self._style = style
        self._source = source
        self._looks: list[Look | None] = [None] * LEVELS
        self._letters: Callable[[Letters], Letters] | None = None

    def look(self, level: int) -> Look:
        """The look of a level (0 to 8); not to be changed."""
        found = self._looks[level]
        if found is None:
            found = self._base.look(level) if self._base is not None else Look(Letters(), Marker())
            own = self._style.find(f"{A}lvl{level + 1}pPr") if self._style is not None else None
            if own is not None:
                found = with_paragraph(found, own, self._source)
            if self._letters is not None:
                found = copy.copy(found)
                found.letters = self._letters(found.letters)
            self._looks[level] = found
        return found

    def with_style(self, style: Element | None, source: Source) -> Levels:
        """These levels with a list style over them; they themselves where it says nothing."""
        return Levels(self, style, source) if style is not None and len(style) else self

    def with_letters(self, change: Callable[[Letters], Letters]) -> Levels:
        """These levels with letters that `change` returns; it must not change what it is given."""
        found = Levels(self, None, self._source)
        found._letters = change
        return found


def levels_of(run: Run | None, source: Source) -> Levels:
    """The levels where nothing is said but what `run` looks like."""
    bottom = Levels(None, None, source)
    if run is None:
        return bottom
    letters = Letters(
        size=run.size,
        bold=run.bold,
        italic=run.italic,
        underline=run.underline,
        strike=run.strike,
        caps=run.caps,
        spacing=run.spacing,
        baseline=run.baseline,
        latin=run.typeface or "+mn-lt",
        east_asian=run.east_asian or "+mn-ea",
        complex_script=run.complex_script or "+mn-cs",
        fill=Solid(run.colour, run.alpha),
        highlight=Solid(run.highlight, run.highlight_alpha) if run.highlight is not None else None,
        language=run.language,
    )
    return bottom.with_letters(lambda _: letters)


# --- letters ---------------------------------------------------------------------------------------------------------


def with_run(letters: Letters, properties: Element, source: Source) -> Letters:
    """The letters with run properties (a:rPr, a:defRPr, a:endParaRPr) over them."""
    found = copy.copy(letters)
    for name, value in properties.attrib.items():
        match name:
            case "lang":
                found.language = value
            case "sz":
                found.size = min(max(integer(value, found.size), SMALLEST), LARGEST)
            case "b":
                found.bold = boolean(value)
            case "i":
                found.italic = boolean(value)
            case "u":
                found.underline = value != "none"
            case "strike":
                found.strike = value != "noStrike"
            case "cap":
                found.caps = _CAPS.get(value, found.caps)
            case "spc":
                found.spacing = min(max(integer(value, 0), -LARGEST), LARGEST)
            case "baseline":
                found.baseline = min(max(integer(value, 0), -100_000), 100_000)
    for one in properties:
        match one.tag.removeprefix(A):
            case "latin":
                found.latin = one.get("typeface") or found.latin
            case "ea":
                found.east_asian = one.get("typeface") or found.east_asian
            case "cs":
                found.complex_script = one.get("typeface") or found.complex_script
            case "highlight":
                colour = colour_in(one, source)
                found.highlight = colour if colour is not None and colour.alpha > 0 else None
            case "solidFill" | "gradFill" | "noFill" | "pattFill" | "blipFill":
                found.fill = _letter_fill(properties, source) or found.fill
    return found


def _letter_fill(properties: Element, source: Source) -> Solid | None:
    """The one colour of letters: of a gradient the mean of its stops, of a pattern the front.

    Letters that are not filled have the colour of their outline; without one they are transparent.
    """
    paint = fill_in(properties, source)
    if isinstance(paint, Nothing):
        paint = fill_in(properties.find(f"{A}ln"), source)
        return paint if isinstance(paint, Solid) else Solid("000000", 0.0)
    if isinstance(paint, Gradient):
        mean = source.theme.fill(properties)
        opacity = sum(stop.alpha for stop in paint.stops) / len(paint.stops)
        return Solid(mean, opacity) if mean is not None else None
    if isinstance(paint, Solid):
        return paint
    front = getattr(paint, "front", None)
    return front if isinstance(front, Solid) else None


# --- typefaces -------------------------------------------------------------------------------------------------------

_SCRIPTS = {
    "ja": "Jpan", "ko": "Hang", "zh": "Hans", "ar": "Arab", "fa": "Arab", "ur": "Arab", "he": "Hebr", "th": "Thai",
    "hi": "Deva", "mr": "Deva", "ne": "Deva", "bn": "Beng", "gu": "Gujr", "pa": "Guru", "ta": "Taml", "te": "Telu",
    "kn": "Knda", "ml": "Mlym", "or": "Orya", "si": "Sinh", "km": "Khmr", "lo": "Laoo", "my": "Mymr", "ka": "Geor",
    "hy": "Armn", "am": "Ethi", "bo": "Tibt", "mn": "Mong", "ug": "Uigh", "vi": "Viet", "dv": "Thaa", "syr": "Syrc",
}  # fmt: skip
"""ISO 15924 codes of the scripts that themes name typefaces for, by language."""
_TRADITIONAL = ("tw", "hk", "mo", "hant")


def script_of(language: str, text: str = "") -> str:
    """The script of a language (ISO 15924), of Chinese and Japanese by the `text` where the language says neither."""
    main, *rest = language.lower().replace("_", "-").split("-")
    if main == "zh":
        return "Hant" if any(one in _TRADITIONAL for one in rest) else "Hans"
    if (found := _SCRIPTS.get(main)) is not None or text.isascii():
        return found or ""
    for letter in text:
        if "\u3040" <= letter <= "\u30ff":
            return "Jpan"
        if "\uac00" <= letter <= "\ud7a3" or "\u1100" <= letter <= "\u11ff":
            return "Hang"
    return ""


def typeface(name: str, theme: Theme, script: str) -> str:
    """The typeface that a name means: one of the theme's, which may be different for each script; else itself."""
    if not name.startswith("+"):
        return name
    if name.endswith("-lt"):
        return theme.font(name)
    return theme.fonts.get(name) or theme.fonts.get(f"{name[:3]}:{script}", "")


# --- paragraphs ------------------------------------------------------------------------------------------------------


def with_paragraph(look: Look, properties: Element, source: Source) -> Look:
    """The look with paragraph properties (a:pPr, a:lvl1pPr) over it, those of its runs (a:defRPr) too."""
    found = copy.copy(look)
    for name, value in properties.attrib.items():
        match name:
            case "marL":
                found.left = _margin(value, 0)
            case "marR":
                found.right = _margin(value, 0)
            case "indent":
                found.indent = _margin(value, -MAX_MARGIN)
            case "algn":
                found.align = _ALIGN.get(value, found.align)
            case "rtl":
                found.rtl = boolean(value)
            case "defTabSz":
                found.default_tab = _margin(value, 0) or found.default_tab
    for one in properties:
        match one.tag.removeprefix(A):
            case "lnSpc":
                found.line = _spacing(one, found.line)
            case "spcBef":
                found.before = _spacing(one, found.before)
            case "spcAft":
                found.after = _spacing(one, found.after)
            case "defRPr":
                found.letters = with_run(found.letters, one, source)
            case "tabLst":
                found.tabs = _tabs(one)
            case name if name.startswith("bu"):
                if found.marker is look.marker:
                    found.marker = copy.copy(look.marker)
                _mark(found.marker, name, one, source)
    return found


def _margin(value: str, least: int) -> int:
    return min(max(integer(value, 0), least), MAX_MARGIN)


def _spacing(element: Element, default: Spacing) -> Spacing:
    if (share := element.find(f"{A}spcPct")) is not None:
        return Spacing(min(max(integer(share.get("val"), 100_000) / 100_000, 0.0), 132.0))
    if (points := element.find(f"{A}spcPts")) is not None:
        return Spacing(exact=min(max(integer(points.get("val"), 0), 0), 158_400) * _POINT_SHARE)
    return default


def _tabs(element: Element) -> tuple[Tab, ...]:
    stops = [Tab(_margin(one.get("pos", "0"), 0), _TABS.get(one.get("algn", "l"), "l")) for one in element]
    return tuple(sorted(stops[:MOST_TABS], key=lambda stop: stop.at))


def _mark(marker: Marker, name: str, element: Element, source: Source) -> None:
    """Changes the marker as one of the elements `a:bu…` says."""
    match name:
        case "buNone":
            marker.kind = ""
        case "buChar":
            marker.kind, marker.sign = "char", element.get("char", "")
        case "buAutoNum":
            marker.kind, marker.sign = "number", element.get("type", "arabicPeriod")
            marker.start = max(integer(element.get("startAt"), 1), 1)
        case "buBlip":
            blip = element.find(f"{A}blip")
            part = source.target(blip.get(f"{R}embed")) if blip is not None else None
            if part is None:
                marker.kind, marker.sign = "char", "•"
            else:
                marker.kind, marker.picture = "picture", part
        case "buClrTx":
            marker.fill = None
        case "buClr":
            marker.fill = colour_in(element, source) or marker.fill
        case "buSzTx":
            marker.size = 1.0
        case "buSzPct":
            marker.size = min(max(integer(element.get("val"), 100_000) / 100_000, 0.25), 4.0)
        case "buSzPts":
            marker.size = min(max(integer(element.get("val"), DEFAULT_TEXT_SIZE), SMALLEST), LARGEST)
        case "buFontTx":
            marker.typeface = None
        case "buFont":
            marker.typeface = element.get("typeface") or marker.typeface
