"""What stands on one page: pieces with weights, of which the lightest are left out where not all have room. No look."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Literal, NamedTuple

import msgspec

from salespack.documents.chapters import summary_of
from salespack.documents.slide_views import View, texts_in

DIGIT = re.compile(r"\d")
WORD = re.compile(r"\w+")
QUANTITY = re.compile(r"[-+−–±~≈<>≤≥×€$£]*\s?\d")
QUESTION = re.compile("[?\uff1f\u061f\u037e]")
Why = Literal["no room", "a question", "said elsewhere", "one line"]
"""Why a text is not shown: the page is full, it is for the meeting and not for a page that stays, it says no more than
the page does anyway, or its slide, which is about none of the top values, has one line."""

GOAL, VALUE, PROOF, ANOTHER_PROOF, ANOTHER, AGREED, STEP = 8.0, 8.0, 7.0, 5.0, 9.0, 11.0, 12.0
"""What pieces weigh by where they stand; a value weighs `LESS` less than the one before it, an item `LATER` less."""
LESS, LATER = 1.0, 0.01
BOLD_FIGURE, FIGURE, BOLD, OF_CUSTOMER, CHART, PICTURE = 6.0, 2.0, 1.0, 2.0, 4.0, -4.0
"""What is added for what a piece has in it."""
THE_ONLY_ONE = 5.0
"""What is added to the heaviest piece of what is said to a value, which would be a title alone without it."""
MOST_TOGETHER = 6
"""Numbered lists of so many steps stand whole, or by the names of their steps; longer ones lose steps."""
MOST_STEPS = 3
"""So many steps of what is asked for are never left out."""
LARGEST_FIGURE, MOST_LABEL = 14, 60
"""How many letters a large figure has at most, and what is said beneath it."""


class LeftOut(msgspec.Struct, frozen=True):
    """A text of a slide that an output does not show: whose it is, and why."""

    text: str
    block: str
    why: Why


class Piece(msgspec.Struct, frozen=True):
    """Something that is shown or not: its weight, what it says, and the number (from 1) of its slide, 0 for none."""

    view: View
    weight: float
    text: str
    slide: int

    @classmethod
    def of(cls, view: View, weight: float, slide: int) -> Piece:
        """A piece that says what its view says."""
        return cls(view, weight, " ".join(_said(view)), slide)


class Unit(msgspec.Struct, frozen=True):
    """Pieces that are shown or left out together: one, or the steps of a numbered list, which say less than nothing
    each alone. `short` is what stands for steps where there is no room for what is said to each, and `told` what that
    leaves out; both are empty for others. `sole` says that nothing else stands for its value."""

    pieces: tuple[Piece, ...]
    sole: bool = False
    short: Piece | None = None
    told: tuple[Piece, ...] = ()

    @property
    def is_large(self) -> bool:
        """Whether it takes the room of several lines."""
        return len(self.pieces) > 2 or self.pieces[0].view["kind"] in ("table", "chart", "picture")

    @property
    def weight(self) -> float:
        """What its pieces weigh on average, for a list takes the room of all of them."""
        return sum(one.weight for one in self.pieces) / len(self.pieces) + (THE_ONLY_ONE if self.sole else 0)


class Drop(NamedTuple):
    """A unit that may be left out: as a `whole`, or what is said to the names of its steps."""

    unit: Unit
    whole: bool


class PagerValue(msgspec.Struct, frozen=True):
    """What the page says to one value: the promise with one large figure, points, and the title of what proves it."""

    value: View
    promise: View | None
    figure: View | None
    points: tuple[Piece, ...]
    proof: Piece | None
    also: tuple[str, ...]


class Pager(msgspec.Struct, frozen=True):
    """A page of the slides: all its pieces, and the texts that stand on no such page, whatever the room."""

    goals: tuple[Piece, ...]
    success: Piece | None
    values: tuple[PagerValue, ...]
    more: tuple[Piece, ...]
    proof: View | None
    proof_figure: View | None
    proof_points: tuple[Piece, ...]
    agreed: tuple[Piece, ...]
    steps: tuple[Piece, ...]
    never: tuple[tuple[Piece, Why], ...]

    @property
    def droppable(self) -> tuple[Drop, ...]:
        """What may be left out, the lightest first."""
        kept = {id(one) for one in self.steps[:MOST_STEPS]}
        alone = [*self.goals[1:], *self.more, *self.agreed, *(one for one in self.steps if id(one) not in kept)]
        units = [Unit((one,)) for one in alone]
        units += _units(self.proof_points, one_is_sole=False)
        for value in self.values:
            units += _units(value.points, one_is_sole=value.figure is None)
            units += [Unit((value.proof,))] if value.proof else []
        drops = [(unit.weight, Drop(unit, whole=True)) for unit in units]
        drops += [(unit.weight - THE_ONLY_ONE, Drop(unit, whole=False)) for unit in units if unit.short is not None]
        return tuple(drop for _, drop in sorted(drops, key=lambda one: one[0]))

    def shown(self, left_out: Container[int] = ()) -> dict[str, Any]:
        """The page for templates without some of what is droppable, by its places."""
        droppable = [one for at, one in enumerate(self.droppable) if at in left_out]
        dropped = {id(one) for unit, whole in droppable if whole for one in unit.pieces}
        shortened = {}
        for unit, _ in droppable:
            if unit.short is not None and id(unit.pieces[0]) not in dropped:
                shortened[id(unit.pieces[0])] = unit.short
                dropped |= {id(one) for one in unit.pieces[1:]}

        def kept(pieces: Iterable[Piece]) -> list[View]:
            return _numbered([(shortened.get(id(one), one).view, id(one) not in dropped) for one in pieces])

        def of_slides(pieces: Iterable[Piece]) -> list[View]:
            """With `lead`, the title of their slide, over the first of each slide but the first one."""
            found = kept(pieces)
            numbers = [one["slide"]["number"] for one in found]
            first = [number not in numbers[:at] for at, number in enumerate(numbers)]
            leads = [one["slide"]["title"] if one["slide"]["lead"] else "" for one in found]
            return [{**one, "lead": lead if new else ""} for one, lead, new in zip(found, leads, first, strict=True)]

        def points_of(one: PagerValue) -> list[View]:
            """The points, else the first sentences of what is told to them, so that no title stands alone."""
            found = of_slides(one.points)
            summary = summary_of(one.promise) if one.promise and not one.figure and not found else ""
            return [_sentence(summary, one.promise)] if summary and one.promise else found

        values = [
            {
                "value": one.value,
                "title": one.promise["title"] if one.promise else "",
                "summary": summary_of(one.promise) if one.promise else "",
                "figure": one.figure,
                "points": points_of(one),
                "also": list(one.also),
                "proof": next(iter(kept([one.proof] if one.proof else [])), None),
                "sources": _sources(one, dropped),
            }
            for one in self.values
        ]
        proof = None
        if self.proof is not None:
            points = kept(self.proof_points)
            proof = {
                "title": self.proof["title"],
                "summary": summary_of(self.proof),
                "figure": self.proof_figure,
                "points": [one for one in points if one["kind"] in ("point", "quote")],
                "exhibits": [one for one in points if one["kind"] not in ("point", "quote")],
                "sources": list(self.proof["sources"]),
            }
        return {
            "goals": kept(self.goals),
            "success": self.success.view if self.success else None,
            "values": values,
            "more": kept(self.more),
            "proof": proof,
            "agreed": kept(self.agreed),
            "steps": kept(self.steps),
        }

    def untold(self, left_out: Container[int]) -> tuple[tuple[Piece, Why], ...]:
        """What the page does not show then, and why."""
        droppable = [one for at, one in enumerate(self.droppable) if at in left_out]
        gone = [unit for unit, whole in droppable if whole]
        dropped: list[tuple[Piece, Why]] = []
        for unit, whole in reversed(droppable):
            if whole or unit not in gone:
                dropped += ((one, "no room") for one in (unit.pieces if whole else unit.told))
        return (*dropped, *self.never)


def _sentence(text: str, slide: View) -> View:
    """A text of a slide as a paragraph."""
    span = {"text": text, "lines": [text], "bold": False, "italic": False, "code": False, "href": ""}
    return {"kind": "point", "spans": [span], "marker": "", "depth": 0, "slide": slide, "lead": ""}


def _units(pieces: Sequence[Piece], *, one_is_sole: bool) -> list[Unit]:
    """Pieces with those together that are steps of one list; with `one_is_sole` the heaviest is marked as that."""
    groups: list[list[Piece]] = []
    for one in pieces:
        before = groups[-1][0].view if groups else {"kind": ""}
        is_next = before["kind"] == "point" and before["marker"].isdecimal() and one.view["slide"] is before["slide"]
        if is_next and one.view["kind"] == "point" and (one.view["marker"].isdecimal() or one.view["depth"]):
            groups[-1].append(one)
        else:
            groups.append([one])
    units = [
        unit
        for group in groups
        for unit in (
            [Unit(tuple(group), False, *_shortened(group))]
            if len(group) <= MOST_TOGETHER
            else [Unit((one,)) for one in group]
        )
    ]
    if one_is_sole and units:
        heaviest = max(units, key=lambda one: one.weight)
        units = [msgspec.structs.replace(one, sole=one is heaviest) for one in units]
    return units


def _shortened(steps: Sequence[Piece]) -> tuple[Piece | None, tuple[Piece, ...]]:
    """The bold names of steps as one line, and what they say besides; None where not all have one."""
    names = [list(takewhile(lambda span: span["bold"], one.view.get("spans", ()))) for one in steps]
    if len(steps) < 2 or not all(names):
        return None, ()
    arrow = {**names[0][0], "text": " → ", "lines": [" → "], "bold": False}
    spans = [span for name in names for span in (arrow, *name)][1:]
    view = {**steps[0].view, "marker": "", "spans": spans}
    said = (
        ("".join(span["text"] for span in one.view["spans"][len(name) :]).strip(" :"), one)
        for one, name in zip(steps, names, strict=True)
    )
    told = tuple(msgspec.structs.replace(one, text=text) for text, one in said if text)
    return msgspec.structs.replace(steps[0], view=view), told


def _numbered(pieces: Iterable[tuple[View, bool]]) -> list[View]:
    """The views that are shown; the rest of a numbered list, which no longer counts from its first, has plain marks."""
    shown: list[View] = []
    lists: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    for view, is_shown in pieces:
        shown += [view] if is_shown else []
        if view["kind"] == "point" and view["marker"].isdecimal():
            whole, left = lists.setdefault((view["slide"]["number"], view["depth"]), ([], []))
            whole.append(view["marker"])
            left += [view["marker"]] if is_shown else []
    thinned = {
        at for at, (whole, left) in lists.items() if whole != left and (len(left) == 1 or left != whole[: len(left)])
    }
    return [
        {**one, "marker": "•"}
        if one["kind"] == "point" and one["marker"].isdecimal() and (one["slide"]["number"], one["depth"]) in thinned
        else one
        for one in shown
    ]


def _sources(value: PagerValue, dropped: set[int]) -> list[str]:
    """The sources of what is shown to a value, each once; a title alone that holds no figure has none."""
    found: dict[str, None] = {}
    points = [piece.view["slide"] for piece in value.points if id(piece) not in dropped]
    promised = value.promise and (
        points or value.figure or DIGIT.search(value.promise["title"]) or summary_of(value.promise)
    )
    for one in (*([value.promise] if promised else []), *points):
        found |= dict.fromkeys(one["sources"])
    if value.proof and id(value.proof) not in dropped:
        found |= dict.fromkeys(value.proof.view["sources"])
    return list(found)


def pager_of(
    answers: Sequence[Mapping[str, Any]],
    proofs: Sequence[View],
    slides: Sequence[View],
    next_step: View | None,
    public: Mapping[str, Any],
) -> Pager:
    """The page of a deck's slides: `answers` are what it says to each top value, `proofs` its first slides of cases."""
    never: list[tuple[Piece, Why]] = []
    main = proofs[0] if proofs else None
    values = tuple(_value(one, at, main, never) for at, one in enumerate(answers))
    shown = {slide["number"] for answer in answers for slide in answer["promises"]}
    others = [one for one in slides if one["kind"] == "benefit" and one["number"] not in shown]
    more = tuple(_in_one_line(slide, never) for slide in others if slide["first"])
    proof_points: list[Piece] = []
    proof_figure = None
    if main is not None:
        nodes = [(slide, node) for slide in _whole(main, slides) for node in slide["nodes"]]
        pieces = list(_pieces(nodes, PROOF, never))
        proof_figure, proof_points = _largest(pieces, also_points=False)
    steps: list[Piece] = []
    if next_step is not None:
        known = {*_words(public.get("contact")), *_words(public.get("company"))}
        for piece in _pieces([(next_step, node) for node in next_step["nodes"]], STEP, never, questions=True):
            if known.issuperset(_words(piece.text)):
                never.append((piece, "said elsewhere"))
            else:
                steps.append(_as_point(piece) if piece.view["kind"] == "figure" else piece)
    goals = tuple(
        Piece.of({"kind": "text", "text": goal}, GOAL - LATER * at, 0) for at, goal in enumerate(public["goals"])
    )
    success = Piece.of({"kind": "text", "text": public["success"]}, GOAL, 0) if public["success"] else None
    open_steps = [one for one in public["plan"] if not one["done"]]
    agreed: list[Piece] = []
    asked = [set(_words(piece.text)) for piece in steps]
    for at, one in enumerate(open_steps):
        piece = Piece({"kind": "agreed", **one}, AGREED - LATER * at, str(one["what"]), 0)
        if any(words.issuperset(_words(one["what"])) for words in asked):
            never.append((piece, "said elsewhere"))  # the next step is this one
        else:
            agreed.append(piece)
    return Pager(
        goals=goals,
        success=success,
        values=values,
        more=more,
        proof=main,
        proof_figure=proof_figure,
        proof_points=tuple(proof_points),
        agreed=tuple(agreed),
        steps=tuple(steps),
        never=tuple(never),
    )


def quantities_in(first: View, slides: Sequence[View], most: int) -> tuple[list[View], list[View]]:
    """The figures of a slide (and of those that continue it) that may be shown large, so many at most, and the rest."""
    pieces = list(
        _pieces([(slide, node) for slide in _whole(first, slides) for node in slide["nodes"]], 0, [], questions=True)
    )
    large: list[View] = []
    while len(large) < most:
        found, rest = _largest(pieces, also_points=True, as_points=False)
        if found is None:
            break
        large.append(found)
        pieces = rest
    return large, [(_as_point(one) if one.view["kind"] == "figure" else one).view for one in pieces]


def _value(answer: Mapping[str, Any], at: int, main: View | None, never: list[tuple[Piece, Why]]) -> PagerValue:
    promises: list[View] = answer["promises"]
    weight = VALUE - LESS * at
    nodes = [
        ({**slide, "lead": at > 0 and not slide["continues"]}, node)
        for at, slide in enumerate(promises)
        for node in slide["nodes"]
    ]
    pieces = list(_pieces(nodes, weight, never))
    known = set(_words(answer["value"]["quote"] or ""))
    if known:
        again = [one for one in pieces if one.view["kind"] == "quote" and known.issuperset(_words(_quoted(one.view)))]
        never.extend((one, "said elsewhere") for one in again)
        pieces = [one for one in pieces if one not in again]
    figure, points = _largest(pieces, also_points=True)
    other = next((one for one in answer["proofs"] if one is not main and not one["continues"]), None)
    proof = None
    if other is not None:
        view = {"kind": "proof", "title": other["title"], "sources": list(other["sources"])}
        proof = Piece(view, ANOTHER_PROOF - LESS * at, other["title"], other["number"])
    return PagerValue(
        value=answer["value"],
        promise=promises[0] if promises else None,
        figure=figure,
        points=tuple(points),
        proof=proof,
        also=tuple(slide["title"] for slide in answer["also"]),
    )


def _in_one_line(slide: View, never: list[tuple[Piece, Why]]) -> Piece:
    """A promise to a value that is none of the top ones: its title, and its figure where it has one."""
    figure, rest = _largest(list(_pieces([(slide, node) for node in slide["nodes"]], 0, never)), also_points=True)
    never.extend((piece, "one line") for piece in rest)
    view = {"kind": "line", "title": slide["title"], "figure": figure, "sources": list(slide["sources"])}
    return Piece(view, ANOTHER, f"{slide['title']}", slide["number"])


def _whole(first: View, slides: Sequence[View]) -> Iterator[View]:
    """A slide and those that continue it."""
    yield first
    for one in slides[first["number"] :]:
        if not one["continues"]:
            return
        yield one


# --- pieces ----------------------------------------------------------------------------------------------------------


def _pieces(
    nodes: Iterable[tuple[View, View]], weight: float, never: list[tuple[Piece, Why]], *, questions: bool = False
) -> Iterator[Piece]:
    """The pieces of nodes, each with its slide; without `questions`, those go to what is never shown."""
    for at, (slide, view) in enumerate(_views(nodes)):
        worth = weight - LATER * at + _worth(view) + (OF_CUSTOMER if slide["holds_customer_data"] else 0)
        piece = Piece.of({**view, "slide": slide, "lead": ""}, worth, slide["number"])
        if not questions and view["kind"] == "point" and QUESTION.search(piece.text):
            never.append((piece, "a question"))
        else:
            yield piece


def _views(nodes: Iterable[tuple[View, View]]) -> Iterator[tuple[View, View]]:
    """What a page can show or leave out of a node: points, figures, quotes, tables, charts, pictures."""
    for slide, node in nodes:
        match node["kind"]:
            case "text":
                yield from ((slide, one) for one in _points(node["blocks"]))
            case "kpis":
                yield from ((slide, {"kind": "figure", **figure}) for figure in node["figures"])
            case "columns":
                yield from _views((slide, inner) for column in node["columns"] for inner in column)
            case kind:
                yield slide, {"kind": kind, "node": node, "depth": 0}


def _points(blocks: Iterable[View], depth: int = 0) -> Iterator[View]:
    """Each paragraph and each entry of a list, with those in it beneath it."""
    for block in blocks:
        if block["kind"] != "list":
            yield {"kind": "point", "spans": block["spans"], "marker": "", "depth": depth}
            continue
        for at, entry in enumerate(block["entries"]):
            marker = str(block["start"] + at) if block["ordered"] else "•"
            yield {"kind": "point", "spans": entry["spans"], "marker": marker, "depth": depth}
            yield from _points(entry["blocks"], depth + 1)


def _worth(view: View) -> float:
    if view["kind"] == "figure":
        return BOLD_FIGURE
    if view["kind"] == "chart":
        return CHART
    if view["kind"] == "picture":
        return PICTURE
    spans = list(_spans(view))
    bold = [one["text"] for one in spans if one["bold"]]
    if any(map(DIGIT.search, bold)):
        return BOLD_FIGURE
    if any(DIGIT.search(one["text"]) for one in spans):
        return FIGURE + (BOLD if bold else 0)
    return BOLD if bold else 0.0


def _spans(view: Any) -> Iterator[Mapping[str, Any]]:
    """Every run of text in a view."""
    if isinstance(view, Mapping):
        if "bold" in view:
            yield view
        else:
            for key, inner in view.items():
                if key != "slide":
                    yield from _spans(inner)
    elif isinstance(view, list | tuple):
        for inner in view:
            yield from _spans(inner)


def _largest(pieces: list[Piece], *, also_points: bool, as_points: bool = True) -> tuple[View | None, list[Piece]]:
    """The one figure that is shown large, if there is one, and the other pieces, figures among them as points."""
    found = [(at, one.view) for at, one in enumerate(pieces) if one.view["kind"] == "figure" and _is_figure(one.view)]
    if not found and also_points:
        points = [(at, one.view) for at, one in enumerate(pieces) if one.view["kind"] == "point"]
        found = [(at, large) for at, view in points if (large := _figure_in(view)) is not None]
    place, large = found[0] if found else (-1, None)
    rest = [one for at, one in enumerate(pieces) if at != place]
    if not as_points:
        return large, rest
    return large, [_as_point(one) if one.view["kind"] == "figure" else one for one in rest]


def _is_figure(view: View) -> bool:
    return len("".join(span["text"] for span in view["figure"])) <= LARGEST_FIGURE


def _is_quantity(text: str) -> bool:
    """Whether a text is a quantity, as “−88%” is, and not the name of a day."""
    return len(text) <= LARGEST_FIGURE and QUANTITY.match(text) is not None


def _figure_in(view: View) -> View | None:
    """A point as a large figure, where it is made of one bold figure and of few words before or behind it."""
    spans = view["spans"]
    bold = [at for at, one in enumerate(spans) if one["bold"]]
    if len(bold) != 1 or bold[0] not in (0, len(spans) - 1) or not DIGIT.search(spans[bold[0]]["text"]):
        return None
    figure = spans[bold[0]]
    label = [one for at, one in enumerate(spans) if at != bold[0]]
    said = "".join(one["text"] for one in label).strip()
    if not said or len(said) > MOST_LABEL or not _is_quantity(figure["text"]) or said[0] in ".,;:":
        return None
    trimmed = said.strip(" :–—-")
    return {**view, "kind": "figure", "figure": [figure], "label": [{**label[0], "text": trimmed, "lines": [trimmed]}]}


def _as_point(piece: Piece) -> Piece:
    """A figure with what it means, as one line."""
    view = piece.view
    space = {**view["figure"][0], "text": " ", "lines": [" "], "bold": False}
    spans = [*({**one, "bold": True} for one in view["figure"]), space, *view["label"]]
    point = {"kind": "point", "spans": spans, "marker": "•", "depth": 0, "slide": view["slide"], "lead": ""}
    return Piece(point, piece.weight, piece.text, piece.slide)


def _said(view: View) -> Iterator[str]:
    """What a piece says, text by text; of charts and pictures their alternative texts."""
    for key in ("text", "title"):
        if isinstance(view.get(key), str):
            yield view[key]
    if "node" in view and view["node"].get("alt"):
        yield view["node"]["alt"]
        return
    yield from ("".join(span["text"] for span in spans) for spans in _runs(view))


def _runs(view: Any) -> Iterator[list[View]]:
    """Every row of runs of text in a view."""
    if isinstance(view, Mapping):
        for key, inner in view.items():
            if key != "slide":
                yield from _runs(inner)
    elif isinstance(view, list | tuple):
        if view and isinstance(view[0], Mapping) and "bold" in view[0]:
            yield list(view)
        else:
            for inner in view:
                yield from _runs(inner)


def _quoted(view: View) -> str:
    """What a quotation says, without who said it."""
    return " ".join("".join(span["text"] for span in spans) for spans in _runs(view["node"]["blocks"]))


def _words(value: Any) -> list[str]:
    return [word for text in texts_in(value) for word in WORD.findall(text.lower())]
