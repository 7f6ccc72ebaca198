"""How composed the slides look: `looks.py [--brand FILE] [--library DIR] [--pictures DIR] [--json] [PROFILE…]`.

Builds the deck of every profile of the sample in every language of its library, and measures what the finished files
show, read back as scenes. What is counted:

- *content slides*: all but those on the layouts of the roles title, section and closing.
- *body*: the body of the brand's layout for bullets; where it has none of some height, that role's room for graphics.
- *ink*: lines of text where they really stand, marks of data in charts, pictures. Panels, rules, lines and fills are
  none; neither are titles, footers, footnotes with sources, and what the layout itself draws.
- *lowest ink*: where the lowest ink of a slide ends, as a share of the body's height from its top; the median is of all
  content slides. *Lower third empty*: it ends above two thirds.
- *fill*: the same, as the share of slides below 0.55 and above 0.97, the bounds of the proof of looks; above without
  pictures, which fill the room that they have, and reach to the slide's edge where that is asked for.
- *bullets only*: all that the body shows are paragraphs in one text frame, at least one of them an item of a list.
  *Plain*: those, text without items, and tables, alone or with a lead.
- *visual*: with a chart or a picture that takes at least a fifth of the slide, or as much of a timeline, a matrix,
  steps or key figures.
- *forms*: different kinds of body in a deck, by layout and what stands on the slide; the median over decks.
- *title sizes*: different sizes of titles on the content slides of a deck.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sample

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.deck.model import FormName
from salespack.drawing.pdf import Drawing, one_a_page
from salespack.drawing.previews import contact_sheet
from salespack.graphics.boxes import Box, area_of, union
from salespack.library.index import open_library
from salespack.looks.ink import inks, lines_on
from salespack.looks.proof import LEAST_FILL, MOST_FILL, fill_of, is_content
from salespack.looks.stages import Stages
from salespack.ooxml.placeholders import TITLES
from salespack.powerpoint.brand.model import Brand
from salespack.problems.problem import UserFault
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, PictureShape, SlideScene, TableShape
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces

ON = datetime.date(2026, 12, 1)
DECK = "deck.pptx"
LOWER_THIRD = 2 / 3
PPI = 72


VISUAL = frozenset(("chart", "picture", "photo", "timeline", "matrix", "steps", "stats"))
LEAST_VISUAL = 0.2
"""What counts as visual, and the share of the slide that it takes at least."""


class SlideLooks(NamedTuple):
    """One content slide: where its lowest ink ends, as a share of the body, the same without pictures, its form, and
    the size of its title, pt."""

    number: int
    title: str
    lowest: float
    full: float
    form: str
    title_size: float
    visual: bool

    @property
    def bullets_only(self) -> bool:
        return self.form.endswith("list")

    @property
    def plain(self) -> bool:
        return self.form.rpartition(": ")[2] in ("list", "text", "table", "list + table", "table + text")


class DeckLooks(NamedTuple):
    """One deck: whose it is, how many slides it has, and its content slides."""

    name: str
    slides: int
    content: tuple[SlideLooks, ...]

    @property
    def forms(self) -> int:
        return len({one.form for one in self.content})

    @property
    def title_sizes(self) -> tuple[float, ...]:
        return tuple(sorted({one.title_size for one in self.content if one.title_size}))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profiles", nargs="*", help="names in profiles/; all of them if none is named")
    parser.add_argument(
        "--brand", type=Path, help="a .pptx or .potx in place of the library's brand, without brand.yaml"
    )
    parser.add_argument("--library", type=Path, default=sample.SAMPLE, help="a library; profiles/ is beside it")
    parser.add_argument("--language", action="append", help="one of the library's languages; all of them by default")
    parser.add_argument("--pack", help="the pack; by default the one that suits the profile")
    parser.add_argument("--pictures", type=Path, help="a folder for the pages as PNG and a contact sheet of each deck")
    parser.add_argument("--json", action="store_true", help="everything measured, a row a slide")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        decks = list(measured(asked, Path(folder)))
    print(json.dumps(as_data(decks), indent=1, ensure_ascii=False) if asked.json else table(decks))
    return 0


def measured(asked: argparse.Namespace, folder: Path) -> Iterator[DeckLooks]:
    """The looks of each deck that was asked for; one that cannot be built is named, and left out."""
    root = workspace(asked.library.resolve(), folder, asked.brand)
    library = open_library(root / "content_blocks", None)
    builder = Builder(library, None)
    typefaces = builder.resources.typefaces
    for profile in sorted((root / "profiles").glob("*.yaml")):
        if asked.profiles and profile.stem not in asked.profiles:
            continue
        for language in asked.language or library.settings.languages:
            name = f"{profile.stem}-{language}"
            request = Request(
                profile=profile, out=folder / name, today=ON, on=ON, language=language, pack=asked.pack,
                only=(DECK,), force=True,
            )  # fmt: skip
            try:
                report = builder.build(request)
            except UserFault as fault:
                print(f"{name}: {fault.problems[0]}", file=sys.stderr)
                continue
            (deck,) = (one.path for one in report.placed if one.name == DECK)
            yield deck_looks(
                name, deck, builder.resources.brand, typefaces, [one.form for one in report.matched.deck.slides]
            )
            if asked.pictures is not None:
                draw(deck, asked.pictures, name, typefaces)


def workspace(library: Path, folder: Path, brand: Path | None) -> Path:
    """A workspace as it is, or a copy of it in `folder` that has another brand."""
    if brand is None:
        return library.parent
    root = folder / "workspace"
    shutil.copytree(library, root / "content_blocks")
    shutil.copytree(library.parent / "profiles", root / "profiles")
    shutil.copyfile(brand, root / "content_blocks" / "brand" / brand.name)
    (root / "content_blocks" / "brand" / "brand.yaml").unlink(missing_ok=True)
    settings = root / "content_blocks" / "library.yaml"
    lines = settings.read_text(encoding="utf-8").split("\n")
    changed = [f"brand: brand/{brand.name}" if line.startswith("brand:") else line for line in lines]
    settings.write_text("\n".join(changed), encoding="utf-8")
    return root


# --- measuring -------------------------------------------------------------------------------------------------------


def deck_looks(name: str, deck: Path, brand: Brand, typefaces: Typefaces, forms: Sequence[FormName]) -> DeckLooks:
    """What the finished file shows; `forms` are those of its slides."""
    scene, stages = read_scene(deck), Stages(brand)
    by_name = {one.name: one.part for one in brand.layouts}
    content = [one for one in scene.slides if stages.is_content(by_name.get(one.layout, ""))]
    looks = (slide_looks(one, stages.body, typefaces, brand, forms[one.number - 1]) for one in content)
    return DeckLooks(name, len(scene.slides), tuple(looks))


def slide_looks(slide: SlideScene, body: Box, typefaces: Typefaces, brand: Brand, form_made: FormName) -> SlideLooks:
    content = frozenset(at for at, shape in enumerate(slide.shapes) if is_content(shape))
    found = list(inks(slide, lines_on(slide, typefaces)))
    lowest = fill_of(content, found, body) or 0.0
    full = fill_of(content, (one for one in found if one.kind != "picture"), body) or 0.0
    titles = [one for one in slide.shapes if isinstance(one, AutoShape) and one.placeholder in TITLES and one.text]
    sizes = [run.size * one.text.font_scale / 100 for one in titles if one.text
             for paragraph in one.text.paragraphs for run in paragraph.runs]  # fmt: skip
    form = f"{slide.layout}: {form_of([slide.shapes[at] for at in sorted(content)])}"
    shown = [slide.shapes[at] for at in sorted(content)]
    drawn = shown if form_made in VISUAL else [one for one in shown if is_drawn(one)]
    visual = bool(drawn) and area_of(union([one.box for one in drawn])) >= LEAST_VISUAL * brand.width * brand.height
    return SlideLooks(
        slide.number, slide.title, round(lowest, 3), round(full, 3), form, round(max(sizes, default=0.0), 1), visual
    )


def is_drawn(shape: AnyShape) -> bool:
    """Whether a shape is a chart or a picture."""
    return isinstance(shape, PictureShape) or (isinstance(shape, CompositeShape) and shape.kind == "chart")


def form_of(shapes: Sequence[AnyShape]) -> str:
    """What stands in a body, in a word or a few: `list`, `list + table`, `3 frames, 2 panels`."""
    kinds: list[str] = []
    frames, panels, listed = 0, 0, False
    for shape in shapes:
        match shape:
            case CompositeShape(kind=kind):
                kinds.append(kind)
            case PictureShape():
                kinds.append("picture")
            case TableShape():
                kinds.append("table")
            case AutoShape():
                written = shape.text is not None and bool(shape.text.text.strip())
                frames += written
                panels += shape.fill is not None
                if written and shape.text is not None:
                    listed = listed or any(one.bullet for one in shape.text.paragraphs)
    if frames == 1 and not panels:
        kinds.append("list" if listed else "text")
    elif frames:
        kinds.append(f"{frames} frames" + (f", {panels} panels" if panels else ""))
    return " + ".join(sorted(kinds)) or "empty"


# --- telling ---------------------------------------------------------------------------------------------------------


def figures(slides: Sequence[SlideLooks]) -> dict[str, float]:
    """Shares of the content slides, and the median of the lowest ink."""
    count = max(len(slides), 1)
    return {
        "lower third empty": sum(one.lowest < LOWER_THIRD for one in slides) / count,
        "lowest ink": statistics.median([one.lowest for one in slides] or [0.0]),
        f"fill below {LEAST_FILL}": sum(one.lowest < LEAST_FILL for one in slides) / count,
        f"fill above {MOST_FILL}": sum(one.full > MOST_FILL for one in slides) / count,
        "bullets only": sum(one.bullets_only for one in slides) / count,
        "plain": sum(one.plain for one in slides) / count,
        "visual": sum(one.visual for one in slides) / count,
    }


def of_all(decks: Sequence[DeckLooks]) -> float:
    """The share of all slides, title and closing among them, that are bullets only."""
    bullets = sum(one.bullets_only for deck in decks for one in deck.content)
    return bullets / max(sum(deck.slides for deck in decks), 1)


def as_data(decks: Sequence[DeckLooks]) -> dict[str, Any]:
    content = [one for deck in decks for one in deck.content]
    return {
        "decks": len(decks),
        "slides": sum(deck.slides for deck in decks),
        "content slides": len(content),
        **{name: round(figure, 3) for name, figure in figures(content).items()},
        "bullets only of all slides": round(of_all(decks), 3),
        "forms per deck": statistics.median([deck.forms for deck in decks] or [0]),
        "most title sizes": max((len(deck.title_sizes) for deck in decks), default=0),
        "by deck": [
            {
                "deck": deck.name,
                "slides": deck.slides,
                "forms": deck.forms,
                "title sizes": deck.title_sizes,
                **{name: round(figure, 3) for name, figure in figures(deck.content).items()},
                "content": [one._asdict() for one in deck.content],
            }
            for deck in decks
        ],
    }


def table(decks: Sequence[DeckLooks]) -> str:
    """A line a deck, and the figures of all of them."""
    data = as_data(decks)
    head = f"{'':<26} {'slides':>6} {'third':>6} {'lowest':>6} {'list':>6} {'visual':>6} {'forms':>5}  title sizes"
    rows = [head]
    for one in data["by deck"]:
        sizes = ", ".join(f"{size:g}" for size in one["title sizes"])
        rows.append(
            f"{one['deck']:<26} {one['slides']:>6} {one['lower third empty']:>6.0%} {one['lowest ink']:>6.2f} "
            f"{one['bullets only']:>6.0%} {one['visual']:>6.0%} {one['forms']:>5}  {sizes}"
        )
    rows += ["", f"{data['decks']} decks, {data['slides']} slides, {data['content slides']} of them content:"]
    content = [one for deck in decks for one in deck.content]
    for name, figure in figures(content).items():
        rows.append(f"  {name:<20} {figure:.2f}" if name == "lowest ink" else f"  {name:<20} {figure:.0%}")
    rows.append(f"  {'… of all slides':<20} {of_all(decks):.0%} bullets only")
    rows.append(f"  {'forms per deck':<20} {data['forms per deck']:g} (median)")
    rows.append(f"  {'most title sizes':<20} {data['most title sizes']} in one deck")
    return "\n".join(rows)


def draw(deck: Path, folder: Path, name: str, typefaces: Typefaces) -> None:
    """The pages of a deck as `NAME-03.png`, and all of them on `NAME.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = Drawing(read_scene(deck), typefaces)
    for number, page in enumerate(drawing.made(one_a_page, on=ON, ppi=PPI), 1):
        (folder / f"{name}-{number:02}.png").write_bytes(page)
    (folder / f"{name}.png").write_bytes(contact_sheet(drawing, on=ON))


if __name__ == "__main__":
    sys.exit(main())
