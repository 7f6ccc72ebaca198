"""What a person changed on a slide: its content now beside its base, shape by shape.

Both are compared in canonical form, so that what a program rewrites when it saves a deck is no edit. Places may differ
by `TOLERANCE`; a look is what the reader sees, whether the slide says it or inherits it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from salespack.graphics.boxes import Box
from salespack.ooxml.placeholders import FOOTERS
from salespack.ooxml.slide_base import SealedElement, SealedParagraph, SlideBase, sealed
from salespack.ooxml.slide_content import ParagraphContent, SlideContent, SlideElement
from salespack.revisions.chart_edits import Charts, chart_edits
from salespack.revisions.edit import CM, Change, Edit, change, quoted
from salespack.revisions.looks_and_places import (
    CROP_TOLERANCE,
    HAIR,
    PLAIN,
    TOLERANCE,
    TURN_TOLERANCE,
    alike_looks,
    called_before,
    crop_of,
    key_in_base,
    merged_letters,
    near_boxes,
    said_away,
    said_looks,
    said_sizes,
    said_value,
    shape_name,
    shift_of,
    unlike_looks,
    upright_box,
)
from salespack.revisions.paragraph_pairs import paragraph_pairs
from salespack.revisions.shape_pairs import cell_text, is_empty, matched_shapes, said_by_shape, says_something
from salespack.revisions.table_edits import Tables, table_edits
from salespack.revisions.three_way import longest_rising
from salespack.revisions.word_changes import alike, only_figures
from salespack.scene.inherited_looks import STYLED, SlideLooks


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
        self.of_base = matched_shapes(base.elements, self.now.elements)
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
                name = self._texts.get(one.name) or called_before(one)
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
        return " ".join(filter(None, [self._texts.get(seal, "") for seal in said_by_shape(one) if seal != one.picture]))

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
        of_base = Counter(map(said_by_shape, self._base.elements))
        for number, (one, now) in enumerate(zip(self.now.elements, self._content.elements, strict=True)):
            if number in self.of_now:
                continue
            frame = upright_box(now.box or self._looks.box(now.key), now.rotation)
            if self._is_made(number):
                count = len(self._members(number, self.now.elements))
                yield Edit("grouped", shape_name(now), f"{count} shapes", box_after=frame)
            elif one.group >= 0 and one.group not in self.of_now and not self._is_made(one.group):
                continue  # told with its group
            elif is_empty(one) and self._rewritten:
                continue  # LibreOffice writes down placeholders that were left out
            elif says_something(one) and of_base[said_by_shape(one)]:
                yield Edit("copied", shape_name(now), box_after=frame)
            else:
                yield Edit("inserted", shape_name(now), quoted(" ".join(now.texts)), box_after=frame)
        for number, one in enumerate(self._base.elements):
            if number not in self.of_base and self._is_dissolved(number):
                yield Edit("ungrouped", called_before(one), box_before=self._frame(one))

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
        after = upright_box(one.box or self._looks.box(one.key), one.rotation)
        if edit.box_after is not None and after is not None:  # a part of it, which is where it was in the whole
            if before is not None and edit.kind == "cell changed":
                part = edit.box_after
                x, y = part.x - after.x + before.x, part.y - after.y + before.y
                before = Box(x, y, part.cx, part.cy)
            after = edit.box_after
        return msgspec.structs.replace(edit, box_before=before, box_after=after)

    def _frame(self, base: SealedElement) -> Box | None:
        """The upright box around a shape as it was."""
        return upright_box(self._box(base), base.rotation / 100)

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
            one, other = upright_box(before, pair.base.rotation / 100), upright_box(after, pair.now.rotation)
            if one is not None and other is not None and near_boxes(one, other, HAIR):
                return  # LibreOffice turns connectors that are bent by a quarter, and their sides with them
        wide, high = abs(before.cx - after.cx), abs(before.cy - after.cy)
        across = shift_of(before.x, before.cx, after.x, after.cx, grown=pair.now.grows == "both")
        down = shift_of(before.y, before.cy, after.y, after.cy, grown=pair.now.grows != "")
        if pair.now.grows == "both":
            wide = 0
        if pair.now.grows or pair.base.kind == "table":
            high = 0
        if max(wide, high) > TOLERANCE:
            away = f", {said_away(across, down)}" if max(abs(across), abs(down)) > CM // 10 else ""
            yield Edit("resized", shape_name(pair.now), f"{said_sizes(before, after)}{away}")
        elif max(abs(across), abs(down)) > TOLERANCE:
            yield Edit("moved", shape_name(pair.now), said_away(across, down))
        turn = abs(pair.base.rotation - pair.seals.rotation) % 36_000
        if min(turn, 36_000 - turn) > TURN_TOLERANCE:
            yield Edit("turned", shape_name(pair.now), f"{pair.now.rotation:g}°")

    def _box(self, base: SealedElement) -> Box | None:
        if len(base.place) == 4:
            return Box(*base.place)
        return self._before.box(key_in_base(base))

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
        return before is None or after is None or near_boxes(self._laid(group, before), after)

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
            yield Edit("restyled", name, said_looks(told))
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
        key, was = pair.now.key, key_in_base(pair.base)
        before = self._before.paragraph(was, level, self._base.look(base.look))
        after = self._looks.paragraph(key, level, dict(said.look))
        yield from ((one, said_value(one, before, after)) for one in unlike_looks(before, after))
        letters = [
            (run.text or base.text, self._before.letters(was, level, self._base.look(run.look)), run.link)
            for run in base.runs or (PLAIN,)
        ]
        now_runs = [
            (sealed_run.text or now.text, self._looks.letters(key, level, dict(run.look)), sealed_run.link)
            for sealed_run, run in zip(now.runs or (PLAIN,), said.runs, strict=False)
        ]
        if self._rewritten and key is None and not self._say_colour(base):
            # What letters take after the style of their shape, LibreOffice writes down.
            for _, look, _ in (*letters, *now_runs):
                look.pop("colour", None)
        first, second = merged_letters(letters), merged_letters(now_runs)
        if [text for text, _, _ in first] != [text for text, _, _ in second] and len(first) == len(second) == 1:
            first = [(second[0][0], *first[0][1:])]
        if [text for text, _, _ in first] != [text for text, _, _ in second]:
            fields = {name for _, look, _ in (*first, *second) for name in look}
            seen = {name for name in fields if len({look.get(name, "") for _, look, _ in (*first, *second)}) > 1}
            yield from ((one, "") for one in sorted(seen) or ["letters"])
            return
        for (_, look, link), (_, look_now, link_now) in zip(first, second, strict=True):
            if link != link_now:
                leads = {one.link: run.link for one, run in zip(now.runs or (PLAIN,), said.runs, strict=False)}
                yield "link", self._led(link, leads.get(link_now, ""))
            for name in unlike_looks(look, look_now):
                if not (name in ("colour", "underline") and (link or link_now)):
                    yield name, said_value(name, look, look_now)

    def _led(self, before: str, now: str) -> str:
        """Where letters led to, and lead to now, where it is known what was."""
        return f"{self._texts.get(before) or 'nowhere'} → {now or 'nowhere'}" if self._texts else ""

    def _say_colour(self, base: SealedParagraph) -> bool:
        """Whether the letters of a paragraph all have a colour of their own."""
        return all("colour" in self._base.look(run.look) for run in base.runs or (PLAIN,))

    def _same_shape_look(self, pair: Pair) -> bool:
        return not self._differing_shape(pair)

    def _differing_shape(self, pair: Pair) -> str:
        """What of a shape's look is another one now, in words."""
        if pair.base.kind in ("table", "chart", "object", "group") or self._is_blind:
            return ""
        written, said = self._base.look(pair.base.look), dict(pair.now.look)
        before = self._before.shape(key_in_base(pair.base), written)
        after = self._looks.shape(pair.now.key, said)
        found = []
        for name in ("outline", "fill", "line"):
            one, other = before[name], after[name]
            if written.get(name) == said.get(name) or alike_looks(name, one, other):
                continue
            if self._rewritten and (STYLED in (one, other) or not one or " " in one or one == "picture"):
                continue  # what the theme's styles gave, and gradients, LibreOffice writes down in its own way
            if self._rewritten and name == "outline" and (pair.base.kind == "line" or other in ("drawn", "rect")):
                continue
            found.append(name)
        return ", ".join(found)

    def _same_crop(self, pair: Pair) -> bool:
        before, after = crop_of(self._base.look(pair.base.look)), crop_of(dict(pair.now.look))
        return all(abs(before[side] - after[side]) <= CROP_TOLERANCE for side in "ltrb")

    # --- tables and charts ----------------------------------------------------------------------------------------

    def _table(self, pair: Pair) -> Iterator[Edit]:
        before = [tuple([cell_text(cell) for cell in row]) for row in pair.base.rows]
        after = [tuple([cell_text(cell) for cell in row]) for row in pair.seals.rows]
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
            yield Edit("restyled", shape_name(pair.now), said_looks(told))

    def _chart(self, pair: Pair) -> Iterator[Edit]:
        before, after, said = pair.base.chart, pair.seals.chart, pair.now.chart
        if before is None or after is None or said is None:
            return
        yield from chart_edits(shape_name(pair.now), Charts(before, after, said, self._texts, self._rewritten))
