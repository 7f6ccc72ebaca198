"""Slides as a document to read: cover, chapters by what the customer values, end. No look here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from salespack.documents.slide_views import NodeKind, View, texts_in
from salespack.language.phrases import Words

# What stands over a section of a kind, by the names of their phrases; a frame needs nothing over it.
LABELS = {
    "market": "label_market",
    "benefit": "our_answer",
    "experience": "case_sheet",
    "news": "slot_news",
    "dialogue": "label_dialogue",
}
WORD = re.compile(r"\w+")
# What a node holds besides what it says.
SILENT = frozenset(("kind", "source", "href", "alignments", "lines"))
MOST_ON_COVER, MOST_LETTERS, MOST_PIECES = 300, 700, 14


def reading_of(slides: Sequence[View], answers: Iterable[View], word: Words, said: Any) -> dict[str, Any]:
    """The names `cover`, `chapters` and `ending` for templates of long documents.

    `cover` and `ending` are the sections of the title slide at the start and the closing slide at the end, or None.
    What `said` (values with texts) has anyway is left out of them. The cover keeps a short text; whatever else they say
    stands in the chapters.
    """
    sections = _sections(slides, word)
    known = set(_words_in(said))
    cover = _saying_more(sections[0], known) if sections and sections[0]["layout"] == "title" else None
    if cover and _is_short_text(cover):
        del sections[0]
    else:
        cover = None
    ending = _saying_more(sections[-1], known) if sections and sections[-1]["layout"] == "closing" else None
    if ending and not ending["nodes"] and not ending["sources"]:
        del sections[-1]
    else:
        ending = None
    return {"cover": cover, "chapters": _chapters(sections, answers, word), "ending": ending}


def _chapters(sections: Sequence[View], answers: Iterable[View], word: Words) -> list[View]:
    """The chapters, each with `name`, `value` (None for those of no value), `sections` and `also`.

    First what comes before anything is answered; then one chapter for each top value, with all that is said to it
    and, in `also`, the sections of other chapters that answer it too; then what comes after; at last the next step.
    """
    answers = list(answers)
    of_value: dict[str, list[View]] = {answer["value"]["id"]: [] for answer in answers}
    before: list[View] = []
    after: list[View] = []
    last: list[View] = []
    for section in sections:
        if section["value"] in of_value:
            of_value[section["value"]].append(section)
        elif section["slot"] == "next-step" or section["layout"] == "closing":
            last.append(section)
        else:
            (after if any(of_value.values()) else before).append(section)
    numbers = {section["number"] for section in sections}
    chapters = [_chapter(word["report_start"], before)]
    for answer in answers:
        value = answer["value"]
        also = [slide for slide in answer["also"] if slide["number"] in numbers]
        chapters.append(_chapter(value["name"], of_value[value["id"]], value, also))
    chapters += [_chapter(word["report_together"], after), _chapter(word["next_step"], last)]
    return [chapter for chapter in chapters if chapter["sections"] or chapter["also"]]


def _chapter(name: str, sections: list[View], value: View | None = None, also: Sequence[View] = ()) -> View:
    return {"name": name, "value": value, "sections": sections, "also": list(also)}


def _sections(slides: Iterable[View], word: Words) -> list[View]:
    """A section for each slide, with its continuation slides; `number` is that of its first slide."""
    sections: list[View] = []
    for slide in slides:
        if slide["continues"] and not slide["first"] and sections:
            section = sections[-1]
            section["nodes"] = _joined(section["nodes"], slide["nodes"])
            section["sources"] += [source for source in _sources(slide, word) if source not in section["sources"]]
        else:
            sections.append({
                "number": slide["number"],
                "title": slide["title"],
                "title_spans": slide["title_spans"],
                "label": word[LABELS[slide["kind"]]] if slide["kind"] in LABELS and slide["first"] else "",
                "layout": slide["layout"],
                "slot": slide["slot"],
                "value": slide["value"],
                "nodes": list(slide["nodes"]),
                "sources": _sources(slide, word),
            })  # fmt: skip
    for section in sections:
        section["nodes"] = [_with_brief(node) for node in section["nodes"]]
        section["together"] = _together(section["nodes"])
    return sections


def _sources(slide: View, word: Words) -> list[View]:
    """The sources without the word that says what they are, for at the page's foot nothing else stands."""
    prefix = f"{word['source']}: "
    return [{**source, "text": source["text"].removeprefix(prefix)} for source in slide["source_notes"]]


def _joined(nodes: Sequence[View], more: Sequence[View]) -> list[View]:
    """The nodes of a slide and its continuation, with a table or list that was cut in two made whole."""
    if not nodes or not more:
        return [*nodes, *more]
    whole = _whole(nodes[-1], more[0])
    return [*nodes[:-1], *whole, *more[1:]]


def _whole(node: View, rest: View) -> list[View]:
    kinds = (node["kind"], rest["kind"])
    if kinds == ("table", "table") and all(node[key] == rest[key] for key in ("alignments", "header")):
        shares = [max(pair) for pair in zip(node["shares"], rest["shares"], strict=True)]
        return [{**node, "shares": shares, "rows": [*node["rows"], *rest["rows"]]}]
    if kinds == ("text", "text"):
        *blocks, last = node["blocks"] or [{"kind": ""}]
        first, *more = rest["blocks"] or [{"kind": ""}]
        if last["kind"] == first["kind"] == "list" and _goes_on(last, first):
            blocks.append({**last, "entries": [*last["entries"], *first["entries"]]})
            return [{**node, "blocks": [*blocks, *more]}]
    return [node, rest]


def _goes_on(before: View, after: View) -> bool:
    """Whether a list is the rest of another: bullets are, numbers if they go on counting."""
    if before["ordered"] is not after["ordered"]:
        return False
    return not before["ordered"] or bool(after["start"] == before["start"] + len(before["entries"]))


def _is_short_text(section: View) -> bool:
    letters, _ = _size(section["nodes"])
    return not section["sources"] and letters <= MOST_ON_COVER and all(n["kind"] == "text" for n in section["nodes"])


def _together(nodes: Sequence[View]) -> int:
    """How many nodes stand on one page with their title: those that are short, or one picture or chart."""
    count = next((at for at in range(len(nodes)) if not _is_brief(nodes[: at + 1])), len(nodes))
    if count == 0 and nodes and nodes[0]["kind"] in ("picture", "chart"):
        return 1
    return count


def _with_brief(node: View) -> View:
    if node["kind"] == "columns":
        node = {**node, "columns": [[_with_brief(inner) for inner in column] for column in node["columns"]]}
    return {**node, "brief": _is_brief([node])}


def _is_brief(nodes: Sequence[View]) -> bool:
    """Whether nodes take about a third of a page at most, and never a whole one, however wide their letters are."""
    letters, pieces = _size(nodes)
    return letters <= MOST_LETTERS and pieces <= MOST_PIECES


def _size(nodes: Iterable[View]) -> tuple[float, float]:
    """How much nodes say: letters, as many as would fill the place over the page's whole width, and pieces."""
    letters = pieces = 0.0
    sizes: list[tuple[float, float]]
    for node in nodes:
        kind: NodeKind = node["kind"]
        match kind:
            case "table":
                rows = [node["header"], *node["rows"]]
                sizes = [(sum(map(_letters, row)), 1) for row in rows]
            case "kpis":
                sizes = [(6 * _letters(kpi["figure"]) + 3 * _letters(kpi["label"]), 3) for kpi in node["figures"]]
                sizes = [max(sizes[at : at + 4]) for at in range(0, len(sizes), 4)]  # four stand side by side
            case "columns":
                columns = [_size(column) for column in node["columns"]]
                sizes = [(len(columns) * max(size for size, _ in columns), max(count for _, count in columns))]
            case "chart" | "picture":
                sizes = [(0, MOST_PIECES)]
            case "text" | "quote":
                sizes = [(_letters(spans), 1) for spans in _texts(node["blocks"])]
            case _:
                assert_never(kind)
        letters += sum(size for size, _ in sizes)
        pieces += sum(count for _, count in sizes)
    return letters, pieces


def _letters(spans: Iterable[View]) -> int:
    return sum(len(span["text"]) for span in spans)


def _texts(blocks: Iterable[View]) -> Iterator[list[View]]:
    """The spans of each paragraph and each entry of a list, with those in it."""
    for block in blocks:
        for one in block["entries"] if block["kind"] == "list" else (block,):
            yield one["spans"]
            yield from _texts(one.get("blocks", ()))


def _saying_more(section: View, known: set[str]) -> View:
    """The section without the nodes that say only what is `known`."""
    return {**section, "nodes": [node for node in section["nodes"] if not known.issuperset(_words_in(node))]}


def _words_in(value: Any) -> Iterator[str]:
    """Every word that is said in a value of a template's context, in small letters."""
    if isinstance(value, Mapping):
        value = [inner for key, inner in value.items() if key not in SILENT]
        for inner in value:
            yield from _words_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words_in(inner)
    else:
        for text in texts_in(value):
            yield from WORD.findall(text.lower())
