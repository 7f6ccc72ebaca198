"""The furniture of a chart part read: titles, legend, axes, and what labels say; with their looks effective."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from salespack.language.number_formats import GENERAL
from salespack.ooxml.markup import C, boolean
from salespack.scene.charts.model import Axis, Labels, Layout, Legend, Title
from salespack.scene.charts.reading.cached_data import C15, attribute, figure, flag, number, text_of
from salespack.scene.charts.reading.default_looks import Looks
from salespack.scene.model import Stroke

AXES = {"catAx": "category", "valAx": "value", "dateAx": "date", "serAx": "value"}
MOST_AXES = 8
MOST_PLACES = 1e6
UNITS = {
    "hundreds": 1e2, "thousands": 1e3, "tenThousands": 1e4, "hundredThousands": 1e5, "millions": 1e6,
    "tenMillions": 1e7, "hundredMillions": 1e8, "billions": 1e9, "trillions": 1e12,
}  # fmt: skip


def layout_in(holder: Element | None) -> Layout | None:
    """The manual layout of a part of the chart, None where it is placed automatically."""
    manual = holder.find(f"{C}layout/{C}manualLayout") if holder is not None else None
    if manual is None:
        return None

    def share(name: str) -> float | None:
        found = number(manual, f"{C}{name}")
        return max(-2.0, min(found, 2.0)) if found is not None else None

    def edge(name: str) -> bool:
        return attribute(manual, f"{C}{name}", "factor") == "edge"

    return Layout(
        x=share("x"),
        y=share("y"),
        w=share("w"),
        h=share("h"),
        x_edge=edge("xMode"),
        y_edge=edge("yMode"),
        w_edge=edge("wMode"),
        h_edge=edge("hMode"),
        inner=attribute(manual, f"{C}layoutTarget", "outer") == "inner",
    )


# --- titles and legend -----------------------------------------------------------------------------------------------


def title_in(looks: Looks, element: Element | None, automatic: str, *, axis: bool) -> Title | None:
    """A title; without an element there is one only where its text is a series' name."""
    if element is None and not automatic:
        return None
    text_holder = element.find(f"{C}tx") if element is not None else None
    rich = text_holder.find(f"{C}rich") if text_holder is not None else None
    text = text_of(text_holder) or automatic
    if rich is None and not text:
        return None
    properties = element.find(f"{C}txPr") if element is not None else None
    body, look = looks.title(rich, properties, text, axis=axis)
    if not body.text.strip():
        return None
    return Title(
        body=body,
        look=look,
        surface=looks.surface(element.find(f"{C}spPr") if element is not None else None),
        layout=layout_in(element),
        overlay=flag(element, f"{C}overlay", missing=False),
    )


def legend_in(looks: Looks, element: Element | None) -> Legend | None:
    """The legend."""
    if element is None:
        return None
    side = attribute(element, f"{C}legendPos", "r")
    gone = [
        figure(attribute(one, f"{C}idx"))
        for one in element.findall(f"{C}legendEntry")
        if flag(one, f"{C}delete", missing=False)
    ]
    return Legend(
        side=side if side in ("b", "tr", "l", "t") else "r",  # type: ignore[arg-type]
        look=looks.text(element.find(f"{C}txPr")),
        surface=looks.surface(element.find(f"{C}spPr")),
        layout=layout_in(element),
        overlay=flag(element, f"{C}overlay", missing=False),
        deleted=frozenset(int(one) for one in gone if one is not None),
    )


# --- axes ------------------------------------------------------------------------------------------------------------


def axes_in(looks: Looks, plot_area: Element, *, by_2007: bool = False) -> list[Axis]:
    """All axes; tick marks that are not said are crosses by the standard, and outside in a file `by_2007`."""
    return [
        _axis(looks, one, "out" if by_2007 else "cross", "none" if by_2007 else "cross")
        for one in plot_area
        if one.tag.removeprefix(C) in AXES
    ][:MOST_AXES]


def _axis(looks: Looks, element: Element, unsaid_major: str, unsaid_minor: str) -> Axis:
    scaling = element.find(f"{C}scaling")
    base = number(scaling, f"{C}logBase")
    crosses = attribute(element, f"{C}crosses", "autoZero")
    at = number(element, f"{C}crossesAt")
    form = element.find(f"{C}numFmt")
    linked = form is not None and boolean(form.get("sourceLinked"))
    properties = element.find(f"{C}spPr")
    side = attribute(element, f"{C}axPos", "b")
    skip = number(element, f"{C}tickLblSkip")
    units = element.find(f"{C}dispUnits")
    divisor = number(units, f"{C}custUnit") or UNITS.get(attribute(units, f"{C}builtInUnit"), 1.0)
    rule = looks.rule()
    minor = element.find(f"{C}minorGridlines")
    major = element.find(f"{C}majorGridlines")
    ticks = ("cross", "in", "none", "out")
    values: dict[str, Any] = {
        "labels": _choice(element, "tickLblPos", ("high", "low", "nextTo", "none"), "nextTo"),
        "major_ticks": _choice(element, "majorTickMark", ticks, unsaid_major),
        "minor_ticks": _choice(element, "minorTickMark", ticks, unsaid_minor),
    }
    return Axis(
        id=attribute(element, f"{C}axId"),
        kind=AXES[element.tag.removeprefix(C)],  # type: ignore[arg-type]
        side=side if side in ("l", "r", "t") else "b",  # type: ignore[arg-type]
        crosses=at if at is not None else crosses if crosses in ("min", "max") else "autoZero",  # type: ignore[arg-type]
        between=attribute(element, f"{C}crossBetween", "between") != "midCat",
        deleted=flag(element, f"{C}delete", missing=False),
        reversed=attribute(scaling, f"{C}orientation") == "maxMin",
        low=number(scaling, f"{C}min"),
        high=number(scaling, f"{C}max"),
        major=number(element, f"{C}majorUnit"),
        minor=number(element, f"{C}minorUnit"),
        log=base if base is not None and 1 < base <= 1000 else None,
        divisor=divisor if divisor > 0 else 1.0,
        base_unit=attribute(element, f"{C}baseTimeUnit"),
        major_unit=attribute(element, f"{C}majorTimeUnit"),
        label_skip=int(skip) if skip is not None and 1 <= skip <= 100_000 else None,
        format=None if linked else form.get("formatCode") if form is not None else GENERAL,
        look=looks.text(element.find(f"{C}txPr")),
        line=looks.stroke(properties, rule),
        grid=looks.stroke(major.find(f"{C}spPr"), rule) if major is not None else None,
        minor_grid=looks.stroke(minor.find(f"{C}spPr"), rule) if minor is not None else None,
        title=title_in(looks, element.find(f"{C}title"), "", axis=True),
        **values,
    )


# --- labels ----------------------------------------------------------------------------------------------------------


def labels_in(
    looks: Looks, element: Element | None, whole: Element | None
) -> tuple[Labels | None, dict[int, Labels | None]]:
    """The labels of a series (else those of the `whole` plot), and those of points that differ; None is none."""
    around = element if element is not None else whole
    leader = _leader(looks, around) if around is not None else None
    of_series = _label(looks, around, None, leader)
    own: dict[int, Labels | None] = {}
    for one in element.findall(f"{C}dLbl") if element is not None else ():
        at = figure(attribute(one, f"{C}idx"))
        if at is not None and at >= 0:
            own[int(min(at, MOST_PLACES))] = _label(looks, one, element, leader)
    return of_series, own


def _leader(looks: Looks, element: Element) -> Stroke | None:
    """The line from labels to their points, of pies, or since Office 2013 of all charts ([MS-ODRAWXML] 2.24.3.34)."""
    extension = f"{C}extLst/{C}ext/{C15}"
    for shown, lines in (
        (f"{C}showLeaderLines", f"{C}leaderLines"),
        (f"{extension}showLeaderLines", f"{extension}leaderLines"),
    ):
        if flag(element, shown, missing=False):
            return looks.stroke(element.find(f"{lines}/{C}spPr"), looks.rule())
    return None


def _label(looks: Looks, element: Element | None, around: Element | None, leader: Stroke | None) -> Labels | None:
    """One label, or those of a series. What `element` leaves out is as `around` has it."""
    if element is None or flag(element, f"{C}delete", missing=False):
        return None
    holders = [one for one in (element, around) if one is not None]
    properties = _first(holders, "txPr")
    form = _first(holders, "numFmt")
    linked = form is None or boolean(form.get("sourceLinked"))
    rich = element.find(f"{C}tx/{C}rich")
    separator = _first(holders, "separator")

    def shown(name: str) -> bool:
        return flag(_holding(holders, name), f"{C}{name}", missing=False)

    position = _first(holders, "dLblPos")
    return Labels(
        look=looks.text(properties),
        surface=looks.surface(_first(holders, "spPr")),
        leader=leader,
        value=shown("showVal"),
        percent=shown("showPercent"),
        category=shown("showCatName"),
        series=shown("showSerName"),
        size=shown("showBubbleSize"),
        key=shown("showLegendKey"),
        position=position.get("val", "") if position is not None else "",
        separator=separator.text if separator is not None else None,
        format=None if linked or form is None else form.get("formatCode"),
        text=looks.label(rich, [properties]) if rich is not None else None,
        layout=layout_in(element),
    )


def _holding(holders: Sequence[Element], name: str) -> Element | None:
    return next((one for one in holders if one.find(f"{C}{name}") is not None), None)


def _first(holders: Sequence[Element], name: str) -> Element | None:
    """The child of that name of the nearest element that has one."""
    return next((found for one in holders if (found := one.find(f"{C}{name}")) is not None), None)


def _choice(element: Element, name: str, known: Sequence[str], default: str) -> str:
    value = attribute(element, f"{C}{name}", default)
    return value if value in known else default
