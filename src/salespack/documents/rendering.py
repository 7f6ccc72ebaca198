"""Makes one output from its template: values as tokens, made literal for the target, and Typst for a PDF."""

from __future__ import annotations

import datetime
import re
from base64 import b64encode
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from salespack.documents.allowed_files import usable
from salespack.documents.assets import AssetPath
from salespack.documents.context import DocumentContext
from salespack.documents.literal_values import HTML_TAG, LITERAL, misplaced, said
from salespack.documents.markdown_escapes import without_needless_escapes
from salespack.documents.output_templates import OutputTemplate, TemplateLoader, read_template
from salespack.documents.pager import LeftOut
from salespack.graphics.picture_metadata import bare
from salespack.language.formatting import Formats
from salespack.language.locales import find_language
from salespack.problems.files import file_content
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.templating.budget import Budget
from salespack.templating.environment import TOKEN, TokenEnvironment, Tokens, render, typst_literal

if TYPE_CHECKING:
    from salespack.typesetting.engine import Compiled, FontSets

TIGHTNESS = ("full", "compact", "tightest")
"""How much a template shows when its pages are limited; tried in turn until the document fits."""

TRIED_AGAIN = 3
"""How many pieces that had no room are tried again where much room was found."""
PICTURE_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
PARTS = re.compile(r'"(/?[\w./-]+\.(?:typ|png|jpe?g|gif|svg|webp))"')
# What may follow `import` and `include`: a plain path, which nothing is added to and nothing is made of.
PLAIN_PATH = r'\s*"[\w./-]+"[^\S\n]*'
FILES_HINT = "use files of the library’s templates/ folder"
# What would let a document load packages, or read a value as Typst: pattern, why not, what to do instead.
FORBIDDEN = (
    (re.compile(r'"\s*@|@[a-z][\w-]*/[\w-]+:\d'), "packages cannot be imported", FILES_HINT),
    (
        # After `#`, the line's end is the end; elsewhere an operator on the next line goes on.
        re.compile(
            rf"(?<=#)(?:import|include)\b(?!{PLAIN_PATH}(?:\Z|[\n:;\])}}]|as\b|//))"
            rf"|(?<!#)\b(?:import|include)\b(?!{PLAIN_PATH}(?:\Z|[:;\])}},]|as\b|\n\s*(?![\s.+*/])))"
        ),
        "only files can be imported, by their name in quotes",
        FILES_HINT + "; in running text, write \\u{69}mport or \\u{69}nclude",
    ),
    (re.compile(r"\beval\b"), "eval cannot be used, for it would read values as Typst", "show values as text"),
    (re.compile(r"\bstd\b"), "std cannot be used, for it holds eval", "name Typst’s functions without it"),
    (
        re.compile(r"\bbibliography\b"),
        "bibliography cannot be used, for it would read values as Typst",
        "write the sources as text",
    ),
)


class Finished(bytes):
    """A finished document, and what it says: the text that it was made of, without markup within paragraphs."""

    said: str
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """The texts of slides that it does not show, the weightiest first of those that had no room."""


def lacking(output: OutputTemplate, context: Mapping[str, Any]) -> tuple[str, ...]:
    """What an output needs and this deck does not have (such as `proof`); it cannot be made then.

    Raises UserFault (SP601) for what no deck could have.
    """
    for name in output.needs:
        if name not in context:
            message = f"the template’s first comment needs “{name}”, which no deck has"
            raise UserFault.of("SP601", message, did_you_mean(name, context), Place(shown_path(output.path), 1))
    return tuple(name for name in output.needs if not context.get(name))


def render_output(
    output: OutputTemplate,
    context: DocumentContext,
    *,
    environment: TokenEnvironment,
    language: str,
    currency: str,
    on: datetime.date,
    formats: Formats | None = None,
    font_sets: FontSets | None = None,
    fonts: Sequence[Path] = (),
    images: Mapping[str, Path] | None = None,
    library: Path | None = None,
) -> Finished:
    """The finished file.

    `context` comes from `document_context`: with the seller's view for the seller's outputs, without it for others.
    `formats` writes figures and days, `font_sets` loads fonts: those of whoever makes several outputs.
    `fonts` are font files of the library, `images` maps a path that templates may name (`images/logo.png`) to its file.
    All must lie in the folder `library`, or, where that is not given, in the folder where they stand.
    Raises UserFault with problems SP601–SP609.
    """
    if context.internal and output.audience == "customer":
        raise ValueError(f"{output.name} is for the customer and must not see what is internal")
    if missing := lacking(output, context):
        message = f"{output.name} needs {' and '.join(missing)}, which this deck does not have"
        raise UserFault.of("SP609", message, "choose a pack with a slot for it", Place(shown_path(output.path)))
    if output.engine != "typst":
        tokens = Tokens(language, currency, formats, Budget.of_document(len(context.deck.slides)))
        text = _text(output, {**context, "tightness": TIGHTNESS[0]}, environment, tokens)
        told = said(output.engine, text, tokens)
        if output.engine == "html":
            text = _embedded(text, context, environment, tokens)
        literal = tokens.literal(text, LITERAL[output.engine])
        if output.engine == "markdown":
            literal = without_needless_escapes(literal)
        return _finished(literal.encode(), told)
    from salespack.typesetting.engine import FontSets

    return _Workshop(
        output,
        context,
        environment,
        lambda: Tokens(language, currency, formats, Budget.of_document(len(context.deck.slides))),
        (*usable("font", fonts, library), *context.look.fonts),
        font_sets or FontSets(),
        images or {},
        on,
        library,
    ).made()


def _embedded(text: str, context: DocumentContext, environment: TokenEnvironment, tokens: Tokens) -> str:
    """An HTML text with the pictures that it shows in place of their paths (RFC 2397): the page is one file."""
    files = _assets(context, environment, tokens)

    def data(match: re.Match[str]) -> str:
        path = tokens.value_of(match[0])
        if not isinstance(path, AssetPath):
            return match[0]
        content = files[path]
        if isinstance(content, Path):
            content = bare(file_content(content))
        sort = PICTURE_TYPES[path.rpartition(".")[2]]
        return f"data:{sort};base64,{b64encode(content).decode()}"

    return TOKEN.sub(data, text)


def _finished(content: bytes, words: str) -> Finished:
    finished = Finished(content)
    finished.said = words
    return finished


def _text(output: OutputTemplate, names: Mapping[str, Any], environment: TokenEnvironment, tokens: Tokens) -> str:
    """The template's text, with tokens for values, none of them where it could not be literal."""
    from salespack.documents import problems as faults

    try:
        text = render(environment.get_template(output.template), names, tokens)
    except faults.CAUSED_BY_TEMPLATES as fault:
        problem = faults.template_fault(fault, output, names)
        if problem is None:
            raise
        raise problem from None
    if found := list(misplaced(output.engine, text, tokens)):
        trace = faults.Trace(output, names, environment, tokens)
        offsets = [len(tokens.literal(text[:offset], LITERAL[output.engine])) for offset, _ in found]
        raise faults.misplaced_fault(trace, zip((what for _, what in found), offsets, strict=True))
    if output.engine == "typst" and (forbidden := _forbidden(text)):
        start, why, hint = forbidden
        place = faults.Trace(output, names, environment, tokens).place(
            len(tokens.literal(text[:start], LITERAL["typst"]))
        )
        raise UserFault.of("SP603", why, hint, place)
    return text


def _forbidden(text: str) -> tuple[int, str, str] | None:
    """Where a Typst text has something that no document may have, why not, and what to do instead."""
    for pattern, why, hint in FORBIDDEN:
        if match := pattern.search(text):
            return match.start(), why, hint
    return None


class _Workshop:
    """Makes one PDF: as full as its pages allow."""

    def __init__(
        self,
        output: OutputTemplate,
        context: DocumentContext,
        environment: TokenEnvironment,
        tokens: Callable[[], Tokens],
        fonts: Sequence[Path],
        font_sets: FontSets,
        images: Mapping[str, Path],
        on: datetime.date,
        library: Path | None,
    ) -> None:
        self._output, self._context, self._environment = output, context, environment
        self._new_tokens, self._font_sets = tokens, font_sets
        self._fonts, self._images, self._on, self._library = fonts, images, on, library
        self._versions: dict[str, tuple[Finished, int]] = {}
        """What was made already, with its pages, by its text in Typst."""

    def made(self) -> Finished:
        """The fullest version that has no more pages than the output may have."""
        return self._weighed() if self._output.weighs else self._fitting()

    def _weighed(self) -> Finished:
        """The version that leaves out as few pieces as it can, the lightest; found by halving.

        Where what had to go last took much room, the heaviest of what went before it are tried again.
        """
        best, pages = self._version(self._context)
        most = self._output.pages or pages
        if pages <= most:
            return self._telling(best, ())
        droppable = self._context.pager.droppable
        best, pages = self._version(self._context.leaving_out(range(len(droppable))))
        if pages > most:
            from salespack.documents import problems as faults

            raise faults.too_long_fault(self._output, self._context, pages)
        too_few, enough = 0, len(droppable)
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            found, pages = self._version(self._context.leaving_out(range(middle)))
            if pages <= most:
                best, enough = found, middle
            else:
                too_few = middle
        left_out = set(range(enough))
        if droppable[enough - 1].unit.is_large:
            for at in sorted(left_out, reverse=True)[1 : 1 + TRIED_AGAIN]:
                found, pages = self._version(self._context.leaving_out(left_out - {at}))
                if pages <= most:
                    best = found
                    left_out.remove(at)
        return self._telling(best, left_out)

    def _telling(self, finished: Finished, left_out: Container[int]) -> Finished:
        """The finished document, which knows what it does not show."""
        deck = self._context.deck
        finished.left_out = tuple(
            LeftOut(piece.text, deck.slides[piece.slide - 1].provenance.block if piece.slide else "", why)
            for piece, why in self._context.pager.untold(left_out)
        )
        return finished

    def _fitting(self) -> Finished:
        """The fullest version with the pages it aims at; the tightest is kept for when the most pages are exceeded."""
        output = self._output
        best: Finished | None = None
        for tightness in TIGHTNESS if output.pages else TIGHTNESS[:1]:
            if best is not None and tightness == TIGHTNESS[-1]:
                break
            finished, pages = self._version({**self._context, "tightness": tightness})
            if output.asks_nothing:
                finished.left_out = tuple(
                    LeftOut(text, self._context.deck.slides[number - 1].provenance.block, "a question")
                    for number, text in self._context.asked
                )
            if not output.pages or not output.aim or pages <= output.aim:
                return finished
            if pages <= output.pages:
                best = best or finished
        if best is not None:
            return best
        message = f"{output.name} has {pages} pages and may have {output.pages}, however little is shown"
        hint = "shorten the texts of its blocks or of the profile"
        raise UserFault.of("SP605", message, hint, Place(shown_path(output.path)))

    def _version(self, context: Mapping[str, Any]) -> tuple[Finished, int]:
        """The document of these names, and how many pages it has."""
        tokens = self._new_tokens()
        names = {"tightness": TIGHTNESS[0], **context}
        text = _text(self._output, names, self._environment, tokens)
        literal = tokens.literal(text, LITERAL["typst"])
        if literal not in self._versions:
            charts = _assets(self._context, self._environment, tokens)
            pdf, told = self._shown(names, literal, charts, tokens)
            drawn = "\n".join(one.decode() for one in charts.values() if _is_drawing(one))
            # A PDF's letters stand in it by their number in a font and in hyphenated lines: its text is what it says.
            finished = _finished(bytes(pdf), said("typst", text, tokens) + unescape(HTML_TAG.sub("\n", drawn)))
            finished.problems = told
            self._versions[literal] = finished, pdf.pages
        return self._versions[literal]

    def _shown(
        self, names: Mapping[str, Any], literal: str, assets: Mapping[str, bytes | Path], tokens: Tokens
    ) -> tuple[Compiled, tuple[Problem, ...]]:
        """The document; where its fonts lack letters, with packed fonts, and a visible stand-in for what those lack."""
        faults: list[LettersMissing] = []
        files: Sequence[Path] = ()
        left = ""
        while True:
            shown = {path: _stood_in(one, left) if _is_drawing(one) else one for path, one in assets.items()}
            text = _stood_in(literal.encode(), left).decode() if left else literal
            try:
                document = self._compiled(names, text, shown, tokens, (*self._fonts, *files))
                break
            except UserFault as fault:
                from salespack.documents.problems import LettersMissing
                from salespack.typography.packed_fonts import STAND_IN, covering

                if not isinstance(fault, LettersMissing) or set(fault.letters) <= set(left):
                    raise
                if faults:  # the packed fonts have each, and none has it together with the letter that it joins
                    left += fault.letters
                else:
                    files, left = covering(f"{fault.letters}{STAND_IN}")
                faults.append(fault)
        told = (one for fault in faults for one in fault.told(left, f"; {self._output.name} shows “{STAND_IN}”"))
        return document, tuple(dict.fromkeys(one.as_warning() for one in told))

    def _compiled(
        self,
        names: Mapping[str, Any],
        literal: str,
        assets: Mapping[str, bytes | Path],
        tokens: Tokens,
        fonts: Sequence[Path],
    ) -> Compiled:
        from typst import TypstError

        from salespack.typesetting.engine import compile_document, package_fonts

        loader = self._environment.loader
        assert isinstance(loader, TemplateLoader)  # noqa: S101 - document_environment made it
        parts = dict(_parts(literal, loader, self._images))
        usable("picture", (file for path, file in parts.items() if not path.endswith(".typ")), self._library)
        code = {path: read_template(file).encode() for path, file in parts.items() if path.endswith(".typ")}
        files: dict[str, bytes | Path] = {**parts, **code, **assets}
        language = find_language(tokens.language)
        look = self._context.look
        inputs = {
            "language": tokens.language,
            "quotes": " ".join(language.quotes),
            "hyphenated": "true" if language.hyphenated else "false",
            "audience": self._output.audience,
            "heading_font": look.heading_font,
            "text_font": look.text_font,
            "scale": f"{look.scale:g}",
            **look.colours,
        }
        if look.logo is not None:
            path = f"brand/logo.{look.logo.ending}"
            files[path] = look.logo.content
            inputs |= {"logo": path, "logo_ground": look.logo.ground, "company": self._context["company"]["name"]}
        main = self._output.template.removesuffix(".j2")
        try:
            return compile_document(
                main, literal, files, inputs=inputs, fonts=fonts, font_sets=self._font_sets, on=self._on
            )
        except TypstError as fault:
            from salespack.documents import problems as faults

            trace = faults.Trace(self._output, names, self._environment, tokens)
            known = (*package_fonts(), *fonts)
            raise faults.typst_fault(fault, self._output, self._context, trace, parts, known) from None


def _is_drawing(content: bytes | Path) -> TypeGuard[bytes]:
    """Whether a file is a chart that was drawn here: SVG, with its texts as letters."""
    return isinstance(content, bytes) and content.lstrip().startswith(b"<")


def _stood_in(content: bytes, letters: str) -> bytes:
    """A text of Typst, or a picture, with the stand-in for letters that no font has."""
    from salespack.typography.packed_fonts import STAND_IN

    for letter in letters:
        content = content.replace(letter.encode(), STAND_IN.encode())
        content = content.replace(typst_literal(letter).encode(), typst_literal(STAND_IN).encode())
    return content


def _parts(text: str, loader: TemplateLoader, images: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """The Typst files and images that a document names, and those that they name in turn."""
    waiting, seen = [text], set[str]()
    while waiting:
        for name in PARTS.findall(waiting.pop()):
            path = name.removeprefix("/")
            file = loader.find(path) if path.endswith(".typ") else images.get(path)
            if file is None or path in seen:
                continue
            seen.add(path)
            yield path, file
            if path.endswith(".typ"):
                part = read_template(file)
                if forbidden := _forbidden(part):
                    start, why, hint = forbidden
                    place = Place(shown_path(file), part.count("\n", 0, start) + 1)
                    raise UserFault.of("SP603", why, hint, place)
                waiting.append(part)


def _assets(context: DocumentContext, environment: TokenEnvironment, tokens: Tokens) -> dict[str, bytes | Path]:
    """The pictures and charts that the document shows."""
    from salespack.documents.charts import draw

    shown = set(tokens.texts)
    return {
        path: content
        if isinstance(content, Path | bytes)
        else draw(content, environment, context.look, tokens.language, tokens.formats)
        for path, content in context.assets.items()
        if path in shown
    }
