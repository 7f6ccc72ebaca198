"""Calculations worked out for one customer on one day: the figures that there are, and why the others are missing."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from salespack.calculations.formulas import DividesByNothing, Range, expression, names_in, worked_out
from salespack.calculations.model import Assumption, Calculations, Input
from salespack.calculations.units import Unit, unit_of

HUNDREDTH = 0.01


class Worked(msgspec.Struct, frozen=True):
    """The figures of all inputs, assumptions and calculations that there are, and for each other why it is missing.

    `at_fault` has for each that is missing the names of what would have to be mended: a path of the customer's data, an
    assumption, or a calculation itself.
    """

    figures: Mapping[str, Range]
    missing: Mapping[str, str]
    at_fault: Mapping[str, tuple[str, ...]]


def worked_for(calculations: Calculations, data: Any, on: datetime.date) -> Worked:
    """Every calculation for the data of a customer: a profile, or mappings, in which paths are looked up."""
    figures: dict[str, Range] = {}
    missing: dict[str, str] = dict.fromkeys(calculations.broken, "its formula is not sound, see `salespack check`")
    at_fault: dict[str, tuple[str, ...]] = {name: (f"calc.{name}",) for name in missing}
    held_until = value_at(data, "offer.valid_until")
    for name, one in calculations.inputs.items():
        if why := why_unusable(one, value_at(data, one.source)):
            missing[name], at_fault[name] = why, (one.source,)
        elif one.is_offer and held_until is not None and held_until < on:
            missing[name], at_fault[name] = f"the offer held until {held_until}", ("offer.valid_until",)
        else:
            figures[name] = exactly(value_at(data, one.source), unit_of(one.unit, calculations.units))
    for name, assumption in calculations.assumptions.items():
        if assumption.valid_until < on:
            missing[name], at_fault[name] = f"the assumption {name} held until {assumption.valid_until}", (name,)
        else:
            figures[name] = range_of(assumption, calculations)
    for name, calculation in calculations.formulas.items():
        formula = expression(calculation.formula)
        reasons = dict.fromkeys(missing[one] for one in names_in(formula) if one in missing)
        if reasons:
            missing[name] = ", ".join(reasons)
            faults = (fault for one in names_in(formula) for fault in at_fault.get(one, ()))
            at_fault[name] = tuple(dict.fromkeys(faults))
            continue
        try:
            found = worked_out(formula, figures.__getitem__)
        except DividesByNothing:
            missing[name], at_fault[name] = "it would divide by nothing", (f"calc.{name}",)
            continue
        if all(map(math.isfinite, found)):
            figures[name] = found
        else:
            missing[name], at_fault[name] = "it is too large", (f"calc.{name}",)
    return Worked(figures, missing, at_fault)


def why_unusable(one: Input, value: Any) -> str:
    """Why a customer's figure cannot be worked with; empty where it can."""
    if value is None:
        return f"lacks {one.source}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"{one.source} is no figure"
    if value < one.least or (one.most is not None and value > one.most):
        return f"{one.source} is not {between(one)}"
    return ""


def between(one: Input) -> str:
    """The bounds of an input in words."""
    return f"at least {one.least:g}" if one.most is None else f"between {one.least:g} and {one.most:g}"


def exactly(value: float, unit: Unit) -> Range:
    """A figure that is known, with a share as 0–1."""
    figure = value * HUNDREDTH if unit.percent else float(value)
    return Range(figure, figure, figure)


def range_of(assumption: Assumption, calculations: Calculations) -> Range:
    """An assumption's figures, with shares as 0–1."""
    scale = HUNDREDTH if unit_of(assumption.unit, calculations.units).percent else 1.0
    low, high = assumption.low, assumption.high
    likely = assumption.likely
    return Range(scale * (likely if low is None else low), scale * likely, scale * (likely if high is None else high))


def value_at(data: Any, path: str) -> Any:
    """What a profile, or mappings, have at a dotted path; None where they have nothing."""
    for step in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, msgspec.Struct) and step in data.__struct_fields__:
            data = getattr(data, step)
        else:
            return None
    return data


def rests_on(calculations: Calculations, name: str) -> tuple[str, ...]:
    """All that a calculation rests on, itself last: inputs, assumptions, calculations, in the order of the file."""
    found = {name}
    for one in reversed([*calculations.formulas]):
        if one in found:
            found.update(names_in(expression(calculations.formulas[one].formula)))
    return tuple(one for one in _in_order(calculations) if one in found)


def _in_order(calculations: Calculations) -> Iterator[str]:
    yield from calculations.inputs
    yield from calculations.assumptions
    yield from calculations.formulas


def is_of_theirs(calculations: Calculations, names: Iterable[str]) -> bool:
    """Whether a figure of the customer's is among figures."""
    return any(name in calculations.inputs and not calculations.inputs[name].is_offer for name in names)


def unit(calculations: Calculations, name: str) -> Unit:
    """The unit of an input, an assumption or a calculation."""
    found = (calculations.inputs, calculations.assumptions, calculations.formulas)
    written = next(part[name].unit for part in found if name in part)
    return unit_of(written, calculations.units)


def bounds(calculations: Calculations, name: str) -> Range:
    """The least and the most that a figure can be, whoever the customer is. Raises DividesByNothing."""
    if name in calculations.inputs:
        one = calculations.inputs[name]
        scale = HUNDREDTH if unit(calculations, name).percent else 1.0
        return Range(one.least * scale, one.least * scale, math.inf if one.most is None else one.most * scale)
    if name in calculations.assumptions:
        return range_of(calculations.assumptions[name], calculations)
    formula = expression(calculations.formulas[name].formula)
    return worked_out(formula, lambda inner: bounds(calculations, inner))
