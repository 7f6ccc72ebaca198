"""One slide of three states: what the library changed on it since it was built comes into what a person made of it.

Paragraph by paragraph, cell by cell, figure by figure. Where both changed the same one, the person's stays, and what
the library has there now is a conflict to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from salespack.ooxml.slide_base import SealedElement, SealedParagraph, SealedSeries, SlideBase
from salespack.ooxml.slide_content import ChartContent, ParagraphContent, SlideContent, SlideElement
from salespack.powerpoint.merging.edited_chart import MergedSeries, fill, is_plain, renew_workbook, set_title
from salespack.powerpoint.merging.edited_deck import EditedDeck
from salespack.powerpoint.merging.edited_slide import EditedSlide, Line, NewSlide
from salespack.revisions.edits import Before, Comparison, Pair
from salespack.revisions.looks_and_places import shape_name
from salespack.revisions.three_way import Step, counterparts, woven
from salespack.scene.inherited_looks import SlideLooks

MOST_REMADE = 0.5
"""Where more than this share of a slide's shapes that are no placeholders is gone from the new one, it was remade."""

_BESIDE = frozenset(("retitled", "inserted", "notes changed", "background changed", "hidden", "shown"))
"""Edits that a slide of another form takes as well."""


class Conflict(msgspec.Struct, frozen=True):
    """Something that both changed: on which shape, and what the library says there now; empty where it took it out."""

    shape: str
    new: str = ""


class Merged(msgspec.Struct, frozen=True):
    """What was taken over, in words, and what was not."""

    taken: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


class Side(NamedTuple):
    """A slide as it is in one state: what it says, and what its shapes inherit."""

    content: SlideContent
    looks: SlideLooks


def merge_slide(
    deck: EditedDeck, part: str, new_slide: NewSlide, base: SlideBase, before: Before, theirs: Side, new: Side
) -> Merged:
    """Brings what differs between the base and the new slide into the slide in `part`, which a person changed."""
    return _Merge(deck, part, new_slide, base, before, theirs, new).merge()


class _Merge:
    """One slide being merged."""

    def __init__(
        self, deck: EditedDeck, part: str, new_slide: NewSlide, base: SlideBase, before: Before, theirs: Side, new: Side
    ) -> None:
        self._deck, self._part, self._new_slide, self._base = deck, part, new_slide, base
        self._theirs_said, self._new_said = theirs.content, new.content
        self._theirs = Comparison(base, theirs.content, theirs.looks, before)
        self._new = Comparison(base, new.content, new.looks, Before(before.looks))
        self._rewritten = before.rewritten
        """Whether what the slide inherits is not what the new one does: then its own looks are kept."""
        self._slide: EditedSlide | None = None
        self._taken: list[str] = []
        self._conflicts: list[Conflict] = []
        self._framed: set[int] = set()
        """The groups that stand where they stand in the new slide."""

    @property
    def _edited(self) -> EditedSlide:
        """The slide, taken apart when it is first changed."""
        if self._slide is None:
            self._slide = EditedSlide(self._deck, self._part, self._new_slide)
        return self._slide

    def merge(self) -> Merged:
        if self._is_remade():
            self._conflicts += [
                Conflict(shape_name(one), " / ".join(one.texts))
                for number, one in enumerate(self._new_said.elements)
                if not one.is_footer and any(one.texts) and self._is_changed(number)
            ]
        else:
            for number, one in enumerate(self._base.elements):
                self._shape(number, one)
            self._inserted()
        self._notes()
        return Merged(tuple(dict.fromkeys(self._taken)), tuple(self._conflicts))

    # --- which shapes ---------------------------------------------------------------------------------------------

    def _is_remade(self) -> bool:
        """Whether the slide has another form now, while a person changed what that form has not got."""
        own = [number for number, one in enumerate(self._base.elements) if one.key is None and one.kind != "group"]
        gone = [number for number in own if number not in self._new.of_base]
        if len(gone) <= MOST_REMADE * len(own) and not self._is_shifted(own):
            return False
        return any(one.kind not in _BESIDE and one.shape != "title" for one in self._theirs.edits())

    def _is_shifted(self, own: Sequence[int]) -> bool:
        """Whether texts of a drawn form stand in other shapes now, as an item came in above them, went or moved.

        Shapes are known by their place in the form then, and not by what they say: what a person wrote to one item
        would stand at another.
        """
        said = {number: _words(self._base.elements[number]) for number in own}
        at: dict[tuple[str, ...], list[int]] = {}
        for number, one in enumerate(self._new.now.elements):
            at.setdefault(_words(one), []).append(number)
        for number, words in said.items():
            new = self._new.of_base.get(number)
            if not words or new is None or _words(self._new.now.elements[new]) == words:
                continue
            for other in at.get(words, ()):
                before = self._new.of_now.get(other)
                if before is None or said.get(before, words) != words:
                    return True
        return False

    def _is_changed(self, number: int) -> bool:
        """Whether a shape of the new slide says something that the base did not."""
        before = self._new.of_now.get(number)
        return before is None or bool(self._new.of_shape(before))

    def _shape(self, number: int, base: SealedElement) -> None:
        """Brings what the library changed on one shape of the base into what it is now."""
        theirs, new = self._theirs.of_base.get(number), self._new.of_base.get(number)
        if base.kind == "group":
            self._group(number, theirs, new)
        elif theirs is None:
            return  # a person deleted it
        elif new is None:
            if self._theirs.of_shape(number):
                self._conflicts.append(Conflict(shape_name(self._theirs_said.elements[theirs])))
            else:
                self._edited.delete(theirs)
                self._taken.append(f"{shape_name(self._theirs_said.elements[theirs])}: deleted")
        elif (changes := self._new.of_shape(number)) or self._went_along(number, theirs, new):
            is_same = self._theirs_said.elements[theirs].key == self._new_said.elements[new].key
            is_whole = not (self._rewritten and base.kind == "text")
            if is_whole and is_same and not self._theirs.of_shape(number):
                self._edited.take(theirs, new)
                self._taken += [one.said for one in changes]
            else:
                self._parts(number, theirs, new)

    def _group(self, number: int, theirs: int | None, new: int | None) -> None:
        if theirs is None:
            return
        if new is not None:
            before, after = self._base.elements[number].place, self._new.now.elements[new].place
            if before != after and self._theirs.now.elements[theirs].place == before:
                self._edited.take_group(theirs, new)
                self._framed.add(number)
            return
        members = [at for at, one in enumerate(self._base.elements) if one.group == number]
        added = any(
            one.group == theirs and at not in self._theirs.of_now for at, one in enumerate(self._theirs.now.elements)
        )
        touched = any(at in self._theirs.of_base and self._theirs.of_shape(at) for at in members)
        if not added and not touched and all(at not in self._new.of_base for at in members):
            self._edited.delete(theirs)

    def _went_along(self, number: int, theirs: int, new: int) -> bool:
        """Whether a member of a group that has a new frame stands elsewhere in it, which of itself is no change."""
        base = self._base.elements[number]
        is_framed = base.group in self._framed
        return is_framed and self._theirs.now.elements[theirs].place == base.place != self._new.now.elements[new].place

    def _inserted(self) -> None:
        """Puts in the shapes that the library brought."""
        ours, elements = self._new.now.elements, self._new_said.elements
        said = {
            tuple(one.texts)
            for number, one in enumerate(self._theirs_said.elements)
            if number not in self._theirs.of_now
        }
        for number, one in enumerate(elements):
            texts = tuple(one.texts)
            if number in self._new.of_now or (one.key is not None and not texts) or (texts and texts in said):
                continue
            group = ours[number].group
            if group >= 0 and group not in self._new.of_now:
                if self._is_around_known(group):
                    self._conflicts.append(Conflict(shape_name(one), " / ".join(texts) or shape_name(one)))
                continue  # it comes with its group
            if one.kind == "group" and self._is_around_known(number):
                continue  # the library grouped shapes that are there: they would be there twice
            around = -1
            if group >= 0:
                there = self._theirs.of_base.get(self._new.of_now[group])
                if there is None:
                    continue  # a person deleted the group
                around = there
            siblings = [at for at, other in enumerate(ours) if other.group == group]
            behind = [self._here(at) for at in siblings if at < number]
            before = [self._here(at) for at in siblings if at > number]
            self._edited.insert(
                number,
                group=around,
                behind=next((at for at in reversed(behind) if at is not None), None),
                before=next((at for at in before if at is not None), None),
            )
            quoted = f" (“{' '.join(texts)}”)" if texts else ""
            self._taken.append(f"{shape_name(one)}: inserted{quoted}")

    def _is_around_known(self, group: int) -> bool:
        """Whether a group of the new slide is around shapes that the base had, or groups of such."""
        members = [number for number, one in enumerate(self._new.now.elements) if one.group == group]
        return any(
            one in self._new.of_now or (self._new.now.elements[one].kind == "group" and self._is_around_known(one))
            for one in members
        )

    def _here(self, new: int) -> int | None:
        """The shape here that a new one is."""
        before = self._new.of_now.get(new)
        return self._theirs.of_base.get(before) if before is not None else None

    # --- one shape that both changed ------------------------------------------------------------------------------

    def _parts(self, number: int, theirs: int, new: int) -> None:
        mine, other = self._theirs.pair(number), self._new.pair(number)
        if mine is None or other is None:
            return
        name = shape_name(mine.now)
        along = self._went_along(number, theirs, new)
        if along or (self._new.of_place(number) and not self._theirs.of_place(number)):
            self._edited.take_place(theirs, new)
            self._taken += [] if along else [f"{name}: moved"]
        if self._new.is_reshaped(other) and not self._theirs.is_reshaped(mine):
            self._edited.take_look(theirs, new)
            self._taken.append(f"{name}: restyled")
        if mine.base.alt == mine.seals.alt != other.seals.alt:
            self._edited.take_alt(theirs, new)
        self._picture(mine, other, theirs, new)
        if mine.base.kind == "table":
            self._table(mine, other, theirs, new)
        elif mine.base.kind == "chart":
            self._chart(mine, other, theirs, new)
        elif self._new.of_text(number):
            self._text(number, mine, other, theirs, new)

    def _picture(self, mine: Pair, other: Pair, theirs: int, new: int) -> None:
        name = shape_name(mine.now)
        if other.seals.picture != mine.base.picture:
            if mine.seals.picture == mine.base.picture:
                self._edited.take_picture(theirs, new)
                self._taken.append(f"{name}: picture replaced")
            elif mine.seals.picture != other.seals.picture:
                self._conflicts.append(Conflict(name, other.now.alt or other.now.name))
        if self._new.is_cropped(other) and not self._theirs.is_cropped(mine):
            self._edited.take_crop(theirs, new)

    def _text(self, number: int, mine: Pair, other: Pair, theirs: int, new: int) -> None:
        if not self._theirs.of_text(number) and not self._rewritten:
            self._edited.take_text(theirs, new)
            self._taken.append(f"{shape_name(mine.now)}: text changed")
            return
        lines = self._paragraphs(mine, other, _Texts.of_shape(mine, other), shape_name(mine.now))
        if lines is not None:
            self._edited.set_text(theirs, new, lines)

    def _paragraphs(self, mine: Pair, other: Pair, texts: _Texts, name: str) -> list[Line] | None:
        """The paragraphs of a text that both changed; None where they stay as they are."""
        base, now, new = texts.base, texts.theirs, texts.new
        lines: list[Line] = []
        for step in woven([one.text for one in base], [one.text for one in now], [one.text for one in new]):
            before, here, there = step
            if here is None:
                if there is not None:
                    near = next((one.own for one in reversed(lines) if one.own >= 0), 0)
                    is_copy = self._rewritten and bool(now)
                    lines.append(Line("copied", near, there) if is_copy else Line("new", new=there))
                    self._taken.append(f"{name}: paragraph added (“{texts.new_said[there].text}”)")
                continue
            if before is None:
                lines.append(Line("own", here))
                continue
            is_same = now[here].text == base[before].text
            relooked = is_same and self._theirs.is_relooked(mine, base[before], now[here], texts.theirs_said[here])
            if there is None:
                if is_same and not relooked:
                    self._taken.append(f"{name}: paragraph deleted (“{texts.theirs_said[here].text}”)")
                else:
                    lines.append(Line("own", here))
                    self._conflicts.append(Conflict(name))
                continue
            renewed = new[there].text != base[before].text
            if not renewed and not self._new.is_relooked(other, base[before], new[there], texts.new_said[there]):
                lines.append(Line("own", here))
            elif is_same and not relooked:
                lines.append(Line("reworded" if self._rewritten else "new", here, there))
                self._taken.append(f"{name}: text changed (“{texts.new_said[there].text}”)")
            elif is_same and renewed:
                lines.append(Line("reworded", here, there))
                self._taken.append(f"{name}: text changed (“{texts.new_said[there].text}”)")
            else:
                lines.append(Line("own", here))
                if renewed and new[there].text != now[here].text:
                    self._conflicts.append(Conflict(name, texts.new_said[there].text))
        return None if lines == [Line("own", number) for number in range(len(now))] else lines

    # --- tables ---------------------------------------------------------------------------------------------------

    def _table(self, mine: Pair, other: Pair, theirs: int, new: int) -> None:
        name = shape_name(mine.now)
        base, now, renewed = (_cells(one) for one in (mine.base, mine.seals, other.seals))
        wide, wide_now, wide_new = (max(map(len, one), default=0) for one in (base, now, renewed))
        if wide_new != wide:
            said = "\n".join(" | ".join(" ".join(p.text for p in cell) for cell in row) for row in other.now.rows)
            self._conflicts.append(Conflict(name, said))
            return
        columns = {at: at for at in range(wide)}
        if wide_now != wide:
            columns = counterparts(_turned(base), _turned(now), lambda i, k: _shared(_turned(base)[i], _turned(now)[k]))
        projected = [_projected(row, columns, wide) for row in now]
        rows: list[Line] = []
        steps = woven(base, projected, renewed, lambda side, i, k: _likeness(base[i], side[k]))
        for step in steps:
            if step.theirs is None:
                if step.new is not None and wide_now == wide:
                    rows.append(Line("new", new=step.new))
                    self._taken.append(f"{name}: row added")
                elif step.new is not None:
                    self._conflicts.append(Conflict(name, " | ".join(_row_said(other.now, step.new))))
                continue
            if step.base is not None and step.new is None:
                if projected[step.theirs] == base[step.base]:
                    self._taken.append(f"{name}: row deleted")
                    continue
                self._conflicts.append(Conflict(name))
            elif step.base is not None:
                self._row(mine, other, step, columns, (theirs, new), name)
            rows.append(Line("own", step.theirs))
        if rows != [Line("own", number) for number in range(len(now))]:
            self._edited.set_rows(theirs, new, rows)

    def _row(
        self, mine: Pair, other: Pair, step: Step, columns: dict[int, int], shapes: tuple[int, int], name: str
    ) -> None:
        if step.base is None or step.theirs is None or step.new is None:
            return
        for here, before in columns.items():
            if here >= len(mine.seals.rows[step.theirs]) or before >= len(other.seals.rows[step.new]):
                continue
            texts = _Texts(
                mine.base.rows[step.base][before],
                mine.seals.rows[step.theirs][here],
                other.seals.rows[step.new][before],
                mine.now.rows[step.theirs][here],
                other.now.rows[step.new][before],
            )
            if (lines := self._paragraphs(mine, other, texts, name)) is not None:
                self._edited.set_cell((shapes[0], step.theirs, here), (shapes[1], step.new, before), lines)

    # --- charts ---------------------------------------------------------------------------------------------------

    def _chart(self, mine: Pair, other: Pair, theirs: int, new: int) -> None:
        base, now, renewed = mine.base.chart, mine.seals.chart, other.seals.chart
        said, new_said, name = mine.now.chart, other.now.chart, shape_name(mine.now)
        if base is None or now is None or renewed is None or said is None or new_said is None or base == renewed:
            return
        if now == base:
            self._edited.take(theirs, new)
            self._taken.append(f"{name}: chart values changed")
            return
        if now == renewed:
            return
        found = self._edited.charts(theirs, new)
        if found is None or not is_plain(found[0]) or not is_plain(found[1]):
            self._conflicts.append(Conflict(name, _figures(new_said)))
            return
        root, other_root, part = found
        if base.title != renewed.title:
            if now.title == base.title:
                set_title(root, new_said.title)
                self._taken.append(f"{name}: chart retitled")
            elif now.title != renewed.title:
                self._conflicts.append(Conflict(name, new_said.title))
        if base.kinds != renewed.kinds != now.kinds:
            self._conflicts.append(Conflict(name, ", ".join(new_said.kinds)))
        if base.series == renewed.series:
            return
        table = _ChartTable(base.series, now.series, renewed.series, said, new_said)
        categories, series = table.merged()
        self._conflicts += [Conflict(name, one) for one in table.conflicts]
        fill(root, other_root, categories, series)
        renew_workbook(self._deck, part)
        self._taken.append(f"{name}: chart values changed")

    # --- notes ----------------------------------------------------------------------------------------------------

    def _notes(self) -> None:
        base, now, new = self._base.notes, self._theirs.now.notes, self._new.now.notes
        if base == new or now == new or (base and not now):
            return
        lines: list[Line] = []
        for step in woven(base, now, new):
            before, here, there = step
            if here is None:
                lines += [Line("new", new=there)] if there is not None else []
            elif before is None:
                lines.append(Line("own", here))
            elif there is None:
                if now[here] != base[before]:
                    lines.append(Line("own", here))
                    self._conflicts.append(Conflict("notes"))
            elif now[here] == base[before] != new[there]:
                lines.append(Line("new", here, there))
            else:
                lines.append(Line("own", here))
                if now[here] != new[there] != base[before]:
                    self._conflicts.append(Conflict("notes", self._new_said.notes[there].text))
        if lines != [Line("own", number) for number in range(len(now))] or not now:
            self._edited.set_notes(lines)
            self._taken.append("notes changed")


class _Texts(NamedTuple):
    """A text in three states, sealed, and what it says in two of them."""

    base: Sequence[SealedParagraph]
    theirs: Sequence[SealedParagraph]
    new: Sequence[SealedParagraph]
    theirs_said: Sequence[ParagraphContent]
    new_said: Sequence[ParagraphContent]

    @classmethod
    def of_shape(cls, mine: Pair, other: Pair) -> _Texts:
        """The text of a shape."""
        return cls(
            mine.base.paragraphs, mine.seals.paragraphs, other.seals.paragraphs,
            mine.now.paragraphs, other.now.paragraphs,
        )  # fmt: skip


Cells = tuple[str, ...]


def _words(shape: SealedElement) -> tuple[str, ...]:
    """What the paragraphs of a shape say, sealed."""
    return tuple([one.text for one in shape.paragraphs])


def _cells(table: SealedElement) -> list[Cells]:
    return [tuple([" ".join(one.text for one in cell) for cell in row]) for row in table.rows]


def _row_said(table: SlideElement, row: int) -> Iterator[str]:
    return (" ".join(one.text for one in cell) for cell in table.rows[row])


def _turned(rows: Sequence[Cells]) -> list[Cells]:
    wide = max(map(len, rows), default=0)
    return [tuple([row[at] if at < len(row) else "" for row in rows]) for at in range(wide)]


def _projected(row: Cells, columns: dict[int, int], wide: int) -> Cells:
    """A row of a table with other columns, in the columns of the base."""
    found = [""] * wide
    for here, before in columns.items():
        if here < len(row):
            found[before] = row[here]
    return tuple(found)


def _shared(one: object, other: object) -> float:
    """The share of the cells that two rows have in common."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return 0.0
    return float(sum(a == b for a, b in zip(one, other, strict=False))) / max(len(one), len(other), 1)


def _likeness(one: object, other: object) -> float:
    """How far two rows are one: the first cell is the key, then what they share; of one column, any two may be."""
    if not isinstance(one, tuple) or not isinstance(other, tuple) or not one or not other:
        return 0.0
    if len(one) == 1:
        return 0.5
    return float(one[0] == other[0]) + _shared(one, other)


def _figures(chart: ChartContent) -> str:
    return "; ".join(f"{one.name}: {', '.join(one.values)}" for one in chart.series)


class _ChartTable:
    """The figures of a chart in three states, as a table of categories and series."""

    def __init__(
        self,
        base: Sequence[SealedSeries],
        theirs: Sequence[SealedSeries],
        new: Sequence[SealedSeries],
        theirs_said: ChartContent,
        new_said: ChartContent,
    ) -> None:
        self._base, self._theirs, self._new = base, theirs, new
        self._theirs_said, self._new_said = theirs_said.series, new_said.series
        self.conflicts: list[str] = []

    def merged(self) -> tuple[list[str], list[MergedSeries]]:
        """The categories, and the series with a value for each of them."""
        base, now, new = (_categories(one) for one in (self._base, self._theirs, self._new))
        said, new_said = (_names(one) for one in (self._theirs_said, self._new_said))
        rows = [one for one in woven(base, now, new) if self._stays(one, base, now, self._changed_point)]
        names = [one.name for one in self._base], [one.name for one in self._theirs], [one.name for one in self._new]
        series = [one for one in woven(*names) if self._stays(one, names[0], names[1], self._changed_series)]
        categories = [self._one(one, (base, now, new), said, new_said) for one in rows]
        found = []
        for one in series:
            own = one.theirs if one.theirs is not None else -1
            theirs_names, new_names = [s.name for s in self._theirs_said], [s.name for s in self._new_said]
            name = self._one(one, names, theirs_names, new_names)
            values = [self._value(one, row) for row in rows]
            found.append(MergedSeries(own, one.new if one.new is not None else -1, name, values))
        return categories, found

    def _stays(self, one: Step, base: Sequence[str], now: Sequence[str], changed: Callable[[Step], bool]) -> bool:
        """Whether a category or series stays that is gone from the new: where a person changed something of it."""
        if one.base is None or one.new is not None or one.theirs is None:
            return True
        stays = now[one.theirs] != base[one.base] or changed(one)
        if stays:
            self.conflicts.append("")
        return stays

    def _changed_series(self, one: Step) -> bool:
        if one.base is None or one.theirs is None:
            return False
        return self._base[one.base].values != self._theirs[one.theirs].values

    def _changed_point(self, one: Step) -> bool:
        if one.base is None or one.theirs is None:
            return False
        pairs = zip(self._base, self._theirs, strict=False)
        return any(_at(a.values, one.base) != _at(b.values, one.theirs) for a, b in pairs)

    def _one(self, step: Step, seals: Sequence[Sequence[str]], said: Sequence[str], new_said: Sequence[str]) -> str:
        """A name in three states."""
        if step.theirs is None:
            return new_said[step.new] if step.new is not None else ""
        mine = said[step.theirs]
        if step.new is None or step.base is None:
            return mine
        before, here, there = seals[0][step.base], seals[1][step.theirs], seals[2][step.new]
        if here == before:
            return new_said[step.new]
        if there not in (before, here):
            self.conflicts.append(new_said[step.new])
        return mine

    def _value(self, series: Step, row: Step) -> str:
        """A figure in three states."""
        here = _place(self._theirs, series.theirs, row.theirs)
        there = _place(self._new, series.new, row.new)
        before = _place(self._base, series.base, row.base)
        mine = self._theirs_said[series.theirs].values if series.theirs is not None else ()
        new = self._new_said[series.new].values if series.new is not None else ()
        if here is None:
            return _at(new, row.new) if there is not None else ""
        own = _at(mine, row.theirs)
        if there is None or here == there:
            return own
        if here == before:
            return _at(new, row.new)
        if there != before:
            self.conflicts.append(_at(new, row.new))
        return own


def _categories(series: Sequence[SealedSeries]) -> tuple[str, ...]:
    return max((one.categories for one in series), key=len, default=())


def _names(series: Sequence[object]) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    for one in series:
        categories = getattr(one, "categories", ())
        found = categories if len(categories) > len(found) else found
    return found


def _at(values: Sequence[str], place: int | None) -> str:
    return values[place] if place is not None and place < len(values) else ""


def _place(series: Sequence[SealedSeries], number: int | None, place: int | None) -> str | None:
    """A sealed figure; None where the state has no such series or category."""
    if number is None or place is None:
        return None
    return _at(series[number].values, place)
