"""How much room texts take in the brand's frames, measured with the widths of their typefaces. Knows no form.

Here a text of the deck becomes a `typography` body; what was measured once is remembered, across processes too.
Lengths are EMU, text sizes hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from salespack.deck.model import Prose, Spans
from salespack.graphics.lengths import CENTIPOINT
from salespack.powerpoint.brand.model import Brand, Placeholder
from salespack.powerpoint.forms.paragraphs import Row, Run
from salespack.powerpoint.forms.text_rows import rows_of
from salespack.system.cache import Memory
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.typography.faces import Typefaces
    from salespack.typography.text import Body, Paragraph

ENDLESS = 100_000_000
"""A frame higher than any slide: 110 inches."""
CODE_FACE = "Consolas"
OF_ANOTHER_FACE = 112
"""How wide a line is in another typeface at most, in percent of what was guessed: Garamond in Times New Roman."""
BULLET, BULLET_FACE = "•", "Arial"


class Taken(NamedTuple):
    """What a text takes in its frame: its height and width, its lines, how many of them do not fit, broken words.

    `surely` is how many certainly do not fit. Where the widths of a typeface are not known, that is fewer than `over`.
    """

    height: int
    width: int
    lines: int
    over: int
    broken: bool
    surely: int


class Measure:
    """Measures on one brand. `memory` may be one that is kept across processes: it must be of this brand and fonts.

    `typefaces` is asked only for what is not remembered.
    """

    def __init__(self, brand: Brand, typefaces: Callable[[], Typefaces], memory: Memory | None = None) -> None:
        self._brand, self._typefaces, self.memory = brand, typefaces, memory or Memory()
        self._guessed: dict[str, Any] = {}
        """What hangs on widths that are not known: they may be by tomorrow, so it is not kept."""
        self._sure = True

    def save(self) -> None:
        """Keeps what was measured for the next process."""
        self.memory.save()

    def text(
        self,
        node: Prose,
        look: Placeholder,
        cx: int,
        cy: int,
        percent: int = 100,
        least: int = 100,
        *,
        face: str = "",
        own: bool = False,
        before: int = 0,
    ) -> Taken:
        """What a text takes in a frame of `cx` by `cy` with the look and insets of `look`."""

        def measured() -> Taken:
            found = rows_of(node, look, percent, least, no_link, face=face, own=own, before=before)
            return self.rows(found, look, cx, cy)

        key = (node, look.frame, look.sizes[0], look.insets, look.anchor, cx, cy, percent, least, face, own, before)
        return Taken(*self.known("text", key, measured))

    def height(self, node: Prose, look: Placeholder, cx: int, *, face: str = "", own: bool = False) -> int:
        """The height of the frame that a text wants at its full size, insets included."""
        return self.text(node, look, cx, ENDLESS, face=face, own=own).height + look.insets[1] + look.insets[3]

    def space_before(self, look: Placeholder, size: int) -> int:
        """The space above a paragraph of the first level in `size`, in hundredths of a point, as the brand has it."""
        spacing = self._brand.frames[look.frame].paragraphs[0].before
        return round(spacing.share * size) if spacing.exact is None else spacing.exact // CENTIPOINT

    def align(self, look: Placeholder) -> str:
        """To which side the brand sets paragraphs of the first level: `l`, `ctr`, `r` or another of Open XML's."""
        return self._brand.frames[look.frame].paragraphs[0].align

    def lines(self, texts: Iterable[str], look: Placeholder, size: int, cx: int, face: str) -> int:
        """The height of texts of `size` under each other in a frame of `cx`, insets included."""
        found = tuple(texts)

        def measured() -> Taken:
            listed = [Row((Run(text),), size=str(size), font=face) for text in found]
            return self.rows(listed, look, cx)

        taken = Taken(*self.known("lines", (found, look.frame, look.insets, size, cx, face), measured))
        return taken.height + look.insets[1] + look.insets[3]

    def width(self, text: str, size: int, font: str, *, bold: bool = False) -> int:
        """How wide a text is on one line."""
        return int(self.known("width", (text, size, font, bold), lambda: self.word_width(text, size, font, bold=bold)))

    def known(self, what: str, key: Sequence[object], measured: Callable[[], Any]) -> Any:
        """What `measured` gives, once for all that is told by `what` and `key`: plain values, as msgpack keeps them."""
        name = f"{what} {digest(msgspec.msgpack.encode(key))[:32]}"
        found = self.memory.get(name)
        if found is not None:
            return found
        found = self._guessed.get(name)
        if found is not None:
            self._sure = False
            return found
        around, self._sure = self._sure, True
        found = measured()
        if self._sure:
            self.memory.put(name, found)
        else:
            self._guessed[name] = found
        self._sure = self._sure and around
        return found

    # --- measured anew each time ------------------------------------------------------------------------------------

    def rows(self, found: Iterable[Row], look: Placeholder, cx: int, cy: int = ENDLESS) -> Taken:
        """What rows take in a frame of `cx` by `cy` with the look and insets of `look`."""
        return self._laid(self._body(found, look), cx, cy)

    def span_width(self, spans: Spans, size: int, font: str, *, bold: bool) -> int:
        """How wide spans are on one line."""
        return sum(
            [self.word_width(one.text, size, CODE_FACE if one.code else font, bold=bold or one.bold) for one in spans]
        )

    def line_width(self, spans: Spans, size: int, font: str, *, bold: bool) -> int:
        """How wide spans are that must stay on one line, with room for what stands in for an unknown typeface."""
        width = self.span_width(spans, size, font, bold=bold)
        return width if self._typefaces().face(font, bold, False).known else width * OF_ANOTHER_FACE // 100

    def word_width(self, text: str, size: int, font: str, *, bold: bool) -> int:
        """How wide a text is, or the widest of its lines."""
        face = self._typefaces().face(font, bold, False)
        self._sure = self._sure and face.known and not face.missing(text)
        return int(max(map(face.width, text.split("\n"))) * size * CENTIPOINT)

    def _body(self, found: Iterable[Row], look: Placeholder) -> Body:
        frame = self._brand.frames[look.frame]
        paragraphs = tuple([_paragraph(row, frame.paragraphs[int(row.level or 0)]) for row in found])
        # Whatever the brand says: a customer's text is as long as it is, and `text.draw` and text boxes write
        # wrap="square", so that lines end where they were measured to end, and the proof finds them there.
        return msgspec.structs.replace(frame, paragraphs=paragraphs, insets=look.insets, anchor=look.anchor, wrap=True)

    def _laid(self, body: Body, cx: int, cy: int) -> Taken:
        from salespack.typography.lines import lay_out
        from salespack.typography.overflow import lines_over, surely_wide

        laid = lay_out(body, cx, cy, self._typefaces())
        over = surely = lines_over(laid, cy)
        if laid.unproven:
            self._sure = False
            if over:
                surely = lines_over(lay_out(body, surely_wide(cx), cy, self._typefaces()), cy)
        return Taken(laid.height, laid.width, len(laid.lines), over, any(line.hard for line in laid.lines), surely)


def no_link(_: str) -> str:
    """The id of a relationship, for text that is only measured."""
    return "-"


def without_insets(look: Placeholder) -> Placeholder:
    """The look without insets, for a room that has been reduced already."""
    return msgspec.structs.replace(look, insets=(0, 0, 0, 0), anchor="t")


def _paragraph(row: Row, level: Paragraph) -> Paragraph:
    """A row in the look of its level, as `paragraphs.printed` writes it."""
    from salespack.typography.text import LINE_BREAK, Bullet, Spacing
    from salespack.typography.text import Run as TypesetRun

    own = level.end
    size = int(row.size) if row.size else own.size
    end = msgspec.structs.replace(own, size=size, typeface=row.font or own.typeface)
    texts = tuple(
        msgspec.structs.replace(
            end,
            text=LINE_BREAK if run.text is None else run.text,
            bold=run.bold or end.bold,
            italic=run.italic or end.italic,
            typeface=CODE_FACE if run.code else end.typeface,
        )
        for run in row.runs
    )
    bullet = level.bullet
    if row.bullet == "none":
        bullet = None
    elif row.bullet == "char":
        bullet = Bullet(TypesetRun(text=BULLET, typeface=BULLET_FACE, size=size))
    elif row.bullet == "number":
        bullet = Bullet(msgspec.structs.replace(end, text=f"{row.start}."))
    elif bullet is not None:
        grown = bullet.run.size * size // max(own.size, 1)
        bullet = msgspec.structs.replace(bullet, run=msgspec.structs.replace(bullet.run, size=grown))
    return msgspec.structs.replace(
        level,
        runs=texts,
        end=end,
        left=int(row.margin) if row.margin else level.left,
        indent=int(row.indent) if row.indent else level.indent,
        before=Spacing(exact=int(row.before) * CENTIPOINT) if row.before else level.before,
        bullet=bullet,
    )
