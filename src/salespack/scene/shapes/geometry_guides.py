"""Guides of shapes: the formulas of DrawingML and the names that every shape has, as numbers for a shape of some size.

Sources: ISO/IEC 29500-1 §20.1.9.11 (formulas), §20.1.10.56 (the names). Angles are 60,000ths of a degree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from salespack.ooxml.markup import ANGLE, integer

CIRCLE = 360 * ANGLE
LARGEST = 1e60
"""Formulas multiply four coordinates (the circular arrows do); what goes beyond that is cut."""
_RADIAN = math.pi / (180 * ANGLE)

Guide = tuple[str, str, tuple[str, str, str]]
"""Its name, operator and operands: numbers or names; those that the operator does not use are empty."""

_ANGLES = {
    "cd2": CIRCLE / 2, "cd4": CIRCLE / 4, "cd8": CIRCLE / 8, "3cd4": CIRCLE * 3 / 4,
    "3cd8": CIRCLE * 3 / 8, "5cd8": CIRCLE * 5 / 8, "7cd8": CIRCLE * 7 / 8,
}  # fmt: skip
_DIVISORS = {
    "wd": (2, 3, 4, 5, 6, 8, 10, 12, 16, 32),
    "hd": (2, 3, 4, 5, 6, 8, 10, 12, 16, 32),
    "ssd": (2, 4, 6, 8, 16, 32),
}
_SHARES = {f"{of}{by}": (of.removesuffix("d"), by) for of, divisors in _DIVISORS.items() for by in divisors}
_SHARES |= {"hc": ("w", 2), "vc": ("h", 2), "ss": ("ss", 1), "ls": ("ls", 1)}
"""Names that stand for a width, height, shorter or longer side, divided."""


class Names(dict[str, float]):
    """What names stand for in a shape of `width` by `height`. Numbers stand for themselves, unknown names for 0.

    No value is larger than `LARGEST`, so that no formula runs out of numbers.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__({"": 0.0}, w=width, h=height, l=0.0, t=0.0, r=width, b=height)
        self._sides = {"w": width, "h": height, "ss": min(width, height), "ls": max(width, height)}

    def __missing__(self, name: str) -> float:
        if name in _SHARES:
            of, by = _SHARES[name]
            value = self._sides[of] / by
        else:
            angle = _ANGLES.get(name)
            value = float(integer(name, 0)) if angle is None else angle
        self[name] = value
        return value

    def add(self, guides: Iterable[Guide]) -> None:
        """The values of guides, each of which may use those before it; one without a known operator counts as 0."""
        for name, operator, (x, y, z) in guides:
            function = _OPERATORS.get(operator)
            value = function(self[x], self[y], self[z]) if function is not None else 0.0
            self[name] = max(-LARGEST, min(value, LARGEST))


def guide(name: str, formula: str) -> Guide:
    """The guide that markup describes, such as `x1` and `*/ w adj 100000`."""
    operator, x, y, z, *_ = [*formula.split(), "", "", "", ""]
    return name, operator, (x, y, z)


def _divided(dividend: float, divisor: float) -> float:
    """Dividing by nothing gives nothing: the shape has no extent there."""
    return dividend / divisor if divisor else 0.0


_OPERATORS: dict[str, Callable[[float, float, float], float]] = {
    "val": lambda x, _y, _z: x,
    "*/": lambda x, y, z: _divided(x * y, z),
    "+-": lambda x, y, z: x + y - z,
    "+/": lambda x, y, z: _divided(x + y, z),
    "?:": lambda x, y, z: y if x > 0 else z,
    "abs": lambda x, _y, _z: abs(x),
    "at2": lambda x, y, _z: math.atan2(y, x) / _RADIAN,
    "cat2": lambda x, y, z: x * math.cos(math.atan2(z, y)),
    "cos": lambda x, y, _z: x * math.cos(y * _RADIAN),
    "max": lambda x, y, _z: max(x, y),
    "min": lambda x, y, _z: min(x, y),
    "mod": lambda x, y, z: math.sqrt(x * x + y * y + z * z),
    "pin": lambda x, y, z: x if y < x else min(y, z),
    "sat2": lambda x, y, z: x * math.sin(math.atan2(z, y)),
    "sin": lambda x, y, _z: x * math.sin(y * _RADIAN),
    "sqrt": lambda x, _y, _z: math.sqrt(max(x, 0.0)),
    "tan": lambda x, y, _z: x * math.tan(y * _RADIAN),
}
