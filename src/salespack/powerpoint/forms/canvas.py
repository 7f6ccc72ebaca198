"""What forms draw on: the shapes of one slide in reading order, numbered and named as in PowerPoint. Lengths: EMU."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from salespack.deck.model import Picture
from salespack.forms.ladder import Ladder
from salespack.forms.pictures import UNCUT, Crop
from salespack.graphics.boxes import Box
from salespack.language.formatting import Formats
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.brand.palette import Ink, Look, Palette
from salespack.powerpoint.forms.drawn import References
from salespack.powerpoint.forms.paragraphs import Row, language_tag, one_line, printed
from salespack.powerpoint.slide_templates import Pattern, Piece, SlideTemplates, Xml, literal

if TYPE_CHECKING:
    from salespack.language.figure_signs import Signs

PLAIN = Look()
NOWHERE = Box(0, 0, 0, 0)
"""For shapes whose piece prints no place, as they inherit it."""


def shape(name: str, choices: tuple[str, ...], *slots: str) -> Piece:
    """The piece of a kind of shape."""
    return Piece("slide.xml.j2", name, choices, ("id", "name", "x", "y", "cx", "cy", *slots))


PLACEHOLDER = shape("placeholder", ("place", "placed", "square", "ink", "insets"), "text")
TEXT = shape("text", ("insets", "anchor"), "text")
PART = shape(
    "part", ("outline", "adjust", "ink", "texted", "insets", "anchor", "decorative", "described"), "text", "alt"
)
ICON = shape("icon", ("ink", "width", "field"), "outline")
GROUP = shape("group", (), "shapes")
LINE = shape("line", ("ink",))
PICTURE = shape("picture", ("place", "outline", "cut"), "alt", "link", "left", "top", "right", "bottom")
CONNECTOR = shape("connector", ("ink", "width", "dashed", "tip", "flips"))


class Canvas:
    """The shapes of one slide, and what they refer to.

    `own` is the look of text that stands in no placeholder, `face` its typeface where that is not the theme's, `ladder`
    has its sizes; `looks` says how placeholders (by idx) are written in where the brand's own are not readable.
    `formats` writes figures in the slide's `language`.
    """

    def __init__(
        self,
        templates: SlideTemplates,
        language: str,
        *,
        palette: Palette,
        own: Placeholder,
        looks: dict[int, Look],
        face: str,
        table_style: str,
        ladder: Ladder,
        formats: Formats,
    ) -> None:
        self._templates, self._tag = templates, language_tag(language)
        self.language, self._formats = language, formats
        self.palette, self.own, self.face, self.table_style, self.ladder = palette, own, face, table_style, ladder
        self._looks = looks
        self.shapes: list[Xml] = []
        self.references = References()
        self.last_id = 1

    @property
    def signs(self) -> Signs:
        """The signs that figures are written with."""
        return self._formats.signs(self.language)

    def pattern(self, piece: Piece, *choices: Hashable) -> Pattern:
        """The pattern of a piece."""
        return self._templates.pattern(piece, *choices)

    def named(self, name: str) -> tuple[Xml, Xml]:
        """A new shape's id and name."""
        self.last_id += 1
        return Xml(str(self.last_id)), Xml(f"{name} {self.last_id - 1}")

    def add(self, piece: Piece, choices: Sequence[Hashable], name: str, box: Box, *values: Xml) -> None:
        """Draws a shape of a piece made by `shape`."""
        self.shapes.append(self.pattern(piece, *choices).fill(*self.named(name), *extent(box), *values))

    @contextmanager
    def grouped(self, name: str, box: Box) -> Iterator[None]:
        """What is drawn meanwhile is one group."""
        named, outer = self.named(name), self.shapes
        self.shapes = []
        yield
        outer.append(self.pattern(GROUP).fill(*named, *extent(box), Xml("".join(self.shapes))))
        self.shapes = outer

    @contextmanager
    def inked(self, palette: Palette) -> Iterator[None]:
        """What is drawn meanwhile has the colours of another palette."""
        outer, self.palette = self.palette, palette
        yield
        self.palette = outer

    def text_box(
        self,
        name: str,
        box: Box,
        rows: Sequence[Row],
        *,
        insets: tuple[int, int, int, int] | None = None,
        anchor: str = "t",
    ) -> None:
        """Draws rows in a text box, by default with the insets of text that stands in no placeholder."""
        self.add(TEXT, (insets or self.own.insets, anchor), name, box, self.printed(rows))

    def picture(
        self,
        name: str,
        box: Box,
        picture: Picture,
        *,
        place: tuple[str, str] | None = None,
        outline: str = "rect",
        crop: Crop = UNCUT,
    ) -> None:
        """Draws a picture that fills an outline, in a placeholder where `place` refers to one, without what `crop` cuts
        off."""
        link = Xml(self.references.to("image", picture))
        cut = tuple([Xml(str(share)) for share in crop])
        choices = place, outline, crop != UNCUT
        self.add(PICTURE, choices, name, box, literal(one_line(picture.alt)), link, *cut)

    def line(self, box: Box, ink: Ink) -> None:
        """Draws a thin line from corner to corner."""
        self.add(LINE, (ink,), "Line", box)

    def connect(
        self,
        start: tuple[int, int],
        end: tuple[int, int],
        ink: Ink,
        width: int,
        *,
        dashed: bool = False,
        tip: bool = False,
    ) -> None:
        """Draws a line from one point to another, with a tip at its end where it is an arrow."""
        (x1, y1), (x2, y2) = start, end
        box = Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        name = "Arrow" if tip else "Line"
        self.add(CONNECTOR, (ink, str(width), dashed, tip, (x2 < x1, y2 < y1)), name, box)

    def printed(self, rows: Sequence[Row]) -> Xml:
        """Rows in the slide's language."""
        return printed(rows, self._templates, self._tag)

    def own_row(self, row: Row) -> Row:
        """A row of text that stands in no placeholder and on the slide's ground."""
        return row._replace(font=self.face, plain_links=self.palette.plain_links)

    def look_in(self, placeholder: Placeholder) -> Look:
        """How a placeholder is written in."""
        return self._looks.get(placeholder.idx, PLAIN)


def extent(box: Box) -> tuple[Xml, Xml, Xml, Xml]:
    """A box as the pieces of shapes print it."""
    return Xml(str(box.x)), Xml(str(box.y)), Xml(str(box.cx)), Xml(str(box.cy))


def reference(placeholder: Placeholder | None) -> tuple[str, str] | None:
    """Type and index as `p:ph` has them: none for what is the default (ECMA-376, 19.3.1.36)."""
    if placeholder is None:
        return None
    return "" if placeholder.type == "obj" else placeholder.type, str(placeholder.idx) if placeholder.idx else ""
