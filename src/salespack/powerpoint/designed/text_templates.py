"""Jinja in the text of slides: paragraphs and table rows become a template, and what it prints becomes them again.

PowerPoint splits a text into runs wherever it likes, also inside `{{ customer.name }}`. So each construct is first
gathered into the run that it begins in. Then a text body is one template in which marks stand for its paragraphs and
runs; what comes out says which of them there are, how often, and with what text. Nothing here knows Jinja itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import partial

import msgspec
from lxml import etree

from salespack.ooxml.markup import A, integer
from salespack.ooxml.texts import text_of
from salespack.ooxml.trees import Tree
from salespack.powerpoint.forms.paragraphs import LINE_BREAK
from salespack.problems.problem import Problem, UserFault
from salespack.templating.budget import TOO_LARGE_HINT
from salespack.templating.environment import NOT_XML
from salespack.templating.template_text import Part, holds_template, template_parts

ROW_TAG = re.compile(r"\{%(?P<open>[-+]?)\s*tr\s+(?P<content>.*?)%\}", re.DOTALL)
CLOSERS = ("endfor", "endif", "endset", "endwith")
MOST_PIECES = 5_000
"""Runs and lines that one text may become."""
TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\v": " "})
"""What PowerPoint makes of quotes and spaces while somebody types an expression."""
MARK = re.compile("\x01(?P<paragraph>\\d+)\x02|\x04(?P<piece>\\d+)\x05|\x06(?P<row>\\d+)\x07|(?P<end>[\x03\x08])")
_RUN, _BREAK, _TEXT = f"{A}r", f"{A}br", f"{A}t"
_FRAME = (f"{A}pPr", f"{A}endParaRPr")

Print = Callable[[str], str]
"""Renders a template; raises TemplateMistake."""


class TemplateMistake(Exception):  # noqa: N818 - a fault of the text
    """What is wrong with a template, and in which of its lines (from 1), as far as that is known."""

    def __init__(self, problem: Problem, line: int | None) -> None:
        self.problem, self.line = problem, line
        super().__init__(problem.message)


class Said(msgspec.Struct):
    """One paragraph that a template printed: which one it is, and the text of each of its pieces in their order."""

    paragraph: int
    pieces: list[tuple[int, str]]


class TextTemplates:
    """The templates in the text of one slide.

    `render` prints one, `literal` puts what tokens stand for into a text; `where` names a shape for problems.
    """

    def __init__(self, render: Print, literal: Callable[[str], str], where: Callable[[Tree], str]) -> None:
        self._render, self._literal, self._where = render, literal, where
        self.problems: list[Problem] = []

    def apply(self, root: Tree) -> bool:
        """Renders every text in a part; whether there was any template. What is wrong goes to `problems`."""
        tables = [one for one in root.iter(f"{A}tbl") if _has_row_tags(one.iter(f"{A}p"))]
        within = {paragraph.getparent() for table in tables for paragraph in table.iter(f"{A}p")}
        # All templates are found before the first is rendered: what a value says is never read as a template.
        work: list[Callable[[], None]] = [partial(self._table, table) for table in tables]
        for body in bodies(root):
            paragraphs = body.findall(f"{A}p")
            if body not in within and holds_template("\n".join(map(text_of, paragraphs))):
                work.append(partial(self._body, body, paragraphs))
        for properties in root.iter("{*}cNvPr"):
            named = (name for name in ("descr", "title") if holds_template(properties.get(name, "")))
            work += [partial(self._attribute, properties, name) for name in named]
        for one in work:
            try:
                one()
            except UserFault as fault:
                self.problems += fault.problems
        return bool(work)

    def _print(self, template: str, texts: Sequence[str], element: Tree) -> str:
        """What the template prints. Raises UserFault that names the shape and the text."""
        try:
            printed = self._render(template)
            if (made := printed.count("\x05") + len(LINE_BREAK.findall(self._literal(printed)))) > MOST_PIECES:
                message = f"{self._where(element)}: the template makes {made:,} pieces of text of one"
                raise UserFault.of("SP329", message, TOO_LARGE_HINT)
            return printed
        except TemplateMistake as mistake:
            known = mistake.line is not None and 0 < mistake.line <= len(texts)
            shown = texts[(mistake.line or 1) - 1] if known else " ".join(filter(holds_template, texts))
            message = f"{self._where(element)}, in “{_short(shown)}”: {mistake.problem.message}"
            raise UserFault([msgspec.structs.replace(mistake.problem, message=message)]) from None

    def _attribute(self, properties: Tree, name: str) -> None:
        text = _typed(properties.get(name, ""))
        printed = self._literal(self._print(text.replace("\n", " "), [text], properties))
        properties.set(name, NOT_XML.sub("", printed))

    def _body(self, body: Tree, paragraphs: list[Tree]) -> None:
        for paragraph in paragraphs:
            gather(paragraph)
        lines = [_marked(number, paragraph) for number, paragraph in enumerate(paragraphs)]
        texts = [text_of(paragraph) for paragraph in paragraphs]
        printed = self._print("".join(lines), texts, body)
        self._rebuild(body, paragraphs, next(_said(printed), (0, []))[1])

    def _rebuild(self, body: Tree, paragraphs: Sequence[Tree], said: Iterable[Said]) -> None:
        """The paragraphs of `body` (all of them, or copies of them) as they were printed."""
        made: list[Tree] = []
        for one in said:
            paragraph = paragraphs[one.paragraph]
            blank = not any(text.strip() for _, text in one.pieces)
            if blank and _holds_tag(text_of(paragraph)):
                continue  # a paragraph that held a tag and has nothing left to say
            made.append(self._with_pieces(deepcopy(paragraph), one.pieces))
        if not made:
            made.append(self._with_pieces(deepcopy(paragraphs[0]), []))
        at = body.index(paragraphs[0])
        for paragraph in paragraphs:
            body.remove(paragraph)
        for number, paragraph in enumerate(made):
            body.insert(at + number, paragraph)

    def _with_pieces(self, paragraph: Tree, pieces: Iterable[tuple[int, str]]) -> Tree:
        originals = [one for one in paragraph if one.tag not in _FRAME]
        at = paragraph.index(originals[0]) if originals else 0
        for one in originals:
            paragraph.remove(one)
        for number, text in pieces:
            original = originals[number]
            new = self._run(original, text) if original.tag == _RUN else [deepcopy(original)]
            for one in new:
                paragraph.insert(at, one)
                at += 1
        return paragraph

    def _run(self, original: Tree, text: str) -> Iterator[Tree]:
        """A run with literal text; line feeds in it become breaks of the same look."""
        for number, line in enumerate(LINE_BREAK.split(self._literal(text))):
            if number:
                brk = etree.Element(_BREAK)
                if (look := original.find(f"{A}rPr")) is not None:
                    brk.append(deepcopy(look))
                yield brk
            if line:
                run = deepcopy(original)
                _set_text(run, NOT_XML.sub("", line))
                yield run

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Tree) -> None:
        """A table whose rows repeat: each row stands between the row tags that were written in it."""
        rows = table.findall(f"{A}tr")
        owners: list[tuple[int, int]] = []  # for each paragraph its text body in the row, and its number in there
        template: list[str] = []
        texts: list[str] = []
        for number, row in enumerate(rows):
            for paragraph in row.iter(f"{A}p"):
                gather(paragraph)
            before, after, spoken = _row_tags(row)
            lines = []
            for at, body in enumerate(row.iterfind(f"{A}tc/{A}txBody")):
                for local, paragraph in enumerate(body.findall(f"{A}p")):
                    lines.append(_marked(len(owners), paragraph))
                    texts.append(" ".join([*before, text_of(paragraph), *after]))
                    owners.append((at, local))
            content = f"\x06{number}\x07{''.join(lines)}\x08" if spoken else "\n" * len(lines)
            template.append("".join(before) + content + "".join(after))
        printed = self._print("".join(template), texts, table)
        made = [self._row(rows[number], said, owners) for number, said in _said(printed)]
        if not made:
            message = f"{self._where(table)}: the table has no rows left"
            hint = "guard the block with `needs`, so that only profiles that have the data get it"
            raise UserFault.of("SP334", message, hint)
        at = table.index(rows[0])
        for row in rows:
            table.remove(row)
        for number, row in enumerate(made):
            table.insert(at + number, row)
        fit_frame(table)

    def _row(self, row: Tree, said: Iterable[Said], owners: Sequence[tuple[int, int]]) -> Tree:
        copy = deepcopy(row)
        forget_row_id(copy)
        cells: dict[int, list[Said]] = {}
        for one in said:
            cell, local = owners[one.paragraph]
            cells.setdefault(cell, []).append(Said(local, one.pieces))
        for at, body in enumerate(copy.iterfind(f"{A}tc/{A}txBody")):
            if own := body.findall(f"{A}p"):
                self._rebuild(body, own, cells.get(at, ()))
        return copy


def bodies(root: Tree) -> list[Tree]:
    """Every text body of a part, once each, in document order."""
    return list(dict.fromkeys(one.getparent() for one in root.iter(f"{A}p")))  # type: ignore[misc]


def holds_templates(root: Tree) -> bool:
    """Whether any text of a part holds Jinja."""
    texts = ("\n".join(map(text_of, body.findall(f"{A}p"))) for body in bodies(root))
    named = (one.get(name, "") for one in root.iter("{*}cNvPr") for name in ("descr", "title"))
    return any(map(holds_template, texts)) or any(map(holds_template, named))


def gather(paragraph: Tree) -> None:
    """Moves each construct into the run that it begins in, so that this run's look wins."""
    pieces = [one for one in paragraph if one.tag not in _FRAME]
    texts = ["\n" if one.tag == _BREAK else _text(one) if one.tag == _RUN else "" for one in pieces]
    joined = "".join(texts)
    if not holds_template(joined):
        return
    owner = [number for number, text in enumerate(texts) for _ in text]
    shown = list(joined)
    for part in _constructs(joined):
        for at in range(part.start, part.end):
            owner[at] = owner[part.start]
            shown[at] = joined[at].translate(TYPED)
    for number, piece in enumerate(pieces):
        text = "".join(character for character, whose in zip(shown, owner, strict=True) if whose == number)
        if text == texts[number]:
            continue
        if text and piece.tag == _RUN:
            _set_text(piece, text)
        else:
            paragraph.remove(piece)


def fit_frame(table: Tree) -> None:
    """Makes the frame around a table as high as its rows are together."""
    frame = next((one for one in table.iterancestors() if one.tag.endswith("}graphicFrame")), None)
    extent = frame.find("{*}xfrm/{*}ext") if frame is not None else None
    if extent is not None:
        extent.set("cy", str(sum(integer(row.get("h"), 0) for row in table.findall(f"{A}tr"))))


def forget_row_id(row: Tree) -> None:
    """Takes the id from a row that is a copy: two rows must not share it."""
    for extensions in row.findall(f"{A}extLst"):
        row.remove(extensions)


def _row_tags(row: Tree) -> tuple[list[str], list[str], bool]:
    """The row tags before and behind a row, taken out of its text, and whether the row says anything without them."""
    before: list[str] = []
    after: list[str] = []

    for run in row.iter(_RUN):
        text = left = _text(run)
        for part in template_parts(text):
            written = text[part.start : part.end]
            if match := ROW_TAG.fullmatch(written):
                tag = "{%" + match["open"] + " " + match["content"] + "%}"
                (after if match["content"].split()[0] in CLOSERS else before).append(tag)
                left = left.replace(written, "", 1)
        _set_text(run, left)
    spoken = bool("".join(map(text_of, row.iter(f"{A}p"))).strip()) or not (before or after)
    return before, after, spoken


def _said(printed: str) -> Iterator[tuple[int, list[Said]]]:
    """The rows in what a template printed, each with its paragraphs; a text without rows is row 0."""
    row: tuple[int, list[Said]] = (0, [])
    rows = [row]
    said: Said | None = None
    at = 0
    for match in [*MARK.finditer(printed), None]:
        text = printed[at : match.start() if match else len(printed)]
        if said is not None and said.pieces and text:
            number, before = said.pieces[-1]
            said.pieces[-1] = number, before + text
        if match is None:
            break
        at = match.end()
        if match["row"] is not None:
            row = (int(match["row"]), [])
            rows.append(row)
        elif match["paragraph"] is not None:
            said = Said(int(match["paragraph"]), [])
            row[1].append(said)
        elif match["piece"] is not None and said is not None:
            said.pieces.append((int(match["piece"]), ""))
        elif match["end"] is not None:
            said = None
    yield from (one for one in rows if one[1] or one is not rows[0])


def _marked(number: int, paragraph: Tree) -> str:
    """One line of a template: a paragraph with a mark for itself and each of its pieces."""
    pieces = [one for one in paragraph if one.tag not in _FRAME]
    marked = [f"\x04{at}\x05{_text(one) if one.tag == _RUN else ''}" for at, one in enumerate(pieces)]
    return f"\x01{number}\x02{''.join(marked)}\x03\n"


def _has_row_tags(paragraphs: Iterable[Tree]) -> bool:
    text = "\n".join(map(text_of, paragraphs)).translate(TYPED)
    return any(ROW_TAG.fullmatch(text, part.start, part.end) for part in template_parts(text))


def _holds_tag(text: str) -> bool:
    return any(part.sort in ("tag", "comment") for part in _constructs(text))


def _constructs(text: str) -> list[Part]:
    """The templates in a text as it was typed in PowerPoint."""
    return [part for part in template_parts(text.translate(TYPED)) if not part.is_text]


def _text(run: Tree) -> str:
    """A run's text on one line."""
    found = run.find(_TEXT)
    return "" if found is None or found.text is None else found.text.replace("\r", " ").replace("\n", " ")


def _set_text(run: Tree, text: str) -> None:
    found = run.find(_TEXT)
    if found is None:
        found = etree.SubElement(run, _TEXT)
    found.text = text


def _typed(text: str) -> str:
    typed = text.translate(TYPED)
    return "".join((text if part.is_text else typed)[part.start : part.end] for part in template_parts(typed))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"
