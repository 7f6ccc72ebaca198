"""One HTML page that shows slides of two decks side by side: what differs is framed on both and listed beneath.

One file that opens anywhere: no script, nothing fetched, every text escaped, light and dark, two columns or one.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape

import msgspec

from salespack.graphics.boxes import Box
from salespack.revisions.slide_images import SlideImage
from salespack.revisions.word_changes import Piece

STYLE = """\
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--muted:#4a5563;--line:#d5dbe3;--card:#f5f6f8;--gone:#b3261e;
--gone-ground:#fbe3e1;--new:#0b6b3a;--new-ground:#d9f2e3;--frame:#c2410c}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#eceef0;--muted:#a9b1b8;--line:#32383e;--card:#1d2125;
--gone:#ff9b93;--gone-ground:#4a1d1a;--new:#7fdca4;--new-ground:#123a25}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:86rem;padding:1rem;color:var(--ink);
background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.1rem;margin:0 0 .6rem}
p{margin:.3rem 0}a{color:inherit}nav ul,ol{margin:.5rem 0;padding-left:1.6rem}nav li{margin:.1rem 0}
nav small,.muted{color:var(--muted)}
section{border-top:1px solid var(--line);padding:1.2rem 0}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
@media (max-width:44rem){.pair{grid-template-columns:1fr}}
figure{margin:0;min-width:0}figcaption{color:var(--muted);font-size:.9rem;margin-bottom:.25rem}
.none{border:1px dashed var(--line);border-radius:4px;color:var(--muted);padding:2rem 1rem;
margin-top:1.6rem;text-align:center}
.slide{position:relative;display:block;line-height:0;border:1px solid var(--line);background:#fff}
.slide img{width:100%;height:auto}
.slide span{position:absolute;border:2px solid var(--frame);border-radius:3px;box-shadow:0 0 0 1px #fff;min-width:6px;
min-height:6px;line-height:1}
.slide .removed{border-color:#b3261e;border-style:dashed}.slide .added{border-color:#0b6b3a}
.slide b{position:absolute;top:-9px;left:-2px;background:var(--frame);color:#fff;font:700 12px/1 system-ui,sans-serif;
padding:2px 4px;border-radius:3px;white-space:nowrap}
.slide .removed b{background:#b3261e}.slide .added b{background:#0b6b3a}
ol.told{background:var(--card);border-radius:4px;padding:.6rem .8rem .6rem 2.4rem;margin-top:.8rem}
ol.told li{margin:.25rem 0}
del{color:var(--gone);background:var(--gone-ground);text-decoration:line-through;border-radius:2px}
ins{color:var(--new);background:var(--new-ground);text-decoration:underline;border-radius:2px}
@media print{section{break-inside:avoid}}"""
"""Nothing in it is from a deck."""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
LEAST_FRAME = 60_000
"""EMU: a frame around a thin line can be seen."""


class Told(msgspec.Struct, frozen=True):
    """One difference: what is told of it, and where it is to be seen on the slides before and after."""

    pieces: tuple[Piece, ...]
    before: Box | None = None
    after: Box | None = None


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A slide before and after; a side without a picture says why in its caption. `heading` is what it is called."""

    heading: str
    told: tuple[Told, ...] = ()
    captions: tuple[str, str]
    before: SlideImage | None = None
    after: SlideImage | None = None


class Heading(msgspec.Struct, frozen=True):
    """A slide in the page's list of contents: what it is called, and how much is told of it."""

    heading: str
    count: str = ""


def side_by_side(
    title: str, lines: Sequence[str], contents: Sequence[Heading], pairs: Iterable[Pair], *, language: str = "en"
) -> Iterator[str]:
    """The page, piece by piece: what it is about, in `lines`, the list of its slides, and the slides.

    `pairs` may be drawn while the page is written; they come in the order of `contents`.
    """
    yield (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style></head>\n<body><main>\n<h1>{escape(title)}</h1>\n"
    )
    yield "".join(f"<p>{escape(line)}</p>\n" for line in lines)
    if len(contents) > 1:
        items = (
            f'<li><a href="#s{number}">{escape(one.heading)}</a>'
            f"{f' <small>{escape(one.count)}</small>' if one.count else ''}</li>\n"
            for number, one in enumerate(contents, 1)
        )
        yield f"<nav><ul>\n{''.join(items)}</ul></nav>\n"
    for number, pair in enumerate(pairs, 1):
        yield _section(number, pair)
    yield "</main></body></html>\n"


def _section(number: int, pair: Pair) -> str:
    before = _figure(pair.captions[0], pair.before, _frames([one.before for one in pair.told], pair, 0))
    after = _figure(pair.captions[1], pair.after, _frames([one.after for one in pair.told], pair, 1))
    told = "".join(f"<li>{''.join(map(_piece, one.pieces))}</li>\n" for one in pair.told)
    told = f'<ol class="told">\n{told}</ol>\n' if told else ""
    return (
        f'<section id="s{number}"><h2>{escape(pair.heading)}</h2>\n<div class="pair">{before}{after}</div>\n'
        f"{told}</section>\n"
    )


def _figure(caption: str, image: SlideImage | None, frames: str) -> str:
    if image is None:
        return f'<figure><div class="none">{escape(caption)}</div></figure>\n'
    data = b64encode(image.content).decode()
    picture = f'<img src="data:image/webp;base64,{data}" alt="" loading="lazy">'
    return (
        f"<figure><figcaption>{escape(caption)}</figcaption>"
        f'<div class="slide" role="img" aria-label="{escape(caption)}">{picture}{frames}</div></figure>\n'
    )


def _frames(boxes: Sequence[Box | None], pair: Pair, side: int) -> str:
    """A frame for each place, with the numbers of all differences there."""
    image = (pair.before, pair.after)[side]
    if image is None:
        return ""
    numbers: dict[Box, list[int]] = {}
    for number, box in enumerate(boxes, 1):
        if box is not None and (seen := _within(box, image)) is not None:
            numbers.setdefault(seen, []).append(number)
    return "".join(_frame(box, found, pair, side, image) for box, found in numbers.items())


def _frame(box: Box, numbers: Sequence[int], pair: Pair, side: int, image: SlideImage) -> str:
    there = [pair.told[number - 1] for number in numbers]
    alone = all((one.before, one.after)[1 - side] is None for one in there)
    mark = ("removed", "added")[side] if alone else "changed"
    place = (
        f"left:{box.x / image.width:.2%};top:{box.y / image.height:.2%};"
        f"width:{box.cx / image.width:.2%};height:{box.cy / image.height:.2%}"
    )
    return f'<span class="{mark}" style="{place}"><b>{", ".join(map(str, numbers))}</b></span>'


def _within(box: Box, image: SlideImage) -> Box | None:
    """What of a place is on the slide, as large as can be seen; None for what is beside it."""
    x, y = max(box.x, 0), max(box.y, 0)
    right, bottom = min(box.x + box.cx, image.width), min(box.y + box.cy, image.height)
    if right < x or bottom < y or x >= image.width or y >= image.height:
        return None
    cx, cy = max(right - x, LEAST_FRAME), max(bottom - y, LEAST_FRAME)
    return Box(min(x, max(image.width - cx, 0)), min(y, max(image.height - cy, 0)), cx, cy)


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.mark == "removed":
        return f"<del>{text}</del>"
    return f"<ins>{text}</ins>" if piece.mark == "added" else text
