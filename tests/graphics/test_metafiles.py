"""Metafiles as SVG: what their records draw, what is left out, and what is too much."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from salespack.graphics.metafiles import Unreadable, Vector, bitmaps, emf, emf_plus, vector_of, wmf
from tests.fuzz.metafiles import changed, endures
from tests.graphics import metafiles as made
from tests.graphics.metafiles import squares


def drawn(content: bytes) -> Vector:
    return vector_of(content, squares)


def kinds_in(content: bytes) -> set[int]:
    """The kinds of the records of an enhanced metafile."""
    found, at = set(), 0
    while at < len(content):
        kind, size = int.from_bytes(content[at : at + 4], "little"), int.from_bytes(content[at + 4 : at + 8], "little")
        found.add(kind)
        at += size
    return found


def plus_kinds_in(content: bytes) -> set[int]:
    found, at = set(), content.index(b"EMF+") + 4
    while at + 12 <= len(content) and content[at + 1] == 0x40:
        found.add(int.from_bytes(content[at : at + 2], "little"))
        at += int.from_bytes(content[at + 4 : at + 8], "little")
    return found


def test_every_record_that_is_drawn_is_read() -> None:
    """The samples have each of them, and nothing of the samples is left out but the letter that no font has."""
    every = made.every_emf()
    assert set(emf.RECORDS) <= kinds_in(every)
    assert drawn(every).left_out == ("letters that no font here has",)
    every = made.every_plus()
    assert set(emf_plus.RECORDS) <= plus_kinds_in(every)
    assert drawn(every).left_out == ()
    every = made.every_wmf()
    assert set(wmf.RECORDS) <= {function for function, _ in wmf.records_of(every)}
    assert drawn(every).left_out == ()


def paths(content: bytes) -> list[str]:
    """What is drawn, element by element, in a sheet of 2048 units."""
    return re.findall(r"<(?:path|image|g) [^>]*>", drawn(content).svg.decode().partition("</defs>")[2])


def test_outlines_stand_where_world_window_and_viewport_bring_them() -> None:
    half = made.record(17, 8) + made.record(9, 2_000, 2_000) + made.record(11, 1_000, 1_000)
    moved = made.record(36, made.floats(1, 0, 0, 1, 1_000, 0), 2)
    square = made.record(43, made.points((0, 0), (500, 1_000)))
    [path] = paths(made.emf(half, moved, made.brush(1, 0x0000FF), made.NO_PEN, square))
    assert (
        path
        == '<path fill-rule="evenodd" fill="#FF0000" d="M1024.00 0.00L1536.00 0.00L1536.00 1024.00L1024.00 1024.00Z"/>'
    )
    upwards = made.record(17, 3) + made.record(12, 0, 1_000)  # hundredths of a millimetre, from below
    [path] = paths(
        made.emf(upwards, made.brush(1, 0xFF0000), made.NO_PEN, made.record(43, made.points((0, 0), (5_000, 5_000))))
    )
    assert (
        path
        == '<path fill-rule="evenodd" fill="#0000FF" d="M0.00 2048.00L1024.00 2048.00L1024.00 1024.00L0.00 1024.00Z"/>'
    )


def test_what_is_saved_comes_back_and_deleted_pens_draw_no_more() -> None:
    one = made.poly(87, (0, 0), (9, 9), short=True)
    content = made.emf(
        made.pen(1, 0x0000FF, 10), made.record(33), made.pen(2, 0x00FF00, 5), one, made.record(34, -1), one
    )
    first, second = paths(content)
    assert 'stroke="#00FF00" stroke-width="10.24"' in first and 'stroke="#FF0000" stroke-width="20.48"' in second


def test_a_clip_cuts_what_is_drawn_after_it_and_others_within_it() -> None:
    clip = made.record(30, made.points((0, 0), (500, 500)))
    svg = drawn(made.emf(clip, clip, made.record(43, made.points((0, 0), (900, 900))))).svg.decode()
    assert svg.count("<clipPath") == 1 and '<g clip-path="url(#d0)">' in svg


def test_letters_stand_as_far_apart_as_the_record_says() -> None:
    content = made.emf(made.record(22, 24), made.record(18, 1), made.font(1), made.text(84, "ab", 100, 500, apart=60))
    [path] = paths(content)
    starts = re.findall(r"M([\d.]+) ([\d.]+)", path)
    assert starts == [
        ("217.09", "1024.00"),
        ("339.97", "1024.00"),
    ]  # 106 and 166 pixels: letters a fifth wider, 60 apart
    turned = made.emf(
        made.record(22, 24), made.record(18, 1), made.font(1, escapement=900), made.text(84, "ab", 500, 500)
    )
    (x, y), (x_next, y_next) = re.findall(r"M([\d.]+) ([\d.]+)", paths(turned)[0])
    assert x == x_next and float(y_next) < float(y)


def test_letters_by_their_numbers_and_unknown_ones_are_told() -> None:
    numbers = drawn(made.emf(made.text(84, "ab", 0, 0, options=0x110)))
    assert numbers.left_out == ("letters that are named by their numbers in a font",)
    assert drawn(made.emf(made.text(84, "a☃", 0, 0))).left_out == ("letters that no font here has",)


@pytest.mark.parametrize("depth", [1, 4, 8, 16, 24, 32])
def test_bitmaps_of_every_depth(depth: int) -> None:
    header, bits = made.dib(3, 2, depth)
    found = bitmaps.opaque(bitmaps.bitmap(header, bits, 100))
    assert found.rgba == b"\xff\0\0\xff" * 3 + b"\0\0\xff\xff" * 3  # the lower row is stored first
    with pytest.raises(Unreadable):
        bitmaps.bitmap(header, bits, 5)


def test_run_lengths() -> None:
    header, _ = made.dib(4, 2, 8)
    header = header[:16] + (1).to_bytes(4, "little") + header[20:]
    found = bitmaps.bitmap(header, bytes((4, 0, 0, 0, 0, 3, 1, 0, 1, 0, 1, 1, 0, 1)), 100)
    assert found.rgba[:16] == (b"\xff\0\0\xff\0\0\xff\xff" * 2)[:12] + b"\xff\0\0\xff"
    assert found.rgba[16:] == b"\0\0\xff\xff" * 4


def test_a_mask_and_what_is_seen_through_it_become_one_picture() -> None:
    both = made.blit(77, 0, 0, 9, 9, 0x8800C6, depth=1) + made.blit(77, 0, 0, 9, 9, 0x660046)
    assert len(paths(made.emf(both))) == 1


def test_emf_plus_is_drawn_where_it_is_alone_and_else_its_other_half() -> None:
    fill = made.plus(0x400A, made.SOLID, made.RED, 1, made.floats(0, 0, 500, 500))
    other = made.brush(1, 0xFF0000) + made.NO_PEN + made.record(43, made.points((0, 0), (500, 500)))
    for dual, colour in ((False, ["FF0000", "0000FF"]), (True, ["0000FF"])):
        content = made.emf(made.comment(made.plus_header(dual=dual), fill), other)
        shown = paths(content)
        assert re.findall('fill="#(.{6})"', "".join(shown)) == colour
        # GDI+ writes the corners of the other half as middles of pixels.
        assert ('d="M1.02 1.02L' in shown[-1]) is dual


def test_a_windows_metafile_with_and_without_a_header_of_its_own() -> None:
    square = (made.word(0x02FC, 0, made.colour(0x0000FF), 0), made.word(0x012D, 0), made.word(0x041B, 500, 500, 0, 0))
    with_header = drawn(made.wmf(*square))
    assert (round(with_header.width), round(with_header.height)) == (283, 283)  # 1,000 units, 254 to the inch
    window = made.word(0x020B, 0, 0), made.word(0x020C, 1_000, 1_000)
    plain = drawn(made.wmf(*window, *square, placeable=False))
    shown = 'd="M0.00 0.00L1024.00 0.00L1024.00 1024.00L0.00 1024.00Z"'
    assert shown in plain.svg.decode() and shown in with_header.svg.decode()


def test_a_picture_of_nothing_is_empty() -> None:
    content = bytearray(made.emf(frame=(0, 0, 1, 1)))
    content[8:24] = b"\0" * 8 + b"\xff" * 8
    assert b"<path" not in drawn(bytes(content)).svg


def many(record: bytes, count: int) -> bytes:
    return made.emf(*[record] * count)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: many(made.record(33), 200_001), "too many records"),
        (lambda: made.emf(made.text(84, "x" * 100_001, 0, 0)), "too many letters"),
        (lambda: many(made.poly(4, *[(0, 0)] * 50_000), 40), "too many points"),
        (lambda: made.emf()[:60], "breaks off"),
        (lambda: b"\xd7\xcd\xc6\x9a" + bytes(20), "breaks off"),
        (lambda: b"\0" * 40 + b" EMF" + bytes(32_000_000), "is too large"),
        (lambda: made.emf(made.record(81, bytes(40), 80, 40, 120, 4, 0, 0xCC0020, 9, 9, b"(\0\0\0" + b"\xff\xff\0\0" * 2 + b"\1\0\x18\0" + bytes(28))), "too many pixels"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_what_is_too_much_is_told(content: Callable[[], bytes], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        drawn(content())


@pytest.mark.slow
def test_broken_files_never_fail_and_never_hang() -> None:
    """A part of what `python -m tests.fuzz.metafiles` looks at."""
    for number in range(1_500):
        endures(changed(number, seed=3))
