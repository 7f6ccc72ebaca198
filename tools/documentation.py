"""MkDocs hook: the pages of the documentation that are made from the code, and what pages show of the sample.

Every command, every key of every file and every code of a problem has its page from where it is defined, so none can be
out of date. These comments in other pages are replaced:

    <!-- file: profiles/betasoloin.yaml -->         the file, as it is
    <!-- keys: profile -->                          tables of the keys of a file that people write
    <!-- run: salespack match betasoloin -->        what the command prints in a copy of the sample; `run 3:` where it
                                                    exits with 3, `run 15 lines:` where the first lines are enough
    <!-- table: outputs -->                         a table made by one of the functions in TABLES
    <!-- slide -->                                  above Markdown of a slide: the text beside a picture of the slide
    <!-- shown -->                                  above Typst: the text, and under it a picture of what it gives
"""

from __future__ import annotations

import ast
import atexit
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pypdfium2
from typer.main import get_command

from salespack.cli.main import app
from salespack.cli.schema import Written, schema_of
from salespack.formats.types import Country, Id, Language
from salespack.problems.codes import CODES
from salespack.problems.pages import all_pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "src" / "salespack"
SAMPLE = ("content_blocks", "profiles")
SAMPLE_DAY = "2026-12-01"
"""The day of the sample: commands are run for it, so that the pages are the same on every day."""

COMMANDS, FORMATS, PROBLEMS = "reference/commands", "reference/formats", "problems"
ELSEWHERE = {
    "project/contributing.md": "CONTRIBUTING.md",
    "project/security.md": "SECURITY.md",
    "project/changelog.md": "CHANGELOG.md",
}
"""Pages that lie in the project's own folder, where people look for them first."""

CODE = re.compile(r"\bSP\d{3}\b")
MARKER = re.compile(
    r"^<!-- (?P<what>file|keys|run|table)(?: (?P<exit>\d+))?(?: (?P<lines>\d+) lines)?: (?P<value>.+?) -->$", re.M
)
SLIDE = re.compile(r"^<!-- slide -->\n````markdown\n(?P<text>.*?)\n````$", re.M | re.S)
SLIDES_PAGE = "reference/forms.md"
"""The page that shows slides."""
SHOWN = re.compile(r"^<!-- shown -->\n```typst\n(?P<text>.*?)\n```$", re.M | re.S)
THEME_PAGE = "guides/templates.md"
"""The page that shows the functions of the theme."""
SHOWN_AS = "theme-functions"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\)")
EXAMPLES = re.compile(r"Examples?:\s*(?:\n\n)?")
PATTERNS = {
    get_args(kind)[1].pattern: name
    for kind, name in ((Id, "an id"), (Language, "a language code"), (Country, "a country code"))
}
HUNDREDS = {
    "0": "Files",
    "1": "Their schema",
    "2": "Names and translations",
    "3": "Texts of blocks",
    "4": "Matching",
    "5": "Brands and fit",
    "6": "Documents",
    "7": "Outputs",
    "8": "The command line",
    "9": "Checking itself",
}


# --- MkDocs ----------------------------------------------------------------------------------------------------------


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the generated pages into the navigation."""
    config.nav = [_with_generated(one) for one in config.nav or ()]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are generated, and those that lie elsewhere in the project."""
    from mkdocs.structure.files import File

    for path, text in {**generated_pages(), **pages_from_elsewhere()}.items():
        files.append(File.generated(config, path, content=text))
    for path, picture in pictures().items():
        files.append(File.generated(config, path, content=picture))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replaces the markers of a page."""
    return filled(markdown)


def _with_generated(entry: Any) -> Any:
    """An entry of the navigation, with the generated pages in the place of their name."""
    if not isinstance(entry, dict):
        return entry
    return {
        title: [_with_generated(one) for one in inner] if isinstance(inner, list) else navigation().get(inner, inner)
        for title, inner in entry.items()
    }


def navigation() -> dict[str, list[Any]]:
    """The navigation of the generated pages, by the name that stands for them in `mkdocs.yml`."""
    groups: dict[str, list[Any]] = {}
    for code in CODES:
        groups.setdefault(HUNDREDS[code[2]], []).append({code: f"{PROBLEMS}/{code}.md"})
    return {
        "commands": [f"{COMMANDS}/index.md", *({name: _command_page(name)} for name in commands())],
        "formats": [
            f"{FORMATS}/index.md",
            *({kind.value: f"{FORMATS}/{kind.value}.md"} for kind in Written if _hand_written(kind)),
            {"selection.json": f"{FORMATS}/selection.md"},
        ],
        "problems": [f"{PROBLEMS}/index.md", *({name: pages} for name, pages in groups.items())],
    }


def _hand_written(kind: Written) -> bool:
    """Whether a file has a page of its own; a translation is told with its block."""
    return kind is not Written.TRANSLATION


def generated_pages() -> dict[str, str]:
    """The text of each page that is made from the code, by its path."""
    return {
        f"{COMMANDS}/index.md": commands_page(),
        **{_command_page(name): command_page(name, one) for name, one in commands().items()},
        f"{PROBLEMS}/index.md": problems_page(),
        **{f"{PROBLEMS}/{code}.md": problem_page(code) for code in CODES},
    }


def pages_from_elsewhere() -> dict[str, str]:
    """The pages that lie in the project's folder, with their links as they are from the site."""
    return {path: relinked((PROJECT / file).read_text("utf-8"), path) for path, file in ELSEWHERE.items()}


def relinked(text: str, page: str) -> str:
    """Links as seen from `page`: those to pages of the site lead there, those to other files are their names alone."""
    by_file = {file: path for path, file in ELSEWHERE.items()}
    up = "../" * page.count("/")

    def relink(match: re.Match[str]) -> str:
        target, anchor = match[1], match[2] or ""
        if target in by_file:
            return f"]({up}{by_file[target]}{anchor})"
        if target.startswith("docs/"):
            return f"]({up}{target.removeprefix('docs/')}{anchor})"
        return "]"

    return re.sub(r"\[([^\]]*)\]$", r"\1", LINK.sub(relink, text), flags=re.M)


# --- commands --------------------------------------------------------------------------------------------------------


@cache
def commands() -> dict[str, Any]:
    """Every command by its whole name, `library show`, in the order of the help."""
    return dict(_commands(get_command(app), ()))


def _commands(command: Any, name: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "list_commands"):
        yield " ".join(name), command
        return
    for inner in command.list_commands(None):
        yield from _commands(command.get_command(None, inner), (*name, inner))


def _command_page(name: str) -> str:
    return f"{COMMANDS}/{name.replace(' ', '-')}.md"


def commands_page() -> str:
    """The list of commands."""
    rows = [
        f"| [`salespack {name}`]({Path(_command_page(name)).name}) | {_sentence(one.help)} |"
        for name, one in commands().items()
    ]
    return "\n".join(
        ("# Commands", "", "| command | what it does |", "| --- | --- |", *rows, "",
         "`salespack COMMAND --help` says the same. [Exit codes](../exit-codes.md) are those of all commands.", "")
    )  # fmt: skip


def command_page(name: str, command: Any) -> str:
    """The page of a command: its help, its arguments and options."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not _is_help(one)]
    shown = [_shown_argument(one) for one in arguments]
    usage = " ".join((f"salespack {name}", *(["[OPTIONS]"] if options else []), *shown))
    lines = [f"# salespack {name}", "", "```", usage, "```", "", _help_text(command.help), ""]
    if arguments:
        rows = [f"| `{_shown_argument(one)}` | {_cell(one.help)} |" for one in arguments]
        lines += ["## Arguments", "", "| argument | what it is |", "| --- | --- |", *rows, ""]
    if options:
        rows = [f"| {_shown_option(one)} | {_cell(one.help)}{_default(one)} |" for one in options]
        lines += ["## Options", "", "| option | what it does |", "| --- | --- |", *rows, ""]
    return "\n".join(lines)


def _is_help(parameter: Any) -> bool:
    return "--help" in parameter.opts


def _shown_argument(argument: Any) -> str:
    choices = getattr(argument.type, "choices", ())
    if choices:
        return "|".join(str(one) for one in choices)
    return str(argument.metavar or argument.name.upper())


def _shown_option(option: Any) -> str:
    names = ", ".join(f"`{one}`" for one in (*option.opts, *option.secondary_opts))
    if option.is_flag:
        return names
    choices = "|".join(str(one) for one in getattr(option.type, "choices", ()))
    return f"{names} `{choices or option.metavar or option.type.name.upper()}`".replace("|", "&#124;")


def _default(option: Any) -> str:
    default = getattr(option.default, "value", option.default)
    if option.is_flag or default in (None, "", (), []) or callable(default):
        return ""
    return f" Default: `{default}`."


def _help_text(text: str) -> str:
    """The help as Markdown: examples as code."""
    body, found, examples = _split_examples(text)
    blocks = [_escaped(one) for one in body.split("\n\n")]
    if found:
        lines = [line.strip() for line in examples.splitlines() if line.strip()]
        blocks += ["```sh\n" + "\n".join(lines) + "\n```"]
    return "\n\n".join(blocks)


def _split_examples(text: str) -> tuple[str, bool, str]:
    parts = EXAMPLES.split(text.strip(), maxsplit=1)
    return (parts[0].strip(), True, parts[1]) if len(parts) == 2 else (text.strip(), False, "")


def _sentence(text: str) -> str:
    """The first sentence of a help text."""
    return _cell(re.split(r"(?<=\.)\s", text.strip(), maxsplit=1)[0])


def _cell(text: str | None) -> str:
    return _escaped(" ".join((text or "").split())).replace("|", "&#124;")


def _escaped(text: str) -> str:
    """Text as it is, where Markdown would read signs in it as its own."""
    return re.sub(r"([*_<\[])", r"\\\1", text)


# --- problems --------------------------------------------------------------------------------------------------------


def problems_page() -> str:
    """The list of codes."""
    lines = [
        "# Problems", "",
        "Every problem that Salespack tells has a code, a place and what to do about it.",
        "`salespack check --explain SP302` prints the page of a code.", "",
    ]  # fmt: skip
    for hundred, title in HUNDREDS.items():
        rows = [
            f"| [{code}]({code}.md) | {known.meaning} | {_severity(code)} |"
            for code, known in CODES.items()
            if code[2] == hundred
        ]
        lines += [f"## SP{hundred}xx: {title}", "", "| code | what it means | in `check` |", "| --- | --- | --- |"]
        lines += [*rows, ""]
    return "\n".join(lines)


def problem_page(code: str) -> str:
    """The page of a code."""
    text = CODE.sub(lambda found: _linked(found[0], code), all_pages()[code])
    text = text.replace("\nMend: ", "\n**Mend:** ")
    return "\n".join(
        (f"# {code}: {CODES[code].meaning}", "", f"*In `salespack check`: {_severity(code)}.*", "", text, "")
    )


def _linked(code: str, page: str) -> str:
    return f"[{code}]({code}.md)" if code in CODES and code != page else code


def _severity(code: str) -> str:
    dated = ", with `--nightly` an error" if CODES[code].dated else ""
    return f"{CODES[code].severity.value}{dated}"


# --- keys of files ---------------------------------------------------------------------------------------------------


def keys(kind: Written) -> str:
    """Tables of the keys of a file: those of its own, then those of what lies in them."""
    return "\n".join(_Keys(schema_of(kind), " of a translation" if kind is Written.TRANSLATION else "").lines())


class _Keys:
    """The tables of one schema. Headings end with `suffix`, so that those of two schemas on a page differ."""

    def __init__(self, schema: Mapping[str, Any], suffix: str) -> None:
        self._types: Mapping[str, Any] = schema["$defs"]
        self._root = next(iter(_references(schema)))
        self._suffix = suffix

    def lines(self) -> Iterator[str]:
        """The tables, each under its heading."""
        for name in dict.fromkeys(self._reached(self._root)):
            if name != self._root:
                yield from (f"### {self._heading(name)}", "")
            yield from (*self._table(self._types[name]), "")

    def _reached(self, name: str) -> Iterator[str]:
        """A type and those in it, each before what lies in it."""
        yield name
        for inner in dict.fromkeys(_references(self._types[name])):
            yield from self._reached(inner)

    def _heading(self, name: str) -> str:
        """Where a type stands: under which keys."""
        holders = dict.fromkeys(
            key
            for one in self._types.values()
            for key, inner in one.get("properties", {}).items()
            if name in set(_references(inner))
        )
        return "Under " + ", ".join(f"`{key}`" for key in holders) + self._suffix

    def _table(self, definition: Mapping[str, Any]) -> list[str]:
        required = definition.get("required", ())
        rows = [
            f"| `{key}` | {self._kind(one)}{_bounds(one)} "
            f"| {_told(one)}{' **Needed.**' if key in required else _else(one)} |"
            for key, one in definition["properties"].items()
        ]
        return ["| key | holds | what it means |", "| --- | --- | --- |", *rows]

    def _kind(self, schema: Mapping[str, Any]) -> str:
        """What a key may hold, in words."""
        if "anyOf" in schema:
            kinds = [self._kind(one) for one in schema["anyOf"] if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
        if "$ref" in schema:
            return f"[keys](#{_anchor(self._heading(schema['$ref'].rpartition('/')[2]))})"
        if "enum" in schema:
            return ", ".join(f"`{one}`" for one in schema["enum"])
        kind = schema.get("type")
        if kind == "array":
            return f"a list: {self._kind(schema['items'])}" if schema.get("items") else "a list"
        if kind == "object":
            inner = schema.get("additionalProperties")
            return f"by name: {self._kind(inner)}" if isinstance(inner, dict) and inner else "by name: anything"
        if schema.get("format") in ("day", "partial-day"):
            return "a day" if schema["format"] == "day" else "a year, month or day"
        if schema.get("pattern") in PATTERNS:
            return PATTERNS[schema["pattern"]]
        names = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "`true` or `false`"}
        return names.get(str(kind), "anything")


def _references(schema: Any) -> Iterator[str]:
    """The types that a schema names directly, in its order."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for key, inner in schema.items():
            if key not in ("$defs", "default"):
                yield from _references(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)


def _told(schema: Mapping[str, Any]) -> str:
    return str(schema["description"]).replace("|", "&#124;")


def _else(schema: Mapping[str, Any]) -> str:
    """The default, where it says something."""
    default = schema.get("default")
    if default in (None, (), [], "") or isinstance(default, dict):
        return ""
    return f" Default: `{str(default).lower() if isinstance(default, bool) else _plain(default)}`."


def _plain(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list | tuple) else str(value)


def _anchor(heading: str) -> str:
    """The anchor that MkDocs gives a heading."""
    return "-".join(re.sub(r"[^\w\s-]", "", heading).lower().split())


def _bounds(schema: Mapping[str, Any]) -> str:
    """The limits of a figure."""
    for one in (schema, *schema.get("anyOf", ())):
        least, most = one.get("minimum", one.get("exclusiveMinimum")), one.get("maximum")
        if least is not None and most is not None:
            return f", {least}–{most}"
        if least is not None:
            return f", {'above' if 'exclusiveMinimum' in one else 'at least'} {least}"
    return ""


# --- the sample ------------------------------------------------------------------------------------------------------


@cache
def sample() -> Path:
    """A copy of the sample, in which commands are run."""
    folder = Path(tempfile.mkdtemp(prefix="salespack-docs-"))
    atexit.register(shutil.rmtree, folder)
    for name in SAMPLE:
        shutil.copytree(PROJECT / name, folder / name)
    return folder


def output_of(command: str, expected: int = 0) -> str:
    """What a command prints in the copy of the sample. Raises RuntimeError when it exits otherwise than `expected`."""
    words = command.split()
    if words[0] != "salespack":
        raise RuntimeError(f"only salespack is run, not {command}")
    dated = ["--on", SAMPLE_DAY] if "--on" not in words and _takes_day(words[1:]) else []
    done = subprocess.run(
        [sys.executable, "-m", *words, *dated],
        cwd=sample(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode != expected:
        raise RuntimeError(f"{command} exited with {done.returncode}, not {expected}: {done.stderr}")
    return done.stdout + done.stderr


def _takes_day(words: list[str]) -> bool:
    """Whether a command has the option `--on`."""
    name = max((one for one in commands() if words[: len(one.split())] == one.split()), key=len)
    return any("--on" in one.opts for one in commands()[name].params)


def pictures() -> dict[str, bytes]:
    """Pictures of what the sample gives: the deck of a customer, and the roles of a brand."""
    output_of("salespack build betasoloin --preview")
    output_of("salespack brand check content_blocks/brand/lumikko.pptx --preview brand.png --replace")
    preview = sample() / "out/betasoloin/what-next/for-you/preview"
    return {
        "pictures/deck.png": (preview / "contact-sheet.png").read_bytes(),
        "pictures/brand.png": (sample() / "brand.png").read_bytes(),
        **slide_pictures((PROJECT / "docs" / SLIDES_PAGE).read_text("utf-8")),
        **theme_pictures((PROJECT / "docs" / THEME_PAGE).read_text("utf-8")),
    }


def slide_pictures(markdown: str) -> dict[str, bytes]:
    """A picture of each slide that a page shows, made of its text in the copy of the sample."""
    library, texts = sample() / "content_blocks", [found["text"] for found in SLIDE.finditer(markdown)]
    head = "---\nkind: frame\ntags: [shown-forms]\n---\n"
    (library / "frames/shown-forms.md").write_text(head + "\n\n---\n\n".join(texts) + "\n", "utf-8")
    sections = "sections:\n  - {slot: forms, kind: frame, tag: shown-forms}\n"
    pack = f"name: Forms\noutputs: [deck.pptx]\nlanguage: fallback\n{sections}"
    (library / "packs/shown-forms.yaml").write_text(pack, "utf-8")
    try:
        output_of("salespack build bioholding --pack shown-forms --language en --force --preview")
    finally:
        (library / "frames/shown-forms.md").unlink()
        (library / "packs/shown-forms.yaml").unlink()
    preview = sample() / "out/bioholding/shown-forms/for-you/preview"
    found = sorted(preview.glob("slide-*.png"))
    if len(found) != len(texts):
        raise RuntimeError(f"{SLIDES_PAGE} shows {len(texts)} slides, and {len(found)} came out")
    return {f"pictures/forms/{number}.png": file.read_bytes() for number, file in enumerate(found, 1)}


def theme_pictures(markdown: str) -> dict[str, bytes]:
    """A picture of each use of the theme's functions that a page shows, set by a template in the copy of the sample."""
    library, texts = sample() / "content_blocks", [found["text"] for found in SHOWN.finditer(markdown)]
    head = '{# for: customer #}\n#import "theme.typ": *\n#show: paper.with(title: "The functions of the theme")\n'
    page = "#page(width: 130mm, height: auto, margin: 6mm, header: none, footer: none)[\n"
    template = library / f"templates/{SHOWN_AS}.typ.j2"
    template.parent.mkdir(exist_ok=True)
    template.write_text(head + "".join(f"{page}{text}\n]\n" for text in texts), "utf-8")
    try:
        output_of(f"salespack build betasoloin --only {SHOWN_AS}.pdf --replace")
    finally:
        template.unlink()
    (made,) = (sample() / "out/betasoloin/what-next/for-customer").glob(f"*{SHOWN_AS.capitalize()}.pdf")
    with pypdfium2.PdfDocument(made) as pages:
        if len(pages) != len(texts):
            raise RuntimeError(f"{THEME_PAGE} shows {len(texts)} uses of functions, and {len(pages)} pages came out")
        return {f"pictures/theme/{number}.png": _png(page) for number, page in enumerate(pages, 1)}


def _png(page: pypdfium2.PdfPage) -> bytes:
    """A page as a picture, at twice the dots of a screen."""
    file = io.BytesIO()
    page.render(scale=2).to_pil().save(file, "PNG")
    return file.getvalue()


# --- markers ---------------------------------------------------------------------------------------------------------


def filled(markdown: str) -> str:
    """A page with its markers replaced."""
    slides, uses = count(1), count(1)
    markdown = SLIDE.sub(lambda slide: _beside_picture(slide["text"], next(slides)), markdown)
    markdown = SHOWN.sub(lambda use: _over_picture(use["text"], next(uses)), markdown)
    return MARKER.sub(_replacement, markdown)


def _over_picture(text: str, number: int) -> str:
    """A use of the theme's functions, and under it what it looks like."""
    return f"```typst\n{text}\n```\n\n![What it looks like](../pictures/theme/{number}.png){{ width=480 }}"


def _beside_picture(text: str, number: int) -> str:
    """The text of a slide, and beside it where there is room its picture."""
    title = text.splitlines()[0].removeprefix("# ")
    source, picture = f"````markdown\n{text}\n````", f"![{title}](../pictures/forms/{number}.png)"
    halves = "\n".join(f"<div markdown>\n\n{half}\n\n</div>" for half in (source, picture))
    return f'<div class="grid" markdown>\n{halves}\n</div>'


def _replacement(marker: re.Match[str]) -> str:
    value = marker["value"]
    match marker["what"]:
        case "file":
            text = (PROJECT / value).read_text("utf-8").rstrip()
            return f"````{_language(value)}\n{text}\n````"
        case "keys":
            return keys(Written(value))
        case "run":
            lines = output_of(value, int(marker["exit"] or 0)).rstrip().splitlines()
            most = int(marker["lines"] or len(lines))
            shown = [*lines[:most], *(["…"] if len(lines) > most else [])]
            return "\n".join((f"```sh\n{value}\n```", "", "```text", *shown, "```"))
        case _:
            return TABLES[value]()


def _language(name: str) -> str:
    return {".yaml": "yaml", ".md": "markdown", ".json": "json"}.get(Path(name).suffix, "text")


def outputs_table() -> str:
    """The outputs that are made from templates, by whom they are for."""
    from salespack.documents.output_templates import find_outputs

    rows = [f"| `{one.name}` | {one.audience} | {_pages(one.pages)} |" for one in find_outputs(None).values()]
    return "\n".join(("| output | for | pages |", "| --- | --- | --- |", *rows))


def _pages(most: int | None) -> str:
    return "as many as it takes" if most is None else f"at most {most}"


def boosts_table() -> str:
    """What each circumstance adds to a score, unless `library.yaml` says otherwise."""
    from salespack.formats.descriptions import descriptions
    from salespack.library.settings import Boosts

    told = descriptions()["Boosts"]
    rows = [f"| `{name}` | {told[name]} | {getattr(Boosts(), name):.0%} |" for name in Boosts.__struct_fields__]
    return "\n".join(("| boost | for | adds |", "| --- | --- | --- |", *rows))


def scoring_table() -> str:
    """The constants of matching, unless `library.yaml` says otherwise."""
    from salespack.formats.descriptions import descriptions
    from salespack.library.settings import Scoring

    told = descriptions()["Scoring"]
    names = [name for name in Scoring.__struct_fields__ if name != "boosts"]
    rows = [f"| `{name}` | {told[name]} | {getattr(Scoring(), name):g} |" for name in names]
    return "\n".join(("| constant | what it is | value |", "| --- | --- | --- |", *rows))


def filters_table() -> str:
    """The filters of Jinja that templates may use, besides ours."""
    from salespack.templating.environment import ALLOWED_FILTERS

    return ", ".join(f"`{name}`" for name in ALLOWED_FILTERS)


def selection_table() -> str:
    """What each key of a real `selection.json` means. Raises RuntimeError where one is not described, or is gone."""
    output_of("salespack build betasoloin --replace")
    record = sample() / "out/betasoloin/what-next/for-you/selection.json"
    found = set(_paths(json.loads(record.read_text("utf-8"))))
    if differing := found ^ set(SELECTION) - (SOMETIMES - found):
        raise RuntimeError(f"selection.json and its description differ in {sorted(differing)}")
    rows = [f"| `{path}` | {told} |" for path, told in SELECTION.items()]
    return "\n".join(("| key | what it says |", "| --- | --- |", *rows))


def _paths(data: Any, before: str = "") -> Iterator[str]:
    """The paths of keys in data; `[]` stands for the items of a list, `*` for keys that are names."""
    if isinstance(data, list):
        for one in data:
            yield from _paths(one, f"{before}[]")
    elif isinstance(data, dict):
        for key, inner in data.items():
            name = "*" if before in NAMED else key
            path = f"{before}.{name}" if before else name
            yield path
            yield from _paths(inner, path)


NAMED = ("files", "written", "earlier", "rejected.counts", "left_out")
SELECTION: Mapping[str, str] = {
    "format": "The number of the record's [format](../format-versions.md).",
    "build": "The id of the build, which the tags of its deck say too.",
    "built_on": "The day it was built on.",
    "salespack": "The version that built it.",
    "profile": "The profile, by the name of its file.",
    "pack": "The pack, by the name of its file.",
    "language": "The language of the pack.",
    "on": "The day it was built for.",
    "library_hash": "The hash of every file of the library that people write: the same library has the same hash.",
    "coverage": "How much of what weighs most for the customer the chosen blocks answer, 0–1.",
    "state": "How the customer stands with us, as the profile says or as it is proposed; null where neither is known.",
    "proposed_from": "The rating of us, 0–10, that the state is proposed from; null where it is typed.",
    "answered": "How much of the weight of all values that the customer declared they answer, 0–1.",
    "own_words_share": "The share of slides that hold what the customer said or figures of its own, 0–1.",
    "standard_share": "The share of slides that most other customers would get too, 0–1; null where it is unknown.",
    "people": "The roles in the room, in their order.",
    "people[].role": "The role.",
    "people[].cares_about": "What it cares about.",
    "people[].stated": "Whether a stakeholder of the profile says so; else the library assumes it of the role.",
    "people[].blocks": "The blocks of the deck that speak to it with strength 3 or more.",
    "people[].would": "Where there is none, the block that would; null where there is none either.",
    "slides": "How many slides the deck has.",
    "minutes": "How many minutes they take.",
    "values": "The customer's values with a weight above 0, the weightiest first.",
    "values[].id": "The value.",
    "values[].weight": "Its weight, 0–25 points.",
    "values[].basis": "Where its importance comes from: `said`, `measured`, `derived` or `assumed`.",
    "values[].would": "Where nothing in the deck answers it, the block that would; else null.",
    "values[].top": "Whether it is one of the top values, which the deck is about.",
    "values[].covered": "How well it is answered, 0–1.",
    "slots": "The slots of the pack in their order, once for each block that they take.",
    "slots[].slot": "The slot.",
    "slots[].value": "The value that it is for, in a slot of `each`; else null.",
    "slots[].block": "The block that won it; null where it stayed empty or its slide is made.",
    "slots[].made": "`cover`, `summary`, `agenda` or `divider`, where the pack makes the slide by itself; only there.",
    "slots[].version": "The version of the block.",
    "slots[].score": "Its score, in points.",
    "slots[].terms": "What the score is made of.",
    "slots[].terms[].kind": "`base`, `value`, `person` or `boost`.",
    "slots[].terms[].name": "Which value or boost.",
    "slots[].terms[].amount": "How many points it makes.",
    "slots[].runner_up": "The next best block; null where there was none.",
    "slots[].runner_up.block": "The block.",
    "slots[].runner_up.score": "Its score, in points.",
    "slots[].runner_up.distance": "How much less the deck would be worth with it, in points.",
    "slots[].runner_up.brings": "What it has and the block in the slot has not: values, roles, industries, a company.",
    "slots[].runners_up": "The two best blocks that are not in the deck, the better first.",
    "slots[].runners_up[].block": "The block.",
    "slots[].runners_up[].score": "Its score, in points.",
    "slots[].runners_up[].distance": "How much less the deck would be worth with it, in points.",
    "slots[].runners_up[].brings": "What it has and the block in the slot has not.",
    "slots[].slides": "How many slides the block makes.",
    "slots[].reason": "Why the slot is empty, or its slide is made; only there.",
    "slots[].roles": "The roles whose value it is, where it is answered for them alone; only there.",
    "slots[].seen": "Who of the room was shown the block before, where not all were; only there.",
    "slots[].seen.on": "The day on which it was shown last.",
    "slots[].seen.roles": "The roles to whom.",
    "slots[].seen.new_to": "The roles to whom it is new.",
    "slots[].pinned": "True where the profile or `--pin` asked for the block; only there.",
    "rejected": "The blocks that are not in the deck.",
    "rejected.counts": "How many, by the reason.",
    "rejected.counts.*": "The count for one reason.",
    "rejected.nearest": "Those that speak most strongly to the top values.",
    "rejected.nearest[].block": "The block.",
    "rejected.nearest[].reason": "Why it is not in.",
    "rejected.nearest[].detail": "The reason in more words.",
    "rejected.lacking": "Those that are left out as the profile lacks what they need: what to ask next.",
    "rejected.lacking[].block": "The block.",
    "rejected.lacking[].lacks": "The data that is missing, or the calculation with why it cannot be worked out.",
    "worth": "What the whole deck is worth, in points.",
    "swaps": "Blocks that took the place of others after the first choice, as the deck is worth more with them.",
    "swaps[].slot": "The slot.",
    "swaps[].before": "The block that stood there; null where it was empty.",
    "swaps[].after": "The block that stands there instead.",
    "swaps[].gain": "By how many points that step raised what the deck is worth.",
    "swaps[].lets": "The people who find something of theirs since, and the values that are answered since.",
    "refusal": "Why the pack does not fit the customer; empty where it does.",
    "fit": "What is proven of the texts of the finished deck.",
    "fit.slides": "How many slides were looked at.",
    "fit.proven": "On how many of them every text is proven to fit.",
    "fit.unproven": "The others, each with its number, why, and the typeface that is missing.",
    "fit.over": "The numbers of slides with a text that runs over its frame.",
    "looks": "How the slides of the finished deck look.",
    "looks.findings": "What is said against slides: `slide`, `kind`, what it is about, the figure and the one asked.",
    "looks.title_sizes": "The sizes of the titles of content slides, in points.",
    "forms": "The forms of the deck's content slides.",
    "forms.slides": "The form of each, in their order.",
    "forms.different": "How many different ones there are.",
    "forms.plain_lists": "The share of plain lists among them, 0–1.",
    "forms.unmet": "Where the deck lacks variety; empty where the library's forms are `written`.",
    "forms.unmet[].rule": "`running`: over two slides of one form follow each other; `plain`: over 30 % are plain "
    "lists; `visual`: four slides or more in a row show nothing but text.",
    "forms.unmet[].slides": "The numbers of these slides.",
    "forms.unmet[].why": "`written`: the forms are; `divided`: they are the parts of one slide; `texts`: no other form "
    "has room for what they say.",
    "left_out": "The texts of slides that outputs for the customer do not show, by outputs.",
    "left_out.*": "The texts that one output does not show, the weightiest first of those that had no room.",
    "left_out.*[].text": "The text.",
    "left_out.*[].block": "Its block; empty for one of the profile.",
    "left_out.*[].why": "`no room`: the page is full; `a question`: it is for the meeting, and not for a page that "
    "stays; `said elsewhere`: the page says it anyway; `one line`: its slide is about no top value, and has one line.",
    "forced": "Whether it was built with `--force` although it does not fit.",
    "files": "The outputs by name, as they were written last.",
    "files.*": "One output.",
    "files.*.path": "Where it is, relative to the folder of the pack.",
    "files.*.sha256": "The hash that it was written with. A file with another hash was changed by a person.",
    "written": "Every file of this language that is still in the folder, with the hash it was written with.",
    "written.*": "The hash of one file.",
    "earlier": "The paths that outputs had under other names, where a person has changed what lies there; only there.",
    "earlier.*": "Those of one output.",
}
SOMETIMES = frozenset({
    "slots[].seen", "slots[].seen.on", "slots[].seen.roles", "slots[].seen.new_to",
    "slots[].reason", "slots[].pinned", "slots[].made", "forms.unmet[].rule", "forms.unmet[].slides",
    "forms.unmet[].why", "swaps[].slot", "swaps[].before", "swaps[].after", "swaps[].gain", "swaps[].lets",
    "earlier", "earlier.*",
})  # fmt: skip
"""Keys that are there only where they have something to say."""


def rooms_table() -> str:
    """The rooms by floor, from the top, each with the first line of what it says of itself."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        layers = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = []
    for number, layer in enumerate(layers):
        for room in layer.split(" | "):
            told = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8"))) or ""
            rows.append(f"| {len(layers) - number} | `{room}/` | {_cell(told.splitlines()[0])} |")
    return "\n".join(("| floor | room | what lives there |", "| --- | --- | --- |", *rows))


def languages_table() -> str:
    """The languages of which more than a name is known, each with what is."""
    from salespack.catalog.wording import FILE as PAGE
    from salespack.language import locales
    from salespack.language.phrases import FILE as PHRASES

    known: Mapping[str, Callable[[str], object]] = {
        "documents": lambda code: code in locales.languages(PHRASES),
        "catalog": lambda code: code in locales.languages(PAGE),
        "check": lambda code: locales.checking_words(code).superlatives,
        "sellers’ words": lambda code: code in locales.languages(locales.SYNONYMS),
        "imports": lambda code: locales.importing_words(code).common or locales.find_language(code).script,
        "brands": lambda code: locales.brand_words(code).layouts,
    }
    rows = []
    for code in locales.languages():
        told = ["yes" if is_known(code) else "" for is_known in known.values()]
        if any(told) and not locales.find_language(code).same_as:
            name = locales.find_language(code).name
            rows.append((not told[0], name, f"| {name} | `{code}` | {' | '.join(told)} |"))
    head = (f"| language | code | {' | '.join(known)} |", "| --- " * (len(known) + 2) + "|")
    return "\n".join((*head, *(row for _, _, row in sorted(rows))))


TABLES: Mapping[str, Callable[[], str]] = {
    "boosts": boosts_table,
    "filters": filters_table,
    "languages": languages_table,
    "outputs": outputs_table,
    "rooms": rooms_table,
    "scoring": scoring_table,
    "selection": selection_table,
}
