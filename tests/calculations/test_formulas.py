"""The language of formulas: what can be read, what it gives for ranges, in which unit, and as a spreadsheet has it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.calculations.formulas import (
    DividesByNothing,
    Expression,
    FormulaFault,
    Number,
    Operation,
    Range,
    Sign,
    UnitsDiffer,
    as_spreadsheet,
    expression,
    names_in,
    shown,
    unit_in,
    worked_out,
)
from salespack.calculations.units import UnitFault, figure_text, unit_of
from salespack.language.formatting import Formats

FIGURES = {"a": Range(2, 3, 4), "b": Range(10, 20, 40), "c": Range(-1, 0, 2), "d": Range(5, 5, 5)}


@pytest.mark.parametrize(
    ("text", "low", "likely", "high"),
    [
        ("a + b", 12, 23, 44),
        ("b - a", 6, 17, 38),  # the least of a difference is the least less the most
        ("a * b", 20, 60, 160),
        ("b / a", 2.5, 20 / 3, 20),
        ("a * c", -4, 0, 8),
        ("-a", -4, -3, -2),
        ("a × (1 − c) ÷ 2", -2, 1.5, 4),
        ("min(a, 3) + max(b, 15, d)", 17, 23, 43),
        ("d * minutes_per_hour", 300, 300, 300),
        ("0.1 + 0.2", 0.3, 0.3, 0.3),  # not 0.30000000000000004
    ],
)
def test_what_formulas_give_for_ranges(text: str, low: float, likely: float, high: float) -> None:
    assert worked_out(expression(text), FIGURES.__getitem__) == pytest.approx((low, likely, high), rel=1e-11)


def test_a_divisor_that_may_be_nothing_is_told() -> None:
    with pytest.raises(DividesByNothing) as told:
        worked_out(expression("a / (b * c)"), FIGURES.__getitem__)
    assert shown(told.value.divisor) == "b × c"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a ** b", "“a ** b” cannot stand in a formula"),
        ("__import__('os').system('true')", "“__import__('os').system('true')” cannot stand in a formula"),
        ("a.b", "“a.b” cannot stand in a formula"),
        ("a if b else c", "“a if b else c” cannot stand in a formula"),
        ("[a for a in b]", "“[a for a in b]” cannot stand in a formula"),
        ("lambda: a", "“lambda: a” cannot stand in a formula"),
        ("(a := 3)", "“(a := 3)” cannot stand in a formula"),
        ("min(a)", "“min(a)” cannot stand in a formula"),
        ("'a' * 9", "“'a'” cannot stand in a formula"),
        ("True", "“True” cannot stand in a formula"),
        ("1e400", "“1e309” cannot stand in a formula"),
        ("a * 0,5", "a formula has no comma outside min(…) and max(…)"),
        ("a +", "“a +” is no formula"),
        ("a\0", "“a\0” is no formula"),
        ("a" * 301, "the formula has 301 letters, and 300 at most"),
        ("+".join("a" * 130), "the formula has too many parts"),
        ("(" * 250 + "a" + ")" * 49, "“" + "(" * 250 + "a" + ")" * 49 + "” is no formula"),
    ],
)
def test_what_is_no_formula_is_refused_and_never_run(text: str, message: str) -> None:
    with pytest.raises(FormulaFault) as told:
        expression(text)
    assert told.value.message == message


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("hours * cost", "EUR/year"),
        ("hours * cost * share + fee * 2", "EUR/year"),
        ("price / (hours * cost) * months_per_year", "month"),
        ("max(hours * cost, fee)", "EUR/year"),
        ("fee / (hours * cost)", "no unit"),
        ("-fee", "EUR/year"),
        ("price + fee", "price is in EUR, and fee in EUR/year"),
        ("hours + 1", "hours is in h/year, and 1 in no unit"),
    ],
)
def test_units_are_worked_out(text: str, unit: str) -> None:
    declared = {"hours": "h/year", "cost": "EUR/h", "share": "%", "fee": "EUR/year", "price": "EUR"}
    try:
        found = str(unit_in(expression(text), lambda name: unit_of(declared[name], {})))
    except UnitsDiffer as differ:
        found = str(differ)
    assert found == unit


def test_units_that_are_not_known_are_told_with_what_is_near() -> None:
    with pytest.raises(UnitFault) as told:
        unit_of("EUR/yaer", {"release": "releases"})
    assert told.value.message == "“yaer” in “EUR/yaer” is no unit"
    assert told.value.hint == (
        "did you mean “year”? Currencies, h, min, day, week, month, year and % are known; declare others under `units`"
    )


@pytest.mark.parametrize(
    ("figure", "unit", "language", "text"),
    [
        (167400.4, "EUR/year", "en", "€167,400 a year"),
        (167400, "EUR/year", "fi", "167\xa0400\xa0€ vuodessa"),
        (18000, "EUR/h", "de", "18.000\xa0€ pro Stunde"),
        (12.5, "h/year", "en", "12.5 h a year"),
        (1, "month", "en", "1 month"),
        (6.27, "month", "sv", "6,3 månader"),
        (1.02, "month", "en", "1 month"),
        (0.04, "year", "en", "0.04 years"),
        (2.25, "week", "en", "2.25 weeks"),
        (0.3, "%", "fi", "30\xa0%"),
        (7, "releases/week", "fi", "7 julkaisua viikossa"),
        (90, "EUR/releases", "en", "€90 / releases"),
    ],
)
def test_figures_are_written_with_their_units_as_languages_do(
    figure: float, unit: str, language: str, text: str
) -> None:
    declared = {"releases": {"en": "releases", "fi": "julkaisua"}}
    assert figure_text(figure, unit_of(unit, declared), language, declared, Formats()) == text


def test_a_formula_is_shown_with_the_brackets_that_it_needs_and_no_others() -> None:
    for text in ("a × (b − c)", "a − (b − c)", "a − b − c", "a ÷ (b × c)", "a × b ÷ c", "min(a + b; c)", "−(a + b)"):
        assert shown(expression(text.replace(";", ","))) == text


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> Expression:
    if not depth or draw(st.booleans()):
        return draw(st.one_of(st.sampled_from([*map(expression, FIGURES)]), st.integers(0, 9).map(lambda n: Number(n))))
    signs: tuple[Sign, ...] = ("+", "-", "*", "/")
    return Operation(draw(st.sampled_from(signs)), draw(formulas(depth=depth - 1)), draw(formulas(depth=depth - 1)))


@pytest.mark.slow
@given(formulas())
def test_a_range_holds_whatever_its_figures_give_and_a_spreadsheet_gives_the_same(formula: Expression) -> None:
    """Whatever the formula: Python's own arithmetic on the corners, and on the spreadsheet's text, is the yardstick."""
    try:
        found = worked_out(formula, FIGURES.__getitem__)
    except DividesByNothing:
        return
    slack = 1e-6 * max(1.0, abs(found.low), abs(found.high))
    read = {"min": min, "max": max, "__builtins__": {}}
    names = [*dict.fromkeys(names_in(formula))]
    text = shown(formula).replace("×", "*").replace("÷", "/").replace("−", "-").replace(";", ",")
    for ends in product(range(3), repeat=len(names)):
        figures = {name: FIGURES[name][end] for name, end in zip(names, ends, strict=True)}
        assert found.low - slack <= eval(text, {**read, **figures}) <= found.high + slack  # noqa: S307 - ours
    cells = {f"{name}_{end}": getattr(figure, end) for name, figure in FIGURES.items() for end in Range._fields}
    for end in ("low", "likely", "high"):
        sheet = as_spreadsheet(formula, end, "{}_{}".format, FIGURES.__getitem__)
        assert eval(sheet.lower(), {**read, **cells}) == pytest.approx(getattr(found, end), abs=slack)  # noqa: S307
