"""Text as it is set: bodies of paragraphs of runs, with everything effective, and the lines that become of them.

Lengths are EMU (12,700 a point); text sizes are hundredths of a point, as in Open XML. Nothing is inherited any more:
who makes a `Body` has resolved styles, themes and lists.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from salespack.graphics.lengths import INCH, TEXT_INSETS

LINE_BREAK = "\v"
"""A line break inside a paragraph (`a:br`), as the text of a run has it; a tab is `\t`."""

Align = Literal["l", "ctr", "r", "just", "dist"]
Anchor = Literal["t", "ctr", "b"]
Direction = Literal["horz", "vert", "vert270", "wordArtVert", "eaVert", "mongolianVert", "wordArtVertRtl"]


class Run(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Letters of one look. `typeface` is for Latin text, the other two for scripts that need their own.

    `size` is what is written, before the body's `font_scale`. `spacing` is added after each letter, in hundredths of a
    point. `baseline` raises (or lowers) the letters by thousandths of a percent of the size and makes them two thirds
    as large (ISO/IEC 29500-1 §21.1.2.3.9). `colour` is RRGGBB, `alpha` its opacity from 0 to 1; so are `highlight` and
    `highlight_alpha`, of what is painted behind the letters. `href` is http, https
    or mailto, or `#7` for slide 7.
    """

    text: str
    typeface: str
    size: int
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    alpha: float = 1.0
    underline: bool = False
    strike: bool = False
    caps: Literal["none", "small", "all"] = "none"
    spacing: int = 0
    baseline: int = 0
    highlight: str | None = None
    highlight_alpha: float = 1.0
    east_asian: str = ""
    complex_script: str = ""
    language: str = ""
    href: str | None = None


class Spacing(msgspec.Struct, frozen=True, gc=False):
    """Of lines, or before and after a paragraph; EMU as `exact`, else a `share`.

    Of lines it is a share of their height, 1.0 being single; of the room around paragraphs, of the text size.
    """

    share: float = 0.0
    exact: int | None = None


SINGLE = Spacing(1.0)
NONE = Spacing(0.0)


class Tab(msgspec.Struct, frozen=True, gc=False):
    """A tab stop, measured from the left edge of the text."""

    at: int
    align: Literal["l", "ctr", "r", "dec"] = "l"


class Bullet(msgspec.Struct, frozen=True, gc=False):
    """What stands before a paragraph: a letter or number (`run`, its text resolved, such as `3.`), or a picture.

    `picture` is a part's name; it is drawn as high as `run.size`.
    """

    run: Run
    picture: str | None = None


class Paragraph(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One paragraph. `left`, `right` and `indent` (of the first line, against `left`; may be negative) are EMU.

    `end` is a run without text: it gives an empty paragraph its height (`a:endParaRPr`, else the level's own look).
    """

    runs: tuple[Run, ...]
    end: Run
    level: int = 0
    align: Align = "l"
    left: int = 0
    right: int = 0
    indent: int = 0
    line: Spacing = SINGLE
    before: Spacing = NONE
    after: Spacing = NONE
    bullet: Bullet | None = None
    tabs: tuple[Tab, ...] = ()
    default_tab: int = INCH
    rtl: bool = False

    @property
    def text(self) -> str:
        """All its letters."""
        return "".join([run.text for run in self.runs])


class Body(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The text of one frame (`a:txBody`). `insets` are left, top, right, bottom.

    `autofit` is as it is stored: `shrink` (`normAutofit`) comes with the stored `font_scale` (1.0 is unscaled) and
    `line_reduction` (taken off line spacings that are shares), `shape` (`spAutoFit`) means that the shape grows with
    its text. `rotation` is that of the text in its shape, degrees clockwise.
    """

    paragraphs: tuple[Paragraph, ...]
    insets: tuple[int, int, int, int] = TEXT_INSETS
    anchor: Anchor = "t"
    centred: bool = False
    wrap: bool = True
    columns: int = 1
    column_gap: int = 0
    direction: Direction = "horz"
    autofit: Literal["none", "shrink", "shape"] = "none"
    font_scale: float = 1.0
    line_reduction: float = 0.0
    rotation: float = 0.0

    @property
    def text(self) -> str:
        """All its letters, a line feed between paragraphs."""
        return "\n".join([paragraph.text for paragraph in self.paragraphs])


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A part of one run on one line, in the order in which it is read; `x` is from the left edge of the frame.

    `text` is what is drawn: capitals where the run has capitals, a hyphen for the soft one that a line ends with. (What
    the letters of a symbol typeface are in Unicode, `symbols` tells.) A tab is a piece of its own; the blanks and
    tabs that a line ends with belong to none. `width` includes letter spacing, and word spacing on a justified line.

    `size` is the effective one: scaled by autofit, and for raised letters two thirds.
    """

    x: int
    width: int
    text: str
    run: Run
    size: int
    typeface: str
    """The one that the letters are in: the run's Latin one, or that for their script."""


class Line(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line: `top`, `baseline` and `height` are from the top edge of the frame, insets included.

    `paragraph` counts from 0. `bullet` stands before the first line of a paragraph. `word_spacing` is what each blank
    of a justified line is wider. `hard` says that a word was broken because it is wider than the line, `blank` that
    blanks or a line break, which belong to no piece, stand behind its letters.
    """

    paragraph: int
    top: int
    baseline: int
    height: int
    x: int
    width: int
    pieces: tuple[Piece, ...]
    bullet: Piece | None = None
    word_spacing: int = 0
    hard: bool = False
    blank: bool = False
    column: int = 0


class Laid(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A body laid out in a frame of `cx` by `cy`: its lines where they stand, anchor and columns considered.

    `height` is that of the text, `width` that of its longest line with its indent (insets not counted), and `room` the
    height that the frame has for it. `over` is how many of the
    lines do not fit, 0 if all do. `unproven` says why the measures cannot be relied on: typefaces whose widths nobody
    knows, writing that is not measured (vertical text, shaped scripts); empty if they can.
    """

    lines: tuple[Line, ...]
    height: int
    width: int
    room: int
    over: int
    unproven: tuple[Unproven, ...] = ()


class Unproven(msgspec.Struct, frozen=True, gc=False):
    """Why a text's measures are not proven: a `typeface` that is not known, or lacks `letters`; or vertical writing."""

    why: Literal["typeface", "letters", "shaping", "vertical"]
    typeface: str = ""
    letters: str = ""
