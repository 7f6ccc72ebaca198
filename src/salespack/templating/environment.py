"""The one sandboxed, strict Jinja environment. What a template prints becomes an opaque token: data is never markup.

A *token* is one character of the supplementary private-use planes. It survives whatever a template does with it, since
nothing can cut it in half, and the target (Markdown, XML, HTML, Typst) puts the literal text in its place after its own
parsing. Text that comes from the template itself is `Markup`; everything else is data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, Template, TemplateError, Undefined, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.nodes import AssignBlock, Concat, FilterBlock, ScopedEvalContextModifier
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from salespack.language.formatting import FilterFault, Formats
from salespack.templating.data_origin import OfCustomer, OfSeller, marked, origin_of

FIRST_TOKEN, LAST_TOKEN = 0xF0000, 0x10FFFD
TOKEN = re.compile(f"[{chr(FIRST_TOKEN)}-{chr(LAST_TOKEN)}]")
MOST_REPEATED = 10_000
LONGEST_RANGE = 1_000

# Jinja's own filters that a template may use. Left out: those that declare text safe or escape it (safe, e, escape,
# forceescape, urlize, tojson, xmlattr), those that reach for attributes (attr), print for programmers (pprint) or are
# not deterministic (random).
ALLOWED_FILTERS = (
    "abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "first",
    "float", "format", "groupby", "indent", "int", "items", "last", "length", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round",
    "select", "selectattr", "slice", "sort", "sum", "title", "trim", "truncate", "unique",
    "upper", "wordcount", "wordwrap",
)  # fmt: skip
# Filters that hand on the very object they were given, so text of the template may pass through them.
PASSING_FILTERS = frozenset(
    ("d", "default", "first", "last", "list", "length", "count", "map", "select", "reject", "selectattr", "rejectattr")
)


class TokensExhausted(TemplateError):  # noqa: N818 - a fault of the template
    """A template printed more values than there are tokens."""


class Tokens:
    """The values that a rendered text stands for, in the order in which they were printed.

    `formats` writes those that are no text, in the text's `language` and `currency`.
    """

    __slots__ = ("_origins", "currency", "formats", "language", "texts", "values")

    def __init__(self, language: str = "en", currency: str = "EUR", formats: Formats | None = None) -> None:
        self.language, self.currency, self.formats = language, currency, formats or Formats()
        self.values: list[Any] = []
        self.texts: list[str] = []
        self._origins: list[type | None] = []

    def add(self, value: Any) -> Markup:
        """The token of `value`, which is data. Raises FilterFault when it has no plain text."""
        text = value if type(value) is str else self.formats.as_text(value, self.language)
        origin = origin_of((value,)) or (None if text.isascii() else self._origin_of(text))
        code = FIRST_TOKEN + len(self.texts)
        if code > LAST_TOKEN:
            raise TokensExhausted("the template prints more than 131,000 values")
        self.values.append(value)
        self.texts.append(self.literal(text))
        self._origins.append(origin)
        return Markup(chr(code))  # noqa: S704 - the token carries no text of its own

    def literal(self, text: str, escape: Callable[[str], str] = str) -> str:
        """`text` with each token replaced by what it stands for, put through `escape`."""
        if text.isascii():
            return text
        return TOKEN.sub(lambda match: escape(self.texts[self._number(match[0])]), text)

    def without_customer_data(self, text: str) -> str:
        """`text` with each token replaced by what it stands for, but for data of the customer's, which is left out."""
        return TOKEN.sub(lambda match: "" if self._origin_of(match[0]) else self.literal(match[0]), text)

    def holds_customer_data(self, text: str) -> bool:
        """Whether any token in `text` stands for data of the customer's."""
        return self._origin_of(text) is not None

    @property
    def any_of_customer(self) -> bool:
        """Whether anything that was printed is data of the customer's."""
        return any(self._origins)

    def holds_internal_data(self, text: str) -> bool:
        """Whether any token in `text` stands for what only the seller may see."""
        return self._origin_of(text) is OfSeller

    def value_of(self, text: str) -> Any:
        """The typed value where `text` is one token and nothing else; otherwise its literal text."""
        if len(text) == 1 and TOKEN.match(text):
            return self.values[self._number(text)]
        return self.literal(text)

    def _origin_of(self, text: str) -> type | None:
        origins = {self._origins[self._number(match[0])] for match in TOKEN.finditer(text)}
        return OfSeller if OfSeller in origins else OfCustomer if OfCustomer in origins else None

    def _number(self, token: str) -> int:
        """Which value a token stands for. Raises FilterFault for one that was never given out."""
        number = ord(token) - FIRST_TOKEN
        if number >= len(self.texts):
            raise FilterFault(f"the text holds the private-use character U+{ord(token):04X}; delete it")
        return number


class Data(dict[str, Any]):
    """A mapping in a template's context that knows its name, so that a missing key can be named in full."""

    __slots__ = ("_path",)

    def __init__(self, path: str, content: Mapping[str, Any]) -> None:
        self._path = path
        super().__init__((key, _named(f"{path}.{key}" if path else key, value)) for key, value in content.items())


def _named(path: str, value: Any) -> Any:
    """`value` with every mapping in it knowing its path."""
    if isinstance(value, Data):
        return value
    if isinstance(value, Mapping):
        return Data(path, value)
    if isinstance(value, list | tuple):
        return [_named(f"{path}[{number}]", item) for number, item in enumerate(value, 1)]
    return value


class MissingData(StrictUndefined):
    """A name that the context does not have: an error as soon as it is used, with the nearest name that exists."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        if isinstance(self._undefined_obj, Data):
            parent, known = self._undefined_obj._path, list(self._undefined_obj)
            full = f"{parent}.{name}" if parent else name
            near = get_close_matches(name, known, 1)
            prefix = f"{parent}." if parent else ""
            return f"“{full}” is not known here" + (f"; did you mean “{prefix}{near[0]}”?" if near else "")
        if self._undefined_hint:
            return str(self._undefined_hint)
        return f"“{name}” is not known here"


_tokens: ContextVar[Tokens] = ContextVar("tokens")


class _TokenCodeGenerator(CodeGenerator):
    """Joins with `~` through the environment, which keeps data and template text apart."""

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.concat_values((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_FilterBlock(self, node: FilterBlock, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Refused: Jinja writes what the filter gives straight into the text, past `_finalize`."""
        self.fail("{% filter %} cannot be used; put the filter into {{ … }}", node.lineno)

    def visit_AssignBlock(self, node: AssignBlock, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Without a filter: Jinja takes whatever the filter gives for text of the template."""
        if node.filter is not None:
            self.fail("{% set … | filter %} cannot be used; put the filter into {{ … }}", node.lineno)
        super().visit_AssignBlock(node, frame)

    def visit_ScopedEvalContextModifier(  # noqa: N802 - Jinja's name
        self, node: ScopedEvalContextModifier, frame: Frame
    ) -> None:
        """Refused: nothing that is printed depends on it, and it unmarks the text of templates."""
        self.fail("{% autoescape %} cannot be used", node.lineno)


def _short_range(*bounds: int) -> range:
    """`range` as far as a slide may need it; longer ones, nested, would take minutes."""
    numbers = range(*bounds)
    if len(numbers) > LONGEST_RANGE:
        raise OverflowError(f"a range has at most {LONGEST_RANGE:,} numbers")
    return numbers


class TokenEnvironment(ImmutableSandboxedEnvironment):
    """Jinja, sandboxed and strict, printing tokens. One environment serves every template of one loader."""

    code_generator_class = _TokenCodeGenerator
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, loader: BaseLoader | None = None, bytecode_cache: BytecodeCache | None = None) -> None:
        super().__init__(
            loader=loader,
            bytecode_cache=bytecode_cache,
            undefined=MissingData,
            finalize=_finalize,
            autoescape=True,  # makes Jinja mark the text of templates, macros and blocks as Markup
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=1000,
            auto_reload=False,
        )
        self.filters = {name: _data_only(name, DEFAULT_FILTERS[name]) for name in ALLOWED_FILTERS}
        self.filters |= {"join": _join, "number": _number, "percent": _percent, "money": _money, "date": _date}
        self.globals = {name: self.globals[name] for name in ("dict", "cycler", "joiner", "namespace")}
        self.globals["range"] = _short_range

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key before the attribute."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call(self, __context: Context, __obj: Any, *arguments: Any, **named: Any) -> Any:
        """A call; what a method makes of the customer's data stays marked."""
        _bounded(__obj, arguments)
        result = super().call(__context, __obj, *arguments, **named)
        if isinstance(result, Markup) or not isinstance(result, str | int | float | list | tuple):
            return result
        return marked(result, (getattr(__obj, "__self__", None), *arguments, *named.values()))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No methods of template text: they would mix it with data."""
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, with template text and data kept apart, sizes bounded and the customer's data marked."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            if operator == "+":
                return self.concat_values((left, right))
            raise SecurityError(f"“{operator}” does not work on the text of a macro or block")
        if operator == "*" and any(isinstance(side, str | list | tuple) for side in (left, right)):
            size = len(left) * right if isinstance(left, str | list | tuple) else len(right) * left
            if size > MOST_REPEATED:
                raise SecurityError(f"“*” would repeat to more than {MOST_REPEATED:,} items")
        if operator == "%" and isinstance(left, str) and WIDE.search(left):
            raise SecurityError(f"a text cannot be made wider than {MOST_REPEATED:,} characters")
        if operator == "**" and (abs(left) > MOST_REPEATED or abs(right) > 100):
            raise SecurityError("“**” with figures this large is refused")
        return marked(super().call_binop(context, operator, left, right), (left, right))

    def concat_values(self, parts: Iterable[Any]) -> str:
        """What `~` makes: data stays data, and beside text of the template it becomes tokens."""
        parts = list(parts)
        tokens = _tokens.get()
        if any(isinstance(part, Markup) for part in parts):
            return Markup("".join(_token_of(part, tokens) for part in parts))  # noqa: S704 - data is tokens by now
        return marked("".join(_plain(part, tokens) for part in parts), parts)


WIDE = re.compile(r"%[-+ #0]*\d{5,}|\{[^}]*:[^}]*\d{5,}")
"""A width, in a format of either kind, that no text on a slide has."""


def _bounded(function: Any, arguments: Iterable[Any]) -> None:
    """Refuses calls that would make huge texts of small ones: `center(50000000)`, `"{:50000000}".format(x)`."""
    text = getattr(getattr(function, "__wrapped__", function), "__self__", None)  # the sandbox wraps str.format
    if not isinstance(text, str):
        return
    wide = any(isinstance(argument, int) and abs(argument) > MOST_REPEATED for argument in arguments)
    if wide or (function.__name__ in ("format", "format_map") and WIDE.search(text)):
        raise SecurityError(f"a text cannot be made wider than {MOST_REPEATED:,} characters")


TEMPLATE_ERRORS = (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RuntimeError)
"""Every way in which rendering a template can go wrong: Jinja's own errors, and what computing with data can raise."""


def render(template: Template, context: Mapping[str, Any], tokens: Tokens) -> str:
    """The template's text, with tokens for everything it printed. Raises jinja2's errors and FilterFault."""
    with _recording(tokens):
        return template.render(context)


@contextmanager
def _recording(tokens: Tokens) -> Iterator[None]:
    mark = _tokens.set(tokens)
    try:
        yield
    finally:
        _tokens.reset(mark)


@pass_context
def _finalize(_context: Context, value: Any) -> str:
    return _token_of(value, _tokens.get())


def _token_of(value: Any, tokens: Tokens) -> Markup:
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is missing
    return tokens.add(value)


def _plain(value: Any, tokens: Tokens) -> str:
    if isinstance(value, Undefined):
        str(value)
    return value if type(value) is str else tokens.formats.as_text(value, tokens.language)


WIDENING = frozenset(("center", "format", "indent"))


def _is_wide(number: int, argument: Any) -> bool:
    if isinstance(argument, str):
        return number == 0 and WIDE.search(argument) is not None  # the format, not what is put into it
    return isinstance(argument, int) and abs(argument) > MOST_REPEATED


def _data_only(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses text of the template, for what it would make of it would not be literal any more."""
    if name in PASSING_FILTERS:
        return function

    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:
        if any(hasattr(argument, "__html__") for argument in (*arguments, *named.values())):
            raise SecurityError(f"the filter {name} does not work on the text of a macro or block")
        if name in WIDENING and any(_is_wide(*one) for one in enumerate((*arguments, *named.values()))):
            raise SecurityError(f"a text cannot be made wider than {MOST_REPEATED:,} characters")
        return marked(function(*arguments, **named), arguments)

    return checked


@pass_context
def _join(context: Context, values: Iterable[Any], separator: str = "", attribute: str | None = None) -> str:
    if attribute is not None:
        values = (context.environment.getitem(value, attribute) for value in values)
    parts: list[Any] = []
    for value in values:
        if parts and separator:
            parts.append(separator)
        parts.append(value)
    environment = context.environment
    assert isinstance(environment, TokenEnvironment)  # noqa: S101 - for the type checker
    return environment.concat_values(parts)


def _defined(value: Any) -> Any:
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is missing
    return value


def _number(value: Any, digits: int | None = None) -> str:
    tokens = _tokens.get()
    return marked(tokens.formats.number(_defined(value), tokens.language, digits), (value,))


def _percent(value: Any, digits: int | None = None) -> str:
    tokens = _tokens.get()
    return marked(tokens.formats.percent(_defined(value), tokens.language, digits), (value,))


def _money(value: Any, currency: str | None = None, digits: int | None = None) -> str:
    tokens = _tokens.get()
    text = tokens.formats.money(_defined(value), tokens.language, currency or tokens.currency, digits)
    return marked(text, (value,))


def _date(value: Any, style: str = "long") -> str:
    tokens = _tokens.get()
    return marked(tokens.formats.date(_defined(value), tokens.language, style), (value,))


XML_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# Characters that XML 1.0 cannot hold at all (https://www.w3.org/TR/xml/#charsets).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_literal(text: str) -> str:
    """`text` as the content of an XML or HTML element or attribute; what XML cannot hold is left out."""
    return NOT_XML.sub("", text).translate(XML_SPECIAL)


def typst_literal(text: str) -> str:
    r"""`text` in Typst markup or inside a Typst string: every character as `\u{…}`."""
    return "".join(f"\\u{{{ord(character):x}}}" for character in text)
