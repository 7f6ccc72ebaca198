"""The service behind `salespack library catalog`: a library into a folder of pages that opens from disk."""

from __future__ import annotations

import datetime
import html
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from salespack import __version__
from salespack.catalog.cards import Cards, Site
from salespack.catalog.theme import theme_css
from salespack.catalog.wording import page_words
from salespack.formats.types import encode_custom
from salespack.library.blocks import source_in
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.validity import calm_day
from salespack.problems.problem import Place, Problem, Severity, UsageFault, UserFault, shown_path
from salespack.specimens.pictures import names_of
from salespack.specimens.rendering import Commission, make_all
from salespack.specimens.texts import Shown, TextOf, specimen_case, texts_of
from salespack.system.files import has_content, not_written, put
from salespack.system.paths import real_path
from salespack.system.progress import Progress, no_progress
from salespack.system.transactions import Transaction, recover

ASSETS = Path(__file__).parent / "assets"
PAGE, MARK = "index.html", "catalog.json"
"""The page that people open, and the file by which a folder is known to hold a catalog of ours."""
PICTURES, UNFINISHED = "pictures", ".unfinished"
"""The folder of the pictures, and where those are that no catalog shows yet."""
VENDORED = "minisearch.js", "minisearch.LICENSE.txt", "stemmers.LICENSE.txt"
WORD = re.compile(r"[^\W_]+")
OF_SCRIPTS = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What JSON may hold and a script may not, everywhere."""


class CatalogRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to make a catalog of, where, and for which day. Without `pictures` none are drawn."""

    library: Path
    folder: Path
    on: datetime.date
    cache: Path | None = None
    pictures: bool = True
    processes: int | None = None


class CatalogReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was made. `drawn` pictures of slides are new; `size` is that of all files, in bytes."""

    page: Path
    blocks: int
    texts: int
    slides: int
    drawn: int
    size: int
    problems: tuple[Problem, ...] = ()


def write_catalog(request: CatalogRequest, progress: Progress = no_progress) -> CatalogReport:
    """Writes the catalog. Raises UserFault where the library cannot be read or the folder is not to be written to."""
    folder = real_path(request.folder)
    recover(folder)
    _refuse_folder(folder, request.library)
    library = open_library(request.library, request.cache)
    case, texts = specimen_case(library), texts_of(library)
    # What was drawn stays when the command is stopped, and the next one goes on with it.
    unfinished = folder / UNFINISHED if folder.is_dir() else folder.with_name(f".{folder.name}{UNFINISHED}")
    commission = Commission(
        library=library,
        case=case,
        day=calm_day(library),
        cache=request.cache,
        pictures=unfinished / PICTURES,
        draw=request.pictures,
        known=folder / PICTURES,
    )
    made = list(make_all(commission, texts, progress, request.processes))
    shown = {(one.text.block, one.text.language): one.shown for one in made}
    cards = Cards(library, request.on, shown, _near(shown))
    stems = {slide.picture for one in shown.values() for slide in one.slides if slide.picture}
    files = {
        MARK: msgspec.json.encode({"salespack": __version__}),
        **dict(_files(library, cards, cards.site(pictures=bool(stems)), shown, request)),
    }
    pictures = {f"{PICTURES}/{name}" for stem in stems for name in names_of(stem)}
    try:
        _put(folder, unfinished, files, pictures)
    except OSError as error:
        raise not_written(folder, error) from None
    written = {*files, *pictures}
    return CatalogReport(
        page=request.folder / PAGE,
        blocks=len(library.blocks),
        texts=len(texts),
        slides=sum(len(one.slides) for one in shown.values()),
        drawn=sum(one.drawn for one in made),
        size=sum((folder / name).stat().st_size for name in written),
        problems=tuple(_problems(library, request, texts, shown)),
    )


def _refuse_folder(folder: Path, library: Path) -> None:
    """Raises UsageFault where a catalog would mix with other files (SP871), or with the library's own (SP872)."""
    if real_path(folder).is_relative_to(real_path(library)):
        hint = "name one beside it, such as catalog/"
        raise UsageFault.of("SP872", "the catalog's folder is inside the library", hint, Place(shown_path(folder)))
    if folder.is_dir() and (folder / MARK).is_file():
        return
    if folder.exists() and (not folder.is_dir() or any(one.name != UNFINISHED for one in folder.iterdir())):
        message = "there is something else already, and no catalog"
        raise UsageFault.of("SP871", message, "name a folder that is new or empty", Place(shown_path(folder)))


def _near(shown: Mapping[tuple[str, str], Shown]) -> dict[str, list[str]]:
    """The blocks that say nearly the same as each, the nearest first."""
    from salespack.curation.duplicates import BlockWords, near_duplicates

    words = [
        BlockWords(block, language, tuple("\n".join((slide.title, *slide.lines)) for slide in one.slides))
        for (block, language), one in shown.items()
    ]
    found: dict[str, dict[str, float]] = {}
    for pair in near_duplicates(words):
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if one != other:
                alike = found.setdefault(one, {})
                alike[other] = max(alike.get(other, 0.0), pair.alike)
    return {block: sorted(alike, key=lambda other: (-alike[other], other)) for block, alike in found.items()}


def _files(
    library: Library, cards: Cards, site: Site, shown: Mapping[tuple[str, str], Shown], request: CatalogRequest
) -> Iterator[tuple[str, bytes]]:
    """Every file of the catalog but its pictures, the page that people open last."""
    stemmers = [
        f"vendor/stemmer-{language}.js"
        for language in dict.fromkeys(one.partition("-")[0] for one in site.languages)
        if (ASSETS / "vendor" / f"stemmer-{language}.js").is_file()
    ]
    own = sorted(path.name for path in ASSETS.iterdir() if path.suffix in (".js", ".css"))
    for name in (*own, *(f"vendor/{name}" for name in VENDORED), *stemmers):
        yield f"assets/{name}", (ASSETS / name).read_bytes()
    yield "assets/theme.css", theme_css(_brand_colours(library, request.cache)).encode()
    yield "data/catalog.js", _script("catalog", site)
    yield "data/words.js", _script("words", page_words(site.languages))
    for number, details in enumerate(cards.details()):
        yield f"data/details-{number}.js", _script(f"details-{number}", details)
    yield "data/texts.js", _script("texts", list(_searched(library, shown)))
    title = library.settings.company.name
    page = (ASSETS / PAGE).read_text(encoding="utf-8")
    scripts = "\n".join(f'<script src="assets/{name}" defer></script>' for name in stemmers)
    for mark, content in (
        ("@LANGUAGE@", html.escape(library.settings.default_language)),
        ("@TITLE@", html.escape(title)),
        ("@STEMMERS@", scripts),
    ):
        page = page.replace(mark, content)
    yield PAGE, page.encode()


def _script(name: str, content: Any) -> bytes:
    """Data as a script that a page opened from disk may load; nothing in it can be taken for markup."""
    data = msgspec.json.encode(content, enc_hook=encode_custom).decode().translate(OF_SCRIPTS)
    return f'salespack.add("{name}", {data});\n'.encode()


def _searched(library: Library, shown: Mapping[tuple[str, str], Shown]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What search knows of each block: its id, names that are the same in all languages, title and text in each."""
    for block in library.blocks.values():
        names = [block.id, block.owner or "", *block.tags]
        if block.about is not None:
            names.append(block.about.customer or "")
        values = [library.values[value].name for value in block.values if value in library.values]
        texts: dict[str, Any] = {}
        for language, body in block.bodies.items():
            slides = shown[block.id, language].slides if (block.id, language) in shown else ()
            spoken = [name if isinstance(name, str) else name.get(language, "") for name in values]
            said = [line for slide in slides for line in (slide.title, *slide.lines, *slide.notes, *slide.seller)]
            sources = [source_in(body, name, one) for name, one in block.all_evidence().items()]
            title = slides[0].title if slides else body.title
            texts[language] = (_words((title,)), _words((*spoken, *said, *sources)))
        yield block.id, _words(names), texts


def _words(texts: Iterable[str]) -> str:
    """Every word of some texts once, in small letters: all that search needs, and quick to read."""
    folded = unicodedata.normalize("NFC", "\n".join(texts)).lower()
    return " ".join(dict.fromkeys(WORD.findall(folded)))


def _brand_colours(library: Library, cache: Path | None) -> Mapping[str, str]:
    from salespack.powerpoint.brand.cached import open_brand

    try:
        return open_brand(library, cache).colours
    except UserFault:
        return {}  # told by `_problems`


def _put(folder: Path, unfinished: Path, files: Mapping[str, bytes], pictures: Collection[str]) -> None:
    """Puts the files and pictures of a catalog in their places, and takes away those of an earlier one. Raises OSError.

    A new folder appears whole; in one that is there all files change together.
    """
    if not folder.is_dir():
        for name, content in files.items():
            put(unfinished / name, content, named=folder)
        for left in _others(unfinished, {*files, *pictures}):
            left.unlink()
        unfinished.replace(folder)
        return
    with Transaction(folder) as transaction:
        for name in sorted(pictures):
            if not (folder / name).is_file():
                transaction.copy(folder / name, unfinished / name)
        for name, content in files.items():
            if not has_content(folder / name, content):
                transaction.write(folder / name, content)
        for other in _others(folder, {*files, *pictures}):
            transaction.remove(other)
    shutil.rmtree(unfinished, ignore_errors=True)


def _others(folder: Path, wanted: Collection[str]) -> Iterator[Path]:
    """The files of an earlier catalog that this one does not have."""
    for part, endings in (("data", (".js",)), (PICTURES, (".webp",)), ("assets", (".js", ".css", ".txt"))):
        for path in sorted((folder / part).rglob("*")):
            if path.suffix in endings and path.is_file() and path.relative_to(folder).as_posix() not in wanted:
                yield path


def _problems(
    library: Library, request: CatalogRequest, texts: Sequence[TextOf], shown: Mapping[tuple[str, str], Shown]
) -> Iterator[Problem]:
    """What keeps blocks or their pictures from being shown as they should be, in short: `check` says it in full."""
    from salespack.powerpoint.brand.cached import open_brand

    if request.pictures:
        try:
            open_brand(library, request.cache)
        except UserFault as fault:
            yield from (problem.as_warning() for problem in fault.problems)
    broken = [text for text in texts if shown[text.block, text.language].problems]
    unread = [block for block in library.blocks.values() if any(p.severity is Severity.ERROR for p in block.problems)]
    if count := len(broken) + len(unread):
        first = library.blocks[broken[0].block].bodies[broken[0].language].file if broken else unread[0].file
        yield Problem(
            code="SP873",
            message=f"{count:,} {'text' if count == 1 else 'texts'} cannot be shown as slides, this one first",
            hint="`salespack check` says why",
            place=Place(first),
            severity=Severity.WARNING,
        )
