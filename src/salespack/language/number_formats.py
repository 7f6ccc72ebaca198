"""Figures written as a spreadsheet's number format says (ECMA-376 part 1, §18.8.31), in the signs of a language.

Sections, conditions, digits, thousands, scaling, percent, exponents, currencies, literals, dates and times. Colours and
fills say nothing about letters and are left out; fractions (`# ?/?`) are written as General.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from salespack.language.figure_signs import ENGLISH, Signs

GENERAL = "General"
MOST_DIGITS = 30
"""Decimals that a format may ask for (Excel's own limit)."""
LAST_DAY = 2_958_465
"""The serial number of 31 December 9999."""
DAYS_1904 = 1_462
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<gap>.)|\*(?P<filled>.)|\[(?P<bracketed>[^\]]*)\]'
    r"|(?P<general>General|@)|(?P<noon>AM/PM|A/P)|(?P<exponent>E[+-])(?P<power>[0#?]+)|(?P<digits>[0#?][0#?,]*)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<point>\.)(?P<decimals>[0#?]*)(?P<scaled>,*)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)


class Names(NamedTuple):
    """What a language calls the months and the days of the week (Monday first)."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]


class Part(NamedTuple):
    """One piece of a format: its kind (a name of a group of TOKEN) and its text."""

    kind: str
    text: str


class Section(NamedTuple):
    """A format for some figures. `condition` says which: an operator and a figure."""

    parts: tuple[Part, ...]
    condition: tuple[str, float] | None


def written(value: float, code: str, signs: Signs = ENGLISH, *, from_1904: bool = False) -> str:
    """The figure in the format `code`. A figure that a date cannot be made of is written as General."""
    if not math.isfinite(value):
        return ""
    sections = parsed(code or GENERAL)
    section, figure = _chosen(sections, value)
    kinds = {part.kind for part in section.parts}
    if "date" in kinds or "noon" in kinds:
        serial = value + (DAYS_1904 if from_1904 else 0)
        return _date(section.parts, serial, signs) if 0 <= serial < LAST_DAY + 1 else _general(value, signs)
    return _number(section.parts, figure, signs)


@lru_cache(maxsize=256)
def parsed(code: str) -> tuple[Section, ...]:
    """The sections of a format, at most four."""
    sections: list[Section] = []
    parts: list[Part] = []
    condition = None
    for match in TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if match["other"] == ";":
            sections.append(Section(tuple(parts), condition))
            parts, condition = [], None
        elif kind == "bracketed":
            condition = _bracketed(match["bracketed"], parts) or condition
        elif match["point"]:
            parts.append(Part("decimals", match["decimals"]))
            if match["scaled"]:
                parts.append(Part("scale", match["scaled"]))
        elif match["exponent"]:
            parts.append(Part("exponent", match["exponent"] + match["power"]))
        elif kind in ("quoted", "escaped", "other"):
            parts.append(Part("literal", match[kind]))
        elif kind in ("general", "noon", "date", "percent"):
            parts.append(Part(kind, match[kind]))
        elif kind == "digits":
            whole = match["digits"].rstrip(",")
            parts.append(Part("digits", whole))
            if len(whole) < len(match["digits"]):
                parts.append(Part("scale", match["digits"][len(whole) :]))
    sections.append(Section(tuple(parts), condition))
    return tuple(sections[:4])


def _bracketed(text: str, parts: list[Part]) -> tuple[str, float] | None:
    """What square brackets mean: a currency or elapsed time is added to `parts`, a condition given back."""
    if text.startswith("$"):
        parts.append(Part("literal", text[1:].partition("-")[0]))
    elif ELAPSED.fullmatch(text):
        parts.append(Part("date", f"[{text}]"))
    elif (match := CONDITION.fullmatch(text.strip())) is not None:
        try:
            return match[1], float(match[2])
        except ValueError:
            return None
    return None


def _chosen(sections: Sequence[Section], value: float) -> tuple[Section, float]:
    """The section for a figure, and the figure as it is written there: without its sign, where the section says it."""
    if any(one.condition is not None for one in sections):
        for one in sections[:3]:
            if one.condition is None or _holds(one.condition, value):
                return one, value if one is sections[0] else abs(value)
        return sections[0], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], 0.0
    return sections[0], value


def _holds(condition: tuple[str, float], value: float) -> bool:
    operator, against = condition
    match operator:
        case "<":
            return value < against
        case "<=":
            return value <= against
        case ">":
            return value > against
        case ">=":
            return value >= against
        case "=":
            return value == against
    return value != against


# --- numbers ---------------------------------------------------------------------------------------------------------


def _number(parts: Sequence[Part], value: float, signs: Signs) -> str:
    kinds = [part.kind for part in parts]
    if "general" in kinds or ("digits" in kinds and Part("literal", "/") in parts):
        around = "".join([_general(value, signs) if part.kind == "general" else part.text for part in parts])
        return around if "general" in kinds else _general(value, signs)
    places = sum(len(part.text) for part in parts if part.kind == "decimals")
    for part in parts:
        if part.kind == "percent":
            value *= 100
        elif part.kind == "scale":
            value /= 1000.0 ** len(part.text)
    if "digits" not in kinds and "decimals" not in kinds:
        return "".join([part.text for part in parts])
    power = ""
    exponent = next((part.text for part in parts if part.kind == "exponent"), None)
    if exponent is not None:
        value, power = _scientific(value, min(places, MOST_DIGITS), exponent)
    rounded = _rounded(value, min(places, MOST_DIGITS))
    whole, _, decimals = rounded.lstrip("-").partition(".")
    negative = rounded.startswith("-") and any(one not in "0." for one in rounded[1:])
    return ("-" if negative else "") + _filled(parts, whole, decimals, power, signs)


def _filled(parts: Sequence[Part], whole: str, decimals: str, power: str, signs: Signs) -> str:
    """The parts with the digits where they belong: all whole ones at the first place for digits."""
    places = "".join([part.text for part in parts if part.kind == "digits"])
    text: list[str] = []
    placed = False
    for part in parts:
        match part.kind:
            case "digits" if not placed:
                text.append(_grouped(whole, places, signs))
                placed = True
            case "decimals":
                if not placed:
                    text.append(whole if whole != "0" else "")
                    placed = True
                text.append(_decimals(decimals, part.text, signs))
            case "exponent":
                text.append(power)
            case "literal" | "percent":
                text.append(part.text)
    return "".join(text)


def _grouped(whole: str, places: str, signs: Signs) -> str:
    least = places.count("0")
    digits = whole.lstrip("0").rjust(least, "0") if least else whole.lstrip("0")
    if "," not in places:
        return digits
    first = len(digits) % 3
    groups = [digits[:first]] if first else []
    return signs.group.join([*groups, *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _decimals(digits: str, places: str, signs: Signs) -> str:
    least = max((at + 1 for at, one in enumerate(places) if one == "0"), default=0)
    kept = digits[:least] + digits[least:].rstrip("0")
    return signs.decimal + kept if kept else (signs.decimal if least else "")


def _rounded(value: float, places: int) -> str:
    """The figure with so many decimals, halves away from zero as spreadsheets round what they show."""
    if abs(value) >= 1e15:
        return f"{value:.{places}f}"
    return f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def _scientific(value: float, places: int, exponent: str) -> tuple[float, str]:
    power = math.floor(math.log10(abs(value))) if value else 0
    share = value / 10.0**power if -300 < power < 300 else value
    if abs(float(_rounded(share, places))) >= 10:
        share, power = share / 10, power + 1
    sign = "-" if power < 0 else "+" if exponent[1] == "+" else ""
    return share, f"E{sign}{str(abs(power)).rjust(exponent.count('0'), '0')}"


def _general(value: float, signs: Signs) -> str:
    """Up to ten digits, with an exponent where that is not enough."""
    text = f"{value:.10g}"
    share, _, power = text.partition("e")
    if power:
        size = int(power)
        if -10 < size < 0:
            return _trimmed(f"{value:.10f}", signs)
        share = f"{value:.5e}".partition("e")[0]
        share = share.rstrip("0").rstrip(".") if "." in share else share
        return f"{share.replace('.', signs.decimal)}E{'-' if size < 0 else '+'}{abs(size):02d}"
    return _trimmed(share, signs)


def _trimmed(text: str, signs: Signs) -> str:
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace(".", signs.decimal)


# --- dates -----------------------------------------------------------------------------------------------------------


def day_of(serial: float) -> datetime.date:
    """The day of a serial number (1900 system, where 60 stands for a day that never was)."""
    day = max(0, min(int(serial), LAST_DAY))
    return datetime.date(1899, 12, 31 if day < 60 else 30) + datetime.timedelta(days=day)


def _date(parts: Sequence[Part], serial: float, signs: Signs) -> str:
    places = max((len(part.text.partition(".")[2]) for part in parts if part.kind == "date"), default=0)
    seconds = round(serial * 86_400, places)
    day, clock = day_of(seconds // 86_400), seconds % 86_400
    halves = any(part.kind == "noon" for part in parts)
    text: list[str] = []
    for at, part in enumerate(parts):
        if part.kind == "noon":
            text.append(part.text.split("/")[clock >= 43_200])
        elif part.kind == "date":
            text.append(_piece(part.text, day, clock, signs, halves, minutes=_is_minutes(parts, at), total=seconds))
        elif part.kind == "decimals":
            text.append("." + part.text.replace("#", "").replace("?", ""))
        elif part.kind == "literal":
            text.append(part.text)
    return "".join(text)


def _is_minutes(parts: Sequence[Part], at: int) -> bool:
    """Whether an `m` stands for minutes: after hours or before seconds."""
    before = next((part.text for part in reversed(parts[:at]) if part.kind == "date"), "")
    after = next((part.text for part in parts[at + 1 :] if part.kind == "date"), "")
    return before.strip("[]")[:1] in ("h", "H") or after.strip("[]")[:1] in ("s", "S")


def _piece(
    code: str, day: datetime.date, clock: float, signs: Signs, halves: bool, *, minutes: bool, total: float
) -> str:
    letter, length = code.strip("[]")[0].lower(), len(code.strip("[]").partition(".")[0])
    if code.startswith("["):
        amount = int(total // {"h": 3600, "m": 60, "s": 1}[letter])
        return str(amount).rjust(length, "0")
    if letter == "h":
        hour = int(clock // 3600)
        return str((hour - 1) % 12 + 1 if halves else hour).rjust(min(length, 2), "0")
    if letter == "s":
        places = len(code.partition(".")[2])
        decimals = f"{clock % 1:.{places}f}"[1:].replace(".", signs.decimal) if places else ""
        return str(int(clock % 60)).rjust(min(length, 2), "0") + decimals
    if letter == "m" and minutes and length <= 2:
        return str(int(clock // 60 % 60)).rjust(length, "0")
    if letter == "y":
        return f"{day.year % 100:02d}" if length <= 2 else f"{day.year:04d}"
    number = day.month if letter == "m" else day.day
    if length <= 2:
        return str(number).rjust(length, "0")
    names = names_of(signs.language)
    if letter == "d":
        return (names.short_days if length == 3 else names.days)[day.weekday()]
    name = (names.short_months if length == 3 else names.months)[number - 1]
    return name[:1] if length == 5 else name


# --- languages -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def names_of(language: str) -> Names:
    """The names of months and days in a language; in English for none and for unknown ones."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_") or "en")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    months, days = locale.months["format"], locale.days["format"]
    return Names(
        months=tuple(str(months["wide"][number]) for number in range(1, 13)),
        short_months=tuple(str(months["abbreviated"][number]) for number in range(1, 13)),
        days=tuple(str(days["wide"][number]) for number in range(7)),
        short_days=tuple(str(days["abbreviated"][number]) for number in range(7)),
    )
