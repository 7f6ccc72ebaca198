"""A chart's figures written anew: its stored copies, and the workbook behind it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from salespack.ooxml.markup import A, C
from salespack.ooxml.packaging import OFFICE_RELATIONSHIPS
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.chart_workbooks import WORKBOOKS, shown_workbook
from salespack.powerpoint.forms.chart_sheets import SHEET, WORKBOOK_TYPE
from salespack.powerpoint.forms.worksheets import column_letters
from salespack.powerpoint.merging.edited_deck import EditedDeck

R = f"{{{OFFICE_RELATIONSHIPS}}}"
_CACHES = (f"{C}strCache", f"{C}numCache", f"{C}multiLvlStrCache")


class MergedSeries(NamedTuple):
    """A series to be: that of the edited chart (`own`) or of the new one (`new`) by its number there, its name, and its
    values, empty where there is none."""

    own: int
    new: int
    name: str
    values: Sequence[str]


def is_plain(root: Tree) -> bool:
    """Whether all series of a chart are names with values: no pairs of figures, no levels of names."""
    series = list(root.iter(f"{C}ser"))
    return bool(series) and all(
        one.find(f"{C}val") is not None
        and one.find(f"{C}xVal") is None
        and next(one.iter(f"{C}multiLvlStrRef"), None) is None
        for one in series
    )


def fill(root: Tree, new: Tree, categories: Sequence[str], series: Sequence[MergedSeries]) -> None:
    """Gives a chart these categories and series; the look of each is that of the series that it comes from."""
    own, theirs = list(root.iter(f"{C}ser")), list(new.iter(f"{C}ser"))
    plot = own[0].getparent()
    if plot is None:
        return
    last = own[0]
    kept: list[Tree] = []
    for one in series:
        if one.own >= 0:
            element = own[one.own]
        else:
            element = copy.deepcopy(theirs[one.new])
            last.addnext(element)
        last = element
        kept.append(element)
    for element in own:
        if element not in kept and (parent := element.getparent()) is not None:
            parent.remove(element)
    for number, (element, one) in enumerate(zip(kept, series, strict=True)):
        for name in ("idx", "order"):
            if (counted := element.find(f"{C}{name}")) is not None:
                counted.set("val", str(number))
        column = column_letters(number + 2)
        _name(element, one.name, f"{SHEET}!${column}$1")
        _points(element, "cat", categories, f"{SHEET}!$A$2:$A${len(categories) + 1}")
        _points(element, "val", one.values, f"{SHEET}!${column}$2:${column}${len(categories) + 1}")


def set_title(root: Tree, text: str) -> None:
    """Gives a chart that has a title another one."""
    title = root.find(f"{C}chart/{C}title")
    texts = list(title.iter(f"{A}t")) if title is not None else []
    for number, one in enumerate(texts):
        one.text = text if number == 0 else ""


def renew_workbook(deck: EditedDeck, part: str) -> None:
    """Gives a chart a workbook of what it shows in place of the one that it has."""
    root = deck.tree(part)
    content = shown_workbook(root)
    if content is None:
        return
    name = deck.free("ppt/embeddings/Microsoft_Excel_Worksheet", "xlsx")
    deck.add(name, WORKBOOK_TYPE, content)
    deck.unlink_kinds(part, WORKBOOKS)
    identifier = deck.link(part, "package", name)
    data = root.find(f"{C}externalData")
    if data is None:
        data = etree.Element(f"{C}externalData")
        etree.SubElement(data, f"{C}autoUpdate", val="0")
        later = next((one for one in root if one.tag in (f"{C}printSettings", f"{C}userShapes", f"{C}extLst")), None)
        if later is not None:
            later.addprevious(data)
        else:
            root.append(data)
    data.set(f"{R}id", identifier)


def _name(series: Tree, text: str, reference: str) -> None:
    holder = series.find(f"{C}tx")
    if holder is None:
        if not text:
            return
        holder = etree.Element(f"{C}tx")
        order = series.find(f"{C}order")
        series.insert(series.index(order) + 1 if order is not None else 0, holder)
    for one in list(holder):
        holder.remove(one)
    _cache(etree.SubElement(holder, f"{C}strRef"), "strCache", [text], reference, "")


def _points(series: Tree, name: str, texts: Sequence[str], reference: str) -> None:
    holder = series.find(f"{C}{name}")
    if holder is None:
        return
    before = next((one for one in holder.iter() if one.tag in _CACHES), None)
    form = before.findtext(f"{C}formatCode") or "" if before is not None else ""
    numeric = name == "val" or all(_is_figure(one) for one in texts if one)
    numeric = numeric and (name == "val" or before is None or before.tag == f"{C}numCache")
    for one in list(holder):
        holder.remove(one)
    if numeric:
        _cache(etree.SubElement(holder, f"{C}numRef"), "numCache", texts, reference, form or "General")
    else:
        _cache(etree.SubElement(holder, f"{C}strRef"), "strCache", texts, reference, "")


def _cache(parent: Tree, name: str, texts: Sequence[str], reference: str, form: str) -> None:
    etree.SubElement(parent, f"{C}f").text = reference
    cache = etree.SubElement(parent, f"{C}{name}")
    if form:
        etree.SubElement(cache, f"{C}formatCode").text = form
    etree.SubElement(cache, f"{C}ptCount", val=str(len(texts)))
    for number, text in enumerate(texts):
        if text:
            etree.SubElement(etree.SubElement(cache, f"{C}pt", idx=str(number)), f"{C}v").text = text


def _is_figure(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False
