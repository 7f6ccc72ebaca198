"""What a person changed on a slide: its content now beside its base, shape by shape.

Both are compared in canonical form, so that what a program rewrites when it saves a deck is no edit. Places may differ
by `TOLERANCE`; a look is what the reader sees, whether the slide says it or inherits it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

import msgspec

from salespack.graphics.boxes import Box
from salespack.ooxml.placeholders import FOOTERS, Key
from salespack.ooxml.slide_base import SealedElement, SealedParagraph, SealedRun, SlideBase, sealed
from salespack.ooxml.slide_content import ParagraphContent, SlideContent, SlideElement
from salespack.scene.inherited_looks import STYLED, SlideLooks

TOLERANCE = 3_600
"""EMU: a tenth of a millimetre. LibreOffice rounds to hundredths, twice where it works out sizes."""
CROP_TOLERANCE = 100
"""Thousandths of a percent of a picture."""
COLOUR_TOLERANCE = 2
"""Of 255 in each of a colour's parts."""
TURN_TOLERANCE = 10
"""Hundredths of a degree."""
LONGEST_QUOTE, CONTEXT = 60, 12
MOST_PAIRS, NEAR = 100_000, 50
"""Of so many pairs of shapes each is looked at; of more, those alone that are near each other in order."""

EditKind = Literal[
    "retitled", "text changed", "paragraph added", "paragraph deleted", "paragraphs reordered", "restyled", "linked",
    "moved", "resized", "turned", "deleted", "inserted", "copied", "picture replaced", "cropped", "described anew",
    "chart values changed", "chart series changed", "chart retitled", "chart kind changed", "cell changed",
    "row added", "row deleted", "rows reordered", "column added", "column deleted", "table changed", "grouped",
    "ungrouped", "brought forward or back", "notes changed", "background changed", "hidden", "shown",
]  # fmt: skip


class Edit(msgspec.Struct, frozen=True):
    """One thing that a person changed: what kind it is of, on which shape (empty: the slide), and more of it."""

    kind: EditKind
    shape: str = ""
    detail: str = ""

    @property
    def said(self) -> str:
        """The edit in a few words."""
        shape = f"{self.shape}: " if self.shape else ""
        detail = f" ({self.detail})" if self.detail else ""
        return f"{shape}{self.kind}{detail}"


class _Pair(NamedTuple):
    """A shape of the base and the one that it is now: in the base, sealed now, as it is now."""

    base: SealedElement
    seals: SealedElement
    now: SlideElement


class Before(NamedTuple):
    """What is known of a slide before, besides its base: what its shapes inherited, and what its seals stand for.

    `rewritten` says that the deck was since saved by a program which writes layouts and styles anew, and drops some
    (LibreOffice): then looks that it cannot keep are not compared.
    """

    looks: SlideLooks | None = None
    texts: Mapping[str, str] = {}
    rewritten: bool = False


NOTHING_MORE = Before()


def edits_of(
    base: SlideBase, content: SlideContent, looks: SlideLooks, before: Before = NOTHING_MORE
) -> tuple[Edit, ...]:
    """What differs between a slide's base and its content now; `looks` are what its shapes inherit now."""
    return tuple(_Comparison(base, content, looks, before).edits())


class _Comparison:
    """One slide beside its base."""

    def __init__(self, base: SlideBase, content: SlideContent, looks: SlideLooks, before: Before) -> None:
        self._base, self._content, self._looks = base, content, looks
        self._before, self._rewritten, self._texts = before.looks or looks, before.rewritten, before.texts
        self._now = sealed(content, base.salt)
        self._of_base = _matched(base.elements, self._now.elements)
        self._of_now = {now: one for one, now in self._of_base.items()}
        self._along: dict[int, bool] = {}

    def edits(self) -> Iterator[Edit]:
        yield from self._slide()
        for number, one in enumerate(self._base.elements):
            if number in self._of_base:
                yield from self._pair(number, self._of_base[number])
            elif not self._is_dissolved(number):
                yield Edit("deleted", self._texts.get(one.name) or _called(one), _quoted(self._words(one)))
        yield from self._new()
        yield from self._stacking()

    # --- the slide itself -----------------------------------------------------------------------------------------

    def _slide(self) -> Iterator[Edit]:
        if self._base.notes != self._now.notes:
            yield Edit("notes changed")
        if self._base.background != self._now.background and not self._rewritten:
            yield Edit("background changed")
        if self._base.hidden != self._now.hidden:
            yield Edit("hidden" if self._now.hidden else "shown")

    def _words(self, one: SealedElement) -> str:
        """What a shape of the base said, where that is known."""
        return " ".join(filter(None, [self._texts.get(seal, "") for seal in _said(one) if seal != one.picture]))

    # --- what is there, and around it -----------------------------------------------------------------------------

    def _members(self, group: int, elements: Sequence[SealedElement]) -> list[int]:
        return [number for number, one in enumerate(elements) if one.group == group]

    def _is_dissolved(self, group: int) -> bool:
        """Whether a group of the base is gone while its members are there."""
        members = self._members(group, self._base.elements)
        return self._base.elements[group].kind == "group" and any(one in self._of_base for one in members)

    def _is_made(self, group: int) -> bool:
        """Whether a group now is around shapes that were there."""
        members = self._members(group, self._now.elements)
        return self._now.elements[group].kind == "group" and any(one in self._of_now for one in members)

    def _new(self) -> Iterator[Edit]:
        """Shapes that the base does not have, and groups around or no more around those that it has."""
        of_base = Counter(map(_said, self._base.elements))
        for number, (one, now) in enumerate(zip(self._now.elements, self._content.elements, strict=True)):
            if number in self._of_now:
                continue
            if self._is_made(number):
                count = len(self._members(number, self._now.elements))
                yield Edit("grouped", _name(now), f"{count} shapes")
            elif one.group >= 0 and one.group not in self._of_now and not self._is_made(one.group):
                continue  # told with its group
            elif _is_empty(one) and self._rewritten:
                continue  # LibreOffice writes down placeholders that were left out
            elif _says(one) and of_base[_said(one)]:
                yield Edit("copied", _name(now))
            else:
                yield Edit("inserted", _name(now), _quoted(" ".join(now.texts)))
        for number, one in enumerate(self._base.elements):
            if number not in self._of_base and self._is_dissolved(number):
                yield Edit("ungrouped", _called(one))

    def _stacking(self) -> Iterator[Edit]:
        """Shapes that are painted in another order than before; date, footer and number stand where programs like."""
        pairs = [
            (number, now)
            for number, now in sorted(self._of_base.items())
            if self._base.elements[number].placeholder not in FOOTERS and self._same_group(number, now)
        ]
        kept = set(longest_rising([now for _, now in pairs]))
        for _, now in pairs:
            if now not in kept:
                yield Edit("brought forward or back", _name(self._content.elements[now]))

    def _same_group(self, number: int, now: int) -> bool:
        """Whether a shape is in the group that it was in."""
        before, after = self._base.elements[number].group, self._now.elements[now].group
        return (self._of_base.get(before, -1) if before >= 0 else -1) == after

    # --- one shape ------------------------------------------------------------------------------------------------

    def _pair(self, number: int, now: int) -> Iterator[Edit]:
        pair = _Pair(self._base.elements[number], self._now.elements[now], self._content.elements[now])
        name = _name(pair.now)
        yield from self._place(pair, number, now)
        yield from self._text(pair)
        if not self._same_shape_look(pair):
            yield Edit("restyled", name, self._differing_shape(pair))
        if pair.base.picture != pair.seals.picture and pair.base.kind == "picture":
            yield Edit("picture replaced", name)
        elif not self._same_crop(pair):
            yield Edit("cropped", name)
        if pair.base.alt != pair.seals.alt and not (self._rewritten and not pair.seals.alt):
            yield Edit("described anew", name, _quoted(pair.now.alt))
        if pair.base.kind == "table":
            yield from self._table(pair)
        if pair.base.chart != pair.seals.chart:
            yield from self._chart(pair)

    def _place(self, pair: _Pair, number: int, now: int) -> Iterator[Edit]:
        before, after = self._box(pair.base), pair.now.box or self._looks.box(pair.now.key)
        if before is None or after is None or (not pair.base.place and pair.now.box is None):
            return
        if pair.base.kind == "group" and not self._went_along(number):
            return  # programs draw a group's frame anew around its members
        before = self._carried(number, now, before)
        moved = max(abs(before.x - after.x), abs(before.y - after.y)) > TOLERANCE
        by_text = pair.base.kind == "table" or "height" in dict(pair.now.look)
        taller = 0 if by_text else abs(before.cy - after.cy)
        resized = max(abs(before.cx - after.cx), taller) > TOLERANCE
        if resized:
            yield Edit("resized", _name(pair.now))
        elif moved:
            yield Edit("moved", _name(pair.now))
        turn = abs(pair.base.rotation - pair.seals.rotation) % 36_000
        if min(turn, 36_000 - turn) > TURN_TOLERANCE:
            yield Edit("turned", _name(pair.now), f"{pair.now.rotation:g}°")

    def _box(self, base: SealedElement) -> Box | None:
        if len(base.place) == 4:
            return Box(*base.place)
        return self._before.box(_key(base))

    def _carried(self, number: int, now: int, box: Box) -> Box:
        """Where a member of a group stood, had it gone along with its group."""
        group = self._base.elements[number].group
        if not self._same_group(number, now) or group not in self._of_base or not self._went_along(group):
            return box
        return self._laid(group, box)

    def _went_along(self, group: int) -> bool:
        """Whether the members of a group are where its frame is now."""
        found = self._along.get(group)
        if found is None:
            members = [one for one in self._members(group, self._base.elements) if one in self._of_base]
            found = self._along[group] = all(self._is_laid(group, one) for one in members)
        return found

    def _is_laid(self, group: int, member: int) -> bool:
        before, after = self._box(self._base.elements[member]), self._content.elements[self._of_base[member]].box
        return before is None or after is None or _near(self._laid(group, before), after)

    def _laid(self, group: int, box: Box) -> Box:
        """A box in the frame of a group, as it was, laid into the frame as it is."""
        before, after = self._box(self._base.elements[group]), self._content.elements[self._of_base[group]].box
        if before is None or after is None:
            return box
        across, down = (after.cx / before.cx if before.cx else 1.0), (after.cy / before.cy if before.cy else 1.0)
        return Box(
            round(after.x + (box.x - before.x) * across),
            round(after.y + (box.y - before.y) * down),
            round(box.cx * across),
            round(box.cy * down),
        )

    def _text(self, pair: _Pair) -> Iterator[Edit]:
        before, after = pair.base.paragraphs, pair.seals.paragraphs
        title = pair.base.placeholder == "title"
        name = _name(pair.now)
        seals, now = [one.text for one in before], [one.text for one in after]
        if seals != now:
            if title:
                was = " ".join(self._texts.get(one, "") for one in seals)
                yield Edit("retitled", name, _from_to(was, " ".join(pair.now.texts)))
            elif sorted(seals) == sorted(now):
                yield Edit("paragraphs reordered", name)
            else:
                yield from self._paragraphs(name, seals, now, pair.now.paragraphs)
        told: dict[str, None] = {}
        rows = {one.text: (one, said) for one, said in zip(after, pair.now.paragraphs, strict=True)}
        for one in before:
            if one.text in rows:
                told |= dict.fromkeys(self._differing(pair, one, *rows[one.text]))
        linked = told.pop("link", "") is None
        if told and not (self._rewritten and pair.base.placeholder in FOOTERS):
            yield Edit("restyled", name, ", ".join(told))
        if linked:
            yield Edit("linked", name)

    def _paragraphs(
        self, name: str, before: list[str], after: list[str], said: Sequence[ParagraphContent]
    ) -> Iterator[Edit]:
        for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            both = min(j - i, m - k)
            for one in range(both):
                was = self._texts.get(before[i + one], "")
                yield Edit("text changed", name, _from_to(was, said[k + one].text))
            for one in range(k + both, m):
                yield Edit("paragraph added", name, _quoted(said[one].text))
            for one in range(i + both, j):
                yield Edit("paragraph deleted", name, _quoted(self._texts.get(before[one], "")) or f"number {one + 1}")

    # --- looks ----------------------------------------------------------------------------------------------------

    def _differing(
        self, pair: _Pair, base: SealedParagraph, now: SealedParagraph, said: ParagraphContent
    ) -> Iterator[str]:
        """What of the look of a paragraph of the same text is another one now, in words."""
        if base.level != now.level:
            yield "level"
        level = said.level
        key, was = pair.now.key, _key(pair.base)
        before = self._before.paragraph(was, level, self._base.look(base.look))
        after = self._looks.paragraph(key, level, dict(said.look))
        yield from _unlike(before, after)
        letters = [
            (run.text or base.text, self._before.letters(was, level, self._base.look(run.look)), run.link)
            for run in base.runs or (_PLAIN,)
        ]
        now_runs = [
            (sealed_run.text or now.text, self._looks.letters(key, level, dict(run.look)), sealed_run.link)
            for sealed_run, run in zip(now.runs or (_PLAIN,), said.runs, strict=False)
        ]
        first, second = _merged(letters), _merged(now_runs)
        if [text for text, _, _ in first] != [text for text, _, _ in second] and len(first) == len(second) == 1:
            first = [(second[0][0], *first[0][1:])]
        if [text for text, _, _ in first] != [text for text, _, _ in second]:
            fields = {name for _, look, _ in (*first, *second) for name in look}
            seen = {name for name in fields if len({look.get(name, "") for _, look, _ in (*first, *second)}) > 1}
            yield from sorted(seen) or ["letters"]
            return
        for (_, look, link), (_, look_now, link_now) in zip(first, second, strict=True):
            if link != link_now:
                yield "link"
            for name in _unlike(look, look_now):
                if not (name in ("colour", "underline") and (link or link_now)):
                    yield name

    def _same_shape_look(self, pair: _Pair) -> bool:
        return not self._differing_shape(pair)

    def _differing_shape(self, pair: _Pair) -> str:
        """What of a shape's look is another one now, in words."""
        if pair.base.kind in ("table", "chart", "object", "group"):
            return ""
        written, said = self._base.look(pair.base.look), dict(pair.now.look)
        before = self._before.shape(_key(pair.base), written)
        after = self._looks.shape(pair.now.key, said)
        found = []
        for name in ("outline", "fill", "line"):
            one, other = before[name], after[name]
            if written.get(name) == said.get(name) or _alike(name, one, other):
                continue
            if self._rewritten and (STYLED in (one, other) or not one or " " in one or one == "picture"):
                continue  # what the theme's styles gave, and gradients, LibreOffice writes down in its own way
            if self._rewritten and name == "outline" and (pair.base.kind == "line" or other in ("drawn", "rect")):
                continue
            found.append(name)
        return ", ".join(found)

    def _same_crop(self, pair: _Pair) -> bool:
        before, after = _crop(self._base.look(pair.base.look)), _crop(dict(pair.now.look))
        return all(abs(before[side] - after[side]) <= CROP_TOLERANCE for side in "ltrb")

    # --- tables and charts ----------------------------------------------------------------------------------------

    def _table(self, pair: _Pair) -> Iterator[Edit]:
        name = _name(pair.now)
        before = [tuple([_cell(cell) for cell in row]) for row in pair.base.rows]
        after = [tuple([_cell(cell) for cell in row]) for row in pair.seals.rows]
        if before == after:
            yield from self._cell_looks(pair)
            return
        wide, wide_now = max(map(len, before), default=0), max(map(len, after), default=0)

        def said(row: int, column: int) -> str:
            return " ".join(paragraph.text for paragraph in pair.now.rows[row][column])

        if wide != wide_now:
            if len(before) != len(after):
                yield Edit("table changed", name, f"{len(after)} rows, {wide_now} columns")
                return
            before, after = _turned(before), _turned(after)
            yield from self._rows(name, before, after, said, "column")
        else:
            yield from self._rows(name, before, after, said, "row")

    def _rows(
        self,
        name: str,
        before: list[tuple[str, ...]],
        after: list[tuple[str, ...]],
        said: Callable[[int, int], str],
        of: Literal["row", "column"],
    ) -> Iterator[Edit]:
        if len(before) == len(after) and sorted(before) == sorted(after):
            yield Edit("rows reordered", name)
            return
        for i, k in _aligned(before, after):
            if i is None and k is not None:
                yield Edit("row added" if of == "row" else "column added", name, f"{of} {k + 1}")
            elif k is None and i is not None:
                yield Edit("row deleted" if of == "row" else "column deleted", name, f"{of} {i + 1}")
            elif i is not None and k is not None:
                for place, (one, other) in enumerate(zip(before[i], after[k], strict=False)):
                    if one != other:
                        row, column = (k, place) if of == "row" else (place, k)
                        was = " ".join(self._texts.get(seal, "") for seal in one.split(" ")) if self._texts else ""
                        change = f": {_from_to(was, said(row, column))}" if self._texts else ""
                        yield Edit("cell changed", name, f"row {row + 1}, column {column + 1}{change}")

    def _cell_looks(self, pair: _Pair) -> Iterator[Edit]:
        """Looks of cells; not after LibreOffice, which drops the table's style that they begin with."""
        if self._rewritten:
            return
        told: dict[str, None] = {}
        rows = zip(pair.base.rows, pair.seals.rows, pair.now.rows, strict=True)
        for before, after, said in rows:
            for cell, cell_now, cell_said in zip(before, after, said, strict=True):
                for one, now, words in zip(cell, cell_now, cell_said, strict=True):
                    told |= dict.fromkeys(self._differing(pair, one, now, words))
        if told:
            yield Edit("restyled", _name(pair.now), ", ".join(told))

    def _chart(self, pair: _Pair) -> Iterator[Edit]:
        name, before, after, said = _name(pair.now), pair.base.chart, pair.seals.chart, pair.now.chart
        if before is None or after is None or said is None:
            return
        if before.kinds != after.kinds:
            yield Edit("chart kind changed", name, ", ".join(said.kinds))
        if before.title != after.title:
            yield Edit("chart retitled", name, _quoted(said.title))
        if len(before.series) != len(after.series):
            yield Edit("chart series changed", name, f"{len(after.series)} instead of {len(before.series)}")
            return
        for one, now, words in zip(before.series, after.series, said.series, strict=True):
            if one.values != now.values or one.categories != now.categories:
                was = [self._texts.get(seal, "") for seal in (*one.categories, *one.values)]
                yield Edit("chart values changed", name, _figures(words.name, was, (*words.categories, *words.values)))
            elif one.name != now.name:
                yield Edit("chart series changed", name, words.name)


# --- which shape is which --------------------------------------------------------------------------------------------


def _matched(base: Sequence[SealedElement], now: Sequence[SealedElement]) -> dict[int, int]:
    """Which shape of the base is which of those now, by their places in the two lists.

    What a shape says, its name, its placeholder, its place and its id count in this order; the likeliest pairs first.
    """
    found = _certain(base, now)
    taken = set(found.values())
    left = [i for i in range(len(base)) if i not in found]
    right = [k for k in range(len(now)) if k not in taken]
    far = len(base) + len(now) if len(left) * len(right) <= MOST_PAIRS else NEAR
    scores = sorted(
        (-_likeness(base[i], now[k]), abs(i - k), i, k)
        for i in left
        for k in right
        if abs(i - k) <= far and base[i].kind == now[k].kind
    )
    for score, _, i, k in scores:
        if score > -_LEAST:
            break
        if i not in found and k not in taken:
            found[i] = k
            taken.add(k)
    return found


def _certain(base: Sequence[SealedElement], now: Sequence[SealedElement]) -> dict[int, int]:
    """Shapes that are the only ones of their kind, name and content on both sides."""

    def by_key(elements: Sequence[SealedElement]) -> dict[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = defaultdict(list)
        for number, one in enumerate(elements):
            place = _standing_for(one)
            found[one.kind, place, one.name if not place else "", _said(one)].append(number)
        return found

    ours, theirs = by_key(base), by_key(now)
    return {
        numbers[0]: others[0]
        for key, numbers in ours.items()
        if len(numbers) == 1 and len(others := theirs.get(key, [])) == 1
    }


_LEAST = 2.0
"""What makes two shapes one at least: a name, a placeholder, half of the content, or the place."""


def _likeness(one: SealedElement, other: SealedElement) -> float:
    score = 0.0
    if _standing_for(one) or _standing_for(other):
        if _standing_for(one) != _standing_for(other):
            return 0.0
        score += 3.0 if one.key == other.key else 2.0
    if one.name == other.name and one.name:
        score += 3.0
    if one.id == other.id:
        score += 1.0
    if one.place and other.place:
        far = max(abs(a - b) for a, b in zip(one.place, other.place, strict=False))
        score += 2.0 if far <= TOLERANCE else 0.0
    ours, theirs = _said(one), _said(other)
    if ours and theirs:
        shared = sum((Counter(ours) & Counter(theirs)).values())
        score += 4.0 * shared / max(len(ours), len(theirs))
    return score


def _standing_for(one: SealedElement) -> str:
    """Which placeholder a text is; LibreOffice keeps tables, charts and pictures in placeholders as plain ones."""
    return one.placeholder if one.kind == "text" else ""


def _said(one: SealedElement) -> tuple[str, ...]:
    """What a shape says, in seals."""
    found = [paragraph.text for paragraph in one.paragraphs]
    found += [_cell(cell) for row in one.rows for cell in row]
    if one.chart is not None:
        found += [seal for series in one.chart.series for seal in (series.name, *series.categories, *series.values)]
    if one.picture:
        found.append(one.picture)
    return tuple(found)


def _says(one: SealedElement) -> bool:
    return any(_said(one))


def _is_empty(one: SealedElement) -> bool:
    return bool(one.placeholder) and not _says(one)


def _cell(cell: Sequence[SealedParagraph]) -> str:
    return " ".join(one.text for one in cell)


# --- words and small comparisons -------------------------------------------------------------------------------------


_PLAIN = SealedRun("", 0)
_Letters = tuple[str, dict[str, str], str]


def _merged(runs: Sequence[_Letters]) -> list[_Letters]:
    """Runs of which neighbours that look the same are one; of several, the texts are joined."""
    found: list[_Letters] = []
    for text, look, link in runs:
        if found and found[-1][2] == link and not list(_unlike(found[-1][1], look)):
            found[-1] = f"{found[-1][0]} {text}", look, link
        else:
            found.append((text, look, link))
    return found


def _unlike(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    """The names under which two looks differ."""
    for name in one.keys() | other.keys():
        if not _alike(name, one.get(name, ""), other.get(name, "")):
            yield name


_SAME = {"straightConnector1": "line"}


def _alike(name: str, one: str, other: str) -> bool:
    if one == other:
        return True
    if name in ("colour", "fill", "highlight"):
        return _same_colour(one, other)
    if name == "line":
        (paint, _, width), (paint_now, _, width_now) = one.rpartition(" "), other.rpartition(" ")
        if not width.isdigit() or not width_now.isdigit():
            return False
        near = abs(int(width) - int(width_now)) <= max(TOLERANCE // 10, int(width) // 10)
        return near and (paint == paint_now or _same_colour(paint, paint_now))
    if name == "outline":
        return _SAME.get(one, one) == _SAME.get(other, other)
    return False


def _same_colour(one: str, other: str) -> bool:
    if len(one) != 6 or len(other) != 6:
        return False
    try:
        parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4) for colour in (one, other)]
    except ValueError:
        return False
    return all(abs(a - b) <= COLOUR_TOLERANCE for a, b in zip(parts[::2], parts[1::2], strict=True))


def _crop(look: Mapping[str, str]) -> dict[str, int]:
    said = {one[0]: int(one[1:]) for one in look.get("crop", "").split(" ") if one[1:].lstrip("-").isdigit()}
    return {side: said.get(side, 0) for side in "ltrb"}


def _near(one: Box, other: Box) -> bool:
    far = (abs(one.x - other.x), abs(one.y - other.y), abs(one.cx - other.cx), abs(one.cy - other.cy))
    return max(far) <= TOLERANCE


def _key(base: SealedElement) -> Key | None:
    return Key(*base.key) if base.key is not None else None


def _turned(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Columns of rows."""
    wide = max(map(len, rows), default=0)
    return [tuple([row[at] if at < len(row) else "" for row in rows]) for at in range(wide)]


def _aligned(
    before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int | None, int | None]]:
    """Which row is which: those that are equal, then those between them that share most, in their order."""
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = list(range(i, j)), list(range(k, m))
        while left and right:
            shared = {(a, b): _shared(before[a], after[b]) for a in left for b in right}
            if len(left) == len(right):
                pairs = list(zip(left, right, strict=True))
            else:
                pairs = [max(shared, key=lambda one: (shared[one], -abs(one[0] - one[1])))]
            for a, b in pairs:
                yield a, b
                left.remove(a)
                right.remove(b)
        yield from ((one, None) for one in left)
        yield from ((None, one) for one in right)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest part of a row of different numbers that rises: what was not moved (M. L. Fredman, “On computing the
    length of longest increasing subsequences”, 1975)."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    found: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]


def _name(now: SlideElement) -> str:
    """What a shape is called."""
    if now.is_title:
        return "title"
    return now.name or now.kind


_KINDS = {"title": "title", "dt": "date", "ftr": "footer", "sldNum": "slide number"}


def _called(base: SealedElement) -> str:
    """What a shape that is gone is called: its name is not kept."""
    return _KINDS.get(base.placeholder) or base.kind


def _figures(series: str, before: Sequence[str], after: Sequence[str]) -> str:
    """A series, and its figures that changed where it is known what they were."""
    changed = [f"{one} → {now}" for one, now in zip(before, after, strict=False) if one and one != now]
    return ": ".join(filter(None, [series, ", ".join(changed)]))


def _from_to(before: str, after: str) -> str:
    """What a text is now, and what it was where that is known; long ones from where they begin to differ."""
    if not before.strip():
        return _quoted(after)
    same = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    start = before.rfind(" ", 0, max(same - CONTEXT, 0)) + 1 if len(before) > LONGEST_QUOTE < len(after) else 0
    cut = "…" if start else ""
    return f"{_quoted(cut + before[start:])} → {_quoted(cut + after[start:])}"


def _quoted(text: str) -> str:
    if not text:
        return ""
    return f"“{text}”" if len(text) <= LONGEST_QUOTE else f"“{text[: LONGEST_QUOTE - 1]}…”"
