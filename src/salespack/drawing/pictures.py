"""Pictures for the page: which format a file is, whether it can be shown, and a smaller or changed copy if need be.

What Typst takes as it is stays as it is. Pillow is loaded for the others, and the copies are kept by content.
"""

from __future__ import annotations

import datetime
import hashlib
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from salespack.drawing.problems import ENGINE_HINT
from salespack.graphics.lengths import INCH
from salespack.graphics.metafiles import Unreadable, Vector
from salespack.graphics.picture_metadata import bare
from salespack.graphics.picture_sizes import pixels_of_jpeg
from salespack.scene.model import PictureFill
from salespack.typesetting.engine import FontSets, typeset
from salespack.typesetting.literals import digits

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PPI = 880
"""A picture with more pixels to the inch (four times 220, PowerPoint's own measure) is made smaller, …"""
SHOWN_PPI = 330
"""… to this."""
MOST_PIXELS = 25_000_000
"""A larger one is always made smaller."""
MOST_DECODED = 130_000_000
"""Pixels of a picture that has to be taken apart whole; JPEGs are read at a fraction, up to the next figure."""
MOST_READ = 500_000_000
MOST_SVG = 20_000_000
MOST_KEPT = 128_000_000
"""Bytes of changed copies that are remembered."""
ANY = datetime.date(2000, 1, 1)
"""The day that a page says it was made which nobody sees."""
"""Markers of a JPEG: where its pixels begin; APP1, APP13 and COM."""
RESAVE = "save it again as PNG or JPEG"

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"), (b"\xd7\xcd\xc6\x9a", "wmf"), (b"\x01\0\x09\0", "wmf"), (b"\x02\0\x09\0", "wmf"),
)  # fmt: skip
_AS_THEY_ARE = frozenset(("png", "jpg", "gif", "webp", "svg"))
_METAFILES = {"emf": "an enhanced metafile (EMF)", "wmf": "a Windows metafile (WMF)"}
GZIP = b"\x1f\x8b"
"""How metafiles and SVGs begin that are compressed (EMZ, WMZ, SVGZ)."""
MOST_UNPACKED = 40_000_000
FLAT_SIDE = 2_048
"""Pixels along the longer side of a vector picture that is cut to an outline or recoloured, and so made of pixels."""
FLAT = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {
  let size = measure(image("it.svg"))
  let share = 512pt / calc.max(size.width, size.height)
  image("it.svg", width: size.width * share, height: size.height * share)
}
"""


class Unusable(Exception):  # noqa: N818 - a fault of the file, told by whoever knows its slide and shape
    """A picture that cannot be shown; `hint` says what to do."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.why, self.hint = why, hint


class Shown(NamedTuple):
    """A picture in the document's folder; `width` and `height` are its pixels, 0 where nobody asked."""

    file: str
    width: int
    height: int


class Pictures:
    """The pictures of one document: each content once, whatever its name in the deck.

    `changed` has the copies that were made for other documents; `fonts` serves to look into drawings (SVG), `vectors`
    makes such drawings of metafiles (a content, and a name for it). What it leaves out is in `left_out`, by parts.
    """

    def __init__(
        self,
        media: Callable[[str], bytes],
        changed: ChangedPictures,
        fonts: FontSets,
        vectors: Callable[[bytes, str], Vector],
    ) -> None:
        self._media, self._changed, self._fonts, self._vectors = media, changed, fonts, vectors
        self.left_out: dict[str, tuple[str, ...]] = {}
        self._read: dict[str, tuple[bytes, str]] = {}
        self._asked: dict[tuple[object, ...], Shown] = {}
        self._broken: dict[str, Unusable] = {}
        self._flattened: dict[str, bytes] = {}
        self._distrusted = False
        self.files: dict[str, bytes] = {}

    def distrust(self) -> None:
        """From now on every picture is taken apart before it is used: one of them is broken."""
        self._distrusted = True
        self._asked.clear()
        self.files.clear()

    def show(self, fill: PictureFill, cx: float, cy: float, *, inside: bool = False) -> Shown:
        """The picture of a fill, good enough for a place of `cx` by `cy` (EMU). Raises Unusable.

        Its vector form is preferred; where that cannot be used, the other one is. `inside` an SVG there can be none:
        it is made of pixels then.
        """
        if fill.svg is not None and not (inside or fill.grey or fill.duotone):
            try:
                return self._show(fill.svg, fill, 0, 0)
            except Unusable:
                pass
        return self._show(fill.part, fill, cx, cy, flat=inside)

    def _show(self, part: str, fill: PictureFill, cx: float, cy: float, *, flat: bool = False) -> Shown:
        if part in self._broken:
            raise self._broken[part]
        try:
            content, name = self._content(part)
            kind = kind_of(content)
            if kind in _METAFILES:
                content, kind = self._drawn(part, content, name, kind), "svg"
            flat = kind == "svg" and (flat or fill.grey or fill.duotone is not None)
            if flat:
                content, kind, name = self._flat(content, name), "png", f"{name}-flat"
            width, height = pixels_of(content, kind)
            step = _reduction(width, height, cx, cy) if not flat else 1
            key = (name, step, fill.grey, fill.duotone)
            if key not in self._asked:
                self._asked[key] = self._kept(content, name, kind, (width, height), step, fill)
            return self._asked[key]
        except Unusable as fault:
            self._broken[part] = fault
            raise

    def _content(self, part: str) -> tuple[bytes, str]:
        if part not in self._read:
            try:
                content = self._media(part)
            except KeyError:
                raise Unusable("the picture is not in the file", "insert it again") from None
            if content.startswith(GZIP):
                content = _unpacked(content)
            self._read[part] = content, hashlib.sha256(content).hexdigest()[:24]
        return self._read[part]

    def _drawn(self, part: str, content: bytes, name: str, kind: str) -> bytes:
        """A metafile as SVG."""
        try:
            found = self._vectors(content, name)
        except Unreadable as fault:
            why = f"its picture is {_METAFILES[kind]} that {fault.why}"
            raise Unusable(why, f"{RESAVE}; {ENGINE_HINT}") from None
        self.left_out[part] = found.left_out
        return found.svg

    def _flat(self, svg: bytes, name: str) -> bytes:
        """An SVG as PNG."""
        from typst import TypstError

        if name not in self._flattened:
            fonts = self._fonts.load(())
            try:
                [png] = typeset(
                    "flat.typ", FLAT, {"it.svg": svg}, inputs={}, fonts=fonts, on=ANY, ppi=FLAT_SIDE / 512 * 72
                )
            except TypstError:
                raise Unusable("its picture is an SVG that cannot be read", RESAVE) from None
            self._flattened[name] = png
        return self._flattened[name]

    def _kept(self, content: bytes, name: str, kind: str, size: tuple[int, int], step: int, fill: PictureFill) -> Shown:
        """The file of a picture as it is, or of its copy."""
        changed = bool(fill.grey or fill.duotone)
        if not kind:
            raise Unusable("its picture is of a format that is not known", RESAVE)
        if kind == "svg":
            if len(content) > MOST_SVG:
                raise Unusable("its picture is an SVG that is too large", RESAVE)
            if self._distrusted:
                _check_svg(content, self._fonts)
        elif step > 1 or changed or kind not in _AS_THEY_ARE or self._distrusted:
            content, kind = self._changed.get(content, name, kind, size, step, fill)
            name += f"-{step}{'g' if fill.grey else ''}{'-'.join(fill.duotone or ())}"
        file = f"{name}.{kind}"
        self.files[file] = bare(content)
        return Shown(file, *size)


def kind_of(content: bytes) -> str:
    """The format of a picture, as the ending of its file; empty for what is none that is known."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[:4] == b"\x01\0\0\0" and content[40:44] == b" EMF":
        return "emf"
    return "svg" if b"<svg" in content[:4_096] else ""


def _unpacked(content: bytes) -> bytes:
    """What is in a gzip file. Raises Unusable."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(content, MOST_UNPACKED)
    except zlib.error:
        raise Unusable("its picture is damaged", RESAVE) from None
    if not unpacking.eof:
        raise Unusable("its picture breaks off, or is too large", RESAVE)
    return found


def pixels_of(content: bytes, kind: str) -> tuple[int, int]:
    """Width and height; (0, 0) for vectors and what cannot be told. Raises Unusable."""
    try:
        if kind == "png":
            return struct.unpack(">II", content[16:24])
        if kind == "gif":
            return struct.unpack("<HH", content[6:10])
        if kind == "jpg":
            return pixels_of_jpeg(content)
    except struct.error:
        raise Unusable("its picture breaks off", RESAVE) from None
    if kind in ("webp", "bmp", "tiff"):
        with _opened(content) as image:
            return image.size
    return 0, 0


def _reduction(width: int, height: int, cx: float, cy: float) -> int:
    """By which whole number to divide the pixels of a picture that is shown at `cx` by `cy` EMU; 1 to leave it."""
    if not width or not height:
        return 1
    step = 1
    if cx > 0 and cy > 0:
        ppi = min(width / cx, height / cy) * INCH
        if ppi > MOST_PPI:
            step = int(ppi / SHOWN_PPI)
    while width * height / step**2 > MOST_PIXELS:
        step += 1
    return step


class ChangedPictures:
    """Changed copies, remembered by content and change: many decks have the same pictures. The oldest go first."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], tuple[bytes, str]] = OrderedDict()
        self._size = 0

    def get(
        self, content: bytes, name: str, kind: str, size: tuple[int, int], step: int, fill: PictureFill
    ) -> tuple[bytes, str]:
        """The copy and its format. Raises Unusable."""
        key = (name, step, fill.grey, fill.duotone)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        made = self._known[key] = _changed(content, kind, size, step, fill)
        self._size += len(made[0])
        while self._size > MOST_KEPT and len(self._known) > 1:
            self._size -= len(self._known.popitem(last=False)[1][0])
        return made


def _opened(content: bytes) -> Image:
    """The picture, not read yet. Raises Unusable."""
    import io

    from PIL import Image, UnidentifiedImageError

    # We judge sizes ourselves, and before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        return Image.open(io.BytesIO(content))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        raise Unusable("its picture cannot be read", RESAVE) from None


def _changed(content: bytes, kind: str, size: tuple[int, int], step: int, fill: PictureFill) -> tuple[bytes, str]:
    """A picture made smaller by `step`, in grey or two colours, as PNG or JPEG. Raises Unusable."""
    import io

    from PIL import ImageOps

    pixels = size[0] * size[1]
    with _opened(content) as image:
        partly = kind == "jpg" and step > 1 and not image.info.get("progressive")
        if pixels > (MOST_READ if partly else MOST_DECODED):
            raise Unusable(f"its picture has {size[0]:,} × {size[1]:,} pixels", "save it smaller, 2,000 pixels will do")
        try:
            if partly:
                image.draft(None, (size[0] // step, size[1] // step))
            image.load()
            left = max(round(image.size[0] * step / max(size[0], 1)), 1)
            shown = image.reduce(left) if left > 1 and image.mode not in ("P", "1") else image
            if shown.mode not in ("L", "LA", "RGB", "RGBA"):
                shown = shown.convert("RGBA" if "transparency" in shown.info or shown.mode == "PA" else "RGB")
            if left > 1 and shown.size == image.size:
                shown = shown.reduce(left)
            if fill.grey or fill.duotone:
                alpha = shown.getchannel("A") if shown.mode in ("LA", "RGBA") else None
                shown = shown.convert("L")
                if fill.duotone:
                    shown = ImageOps.colorize(shown, f"#{digits(fill.duotone[0])}", f"#{digits(fill.duotone[1])}")
                if alpha is not None:
                    shown.putalpha(alpha)
            target = io.BytesIO()
            if kind == "jpg" and shown.mode in ("L", "RGB"):
                shown.save(target, "JPEG", quality=88)
                return target.getvalue(), "jpg"
            shown.save(target, "PNG", compress_level=3)
        except (OSError, SyntaxError, ValueError, struct.error, IndexError, EOFError):
            raise Unusable("its picture is damaged", RESAVE) from None
        except MemoryError:
            raise Unusable("its picture is too large for this computer’s memory", "save it smaller") from None
        return target.getvalue(), "png"


def _check_svg(content: bytes, fonts: FontSets) -> None:
    """Raises Unusable for what the engine does not take: broken XML, links to files, too many parts."""
    from typst import TypstError

    try:
        loaded = fonts.load(())
        typeset("check.typ", '#image("it.svg")', {"it.svg": content}, inputs={}, fonts=loaded, on=ANY)
    except TypstError:
        raise Unusable("its picture is an SVG that cannot be read", RESAVE) from None
