"""What was changed in a chart: its kind and title, its series and categories, and each figure by these two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from salespack.ooxml.slide_base import SealedChart
from salespack.ooxml.slide_content import ChartContent, SeriesContent
from salespack.revisions.edit import Change, Edit, change, quoted


class Charts(NamedTuple):
    """A chart before and after in seals, what it says now, and what the seals stand for where that is known.

    `rewritten` says that LibreOffice saved it, which writes automatic titles down.
    """

    before: SealedChart
    after: SealedChart
    now: ChartContent
    texts: Mapping[str, str]
    rewritten: bool = False


def chart_edits(name: str, charts: Charts) -> Iterator[Edit]:
    """What differs between two charts; `name` is what the chart is called."""
    before, after, now, texts, rewritten = charts
    if before.kinds != after.kinds:
        was = f"{', '.join(before.kinds)} → " if texts else ""
        yield Edit("chart kind changed", name, was + ", ".join(now.kinds))
    if before.title != after.title and not (rewritten and not before.title):
        changes = (change("", texts.get(before.title, ""), now.title),) if texts else ()
        yield Edit("chart retitled", name, "" if texts else quoted(now.title), changes=changes)
    if texts:
        was_series = [
            SeriesContent(texts.get(one.name, ""), _said(one.categories, texts), _said(one.values, texts))
            for one in before.series
        ]
        yield from _known(name, was_series, now.series)
    else:
        yield from _sealed(name, charts)


def _sealed(name: str, charts: Charts) -> Iterator[Edit]:
    """What of the series differs, where it is not known what they were."""
    before, after = charts.before.series, charts.after.series
    if len(before) != len(after):
        yield Edit("chart series changed", name, f"{len(after)} instead of {len(before)}")
        return
    for one, now, words in zip(before, after, charts.now.series, strict=True):
        if one.values != now.values or one.categories != now.categories:
            yield Edit("chart values changed", name, words.name)
        elif one.name != now.name:
            yield Edit("chart series changed", name, words.name)


def _said(seals: Sequence[str], texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple([texts.get(one, "") for one in seals])


def _known(name: str, before: Sequence[SeriesContent], after: Sequence[SeriesContent]) -> Iterator[Edit]:
    """The same with what they were."""
    yield from _categories(name, before, after)
    pairs = _pairs(before, after)
    for k, now in enumerate(after):
        one = pairs.get(k)
        if one is None:
            yield Edit("chart series changed", name, f"{now.name or k + 1} added", changes=tuple(_figures(None, now)))
            continue
        if before[one].name != now.name:
            yield Edit("chart series changed", name, changes=(change("", before[one].name, now.name),))
        if changes := tuple(_figures(before[one], now)):
            yield Edit("chart values changed", name, changes=changes)
    for i, gone in enumerate(before):
        if i not in pairs.values():
            yield Edit("chart series changed", name, f"{gone.name or i + 1} deleted")


def _pairs(before: Sequence[SeriesContent], after: Sequence[SeriesContent]) -> dict[int, int]:
    """Which series is which: by their names, then by their figures, then by their places."""
    found: dict[int, int] = {}

    def pair(alike: int) -> None:
        for k, now in enumerate(after):
            for i, one in enumerate(before):
                same = (one.name == now.name, one.values == now.values, i == k)[alike]
                if k not in found and i not in found.values() and same:
                    found[k] = i

    pair(0)
    pair(1)
    if len(before) == len(after):
        pair(2)
    return found


def _categories(name: str, before: Sequence[SeriesContent], after: Sequence[SeriesContent]) -> Iterator[Edit]:
    """Categories that came, went or are called otherwise: told once for all series."""
    if not before or not after:
        return
    was, now = before[0].categories, after[0].categories
    if was == now:
        return
    if len(was) == len(now) and not set(was) & (
        set(now) - {one for one, other in zip(was, now, strict=True) if one == other}
    ):
        changes = [change("", one, other) for one, other in zip(was, now, strict=True) if one != other]
    else:
        changes = [change("", one, "") for one in was if one not in now]
        changes += [change("", "", one) for one in now if one not in was]
    if not changes:
        yield Edit("chart categories changed", name, "in another order")
        return
    yield Edit("chart categories changed", name, changes=tuple(changes))


def _figures(before: SeriesContent | None, now: SeriesContent) -> Iterator[Change]:
    """The figures of a series that differ: those of the same category, or in the same place where as many are there."""
    was = before if before is not None else SeriesContent("", (), ())
    known = (
        dict(zip(was.categories, was.values, strict=False)) if len(set(was.categories)) == len(was.categories) else {}
    )
    in_place = len(was.categories) == len(now.categories) and not _shuffled(was.categories, now.categories)
    for at, value in enumerate(now.values):
        category = now.categories[at] if at < len(now.categories) else ""
        old = (was.values[at] if at < len(was.values) else "") if in_place or not category else known.get(category, "")
        if old != value:
            where = ", ".join(filter(None, (now.name, category or f"number {at + 1}")))
            yield change(where, old, value)
    if not in_place:
        for category, old in known.items():
            if category not in now.categories and old:
                yield change(", ".join(filter(None, (now.name, category))), old, "")


def _shuffled(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether categories stand in other places than they did."""
    return any(one != other and (one in now or other in was) for one, other in zip(was, now, strict=True))
