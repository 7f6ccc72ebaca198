"""The texts of blocks as Jinja templates and then Markdown: read, rendered and parsed, with the problems they raise."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.ext import Extension
from jinja2.parser import Parser

from salespack.assembly.parsed_slides import ParsedSlide, read_parsed, write_parsed
from salespack.deck.model import Slide
from salespack.formats.text_files import forbidden_characters, read_text
from salespack.language.formatting import FilterFault
from salespack.library.blocks import Block, Body, split_front_matter
from salespack.library.fences import body_lines
from salespack.library.index import forget_library
from salespack.library.load import file_text
from salespack.library.needs import impossible_need
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.cache import Recent, code_version
from salespack.system.hashing import digest
from salespack.system.paths import inside
from salespack.templating.budget import RenderingTooLarge
from salespack.templating.environment import TEMPLATE_ERRORS, TOKEN, Data, TokenEnvironment, Tokens, render
from salespack.templating.mistakes import UnknownName
from salespack.templating.template_text import holds_template, template_parts

if TYPE_CHECKING:
    from salespack.assembly.markdown import MarkdownFault

MOST_BLOCKS = 5_000
SELLER_NAMES = ("relationship", "stakeholders")
OF_TEMPLATES = frozenset(("__jinja_template__", "__jinja_exception__"))
"""What only the frames of Jinja's templates know, as Python runs them and as Jinja shows them."""
RAW = late_pattern(r"\{%[-+]?\s*raw\b")
BREAK_LINE = late_pattern(r"[ ]{0,3}-{3,}[ \t]*$")
REMARKS = "# remarks"
"""Stands for the title of a slide that a block does not make itself."""
HEAD_OF_REMARKS = f"{REMARKS}\n\n"

_seller_context: ContextVar[Mapping[str, Any]] = ContextVar("seller_context")


class SellerScope(Extension):
    """`{% seller_scope %}`: inside it the seller's names exist. The loader puts it into `::: seller`."""

    tags = {"seller_scope"}  # noqa: RUF012 - Jinja's own declaration

    def parse(self, parser: Parser) -> nodes.With:
        """The body under the seller's names."""
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:end_seller_scope",), drop_needle=True)
        targets: list[nodes.Expr] = [nodes.Name(name, "param") for name in SELLER_NAMES]
        values: list[nodes.Expr] = [self.call_method("value", [nodes.Const(name)]) for name in SELLER_NAMES]
        return nodes.With(targets, values, body, lineno=line)

    def value(self, name: str) -> Any:
        """What the seller's context has under `name`."""
        return _seller_context.get()[name]


class _BodyLoader(BaseLoader):
    """Serves bodies put into it by name, and the library's own macros from its `templates/` folder."""

    def __init__(self, templates: Path | None) -> None:
        self.bodies: dict[str, str] = {}
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Jinja's hook. Raises TemplateNotFound, also for paths and links that leave the folder."""
        if template in self.bodies:
            return prepared(self.bodies[template]), template, None
        if self._templates is None or "\0" in template:
            raise TemplateNotFound(template)
        file = inside(self._templates, template)
        if file is None or not file.is_file():
            raise TemplateNotFound(template)
        text = read_text(file)
        if problems := list(forbidden_characters(text, shown_path(file))):
            raise UserFault(problems)
        return prepared(text), str(file), None


class Bodies:
    """The texts of a library's blocks: read once, compiled once and parsed once, for all profiles and processes.

    `same_for_all` are the slides of blocks that print nothing of the profile, by block, language and rendered text,
    each with what is to be said of that text.
    """

    def __init__(self, root: Path, cache: Path | None = None, bytecode_cache: BytecodeCache | None = None) -> None:
        templates = inside(root, "templates")
        self._root, self._cache = root, cache
        self._loader = _BodyLoader(templates if templates and templates.is_dir() else None)
        self._environment = TokenEnvironment(self._loader, bytecode_cache)
        self._environment.add_extension(SellerScope)
        self._sources: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        """Bodies that no template is in, as Jinja gives them, by their files."""
        self._parsed: dict[str, tuple[ParsedSlide, ...]] = {}
        self.same_for_all: Recent[tuple[tuple[Slide, ...], tuple[Problem, ...]]] = Recent(MOST_BLOCKS)

    def source(self, body: Body) -> str:
        """The body's text. Raises UserFault when the file changed since the library was opened."""
        source = self._sources.get(body.file)
        if source is None:
            name = os.path.relpath(body.file, self._root)
            source = split_front_matter(file_text(self._root, name), body.file).body
            if digest(source.encode()) != body.content_hash:
                forget_library(self._root, self._cache)
                raise UserFault.of("SP012", "changed while the pack was being built", "build again", Place(body.file))
            self._sources[body.file] = source
        return source

    def render(self, block: Block, body: Body, context: Data, seller: Mapping[str, Any], tokens: Tokens) -> str:
        """The body's text with tokens for what it printed. Raises UserFault with the problem of the template."""
        source = self.source(body)
        if not block.jinja:
            return source
        if (plain := self._plain.get(body.file)) is not None:
            return plain
        self._loader.bodies.setdefault(body.file, source)
        try:
            with seller_context(seller):
                text = render(self._environment.get_template(body.file), context, tokens)
        except TEMPLATE_ERRORS as error:
            problem = template_problem(error, body.file, body.line, body.file, source, context)
            raise UserFault([problem]) from None
        if not holds_template(source):
            self._plain[body.file] = text
        return text

    def unknown_names(self, body: Body, context: Data, tokens: Tokens) -> Iterator[Problem]:
        """What the tokens of a rendered body noted of names that are not known, each with its place, once a line."""
        source, told = self.source(body), set()
        for error, template, line in tokens.unknown or ():
            included = "" if template == body.file else template
            if (str(error), included, line) not in told:
                told.add((str(error), included, line))
                yield _problem_at(error, included, line, body.file, body.line, source, context)

    def render_text(self, text: str, context: Data, tokens: Tokens) -> str:
        """A template that stands in no file of its own, with tokens for what it printed.

        Raises UserFault with its problem, whose place has the line of the template and an empty file.
        """
        name = f"text {digest(text.encode())[:32]}"
        self._loader.bodies.setdefault(name, text)
        try:
            return render(self._environment.get_template(name), context, tokens)
        except TEMPLATE_ERRORS as error:
            raise UserFault([template_problem(error, "", 1, name, text, context)]) from None

    def remarks(self, body: Body, text: str) -> tuple[ParsedSlide, ...]:
        """The notes and seller's remarks of a block whose slides come from elsewhere; a line `---` ends a slide's.

        Raises UserFault, also when there is anything else.
        """
        if not text.strip():
            return ()
        parsed = self.parse(body, _with_titles(text), head=HEAD_OF_REMARKS)
        if any(one.nodes or "".join(span.text for span in one.title) != REMARKS[2:] for one in parsed):
            hint = "keep only ::: notes, ::: seller and ::: prose, or leave `slides:` out"
            message = "the block's slides are designed in PowerPoint, and its text would make others"
            raise UserFault.of("SP324", message, hint, Place(body.file, body.line))
        return parsed

    def parse(self, body: Body, text: str, *, head: str = "") -> tuple[ParsedSlide, ...]:
        """The slides of a rendered text below `head`; the Markdown parser loads only for a text that was never seen.

        Raises UserFault with everything that is wrong with it.
        """
        key = digest(f"{code_version()}\n{head}{text}".encode())
        parsed = self._parsed.get(key) or read_parsed(self._cache, key)
        if parsed is None:
            from salespack.assembly.markdown import MarkdownFault, parse_slides

            try:
                parsed = parse_slides(head + text)
            except MarkdownFault as fault:
                source = head + self.source(body)
                line = body.line - head.count("\n")
                raise UserFault(_markdown_problems(fault, body.file, line, source, head + text)) from None
            write_parsed(self._cache, key, parsed)
        self._parsed[key] = parsed
        return parsed


def notices(
    parsed: Sequence[ParsedSlide], body: Body, source: str, rendered: str, *, head: str = ""
) -> tuple[Problem, ...]:
    """Warnings for what slides of a rendered text below `head` lose, and for what would be shown as it is written."""
    lines, above, found = source.split("\n"), head.count("\n"), []
    for notice in (one for slide in parsed for one in slide.notices):
        line = source_line(notice.line - above, source, rendered)
        start = lines[line - 1].find(notice.written) if notice.written else -1
        place = Place(body.file, body.line + line - 1, start + 1 if start >= 0 else None)
        problem = Problem(code=notice.code, message=notice.message, hint=notice.hint, place=place)
        found.append((line, start, problem.as_warning()))
    return tuple(problem for _, _, problem in sorted(found, key=lambda one: one[:2]))


class seller_context:  # noqa: N801 - used like a function
    """Makes the seller's part of the context known while bodies are rendered."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._context = context

    def __enter__(self) -> None:
        self._mark = _seller_context.set(self._context)

    def __exit__(self, *_: object) -> None:
        _seller_context.reset(self._mark)


def prepared(body: str) -> str:
    """The body as Jinja gets it, with the same lines.

    Tags and comments at the end of a text keep their line break, and `::: seller` opens the scope of the seller's
    names.
    """
    if not holds_template(body):
        return body
    inserted = [*_kept_breaks(body), *_seller_scopes(body)]
    parts, at = [], 0
    for offset, text in sorted(inserted):
        parts += [body[at:offset], text]
        at = offset
    return "".join([*parts, body[at:]])


def _kept_breaks(body: str) -> Iterator[tuple[int, str]]:
    """Where a `+` goes: into tags and comments that end a line on which something else stands, too.

    Jinja takes the line break behind all but `raw`; behind those that stand alone nobody misses it.
    """
    alone = True
    for part in template_parts(body):
        written = body[part.start : part.end]
        if part.is_text:
            *before, last = written.split("\n")
            alone = bool(alone or before) and not last.strip(" \t")
        elif part.sort == "value":
            alone = False
        elif not alone and body[part.end : part.end + 1] == "\n" and written[-3] not in "+-" and not RAW.match(written):
            yield part.end - 2, "+"


def _seller_scopes(body: str) -> Iterator[tuple[int, str]]:
    """Where the scope of the seller's names begins and ends."""
    raw = [part for part in template_parts(body) if part.sort == "raw"]
    for line in body_lines(body):
        if line.sort != "div" or line.divs[-1:] != ("seller",):
            continue
        fence = line.offset + line.text.index(":")
        if any(part.start <= fence < part.end for part in raw):
            continue
        if line.opens:
            yield line.offset + len(line.text), "{% seller_scope +%}"
        else:
            yield fence, "{% end_seller_scope +%}"


def _with_titles(text: str) -> str:
    """The text with a title for each break outside a div, on the same lines: breaks alone make no slides of remarks."""
    return "\n".join(
        REMARKS if line.sort == "text" and not line.divs and BREAK_LINE.match(line.text) else line.text
        for line in body_lines(text, jinja=False)
    )


def template_problem(
    error: Exception, file: str, body_line: int, template: str, source: str = "", names: Iterable[str] = ()
) -> Problem:
    """An error of a template as a problem at its line.

    `template` is the name under which `source` was rendered, `names` are those that it may use. What is wrong in a
    template of the library's that it includes is told there.
    """
    return _problem_at(error, *_innermost(error, template), file, body_line, source, names)


def _problem_at(
    error: Exception, included: str, line: int | None, file: str, body_line: int, source: str, names: Iterable[str]
) -> Problem:
    """The problem of an error at a line of the template `source`, or of the file of one that it includes."""
    from salespack.templating.wording import told  # of what is wrong, which is little

    if included:
        source = read_text(Path(included))
    message, hint, found = told(error, source, line, names)
    line = found or line
    own = Place(file, body_line + line - 1 if line else body_line)
    place = Place(shown_path(Path(included)), line) if included else own
    code = "SP301"
    match error:
        case RenderingTooLarge() | RecursionError():
            code = "SP329"
        case FilterFault():
            code = "SP304"
        case UnknownName(path=path):
            code = "SP302"
            if path in SELLER_NAMES:
                hint = "what is internal is known in ::: seller alone"
            elif not included and not impossible_need(path, (), path.split(".")[1:2]):
                hint = f"list it, `needs: [{path}]`, or {hint}"
        case UndefinedError():
            code = "SP302"
    return Problem(code=code, message=message, hint=hint, place=place, about=file if included else "")


def _innermost(error: Exception, template: str) -> tuple[str, int | None]:
    """Where an error arose: the file of a template that was included, or nothing for `template` itself, and the line.

    Jinja gives the frames of templates their file's name and line.
    """
    if isinstance(error, TemplateSyntaxError):
        file = error.filename or template
        return ("" if file == template else file), error.lineno
    included, line = "", None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if OF_TEMPLATES & trace.tb_frame.f_globals.keys():
            included, line = ("" if file == template else file), trace.tb_lineno
        trace = trace.tb_next
    return included, line


def _markdown_problems(
    fault: MarkdownFault, file: str, body_line: int, source: str, rendered: str
) -> tuple[Problem, ...]:
    """The faults as problems of the block's file; lines of the rendered text are found again in its source."""
    return tuple(
        Problem(
            code=code,
            message=message,
            hint=hint,
            place=Place(file, body_line + source_line(line, source, rendered) - 1),
        )
        for line, code, message, hint in fault.faults
    )


def source_line(line: int, source: str, rendered: str) -> int:
    """The line of `source` (from 1) that became line `line` of `rendered`: the first that holds its literal parts."""
    if source == rendered or all(part.is_text or part.sort == "value" for part in template_parts(source)):
        return line
    lines = rendered.split("\n")
    if not 1 <= line <= len(lines):
        return 1
    parts = [part.strip() for part in TOKEN.split(lines[line - 1]) if part.strip()]
    candidates = [
        number for number, text in enumerate(source.split("\n"), 1) if parts and all(part in text for part in parts)
    ]
    return min(candidates, key=lambda number: abs(number - line), default=min(line, source.count("\n") + 1))
