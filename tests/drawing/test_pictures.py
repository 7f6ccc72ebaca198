"""Pictures of every kind: as they are, made smaller, changed, broken."""

from __future__ import annotations

import gzip
import io
import struct
import zlib

import pytest
from msgspec import structs
from PIL import Image

from salespack.drawing.pdf import Drawing, one_a_page
from salespack.drawing.pictures import MOST_PIXELS, ChangedPictures, Pictures, Unusable, kind_of, pixels_of
from salespack.graphics.boxes import Box
from salespack.graphics.metafiles import Vector
from salespack.scene.model import Command, Geometry, Path, PictureFill, Solid
from salespack.typesetting.engine import FontSets
from tests.drawing.scenes import (
    CM,
    ON,
    TYPEFACES,
    codes,
    drawn,
    image,
    lines,
    picture,
    pixels,
    scene,
    slide,
    tags,
    text_box,
    texts,
    title,
)
from tests.graphics import metafiles

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="#00f" d="M0 0h4v3h-4z"/></svg>'


def shown(media: dict[str, bytes], *shapes: object) -> Image.Image:
    [page] = Drawing(scene(slide(*shapes), media=media), TYPEFACES).made(one_a_page, on=ON, ppi=36)  # type: ignore[arg-type]
    return pixels(page)


def middle(seen: Image.Image, shape: object) -> tuple[int, ...]:
    box: Box = shape.box  # type: ignore[attr-defined]
    at = [round((start + length / 2) / 12_700 / 2) for start, length in ((box.x, box.cx), (box.y, box.cy))]
    return seen.getpixel((at[0], at[1]))  # type: ignore[return-value]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_pictures_of_every_common_format_are_shown(kind: str) -> None:
    one = picture("p", alt="x")
    red, green, blue = middle(shown({"p": image(kind)}, one), one)
    assert red > 240 and green < 15 and blue < 15
    assert drawn(slide(title("T"), one), media={"p": image(kind)}).problems == ()


def test_the_vector_form_is_preferred_and_its_twin_stands_in_for_a_broken_one() -> None:
    one = picture("p", alt="x", picture=PictureFill(part="p", svg="v"))
    assert middle(shown({"p": image(), "v": SVG}, one), one)[2] > 240
    assert middle(shown({"p": image(), "v": b"<svg <<<"}, one), one)[0] > 240


LINKED = SVG.replace(b"<path", b'<image width="4" height="3" href="/etc/hostname"/><path')
MANY = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a0"><path d="M0 0h1v1z"/></g>%s</svg>'
    % b"".join(b'<g id="a%d">%s</g>' % (number + 1, b'<use href="#a%d"/>' % number * 10) for number in range(7))
)


@pytest.mark.parametrize("svg", [LINKED, MANY], ids=["links to a file", "more parts than anybody wants"])
def test_an_svg_that_the_engine_refuses_is_told_and_all_others_are_shown(svg: bytes) -> None:
    bad, good = picture("bad", alt="x"), picture("good", at=0, alt="x")
    made = drawn(slide(title("T"), bad, good), media={"bad": svg, "good": SVG})
    assert [problem.message for problem in made.problems] == [
        "slide 1, “Picture 1”: its picture is an SVG that cannot be read"
    ]


HALVES = metafiles.emf(
    metafiles.brush(1, 0x0000FF), metafiles.NO_PEN, metafiles.record(43, metafiles.points((0, 0), (500, 1_000))),
    metafiles.brush(2, 0xFF0000), metafiles.record(43, metafiles.points((500, 0), (1_000, 1_000))),
)  # fmt: skip
"""An enhanced metafile: red on the left, blue on the right."""


@pytest.mark.slow
def test_metafiles_are_drawn_cropped_cut_to_an_outline_recoloured_and_unpacked() -> None:
    media = {"p": HALVES, "z": gzip.compress(HALVES), "w": metafiles.every_wmf()}
    right = picture("p", alt="x", picture=PictureFill(part="p", crop=(0.5, 0, 0, 0)))
    assert middle(shown(media, right), right) == (0, 0, 255)
    packed = picture("z", alt="x", picture=PictureFill(part="z", crop=(0, 0, 0.5, 0)))
    assert middle(shown(media, packed), packed) == (255, 0, 0)
    box = right.box
    triangle: tuple[Command, ...] = (("M", (0, 0)), ("L", (0, box.cy)), ("L", (box.cx, box.cy)), ("Z", ()))
    cut = structs.replace(packed, geometry=Geometry(paths=(Path(commands=triangle),), text=Box(0, 0, 1, 1)))
    seen = shown(media, cut)
    assert seen.getpixel((round((box.x + box.cx * 0.9) / 25_400), round((box.y + box.cy * 0.1) / 25_400))) == (
        255,
        255,
        255,
    )
    assert seen.getpixel((round((box.x + box.cx * 0.1) / 25_400), round((box.y + box.cy * 0.8) / 25_400))) == (
        255,
        0,
        0,
    )
    two = picture("p", alt="x", picture=PictureFill(part="p", crop=(0, 0, 0.5, 0), duotone=("00FF00", "FFFFFF")))
    red, green, blue = middle(shown(media, two), two)
    assert green > 240 and abs(red - blue) < 3 and 50 < red < 200
    made = drawn(slide(title("T"), picture("p", alt="x"), picture("w", at=2, alt="y")), media=media)
    assert made.problems == () and lines(made.pdf) == ["T"]


def test_what_of_a_metafile_is_not_drawn_is_told() -> None:
    numbers = metafiles.emf(metafiles.text(84, "ab", 0, 0, options=0x110))
    made = drawn(slide(title("T"), picture("p", alt="x")), media={"p": numbers})
    assert [problem.message for problem in made.problems] == [
        "slide 1, “Picture 1”: its picture is drawn without letters that are named by their numbers in a font"
    ]


def test_letters_of_a_metafile_are_drawn_in_the_typefaces_at_hand() -> None:
    words = (
        metafiles.record(22, 24), metafiles.record(18, 1), metafiles.font(1, -400, "Arial"),
        metafiles.text(84, "HHH", 20, 700), metafiles.font(2, -300, "Wingdings", charset=2), metafiles.text(83, "n", 20, 300),
    )  # fmt: skip
    one = picture("p", alt="x")
    seen = shown({"p": metafiles.emf(*words)}, one).crop(
        tuple(round(n / 25_400) for n in (one.box.x, one.box.y, one.box.x + one.box.cx, one.box.y + one.box.cy))  # type: ignore[arg-type]
    )
    halves = [seen.convert("L").crop((0, top, seen.width, top + seen.height // 2)) for top in (0, seen.height // 2)]
    assert max(int(half.getextrema()[0]) for half in halves) < 120  # type: ignore[arg-type]


def test_crops_flips_and_outlines() -> None:
    halves = Image.new("RGB", (40, 30), "red")
    halves.paste("blue", (20, 0, 40, 30))
    target = io.BytesIO()
    halves.save(target, "PNG")
    cropped = picture("p", picture=PictureFill(part="p", crop=(0.5, 0, 0, 0)))
    assert middle(shown({"p": target.getvalue()}, cropped), cropped)[2] > 240
    flipped = picture("p", flip_h=True)
    seen = shown({"p": target.getvalue()}, flipped)
    box = flipped.box
    left = seen.getpixel((round((box.x + box.cx * 0.2) / 25_400), round((box.y + box.cy / 2) / 25_400)))
    assert left[2] > 240  # type: ignore[index]
    triangle: tuple[Command, ...] = (("M", (0, 0)), ("L", (0, box.cy)), ("L", (box.cx, box.cy)), ("Z", ()))
    cut = picture("p", alt="x")
    cut = structs.replace(cut, geometry=Geometry(paths=(Path(commands=triangle),), text=Box(0, 0, 1, 1)))
    seen = shown({"p": target.getvalue()}, cut)
    corner = seen.getpixel((round((box.x + box.cx * 0.9) / 25_400), round((box.y + box.cy * 0.1) / 25_400)))
    assert corner == (255, 255, 255)


def test_grey_and_duotone() -> None:
    grey = picture("p", picture=PictureFill(part="p", grey=True))
    red, green, blue = middle(shown({"p": image()}, grey), grey)
    assert abs(red - green) < 3 and abs(green - blue) < 3
    two = picture("p", picture=PictureFill(part="p", duotone=("000000", "00FF00")))
    red, green, _ = middle(shown({"p": image(colour="white")}, two), two)
    assert red < 10 and green > 245


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (image()[:60], "damaged"),
        (image("JPEG")[:200], ""),
        (b"nothing that is a picture", "of a format that is not known"),
        (b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(40), "an enhanced metafile (EMF) that breaks off"),
        (b"\xd7\xcd\xc6\x9a" + bytes(30), "a Windows metafile (WMF) that breaks off"),
        (b"", "of a format that is not known"),
        (b"\x89PNG\r\n\x1a\n", "breaks off"),
    ],
)
def test_a_broken_picture_leaves_what_is_in_the_file_and_is_named(content: bytes, why: str) -> None:
    made = drawn(
        slide(title("T"), picture("p", alt="x"), picture("q", at=2, alt="y")), media={"p": content, "q": image()}
    )
    assert codes(made) == ["SP561"]
    assert "slide 1, “Picture 1”" in texts(made.problems) and why in texts(made.problems)
    assert lines(made.pdf) == ["T"] and "Figure: x" in tags(made.pdf)
    behind, over = text_box(at=1, fill=Solid("00FF00")), picture("p", alt="x")
    assert middle(shown({"p": content}, behind, over), over) == (0, 255, 0)
    own = picture("p", alt="x", fill=Solid("0000FF"))
    assert middle(shown({"p": content}, own), own) == (0, 0, 255)


def test_a_picture_that_is_not_there_is_named() -> None:
    made = drawn(slide(title("T"), picture("p", alt="x"), background=PictureFill(part="gone")), media={})
    assert [problem.message for problem in made.problems] == [
        "slide 1, “background”: the picture is not in the file",
        "slide 1, “Picture 1”: the picture is not in the file",
    ]


def test_a_picture_far_larger_than_its_place_is_made_smaller() -> None:
    large = image("JPEG", (9_000, 6_000))
    pictures = Pictures({"p": large}.__getitem__, ChangedPictures(), FontSets(), lambda *_: Vector(b"", 1, 1, ()))
    first = pictures.show(PictureFill(part="p"), 4 * CM, 3 * CM)
    with Image.open(io.BytesIO(pictures.files[first.file])) as copy:
        assert copy.size[0] * copy.size[1] < MOST_PIXELS / 20
        assert abs(copy.size[0] / copy.size[1] - 1.5) < 0.02
    assert pictures.show(PictureFill(part="p"), 4 * CM, 3 * CM) is first


def test_a_huge_picture_is_named_before_it_is_unpacked() -> None:
    """20,000 by 20,000 pixels of nothing: a megabyte in the file, more than a gigabyte when it is unpacked."""
    made = drawn(slide(title("T"), picture("p", alt="x")), media={"p": _huge(20_000, 20_000)})
    assert codes(made) == ["SP561"]
    assert "20,000 × 20,000 pixels" in texts(made.problems)


def _huge(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    packer = zlib.compressobj(9)
    row = bytes(3 * width + 1)
    packed = b"".join(packer.compress(row) for _ in range(200)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_formats_and_sizes_are_known_by_content() -> None:
    for kind, name in (("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp"), ("BMP", "bmp")):
        assert kind_of(image(kind)) == name
        assert pixels_of(image(kind), name) == (40, 30)
    assert kind_of(SVG) == "svg"
    with pytest.raises(Unusable):
        pixels_of(b"\x89PNG\r\n\x1a\n\0", "png")


def test_equal_contents_are_in_the_document_once() -> None:
    drawing = Drawing(scene(slide(picture("a"), picture("b", at=2)), media={"a": image(), "b": image()}), TYPEFACES)
    assert len(drawing.files) == 1


def test_a_photo_says_nothing_of_who_took_it_and_stands_as_it_is_stored() -> None:
    halves = Image.new("RGB", (40, 30), "red")
    halves.paste("blue", (20, 0, 40, 30))
    about = halves.getexif()
    about[0x013B], about[0x0112] = "Jane Photographer", 3  # the artist, and that it is to be turned around
    target = io.BytesIO()
    halves.save(target, "JPEG", exif=about, comment=b"taken at home", quality=95)
    one = picture("p", alt="x")
    assert b"Jane Photographer" in target.getvalue()
    made = drawn(slide(title("T"), one), media={"p": target.getvalue()})
    assert made.problems == ()
    assert b"Jane" not in made.pdf and b"taken at home" not in made.pdf
    seen = shown({"p": target.getvalue()}, one)
    box = one.box
    left = seen.getpixel((round((box.x + box.cx * 0.2) / 25_400), round((box.y + box.cy / 2) / 25_400)))
    assert left[0] > 200, "the red half is on the left"  # type: ignore[index]
