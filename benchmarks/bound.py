"""Whether `bind` is right on charts, tables and pictures that others designed, whatever the size of the data.

Run: python benchmarks/bound.py [--data NAME]… [--recalculate] [--out FOLDER] DECK…

Every chart, table and picture of each DECK is bound to made data: fewer than it shows, more, none, very large,
negative, long words, and the same value again and again. A shape whose bind is refused is counted and left out. Of the
others it is asked

- of the finished deck.pptx: a chart's cache and its workbook hold the data, and no fixed end of an axis cuts it off;
  each value of a table is in a cell that is shown; a picture is the new one, whole and in the frame of the old one;
- of deck.pdf: its page says what the tables of the slide say, on the page, or the build tells what has no room.

With `--recalculate` LibreOffice opens each workbook and each deck and writes them again: then the figures must be the
same still. Exit code 1 where something is wrong.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pypdfium2
from deck_parts import A, C, DeckParts, P, R
from designed_workspaces import PROFILE, built, imported, with_block, written
from lxml import etree
from PIL import Image

from salespack.problems.problem import UserFault
from salespack.typesetting.libreoffice import find_program

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
PIES = ("pieChart", "pie3DChart", "ofPieChart")
NAME = "Bound {}"
NAMED = re.compile(r"“(Bound \d+)”")
SIZES = {"fewer": (300, 200), "more": (1600, 300), "large": (2400, 2400), "negative": (90, 900), "long": (40, 40)}
"""Pixels of the pictures that are bound, by the name of the data."""
DATA = ("fewer", "more", "none", "large", "negative", "long", "again")
NEAR = 1e-9


class Target(NamedTuple):
    """A shape to bind: its name, kind and slide; how many rows or points it has, and how many columns or series."""

    name: str
    kind: str
    slide: int
    rows: int
    columns: int
    frame: tuple[int, int, int, int] | None = None


class Wrong(NamedTuple):
    """What is wrong with a bound shape."""

    target: Target
    what: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("decks", nargs="+", type=Path)
    parser.add_argument("--data", action="append", choices=DATA)
    parser.add_argument("--recalculate", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("out/bound"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    cache = asked.out / "cache"
    cache.mkdir(mode=0o700, exist_ok=True)
    total: Counter[str] = Counter()
    for deck in asked.decks:
        for data in asked.data or DATA:
            with tempfile.TemporaryDirectory() as folder:
                for line in _tried(deck, data, Path(folder), asked.out, cache, total, recalculate=asked.recalculate):
                    print(f"{deck.parent.name}/{deck.stem} ({data}) {line}", flush=True)
    print("\n" + ", ".join(f"{count} {name}" for name, count in sorted(total.items())))
    return bool(total["WRONG"])


def _tried(
    deck: Path, data: str, folder: Path, out: Path, cache: Path, total: Counter[str], *, recalculate: bool
) -> Iterator[str]:
    copy = folder / deck.name
    targets = list(_renamed(deck, copy))
    if not targets:
        return
    made = {one.name: _made(one, data) for one in targets}
    facts = json.dumps(
        {key(one): value for one, value in made.items() if not isinstance(value, str)}, ensure_ascii=True
    )
    try:
        library = written(folder / "ws", copy, f"{PROFILE}facts: {facts}\n")
        stored, slides = imported(library, copy)
    except UserFault as fault:
        total["decks that cannot be read"] += 1
        yield f"not imported: {str(fault.problems[0])[:200]}"
        return
    _write_pictures(library, data)
    left = list(targets)
    while left:
        numbers = sorted({one.slide for one in left})
        paths = {one.name: made[one.name] if one.kind == "picture" else f"facts.{key(one.name)}" for one in left}
        with_block(library, stored, [slides[number] for number in numbers], bind=paths)
        try:
            report = built(library, cache, "deck.pptx", "deck.pdf")
        except UserFault as fault:
            told = [str(one) for one in fault.problems]
        else:
            if report.matched.selection.chosen and report.matched.selection.chosen[0].block == "all":
                break
            told = [str(one) for one in report.matched.problems]
        refused = {name for one in told for name in NAMED.findall(one)}
        if not refused & {one.name for one in left}:
            total["WRONG"] += 1
            yield f"nothing is built, and no shape is named: {told[:3]}"
            return
        total.update(f"{one.kind}s refused" for one in left if one.name in refused)
        for one in told:
            if NAMED.search(one) and data != "none":
                yield f"refused: {one[one.index('“Bound') :]}"
        left = [one for one in left if one.name not in refused]
    else:
        return
    total.update(f"{one.kind}s bound" for one in left)
    placed = {one.path.suffix: one.path for one in report.placed}
    said = " ".join(str(one) for one in report.matched.problems) + str(report.fit and report.fit.over)
    place = {number: at for at, number in enumerate(numbers)}
    for suffix, path in placed.items():
        (out / f"{deck.parent.name}-{deck.stem}-{data}{suffix}").write_bytes(path.read_bytes())
    for wrong in _judged(placed[".pptx"], placed[".pdf"], left, place, made, said, library):
        total["WRONG"] += 1
        yield f"slide {wrong.target.slide + 1}, {wrong.target.kind} {wrong.target.name}: {wrong.what}"
    if recalculate:
        for what in _recalculated(placed[".pptx"], folder, out):
            total["WRONG"] += 1
            yield what


def key(name: str) -> str:
    """The fact that a shape is bound to."""
    return name.lower().replace(" ", "_")


# --- the shapes of a deck ---------------------------------------------------------------------------------------------


def _renamed(deck: Path, copy: Path) -> Iterator[Target]:
    """The charts, tables and pictures of a deck; in the copy each has a name of its own."""
    parts, changed, count = DeckParts(deck), {}, 0
    for number, (_, part) in enumerate(parts.order):
        root, links = parts.root(part), parts.links(part)
        for shape in root.iter(f"{P}graphicFrame", f"{P}pic"):
            found = _target(shape, number, parts, links)
            if found is None:
                continue
            count += 1
            next(shape.iter(f"{P}cNvPr")).set("name", NAME.format(count))
            yield found._replace(name=NAME.format(count))
        changed[part.casefold()] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(deck) as before, zipfile.ZipFile(copy, "w") as after:
        for name in before.namelist():
            after.writestr(name, changed.get(name.casefold()) or before.read(name))


def _target(shape: Any, slide: int, parts: DeckParts, links: Mapping[str, Any]) -> Target | None:
    if any(one.tag.endswith("}AlternateContent") for one in shape.iterancestors()):
        return None
    if shape.tag == f"{P}pic":
        inside = any(one.tag == f"{P}oleObj" for one in shape.iterancestors())
        frame = shape.find(f"{P}spPr/{A}xfrm")
        film = shape.find(f"{P}nvPicPr/{P}nvPr/{A}videoFile")
        return None if inside or film is not None else Target("", "picture", slide, 1, 1, _frame(frame))
    table = next(shape.iter(f"{A}tbl"), None)
    if table is not None:
        headed = table.find(f"{A}tblPr") is not None and table.find(f"{A}tblPr").get("firstRow") in ("1", "true")
        rows = len(table.findall(f"{A}tr"))
        return Target("", "table", slide, max(rows - headed, 1), len(table.findall(f"{A}tblGrid/{A}gridCol")))
    chart = next(shape.iter(f"{C}chart"), None)
    link = links.get(chart.get(f"{R}id")) if chart is not None else None
    if link is None:
        return None
    root = parts.root(link.target)
    series = list(root.iter(f"{C}ser"))
    points = max([len({one.get("idx") for one in row.iterfind(f"{C}val//{C}pt")}) for row in series], default=1)
    pie = all(row.getparent().tag.removeprefix(C) in PIES for row in series)
    return Target("", "chart", slide, max(points, 1), 1 if pie else max(len(series), 1))


def _frame(transform: Any) -> tuple[int, int, int, int] | None:
    if transform is None or transform.find(f"{A}off") is None:
        return None
    place, size = transform.find(f"{A}off"), transform.find(f"{A}ext")
    return int(place.get("x")), int(place.get("y")), int(size.get("cx")), int(size.get("cy"))


# --- made data --------------------------------------------------------------------------------------------------------


def _made(target: Target, data: str) -> Any:
    """The data for a shape: of charts by series and category, of tables rows, of pictures a file's path."""
    if target.kind == "picture":
        return "images/none.png" if data == "none" else f"images/{data if data in SIZES else 'fewer'}.png"
    rows = {"fewer": 1, "more": target.rows + 4, "none": 0}.get(data, target.rows)
    columns = target.columns + (data == "more" and target.kind == "chart" and target.columns > 1)
    if target.kind == "chart":
        if data == "none":
            return {}
        names = [f"{LONG} {at + 1}" if data == "long" else f"Point {at + 1}" for at in range(rows)]
        series = [
            f"{LONG} Reihe {at + 1}" if data == "long" else f"Row {at + 1}"
            for at in range(1 if data == "fewer" else columns)
        ]
        return {
            one: {name: _figure(data, at, place) for place, name in enumerate(names)} for at, one in enumerate(series)
        }
    return [[_cell(target, data, at, place) for place in range(columns)] for at in range(rows)]


def _figure(data: str, series: int, at: int) -> float:
    match data:
        case "large":
            return 98_000_000_000 + 1_000_000_000 * (at + series)
        case "negative":
            return (10 + series + at) * (-1.0 if at % 2 else 1.0) - 0.5
        case "again":
            return 7
        case _:
            return 10 + 3 * at + series


def _cell(target: Target, data: str, row: int, column: int) -> str | float:
    if column and data in ("large", "negative"):
        return _figure(data, column, row)
    if data == "long":
        return f"{LONG} {row + 1}{chr(65 + column)}"
    if data == "again" and column == 0:
        return f"Group {row // 2}"
    return f"{chr(65 + column % 26)}{row + 1}"


def _write_pictures(library: Path, data: str) -> None:
    (library / "images").mkdir(exist_ok=True)
    for name, size in SIZES.items():
        Image.new("RGB", size, "teal").save(library / "images" / f"{name}.png")


# --- judged -----------------------------------------------------------------------------------------------------------


def _judged(
    pptx: Path,
    pdf: Path,
    targets: Sequence[Target],
    place: Mapping[int, int],
    made: Mapping[str, Any],
    said: str,
    library: Path,
) -> Iterator[Wrong]:
    parts, pages = DeckParts(pptx), pypdfium2.PdfDocument(pdf)
    roots = [(part, parts.root(part), parts.links(part)) for _, part in parts.order]
    for one in targets:
        part, root, links = roots[place[one.slide]]
        shapes = [shape for shape in root.iter(f"{P}graphicFrame", f"{P}pic") if _name(shape) == one.name]
        if len(shapes) != 1:
            yield Wrong(one, f"{len(shapes)} shapes have its name")
            continue
        shape, page = shapes[0], pages[place[one.slide]]
        match one.kind:
            case "chart":
                found = _chart(shape, parts, links, made[one.name])
            case "table":
                found = _table(shape, page, made[one.name], said, part)
            case _:
                found = _picture(shape, one, parts, links, library / str(made[one.name]))
        yield from (Wrong(one, what) for what in found)


def _name(shape: Any) -> str:
    return str(next(shape.iter(f"{P}cNvPr")).get("name"))


def _chart(
    shape: Any, parts: DeckParts, links: Mapping[str, Any], data: Mapping[str, Mapping[str, float]]
) -> Iterator[str]:
    part = links[next(shape.iter(f"{C}chart")).get(f"{R}id")].target
    root = parts.root(part)
    found = {}
    for row in root.iter(f"{C}ser"):
        names = [one.findtext(f"{C}v") for one in row.iterfind(f"{C}cat//{C}pt")]
        values = [float(one.findtext(f"{C}v") or "nan") for one in row.iterfind(f"{C}val//{C}pt")]
        found[row.findtext(f"{C}tx//{C}v")] = dict(zip(names, values, strict=False))
    if found != {name: {one: float(value) for one, value in row.items()} for name, row in data.items()}:
        yield f"the cache holds {str(found)[:200]}"
    books = [one for one in parts.links(part).values() if one.kind in ("package", "oleObject")]
    if len(books) != 1 or books[0].external:
        yield "it has no workbook of its own"
        return
    yield from _workbook(parts.content(books[0].target), root)
    stacked = {str(one.get("val")) for one in root.iter(f"{C}grouping")} & {"stacked", "percentStacked"}
    values = [value for row in data.values() for value in row.values()]
    for axis in root.iter(f"{C}valAx"):
        most, least = (axis.find(f"{C}scaling/{C}{name}") for name in ("max", "min"))
        if not stacked and most is not None and float(most.get("val")) < max(values):
            yield f"its axis ends at {most.get('val')}, its figures reach {max(values)}"
        if not stacked and least is not None and float(least.get("val")) > min(values) and min(values) < 0:
            yield f"its axis begins at {least.get('val')}, its figures at {min(values)}"


def _workbook(content: bytes, root: Any) -> Iterator[str]:
    """What the cells that a chart refers to hold otherwise than its cache."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for reference in root.iter(f"{C}f"):
        cache = next((one for one in reference.getparent() if str(one.tag).endswith("Cache")), None)
        if cache is None or not reference.text or "!" not in reference.text:
            continue
        sheet, _, area = reference.text.strip("()").rpartition("!")
        cells = book[sheet.strip("'").replace("''", "'")][area.replace("$", "")]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        held = [one.value for row in rows for one in (row if isinstance(row, tuple) else (row,))]
        for point in cache.iter(f"{C}pt"):
            at = int(point.get("idx"))
            text, value = point.findtext(f"{C}v") or "", held[at] if at < len(held) else None
            same = str(value) == text or (
                _is_number(text) and _is_number(value) and _close(float(text), float(str(value)))
            )
            if not same:
                yield f"{reference.text}: the cell holds {value!r}, the chart {text!r}"


def _is_number(value: Any) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other), 1.0)


def _table(shape: Any, page: Any, data: Sequence[Sequence[Any]], said: str, part: str) -> Iterator[str]:
    table = next(shape.iter(f"{A}tbl"))
    rows = [[cell for cell in row if cell.tag == f"{A}tc"] for row in table.iter(f"{A}tr")]
    grid = len(table.findall(f"{A}tblGrid/{A}gridCol"))
    shown: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        if len(row) != grid:
            yield f"row {at + 1} has {len(row)} cells of {grid}"
            return
        for place, cell in enumerate(row):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                if (at, place) not in shown:
                    yield f"the cell at {at + 1}, {place + 1} is merged into none"
                continue
            text = "".join(one.text or "" for one in cell.iter(f"{A}t"))
            across, down = int(cell.get("gridSpan", 1)), int(cell.get("rowSpan", 1))
            if at + down > len(rows) or place + across > grid:
                yield f"the cell at {at + 1}, {place + 1} is merged beyond the table"
            shown.update({(at + y, place + x): text for y in range(down) for x in range(across)})
    body = [[_letters(shown.get((at, place), "")) for place in range(grid)] for at in range(len(rows))][
        len(rows) - len(data) :
    ]
    wanted = [[_letters(str(value)) for value in row] + [""] * (grid - len(row)) for row in data]
    for number, (row, expected) in enumerate(zip(body, wanted, strict=False)):
        if [one for one in row if one] != [one for one in expected if one]:
            yield f"row {number + 1} shows {row}, the data has {expected}"
    text = page.get_textpage()
    width, height = page.get_size()
    inside = _letters(text.get_text_bounded(0, 0, width, height))
    lost = [one for one in dict.fromkeys(shown.values()) if _letters(one) and _letters(one) not in inside]
    if "SP563" in said:  # letters that no font here has, which is told: wide ones, of all that these decks have
        lost = [one for one in lost if not any(unicodedata.east_asian_width(letter) in "WF" for letter in one)]
    if lost and not _is_told(said, part, shape):
        yield f"the page does not say {lost[:3]}"


def _is_told(said: str, part: str, shape: Any) -> bool:
    """Whether the build says that a shape of the slide has no room."""
    return _name(shape) in said


def _letters(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def _picture(shape: Any, target: Target, parts: DeckParts, links: Mapping[str, Any], file: Path) -> Iterator[str]:
    blip = next(shape.iter(f"{A}blip"))
    link = links.get(blip.get(f"{R}embed"))
    if link is None or parts.content(link.target) != file.read_bytes():
        yield "it shows another picture"
    if next(shape.iter(f"{A}srcRect"), None) is not None or len(blip):
        yield "it is cut or coloured as the old one was"
    frame = _frame(shape.find(f"{P}spPr/{A}xfrm"))
    if frame is None:
        yield "it has no place"
        return
    x, y, cx, cy = frame
    with Image.open(file) as picture:
        ratio = picture.width / picture.height
    if abs(cx / max(cy, 1) - ratio) > ratio * 0.02 + 1e5 / max(cy, 1) * 0.02:
        yield f"it is {cx} by {cy}, its picture {ratio:.2f} times as wide as high"
    if target.frame is not None:
        left, top, wide, high = target.frame
        if x < left - 2 or y < top - 2 or x + cx > left + wide + 2 or y + cy > top + high + 2:
            yield f"it leaves the frame of the old one: {frame} against {target.frame}"


# --- recalculated -----------------------------------------------------------------------------------------------------


def _recalculated(deck: Path, folder: Path, out: Path) -> Iterator[str]:
    """What LibreOffice makes otherwise of the deck's charts and their workbooks."""
    program = find_program()
    if program is None:
        sys.exit("LibreOffice is not installed")
    parts = DeckParts(deck)
    charts = [link.target for _, part in parts.order for link in parts.links(part).values() if link.kind == "chart"]
    (folder / "books").mkdir()
    books: dict[str, Any] = {}
    for number, chart in enumerate(charts):
        for link in parts.links(chart).values():
            if link.kind in ("package", "oleObject") and not link.external:
                (folder / "books" / f"{number}.xlsx").write_bytes(parts.content(link.target))
                books[f"{number}.xlsx"] = parts.root(chart)
    if not books:
        return
    profile = (out.resolve() / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    sources = [str(folder / "books" / one) for one in books]
    subprocess.run([*command, "xlsx", "--outdir", str(folder / "again"), *sources], check=True, capture_output=True)
    for name, root in books.items():
        yield from (f"recalculated: {what}" for what in _workbook((folder / "again" / name).read_bytes(), root))
    subprocess.run([*command, "pptx", "--outdir", str(folder / "again"), str(deck)], check=True, capture_output=True)
    again = DeckParts(folder / "again" / deck.name)
    for (_, part), (_, other) in zip(parts.order, again.order, strict=False):
        was, now = (Counter(_values(one, where)) for one, where in ((parts, part), (again, other)))
        if lost := was - now:
            yield f"slide {part}: LibreOffice's copy has not {dict(list(lost.items())[:4])}"


def _values(parts: DeckParts, slide: str) -> Iterator[float]:
    """The figures of a slide's charts."""
    for link in parts.links(slide).values():
        if link.kind == "chart":
            for point in parts.root(link.target).iterfind(f".//{C}val//{C}pt/{C}v"):
                yield round(float(point.text), 6)


if __name__ == "__main__":
    sys.exit(main())
