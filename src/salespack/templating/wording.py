"""What goes wrong in a template, in the words of who wrote it: what was written, and what to write instead.

Jinja's own messages are for programmers; what each of them means here stands in one table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from salespack.language.formatting import FilterFault
from salespack.problems.suggestions import did_you_mean
from salespack.templating.budget import TOO_DEEP, TOO_LARGE_HINT, RenderingTooLarge, shortened
from salespack.templating.environment import ALLOWED_FILTERS
from salespack.templating.mistakes import Mistake, UnknownName
from salespack.templating.template_text import template_parts

SEE = "the documentation’s page “Templates” shows what there is"
FILTERS = (*ALLOWED_FILTERS, "date", "join", "money", "number", "percent")
ESCAPING = frozenset(("safe", "e", "escape", "forceescape", "tojson", "urlize", "xmlattr", "striptags"))
TESTS = ("defined", "undefined", "none", "number", "string", "in", "odd", "even", "divisibleby")
TAGS = (
    "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro", "include", "import", "from",
    "block", "endblock", "call", "endcall", "extends", "with", "endwith", "raw", "endraw",
)  # fmt: skip
CLOSED = frozenset(("if", "for", "macro", "block", "call", "with", "set", "raw"))
"""Tags that another one, `end…`, closes; `set` only where it has no `=`."""
TAG = re.compile(r"\{%[-+]?\s*(?P<name>\w+)(?P<rest>.*?)%\}", re.DOTALL)
PATH = re.compile(r"(?<![\w.\"'|])(?:customer|facts|meeting)(?:\.[A-Za-z_]\w*)+|(?<![\w.\"'|])(?:goals|success)\b")
"""Data of a profile that may be missing or empty, as a template names it."""
KINDS = {
    "str": "a text", "Text": "a text", "int": "a figure", "float": "a figure", "Integer": "a figure",
    "Float": "a figure", "bool": "true or false", "list": "a list", "tuple": "a list", "dict": "several entries",
    "Data": "several entries", "NoneType": "an empty value", "Day": "a day", "date": "a day",
}  # fmt: skip
KIND = re.compile(rf"\b(?:Customer|Seller)?({'|'.join(KINDS)})\b")


class Told(NamedTuple):
    """What is wrong, what to do about it, and in which line of the template (from 1); 0 where Jinja says it rightly."""

    message: str
    hint: str
    line: int = 0


def told(error: Exception, source: str = "", line: int | None = None, names: Iterable[str] = ()) -> Told:
    """An error that reading or rendering a template raised, in words.

    `source` is the template's text, `line` where in it (from 1) the error is, `names` what it may use.
    """
    lines = source.split("\n")
    written = lines[line - 1] if line and line <= len(lines) else ""
    match error:
        case RenderingTooLarge():
            return Told(shortened(str(error)), TOO_LARGE_HINT)
        case RecursionError():
            return Told(TOO_DEEP, TOO_LARGE_HINT)
        case FilterFault() | Mistake():
            return Told(shortened(str(error)), error.hint or _guarded(_paths_in(written)))
        case UnknownName():
            return Told(str(error), _known(error, written, names))
        case TemplateNotFound():
            return Told(f"there is no template “{error.name}” in the library's templates/", NO_TEMPLATE)
        case TemplateSyntaxError():
            return _of_syntax(error.message or "", source, line, written)
        case _:
            message = (error.message if isinstance(error, TemplateError) else str(error)) or type(error).__name__
            return _by_table(shortened(message), written) or Told(_plain(message), f"mend the template: {SEE}")


NO_TEMPLATE = "correct the name, or put the file there"


# --- names -----------------------------------------------------------------------------------------------------------


def _known(error: UnknownName, written: str, names: Iterable[str]) -> str:
    """What to write in place of a name that is not known."""
    owner, _, name = error.path.rpartition(".")
    if not error.path:
        return error.hint
    if dashed := re.search(rf"([\w.]+)-{re.escape(name)}\b|\b{re.escape(error.path)}-\w+", written):
        first, _, key = dashed[0].rpartition(".")
        dotted = key.replace("-", ".", 1)
        right = f'{first}["{key}"]' if first else dotted if dotted.split(".")[0] in names else key.replace("-", "_")
        return f"a dash is a minus here; write {right}"
    known = error.known or tuple(names if not owner else ())
    before = f"{owner}." if owner else ""
    near = get_close_matches(name, known, 1)
    meant = f"did you mean “{before}{near[0]}”?" if near else ""
    if owner.split(".")[0] == "facts":
        return " Else ".join(filter(None, (meant, _guarded([error.path]))))
    return meant or (f"known are {', '.join(f'{before}{one}' for one in sorted(known))}" if known else SEE)


def _guarded(paths: Sequence[str]) -> str:
    """How a template does without data that a profile may lack."""
    path = paths[0] if len(set(paths)) == 1 else "…"
    test = f"{path} is defined" if path.startswith("facts.") else path
    return f"guard it: {{% if {test} %}}…{{% endif %}}"


def _paths_in(written: str) -> list[str]:
    return PATH.findall(" ".join(re.findall(r"\{[{%].*?[%}]\}", written)))


# --- syntax ----------------------------------------------------------------------------------------------------------


def _of_syntax(message: str, source: str, line: int | None, written: str) -> Told:
    """What is wrong with the form of a template."""
    if any(sign in message for sign in OF_TAGS) and (misplaced := _of_tags(message, source)):
        return misplaced
    unclosed = _unclosed(source)
    if unclosed is not None and unclosed.line <= (line or unclosed.line):
        return unclosed
    return _by_table(shortened(message), written) or Told(_plain(message), SEE)


OF_TAGS = ("Jinja was looking for", "nesting mistake", "unknown tag")
"""What Jinja says of tags that nobody knows, that close nothing, or that are never closed."""


def _of_tags(message: str, source: str) -> Told | None:
    """The first tag that stands where it cannot, or the last that is never closed."""
    waiting: list[tuple[str, int]] = []
    for part in template_parts(source):
        tag = TAG.match(source, part.start) if part.sort == "tag" else None
        if tag is None:
            continue
        name, at = tag["name"], source.count("\n", 0, part.start) + 1
        opened = waiting[-1][0] if waiting else ""
        if name in CLOSED and (name != "set" or "=" not in tag["rest"]):
            waiting.append((name, at))
        elif name.startswith("end") and name[3:] in CLOSED:
            if name[3:] != opened:
                return _misplaced(name, opened, at)
            waiting.pop()
        elif name in ("else", "elif") and opened not in ("if", "for"):
            return _misplaced(name, opened, at)
        elif name not in TAGS and f"{name!r}" in message:
            near = did_you_mean(name, TAGS)
            hint = near if near.startswith("did") else f"those that are often used are if, for and set; {SEE}"
            return Told(f"there is no tag {{% {name} %}}", hint, at)
    if not waiting:
        return None
    name, at = waiting[-1]
    return Told(f"{{% {name} %}} is never closed", f"write {{% end{name} %}} where it ends", at)


def _misplaced(name: str, opened: str, at: int) -> Told:
    """A tag that closes another than the one that is open, or none."""
    if opened:
        message, hint = (
            f"{{% {name} %}} stands before {{% {opened} %}} is closed",
            f"write {{% end{opened} %}} before it",
        )
    elif name.startswith("end"):
        message, hint = f"{{% {name} %}} closes nothing", f"delete it, or write {{% {name[3:]} … %}} where it begins"
    else:
        message, hint = f"{{% {name} %}} belongs to no {{% if %}}", "delete it, or write {% if … %} where it begins"
    return Told(message, hint, at)


def _unclosed(source: str) -> Told | None:
    """The first template that is never closed, or that is closed with the sign of another kind."""
    opened, start = "", 0
    for sign in SIGN.finditer(source):
        if sign[0] in CLOSING and not opened:
            opened, start = sign[0], sign.start()
        elif sign[0] in CLOSING:
            if opened != "{#":
                break
        elif opened and sign[0] == CLOSING[opened]:
            opened = ""
        elif opened and opened != "{#":
            message = f"“{opened}” is closed with “{sign[0]}”"
            return Told(message, f"close it with {CLOSING[opened]}", source.count("\n", 0, start) + 1)
    if not opened:
        return None
    at = source.count("\n", 0, start) + 1
    return Told(f"“{opened}” is never closed", f"write {CLOSING[opened]} where it ends", at)


CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
SIGN = re.compile("|".join(map(re.escape, (*CLOSING, *CLOSING.values()))))


# --- Jinja's and Python's own messages -------------------------------------------------------------------------------


def _by_table(message: str, written: str) -> Told | None:
    for pattern, worded in TABLE:
        if found := re.search(pattern, message):
            return worded(found, written)
    return None


def _no_filter(found: re.Match[str], _: str) -> Told:
    name = found[1]
    if name in ESCAPING:
        return Told(f"there is no filter “{name}”", "delete it: what is printed is plain text, and needs none")
    return Told(f"there is no filter “{name}”", did_you_mean(name, FILTERS, SEE))


def _no_test(found: re.Match[str], _: str) -> Told:
    return Told(f"nothing can be “is {found[1]}”", did_you_mean(found[1], TESTS, SEE))


def _sign(found: re.Match[str], _: str) -> Told:
    sign = found[1].replace(r"\\", "\\")
    if sign.startswith(r"\x"):  # what stands for the end of a paragraph of a slide
        return Told("a {{ or {% is never closed in its paragraph", "close it with }} or %} in the same paragraph")
    if sign in "“”„«»‘’‚‹›":
        return Told(f"{sign} is no quotation mark of a template", """write straight ones: 'text' or "text\"""")
    return Told(f"“{sign}” means nothing in a template", "write the name alone, such as {{ customer.name }}")


def _no_end(found: re.Match[str], written: str) -> Told:
    end, got = ENDS[found[1]], found[2]
    message = f"“{got}” stands where {end} is expected"
    if re.search(rf"(['\"])[^'\"]*\1{re.escape(got)}", written):
        return Told(message, """a text with ' in it stands between \": "it's\"""")
    if before := re.search(rf"\b(customer|facts|meeting|company|contact|relationship)\s+{re.escape(got)}\b", written):
        return Told(message, f"write {before[1]}.{got}, with a dot")
    return Told(message, "print one thing at a time: {{ one }} {{ other }}" if end == "}}" else SEE)


def _unfinished(found: re.Match[str], _: str) -> Told:
    end = ENDS[found[1]]
    return Told(f"something is missing before {end}", "fill it in, or delete it")


def _unpacked(*_: object) -> Told:
    message = "a loop gives two names to each entry, and an entry is not made of two"
    return Told(message, "write {% for name, figure in facts.items() %}, or one name alone: {% for goal in goals %}")


def _no_entry(found: re.Match[str], written: str) -> Told:
    which = {"first": "no first entry", "last": "no last entry"}.get(found[1], "no entry")
    return Told(f"the list is empty, and has {which}", _guarded(_paths_in(written)))


ENDS = {"end of print statement": "}}", "end of statement block": "%}"}
_END = f"({'|'.join(ENDS)})"
TABLE: Sequence[tuple[str, Callable[[re.Match[str], str], Told]]] = (
    (r"No filter named '(.+)'", _no_filter),
    (r"No test named '(.+)'", _no_test),
    (r"unexpected char '(.+)' at", _sign),
    (rf"expected token '{_END}', got '(.+)'", _no_end),
    (rf"unexpected '{_END}'", _unfinished),
    (rf"Expected an expression, got '{_END}'", _unfinished),
    (r"Missing end of raw", lambda *_: Told("{% raw %} is never closed", "write {% endraw %} where it ends")),
    (r"unexpected '.', expected '(.)'", lambda found, _: Told(f"“{found[1]}” is missing", "close each bracket")),
    (r"tag name expected", lambda *_: Told("{% … %} begins with no word that is known", SEE)),
    (r"block '(.+)' defined twice", lambda found, _: Told(f"two blocks are called “{found[1]}”", "rename one")),
    (
        r"parameter '(.+)' was not provided",
        lambda found, _: Told(f"a macro needs “{found[1]}”, and is used without it", "write it between its brackets"),
    ),
    (
        r"macro '(.+)' takes not more than (\d+) argument",
        lambda found, _: Told(f"the macro {found[1]} takes {found[2]} values at most", "delete what is too much"),
    ),
    (
        r"macro '(.+)' takes no keyword argument '(.+)'",
        lambda found, _: Told(f"the macro {found[1]} knows no “{found[2]}”", "correct the name, or delete it"),
    ),
    (
        r"the template '(.+)' \(imported on .*does not export the requested name '(.+)'",
        lambda found, _: Told(f"{found[1]} has no macro “{found[2]}”", "correct the name"),
    ),
    (r"No (first|last|aggregated) item", _no_entry),
    (
        r"inline if-expression",
        lambda *_: Told("an “if” between {{ and }} says nothing for the other case", "write {{ … if … else '' }}"),
    ),
    (
        r"there is no (previous|next) item",
        lambda found, _: Told(f"the loop has no {found[1]} round here", "guard it: {% if not loop.first %}"),
    ),
    (r"values to unpack|cannot unpack", _unpacked),
    (
        r"'(\S+)' not supported between instances of '(\w+)' and '(\w+)'",
        lambda found, _: Told(
            _plain(f"{found[2]} and {found[3]} cannot be compared with {found[1]}"), "compare figures with figures"
        ),
    ),
    (
        r"argument of type '(\w+)' is not",
        lambda found, _: Told(_plain(f"{found[1]} holds nothing that “in” could find"), "ask it of a list or a text"),
    ),
    (r"(?s)^(\{% .+ %\} cannot be used)(?:; (.+))?$", lambda found, _: Told(found[1], found[2] or "delete it")),
    (
        r"expected token '(.+)', got '(.+)'",
        lambda found, _: Told(_plain(f"“{found[2]}” stands where “{found[1]}” is expected"), SEE),
    ),
    (r"unexpected '(.+)'", lambda found, _: Told(f"“{found[1]}” stands where nothing like it can", SEE)),
    (r"nests too deeply", lambda *_: Told("the template nests too deeply", TOO_LARGE_HINT)),
    (
        r"too large to be written|integer string conversion",
        lambda *_: Told("a figure is too large to be written", "write a smaller one"),
    ),
)
"""What Jinja and Python say (a regular expression), and what it means here."""


def _plain(message: str) -> str:
    """A message of Jinja or Python whose kinds of values and signs have plain names."""
    for name, end in ENDS.items():
        message = message.replace(f"'{name}'", end).replace(name, end)
    return KIND.sub(lambda found: KINDS[found[1]], shortened(message)).rstrip(".")
