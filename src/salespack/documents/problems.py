"""What goes wrong in a template or in Typst, as problems with the line of the template, the block or the profile."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from unicodedata import category

from jinja2 import (
    BaseLoader,
    Environment,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from salespack.documents.assets import Assets
from salespack.documents.context import SELLER_NAMES, DocumentContext
from salespack.documents.literal_values import LITERAL
from salespack.documents.output_templates import BUILT_IN, OutputTemplate
from salespack.documents.slide_views import slides_of, texts_in
from salespack.formats.text_files import line_with
from salespack.language.formatting import FilterFault
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.places import place_of_text
from salespack.templating.budget import Budget, RenderingTooLarge
from salespack.templating.environment import TOKEN, TokenEnvironment, Tokens, render
from salespack.templating.mistakes import UnknownName
from salespack.templating.wording import told
from salespack.typesetting.literals import TYPST_GUARD
from salespack.typography.packed_fonts import FONTS_HINT, lacking

if TYPE_CHECKING:
    from typst import TypstError

    from salespack.deck.model import Slide

# What a template can cause, besides Jinja's own errors, by computing with the wrong things.
CAUSED_BY_TEMPLATES = (TemplateError, FilterFault, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)

MARK = re.compile("\ue000(\\d+):(\\d+)\ue001")
TYPST_PLACE = re.compile(r"┌─ (.+?):(\d+):(\d+)\s*$", re.MULTILINE)
NO_GLYPH = re.compile(r'the text `"(.*)"` could not be displayed|disallowed codepoint `"(.*)"`', re.DOTALL)
JOINING = ("Mn", "Me", "Sk")
"""Kinds of characters that are drawn as one with the letter before them."""
UNICODE_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
LITERAL_PANIC = "salespack:literal:"
MOST_OWNERS = 3  # how many blocks are named for one character
SHORTEN = "shorten it, or drop a block (--drop)"
MOST_OF_TEXT, FIRST_LETTERS = 60, 24
LIBRARY_NAMES = ("company", "people", "contact")
PROFILE_NAMES = ("customer", "goals", "success", "facts", "values", "meeting", "room", "stakeholders", "figures")


def template_fault(fault: Exception, output: OutputTemplate, names: Iterable[str] = ()) -> UserFault | None:
    """The problem that an error of a template is; None when the error comes from our own code and is a bug.

    `names` are those that the template may use.
    """
    file, line, ours = _in_template(fault, output)
    if ours and not isinstance(fault, TemplateError | FilterFault | RecursionError):
        return None
    source = file.read_text("utf-8") if line else ""
    message, hint, found = told(fault, source, line, names)
    place = Place(shown_path(file), found or line)
    if isinstance(fault, RenderingTooLarge | RecursionError):
        return UserFault.of("SP329", message, hint, place)
    if isinstance(fault, TemplateNotFound):
        return UserFault.of("SP603", message, hint, place)
    if isinstance(fault, UnknownName) and output.audience == "customer" and fault.path in SELLER_NAMES:
        hint = "what is internal is unknown in customers’ outputs; those marked {# for: seller #} have it"
    return UserFault.of("SP602", message, hint, place)


def _in_template(fault: Exception, output: OutputTemplate) -> tuple[Path, int | None, bool]:
    """The innermost template in the error's traceback, its line, and whether it arose deeper, in our own code."""
    if isinstance(fault, TemplateSyntaxError):
        return Path(fault.filename or output.path), fault.lineno, False
    inner, line, ours = output.path, None, True
    traceback: TracebackType | None = fault.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            inner, line, ours = Path(file), traceback.tb_lineno, False
        elif Path(file).parent == Path(__file__).parent:
            ours = True
        traceback = traceback.tb_next
    return inner, line, ours


class _MarkingLoader(BaseLoader):
    """Loads templates with a mark before every line of their text, so that output can be followed back to them."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader, self.files = loader, list[str]()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        source, file, _ = self.loader.get_source(environment, template)
        number = len(self.files)
        self.files.append(file or template)
        parts = []
        for line, kind, text in environment.lex(source):
            if kind == "data":
                lines = text.split("\n")
                text = "\n".join(f"\ue000{number}:{line + row}\ue001{part}" for row, part in enumerate(lines))
            parts.append(text)
        return "".join(parts), file, None


class Trace:
    """Where each character of a rendered document comes from: its template's line, and the value it belongs to."""

    def __init__(
        self, output: OutputTemplate, context: Mapping[str, Any], environment: TokenEnvironment, tokens: Tokens
    ) -> None:
        assert environment.loader is not None  # noqa: S101 - document_environment always has one
        loader = _MarkingLoader(environment.loader)
        budget = Budget.unbounded()  # what is traced was within its own
        self.tokens = Tokens(tokens.language, tokens.currency, tokens.formats, budget)
        marked = render(TokenEnvironment(loader).get_template(output.template), context, self.tokens)
        escape = LITERAL[output.engine]
        self.text, self.files = "", loader.files
        self.starts: list[int] = []  # where in the text a new line of a template, or a value, begins
        self.origins: list[tuple[int, int, int | None]] = []  # template, line, and number of the value
        template, line, parts, length = 0, 1, [], 0
        for piece in re.split(f"({MARK.pattern.replace('(', '(?:')}|{TOKEN.pattern})", marked):
            if match := MARK.fullmatch(piece):
                template, line = int(match[1]), int(match[2])
                continue
            value = ord(piece) - 0xF0000 if TOKEN.fullmatch(piece) else None
            written = self.tokens.literal(piece, escape)
            self.starts.append(length)
            self.origins.append((template, line, value))
            parts.append(written)
            length += len(written)
        self.text = "".join(parts)

    def place(self, offset: int) -> Place:
        """The template's line that a character of the text comes from."""
        template, line, _ = self.origins[max(0, bisect_right(self.starts, offset) - 1)]
        return Place(shown_path(Path(self.files[template])), line)

    def place_of(self, line: int, column: int) -> Place:
        """The template's line behind a line (from 1) and column (from 0) of the text."""
        lines = self.text.split("\n")
        return self.place(sum(len(text) + 1 for text in lines[: line - 1]) + column)

    def template_texts(self) -> Iterator[tuple[str, Place]]:
        """The text that templates themselves hold, piece by piece, with its place."""
        ends = [*self.starts[1:], len(self.text)]
        for start, end, (_, _, value) in zip(self.starts, ends, self.origins, strict=True):
            if value is None:
                yield self.text[start:end], self.place(start)


def too_long_fault(output: OutputTemplate, context: DocumentContext, pages: int) -> UserFault:
    """The problem that an output has too many pages however much it leaves out: the longest texts that it must show,
    each with where it is written."""
    message = f"{output.name} has {pages} pages and may have {output.pages}, however much is left out"
    texts = sorted(_always_shown(context), key=lambda one: len(one[0]), reverse=True)[:MOST_OWNERS]
    if not texts:
        return UserFault.of("SP605", message, SHORTEN, Place(shown_path(output.path)))
    rows = [(f"{text[:MOST_OF_TEXT]}{'…' if len(text) > MOST_OF_TEXT else ''}", len(text), at) for text, at in texts]
    return UserFault(
        Problem(code="SP605", message=f"{message}; “{text}” has {letters} letters", hint=SHORTEN, place=place)
        for text, letters, place in rows
    )


def _always_shown(context: DocumentContext) -> Iterator[tuple[str, Place | None]]:
    """The texts that a page of pieces shows whatever the room, with where they are written."""
    said = [context["success"], *context["goals"][:1], *(value["quote"] for value in context["values"])]
    for text in said:
        if text:
            yield text, place_of_text(context.profile_file, text) if context.profile_file else None
    for slide in context["slides"]:
        if slide["cover"] or slide["continues"]:
            continue
        if slide["layout"] == "title" or slide is context["proof"] or slide["kind"] == "benefit":
            yield slide["title"], _place_of_slide(context, slide["number"], slide["title"])
    step = context["next_step"]
    for piece in context.pager.steps if step else ():
        yield piece.text, _place_of_slide(context, piece.slide, piece.text)


def _place_of_slide(context: DocumentContext, number: int, text: str) -> Place | None:
    """The line of a slide's block with a text's first words, else that of its title."""
    slide = context.deck.slides[number - 1]
    if not slide.file:
        return None
    line = line_with(Path(slide.file), text[:FIRST_LETTERS], slide.line or 1)
    return Place(slide.file, line or slide.line)


def misplaced_fault(trace: Trace, found: Iterable[tuple[str, int | None]]) -> UserFault:
    """The problem that values stand where they cannot be literal."""
    return UserFault(
        Problem(
            code="SP607",
            message=f"a value stands in {what}, where it would not be plain text",
            hint="move it out, or make it a link that begins with https://" if "link" in what else "move it out",
            place=None if offset is None else trace.place(offset),
        )
        for what, offset in found
    )


def typst_fault(
    fault: TypstError,
    output: OutputTemplate,
    context: DocumentContext,
    trace: Trace,
    parts: Mapping[str, Path],
    fonts: Sequence[Path],
) -> UserFault:
    """What Typst objects to, in words for the person who wrote the template, the block or the profile."""
    place = _typst_place(fault, output, trace, parts)
    message = fault.message
    if LITERAL_PANIC in message:
        what = message.partition(LITERAL_PANIC)[2]
        problem = f"a value stands in {what}, where it would not be plain text"
        return UserFault.of("SP607", problem, "print it as text, or link to an https address", place)
    if match := NO_GLYPH.search(message):
        return _glyph_fault(_unescaped(match[1] or match[2] or ""), context, trace, place, fonts)
    if "missing alt text" in message:
        return _alt_fault(context, place)
    if "the character `\\` is not valid in code" in message:
        hint = 'put it between quotation marks: "{{ customer.name }}"'
        return UserFault.of("SP607", "a value stands in code, where it would not be plain text", hint, place)
    if any(sign in message for sign in ("package", "escape the project root", "file not found", "failed to load file")):
        searched = re.search(r" \(searched at (?:.*[/\\])?(.+)\)", message)
        message = f"there is no file “{searched[1]}”" if searched else message
        hint = "a document reads only files of the library’s templates/ and images/ folders, and no packages"
        return UserFault.of("SP603", message, hint, place)
    hint = "; ".join(fault.hints) or "correct it there; https://typst.app/docs/ shows what there is"
    return UserFault.of("SP608", f"Typst: {message}", hint, place)


def _typst_place(fault: TypstError, output: OutputTemplate, trace: Trace, parts: Mapping[str, Path]) -> Place:
    """The first place that Typst names in the template or in a part of the library's, not in our own theme."""
    main = output.template.removesuffix(".j2")
    before = TYPST_GUARD.count("\n")
    for named, line, column in TYPST_PLACE.findall("\n".join((fault.diagnostic, *fault.trace))):
        file = named.replace("\\", "/")
        if Path(file).name == main and int(line) > before:
            return trace.place_of(int(line) - before, int(column))
        for path, part in parts.items():
            if file.endswith(f"/{path}") and not part.is_relative_to(BUILT_IN):
                return Place(shown_path(part), int(line))
    return Place(shown_path(output.path))


def _unescaped(text: str) -> str:
    return UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


class LettersMissing(UserFault):
    """The fonts of a document lack letters: which, and the problem of each with who wrote it."""

    def __init__(self, missing: Iterable[tuple[str, str, Place | None]]) -> None:
        self.missing = tuple(missing)
        """Each letter with who wrote it, in words, and where."""
        self.letters = "".join(sorted({letter for letter, _, _ in self.missing}))
        super().__init__(self.told(self.letters))

    def told(self, letters: str, shown: str = "") -> Iterator[Problem]:
        """A problem for each who wrote some of `letters`; `shown` says what is shown instead."""
        owners: dict[tuple[str, Place | None], list[str]] = {}
        for letter, owner, where in self.missing:
            if letter in letters:
                owners.setdefault((owner, where), []).append(f"“{_shown(letter)}” (U+{ord(letter):04X})")
        for (owner, where), named in owners.items():
            message = f"no font has the character{'s' if len(named) > 1 else ''} {', '.join(named)} of {owner}{shown}"
            yield Problem(code="SP604", message=message, hint=FONTS_HINT, place=where)


def _glyph_fault(
    refused: str, context: DocumentContext, trace: Trace, place: Place, fonts: Sequence[Path]
) -> LettersMissing:
    """Every character that no font has, each with the block, the profile or the template it comes from."""
    static = "".join(text for text, _ in trace.template_texts())
    lacked = lacking({*"".join(trace.tokens.texts), *static}, fonts)
    # Typst names the letter before one that joins it, such as a skin tone, where no font has both.
    joining = {one for text in trace.tokens.texts for one in text if category(one) in JOINING}
    missing = lacked or joining or {refused[:1]}
    return LettersMissing(
        (character, owner, where)
        for character in sorted(missing)
        for owner, where in _owners(character, context, trace) or [("the template", place)]
    )


def _shown(character: str) -> str:
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"


def _owners(character: str, context: DocumentContext, trace: Trace) -> list[tuple[str, Place | None]]:
    """Who wrote a character: the profile, the library's settings and people, blocks, or the template itself."""
    if any(character in text for name in PROFILE_NAMES for text in texts_in(context.get(name))):
        file = context.profile_file
        return [(f"the profile “{context.deck.profile}”", place_of_text(file, character) if file else None)]
    if any(character in text for name in LIBRARY_NAMES for text in texts_in(context.get(name))):
        return [("library.yaml or people/", None)]
    owners: list[tuple[str, Place | None]] = []
    views = slides_of(context.deck, Assets(), seller=context.internal)
    for slide, view in zip(context.deck.slides, views, strict=True):
        if any(character in text for text in texts_in(view)) or any(character in text for text in _chart_texts(slide)):
            owner = (f"the block “{slide.provenance.block}”", _place_of(character, slide))
            owners += [owner] if owner not in owners else []
    if not owners:
        owners.extend(("the template", place) for text, place in trace.template_texts() if character in text)
    return owners[:MOST_OWNERS]


def _place_of(character: str, slide: Slide) -> Place | None:
    """The line of a slide's text that has a character; its title's where it comes from elsewhere (a designed slide)."""
    if not slide.file:
        return None
    return Place(slide.file, line_with(Path(slide.file), character, slide.line or 1) or slide.line)


def _chart_texts(slide: Any) -> Iterator[str]:
    """What stands in a slide's charts, which templates see as pictures."""
    from salespack.deck.model import Chart
    from salespack.deck.visiting import leaves

    for leaf in leaves(slide.nodes):
        if isinstance(leaf, Chart):
            yield from (*leaf.categories, *(series.name for series in leaf.series))


def _alt_fault(context: DocumentContext, place: Place) -> UserFault:
    """A picture without alternative text: the block's, where one of its pictures has none, else the template's."""
    problems = [
        Problem(
            code="SP606",
            message=f"a picture or chart of the block “{slide.provenance.block}” has no alternative text",
            hint="write it between the brackets: ![what the picture shows](images/x.png)",
            place=Place(slide.file, slide.line) if slide.file else None,
        )
        for slide, view in zip(context.deck.slides, slides_of(context.deck, Assets(), seller=False), strict=True)
        if _lacks_alt(view["nodes"])
    ]
    return UserFault(
        problems
        or [
            Problem(
                code="SP606",
                message="a picture of the template has no alternative text",
                hint='give the picture one: image("images/x.png", alt: "what it shows")',
                place=place,
            )
        ]
    )


def _lacks_alt(nodes: Iterable[Mapping[str, Any]]) -> bool:
    return any(
        ("alt" in node and not node["alt"].strip())
        or (node["kind"] == "columns" and any(_lacks_alt(column) for column in node["columns"]))
        for node in nodes
    )
