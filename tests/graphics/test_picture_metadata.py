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
    "PNG": saved("PNG", pnginfo=text_of_png()),
    "PNG with something behind it": saved("PNG", pnginfo=text_of_png()) + b"Secret remark",
    "WebP": saved("WEBP", xmp=b"<x>Secret remark</x>", lossless=True),
}


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


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", *(one[:60] for one in PICTURES.values())])
def test_what_is_broken_or_something_else_stays(content: bytes) -> None:
    assert bare(content) == content


@given(name=st.sampled_from(sorted(PICTURES)), at=st.integers(0, 5_000), values=st.binary(min_size=1, max_size=4))
def test_any_bytes_are_taken(name: str, at: int, values: bytes) -> None:
    content, start = PICTURES[name], at % len(PICTURES[name])
    assert isinstance(bare(content[:start] + values + content[start + len(values) :]), bytes)
