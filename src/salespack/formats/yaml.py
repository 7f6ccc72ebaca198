"""The one YAML loader: kinder and stricter than PyYAML's defaults, for people who have never seen YAML.

Only true/false, decimal figures and null are anything but text, so `NO`, `12:30` and `010` stay what was written.
Duplicate keys, anchors, aliases, merge keys, tags and control characters are problems with their line.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from salespack.formats import deferred_yaml as yaml
from salespack.formats.text_files import FORBIDDEN_CHARACTER, forbidden_characters, place_at
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, UserFault

DEEPEST = 40
MOST_TOLD = 5
SWALLOWED = late_pattern(r"^( *)- (?![|>]).*\n\1 +- ", re.MULTILINE)
"""An item of a list that is indented deeper than the item above, which YAML reads as one text."""
BEHIND_QUOTES = late_pattern(r"#|[ \t]#[^\s#!]")
"""What YAML drops behind a text in quotes, and a person may not have meant as a remark."""
REMARK_LIKE = late_pattern(r"\S[ \t]#|['\"]#")
"""Where a text may have been cut: a remark (YAML's comment) that only one blank or tab parts from what is before it."""
NO_TEXT = late_pattern(r"[-+]?[0-9][0-9.,:eE+-]*|[a-z0-9][a-z0-9._-]*|~")
"""Figures, days and words of a list, behind which a remark is nobody's text: `state: passive # told in May`."""
ANNOUNCED = late_pattern(r"(?m)(?:^|[\s:-])[|>][-+0-9]*[ \t]*(?:#.*)?$")
"""A line that ends with the sign of a text below it, which may not be there."""
QUESTIONED = late_pattern(r"[\[{,]\s*\?[^\s,\]}]")
"""A text in brackets that begins with a question mark, which libyaml takes for the sign of a key, and loses."""
DRIVE = late_pattern(r"(?<![A-Za-z])[A-Za-z]:(?P<escape>\\[^\\\"/])")
"""A folder of Windows between double quotes, in which the backslash would mean something: "C:\new"."""
ANCHOR_LIKE = late_pattern(r"(?:^|[\s\[,{:-])[&*!]|<<", re.MULTILINE)

IN_DOUBLE_QUOTES = late_pattern(r"""(?<![^\s\[{,:-])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""", re.DOTALL)
"""Texts in quotes; what begins in the middle of a word is no quote."""
ESCAPE = late_pattern(r"\\(?:u[dD](?P<high>[89abAB][0-9a-fA-F]{2})\\u[dD](?P<low>[c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)
HALF = late_pattern(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
PAIR_LENGTH = len(r"\ud83d\ude80")

SCHEMAS = "`salespack schema` prints what belongs in each file"
KeyPath = Sequence[str | int]


class Source:
    """A text people wrote, where it stands in its file, and what it says once parsed.

    `first_line` is the line of the file on which `text` begins; `called` is the text in the words of who wrote it, and
    `help` says where its keys are told. Positions are found only when a problem needs one.
    """

    __slots__ = ("_aliases", "_joined", "_read", "_root", "called", "file", "first_line", "help", "text")

    def __init__(
        self, file: str, text: str, first_line: int = 1, *, called: str = "the file", help: str = SCHEMAS
    ) -> None:
        self.file, self.text, self.first_line, self.called, self.help = file, text, first_line, called, help
        self._read, self._joined = with_joined_pairs(text)
        self._root: yaml.Node | bool | None = False
        self._aliases: dict[tuple[str | int, ...], str] = {}

    def alias(self, path: tuple[str | int, ...], old: str) -> None:
        """Says that what is at `path` stands in the text under its old name."""
        self._aliases[path] = old

    def load(self, *, allow_tokens: bool = False) -> Any:
        """The data: mappings, lists, text, figures, true, false, None. Raises UserFault with every problem found.

        `allow_tokens`: the text was rendered and may hold tokens of our own, though none written as an escape.
        """
        from salespack.formats.yaml_loader import DuplicateKeys, Loader, TooLarge

        problems = [] if allow_tokens else list(forbidden_characters(self._read, self.file, self.first_line))
        if not problems and (ANCHOR_LIKE.search(self._read) or _may_nest_deeply(self._read)):
            problems = list(islice(self._shared_nodes(), MOST_TOLD))
        if not problems and REMARK_LIKE.search(self._read):
            problems = list(islice(self._cut_texts(), MOST_TOLD))
        if not problems and SWALLOWED.search(self._read):
            problems = list(islice(self._swallowed_items(), MOST_TOLD))
        if not problems and ANNOUNCED.search(self._read):
            problems = list(islice(self._missing_texts(), MOST_TOLD))
        if not problems and QUESTIONED.search(self._read):
            problems = list(islice(self._questioned_texts(), MOST_TOLD))
        if not problems and "\\" in self._read:
            problems = list(self._escaped_characters(allow_tokens=allow_tokens))
        if problems:
            raise UserFault(problems)
        loader = Loader(self._read)
        try:
            return loader.get_single_data()
        except DuplicateKeys:
            raise UserFault(self._duplicate_keys(self._node())) from None
        except yaml.YAMLError as error:
            raise UserFault([self._syntax(error)]) from None
        except RecursionError:
            raise UserFault([self._problem("SP003", f"nests deeper than {DEEPEST} levels", "flatten it")]) from None
        except TooLarge:
            raise UserFault(islice(self._large_figures(self._node()), MOST_TOLD)) from None
        finally:
            loader.dispose()

    def place(self, path: KeyPath = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands (with `key`, its key); the nearest parent when it is not there."""
        node = self._node()
        if node is None:
            return Place(self.file, self.first_line, 1)
        for depth, step in enumerate(path):
            found = _child(node, self._aliases.get(tuple(path[: depth + 1]), step))
            if found is None:
                break
            node = found[0] if key and depth == len(path) - 1 else found[1]
        return self._mark(node.start_mark)

    def says(self, key: str | int) -> bool:
        """Whether the text has something at a key of its own."""
        node = self._node()
        return node is not None and _child(node, self._aliases.get((key,), key)) is not None

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str, Place]]:
        """All values that are text or a figure, as they are read, each with its path and where it begins."""
        waiting: list[tuple[tuple[str | int, ...], yaml.Node]] = []
        if (root := self._node()) is not None:
            waiting.append(((), root))
        while waiting:
            path, node = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                yield path, str(node.value), self._mark(node.start_mark)
            waiting += reversed([((*path, step), value) for step, _, value in _children(node)])

    def path_at(self, place: Place) -> tuple[str | int, ...]:
        """The path of the innermost value or key that begins at a place or stands before it; empty where none does."""
        line, column = (place.line or self.first_line) - self.first_line, (place.column or 1) - 1
        path: list[str | int] = []
        node = self._node()
        while node is not None:
            inner = None
            for step, key, value in _children(node):
                begins = (key.start_mark.line, key.start_mark.column)
                ends = (value.end_mark.line, value.end_mark.column)
                if begins <= (line, column) <= ends:
                    inner = step, value
            if inner is None:
                break
            path.append(inner[0])
            node = inner[1]
        return tuple(path)

    def _node(self) -> yaml.Node | None:
        if isinstance(self._root, bool):
            from salespack.formats.yaml_loader import Loader

            loader = Loader(self._read)
            try:
                self._root = loader.get_single_node()
            except yaml.YAMLError:
                self._root = None
            finally:
                loader.dispose()
        return self._root if isinstance(self._root, yaml.Node) else None

    def _mark(self, mark: Any) -> Place:
        return self._place_at(mark.line, mark.column)

    def _place_at(self, line: int, column: int) -> Place:
        """Where in the file a line and a column of what is read stand, both from 0."""
        before = sum(joined < column for joined in self._joined.get(line, ()))
        return Place(self.file, self.first_line + line, column + 1 + before * (PAIR_LENGTH - 1))

    def _problem(self, code: str, message: str, hint: str = "", mark: Any = None) -> Problem:
        place = self._mark(mark) if mark is not None else Place(self.file, self.first_line, 1)
        return Problem(code=code, message=message, hint=hint, place=place)

    def _shared_nodes(self) -> Iterator[Problem]:
        """Anchors, aliases, merge keys and tags, found without expanding any (so no YAML bomb goes off)."""
        depth = 0
        try:
            for event in yaml.parse(self._read, Loader=yaml.CSafeLoader):
                mark = event.start_mark
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if depth > DEEPEST:
                    yield self._problem("SP003", f"nests deeper than {DEEPEST} levels", "flatten it", mark)
                    return
                anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
                if isinstance(event, yaml.AliasEvent):
                    yield self._problem("SP005", f"“*{anchor}” is a YAML alias", self._quoting(mark), mark)
                elif anchor:
                    yield self._problem("SP005", f"“&{anchor}” is a YAML anchor", self._quoting(mark), mark)
                if tag:
                    yield self._problem("SP005", f"“{tag}” is a YAML tag", self._quoting(mark), mark)
                if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
                    yield self._problem("SP005", "“<<” is a YAML merge key", "write the keys out", mark)
        except yaml.YAMLError as error:
            yield self._syntax(error)

    def _quoting(self, mark: Any) -> str:
        """The advice to quote what begins at a mark; where that is not all of the line, only the way is told."""
        from salespack.formats.yaml_faults import in_quotes, text_of

        line = _line_of(self._read, mark)
        said = text_of(line)
        return in_quotes(said) if line[mark.column :].strip() == said else "put the text in quotes"

    def _cut_texts(self) -> Iterator[Problem]:
        """Texts that end at a “ #”, as YAML takes the rest for a remark; errors of syntax are told elsewhere."""
        from salespack.formats.yaml_faults import shortened

        with contextlib.suppress(yaml.YAMLError):
            for event in yaml.parse(self._read, Loader=yaml.CSafeLoader):
                if not isinstance(event, yaml.ScalarEvent) or event.style in set("|>"):
                    continue
                end: Any = event.end_mark
                line, column = end.line, end.column
                rest = _line_of(self._read, event.end_mark)[column:]
                if event.style in set("'\""):
                    if BEHIND_QUOTES.match(rest):
                        yield self._behind_quotes(event, rest)
                    continue
                remark = not rest[2:3].strip() and (not event.value or NO_TEXT.fullmatch(event.value))
                if remark or not re.match(r"[ \t]#", rest):
                    continue
                yield Problem(
                    code="SP019",
                    message=f"“{shortened(rest.strip())}” is lost: behind a blank, # begins a remark",
                    hint=f"{self._quoting(event.start_mark)}; a remark stands behind two blanks",
                    place=Place(self.file, self.first_line + line, column + 2),
                )

    def _behind_quotes(self, event: yaml.ScalarEvent, rest: str) -> Problem:
        """What stands behind a text in quotes, and begins as a number of a street or a rank does: no remark."""
        from salespack.formats.yaml_faults import in_quotes, shortened

        end: Any = event.end_mark
        return Problem(
            code="SP019",
            message=f"“{shortened(rest.strip())}” is lost: behind the quotes, # begins a remark",
            hint=f"{in_quotes(f'{event.value}{rest.rstrip()}')}; a remark stands behind two blanks",
            place=Place(self.file, self.first_line + end.line, end.column + 1 + rest.index("#")),
        )

    def _swallowed_items(self) -> Iterator[Problem]:
        """Items of a list that became part of the text of the item above; errors of syntax are told elsewhere."""
        with contextlib.suppress(yaml.YAMLError):
            for event in yaml.parse(self._read, Loader=yaml.CSafeLoader):
                if not isinstance(event, yaml.ScalarEvent) or event.style in set("'\"|>"):
                    continue
                start: Any = event.start_mark
                for number, line in enumerate(self._between(event).split("\n")[1:], start.line + 1):
                    if line.lstrip().startswith("- "):
                        place = self._place_at(number, len(line) - len(line.lstrip()))
                        message = "the item is indented deeper than the one above, and would be read as part of it"
                        yield Problem(code="SP003", message=message, hint="align the two", place=place)

    def _missing_texts(self) -> Iterator[Problem]:
        """Texts that a | or > announces and that are not there; errors of syntax are told elsewhere."""
        with contextlib.suppress(yaml.YAMLError):
            for event in yaml.parse(self._read, Loader=yaml.CSafeLoader):
                if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">") and not event.value.strip():
                    message = f"no text stands below “{event.style}”"
                    hint = f"write it in the next line, indented, or delete “{event.style}” and write it here"
                    yield self._problem("SP003", message, hint, event.start_mark)

    def _questioned_texts(self) -> Iterator[Problem]:
        """Texts that would lose the question mark they begin with; errors of syntax are told elsewhere."""
        with contextlib.suppress(yaml.YAMLError):
            for token in yaml.scan(self._read, Loader=yaml.CSafeLoader):
                mark: Any = token.start_mark
                if isinstance(token, yaml.KeyToken) and re.match(r"\?\S", self._read[mark.index : mark.index + 2]):
                    message = "text begins with “?”, which means something in YAML"
                    yield self._problem("SP003", message, "put the text in quotes", mark)

    def written(self, path: KeyPath) -> str:
        """What was written for the figure, word or text at `path`; empty where there is none."""
        node = self._node()
        for step in path:
            found = _child(node, step) if node is not None else None
            node = found[1] if found else None
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def text_at(self, path: KeyPath) -> str:
        """All that was written at `path`, brackets and keys too; empty where there is nothing."""
        node = self._node()
        for step in path:
            found = _child(node, step) if node is not None else None
            node = found[1] if found else None
        if node is None:
            return ""
        start, end = node.start_mark, node.end_mark
        return self._read[start.index : end.index].strip() if start and end else ""

    def _escaped_characters(self, *, allow_tokens: bool) -> Iterator[Problem]:
        """Characters that no text may hold, written as an escape in quotes: "\\U000F0000"."""
        try:
            for event in yaml.parse(self._read, Loader=yaml.CSafeLoader):
                if not isinstance(event, yaml.ScalarEvent) or event.style != '"':
                    continue
                written = self._between(event)
                if drive := DRIVE.search(written):
                    message = f"“{drive['escape']}” means something else between double quotes"
                    plain = f"'{written[1:-1]}'" if "'" not in written and "\n" not in written else "'…'"
                    mark: Any = event.start_mark
                    at = mark.index + drive.start("escape")
                    line, column = place_at(self._read, at)
                    yield Problem(
                        code="SP003",
                        message=message,
                        hint=f"put the text in single quotes: {plain}",
                        place=self._place_at(line - 1, column - 1),
                    )
                    continue
                for found in FORBIDDEN_CHARACTER.finditer(event.value) if "\\" in written else ():
                    if not (allow_tokens and found[0] in written):
                        message = f"U+{ord(found[0]):04X} is a character that no text can hold"
                        yield self._problem("SP006", message, "delete the escape", event.start_mark)
                        break
        except yaml.YAMLError as error:
            yield self._syntax(error)

    def _between(self, event: yaml.ScalarEvent) -> str:
        """What was written for a scalar."""
        start, end = event.start_mark, event.end_mark
        return self._read[start.index : end.index] if start and end else ""

    def _duplicate_keys(self, node: yaml.Node | None) -> Iterator[Problem]:
        if isinstance(node, yaml.MappingNode):
            seen: dict[str, yaml.Node] = {}
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    first = self._mark(seen[name].start_mark).line
                    yield self._problem(
                        "SP004", f"“{name}” stands twice; first in line {first}", "keep one of them", key.start_mark
                    )
                seen.setdefault(name, key)
                yield from self._duplicate_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from self._duplicate_keys(value)

    def _large_figures(self, node: yaml.Node | None) -> Iterator[Problem]:
        """Figures beyond 64 bits, or beyond what has decimals."""
        from salespack.formats.yaml_faults import shortened
        from salespack.formats.yaml_loader import is_too_large

        waiting = [node]
        while waiting:
            one = waiting.pop()
            if isinstance(one, yaml.MappingNode):
                waiting += [inner for pair in reversed(one.value) for inner in reversed(pair)]
            elif isinstance(one, yaml.SequenceNode):
                waiting += reversed(one.value)
            elif isinstance(one, yaml.ScalarNode) and is_too_large(one):
                message = f"{shortened(str(one.value))} is too large a figure"
                yield self._problem(
                    "SP105", message, "correct it; the number of an order or account belongs in quotes", one.start_mark
                )

    def _syntax(self, error: yaml.YAMLError) -> Problem:
        from salespack.formats.yaml_faults import syntax_fault

        mark = getattr(error, "problem_mark", None)
        if mark is not None and (half := HALF.match(_line_of(self._read, mark), max(mark.column - 2, 0))):
            place = self._mark(mark)
            message, hint = f"{half[0]} is one half of a character", "write the whole character, or delete the escape"
            return Problem(
                code="SP006", message=message, hint=hint, place=Place(place.file, place.line, (place.column or 3) - 2)
            )
        fault = syntax_fault(error, self._read)
        return Problem(
            code="SP003", message=fault.message, hint=fault.hint, place=self._place_at(fault.line, fault.column)
        )


def with_joined_pairs(text: str) -> tuple[str, dict[int, list[int]]]:
    """A text in which a character stands for the two escapes that JSON writes it with: YAML has no `\\ud83d\\ude80`.

    By line from 0, the columns from 0 at which these characters stand now; each was `PAIR_LENGTH` characters.
    """
    joined: dict[int, list[int]] = {}
    if not HALF.search(text):
        return text, joined
    parts: list[str] = []
    end = length = line = began = 0  # of what was taken; where in the new text its last line began

    def take(part: str) -> None:
        nonlocal length, line, began
        parts.append(part)
        if breaks := part.count("\n"):
            line += breaks
            began = length + part.rfind("\n") + 1
        length += len(part)

    for quoted in IN_DOUBLE_QUOTES.finditer(text):
        for escape in ESCAPE.finditer(text, *quoted.span()) if quoted[0][0] == '"' else ():
            if escape["high"] is not None:
                take(text[end : escape.start()])
                joined.setdefault(line, []).append(length - began)
                high, low = int("D" + escape["high"], 16), int("D" + escape["low"], 16)
                take(chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)))
                end = escape.end()
    take(text[end:])
    return "".join(parts), joined


def _may_nest_deeply(text: str) -> bool:
    """Whether brackets, or dashes in one line, could nest deeper than libyaml's recursion is safe with."""
    return text.count("[") + text.count("{") + text.count("- -") + text.count("? ") + text.count("?\n") > DEEPEST


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key node and value node that `step` names in `node`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == str(step):
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node, yaml.Node]]:
    """What a node holds: the step to it, the node where it begins, its value."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key, value
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield number, value, value


def _line_of(text: str, mark: Any, number: int = -1) -> str:
    """The line of a mark, or line `number` (from 0)."""
    lines = text.split("\n")
    number = mark.line if mark is not None else number
    return lines[number] if 0 <= number < len(lines) else ""
