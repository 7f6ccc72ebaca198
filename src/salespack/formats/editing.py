"""Changing YAML that people wrote: only what is to change, all else (comments, order, spacing, quotes) stays.

Libraries that load YAML and write it again lay out anew what nobody asked them to touch. Here the parser tells where a
value stands, and the text is cut there. Whatever is written is read back by our own loader to say the same. Lines end
with a line feed here, as `text_files` reads them; it gives a file back the line breaks that it had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import yaml

from salespack.formats.yaml import Source, with_joined_pairs

PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f_./][\w./ '-]*[\w/.]|[A-Za-z\u00c0-\u024f_]")
"""Text that needs no quotes, wherever it stands; a little is quoted that need not be."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WIDEST = 120
"""Letters of a line that holds a mapping."""
NOT_TEXT = frozenset(("true", "false", "null"))

Path = tuple[str, ...]
Row = tuple[yaml.Node, yaml.Node]


def with_data(text: str, data: Mapping[str, Any], order: Sequence[str] = ()) -> str:
    """`text` changed so that it says `data`, a mapping.

    Keys that are the same stay as they are, nested ones too; new keys go to the place that `order` gives them, else to
    the end. Raises UserFault when `text` cannot be read, ValueError when it is no mapping.
    """
    text = with_joined_pairs(text)[0]
    before = _loaded(text)
    for path, value in _changes(before, data, ()):
        text = _deleted(text, path) if value is msgspec.UNSET else _set(text, path, value, order)
    if _loaded(text) != _plain(data):
        raise RuntimeError(f"edited YAML says something else: {text!r}")
    return text


def written(value: Any) -> str:
    """A value as YAML in one line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            plain = PLAIN.fullmatch(value) and value.casefold() not in NOT_TEXT and "  " not in value
            return value if plain or DAY.fullmatch(value) else msgspec.json.encode(value).decode()
        case int():
            return str(value)
        case float():
            return repr(value) if "e" not in repr(value) else f"{value:f}"
        case date():
            return value.isoformat()
        case Mapping():
            return "{" + ", ".join(f"{written(str(key))}: {written(one)}" for key, one in value.items()) + "}"
        case _:
            return "[" + ", ".join(written(one) for one in value) + "]"


def _plain(value: Any) -> Any:
    """Data as our loader gives it."""
    match value:
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case str() | None | bool() | int() | float():
            return value
        case date():
            return value.isoformat()
        case _:
            return [_plain(one) for one in value]


def _loaded(text: str) -> dict[str, Any]:
    data = Source("", text).load()
    if not isinstance(data, dict | None):
        raise ValueError("is no mapping")
    return data or {}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], path: Path) -> list[tuple[Path, Any]]:
    """What to set, and what to delete (UNSET), key by key; mappings that stay mappings are changed inside."""
    found: list[tuple[Path, Any]] = [((*path, key), msgspec.UNSET) for key in before if key not in after]
    for key, new in after.items():
        old = before.get(key, msgspec.UNSET)
        if isinstance(old, Mapping) and isinstance(new, Mapping) and old and new and set(old) & set(new):
            found += _changes(old, new, (*path, key))
        elif old is msgspec.UNSET or old != _plain(new) or type(old) is not type(_plain(new)):
            found.append(((*path, key), new))
    return found


# --- where things stand ----------------------------------------------------------------------------------------------


def _root(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _rows(mapping: yaml.Node | None) -> list[Row]:
    return list(mapping.value) if isinstance(mapping, yaml.MappingNode) else []


def _row(mapping: yaml.Node | None, key: str) -> Row | None:
    return next((row for row in _rows(mapping) if str(row[0].value) == key), None)


def _end(text: str, node: yaml.Node) -> int:
    """Behind the last character of a value; the parser itself says where what follows begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        rows = _rows(node)
        return max(_end(text, one) for one in (rows[-1] if rows else (node.value[-1],)))
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _line_end(text: str, at: int) -> int:
    """Behind the line that holds `at`."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


# --- edits -----------------------------------------------------------------------------------------------------------


def _set(text: str, path: Path, value: Any, order: Sequence[str]) -> str:
    """`text` with `value` at `path`, whose parents are there."""
    parent = _root(text)
    for step in path[:-1]:
        row = _row(parent, step)
        assert row is not None  # noqa: S101 - changes go into mappings that both sides have
        parent = row[1]
    row = _row(parent, path[-1])
    parent_is_flow = isinstance(parent, yaml.MappingNode) and bool(parent.flow_style)
    if row is None:
        return _inserted(text, parent, path[-1], value, order if len(path) == 1 else ())
    key, node = row
    start, end = node.start_mark.index, _end(text, node)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and _is_list(value) and value:
        return _listed(text, node, list(value))
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        start = text.index(":", key.end_mark.index) + 1  # the value begins in a line of its own
    lines = _lines(path[-1], value, " " * key.start_mark.column)
    colon = text.find(":", key.end_mark.index) + 1
    is_unmarked = start == end or (not text[colon:start].strip(" ") and "\n" not in text[colon:start])
    if lines.count("\n") > 1 and _is_empty(node) and is_unmarked and not parent_is_flow:
        kept = text[:colon] + text[end:] if end > start else text
        at = _line_end(kept, colon)
        head = kept[:colon] + kept[colon:at].rstrip() + "\n"
        return head + lines.partition("\n")[2] + kept[at:]
    new = written(value)
    return text[:start] + (new if text[start - 1 : start].isspace() else f" {new}") + text[max(start, end) :]


def _is_empty(node: yaml.Node) -> bool:
    """Whether a value is `{}`, `null` or nothing at all."""
    is_mapping = isinstance(node, yaml.MappingNode) and bool(node.flow_style)
    return (is_mapping and not node.value) or node.tag == "tag:yaml.org,2002:null"


def _behind_comments(text: str, at: int, column: int) -> int:
    """Behind the lines from `at` on that hold nothing but a comment, in `column` or further in."""
    while (end := _line_end(text, at)) > at:
        line = text[at:end]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) < column:
            break
        at = end
    return at


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _listed(text: str, node: yaml.SequenceNode, items: list[Any]) -> str:
    """A list of lines with these items: lines whose item stays keep their place, comments among them."""
    from difflib import SequenceMatcher

    loader = [_item(text, one) for one in node.value]
    old, new = [repr(item) for item in loader], [repr(_plain(item)) for item in items]
    indent = " " * node.start_mark.column
    starts = [_line_start(text, one.start_mark.index) for one in node.value]
    ends = [_line_end(text, _end(text, one)) for one in node.value]
    for kind, first, last, from_, to in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        lines = "".join(f"{indent}- {written(item)}\n" for item in items[from_:to])
        at, stop = (starts[first], ends[last - 1]) if last > first else (_between(starts, ends, first),) * 2
        if first == last == len(starts):
            at = stop = _behind_comments(text, at, len(indent) or 1)
        before = text[:at]
        if lines and before and not before.endswith("\n"):
            before += "\n"
        text = before + lines + text[stop:]
    return text


def _between(starts: list[int], ends: list[int], at: int) -> int:
    return starts[at] if at < len(starts) else ends[-1]


def _item(text: str, node: yaml.Node) -> Any:
    """The value of an item of a list of lines, as our loader gives it."""
    column = node.start_mark.column
    return Source("", " " * column + text[node.start_mark.index : _end(text, node)]).load()


def _lines(key: str, value: Any, indent: str) -> str:
    """A key with its value, ending its line; a mapping that one line is too short for takes a line for each key."""
    line = f"{indent}{written(key)}: {written(value)}\n"
    if len(line) <= WIDEST or not isinstance(value, Mapping) or not value:
        return line
    return f"{indent}{written(key)}:\n" + "".join(
        _lines(str(one), inner, f"{indent}  ") for one, inner in value.items()
    )


def _inserted(text: str, parent: yaml.Node | None, key: str, value: Any, order: Sequence[str]) -> str:
    line = f"{written(key)}: {written(value)}"
    if not isinstance(parent, yaml.MappingNode) or not parent.value:
        if isinstance(parent, yaml.MappingNode):  # {}
            start, end = parent.start_mark.index, parent.end_mark.index
            top = start == len(text) - len(text.lstrip()) and not text[end:].strip()
            return text[:start] + (line if top else "{" + line + "}") + text[end:]
        kept = text if not text or text.endswith("\n") else text + "\n"
        return f"{kept}{_lines(key, value, '')}"
    if parent.flow_style:
        at = parent.end_mark.index - 1
        before = text[:at].rstrip()
        return before + (" " if before.endswith(",") else ", ") + line + text[len(before) : at] + text[at:]
    rows = _rows(parent)
    at = _place(rows, key, order)
    if at is None:
        start = _line_start(text, rows[0][0].start_mark.index)
        return text[:start] + _lines(key, value, " " * rows[0][0].start_mark.column) + text[start:]
    end = _line_end(text, max(_end(text, rows[at][1]), rows[at][0].end_mark.index))
    column = rows[0][0].start_mark.column
    end = _behind_comments(text, end, column or 1)  # they are of what stands above them
    before = text[:end] if text[:end].endswith("\n") else text[:end] + "\n"
    return before + _lines(key, value, " " * rows[0][0].start_mark.column) + text[end:]


def _place(rows: Sequence[Row], key: str, order: Sequence[str]) -> int | None:
    """The row after which a new key goes; None: before all."""
    if key not in order:
        return len(rows) - 1
    rank = order.index(key)
    earlier = [at for at, (one, _) in enumerate(rows) if str(one.value) in order[:rank]]
    return max(earlier) if earlier else None


def _deleted(text: str, path: Path) -> str:
    parent = _root(text)
    holder: Row | None = None
    for step in path[:-1]:
        holder = _row(parent, step)
        assert holder is not None  # noqa: S101 - what is deleted is there
        parent = holder[1]
    row = _row(parent, path[-1])
    assert isinstance(parent, yaml.MappingNode) and row is not None  # noqa: S101 - as above
    rows = _rows(parent)
    at, (key, node) = rows.index(row), row
    start, end = key.start_mark.index, max(_end(text, node), key.end_mark.index + 1)
    if not parent.flow_style:
        if len(rows) == 1 and holder is not None:
            begin = text.index(":", holder[0].end_mark.index) + 1
            return text[:begin] + " {}" + text[end:]
        return text[: _line_start(text, start)] + text[_line_end(text, end) :]
    if at + 1 < len(rows):
        return text[:start] + text[rows[at + 1][0].start_mark.index :]
    begin = _end(text, rows[at - 1][1]) if at else parent.start_mark.index + 1
    return text[:begin] + text[end:]
