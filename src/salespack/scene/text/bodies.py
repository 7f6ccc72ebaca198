"""Text bodies as they are set: paragraphs and runs with everything effective, bullets and numbers worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args
from xml.etree.ElementTree import Element

from salespack.deck.links import is_link
from salespack.graphics.lengths import TEXT_INSETS
from salespack.ooxml.alternate_content import content
from salespack.ooxml.markup import ANGLE, A, R, boolean, integer
from salespack.ooxml.texts import LEVELS, level_in
from salespack.ooxml.theme import OFFICE, Theme
from salespack.scene.model import Solid
from salespack.scene.paint import Source
from salespack.scene.text.list_styles import (
    MAX_MARGIN,
    Letters,
    Levels,
    Look,
    levels_of,
    script_of,
    typeface,
    with_paragraph,
    with_run,
)
from salespack.scene.text.numbering import numeral
from salespack.typography.symbols import SYMBOL_FONTS, in_unicode
from salespack.typography.text import LINE_BREAK, Anchor, Body, Bullet, Direction, Paragraph, Run

MAX_COLUMNS = 16
_INSETS = tuple(zip(("lIns", "tIns", "rIns", "bIns"), TEXT_INSETS, strict=True))
_ANCHORS: Mapping[str, Anchor] = {"t": "t", "ctr": "ctr", "b": "b"}
_DIRECTIONS: Mapping[str, Direction] = {one: one for one in get_args(Direction)}
_AUTOFIT: Mapping[str, Literal["none", "shrink", "shape"]] = {
    f"{A}noAutofit": "none",
    f"{A}normAutofit": "shrink",
    f"{A}spAutoFit": "shape",
}
_LINK_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_WHITE = str.maketrans("\r\n\v", "   ")


class TextFrame(NamedTuple):
    """What `a:bodyPr` say of a text, the nearest first: the attributes, and the element that says how it is fitted."""

    attributes: Mapping[str, str] = {}
    fit: Element | None = None

    def under(self, properties: Element | None) -> TextFrame:
        """What holds where a nearer one says something too."""
        if properties is None:
            return self
        attributes = {**self.attributes, **properties.attrib} if properties.attrib else self.attributes
        return TextFrame(attributes, next((one for one in properties if one.tag in _AUTOFIT), self.fit))


NO_FRAME = TextFrame()


def body_in(
    text: Element,
    styles: Sequence[Element],
    source: Source,
    *,
    run: Run | None = None,
    properties: Sequence[Element] = (),
    slide: int | None = None,
) -> Body:
    """The text of any `a:txBody`-like element.

    `styles` are list styles (with `a:lvl1pPr` and so on) and `properties` inherited `a:bodyPr`, nearest first; `run` is
    what holds where nothing is said. `slide` is the number that stands for fields of it (None: as they are stored).
    """
    levels, frame = levels_of(run, source), NO_FRAME
    for style in reversed(styles):
        levels = levels.with_style(style, source)
    for one in reversed(properties):
        frame = frame.under(one)
    return body_of(text, levels, source, frame=frame, slide=slide)


def body_of(
    text: Element, levels: Levels, source: Source, *, frame: TextFrame = NO_FRAME, slide: int | None = None
) -> Body:
    """As `body_in`, with the levels below the text's own list style, and the frame around it, worked out."""
    said, fit = frame.under(text.find(f"{A}bodyPr"))
    levels = levels.with_style(text.find(f"{A}lstStyle"), source)
    writer = _Writer(levels, source, slide)
    left, top, right, bottom = [_length(said.get(name), default) for name, default in _INSETS]
    return Body(
        paragraphs=tuple([writer.paragraph(one) for one in text.findall(f"{A}p")]),
        insets=(left, top, right, bottom),
        anchor=_ANCHORS.get(said.get("anchor", ""), "t"),
        centred=boolean(said.get("anchorCtr")),
        wrap=said.get("wrap") != "none",
        columns=min(max(integer(said.get("numCol"), 1), 1), MAX_COLUMNS),
        column_gap=max(_length(said.get("spcCol"), 0), 0),
        direction=_DIRECTIONS.get(said.get("vert", ""), "horz"),
        autofit=_AUTOFIT[fit.tag] if fit is not None else "none",
        font_scale=_scale(fit, "fontScale", 100_000),
        line_reduction=_scale(fit, "lnSpcReduction", 0),
        rotation=integer(said.get("rot"), 0) / ANGLE % 360,
    )


def _length(text: str | None, default: int) -> int:
    return min(max(integer(text or None, default), -MAX_MARGIN), MAX_MARGIN)


def _scale(fit: Element | None, name: str, default: int) -> float:
    """What `normAutofit` stores, as a share from 0 to 1; a scale of nothing is none."""
    if fit is None or fit.tag != f"{A}normAutofit":
        return default / 100_000
    found = min(max(integer(fit.get(name), default), 0), 100_000)
    return (found or default) / 100_000


class _Writer:
    """Makes the paragraphs of one body; it counts the numbered ones."""

    def __init__(self, levels: Levels, source: Source, slide: int | None) -> None:
        self._levels = levels
        self._source = source
        self._slide = slide
        self._typefaces: dict[tuple[str, str], str] = {}
        self._counts: list[tuple[str, int, int] | None] = [None] * LEVELS
        """Scheme, start and last number of each level that is being counted."""

    def paragraph(self, element: Element) -> Paragraph:
        properties = element.find(f"{A}pPr")
        level, look = 0, None
        if properties is not None:
            level = level_in(properties)
            if len(properties) or len(properties.attrib) > ("lvl" in properties.attrib):
                look = with_paragraph(self._levels.look(level), properties, self._source)
        look = look or self._levels.look(level)
        runs: list[Run] = []
        first: Letters | None = None
        for one in content(element):
            name = one.tag.removeprefix(A)
            if name in ("r", "fld", "br"):
                letters = self._letters(one.find(f"{A}rPr"), look.letters)
                first = first or letters
                text = LINE_BREAK if name == "br" else self._text(one, name)
                if text:
                    runs.append(self._run(text, letters, one.find(f"{A}rPr/{A}hlinkClick")))
        end = self._run("", self._letters(element.find(f"{A}endParaRPr"), look.letters), None)
        return Paragraph(
            runs=tuple(runs),
            end=end,
            level=level,
            align=look.align,
            left=look.left,
            right=look.right,
            indent=look.indent,
            line=look.line,
            before=look.before,
            after=look.after,
            bullet=self._bullet(look, level, first if runs else None),
            tabs=look.tabs,
            default_tab=look.default_tab,
            rtl=look.rtl,
        )

    def _letters(self, properties: Element | None, letters: Letters) -> Letters:
        return letters if properties is None else with_run(letters, properties, self._source)

    def _text(self, element: Element, name: str) -> str:
        if name == "fld" and self._slide is not None and element.get("type") == "slidenum":
            return str(self._slide)
        found = element.find(f"{A}t")
        text = found.text or "" if found is not None else ""
        return text if text.isprintable() else text.translate(_WHITE)

    def _run(self, text: str, letters: Letters, link: Element | None) -> Run:
        theme = self._source.theme
        href = link_in(link, self._source) if link is not None else None
        fill = letters.fill
        if href is not None and link is not None and not _keeps_colour(link):
            fill = Solid(_named(theme, "hlink"))
        colour, alpha = (fill.colour, fill.alpha) if fill is not None else (_named(theme, "tx1"), 1.0)
        script = script_of(letters.language, text)
        latin = self._typeface(letters.latin, script)
        if latin.casefold() in SYMBOL_FONTS:
            text, latin = in_unicode(text, latin), theme.minor_font
        return Run(
            text=text,
            typeface=latin,
            size=letters.size,
            bold=letters.bold,
            italic=letters.italic,
            colour=colour,
            alpha=alpha,
            underline=letters.underline or href is not None,
            strike=letters.strike,
            caps=letters.caps,
            spacing=letters.spacing,
            baseline=letters.baseline,
            highlight=letters.highlight.colour if letters.highlight is not None else None,
            highlight_alpha=letters.highlight.alpha if letters.highlight is not None else 1.0,
            east_asian=self._typeface(letters.east_asian, script),
            complex_script=self._typeface(letters.complex_script, script),
            language=letters.language,
            href=href,
        )

    def _typeface(self, name: str, script: str) -> str:
        found = self._typefaces.get((name, script))
        if found is None:
            found = self._typefaces[name, script] = typeface(name, self._source.theme, script)
        return found

    def _bullet(self, look: Look, level: int, first: Letters | None) -> Bullet | None:
        """The bullet of a paragraph that begins with `first`; empty paragraphs have none, and do not count."""
        marker = look.marker
        if first is None and marker.kind == "number":
            return None
        self._counts[level + 1 :] = [None] * (LEVELS - level - 1)
        if marker.kind != "number":
            self._counts[level] = None
        if first is None or not marker.kind:
            return None
        sign = marker.sign
        if marker.kind == "number":
            sign = numeral(marker.sign, self._next(level, marker.sign, marker.start))
        letters = self._bullet_letters(first, look)
        run = self._run(sign, letters, None)
        return Bullet(run, marker.picture if marker.kind == "picture" else None)

    def _next(self, level: int, scheme: str, start: int) -> int:
        """The next number of a level: another scheme or start begins anew."""
        count = self._counts[level]
        number = count[2] + 1 if count is not None and count[:2] == (scheme, start) else start
        self._counts[level] = scheme, start, number
        return number

    def _bullet_letters(self, first: Letters, look: Look) -> Letters:
        marker = look.marker
        size = round(first.size * marker.size) if isinstance(marker.size, float) else marker.size
        return Letters(
            size=max(size, 100),
            bold=first.bold,
            italic=first.italic,
            latin=marker.typeface or first.latin,
            east_asian=marker.typeface or first.east_asian,
            complex_script=marker.typeface or first.complex_script,
            fill=marker.fill or first.fill,
            language=first.language,
        )


# --- links and colours -----------------------------------------------------------------------------------------------


def link_in(link: Element, source: Source) -> str | None:
    """Where an `a:hlinkClick` leads: an address, or `#7` for slide 7; None for anything else."""
    action = link.get("action", "")
    found = source.relationships.get(link.get(f"{R}id", ""))
    if action.startswith("ppaction://hlinkshowjump"):
        number = _jump(action.rpartition("=")[2], source.number, len(source.slides))
        return f"#{number}" if number is not None else None
    if found is None:
        return None
    if found.external:
        return found.target if is_link(found.target) else None
    return f"#{source.slides[found.target]}" if found.target in source.slides else None


def _jump(where: str, number: int, last: int) -> int | None:
    goal = {"firstslide": 1, "lastslide": last, "nextslide": number + 1, "previousslide": number - 1}.get(where, 0)
    return goal if 1 <= goal <= last else None


def _keeps_colour(link: Element) -> bool:
    """Whether linked text stays in its own colour (an extension of 2018)."""
    return any(one.get("val") == "tx" for one in link.iter(_LINK_COLOUR))


def _named(theme: Theme, name: str) -> str:
    """A scheme colour by its name under the colour map."""
    mapped = theme.colour_map.get(name, name)
    return theme.colours.get(mapped) or OFFICE.get(mapped, "000000")
