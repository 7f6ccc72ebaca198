"""Slides as a document to read: cover, chapters by what the customer values, end, sources. No look here.

What a slide asks the people in the room is left out: a document does not wait for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from salespack.documents.slide_views import View, texts_in
from salespack.language.phrases import Words

# What stands over a section of a kind, by the names of their phrases; a frame needs nothing over it.
LABELS = {
    "market": "label_market",
    "benefit": "our_answer",
    "experience": "case_sheet",
    "news": "slot_news",
    "dialogue": "label_dialogue",
}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CLAIM = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
SIGN = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹])\\s+")
"""The sign behind a claim, and before its source at the foot of a slide."""
FOR_THE_MEETING = ("agenda",)
"""The slots whose slides say what the meeting will do: a document has contents instead."""
LAST = ("next-step", "team")
"""The slots whose slides stand in the last chapter: what happens now, and with whom."""
WORD = re.compile(r"\w+")
QUESTION = re.compile("[?\uff1f\u061f\u037e]")
SENTENCE = re.compile(r"[^.!?\u2026]+(?:[.!?\u2026]+[”’)\"']*\s*|\Z)|[.!?\u2026]+", re.DOTALL)
# What a node holds besides what it says.
SILENT = frozenset(("kind", "source", "href", "alignments", "lines"))
MOST_ON_COVER = 300
MOST_SUMMARY = 150
"""How many letters the first sentences of a text have that stand for it."""


class Reading(NamedTuple):
    """The names for templates of long documents, and the questions that these do not show, by the numbers of slides."""

    names: dict[str, Any]
    asked: tuple[tuple[int, str], ...]


def reading_of(
    slides: Sequence[View], answers: Iterable[View], word: Words, said: Any, contact: Mapping[str, Any] | None = None
) -> Reading:
    """The names that templates of long documents have: `cover`, `chapters`, `ending`, `contact_told`, `references` and
    `all_sources`.

    `cover` and `ending` are the sections of the title slide at the start and the closing slide at the end, or None.
    What `said` (values with texts) has anyway is left out of them. The cover keeps a short text; whatever else they say
    stands in the chapters; an end that only asks something is left out. `contact_told` tells whether they say how the
    `contact` is reached. `references` are the sources, each once; sections have their numbers in `references`.
    `all_sources` are those of all slides, also of what no section shows.
    """
    asked: list[tuple[int, str]] = []
    sections = _sections(slides, word, asked)
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
    if ending and QUESTION.search(ending["title"]):
        asked.append((ending["number"], ending["title"]))
        ending = None
    sections = [one for one in sections if one["nodes"] or one["prose"]]
    ways = [way for key in ("email", "phone") if (way := (contact or {}).get(key))]
    contact_told = any(way in text for one in sections for text in texts_in(one["nodes"]) for way in ways)
    references: list[View] = []
    for section in sections:
        _numbered(section, references)
    names = {
        "cover": cover,
        "chapters": _chapters(sections, answers, word),
        "ending": ending,
        "contact_told": contact_told,
        "references": references,
        "all_sources": list(_all_sources(slides, word)),
    }
    return Reading(names, tuple(asked))


def _chapters(sections: Sequence[View], answers: Iterable[View], word: Words) -> list[View]:
    """The chapters, each with `name`, `value` (None for those of no value), its `quote`, `sections` and `also`.

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
        elif section["slot"] in LAST or section["layout"] == "closing":
            last.append(section)
        else:
            (after if any(of_value.values()) else before).append(section)
    last.sort(key=lambda one: one["slot"] != "next-step")
    numbers = {section["number"] for section in sections}
    chapters = [_chapter(word["report_start"], before)]
    for answer in answers:
        value = answer["value"]
        also = [slide for slide in answer["also"] if slide["number"] in numbers]
        own = of_value[value["id"]]
        # What the customer said stands once: where their direction has it, or a section of its own, not before it too.
        quote = value["quote"] or ""
        said = " ".join(_words_in([*before, *own]))
        chapters.append(_chapter(value["name"], own, value, also, "" if " ".join(_words_in(quote)) in said else quote))
    chapters += [_chapter(word["report_together"], after), _chapter(word["next_step"], last)]
    return [chapter for chapter in chapters if chapter["sections"] or chapter["also"]]


def summary_of(slide: View) -> str:
    """The first sentences of a slide's prose; of a story in parts, which begin with bold words, those of its last."""
    blocks = [one for one in slide["prose"] if one["kind"] == "paragraph"]
    parts = [one["spans"] for one in blocks if one["spans"][0]["bold"] and len(one["spans"]) > 1]
    spans = parts[-1][1:] if parts else blocks[0]["spans"] if blocks else []
    said = ""
    for sentence in SENTENCE.findall("".join(one["text"] for one in spans).lstrip(":.–—- ")):
        if QUESTION.search(sentence) or len(said) + len(sentence.strip()) > MOST_SUMMARY:
            break
        said += sentence
    return CLAIM.sub("", said).strip()


def without_label(title: str, label: str) -> str:
    """A title without the words that stand over it anyway: “Next step: two hours” under “Next step”."""
    rest = title[len(label) :].lstrip()
    if not title.casefold().startswith(label.casefold()) or not rest.startswith((":", "–", "—")):
        return title
    rest = rest[1:].lstrip()
    return f"{rest[:1].upper()}{rest[1:]}"


def _title(slide: View, word: Words) -> list[View]:
    """The runs of a slide's title; that of the next step stands in a chapter that is called so."""
    first, *more = slide["title_spans"] or [None]
    if first is None or slide["slot"] != "next-step":
        return list(slide["title_spans"])
    text = without_label(first["text"], word["next_step"])
    return [{**first, "text": text, "lines": text.split("\n")}, *more]


def _chapter(
    name: str, sections: list[View], value: View | None = None, also: Sequence[View] = (), quote: str = ""
) -> View:
    return {"name": name, "value": value, "quote": quote, "sections": sections, "also": list(also)}


def _sections(slides: Iterable[View], word: Words, asked: list[tuple[int, str]]) -> list[View]:
    """A section for each slide, with its continuation slides; `number` is that of its first slide.

    The questions that it leaves out go to `asked`.
    """
    sections: list[View] = []
    for slide in slides:
        if slide["slot"] in FOR_THE_MEETING:
            texts = [one for node in slide["nodes"] if node["kind"] == "text" for one in _texts(node["blocks"])]
            asked += [(slide["number"], "".join(span["text"] for span in spans)) for spans in texts]
            continue
        nodes = list(_answering(slide["nodes"], slide["number"], asked)) if _asks_nothing(slide) else None
        slide = slide if nodes is None else {**slide, "nodes": nodes}
        if slide["continues"] and not slide["first"] and sections:
            section = sections[-1]
            section["nodes"] = _joined(section["nodes"], slide["nodes"])
            section["sources"] += [source for source in _sources(slide, word) if source not in section["sources"]]
        else:
            sections.append({
                "number": slide["number"],
                "title": slide["title"],
                "title_spans": _title(slide, word),
                "label": word[LABELS[slide["kind"]]] if slide["kind"] in LABELS and slide["first"] else "",
                "layout": slide["layout"],
                "slot": slide["slot"],
                "value": slide["value"],
                "nodes": list(slide["nodes"]),
                "prose": list(_told(slide["prose"], slide["number"], asked)),
                "sources": _sources(slide, word),
            })  # fmt: skip
    for section in sections:
        section |= _arranged(section)
    return sections


def _arranged(section: View) -> View:
    """What stands beside a section's prose (`beside`), what beneath it (`beneath`); without prose all is beneath.

    Figures, charts and pictures stand beside it; where there are none, its points do. The rest is beneath.
    """
    nodes = section["nodes"]
    if not section["prose"]:
        return {"beside": [], "beneath": nodes}
    beside = [one for one in nodes if one["kind"] in ("kpis", "chart", "picture")]
    points = [one for one in nodes if one["kind"] == "text"]
    wide = [one for one in nodes if one not in beside and one not in points]
    if not beside:
        beside, points = points, []
    return {"beside": beside, "beneath": [*points, *wide]}


def _asks_nothing(slide: View) -> bool:
    """Whether a slide has no right to ask: what happens next may, and so may the end."""
    return not (slide["slot"] == "next-step" or slide["layout"] == "closing")


def _answering(nodes: Iterable[View], number: int, asked: list[tuple[int, str]]) -> Iterator[View]:
    """The nodes without the questions in their lists and texts; what has nothing else is gone."""
    for node in nodes:
        if node["kind"] == "columns":
            columns = [list(_answering(column, number, asked)) for column in node["columns"]]
            if any(columns):
                yield {**node, "columns": [column for column in columns if column]}
        elif node["kind"] != "text":
            yield node
        elif blocks := list(_without_questions(node["blocks"], number, asked)):
            yield {**node, "blocks": blocks}


def _without_questions(blocks: Iterable[View], number: int, asked: list[tuple[int, str]]) -> Iterator[View]:
    for block in blocks:
        if block["kind"] != "list":
            if not _is_question(block, number, asked):
                yield block
            continue
        entries = [one for one in block["entries"] if not _is_question(one, number, asked)]
        if entries:
            yield {**block, "entries": entries}


def _is_question(block: View, number: int, asked: list[tuple[int, str]]) -> bool:
    text = "".join(span["text"] for span in block["spans"])
    if not QUESTION.search(text):
        return False
    asked.append((number, text))
    return True


def _told(blocks: Iterable[View], number: int, asked: list[tuple[int, str]]) -> Iterator[View]:
    """Prose without the sentences that ask something, which are for the meeting."""
    for block in blocks:
        spans = block.get("spans", ())
        if len(spans) != 1:
            yield block
            continue
        sentences = SENTENCE.findall(spans[0]["text"])
        asked += [(number, one.strip()) for one in sentences if QUESTION.search(one)]
        text = "".join(one for one in sentences if not QUESTION.search(one)).strip()
        if text:
            yield {**block, "spans": [{**spans[0], "text": text, "lines": text.split("\n")}]}


def _sources(slide: View, word: Words) -> list[View]:
    """The sources without the signs of claims and the word that says what they are, with that sign as `sign`."""
    prefix = f"{word['source']}: "
    found = []
    for source in slide["source_notes"]:
        sign = SIGN.match(source["text"])
        text = source["text"][sign.end() :] if sign else source["text"]
        found.append({**source, "text": text.removeprefix(prefix), "sign": sign[1] if sign else ""})
    return found


def _all_sources(slides: Iterable[View], word: Words) -> Iterator[View]:
    """The sources of slides, each once."""
    found: list[View] = []
    for slide in slides:
        for source in _sources(slide, word):
            reference = {key: inner for key, inner in source.items() if key != "sign"}
            if reference not in found:
                found.append(reference)
                yield reference


def _numbered(section: View, references: list[View]) -> None:
    """Gives a section the numbers of its sources, and those behind its claims the numbers that they have there."""
    signs: dict[str, str] = {}
    numbers = []
    for source in section["sources"]:
        reference = {key: inner for key, inner in source.items() if key != "sign"}
        if reference not in references:
            references.append(reference)
        numbers.append(references.index(reference) + 1)
        if source["sign"]:
            signs[source["sign"]] = str(numbers[-1]).translate(RAISED)
    section["references"] = [] if signs else list(dict.fromkeys(numbers))
    if signs:
        for key in ("nodes", "prose", "beside", "beneath", "title_spans"):
            section[key] = _resigned(section[key], signs)


def _resigned(value: Any, signs: Mapping[str, str]) -> Any:
    """A value of a context whose texts have other signs behind claims."""
    if isinstance(value, Mapping):
        return {key: inner if key in SILENT - {"lines"} else _resigned(inner, signs) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_resigned(inner, signs) for inner in value]
    if isinstance(value, str):
        return CLAIM.sub(lambda match: signs.get(match[0], match[0]), value)
    return value


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
    nodes = section["nodes"]
    if section["sources"] or any(node["kind"] != "text" for node in nodes):
        return False
    return sum(_letters(spans) for node in nodes for spans in _texts(node["blocks"])) <= MOST_ON_COVER


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
