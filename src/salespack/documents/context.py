"""What templates of documents know: the public view, with the seller's view added for the seller's own outputs."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from salespack.deck.model import Chart, Deck, Next, Node, text_of
from salespack.deck.visiting import leaves
from salespack.documents.assets import Assets
from salespack.documents.case_sheets import case_of
from salespack.documents.chapters import reading_of, without_label
from salespack.documents.look import DocumentLook
from salespack.documents.pager import Pager, pager_of
from salespack.documents.proposal import proposed_day
from salespack.documents.slide_views import View, pages_of, slides_of, undivided
from salespack.language.formatting import Formats
from salespack.language.locales import languages
from salespack.language.phrases import FILE, Words, words
from salespack.matching.selection import Choice, EmptyReason, Reason, Rejection, Selection, Served, Term
from salespack.scene.slide_picture import SlidePicture
from salespack.templating.environment import Data

SELLER_NAMES = frozenset((
    "relationship", "stakeholders", "figures", "selection", "titles", "agenda",
    "reasons", "gaps", "avoid", "doubts", "coverage", "generic_share", "time",
    "answered", "own_words_share", "served", "audience", "absent", "state_proposed", "unanswered", "agenda_parts",
))  # fmt: skip

# Reasons a seller can act on or must know of, in the order of the brief. The others are how matching works.
AVOIDED = (
    Reason.DECLINED,
    Reason.REPAIR_FIRST,
    Reason.NOT_NOW,
    Reason.NOT_FOR,
    Reason.SHOWN,
    Reason.DROPPED,
    Reason.EXPIRED,
    Reason.NEEDS,
    Reason.BROKEN,
)
MOST_AVOIDED = 8
HEARD = (
    "heard_call", "heard_complaint", "heard_interview", "heard_kick_off", "heard_meeting", "heard_quarterly_review",
    "heard_request_for_proposal", "heard_survey", "heard_workshop",
)  # fmt: skip
"""The phrases for where sellers hear what customers value, as profiles say it before a day."""
ISO_DAY = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?\b")
RAISED = (Reason.OUTSCORED, Reason.NO_SLOT, Reason.OVER_LIMIT, Reason.SHOWN)
"""Why an answer to a doubt may be left out of a deck whose reader can raise the doubt all the same."""
MOST_DOUBTS = 6
# What the brief says of an empty slot, by the names of its phrases.
GAPS = {
    EmptyReason.ANSWERED: "answered_by",
    EmptyReason.ANSWERS_NOTHING: "gap_answers",
    EmptyReason.NONE_ELIGIBLE: "gap_none_eligible",
    EmptyReason.REPAIR_FIRST: "reason_repair_first",
    EmptyReason.NOT_NOW: "reason_not_now",
    EmptyReason.OVER_LIMIT: "reason_over_limit",
    EmptyReason.NOTHING_TO_SAY: "gap_nothing_to_say",
}


class DoubtAnswer(msgspec.Struct, frozen=True):
    """What is said in one line to a doubt, and the values that the doubt is about, with how strongly (1–5)."""

    line: str
    values: Mapping[str, int]


class DocumentContext(Data):
    """A template's names, with what only renderers need: deck, files to show, look, pieces, whether it is internal."""

    def __init__(
        self,
        names: Mapping[str, Any],
        deck: Deck,
        assets: Assets,
        look: DocumentLook,
        pager: Pager,
        asked: tuple[tuple[int, str], ...] = (),
        *,
        internal: bool,
        profile_file: str,
    ) -> None:
        super().__init__("", names)
        self.deck, self.assets, self.look, self.pager, self.asked = deck, assets, look, pager, asked
        self.internal, self.profile_file = internal, profile_file

    def attaching(self, files: Sequence[str]) -> DocumentContext:
        """The same for a mail with these files, so that one context serves all outputs of an audience."""
        return self.having(attachments=list(files))

    def leaving_out(self, pieces: Container[int]) -> DocumentContext:
        """The same with a `pager` without some of what it may leave out, by its places."""
        return self.having(pager=self.pager.shown(pieces))

    def having(self, **names: Any) -> DocumentContext:
        """The same with other values of some names."""
        return DocumentContext(
            {**self, **names}, self.deck, self.assets, self.look, self.pager, self.asked,
            internal=self.internal, profile_file=self.profile_file,
        )  # fmt: skip


def document_context(
    deck: Deck,
    selection: Selection,
    public: Mapping[str, Any],
    *,
    look: DocumentLook,
    language: str,
    formats: Formats | None = None,
    seller: Mapping[str, Any] | None = None,
    attachments: Sequence[str] = (),
    pictures: Sequence[SlidePicture] = (),
    valid_until: datetime.date | None = None,
    cases: Mapping[str, Mapping[str, str]] | None = None,
    profile_file: str = "",
) -> DocumentContext:
    """The names for the customer's outputs; with `seller`, those for the seller's, whose slides are those of the deck.

    `look` is that of the library's documents, `formats` writes figures and days in the `language`, `attachments` are
    the names of the files that go with the mail, `pictures` the slides as they are seen, for documents that show them;
    `cases` are facts of whom blocks are about, by their labels; `valid_until` is the last day on which all of it holds,
    `profile_file` the profile as the user names it, for problems.
    """
    formats = formats or Formats()
    if seller is None:
        deck = _without_contact(undivided(deck), public["contact"])
    assets = Assets()
    # Wrapped before anything refers to them, for each is referred to by several names.
    slides: list[View] = Data("", {"slides": slides_of(deck, assets, seller=seller is not None)})["slides"]
    proofs = [slide for slide in slides if slide["kind"] == "experience" and not slide["continues"]]
    names: dict[str, Any] = {
        **public,
        "title": deck.title,
        "pack": deck.pack_name,
        "language": language,
        "words": words(language),
        "brand": dict(look.colours),
        "slides": slides,
        "answers": [_answer(value, slides, deck, selection) for value in public["values"]],
        "proofs": proofs,
        "proof": proofs[0] if proofs else None,
        "next_step": next((slide for slide in slides if slide["slot"] == "next-step"), None),
        "proposed": proposed_day(deck.slides, language, public["on"]),
        "news": [slide for slide in slides if slide["kind"] == "news" and not slide["continues"]],
        "attachments": list(attachments),
        "pages": pages_of(pictures, assets),
        "valid_until": valid_until,
    }
    if names["next_step"] is not None:
        short = without_label(names["next_step"]["title"], names["words"]["next_step"])
        names["next_step"] = {**names["next_step"], "short_title": short}
    pager = pager_of(names["answers"], proofs, slides, names["next_step"], public)
    names["pager"] = pager.shown()
    about = [slide.provenance.block for slide in deck.slides if slide.kind == "experience" and not slide.continues]
    names["case"] = case_of(names["proof"], slides, (cases or {}).get(next(iter(about), ""), {}))
    names["case"]["for_you"] = _worked_out(names["proof"], deck, slides, selection)
    names |= _phrases(names)
    said = [names[name] for name in ("company", "customer", "contact", "pack", "title")]
    said.append(formats.date(public["meeting"]["date"] or public["on"], language))
    reading = reading_of(slides, names["answers"], names["words"], said, public["contact"])
    names |= reading.names
    if seller is not None:
        names |= seller
        names |= _seller_view(selection, names, slides, formats)
    return DocumentContext(
        names, deck, assets, look, pager, reading.asked, internal=seller is not None, profile_file=profile_file
    )


def _without_contact(deck: Deck, contact: Mapping[str, Any] | None) -> Deck:
    """The deck without how our contact is reached in its next steps, for documents say that at their end."""
    ways = [way for key in ("email", "phone") if (way := (contact or {}).get(key))]

    def told(node: Node) -> Node:
        if isinstance(node, Next) and any(way in text_of(node.contact) for way in ways):
            return msgspec.structs.replace(node, contact=())
        return node

    slides = (msgspec.structs.replace(slide, nodes=tuple(map(told, slide.nodes))) for slide in deck.slides)
    return msgspec.structs.replace(deck, slides=tuple(slides))


def _phrases(names: Mapping[str, Any]) -> dict[str, str]:
    """Sentences that name the customer: the headline (what the opening says), the mail's subject and first lines."""
    word, customer = names["words"], names["customer"]["name"]
    opening = next((slide for slide in names["slides"][:1] if slide["layout"] == "title" and not slide["cover"]), None)
    people = [person["name"] for person in names["room"] if person.get("name")]
    return {
        "headline": opening["title"] if opening else names["title"],
        "subject": word["email_subject"].format(customer=customer),
        "greeting": word["email_hello_named"].format(name=_listed(people, word)) if people else word["email_hello"],
        "intro": word["email_intro"].format(customer=customer),
    }


def _listed(names: Sequence[str], word: Words) -> str:
    """Names with the language's “and” before the last."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word['and']} {names[-1]}"


def _answer(value: Mapping[str, Any], slides: Sequence[View], deck: Deck, selection: Selection) -> View:
    """What the deck says to one top value: what we promise (or put right), and the experiences that prove it.

    `also` are slides that stand in the deck for another value and answer this one too.
    """
    own = [slide for slide in slides if slide["value"] == value["id"]]
    shared = {choice.answered_by for choice in selection.choices if choice.value == value["id"]}
    blocks = [slide.provenance.block for slide in deck.slides]
    promises = [slide for slide in own if slide["kind"] == "benefit"]
    promises = promises or [slide for slide in own if slide["kind"] == "dialogue"]
    return {
        "value": value,
        "promises": promises,
        "proofs": [slide for slide in own if slide["kind"] == "experience"],
        "also": [
            slide
            for slide, block in zip(slides, blocks, strict=True)
            if block in shared and slide["value"] != value["id"] and not slide["continues"]
        ],
    }


def _seller_view(
    selection: Selection, names: Mapping[str, Any], slides: Sequence[View], formats: Formats
) -> dict[str, Any]:
    """What the brief says of the choice: agenda, reasons for each block, what is missing and what to leave out."""
    word = names["words"]
    titles = {slide["block"]: slide["title"] for slide in reversed(slides)} | dict(names.get("titles") or {})
    value_names = {value["id"]: value["name"] for value in names["figures"]}
    language = names["language"]
    filled = [choice for choice in selection.choices if choice.filled]
    agenda = [
        {
            "slot": slot_name(choice.slot, word),
            "value": value_names.get(choice.value or "", choice.value or ""),
            "title": titles.get(choice.source, choice.source),
            "block": choice.source,
            "minutes": choice.minutes,
            "seconds": str(round((choice.minutes or 0) * 60)),
        }
        for choice in filled
    ]
    gaps = [_gap(choice, word, value_names, titles) for choice in selection.choices if not choice.filled]
    fields = names.get("field_names") or {}
    present, absent = _audience(selection, names, slides, titles)
    return {
        "selection": selection,
        "titles": titles,
        "agenda": agenda,
        "agenda_parts": _agenda_parts(filled, slides, value_names, word),
        "unanswered": [one for one in names["figures"] if one["top"] and not one["covered"]],
        "time": _time(selection.minutes, names["meeting"].get("minutes"), word, language, formats),
        "reasons": {choice.source: _reason(choice, word, value_names, titles, language, formats) for choice in filled},
        "gaps": list(_told_once(gaps, ("slot", "reason"), "value")),
        "avoid": list(
            _told_once(
                _avoided(selection.rejections, word, value_names, titles, fields, language, formats),
                ("reason", "detail"),
                "title",
            )
        ),
        "figures": [
            {**one, "source": _heard(one["source"] or "", word, language, formats)} for one in names["figures"]
        ],
        "doubts": _doubts(selection, slides, titles, names.get("doubt_answers") or {}),
        "coverage": selection.coverage,
        "generic_share": selection.generic_share,
        "answered": selection.answered,
        "own_words_share": selection.own_words_share,
        "served": _served(selection, word),
        "state_proposed": selection.proposed_from is not None,
        "audience": present,
        "absent": absent,
        "past": names.get("past", []),
        "seen_before": names.get("seen_before", []),
    }


def _served(selection: Selection, word: Words) -> str:
    """How many of the people in the room find slides of theirs, in words; empty where nobody is named."""
    people = len(selection.people)
    return word["people_served"].format(served=selection.served, all=people) if people else ""


def _audience(
    selection: Selection, names: Mapping[str, Any], slides: Sequence[View], titles: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who is in the meeting, those known at the customer before the roles that it names without a person, and who is
    known and not in it: the name, the role, what they care about, and the numbers of the slides that are theirs."""
    theirs = {one.role: _theirs(one, names["words"], slides, titles) for one in selection.people}
    expected = {person["role"] for person in names["room"]}
    people = [{**person, "theirs": theirs.get(person["role"], "–")} for person in names["stakeholders"]]
    present = [person for person in people if person["role"] in expected or not expected]
    known = {person["role"] for person in present}
    unnamed = [person for person in names["room"] if person["role"] in theirs.keys() - known]
    present += ({**one, "cares_about": [], "theirs": theirs[one["role"]]} for one in unnamed)
    return present, [person for person in people if person not in present]


def _agenda_parts(
    filled: Sequence[Choice], slides: Sequence[View], value_names: Mapping[str, str], word: Words
) -> list[dict[str, Any]]:
    """The parts of the meeting, what is about one value together: `name`, `minutes`, `seconds`, the `slides`."""
    parts = []
    held = Counter((one.source, one.slot) for one in filled)
    numbered: dict[tuple[Any, Any], list[int]] = {}
    for slide in slides:
        numbered.setdefault((slide["block"], slide["slot"]), []).append(slide["number"])
    for value, group in groupby(filled, key=lambda choice: choice.value):
        choices = list(group)
        numbers = sorted(number for one in choices for number in _next_of(numbered, (one.source, one.slot), held))
        called = list(dict.fromkeys(slot_name(one.slot, word) for one in choices))
        called = called if len(called) < 3 else [f"{called[0]} – {called[-1]}"]
        minutes = sum(one.minutes or 0 for one in choices)
        parts.append({
            "name": value_names.get(value, value) if value else ", ".join(called),
            "minutes": minutes,
            "seconds": str(round(minutes * 60)),
            "slides": _span_of(numbers),
        })  # fmt: skip
    return parts


def _next_of(
    numbered: dict[tuple[Any, Any], list[int]], key: tuple[Any, Any], held: Mapping[tuple[Any, Any], int]
) -> list[int]:
    """The slides of a place: all that its block makes there, or the next one, where it makes one for several values."""
    if held[key] == 1:
        return numbered.get(key, [])
    first, numbered[key] = numbered.get(key, [])[:1], numbered.get(key, [])[1:]
    return first


def _span_of(numbers: Sequence[int]) -> str:
    """Numbers of slides in a row as one text: “4–6”."""
    if not numbers:
        return ""
    return str(numbers[0]) if numbers[0] == numbers[-1] else f"{min(numbers)}–{max(numbers)}"


def _told_once(rows: Iterable[dict[str, Any]], by: tuple[str, ...], what: str) -> Iterator[dict[str, Any]]:
    """Rows that say the same of several things as one, which names all of them in `what`; `several` tells of it."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in by), []).append(row)
    for alike in found.values():
        told = [row[what] for row in alike if row[what]]
        yield {**alike[0], what: "; ".join(told), "several": len(told) > 1}


def _heard(source: str, word: Words, language: str, formats: Formats) -> str:
    """Where something was heard, as the profile says it, with its days and the usual words in the language."""

    def day(match: re.Match[str]) -> str:
        try:
            whole = datetime.date(int(match["year"]), int(match["month"]), int(match["day"] or 1))
        except ValueError:
            return match[0]
        return formats.date(whole, language, "medium") if match["day"] else f"{whole.month}/{whole.year}"

    for known in map(words, languages(FILE)):
        usual = {known[name].casefold(): word[name] for name in HEARD}
        what, _, rest = source.partition(" 20")
        if what.casefold() in usual and rest:
            source = f"{usual[what.casefold()]} 20{rest}"
            break
    return ISO_DAY.sub(day, source)


def _theirs(one: Served, word: Words, slides: Sequence[View], titles: Mapping[str, str]) -> str:
    """The numbers of the slides that are about what a person cares about; none, with the title of what would be."""
    if one.blocks:
        return ", ".join(str(slide["number"]) for slide in slides if slide["block"] in one.blocks)
    if one.would is None:
        return word["nothing_theirs"]
    title = titles.get(one.would.block, one.would.block)
    return f"{word['nothing_theirs']} ({word['would_be_theirs'].format(title=title)})"


def _worked_out(proof: View | None, deck: Deck, slides: Sequence[View], selection: Selection) -> View | None:
    """The slide that works out, from the customer's own figures, what a proof's value is worth to them.

    Another customer's result says nothing about that, so there is none without such a calculation.
    """
    if proof is None:
        return None
    answering = {
        choice.block
        for choice in selection.choices
        if any(term.kind == "value" and term.name == proof["value"] for term in choice.terms)
    }
    for slide, view in zip(deck.slides, slides, strict=True):
        works_out = any(isinstance(node, Chart) and node.sheets for node in leaves(slide.nodes))
        if works_out and slide.provenance.block in answering and not slide.continues:
            return view
    return None


def _time(slides: float, meeting: float | None, word: Words, language: str, formats: Formats) -> dict[str, Any]:
    """The minutes of the slides and of the meeting, and what that leaves, as figures and as one line."""
    shown = formats.number(slides, language, 1)
    if meeting is None:
        return {"slides": slides, "meeting": None, "left": None, "text": word["minutes_slides"].format(minutes=shown)}
    left = meeting - slides
    line = word["minutes_of"].format(minutes=shown, meeting=formats.number(meeting, language, 1))
    rest = word["left_for_talk" if left >= 0 else "minutes_over"].format(minutes=formats.number(abs(left), language, 1))
    return {"slides": slides, "meeting": meeting, "left": left, "text": f"{line}: {rest}."}


def slot_name(slot: str, word: Words) -> str:
    """A slot in words: those of the usual packs in the language, any other by its own name."""
    return word.get(f"slot_{slot.replace('-', '_')}") or slot.replace("-", " ").capitalize()


def _reason(
    choice: Choice,
    word: Words,
    value_names: Mapping[str, str],
    titles: Mapping[str, str],
    language: str,
    formats: Formats,
) -> dict[str, Any]:
    """Why a block was chosen: its score, the terms in words, and the runner-up with its distance in points."""
    runner_up = choice.runner_up
    return {
        "score": choice.score,
        "score_text": _points("score", choice.score, word, language, formats),
        "pinned": choice.pinned,
        "told": choice.pinned or any(term.kind == "value" for term in choice.terms),
        "terms": [_term(term, word, value_names, language, formats) for term in choice.terms],
        "runner_up": None
        if runner_up is None
        else {
            "block": runner_up.block,
            "title": titles.get(runner_up.block, runner_up.block),
            "distance": runner_up.distance,
            "text": _behind(runner_up.distance, word, language, formats),
        },
    }


def _behind(distance: float, word: Words, language: str, formats: Formats) -> str:
    """How far a block that was not chosen is behind; one that was pinned may be weaker than it."""
    if not round(distance, 1):
        return word["distance_none"]
    if distance > 0:
        return _points("distance", distance, word, language, formats)
    ahead = -distance
    return word.counted("distance_ahead", round(ahead, 1)).format(distance=formats.number(ahead, language, 1))


def _points(name: str, points: float, word: Words, language: str, formats: Formats) -> str:
    """A phrase about points, of which one decimal is shown."""
    return word.counted(name, round(points, 1)).format_map({name: formats.number(points, language, 1)})


def _term(term: Term, word: Words, value_names: Mapping[str, str], language: str, formats: Formats) -> dict[str, Any]:
    """One part of a score in words; `shown` is its points, or the share by which it raises (or caps) the score."""
    shown = formats.number(term.amount, language, 1)
    match term.kind:
        case "value":
            name = value_names.get(term.name, term.name)
            text = f"{word['speaks_to']} {word['quote_open']}{name}{word['quote_close']}"
        case "boost" if term.name == "record" and term.amount < 0:
            text = word["boost_record_low"]
        case "boost":
            text = word.get(f"boost_{term.name}", term.name)
        case "person":
            text = word["boost_person"]
        case _:
            text = word["base"]
    return {"kind": term.kind, "text": text, "amount": term.amount, "shown": shown}


def _gap(choice: Choice, word: Words, value_names: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, Any]:
    reason = word[GAPS[choice.empty]] if choice.empty else choice.reason or ""
    if choice.answered_by:
        reason += f": {titles.get(choice.answered_by, choice.answered_by)}"
    if choice.because:
        reason += f": {value_names.get(choice.because, choice.because)}"
    return {
        "slot": slot_name(choice.slot, word),
        "value": value_names.get(choice.value or "", choice.value or ""),
        "optional": choice.optional,
        "reason": reason,
    }


def _doubts(
    selection: Selection, slides: Sequence[View], titles: Mapping[str, str], answers: Mapping[str, DoubtAnswer]
) -> list[dict[str, Any]]:
    """The doubts that may come up, each with its answer in one line: those of the deck with the numbers of their
    slides, then the others about what the customer values, the weightiest value first."""
    numbers = {slide["block"]: slide["number"] for slide in reversed(slides)}
    weights = {value.id: value.weight for value in selection.values}
    touched = {
        name: max((weights.get(value, 0.0) * strength for value, strength in one.values.items()), default=0.0)
        for name, one in answers.items()
    }
    left_out = {one.block for one in selection.rejections if one.reason in RAISED}
    others = sorted((-weight, name) for name, weight in touched.items() if weight and name in left_out)
    shown = [choice.source for choice in selection.chosen if choice.source in answers]
    blocks = [*shown, *(name for _, name in others)][:MOST_DOUBTS]
    return [
        {"title": titles.get(name, name), "block": name, "answer": answers[name].line, "number": numbers.get(name)}
        for name in blocks
    ]


def _avoided(
    rejections: Iterable[Rejection],
    word: Words,
    value_names: Mapping[str, str],
    titles: Mapping[str, str],
    fields: Mapping[str, str],
    language: str,
    formats: Formats,
) -> list[dict[str, Any]]:
    """The rejected blocks a seller might otherwise reach for, gravest reason first, best score first."""
    kept = [rejection for rejection in rejections if rejection.reason in AVOIDED]
    kept.sort(key=lambda rejection: (AVOIDED.index(rejection.reason), -rejection.score, rejection.block))
    return [
        {
            "title": titles.get(rejection.block, rejection.block),
            "block": rejection.block,
            "reason": word.get(f"reason_{rejection.reason.value.replace(' ', '_')}", rejection.reason.value),
            "detail": _detail(rejection, value_names, fields, language, formats),
        }
        for rejection in kept[:MOST_AVOIDED]
    ]


def _detail(
    rejection: Rejection, value_names: Mapping[str, str], fields: Mapping[str, str], language: str, formats: Formats
) -> str:
    """What a seller learns from a rejection beyond its reason: a name, a value, a date, a missing fact."""
    match rejection.reason:
        case Reason.REPAIR_FIRST:
            return value_names.get(rejection.value or "", rejection.value or "")
        case Reason.SHOWN | Reason.DROPPED | Reason.BROKEN:
            return ""
        case Reason.NEEDS:
            return ", ".join(dict.fromkeys(_field(name, fields) for name in rejection.lacks))
        case Reason.EXPIRED:
            return formats.date(rejection.detail, language)
        case _:
            return rejection.detail


def _field(path: str, fields: Mapping[str, str]) -> str:
    """What a person calls a field: by its name where the library has one, else by its own without what is before it."""
    return fields.get(path) or path.rpartition(".")[2].replace("_", " ").replace("-", " ")
