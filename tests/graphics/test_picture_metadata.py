"""A picture that a customer gets shows what it shows, and says nothing of who took it, when and where."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from salespack.graphics.picture_metadata import bare

SAID = (b"Jane Doe", b"PhoneMaker", b"Secret remark")
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture() -> Image.Image:
    image = Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 50).convert("RGB")
    image.putpixel((0, 0), (255, 0, 0))
    return image


def exif() -> Image.Exif:
    said = Image.Exif()
    said[0x013B], said[0x010F] = "Jane Doe", "PhoneMaker"  # artist, maker
    said[0x0112] = 6  # turned by 90 degrees
    said.get_ifd(0x8825)[1] = "N"
    return said


def saved(kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture().save(file, kind, exif=exif(), icc_profile=PROFILE, **options)
    return file.getvalue()


def text_of_png() -> PngInfo:
    text = PngInfo()
    text.add_text("Author", "Jane Doe")
    text.add_itxt("Comment", "Secret remark", zip=False)
    return text


PICTURES = {
    "JPEG": saved("JPEG", comment="Secret remark"),
    "progressive JPEG": saved("JPEG", comment="Secret remark", progressive=True, dpi=(96, 96)),
    "JPEG with another behind it": saved("JPEG", comment="Secret remark") + saved("JPEG"),
    "JPEG of a telephone": saved("MPO", save_all=True, append_images=[picture().rotate(90)]),
    "PNG": saved("PNG", pnginfo=text_of_png()),
    "PNG with something behind it": saved("PNG", pnginfo=text_of_png()) + b"Secret remark",
    "WebP": saved("WEBP", xmp=b"<x>Secret remark</x>", lossless=True),
}


def gif() -> bytes:
    """Two frames that repeat, with a remark and a program's block before the second."""
    file, frames = BytesIO(), [picture().convert("P"), picture().rotate(90).convert("P")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=100, comment=b"Secret remark")
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(b"Jane Doe")]) + b"Jane Doe" + b"\0"
    return file.getvalue().replace(b"\x21\xfe", xmp + b"\x21\xfe", 1)


def tiff(**options: object) -> bytes:
    said = exif()
    said[0x010E], said[0x013C] = "Secret remark", "Jane Doe's computer"
    said.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0Secret remark"
    file = BytesIO()
    picture().save(file, "TIFF", exif=said, icc_profile=PROFILE, dpi=(96, 96), **options)
    return file.getvalue()


OTHERS = {
    "GIF": gif(),
    "TIFF": tiff(),
    "compressed TIFF": tiff(compression="tiff_lzw"),
    "big-endian TIFF": tiff(big_endian=True),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_gif_or_tiff_says_nothing_and_shows_the_same(name: str) -> None:
    content = OTHERS[name]
    assert any(said in content for said in SAID)
    made = bare(content)
    assert not any(said in made for said in SAID)
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(made)) as after:
        assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)
        for frame in range(getattr(before, "n_frames", 1)):
            before.seek(frame)
            after.seek(frame)
            assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
        for key in ("icc_profile", "dpi", "loop", "duration"):
            assert after.info.get(key) == before.info.get(key)
    assert bare(made) == made


DRAWING = """<?xml version="1.0"?>
<!-- Secret remark -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://inkscape"
     xmlns:rdf="http://rdf" inkscape:export-filename="C:\\Jane Doe\\x.svg" width="40" height="20">
<metadata><rdf:RDF>Jane Doe</rdf:RDF></metadata><inkscape:view name='Jane Doe > me'/>
<title>A box</title><desc>What it shows</desc>
  <g data-name="Secret remark" id="a"><rect width="9" height="9"/><!-- Secret remark --></g>
  <image xlink:href="file:///home/Jane Doe/x.png"/><use xlink:href="#a"/>
</svg>"""
BARE = """<?xml version="1.0"?>

<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">

<title>A box</title><desc>What it shows</desc>
  <g id="a"><rect width="9" height="9"/></g>
  <image/><use xlink:href="#a"/>
</svg>"""


def test_a_drawing_has_what_is_drawn_and_said_of_it() -> None:
    assert bare(DRAWING.encode()).decode() == BARE
    assert bare(BARE.encode()).decode() == BARE


@pytest.mark.parametrize("text", [DRAWING[:-3], DRAWING.replace("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', 1)])
def test_a_drawing_that_cannot_be_read_stays(text: str) -> None:
    assert bare(text.encode()).decode() == text


def test_a_windows_drawing_does_not_say_what_it_was_drawn_with() -> None:
    said = "Program\0C:\\Jane\0\0".encode("utf-16-le")
    header = bytearray(108 + len(said))
    header[:8] = (1).to_bytes(4, "little") + len(header).to_bytes(4, "little")
    header[40:44] = b" EMF"
    header[60:68] = (len(said) // 2).to_bytes(4, "little") + (108).to_bytes(4, "little")
    header[108:] = said
    assert bare(bytes(header) + b"drawing") == bytes(header[:108]) + bytes(len(said)) + b"drawing"


EVERY = {**PICTURES, **OTHERS, "SVG": DRAWING.encode()}


@pytest.mark.parametrize("name", PICTURES)
def test_it_says_nothing_and_shows_the_same(name: str) -> None:
    content = PICTURES[name]
    assert any(said in content for said in SAID)
    made = bare(content)
    assert not any(said in made for said in SAID)
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(made)) as after:
        assert after.tobytes() == before.tobytes()
        assert dict(after.getexif()) == {}
        assert after.info["icc_profile"] == PROFILE
        assert after.info.get("jfif_density") == before.info.get("jfif_density")
    assert bare(made) == made


BROKEN = {"nothing": b"", "a header": b"GIF89a", "no drawing": b"<svg/>"} | {
    f"the start of a {name}": content[:60] for name, content in (PICTURES | OTHERS).items()
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_or_something_else_stays(name: str) -> None:
    assert bare(BROKEN[name]) == BROKEN[name]


@given(name=st.sampled_from(sorted(EVERY)), at=st.integers(0, 5_000), values=st.binary(min_size=1, max_size=4))
def test_any_bytes_are_taken(name: str, at: int, values: bytes) -> None:
    content, start = EVERY[name], at % len(EVERY[name])
    assert isinstance(bare(content[:start] + values + content[start + len(values) :]), bytes)
