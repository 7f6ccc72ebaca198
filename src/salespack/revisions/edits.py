"""What a person changed on a slide: its content now beside its base, shape by shape.

Both are compared in canonical form, so that what a program rewrites when it saves a deck is no edit. Places may differ
by `TOLERANCE`; a look is what the reader sees, whether the slide says it or inherits it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from salespack.graphics.boxes import Box, turned
from salespack.ooxml.placeholders import FOOTERS, Key
from salespack.ooxml.slide_base import SealedElement, SealedParagraph, SealedRun, SlideBase, sealed
from salespack.ooxml.slide_content import ParagraphContent, SlideContent, SlideElement
from salespack.revisions.chart_edits import Charts, chart_edits
from salespack.revisions.edit import CM, Change, Edit, change, quoted
from salespack.revisions.paragraph_pairs import paragraph_pairs
from salespack.revisions.table_edits import Tables, table_edits
from salespack.revisions.word_changes import alike, only_figures
from salespack.scene.inherited_looks import STYLED, SlideLooks

TOLERANCE = 3_600
"""EMU: a tenth of a millimetre. LibreOffice rounds to hundredths, twice where it works out sizes."""
HAIR = 12_700
"""EMU: the same for connectors that were turned."""
CROP_TOLERANCE = 100
"""Thousandths of a percent of a picture."""
COLOUR_TOLERANCE = 2
"""Of 255 in each of a colour's parts."""
SIZE_TOLERANCE = 10
"""Hundredths of a point: LibreOffice rounds to tenths."""
TURN_TOLERANCE = 10
"""Hundredths of a degree."""
MOST_PAIRS, NEAR = 100_000, 50
"""Of so many pairs of shapes each is looked at; of more, those alone that are near each other in order."""


class Pair(NamedTuple):
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
    if before.looks is None and sealed(content, base.salt) == base:
        return ()  # all that it says is the same, and so is what it is known to inherit
    return tuple(Comparison(base, content, looks, before).edits())


class Comparison:
    """One slide beside its base: which shape is which (`of_base`: its place now by that in the base), what differs."""

    def __init__(self, base: SlideBase, content: SlideContent, looks: SlideLooks, before: Before) -> None:
        self._base, self._content, self._looks = base, content, looks
        self._before, self._rewritten, self._texts = before.looks or looks, before.rewritten, before.texts
        self._is_blind = before.rewritten and before.looks is None
        """Whether nobody knows what the shapes inherited before a program wrote all of that anew."""
        self.now = sealed(content, base.salt)
        self.of_base = _matched(base.elements, self.now.elements)
        self.of_now = {now: one for one, now in self.of_base.items()}
        self._along: dict[int, bool] = {}

    def pair(self, number: int) -> Pair | None:
        """A shape of the base with what it is now; None where it is gone."""
        now = self.of_base.get(number)
        if now is None:
            return None
        return Pair(self._base.elements[number], self.now.elements[now], self._content.elements[now])

    def of_shape(self, number: int) -> tuple[Edit, ...]:
        """What differs on a shape of the base that is there."""
        return tuple(self._pair(number, self.of_base[number]))

    def of_text(self, number: int) -> bool:
        """Whether the text of a shape that is there differs, or how it looks."""
        found = self.pair(number)
        return found is not None and any(self._text(found))

    def of_place(self, number: int) -> bool:
        """Whether a shape that is there stands elsewhere, has another size or is turned."""
        found = self.pair(number)
        return found is not None and any(self._place(found, number, self.of_base[number]))

    def is_relooked(self, pair: Pair, base: SealedParagraph, now: SealedParagraph, said: ParagraphContent) -> bool:
        """Whether a paragraph of the same text looks otherwise."""
        return any(self._differing(pair, base, now, said))

    def is_reshaped(self, pair: Pair) -> bool:
        """Whether outline, fill or line are others."""
        return bool(self._differing_shape(pair))

    def is_cropped(self, pair: Pair) -> bool:
        """Whether a picture is cut otherwise."""
        return not self._same_crop(pair)

    def edits(self) -> Iterator[Edit]:
        """What differs, shape by shape."""
        yield from self._slide()
        for number, one in enumerate(self._base.elements):
            if number in self.of_base:
                yield from self._pair(number, self.of_base[number])
            elif not self._is_dissolved(number):
                name = self._texts.get(one.name) or _called(one)
                yield Edit("deleted", name, quoted(self._words(one)), box_before=self._frame(one))
        yield from self._new()
        yield from self._stacking()

    # --- the slide itself -----------------------------------------------------------------------------------------

    def _slide(self) -> Iterator[Edit]:
        if self._base.notes != self.now.notes:
            yield Edit("notes changed", changes=tuple(self._notes()))
        if self._base.background != self.now.background and not self._rewritten:
            yield Edit("background changed")
        if self._base.hidden != self.now.hidden:
            yield Edit("hidden" if self.now.hidden else "shown")

    def _notes(self) -> Iterator[Change]:
        """What was changed in the notes, where it is known what they were."""
        if not self._texts:
            return
        before, after = [self._texts.get(one, "") for one in self._base.notes], [x.text for x in self._content.notes]
        for i, k in paragraph_pairs(before, after, lambda i, k: alike(before[i], after[k])):
            yield change("", before[i] if i is not None else "", after[k] if k is not None else "")

    def _words(self, one: SealedElement) -> str:
        """What a shape of the base said, where that is known."""
        return " ".join(filter(None, [self._texts.get(seal, "") for seal in _said(one) if seal != one.picture]))

    # --- what is there, and around it -----------------------------------------------------------------------------

    def _members(self, group: int, elements: Sequence[SealedElement]) -> list[int]:
        return [number for number, one in enumerate(elements) if one.group == group]

    def _is_dissolved(self, group: int) -> bool:
        """Whether a group of the base is gone while its members are there."""
        members = self._members(group, self._base.elements)
        return self._base.elements[group].kind == "group" and any(one in self.of_base for one in members)

    def _is_made(self, group: int) -> bool:
        """Whether a group now is around shapes that were there."""
        members = self._members(group, self.now.elements)
        return self.now.elements[group].kind == "group" and any(one in self.of_now for one in members)

    def _new(self) -> Iterator[Edit]:
        """Shapes that the base does not have, and groups around or no more around those that it has."""
        of_base = Counter(map(_said, self._base.elements))
        for number, (one, now) in enumerate(zip(self.now.elements, self._content.elements, strict=True)):
            if number in self.of_now:
                continue
            frame = _upright(now.box or self._looks.box(now.key), now.rotation)
            if self._is_made(number):
                count = len(self._members(number, self.now.elements))
                yield Edit("grouped", shape_name(now), f"{count} shapes", box_after=frame)
            elif one.group >= 0 and one.group not in self.of_now and not self._is_made(one.group):
                continue  # told with its group
            elif _is_empty(one) and self._rewritten:
                continue  # LibreOffice writes down placeholders that were left out
            elif _says(one) and of_base[_said(one)]:
                yield Edit("copied", shape_name(now), box_after=frame)
            else:
                yield Edit("inserted", shape_name(now), quoted(" ".join(now.texts)), box_after=frame)
        for number, one in enumerate(self._base.elements):
            if number not in self.of_base and self._is_dissolved(number):
                yield Edit("ungrouped", _called(one), box_before=self._frame(one))

    def _stacking(self) -> Iterator[Edit]:
        """Shapes that are painted in another order than before; date, footer and number stand where programs like."""
        pairs = [
            (number, now)
            for number, now in sorted(self.of_base.items())
            if self._base.elements[number].placeholder not in FOOTERS and self._same_group(number, now)
        ]
        kept = set(longest_rising([now for _, now in pairs]))
        for number, now in pairs:
            if now not in kept:
                yield self._seen(Edit("brought forward or back", shape_name(self._content.elements[now])), number, now)

    def _same_group(self, number: int, now: int) -> bool:
        """Whether a shape is in the group that it was in."""
        before, after = self._base.elements[number].group, self.now.elements[now].group
        return (self.of_base.get(before, -1) if before >= 0 else -1) == after

    # --- one shape ------------------------------------------------------------------------------------------------

    def _pair(self, number: int, now: int) -> Iterator[Edit]:
        return (self._seen(one, number, now) for one in self._edits_of_pair(number, now))

    def _seen(self, edit: Edit, number: int, now: int) -> Edit:
        """An edit of a shape with where it was and is."""
        one = self._content.elements[now]
        before = self._frame(self._base.elements[number])
        after = _upright(one.box or self._looks.box(one.key), one.rotation)
        if edit.box_after is not None and after is not None:  # a part of it, which is where it was in the whole
            if before is not None and edit.kind == "cell changed":
                part = edit.box_after
                x, y = part.x - after.x + before.x, part.y - after.y + before.y
                before = Box(x, y, part.cx, part.cy)
            after = edit.box_after
        return msgspec.structs.replace(edit, box_before=before, box_after=after)

    def _frame(self, base: SealedElement) -> Box | None:
        """The upright box around a shape as it was."""
        return _upright(self._box(base), base.rotation / 100)

    def _edits_of_pair(self, number: int, now: int) -> Iterator[Edit]:
        pair = Pair(self._base.elements[number], self.now.elements[now], self._content.elements[now])
        name = shape_name(pair.now)
        yield from self._place(pair, number, now)
        yield from self._text(pair)
        if not self._same_shape_look(pair):
            yield Edit("restyled", name, self._differing_shape(pair))
        if pair.base.picture != pair.seals.picture and pair.base.kind == "picture":
            yield Edit("picture replaced", name)
        elif not self._same_crop(pair):
            yield Edit("cropped", name)
        if pair.base.alt != pair.seals.alt and not (self._rewritten and not pair.seals.alt):
            yield Edit("described anew", name, quoted(pair.now.alt))
        if pair.base.kind == "table":
            yield from self._table(pair)
        if pair.base.chart != pair.seals.chart:
            yield from self._chart(pair)

    def _place(self, pair: Pair, number: int, now: int) -> Iterator[Edit]:
        before, after = self._box(pair.base), pair.now.box or self._looks.box(pair.now.key)
        is_inherited = not pair.base.place and (pair.now.box is None or self._is_blind)
        if before is None or after is None or is_inherited:
            return
        if pair.base.kind == "group" and not self._went_along(number):
            return  # programs draw a group's frame anew around its members
        before = self._carried(number, now, before)
        if self._rewritten and pair.base.kind == "line":
            one, other = _upright(before, pair.base.rotation / 100), _upright(after, pair.now.rotation)
            if one is not None and other is not None and _near(one, other, HAIR):
                return  # LibreOffice turns connectors that are bent by a quarter, and their sides with them
        wide, high = abs(before.cx - after.cx), abs(before.cy - after.cy)
        across = _shift(before.x, before.cx, after.x, after.cx, grown=pair.now.grows == "both")
        down = _shift(before.y, before.cy, after.y, after.cy, grown=pair.now.grows != "")
        if pair.now.grows == "both":
            wide = 0
        if pair.now.grows or pair.base.kind == "table":
            high = 0
        if max(wide, high) > TOLERANCE:
            away = f", {_away(across, down)}" if max(abs(across), abs(down)) > CM // 10 else ""
            yield Edit("resized", shape_name(pair.now), f"{_measured(before, after)}{away}")
        elif max(abs(across), abs(down)) > TOLERANCE:
            yield Edit("moved", shape_name(pair.now), _away(across, down))
        turn = abs(pair.base.rotation - pair.seals.rotation) % 36_000
        if min(turn, 36_000 - turn) > TURN_TOLERANCE:
            yield Edit("turned", shape_name(pair.now), f"{pair.now.rotation:g}°")

    def _box(self, base: SealedElement) -> Box | None:
        if len(base.place) == 4:
            return Box(*base.place)
        return self._before.box(_key(base))

    def _carried(self, number: int, now: int, box: Box) -> Box:
        """Where a member of a group stood, had it gone along with its group."""
        group = self._base.elements[number].group
        if not self._same_group(number, now) or group not in self.of_base or not self._went_along(group):
            return box
        return self._laid(group, box)

    def _went_along(self, group: int) -> bool:
        """Whether the members of a group are where its frame is now."""
        found = self._along.get(group)
        if found is None:
            members = [one for one in self._members(group, self._base.elements) if one in self.of_base]
            found = self._along[group] = all(self._is_laid(group, one) for one in members)
        return found

    def _is_laid(self, group: int, member: int) -> bool:
        before, after = self._box(self._base.elements[member]), self._content.elements[self.of_base[member]].box
        return before is None or after is None or _near(self._laid(group, before), after)

    def _laid(self, group: int, box: Box) -> Box:
        """A box in the frame of a group, as it was, laid into the frame as it is."""
        before, after = self._box(self._base.elements[group]), self._content.elements[self.of_base[group]].box
        if before is None or after is None:
            return box
        across, down = (after.cx / before.cx if before.cx else 1.0), (after.cy / before.cy if before.cy else 1.0)
        return Box(
            round(after.x + (box.x - before.x) * across),
            round(after.y + (box.y - before.y) * down),
            round(box.cx * across),
            round(box.cy * down),
        )

    def _text(self, pair: Pair) -> Iterator[Edit]:
        before, after = pair.base.paragraphs, pair.seals.paragraphs
        title = pair.base.placeholder == "title"
        name = shape_name(pair.now)
        seals, now = [one.text for one in before], [one.text for one in after]
        if seals != now:
            if title:
                was = " ".join(self._texts.get(one, "") for one in seals)
                yield Edit("retitled", name, changes=(self._changed(was, " ".join(pair.now.texts)),))
            elif sorted(seals) == sorted(now):
                yield Edit("paragraphs reordered", name)
            else:
                yield from self._paragraphs(name, seals, now, pair.now.paragraphs)
        told: dict[str, str] = {}
        rows = {one.text: (one, said) for one, said in zip(after, pair.now.paragraphs, strict=True)}
        for one in before:
            if one.text in rows:
                told = {**dict(self._differing(pair, one, *rows[one.text])), **told}
        linked = told.pop("link", None)
        if told and not (self._rewritten and pair.base.placeholder in FOOTERS):
            yield Edit("restyled", name, _looks_said(told))
        if linked is not None:
            yield Edit("linked", name, linked)

    def _changed(self, before: str, after: str) -> Change:
        """A text that was another; word by word, where it is known what it was."""
        return change("", before, after) if self._texts else Change(after=after)

    def _paragraphs(
        self, name: str, before: list[str], after: list[str], said: Sequence[ParagraphContent]
    ) -> Iterator[Edit]:
        texts = [self._texts.get(one, "") for one in before]
        like = (lambda i, k: alike(texts[i], said[k].text)) if self._texts else None
        pairs = list(paragraph_pairs(before, after, like))
        gone = Counter(before[i] for i, k in pairs if i is not None and k is None)
        moved = gone & Counter(after[k] for i, k in pairs if k is not None and i is None)
        left = Counter(moved)
        for i, k in pairs:
            if i is not None and k is not None:
                found = self._changed(texts[i], said[k].text)
                yield Edit("figure changed" if only_figures(found.words) else "text changed", name, changes=(found,))
            elif k is not None and moved[after[k]]:
                moved[after[k]] -= 1
                yield Edit("paragraph moved", name, quoted(said[k].text))
            elif k is not None:
                yield Edit("paragraph added", name, changes=(change("", "", said[k].text),))
            elif i is not None and left[before[i]]:
                left[before[i]] -= 1
            elif i is not None and texts[i]:
                yield Edit("paragraph deleted", name, changes=(change("", texts[i], ""),))
            elif i is not None:
                yield Edit("paragraph deleted", name, f"number {i + 1}")

    # --- looks ----------------------------------------------------------------------------------------------------

    def _differing(
        self, pair: Pair, base: SealedParagraph, now: SealedParagraph, said: ParagraphContent
    ) -> Iterator[tuple[str, str]]:
        """What of the look of a paragraph of the same text is another one now: its name, and what it was and is."""
        if self._is_blind:
            return
        if base.level != now.level and not (self._rewritten and pair.now.key is None):
            yield "level", f"{base.level + 1} → {now.level + 1}"
        level = said.level
        key, was = pair.now.key, _key(pair.base)
        before = self._before.paragraph(was, level, self._base.look(base.look))
        after = self._looks.paragraph(key, level, dict(said.look))
        yield from ((one, _value(one, before, after)) for one in _unlike(before, after))
        letters = [
            (run.text or base.text, self._before.letters(was, level, self._base.look(run.look)), run.link)
            for run in base.runs or (_PLAIN,)
        ]
        now_runs = [
            (sealed_run.text or now.text, self._looks.letters(key, level, dict(run.look)), sealed_run.link)
            for sealed_run, run in zip(now.runs or (_PLAIN,), said.runs, strict=False)
        ]
        if self._rewritten and key is None and not self._say_colour(base):
            # What letters take after the style of their shape, LibreOffice writes down.
            for _, look, _ in (*letters, *now_runs):
                look.pop("colour", None)
        first, second = _merged(letters), _merged(now_runs)
        if [text for text, _, _ in first] != [text for text, _, _ in second] and len(first) == len(second) == 1:
            first = [(second[0][0], *first[0][1:])]
        if [text for text, _, _ in first] != [text for text, _, _ in second]:
            fields = {name for _, look, _ in (*first, *second) for name in look}
            seen = {name for name in fields if len({look.get(name, "") for _, look, _ in (*first, *second)}) > 1}
            yield from ((one, "") for one in sorted(seen) or ["letters"])
            return
        for (_, look, link), (_, look_now, link_now) in zip(first, second, strict=True):
            if link != link_now:
                leads = {one.link: run.link for one, run in zip(now.runs or (_PLAIN,), said.runs, strict=False)}
                yield "link", self._led(link, leads.get(link_now, ""))
            for name in _unlike(look, look_now):
                if not (name in ("colour", "underline") and (link or link_now)):
                    yield name, _value(name, look, look_now)

    def _led(self, before: str, now: str) -> str:
        """Where letters led to, and lead to now, where it is known what was."""
        return f"{self._texts.get(before) or 'nowhere'} → {now or 'nowhere'}" if self._texts else ""

    def _say_colour(self, base: SealedParagraph) -> bool:
        """Whether the letters of a paragraph all have a colour of their own."""
        return all("colour" in self._base.look(run.look) for run in base.runs or (_PLAIN,))

    def _same_shape_look(self, pair: Pair) -> bool:
        return not self._differing_shape(pair)

    def _differing_shape(self, pair: Pair) -> str:
        """What of a shape's look is another one now, in words."""
        if pair.base.kind in ("table", "chart", "object", "group") or self._is_blind:
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

    def _same_crop(self, pair: Pair) -> bool:
        before, after = _crop(self._base.look(pair.base.look)), _crop(dict(pair.now.look))
        return all(abs(before[side] - after[side]) <= CROP_TOLERANCE for side in "ltrb")

    # --- tables and charts ----------------------------------------------------------------------------------------

    def _table(self, pair: Pair) -> Iterator[Edit]:
        before = [tuple([_cell(cell) for cell in row]) for row in pair.base.rows]
        after = [tuple([_cell(cell) for cell in row]) for row in pair.seals.rows]
        if before == after:
            yield from self._cell_looks(pair)
            return
        was = [tuple([self._cell_said(cell) for cell in row]) for row in pair.base.rows]
        now = [tuple([" ".join([one.text for one in cell]) for cell in row]) for row in pair.now.rows]
        place = pair.now.box or self._looks.box(pair.now.key)
        tables = Tables(before, after, was, now, known=bool(self._texts), place=place, grid=pair.now.grid)
        yield from table_edits(shape_name(pair.now), tables)

    def _cell_said(self, cell: Sequence[SealedParagraph]) -> str:
        return " ".join(filter(None, [self._texts.get(one.text, "") for one in cell]))

    def _cell_looks(self, pair: Pair) -> Iterator[Edit]:
        """Looks of cells; not after LibreOffice, which drops the table's style that they begin with."""
        if self._rewritten:
            return
        told: dict[str, str] = {}
        rows = zip(pair.base.rows, pair.seals.rows, pair.now.rows, strict=True)
        for before, after, said in rows:
            for cell, cell_now, cell_said in zip(before, after, said, strict=True):
                for one, now, words in zip(cell, cell_now, cell_said, strict=True):
                    told = {**dict(self._differing(pair, one, now, words)), **told}
        if told:
            yield Edit("restyled", shape_name(pair.now), _looks_said(told))

    def _chart(self, pair: Pair) -> Iterator[Edit]:
        before, after, said = pair.base.chart, pair.seals.chart, pair.now.chart
        if before is None or after is None or said is None:
            return
        yield from chart_edits(shape_name(pair.now), Charts(before, after, said, self._texts, self._rewritten))


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
    return found | _groups_by_members(base, now, found)


def _groups_by_members(
    base: Sequence[SealedElement], now: Sequence[SealedElement], found: Mapping[int, int]
) -> dict[int, int]:
    """Groups that nothing tells but what is in them: most of what was in one is in the other, and is most of that."""
    sizes, sizes_now = (Counter(one.group for one in elements) for elements in (base, now))
    shared = Counter((base[i].group, now[k].group) for i, k in found.items())
    groups: dict[int, int] = {}
    for (i, k), count in shared.most_common():
        is_free = i >= 0 and k >= 0 and i not in found and k not in found.values()
        if is_free and i not in groups and k not in groups.values() and 2 * count > max(sizes[i], sizes_now[k]):
            groups[i] = k
    return groups


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


def said_in_seals(base: SlideBase) -> Iterator[str]:
    """What a slide says and shows, in seals; without date, footer and slide number."""
    for one in base.elements:
        if one.placeholder not in FOOTERS:
            yield from filter(None, _said(one))
            if one.chart is not None:
                yield from (*one.chart.kinds, one.chart.title)


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
    for name in sorted(one.keys() | other.keys()):
        if not _alike(name, one.get(name, ""), other.get(name, "")):
            yield name


_SAME = {"straightConnector1": "line"}


def _alike(name: str, one: str, other: str) -> bool:
    if one == other:
        return True
    if name in ("colour", "fill", "highlight"):
        return _same_colour(one, other)
    if name == "size":
        return one.isdigit() and other.isdigit() and abs(int(one) - int(other)) <= SIZE_TOLERANCE
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


def _near(one: Box, other: Box, tolerance: int = TOLERANCE) -> bool:
    far = (abs(one.x - other.x), abs(one.y - other.y), abs(one.cx - other.cx), abs(one.cy - other.cy))
    return max(far) <= tolerance


def _key(base: SealedElement) -> Key | None:
    return Key(*base.key) if base.key is not None else None


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


def shape_name(now: SlideElement) -> str:
    """What a shape is called."""
    if now.is_title:
        return "title"
    return now.name or now.kind


_KINDS = {"title": "title", "dt": "date", "ftr": "footer", "sldNum": "slide number"}


def _called(base: SealedElement) -> str:
    """What a shape that is gone is called: its name is not kept."""
    return _KINDS.get(base.placeholder) or base.kind


def _shift(before: int, long: int, after: int, long_now: int, *, grown: bool) -> int:
    """How far a shape is along one way from where it was; one that grows with its text keeps an edge or its middle."""
    ways = [after - before]
    if grown:
        ways += [after + long_now - before - long, (2 * after + long_now - 2 * before - long) // 2]
    return min(ways, key=abs)


def _away(across: int, down: int) -> str:
    """How far, in words."""
    far = [
        f"{_length(abs(way))} {name}"
        for way, name in ((across, "right" if across > 0 else "left"), (down, "down" if down > 0 else "up"))
        if abs(way) > TOLERANCE
    ]
    return ", ".join(far)


def _length(emu: int) -> str:
    return f"{emu / CM:.1f} cm" if emu >= CM else f"{emu / CM * 10:.1f} mm"


def _measured(before: Box, after: Box) -> str:
    """Two sizes, as exact as it takes to see that they differ."""
    said = [[f"{one.cx / CM:.{digits}f} × {one.cy / CM:.{digits}f} cm" for one in (before, after)] for digits in (1, 2)]
    was, now = said[0] if said[0][0] != said[0][1] else said[1]
    return f"{was} → {now}"


def _upright(box: Box | None, rotation: float) -> Box | None:
    """The upright box around a shape that may be turned."""
    return turned(box, box, rotation) if box is not None and rotation else box


_ALIGNED = {"l": "left", "ctr": "centre", "r": "right", "just": "justified"}


def _value(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What of a look was, and what is, where that says something to a reader."""
    one, now = before.get(name, ""), after.get(name, "")
    if name == "size" and one.isdigit() and now.isdigit():
        return f"{int(one) / 100:g} → {int(now) / 100:g} pt"
    if name in ("colour", "fill", "highlight"):
        return f"{one} → {now}" if len(one) == len(now) == 6 else ""
    if name == "typeface":
        return f"{one} → {now}" if one and now else ""
    if name == "align" and one in _ALIGNED and now in _ALIGNED:
        return f"{_ALIGNED[one]} → {_ALIGNED[now]}"
    if name in ("bold", "italic"):
        return "" if now == "true" else "no more"
    return ""


def _looks_said(told: Mapping[str, str]) -> str:
    """Looks that changed, by their names."""
    return ", ".join(" ".join(filter(None, (name, value))) for name, value in told.items())
