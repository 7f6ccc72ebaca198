"""The service behind `salespack library forms --out`: slides before and after, as pictures on a page from disk."""

from __future__ import annotations

import datetime
import html
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from salespack import __version__
from salespack.language.phrases import words
from salespack.library.library import Library
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.specimens.forms import FormChange, with_forms
from salespack.specimens.pictures import names_of
from salespack.specimens.rendering import Commission, make_all
from salespack.specimens.texts import SlideText, TextOf, specimen_case
from salespack.system.files import not_written
from salespack.system.paths import real_path
from salespack.system.progress import Progress, no_progress
from salespack.system.transactions import Transaction, recover

PAGE, MARK, PICTURES = "index.html", "forms.json", "pictures"
"""The page that people open, the file by which a folder is known to hold such pages, and the folder of pictures."""
STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #222; }
section { border-top: 1px solid #ccc; padding: 1rem 0; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
h2 { font-size: 1.1rem; } h3 { font-size: 0.9rem; margin: 0 0 0.5rem; }
img { width: 100%; height: auto; border: 1px solid #ccc; margin-bottom: 0.5rem; }
code { background: #f2f2f2; padding: 0.1em 0.3em; }
@media (max-width: 50rem) { .sides { grid-template-columns: 1fr; } }
"""


class FormPages(msgspec.Struct, frozen=True, kw_only=True):
    """What pages of forms to write, where, and for which day: the slides of `texts` that change."""

    library: Library
    texts: tuple[TextOf, ...]
    changes: tuple[FormChange, ...]
    folder: Path
    on: datetime.date
    cache: Path | None = None


class Written(msgspec.Struct, frozen=True):
    """The page that people open, and what keeps texts from being drawn."""

    page: Path
    problems: tuple[str, ...] = ()


def refuse_folder(folder: Path, library: Path) -> None:
    """Raises UsageFault where pages would mix with other files (SP871), or with the library's own (SP872)."""
    place = Place(shown_path(folder))
    if real_path(folder).is_relative_to(real_path(library)):
        raise UsageFault.of(
            "SP872", "the pages' folder is inside the library", "name one beside it, such as forms/", place
        )
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        message = "there is something else already, and no pages of forms"
        raise UsageFault.of("SP871", message, "name a folder that is new or empty", place)


def write_pages(request: FormPages, progress: Progress = no_progress) -> Written:
    """Draws the texts that change as they are written and with forms inferred, and writes the page that shows both.

    Raises UsageFault where the folder is not to be written to.
    """
    folder = real_path(request.folder)
    recover(folder)
    refuse_folder(request.folder, request.library.root)
    changed = {(one.block, one.language) for one in request.changes if one.changes}
    texts = [one for one in request.texts if (one.block, one.language) in changed]
    drawn = folder.with_name(f".{folder.name}.unfinished")
    sides, problems = [], []
    try:
        for forms in ("written", "inferred"):
            commission = Commission(
                library=with_forms(request.library, forms),
                case=specimen_case(request.library),
                day=request.on,
                cache=request.cache,
                pictures=drawn,
                draw=True,
                known=folder / PICTURES,
            )
            made = list(make_all(commission, texts, progress))
            sides.append({(one.text.block, one.text.language): one.shown.slides for one in made})
            problems += [problem for one in made for problem in one.shown.problems]
        page = "".join(_page(request, texts, *sides)).encode()
        pictures = {
            names_of(one.picture)[1] for side in sides for slides in side.values() for one in slides if one.picture
        }
        _put(folder, drawn, page, pictures)
    except OSError as error:
        raise not_written(folder, error) from None
    finally:
        shutil.rmtree(drawn, ignore_errors=True)
    return Written(request.folder / PAGE, tuple(dict.fromkeys(problems)))


def _put(folder: Path, drawn: Path, page: bytes, pictures: set[str]) -> None:
    """Puts the page and its pictures in their places together; pictures of earlier pages go. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with Transaction(folder) as transaction:
        for name in sorted(pictures):
            if not (folder / PICTURES / name).is_file():
                transaction.copy(folder / PICTURES / name, drawn / name)
        transaction.write(folder / MARK, msgspec.json.encode({"salespack": __version__}))
        transaction.write(folder / PAGE, page)
        for other in sorted((folder / PICTURES).glob("*.webp")):
            if other.name not in pictures:
                transaction.remove(other)


def _page(
    request: FormPages,
    texts: Sequence[TextOf],
    before: Mapping[tuple[str, str], Sequence[SlideText]],
    after: Mapping[tuple[str, str], Sequence[SlideText]],
) -> Iterator[str]:
    language = request.library.settings.default_language
    phrases = words(language)
    title = f"{request.library.settings.company.name}: {phrases['forms_title']}"
    yield f'<!doctype html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{html.escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    yield f"<h1>{html.escape(title)}</h1>\n"
    yield f"<p>{html.escape(phrases['forms_consent'])} <code>forms: inferred</code></p>\n"
    for text in texts:
        key = (text.block, text.language)
        yield f"<section>\n<h2>{html.escape(text.block)} · {html.escape(text.language)}</h2>\n<ul>\n"
        for one in request.changes:
            if (one.block, one.language) == key and one.changes:
                told = f"{one.slide}. {one.title}: {one.written} → {one.inferred} ({one.why})"
                yield f"<li>{html.escape(told)}</li>\n"
        yield '</ul>\n<div class="sides">\n'
        yield from _side(phrases["forms_before"], before.get(key, ()))
        yield from _side(phrases["forms_after"], after.get(key, ()))
        yield "</div>\n</section>\n"
    yield "</body>\n</html>\n"


def _side(heading: str, slides: Sequence[SlideText]) -> Iterator[str]:
    """The slides of a text on one side; the words of those that could not be drawn."""
    yield f"<div>\n<h3>{html.escape(heading)}</h3>\n"
    for one in slides:
        said = html.escape(f"{heading}: {one.title}", quote=True)
        if one.picture:
            source = html.escape(f"{PICTURES}/{names_of(one.picture)[1]}", quote=True)
            yield f'<img loading="lazy" src="{source}" alt="{said}">\n'
        else:
            lines = "<br>".join(map(html.escape, one.lines))
            yield f"<p><strong>{html.escape(one.title)}</strong><br>{lines}</p>\n"
    yield "</div>\n"
