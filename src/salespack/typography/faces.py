"""Faces of typefaces: how wide their letters are, and which font file to draw them with.

A face's widths come from the library's font files, the built-in tables of common typefaces, a font of the brand file,
an installed one, or the built-in tables of free typefaces, in this order; those of all other typefaces are estimated,
and the face says so (`known`).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from salespack.problems.problem import LibraryFault, Place, Problem, shown_path
from salespack.system.cache import Recent
from salespack.typography.estimates import FACTORS, FIXED, UNKNOWN
from salespack.typography.fontfiles import BOLD_WEIGHT, USUAL_WEIGHT, BrokenFont, FontFace, faces_in, read_table
from salespack.typography.installed import installed_faces
from salespack.typography.packed_fonts import TWINS, packed_fonts, twin_of
from salespack.typography.widths import BUILT_IN, SIGNS_FACE, Table, Widths, built_in, of_free, of_signs

if TYPE_CHECKING:
    from salespack.typography.text import Laid

UNKNOWN_ASCENT, UNKNOWN_DESCENT = 0.93, 0.24
"""Shares of an em, for typefaces that nobody knows: about those of most sans serif faces."""
_SEQUENCE = re.compile("[\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_IN_SEQUENCE = re.compile("\u200d.|[\U0001f1e6-\U0001f1ff]{2}|(?<=.)[\U0001f3fb-\U0001f3ff]", re.DOTALL)
"""What has no width of its own: letters after a joiner, the second half of a flag, a colour of skin."""
STAND_INS = {
    "mono": ("Courier New",),
    "serif": ("Times New Roman", "Georgia", "Cambria"),
    "sans": ("Arial", "Calibri"),
}
"""Typefaces, by their kind, in whose twins unknown ones are drawn: the one that is nearest in width."""
SAMPLE = "The quick brown fox jumps over the lazy dog 0123456789"
"""What tells how wide a face is."""
SERIF = re.compile(
    r"(?<!sans )serif|slab|times|georgia|garamond|palatino|bookman|book antiqua|baskerville|bodoni|caslon|century$|"
    r"century schoolbook|constantia|didot|minion|perpetua|rockwell|roman|merriweather|playfair|lora|mincho|song|明朝"
)
MONO = re.compile(r"mono|courier|consol|menlo|monaco|typewriter|\bcode\b")
OF_A_FAMILY = re.compile(
    r"(\s+((extra|ultra|semi|demi)?\s?(thin|light|book|medium|bold|black|heavy)|display|text|condensed|narrow))+$"
)
"""What the names of typefaces that belong to a family end with."""


BETWEEN_NAMES = ";"


class Face:
    """One face: a typeface, perhaps bold or italic. Widths are in ems, without kerning and letter spacing.

    `known` says that they are those of the typeface asked for. `ascent`, `descent` and `gap` (between lines) are shares
    of an em, positive.
    """

    def __init__(
        self, typefaces: Typefaces, typeface: str, bold: bool, italic: bool, table: Table, widths: Widths, known: bool
    ) -> None:
        self._typefaces, self._widths = typefaces, widths
        self.typeface, self.bold, self.italic, self.known = typeface, bold, italic, known
        self.units = table.units
        self.ascent, self.descent, self.gap = (one / table.units for one in (table.ascent, table.descent, table.gap))
        self._words: dict[str, int] = {}

    def width(self, text: str) -> float:
        """The width of letters on one line, ems."""
        return self.advance(text) / self.units

    def advance(self, text: str) -> int:
        """The width of letters on one line, in units of the face (`units` per em). Remembered: words come again."""
        width = self._words.get(text)
        if width is None:
            width = sum(map(self._widths.__getitem__, text))
            if _SEQUENCE.search(text):
                width -= sum([self._widths[one.group()[-1]] for one in _IN_SEQUENCE.finditer(text)])
            if len(self._words) >= MOST_WORDS:
                self._words.clear()
            self._words[text] = width
        return width

    def missing(self, text: str) -> str:
        """The letters that this face has no glyph for, each once, in the order of the text."""
        self.advance(text)
        lacking = self._widths.lacking
        return "".join(dict.fromkeys([one for one in text if one in lacking])) if lacking else ""

    @property
    def lacking(self) -> bool:
        """Whether any text so far had letters that it has no glyph for."""
        return bool(self._widths.lacking)

    @cached_property
    def _drawn(self) -> FontFace:
        return self._typefaces.drawn_with(self.typeface, self.bold, self.italic)

    @property
    def own(self) -> bool:
        """Whether `file` is one of this very typeface."""
        return self.typeface.casefold() in self._drawn.families

    @property
    def file(self) -> Path:
        """The font file to draw it with: its own, that of a twin with the same widths, or of what stands in for it."""
        return Path(self._drawn.path)

    @property
    def replaced(self) -> bool:
        """Whether it is drawn in another typeface, and one that is not made to be as wide."""
        if self.own:
            return False
        common = BUILT_IN.get(self.typeface.casefold())
        return common is None or all(BUILT_IN.get(one) != common for one in self._drawn.families)

    @property
    def family(self) -> str:
        """The name of the family in `file`."""
        return self._drawn.family


MOST_WORDS = 20_000
MOST_LAID, MOST_PARAGRAPHS = 2_000, 4_000


class SystemFace(NamedTuple):
    """A face as it was asked for, and the installed file that it was found in: its size and time (nanoseconds)."""

    typeface: str
    bold: bool
    italic: bool
    path: str
    size: int
    changed: int


class EmbeddedFace(NamedTuple):
    """A face that travels in a file, under the name that the file has for its typeface.

    It is drawn with where its maker lets it travel in documents; measured it always is.
    """

    face: FontFace
    may_travel: bool


class Typefaces:
    """All typefaces at hand: `fonts` are font files of the library; with `system`, the installed ones too.

    `embedded` tells those of the brand file, when one is first looked for.
    Nothing is read before it is asked for. A font file of the library that cannot be read is the user's fault (SP522,
    LibraryFault), raised by whichever question meets it first; a broken installed one is passed over.
    """

    def __init__(
        self,
        fonts: Sequence[Path] = (),
        *,
        cache: Path | None = None,
        system: bool = True,
        embedded: Callable[[], Sequence[EmbeddedFace]] = tuple,
    ) -> None:
        self._fonts, self._cache, self._system, self._tell_embedded = tuple(fonts), cache, system, embedded
        self._faces: dict[tuple[str, bool, bool], Face] = {}
        self._from_system: set[SystemFace] = set()
        self.laid: Recent[Laid] = Recent(MOST_LAID)
        """What was laid out with them lately, for `lines.laid_out`, …"""
        self.paragraphs: Recent[Any] = Recent(MOST_PARAGRAPHS)
        """… and the paragraphs that were set; `lines` alone knows what it keeps of them."""

    def face(self, typeface: str, bold: bool = False, italic: bool = False) -> Face:
        """The face of a typeface, by its name as PowerPoint knows it (`Montserrat SemiBold` is one of its own).

        Of a list of names, as LibreOffice writes them (`Liberation Mono;Courier New`), it is the first that is known.
        """
        key = (typeface, bold, italic)
        face = self._faces.get(key)
        if face is None:
            face = self._made(*key) if BETWEEN_NAMES not in typeface else self._first_of(*key)
            self._faces[key] = face
        return face

    def _first_of(self, names: str, bold: bool, italic: bool) -> Face:
        """The first known face of a list of names, or the first at all."""
        listed = [name for one in names.split(BETWEEN_NAMES) if (name := one.strip())] or ["Arial"]
        faces = [self.face(name, bold, italic) for name in listed]
        return next((face for face in faces if face.known), faces[0])

    def from_system(self, also: Iterable[SystemFace] = ()) -> list[SystemFace]:
        """The faces asked for so far, and those of `also`, that have their widths from an installed file.

        What was measured with them holds as long as they are the same.
        """
        for one in also:
            self.face(one.typeface, one.bold, one.italic)
        return sorted(self._from_system)

    def _made(self, typeface: str, bold: bool, italic: bool) -> Face:
        if own := best_of(self._library, typeface, bold, italic):
            try:
                table, known = self._table_of(own, bold)
            except BrokenFont as broken:
                raise LibraryFault([font_problem(Path(own.path), str(broken))]) from broken
            return Face(self, typeface, bold, italic, table, Widths(table), known)
        if common := BUILT_IN.get(typeface.casefold()):
            table = built_in(common, bold, italic)
            return Face(self, typeface, bold, italic, table, Widths(table), True)
        if embedded := best_of([one.face for one in self._embedded], typeface, bold, italic):
            table, known = self._table_of(embedded, bold)
            return Face(self, typeface, bold, italic, table, Widths(table), known)
        if installed := best_of(self._installed, typeface, bold, italic):
            try:
                table, known = self._table_of(installed, bold)
                status = Path(installed.path).stat()
            except (BrokenFont, OSError):
                pass
            else:
                state = installed.path, status.st_size, status.st_mtime_ns
                self._from_system.add(SystemFace(typeface, bold, italic, *state))
                return Face(self, typeface, bold, italic, table, Widths(table), known)
        if built := of_signs() if typeface == SIGNS_FACE else of_free(typeface, bold, italic):
            return Face(self, typeface, bold, italic, built, Widths(built), True)
        return self._unknown(typeface, bold, italic)

    def _table_of(self, face: FontFace, bold: bool) -> tuple[Table, bool]:
        """The figures of a face, and whether they hold for what is asked of it.

        What PowerPoint makes bold itself, for want of a bold face, nobody can tell the widths of.
        """
        path = Path(face.path)
        if bold and not _is_bold(face):
            if face.heaviest >= BOLD_WEIGHT:
                try:
                    return read_table(path, face.number, BOLD_WEIGHT, self._cache), True
                except BrokenFont:
                    pass
            return read_table(path, face.number, None, self._cache), False
        return read_table(path, face.number, None, self._cache), True

    def _unknown(self, typeface: str, bold: bool, italic: bool) -> Face:
        """An estimate: the widths of its family, or a common typeface stretched as is known of this one, else wide."""
        name = typeface.casefold()
        family = OF_A_FAMILY.sub("", name)
        if family in BUILT_IN:
            table = built_in(BUILT_IN[family], bold, italic)
            widths = Widths(table)
        elif free := of_free(family, bold, italic) or of_free(family, False, italic):
            table, widths = free, Widths(free)
        elif name in FIXED or MONO.search(name):
            table = built_in("Courier New", bold, italic)
            widths = Widths(table, FIXED.get(name, 602) / 600)
        elif family in FACTORS:
            table = built_in("Arial", bold, italic)
            widths = Widths(table, FACTORS[family])
        else:
            table = built_in(UNKNOWN, bold, italic)
            widths = Widths(table)
        units = table.units
        table = Table(units, round(UNKNOWN_ASCENT * units), round(UNKNOWN_DESCENT * units), 0, b"", b"")
        return Face(self, typeface, bold, italic, table, widths, False)

    @cached_property
    def _library(self) -> tuple[FontFace, ...]:
        """The faces of the library's font files. Raises LibraryFault that names all that are broken."""
        faces: list[FontFace] = []
        problems: list[Problem] = []
        for path in self._fonts:
            try:
                faces += faces_in(path)
            except BrokenFont as broken:
                problems.append(font_problem(path, str(broken)))
        if problems:
            raise LibraryFault(problems)
        return tuple(faces)

    @cached_property
    def _embedded(self) -> tuple[EmbeddedFace, ...]:
        return tuple(self._tell_embedded())

    @cached_property
    def _travelling(self) -> tuple[FontFace, ...]:
        return tuple([one.face for one in self._embedded if one.may_travel])

    @cached_property
    def _packed(self) -> tuple[FontFace, ...]:
        return tuple([face for path in packed_fonts() for face in faces_in(path)])

    @cached_property
    def _installed(self) -> tuple[FontFace, ...]:
        return installed_faces(self._cache) if self._system else ()

    def is_installed(self, family: str) -> bool | None:
        """Whether a typeface is installed; None where that cannot be known."""
        known = self.installed_families
        return None if known is None else family.casefold() in known

    @cached_property
    def installed_families(self) -> frozenset[str] | None:
        """The families of all installed typefaces in lower case; None where that cannot be known."""
        return frozenset(name for face in self._installed for name in face.families) or None

    def drawn_with(self, typeface: str, bold: bool, italic: bool) -> FontFace:
        """The face to draw a typeface with: its own where the library or this computer has it, and it may travel in
        documents; else a packed one.

        A packed one is taken rather than what else is installed, so that a page looks the same on every machine.
        """
        name = typeface.casefold()
        for one in dict.fromkeys((name, OF_A_FAMILY.sub("", name))):  # Calibri Light looks like Calibri at least
            common = BUILT_IN.get(one, "")
            for other in dict.fromkeys((one, common)):
                for faces in (self._library, self._travelling, self._installed):
                    if (found := best_of(faces, other, bold, italic)) and found.may_travel:
                        return found
            if common in TWINS:
                return twin_of(common, bold, italic)
        kind = "mono" if MONO.search(name) else "serif" if SERIF.search(name) else "sans"
        width = self.face(typeface, bold, italic).width(SAMPLE)
        nearest = min(STAND_INS[kind], key=lambda one: abs(self.face(one, bold, italic).width(SAMPLE) - width))
        return twin_of(nearest, bold, italic)

    def fallbacks(self, letters: str) -> tuple[tuple[FontFace, ...], str]:
        """The faces to draw `letters` with that a text's own face lacks, as few as do, and the letters that none has.

        The library's come first, then those that are packed, so that a page looks the same on every machine. The order
        does not depend on that of the letters.
        """
        wanted = {ord(one) for one in letters}
        found: list[FontFace] = []
        for face in (*self._library, *self._packed, *sorted(self._installed, key=_plainness)):
            if not wanted:
                break
            try:
                table = read_table(Path(face.path), face.number, None, self._cache)
            except BrokenFont:
                continue
            covered = _covered(wanted, table)
            if covered:
                found.append(face)
                wanted -= covered
        return tuple(found), "".join(sorted(map(chr, wanted)))


def best_of(faces: Iterable[FontFace], typeface: str, bold: bool, italic: bool) -> FontFace | None:
    """The face of a typeface that suits best; None where it is not among `faces`."""
    name = typeface.casefold()
    wanted = BOLD_WEIGHT if bold else USUAL_WEIGHT
    named = [face for face in faces if name in face.families]
    return min(
        named,
        key=lambda face: (face.italic != italic, face.bold != bold, abs(face.weight - wanted), face.path, face.number),
        default=None,
    )


def _is_bold(face: FontFace) -> bool:
    return face.bold or face.weight >= BOLD_WEIGHT


def _plainness(face: FontFace) -> tuple[bool, bool, bool, int, str, int]:
    """Upright faces of usual weight and width first."""
    return (
        face.italic, face.bold, bool(MONO.search(face.family.casefold())), abs(face.weight - USUAL_WEIGHT), face.path,
        face.number,
    )  # fmt: skip


def _covered(codes: set[int], table: Table) -> set[int]:
    """Those of the code points that a table has."""
    runs = array("I", table.runs)
    firsts = runs[::2]
    places = {code: bisect_right(firsts, code) - 1 for code in codes}
    return {code for code, at in places.items() if at >= 0 and code < firsts[at] + runs[2 * at + 1]}


def font_problem(path: Path, why: str) -> Problem:
    """What is told of a font file that cannot be used."""
    return Problem(
        code="SP522",
        message=f"the font file “{path.name}” cannot be read: {why}",
        hint="put a working .ttf, .otf or .ttc file there, or remove it",
        place=Place(shown_path(path)),
    )
