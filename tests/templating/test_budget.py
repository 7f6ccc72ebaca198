"""No template takes long or makes much: what one rendering may do is counted over all that it is made of."""

from __future__ import annotations

import random

import pytest
from jinja2 import DictLoader, TemplateError

from salespack.language.formatting import FilterFault
from salespack.templating.budget import METHODS, Budget, RenderingTooLarge
from salespack.templating.data_origin import of_customer
from salespack.templating.environment import ALLOWED_FILTERS, TEMPLATE_ERRORS, Data, TokenEnvironment, Tokens, render
from salespack.templating.mistakes import Mistake
from tests.searching import chance, many

LOADER = DictLoader(
    {
        "itself": "{% include 'itself' %}{% include 'itself' %}",
        "thousand": "{% for i in range(1000) %}x{{ '' }}{% endfor %}",
        "block": "{% set made %}{% for i in range(1000) %}xxxxxxxxxx{% endfor %}{% endset %}",
        "base": "{% block b %}x{% endblock %}",
        "child": "{% extends 'base' %}{% block b %}{{ super() }}{{ self.b() }}{{ self.b() }}{% endblock %}",
        "macros": "{% macro bold(x) %}*{{ x }}*{% endmacro %}{% set mark %}{{ '>' }}{% endset %}",
    }
)
ENVIRONMENT = TokenEnvironment(LOADER)
ROUND, END = "{% for i in range(1000) %}", "{% endfor %}"
STEPS = "the template takes more than 200,000 steps: loops in loops, or macros calling themselves"
CHARACTERS = "the template makes more than 2,000,000 characters of text"
PRINTED = "the template prints more than 200,000 characters"
BITS = "the template makes a figure of more than 600 digits"
WIDTH = "a text is made wider than 10,000 characters"


def again(expression: str, first: str, then: str = "") -> str:
    """A template that puts a value through an expression sixty times."""
    loop = "{% for i in range(60) %}{% set o.x = " + expression + " %}{% endfor %}"
    return "{% set o = namespace(x=" + first + ") %}" + loop + then


def literal(source: str, budget: Budget | None = None) -> str:
    tokens = Tokens(budget=budget)
    return tokens.literal(render(ENVIRONMENT.from_string(source), Data("", {"facts": {"a": 1}}), tokens))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "message"),
    [
        # Loops, calls, includes: rounds are counted together, whatever stands in them.
        (ROUND * 3 + "x" + END * 3, STEPS),
        (ROUND * 3 + "{{ i }}" + END * 3, STEPS),
        (ROUND * 4 + END * 4, STEPS),
        (ROUND * 2 + "{% for j in range(1000) if j < 0 %}{% endfor %}" + END * 2, STEPS),
        (ROUND * 2 + "{% if a is defined %}{% endif %}" * 3_000 + END * 2, STEPS),
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}", STEPS),
        ("{% for i in [1, 2] recursive %}{% if loop.depth0 < 40 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}", STEPS),
        ("{% for i in [1] recursive %}{% if loop.depth0 < 3 %}{{ loop(range(1000)) }}{% endif %}{% endfor %}", STEPS),
        (ROUND * 2 + "{% include 'thousand' without context %}" + END * 2, STEPS),
        (ROUND * 2 + "{% set x %}{% include 'thousand' without context %}{% endset %}" + END * 2, STEPS),
        (ROUND * 2 + "{% import 'block' as m %}" + END * 2, STEPS),
        ("{% macro m() %}{{ varargs | length }}{% endmacro %}" + ROUND + "{{ m(*range(1000)) }}" + END, STEPS),
        (ROUND * 3 + "{{ joiner()() }}" + END * 3, STEPS),
        # What grows by what it is made of.
        (again("o.x ~ o.x", "'aaaa'"), CHARACTERS),
        (again("o.x + o.x", "'aaaa'"), CHARACTERS),
        (again("o.x + o.x", "[1]"), STEPS),
        (again("o.x * o.x", "9"), BITS),
        (again("o.x ** 9", "9"), BITS),
        ("{{ 9 ** 9999999 }}", BITS),
        ("{{ ('f' * 100000) | int(0, 16) }}", BITS),
        ("{{ 'a' * 1000000000 }}", CHARACTERS),
        ("{{ [1] * 1000000000 }}", STEPS),
        (again("[o.x, o.x] | join", "'aaa'"), CHARACTERS),
        (again("o.x.join([o.x, o.x])", "'aaa'"), CHARACTERS),
        (again("o.x | list | join(o.x)", "'aaa'"), CHARACTERS),
        (again("o.x | replace('a', 'aaaaaaaaaa')", "'a'"), CHARACTERS),
        (again("o.x | replace('', o.x)", "'a'"), CHARACTERS),
        (again("o.x.replace('a', 'aaaaaaaaaa')", "'a'"), CHARACTERS),
        (again("o.x | indent(o.x, true, true)", "'a\\n'"), CHARACTERS),
        ("{{ ('a ' * 50000) | wordwrap(1, true, 'x' * 1000) }}", CHARACTERS),
        ("{% set o = namespace(x='a') %}" + "{% set y %}{{ o.x }}{{ o.x }}{% endset %}{% set o.x = y %}" * 60, CHARACTERS),
        ("{% macro m() %}" + "x" * 5_000 + "{% endmacro %}" + ROUND * 2 + "{% set z = m() %}" + END * 2, CHARACTERS),
        # Collections that hold others twice: as text, as a key or compared they would be gone through for ever.
        (again("[o.x, o.x]", "[1]", "{{ o.x | upper }}"), STEPS),
        (again("(o.x, o.x)", "(1,)", "{{ {o.x: 1} | length }}"), STEPS),
        (again("{'a': o.x, 'b': o.x}.items()", "1", "{{ '%s' % o.x }}"), STEPS),
        ("{% set a = range(1000) | list %}" + ROUND * 2 + "{% if 1001 in a %}{% endif %}" + END * 2, STEPS),
        ("{% set a = range(1000) | list %}" + ROUND * 2 + "{% if 1001 is in a %}{% endif %}" + END * 2, STEPS),
        ("{% set a = 'a' * 99999 ~ 'b' %}{% set b = 'a' * 99999 ~ 'b' %}" + ROUND + "{% if a == b %}{% endif %}" + END, CHARACTERS),
        ("{% set o = namespace(x='a' * 100000) %}" + ROUND + "{% set o.x = o.x[:] %}" + END, CHARACTERS),
        # Widths and counts.
        ("{{ 'a' | center(1000000000) }}", CHARACTERS),
        ("{{ 'a'.ljust(1000000000) }}", CHARACTERS),
        ("{{ 'a'.zfill(1000000000) }}", CHARACTERS),
        ("{{ 'a\\n\\n' | indent(1000000000) }}", CHARACTERS),
        ("{{ [1] | slice(1000000000) | list | length }}", STEPS),
        ("{{ [1] | batch(1000000000, 0) | list | length }}", STEPS),
        (ROUND * 2 + "{{ range(1000) | min }}" + END * 2, STEPS),
        (ROUND * 2 + "{{ range(1000) | select('odd') | max }}" + END * 2, STEPS),
        (ROUND * 2 + "{% set z = (loop.index * 1.37) | money %}" + END * 2, STEPS),
        # What is printed, also through tokens that stand for more than themselves.
        ("{% set y %}{{ 'a' * 10000 }}{% endset %}" + ROUND + "{{ y }}" + END, PRINTED),
        ("{% set y %}{{ 'a' * 10000 }}{% endset %}{% for c in y %}{{ c * 100000 }}{% endfor %}", CHARACTERS),
    ],
)  # fmt: skip
def test_what_would_hang_is_told(source: str, message: str) -> None:
    with pytest.raises(RenderingTooLarge) as caught:
        literal(source)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ '%*d' % (1000000000, 5) }}", "the width of a format is written as *"),
        ("{{ '%*d' | format(1000000000, 5) }}", "the width of a format is written as *"),
        ("{{ '%.1000000000f' % 1.5 }}", WIDTH),
        ("{{ '%(a)1000000000d' % {'a': 1} }}", WIDTH),
        ("{{ '{:1000000000}'.format(1) }}", WIDTH),
        ("{{ '{:{w}}'.format(1, w=1000000000) }}", "the width of a format is written in braces"),
        ("{{ '{a:{w}}'.format_map({'a': 1, 'w': 9}) }}", "the width of a format is written in braces"),
        ("{{ 1.5 | round(100000000, 'ceil') }}", "a figure is rounded to more than 100 places"),
        ("{{ [[1], [2]] | sum(start=[]) }}", "the filter sum adds figures alone"),
        ("{{ (5).to_bytes(1000000000, 'big') }}", "“to_bytes” cannot be called in a template"),
        ("{{ '\\t'.expandtabs(1000000000) }}", "“expandtabs” cannot be called in a template"),
        ("{{ [facts] | map(attribute='a.' * 1000) | list }}", "the name of an attribute has more than 500 characters"),
    ],
)
def test_widths_and_calls_that_no_slide_needs_are_refused(source: str, message: str) -> None:
    with pytest.raises(Mistake) as caught:
        literal(source)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ 'abcdefgh' | truncate(-1) }}", "the filter truncate cuts to -1 letters"),
        ("{{ 5 | dictsort }}", "the filter dictsort works on several entries with their names, not on the figure 5"),
        ("{{ 1.5 | number(1000000000) }}", "number has between 0 and 15 decimals, not the figure 1000000000"),
        ("{{ 1.5 | percent(-1) }}", "percent has between 0 and 15 decimals, not the figure -1"),
        ("{{ 1.5 | money(digits='a') }}", "money has between 0 and 15 decimals, not the text “a”"),
        ("{{ 5 | money(5) }}", "the figure 5 is no currency"),
        ("{{ 5 | money('euro') }}", "the text “euro” is no currency"),
        ("{{ (1e308 * 10) | number }}", "number needs a figure, and this one is too large"),
        ("{{ 1e308 * 10 }}", "the figure is too large to be written"),
        ("{{ 1e300 | number(5) }}", "1e+300 has more digits than can be written"),
    ],
)  # fmt: skip
def test_filters_given_what_they_cannot_use_say_so(source: str, message: str) -> None:
    with pytest.raises(FilterFault) as caught:
        literal(source)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "source",
    [
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'itself' %}",
        "{% include 'child' %}",
        "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
        "{{ " + "not " * 5_000 + "1 }}",
        "{% for a in [1] %}" * 30 + END * 30,
        "{% if 1 %}" * 150 + "{% endif %}" * 150,
    ],
)
def test_what_has_no_end_or_nests_too_deeply_is_an_error_of_the_template(source: str) -> None:
    with pytest.raises((RecursionError, TemplateError)):
        literal(source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ '%5.1f|%-4s|%d' | format(2.25, 'ab', 1200000) }}", "  2.2|ab  |1200000"),
        ("{{ '{:>6}|{:.1f}'.format('ab', 2.25) }}", "    ab|2.2"),
        ("{{ 'a b c' | replace(' ', ', ') }}", "a, b, c"),
        ("{{ 'ab' | center(6) }}|", "  ab  |"),
        ("{% for x in [1, 2, 3] if x != 2 %}{{ loop.index }}{{ x }}/{{ loop.length }} {% endfor %}", "11/2 23/2 "),
        ("{% for x in [[1], [2, [3]]] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}", "123"),
        ("{{ 'abcdef'[1:5:2] }}{{ [1, 2, 3][-1:] | join }}", "bd3"),
        ("{{ 'y' if 2 in [1, 2] and 'b' in 'abc' and 1 < 2 <= 2 }}", "y"),
        ("{% set ns = namespace(a=1) %}{% set ns.a = ns.a + 1 %}{{ ns.a }}", "2"),
        ("{% import 'macros' as m %}{{ m.bold('x') }}{{ m.mark }}", "*x*>"),
        ("{% set rows = [[1, 2], [3, 4]] %}{{ rows | map('sum') | join(' ') }}", "3 7"),
        (ROUND + "{{ i }}" + END, "".join(map(str, range(1000)))),
    ],
)
def test_what_templates_do_works_as_ever(source: str, text: str) -> None:
    assert literal(source) == text


def test_what_an_imported_file_prints_belongs_to_this_rendering() -> None:
    for value in ("first", "second"):
        assert literal("{{ '" + value + "' }}{% import 'macros' as m %}{{ m.mark }}") == f"{value}>"


def test_the_renderings_of_one_budget_are_counted_together() -> None:
    budget = Budget(steps=1_500)
    assert literal(ROUND + "x" + END, budget) == "x" * 1_000
    with pytest.raises(RenderingTooLarge):
        literal(ROUND + "x" + END, budget)
    assert len(literal(ROUND + "x" * 1_000 + END, Budget.unbounded())) == 1_000_000


# --- whatever an expression does -------------------------------------------------------------------------------------

ATOMS = (
    "1", "0", "-1", "2.5", "1e308", "'a'", "''", "'%s %d'", "'{} {x}'", "'2026-12-01'", "x", "n", "d", "xs", "none",
    "true", "[1, 'a', none]", "{'a': 1, 2: 'b'}", "(1, 2)", "range(1000)", "'a' * 5000", "9 ** 300", "ns", "ns.v",
    "loop", "missing", "dict(a=1)", "y", "m.bold(x)", "'\\n'", "-99999999999", "xs | map('upper')", "[x, [x, [x]]]",
    "'{0.__class__}'", "'%(a)s'", "d.items()", "joiner('x')", "cycler(1, 2)", "self", "varargs",
)  # fmt: skip
METHOD_NAMES = sorted({name for _, names in METHODS for name in names} | {"encode", "hex", "pop", "real", "fromkeys"})
USES = (
    "{{ E }}", "{% for w in E %}{{ w }}{% endfor %}", "{% set z = E %}", "{% if E %}{% endif %}",
    "{% set ns.v = E %}{% set ns.v = E %}{{ ns.v }}", "{% include E %}", "{% call(a) m.bold(E) %}{% endcall %}",
)  # fmt: skip


def an_expression(choose: random.Random, depth: int) -> str:
    kind = choose.random()
    if depth <= 0 or kind < 0.15:
        return choose.choice(ATOMS)
    inner = an_expression(choose, depth - 1)
    others = [an_expression(choose, 0) for _ in range(choose.choice((0, 0, 1, 1, 2, 3)))]
    if kind < 0.5:
        name = choose.choice((*ALLOWED_FILTERS, "join", "number", "percent", "money", "date"))
        others += choose.choice(([], [], ["attribute='a'"], ["start=[]"], ["width=-5"], ["fill_with=x"]))
        return f"({inner}) | {name}" + (f"({', '.join(others)})" if others else "")
    if kind < 0.65:
        return f"({inner}).{choose.choice(METHOD_NAMES)}({', '.join(others)})"
    if kind < 0.8:
        operator = choose.choice(("+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "not in", "and", "or"))
        return f"({inner}) {operator} ({an_expression(choose, depth - 1)})"
    if kind < 0.85:
        return f"({inner})[{choose.choice(('0', '-1', '1:', '::-1', '::0', 'x', 'none', '(1, 2)'))}]"
    if kind < 0.9:
        return f"({inner}) is {choose.choice(sorted(ENVIRONMENT.tests))}" + choose.choice(("", "(2)", "(xs)"))
    return f"[{inner}, {an_expression(choose, 0)}]"


@pytest.mark.nightly
@pytest.mark.slow
def test_whatever_an_expression_does_it_prints_or_is_an_error_of_the_template() -> None:
    choose = chance(11)
    context = of_customer({"x": "Äcme #1", "n": 140, "d": {"a": 1, "b": {"c": 2}}, "xs": ["a", "b", 3]})
    before = (
        "{% import 'macros' as m %}{% set ns = namespace(v=1) %}{% set y %}q{{ x }}{% endset %}{% for q in [1, 2] %}"
    )
    printed = 0
    for _ in range(many(500, nightly=40_000)):
        expression = an_expression(choose, choose.choice((1, 2, 3, 4)))
        source = before + choose.choice(USES).replace("E", expression) + END
        tokens = Tokens()
        try:
            tokens.literal(render(ENVIRONMENT.from_string(source), Data("", context), tokens))
            printed += 1
        except TEMPLATE_ERRORS:
            continue
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            pytest.fail(f"{source}: {error!r}")
    assert printed > 25
