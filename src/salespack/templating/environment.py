"""The one sandboxed, strict Jinja environment. What a template prints becomes an opaque token: data is never markup.

A *token* is one character of the supplementary private-use planes. It survives whatever a template does with it, since
nothing can cut it in half, and the target (Markdown, XML, HTML, Typst) puts the literal text in its place after its own
parsing. Text that comes from the template itself is `Markup`; everything else is data.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial, wraps
from typing import Any, NamedTuple

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.exceptions import FilterArgumentError
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as DEFAULT_TESTS
from jinja2.utils import Namespace, missing
from markupsafe import Markup

from salespack.language.formatting import FilterFault, Formats, described
from salespack.problems.suggestions import did_you_mean
from salespack.templating.budget import (
    FORMATTING,
    PLAIN,
    Budget,
    RenderingTooLarge,
    check_figure,
    check_path,
    pay_for_filter,
    pay_for_method,
    pay_for_operation,
)
from salespack.templating.code_generator import ROUNDS, TokenCodeGenerator
from salespack.templating.data_origin import STRICTEST, OfFigures, OfSeller, OfWords, marked, origin_of
from salespack.templating.filling import BraceFormatter, any_figure, in_words, whole_figure
from salespack.templating.mistakes import (
    CAUSED_BY_VALUES,
    Mistake,
    UnknownName,
    of_call,
    of_filter,
    of_loop,
    of_method,
    of_operation,
    of_sign,
    of_test,
)

FIRST_TOKEN, LAST_TOKEN = 0xF0000, 0x10FFFD
TOKEN = re.compile(f"[{chr(FIRST_TOKEN)}-{chr(LAST_TOKEN)}]")
LONGEST_RANGE = 1_000
INSIDE = "use it inside the macro or block, on the data"

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

# Filters that make a text of whatever they are given.
TEXT_MAKING = frozenset(("capitalize", "center", "lower", "replace", "title", "trim", "upper", "wordcount"))

GOING_THROUGH = frozenset(("map", "select", "reject", "selectattr", "rejectattr"))
COMPARING_TESTS = frozenset((
    "in", "eq", "==", "equalto", "ne", "!=", "lt", "<", "lessthan", "le", "<=", "gt", ">", "greaterthan", "ge", ">=",
    "lower", "upper",
))  # fmt: skip


class Unknown(NamedTuple):
    """A name that a template printed and that is not known: the error that it is, and the template with the line."""

    error: UndefinedError
    template: str
    line: int | None


class Tokens:
    """The values that a rendered text stands for, in the order in which they were printed.

    `formats` writes those that are no text, in the text's `language` and `currency`; `budget` is what the renderings
    that print them may do, all together. `unknown` takes the names that are printed and not known, so that one does not
    hide the next; where it is None, the first ends the rendering.
    """

    __slots__ = ("_origins", "budget", "currency", "formats", "language", "texts", "unknown", "values")

    def __init__(
        self,
        language: str = "en",
        currency: str = "EUR",
        formats: Formats | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.language, self.currency, self.formats = language, currency, formats or Formats()
        self.budget = budget or Budget()
        self.unknown: list[Unknown] | None = None
        self.values: list[Any] = []
        self.texts: list[str] = []
        self._origins: list[type | None] = []

    def add(self, value: Any) -> Markup:
        """The token of `value`, which is data. Raises FilterFault when it has no plain text, RenderingTooLarge."""
        text = value if type(value) is str else self.formats.as_text(value, self.language)
        self.budget.step()
        self.budget.text(len(text) if text.isascii() else self.length(text))
        origin = origin_of((value,)) or (None if text.isascii() else self._origin_of(text))
        code = FIRST_TOKEN + len(self.texts)
        if code > LAST_TOKEN:
            raise RenderingTooLarge("the template prints more than 131,000 values")
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

    def length(self, text: str) -> int:
        """How long `literal` makes a text."""
        return len(text) + sum(len(self.texts[self._number(token)]) - 1 for token in TOKEN.findall(text))

    def holds_customer_data(self, text: str) -> bool:
        """Whether any token in `text` stands for data of the customer's."""
        return self._origin_of(text) is not None

    def holds_own_words(self, text: str) -> bool:
        """Whether any token in `text` stands for what the customer said, or a figure of its own."""
        return self._origin_of(text) in (OfWords, OfFigures)

    def holds_figures(self, text: str) -> bool:
        """Whether any token in `text` stands for a figure of the customer's own."""
        return self._origin_of(text) is OfFigures

    @property
    def any_figures(self) -> bool:
        """Whether anything that was printed is a figure of the customer's own."""
        return OfFigures in self._origins

    @property
    def any_own_words(self) -> bool:
        """Whether anything that was printed is what the customer said, or a figure of its own."""
        return OfWords in self._origins or OfFigures in self._origins

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
        return next((marks.mark for marks in STRICTEST if marks.mark in origins), None)

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
    """A name that the context does not have: an error as soon as it is used, with the names that exist there."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: Callable[[str], Exception] = UndefinedError,
    ) -> None:
        if exc is UndefinedError and not hint:
            if isinstance(obj, Data):
                path = f"{obj._path}.{name}" if obj._path else str(name)
                exc = partial(UnknownName, path=path, known=tuple(obj))
            elif obj is missing:
                exc = partial(UnknownName, path=str(name))
            elif isinstance(obj, TemplateModule):
                macros = [one for one in vars(obj) if not one.startswith("_")]
                exc = partial(UnknownName, path="", hint=did_you_mean(str(name), macros))
            else:
                exc = partial(UnknownName, path="", hint=_part_of(obj, str(name)))
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type] # Jinja calls it with the message alone

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, str(self._undefined_name)
        if isinstance(owner, Data):
            return f"“{owner._path}.{name}” is not known here" if owner._path else f"“{name}” is not known here"
        if self._undefined_hint:
            return str(self._undefined_hint)
        if isinstance(owner, TemplateModule):
            return f"{owner.__name__} has no macro “{name}”"
        if owner is missing or not isinstance(owner, PLAIN):
            return f"“{name}” is not known here"
        if isinstance(owner, list | tuple) and name.lstrip("-").isdecimal():
            return f"there is no [{name}] in a list of {len(owner)}, whose first entry is [0]"
        return f"{described(owner)} has no “{name}”"


def _part_of(owner: Any, name: str) -> str:
    """What to write where a part of a value is asked for that it does not have."""
    if not isinstance(owner, list | tuple):
        return f"correct the name, or delete .{name}"
    if name.lstrip("-").isdecimal():
        return "guard what not every customer has: {% if goals | length > 1 %}…{% endif %}"
    return "go through a list with {% for %}, or take an entry: goals[0]"


_tokens: ContextVar[Tokens] = ContextVar("tokens")


class _Template(Template):
    """A template whose macros print the tokens of the rendering that imports them, and no other's."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        names = ctx.globals_keys - self.globals.keys() if ctx is not None else ()
        return self.make_module({name: ctx.parent[name] for name in names} if ctx is not None else None)


class _Namespace(Namespace):
    """Jinja's namespace, which as a text does not show all that it holds."""

    def __repr__(self) -> str:
        return "namespace"


def _short_range(*bounds: int) -> range:
    """`range` as far as a slide may need it; longer ones, nested, would take minutes."""
    try:
        numbers = range(*bounds)
    except (TypeError, ValueError):
        given = ", ".join(map(described, bounds)) or "nothing"
        raise Mistake(
            f"range counts from and to whole figures, not {given}", "write range(3), or range(1, 4)"
        ) from None
    if len(numbers) > LONGEST_RANGE:
        raise Mistake(f"a range has more than {LONGEST_RANGE:,} numbers", "count less far")
    return numbers


class TokenEnvironment(ImmutableSandboxedEnvironment):
    """Jinja, sandboxed and strict, printing tokens. One environment serves every template of one loader."""

    code_generator_class = TokenCodeGenerator
    template_class = _Template
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    intercepted_unops = frozenset(("+", "-"))

    def __init__(self, loader: BaseLoader | None = None, bytecode_cache: BytecodeCache | None = None) -> None:
        super().__init__(
            loader=loader,
            bytecode_cache=bytecode_cache,
            undefined=MissingData,
            finalize=_finalize,
            optimized=False,  # what is worked out while compiling is in no rendering's budget
            autoescape=True,  # makes Jinja mark the text of templates, macros and blocks as Markup
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=1000,
            auto_reload=False,
        )
        self.filters, self.tests = dict(_filters()), dict(_tests())
        self.globals = {name: self.globals[name] for name in ("dict", "cycler", "joiner")}
        self.globals |= {"range": _short_range, "namespace": _Namespace}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key before the attribute."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]`."""
        if isinstance(argument, tuple):
            self.gone_through(argument)
        return super().getitem(obj, argument)

    def sliced(self, obj: Any, part: slice) -> Any:
        """`a[b:c]`."""
        result = obj[part]
        self.gone_through(result)
        return result

    def step(self, count: float) -> None:
        """Pays for a body of the template that is entered, by its size."""
        _tokens.get().budget.step(count)

    def gone_through(self, value: Any) -> Any:
        """`value`, paid for as a whole."""
        budget = _tokens.get().budget
        budget.step()
        budget.weigh(value)
        return value

    def concat(self, pieces: Iterable[str]) -> str:
        """The rendered pieces as one text."""
        return _tokens.get().budget.join(pieces)

    def call(self, __context: Context, __obj: Any, *arguments: Any, **named: Any) -> Any:
        """A call; what a method makes of the customer's data stays marked."""
        budget = _tokens.get().budget
        budget.step(1 + len(arguments) + len(named))
        if not callable(__obj):
            raise of_call(__obj)
        owner = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)  # the sandbox wraps str.format
        if isinstance(owner, PLAIN):
            try:
                pay_for_method(budget, owner, __obj.__name__, arguments, named)
                if isinstance(owner, str) and __obj.__name__ in ("format", "format_map"):
                    result = BraceFormatter(self, _written).filled(owner, __obj.__name__, arguments, named)
                else:
                    result = super().call(__context, __obj, *arguments, **named)
            except FilterFault:
                raise
            except CAUSED_BY_VALUES:
                raise of_method(owner, __obj.__name__, arguments) from None
        else:
            if isinstance(__obj, LoopContext):
                arguments = tuple(budget.rounds(one, 1) for one in arguments)
            result = super().call(__context, __obj, *arguments, **named)
        if isinstance(result, Markup | range):
            return result
        budget.weigh(result)
        if not isinstance(result, str | int | float | list | tuple):
            return result
        return marked(result, (owner, *arguments, *named.values()))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No methods of template text: they would mix it with data."""
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, with template text and data kept apart, sizes bounded and the customer's data marked."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            if operator == "+":
                return self.concat_values((left, right))
            raise Mistake(f"“{operator}” does not work on the text of a macro or block", INSIDE)
        pay_for_operation(_tokens.get().budget, operator, left, right)
        filling = in_words(left, right, _written) if operator == "%" and isinstance(left, str) else right
        try:
            return marked(super().call_binop(context, operator, left, filling), (left, right))
        except CAUSED_BY_VALUES as fault:
            raise of_operation(operator, left, right, fault) from None

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """A sign before a figure; the customer's stays marked."""
        if isinstance(arg, Undefined):
            str(arg)  # raises, naming what is missing
        try:
            return marked(super().call_unop(context, operator, arg), (arg,))
        except TypeError:
            raise of_sign(operator, arg) from None

    def concat_values(self, parts: Iterable[Any]) -> str:
        """What `~` makes: data stays data, and beside text of the template it becomes tokens."""
        parts = list(parts)
        tokens = _tokens.get()
        tokens.budget.step(len(parts))
        if any(isinstance(part, Markup) for part in parts):
            return Markup(tokens.budget.join([_token_of(part, tokens) for part in parts]))  # noqa: S704 - tokens by now
        return marked(tokens.budget.join([_plain(part, tokens) for part in parts]), parts)

    def _compile(self, source: str, filename: str) -> Any:
        """Jinja's hook. Raises TemplateSyntaxError for what nests deeper than Python's own compiler can follow."""
        try:
            return super()._compile(source, filename)
        except (SyntaxError, MemoryError):
            raise TemplateSyntaxError("it nests too deeply", 1) from None


TEMPLATE_ERRORS = (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RuntimeError)
"""Every way in which rendering a template can go wrong: Jinja's own errors, and what computing with data can raise."""


def render(template: Template, context: Mapping[str, Any], tokens: Tokens) -> str:
    """The template's text, with tokens for everything it printed. Raises jinja2's errors and FilterFault."""
    with _recording(tokens):
        text = template.render(context)
        if tokens.budget.bounded:
            tokens.budget.printed(len(text) if text.isascii() else tokens.length(text))
        return text


def is_readable(source: str) -> bool:
    """Whether a text can be read as a template, whatever the data is that it prints."""
    try:
        TokenEnvironment().compile(source)
    except (TemplateSyntaxError, RecursionError):
        return False
    return True


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
        return tokens.add(_noted(value, tokens))
    return tokens.add(value)


def _noted(value: Undefined, tokens: Tokens) -> str:
    """What stands for a name that is not known, which is noted with its place. Raises it where nothing is noted."""
    try:
        return str(value)
    except UndefinedError as error:
        if tokens.unknown is None:
            raise
        file, line = _printing()
        tokens.unknown.append(Unknown(error, file, line))
        return str(value._undefined_name)


def _printing() -> tuple[str, int | None]:
    """The file, or the name, of the template that is printing, and the line in it."""
    frame = inspect.currentframe()
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            return template.filename or template.name or "", template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return "", None


def _plain(value: Any, tokens: Tokens) -> str:
    if isinstance(value, Undefined):
        return _noted(value, tokens)
    return value if type(value) is str else tokens.formats.as_text(value, tokens.language)


def _written(value: Any) -> str:
    """A value as the language of the rendering writes it. Raises FilterFault for what has no plain text."""
    return _plain(value, _tokens.get())


def _rounds(iterable: Iterable[Any], cost: float) -> Iterable[Any]:
    if not isinstance(iterable, Iterable | Undefined):
        raise of_loop(iterable)
    return _tokens.get().budget.rounds(iterable, cost)


def _told_apart(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that tells what it cannot use in the words of who wrote the template."""

    @wraps(function)
    def telling(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except FilterFault:
            raise
        except (*CAUSED_BY_VALUES, FilterArgumentError) as fault:
            own = arguments[1:] if hasattr(function, "jinja_pass_arg") else arguments
            raise of_filter(name, function, own, named, fault) from None

    return telling


def _data_only(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses text of the template, for what it would make of it would not be literal any more.

    What it goes through and makes is paid for, and what it cannot use is told in its name.
    """

    @wraps(function)
    def passing(*arguments: Any, **named: Any) -> Any:
        budget = _tokens.get().budget
        if name in GOING_THROUGH and len(arguments) > 1:
            context, value, *others = arguments
            check_path(named.get("attribute"))
            check_path(others[0] if others else None)
            return function(context, budget.rounds(value, 1), *others, **named)
        result = function(*arguments, **named)
        if name == "list":
            budget.weigh(result)
        return result

    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:
        if any(hasattr(argument, "__html__") for argument in (*arguments, *named.values())):
            raise Mistake(f"the filter {name} does not work on the text of a macro or block", INSIDE)
        own = arguments[1:] if takes_environment else arguments
        check_path(named.get("attribute"))
        check_path(own[1] if name == "groupby" and len(own) > 1 else None)
        budget = _tokens.get().budget
        pay_for_filter(budget, name, own, named)
        given = list(arguments)
        if own and name in TEXT_MAKING:
            given[len(arguments) - len(own)] = _written(own[0])
        elif own and name == "format" and isinstance(own[0], str):
            if named:
                named = in_words(own[0], named, _written)
            else:
                given[1:] = in_words(own[0], own[1:], _written)
        result = function(*given, **named)
        check_figure(result)
        budget.weigh(result)
        return marked(result, arguments)

    takes_environment = hasattr(function, "jinja_pass_arg")
    return _told_apart(name, passing if name in PASSING_FILTERS else checked)


@cache
def _filters() -> Mapping[str, Callable[..., Any]]:
    """The filters of all environments."""
    theirs: Mapping[str, Callable[..., Any]] = {**DEFAULT_FILTERS, "int": whole_figure, "float": any_figure}
    filters = {name: _data_only(name, theirs[name]) for name in ALLOWED_FILTERS}
    own: dict[str, Callable[..., Any]] = {
        "join": _join, "number": _number, "percent": _percent, "money": _money, "date": _date,
    }  # fmt: skip
    return filters | {name: _told_apart(name, function) for name, function in own.items()} | {ROUNDS: _rounds}


@cache
def _tests() -> Mapping[str, Callable[..., Any]]:
    """The tests of all environments."""
    known: Mapping[str, Any] = DEFAULT_TESTS
    return {name: _paid_test(name, test) for name, test in known.items()}


def _paid_test(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A test; what it compares is paid for, and what it cannot tell is told."""

    @wraps(function)
    def paid(*arguments: Any) -> Any:
        if name in COMPARING_TESTS:
            budget = _tokens.get().budget
            for argument in arguments:
                budget.weigh(argument)
        try:
            return function(*arguments)
        except CAUSED_BY_VALUES:
            own = arguments[1:] if hasattr(function, "jinja_pass_arg") else arguments
            raise of_test(name, own[0] if own else None, own[1:]) from None

    return paid


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


def _formatted(value: Any) -> Any:
    """`value` for a filter that writes it in the words of a language."""
    _tokens.get().budget.step(FORMATTING)
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is missing
    return value


def _number(value: Any, digits: int | None = None) -> str:
    tokens = _tokens.get()
    return marked(tokens.formats.number(_formatted(value), tokens.language, digits), (value,))


def _percent(value: Any, digits: int | None = None) -> str:
    tokens = _tokens.get()
    return marked(tokens.formats.percent(_formatted(value), tokens.language, digits), (value,))


def _money(value: Any, currency: str | None = None, digits: int | None = None) -> str:
    tokens = _tokens.get()
    text = tokens.formats.money(_formatted(value), tokens.language, currency or tokens.currency, digits)
    return marked(text, (value,))


def _date(value: Any, style: str = "long") -> str:
    tokens = _tokens.get()
    return marked(tokens.formats.date(_formatted(value), tokens.language, style), (value,))


XML_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# Characters that XML 1.0 cannot hold at all (https://www.w3.org/TR/xml/#charsets).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_literal(text: str) -> str:
    """`text` as the content of an XML or HTML element or attribute; what XML cannot hold is left out."""
    return NOT_XML.sub("", text).translate(XML_SPECIAL)


def typst_literal(text: str) -> str:
    r"""`text` in Typst markup or inside a Typst string: every character as `\u{…}`."""
    return "".join(f"\\u{{{ord(character):x}}}" for character in text)
