"""Which outputs exist besides the deck: built-in templates and a library's own, and the environment for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec
from jinja2 import BaseLoader, BytecodeCache, Environment, TemplateNotFound

from salespack.documents.literal_values import Engine
from salespack.formats.text_files import forbidden_characters, read_text
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.paths import named_files
from salespack.templating.environment import TokenEnvironment
from salespack.templating.template_text import template_parts

BUILT_IN = Path(__file__).parent / "templates"
# The ending of a template → the engine that makes the output, and the output's ending.
ENDINGS: Mapping[str, tuple[Engine, str]] = {
    ".typ.j2": ("typst", ".pdf"),
    ".html.j2": ("html", ".html"),
    ".md.j2": ("markdown", ".md"),
    ".txt.j2": ("text", ".txt"),
}
MOST_CHARACTERS = 1_000_000
SETTING = re.compile(r"\s*(for|pages|needs|shows|leaves-out)\s*:\s*([a-z0-9_ -]+?)\s*\Z")
BY_WEIGHT, QUESTIONS = "by-weight", "questions"
PAGES = re.compile(r"(?:(\d+)-)?(\d+)\Z")

Audience = Literal["customer", "seller"]


class OutputTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """An output and the template that makes it.

    `name` is the output (`one-pager.pdf`), `template` the name under which the environment loads it, `pages` the most
    pages it may have and `aim` how many it should have, `needs` the names that must not be empty in its context,
    `shows_slides` whether it shows pictures of the slides. `weighs` says that it leaves out pieces of the name `pager`
    by their weight until it has no more pages, and `asks_nothing` that it is made of `chapters`, which have no
    questions to the room.
    """

    name: str
    template: str
    audience: Audience
    engine: Engine
    path: Path
    pages: int | None = None
    aim: int | None = None
    needs: tuple[str, ...] = ()
    weighs: bool = False
    shows_slides: bool = False
    asks_nothing: bool = False


def find_outputs(library_templates: Path | None) -> dict[str, OutputTemplate]:
    """Every output by its name; a library's template takes the place of the built-in of that name.

    Raises UserFault for every template that is broken, such as SP601 for one that does not say whom its output is for.
    """
    outputs, broken = read_outputs(library_templates)
    if broken:
        raise UserFault([problem for problems in broken.values() for problem in problems])
    return outputs


def read_outputs(
    library_templates: Path | None,
) -> tuple[dict[str, OutputTemplate], dict[str, tuple[Problem, ...]]]:
    """The outputs by name, and the problems of those whose template is broken: they matter to who asks for them.

    Names that begin with `_` are parts of templates.
    """
    files = {file.name: file for file in _templates_in(BUILT_IN)}
    if library_templates is not None and library_templates.is_dir():
        files |= {file.name: file for file in _templates_in(library_templates)}
    outputs: dict[str, OutputTemplate] = {}
    broken: dict[str, tuple[Problem, ...]] = {}
    for name in sorted(files):
        ending = next(ending for ending in ENDINGS if name.endswith(ending))
        output = name.removesuffix(ending) + ENDINGS[ending][1]
        try:
            outputs[output] = _output(name, output, files[name], ENDINGS[ending][0])
        except UserFault as fault:
            broken[output] = fault.problems
    return outputs, broken


def _templates_in(folder: Path) -> Iterator[Path]:
    for file in named_files(folder):
        if not file.name.startswith(("_", ".")) and file.name.endswith(tuple(ENDINGS)):
            yield file


def _output(template: str, name: str, path: Path, engine: Engine) -> OutputTemplate:
    """The output `name` as its template's first comment says.

    `{# for: customer, pages: 1-2, needs: proof #}`, or with `leaves-out: by-weight`.
    """
    comment = _first_comment(read_template(path))
    settings: dict[str, str] = {}
    for part in comment.split(","):
        if match := SETTING.match(part):
            settings[match[1]] = match[2]
    audience = settings.get("for")
    pages = PAGES.match(settings.get("pages", "0"))
    place = Place(shown_path(path), 1)
    if audience not in ("customer", "seller"):
        said = (
            f"the template’s first comment says “for: {audience}”"
            if audience
            else "the template does not say whom its output is for"
        )
        raise UserFault.of("SP601", said, "begin it with {# for: customer #} or {# for: seller #}", place)
    if settings.get("shows", "slides") != "slides":
        said = f"the template’s first comment says “shows: {settings['shows']}”"
        raise UserFault.of("SP601", said, "write shows: slides, or nothing", place)
    if pages is None:
        said = f"the template’s first comment says “pages: {settings['pages']}”"
        raise UserFault.of("SP601", said, "write how many pages it may have: pages: 2, or pages: 1-2", place)
    if settings.get("leaves-out", BY_WEIGHT) not in (BY_WEIGHT, QUESTIONS):
        said = f"the template’s first comment says “leaves-out: {settings['leaves-out']}”"
        raise UserFault.of("SP601", said, f"write `leaves-out: {BY_WEIGHT}`, or `{QUESTIONS}`", place)
    return OutputTemplate(
        name=name,
        template=template,
        audience="customer" if audience == "customer" else "seller",
        engine=engine,
        path=path,
        pages=int(pages[2]) or None,
        aim=int(pages[1] or pages[2]) or None,
        needs=tuple(settings.get("needs", "").split()),
        weighs=settings.get("leaves-out") == BY_WEIGHT,
        asks_nothing=settings.get("leaves-out") == QUESTIONS,
        shows_slides=settings.get("shows") == "slides",
    )


def _first_comment(text: str) -> str:
    """What the comment says that a template begins with; empty where it begins with anything else."""
    beginning = text[: text.find("#}") + 2].lstrip()
    for part in template_parts(beginning)[:1]:
        if part.sort == "comment":
            return beginning[part.start + 2 : part.end - 2].strip("-+ \t\n")
    return ""


def read_template(path: Path) -> str:
    """The text of a template. Raises UserFault (SP602) when it has none that can be used."""
    place = Place(shown_path(path))
    text = read_text(path)
    if found := list(forbidden_characters(text, place.file)):
        raise UserFault(found)
    if len(text) > MOST_CHARACTERS:
        raise UserFault.of("SP602", f"the template has more than {MOST_CHARACTERS:,} characters", place=place)
    return text


class TemplateLoader(BaseLoader):
    """Loads templates by name, from the library's folder before the built-in one, and from nowhere else."""

    def __init__(self, library_templates: Path | None) -> None:
        self.roots = tuple(root for root in (library_templates, BUILT_IN) if root is not None and root.is_dir())

    def find(self, name: str) -> Path | None:
        """The file of that name inside a root. None for absolute names, `..`, and links that lead out."""
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts or "\\" in name or ":" in name:
            return None
        for root in self.roots:
            file = root / relative
            if file.is_file() and file.resolve().is_relative_to(root.resolve()):
                return file
        return None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """Jinja's hook: text, file and no reload. Raises TemplateNotFound."""
        file = self.find(template)
        if file is None:
            raise TemplateNotFound(template)
        return read_template(file), str(file), None

    def list_templates(self) -> list[str]:
        """The names of all templates that can be loaded."""
        return sorted(
            {file.relative_to(root).as_posix() for root in self.roots for file in named_files(root, "**/*.j2")}
        )


def document_environment(
    library_templates: Path | None, bytecode_cache: BytecodeCache | None = None
) -> TokenEnvironment:
    """The environment that renders every output of a library."""
    return TokenEnvironment(TemplateLoader(library_templates), bytecode_cache)
