"""Reading `calculations.yaml`: what in it is sound, and every problem of the rest with its place."""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Iterator
from typing import Any

from salespack.calculations.figures import bounds, unit
from salespack.calculations.formulas import (
    CONSTANTS,
    DividesByNothing,
    Expression,
    FormulaFault,
    UnitsDiffer,
    expression,
    names_in,
    shown,
    unit_in,
)
from salespack.calculations.model import Assumption, Calculation, Calculations, CalculationsFile, Input
from salespack.calculations.units import UnitFault, unit_of
from salespack.deck.links import how_to_link, is_web
from salespack.formats.schema import decode_data
from salespack.formats.yaml import Source
from salespack.problems.problem import Problem, UserFault
from salespack.problems.suggestions import LISTED, did_you_mean

TAKEN = frozenset((*CONSTANTS, "min", "max"))
SECTIONS = ("inputs", "assumptions", "calculations")


def read_calculations(source: Source) -> tuple[Calculations, tuple[Problem, ...]]:
    """The calculations that can be used, and what is wrong with the others. Raises nothing."""
    data: Any = None
    try:
        data = source.load()
        written = decode_data(data, source, CalculationsFile)
    except UserFault as fault:
        named = data.get("calculations") if isinstance(data, dict) else None
        names = tuple(filter(_is_text, named)) if isinstance(named, dict) else ()
        return Calculations(file=source.file, broken=names), fault.problems
    return _Sound(written, source).calculations()


def _is_text(value: object) -> bool:
    return isinstance(value, str)


class _Sound:
    """Sorts out what is sound: first the figures, then each formula whose figures are, those they rest on first."""

    def __init__(self, written: CalculationsFile, source: Source) -> None:
        self._written, self._source = written, source
        self._problems: list[Problem] = []
        self._sound = Calculations(file=source.file, units=written.units)
        self._ambiguous: set[str] = set()

    def calculations(self) -> tuple[Calculations, tuple[Problem, ...]]:
        """What is sound, and the problems of all else."""
        self._names()
        for name, one in self._written.inputs.items():
            if self._unit_is_known("inputs", name, one.unit) and self._in_order_of_input(name, one):
                self._sound.inputs[name] = one
        for name, assumption in self._written.assumptions.items():
            if self._unit_is_known("assumptions", name, assumption.unit) and self._in_order(name, assumption):
                self._sound.assumptions[name] = assumption
        read = dict(self._read())
        waiting = dict(read)
        while waiting:
            ready = [name for name, formula in waiting.items() if waiting.keys().isdisjoint(names_in(formula))]
            if not ready:
                self._circle(waiting)
                break
            for name in ready:
                formula = waiting.pop(name)
                if self._is_sound(name, formula):
                    self._sound.formulas[name] = self._written.calculations[name]
        broken = tuple(name for name in self._written.calculations if name not in self._sound.formulas)
        sound = self._sound
        return (
            Calculations(
                file=sound.file, units=sound.units, inputs=sound.inputs, assumptions=sound.assumptions,
                formulas=sound.formulas, broken=broken,
            ),
            tuple(self._problems),
        )  # fmt: skip

    def _tell(self, code: str, message: str, hint: str, *path: str, key: bool = False) -> None:
        self._problems.append(Problem(code=code, message=message, hint=hint, place=self._source.place(path, key=key)))

    def _names(self) -> None:
        sections = [(section, name) for section in SECTIONS for name in getattr(self._written, section)]
        count = Counter(name for _, name in sections)
        for section, name in sections:
            if name in TAKEN or keyword.iskeyword(name):
                self._ambiguous.add(name)
                self._tell("SP130", f"“{name}” means something else in a formula", "rename it", section, name, key=True)
            elif count[name] > 1 and section != next(one for one, other in sections if other == name):
                self._ambiguous.add(name)
                self._tell("SP130", f"“{name}” stands twice", "rename one of them", section, name, key=True)

    def _unit_is_known(self, section: str, name: str, text: str) -> bool:
        try:
            unit_of(text, self._written.units)
        except UnitFault as fault:
            self._tell("SP122", fault.message, fault.hint, section, name, "unit")
            return False
        return True

    def _in_order_of_input(self, name: str, one: Input) -> bool:
        if one.most is not None and one.most <= one.least:
            hint = "`least` is the smaller one"
            self._tell("SP124", f"no figure lies between {one.least:g} and {one.most:g}", hint, "inputs", name, "most")
            return False
        return True

    def _in_order(self, name: str, one: Assumption) -> bool:
        if one.url is not None and not is_web(one.url):
            hint = how_to_link(one.url, mail=False)
            self._tell("SP106", f"“{one.url}” is no web address", hint, "assumptions", name, "url")
        if (one.low is None) != (one.high is None):
            lacks, has = ("low", "high") if one.low is None else ("high", "low")
            hint = f"write `{lacks}` too, or leave both out where the figure is exact"
            self._tell("SP124", f"has `{has}` and no `{lacks}`", hint, "assumptions", name, has)
            return False
        if one.low is not None and one.high is not None and not one.low <= one.likely <= one.high:
            message = f"{one.low:g}, {one.likely:g} and {one.high:g} are not in order"
            hint = "write low ≤ likely ≤ high"
            self._tell("SP124", message, hint, "assumptions", name, "likely")
            return False
        return True

    def _read(self) -> Iterator[tuple[str, Expression]]:
        """The formulas that can be read and whose names are all declared."""
        declared = [name for section in SECTIONS for name in getattr(self._written, section)]
        for name, one in self._written.calculations.items():
            known = self._unit_is_known("calculations", name, one.unit)
            try:
                formula = expression(one.formula)
            except FormulaFault as fault:
                self._tell("SP120", fault.message, fault.hint, "calculations", name, "formula")
                continue
            unknown = [used for used in dict.fromkeys(names_in(formula)) if used not in declared]
            for used in unknown:
                hint = did_you_mean(used, [*declared, *CONSTANTS], LISTED)
                message = f"the formula uses “{used}”, which nothing declares"
                self._tell("SP121", message, hint, "calculations", name, "formula")
            if known and not unknown and self._ambiguous.isdisjoint((name, *names_in(formula))):
                yield name, formula

    def _circle(self, waiting: dict[str, Expression]) -> None:
        for name, formula in waiting.items():
            others = [one for one in dict.fromkeys(names_in(formula)) if one in waiting]
            message = f"rests on {' and '.join(others)}, and so on itself"
            self._tell("SP126", message, "take one of them out of the formula", "calculations", name, "formula")

    def _is_sound(self, name: str, formula: Expression) -> bool:
        """Whether a formula rests on what is sound, its units go together, and it never divides by nothing."""
        sound, one = self._sound, self._written.calculations[name]
        if any(used not in (*sound.inputs, *sound.assumptions, *sound.formulas) for used in names_in(formula)):
            return False  # that is told already
        path = ("calculations", name)
        try:
            found, wanted = unit_in(formula, lambda used: unit(sound, used)), unit_of(one.unit, sound.units)
            if not found.measures(wanted):
                hint = f"correct the formula, or write `unit: {found}`" if found.powers else "correct the formula"
                self._tell("SP123", f"the formula gives {found}, and the unit is {wanted}", hint, *path, "unit")
                return False
            sound.formulas[name] = Calculation(one.name, one.unit, one.formula)
            bounds(sound, name)
        except UnitsDiffer as fault:
            self._tell("SP123", str(fault), "bring them to one unit", *path, "formula")
            return False
        except DividesByNothing as fault:
            del sound.formulas[name]
            message = f"{shown(fault.divisor)} may be 0, and the formula divides by it"
            hint = "give its figures a `least`, or a `low`, above 0"
            self._tell("SP125", message, hint, *path, "formula")
            return False
        return True
