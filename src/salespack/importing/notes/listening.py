"""What sentences of notes say of a customer: values by their signals, goals, people, the customer's own words.

Each finding has the sentence that shows it. What is negated, asked by us, said by us or of us, said of third parties or
quoted from an earlier mail is no finding: it is told as left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from salespack.importing.notes.passages import Line, Sentence, Side
from salespack.importing.notes.reading import notes_words
from salespack.importing.signals import spoken_values
from salespack.language.locales import IMPORTING, importing_words, languages, one_of
from salespack.language.word_matching import Hit, normalised
from salespack.library.library import Library
from salespack.library.naming import resolve
from salespack.problems.problem import UsageFault

Why = Literal[
    "negated",
    "said by us",
    "about us",
    "our question",
    "about others",
    "only supposed",
    "a courtesy",
    "from an earlier mail",
    "who says “we” is not known",
    "who speaks is not known",
]
LONGEST_QUOTE, SHORTEST_QUOTE, LONGEST_GOAL = 300, 12, 200
MOST_SENTENCES = 3
"""A value is shown by so many sentences; the others are counted."""
NOT_SURELY_THEIRS = (Side.TOLD, Side.TAKEN)
"""Whose words may be a seller's."""
SHORT_ANSWER = 6
"""Words of a sentence that says no to the one before it."""
MOST_BETWEEN = 3
"""Words between a word such as “without” and what it takes away."""
QUOTED = re.compile(r"[“„«\"”]([^“”„«»\"]{%d,%d})[”“»\"]" % (SHORTEST_QUOTE, LONGEST_QUOTE))  # noqa: UP031 - braces
MARKED = re.compile(r"[“„«\"”][^“”„«»\"]*[”“»\"]")
STRUCK = re.compile(r"~~.+?~~")
SHORTEST_NAME_STEM = 4
ATTRIBUTION = 6
"""Words of a sentence that says who said the one before it."""
PAUSE = re.compile(r"\s*[,;:–—()]\s*")
GOAL_LABEL = re.compile(r"^(?:goals?|tavoit(?:e|teet)|ziele?|mål)\s*:\s*", re.IGNORECASE)
LEADS = re.compile(r"^(?:(?:is|are|on|ovat|ist|är|that|että|dass|att|to|zu)\s+)+", re.IGNORECASE)
CAPITAL = r"(?<!\w)[^\W\d_][\w'’-]{0,40}(?!\w)"
NAME = rf"{CAPITAL}(?: {CAPITAL}){{1,2}}"
NAME_THEN_TITLE = re.compile(rf"(?P<name>{NAME})\s*(?:,|\(|[–—]| - )\s*(?P<title>[^,;.:()\n]{{2,60}})")
TITLE_THEN_NAME = re.compile(rf"(?P<title>{CAPITAL}(?: (?:of|and|&|{CAPITAL})){{0,3}}?) (?P<name>{CAPITAL} {CAPITAL})")
AT_COMPANY = re.compile(r"\s+(?:at|@|bei|på|hos)\s+")
WITHIN_TITLES = frozenset(("of", "and", "for", "the", "ja", "für", "und", "för", "och"))
MOST_TITLE_WORDS = 5


class Evidence(msgspec.Struct, frozen=True):
    """A sentence, and where it stands: notes.txt:12, call.vtt:00:12:31."""

    place: str
    sentence: str


Patterns = Mapping[str, re.Pattern[str]]


class LeftOut(msgspec.Struct, frozen=True):
    """A sentence that speaks of a value and is not proposed, and why."""

    value: str
    why: Why
    evidence: Evidence


class ValueHeard(msgspec.Struct, frozen=True):
    """A value that is spoken of: the words that say so, sentences that show it, how many there are, and a quote: the
    first sentence in the customer's own words. `by` are the people whose words they are, by their whole names or as
    they stand before a colon."""

    id: str
    words: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    count: int
    quote: str = ""
    by: tuple[str, ...] = ()


class GoalHeard(msgspec.Struct, frozen=True):
    """What the customer wants, in the sentence that says it."""

    text: str
    evidence: Evidence


class PersonHeard(msgspec.Struct, frozen=True):
    """Somebody at the customer, and the role that the library has for the title."""

    name: str
    title: str
    role: str
    evidence: Evidence


class Heard(msgspec.Struct, frozen=True):
    """All that notes say."""

    values: tuple[ValueHeard, ...]
    goals: tuple[GoalHeard, ...]
    people: tuple[PersonHeard, ...]
    left: tuple[LeftOut, ...]


@lru_cache(maxsize=16)
def _patterns(language: str) -> Patterns:
    """How notes in a language are read, as patterns by their names."""
    words = notes_words(language)
    found = {
        name: re.compile(one_of(getattr(words, name)), re.IGNORECASE)
        for name in (
            "privatives",
            "negations",
            "insisted",
            "denials",
            "goals",
            "own_goals",
            "third_parties",
            "settled",
            "supposed",
            "courtesies",
        )
    }
    return found | {
        "joints": re.compile(rf"\b{one_of(words.joints)}\b", re.IGNORECASE),
        "says": re.compile(rf"\b{one_of(words.says)}", re.IGNORECASE),
        "possessives": re.compile(rf"{one_of(words.possessives)}\s+$", re.IGNORECASE),
        "former": re.compile(rf"{one_of(words.former)}(?!\w)", re.IGNORECASE),
    }


def _names(people: frozenset[str]) -> set[str]:
    """The whole and the first names of people, normalised; addresses among them are none."""
    return {one for name in people if name and "@" not in name for one in (name, name.split(" ")[0])}


def _said_by(names: frozenset[str]) -> re.Pattern[str]:
    """One of some names, in whole or the first alone, beside a verb of saying, in normalised text."""
    who = one_of(re.escape(one) for one in sorted(_names(names), key=len, reverse=True))
    says = one_of(notes_words().says)
    after = rf"\b{says} {who}(?!\w)"
    return re.compile(rf"(?<!\w){who}(?: \([^()]*\))?(?: \w+)? {says}|{after}", re.IGNORECASE)


@lru_cache(maxsize=8)
def _of_ours(company: str, ours: frozenset[str]) -> re.Pattern[str]:
    """What a seller told, showed, asked or is to do.

    The company's name has whatever ending a language gives it; those of ours are known by their whole or first names.
    """
    first = company.split()[0] if company.split() else ""
    stem = re.escape(first[: max(SHORTEST_NAME_STEM, len(first) - 2)])
    named = rf"{stem}\w*" if len(first) > SHORTEST_NAME_STEM else re.escape(company) if company else "(?!)"
    who = one_of(re.escape(one) for one in sorted(_names(ours), key=len, reverse=True)) if _names(ours) else "(?!)"
    patterns = (one.replace("{company}", named).replace("{ours}", who) for one in notes_words().of_ours)
    return re.compile(one_of(patterns), re.IGNORECASE)


@lru_cache(maxsize=1)
def _name_beside_saying() -> re.Pattern[str]:
    says = f"(?i:{one_of(notes_words().says)})"
    return re.compile(rf"(?P<before>{NAME})(?: \([^()]*\))?,? {says}|\b{says} (?P<after>{NAME})")


def hear(
    sentences: Sequence[Sentence], named: Sequence[Line], library: Library, language: str, ours: frozenset[str]
) -> Heard:
    """What sentences say in a language.

    `named` are people whom the file names by itself, `ours` the normalised names of our own.
    """
    values: dict[str, list[tuple[_Told, Hit]]] = {}
    left: list[LeftOut] = []
    patterns = _patterns(language)
    by_us = _said_by(ours)
    of_ours = _of_ours(library.settings.company.name, ours)
    spoken_in = [spoken_values(one.text, library.values, language) for one in sentences]
    after_quotes = [_attribution(one, patterns) for one in sentences[1:]] + [""]
    for at, (sentence, spoken) in enumerate(zip(sentences, spoken_in, strict=True)):
        told = _Told(sentence, after_quotes[at], by_us, of_ours, patterns)
        following = sentences[at + 1] if at + 1 < len(sentences) and not spoken_in[at + 1] else None
        seen: set[str] = set()
        said: dict[tuple[str, str], Hit] = {}
        for value, hit in spoken:
            said.setdefault((value, hit.word), hit)
        whys = {(value, hit): _why_not(told, hit, list(said.values()), following) for (value, _), hit in said.items()}
        for (value, hit), why in whys.items():
            why = why or _denied_beside(told, value, hit, whys)
            if why is None:
                values.setdefault(value, []).append((told, hit))
            elif value not in seen:
                left.append(LeftOut(value, why, _evidence(sentence)))
            seen.add(value)
    told_of = {(one.evidence.place, one.evidence.sentence) for one in left}
    goals, no_goals = _goals(
        [_Told(one, after, by_us, of_ours, patterns) for one, after in zip(sentences, after_quotes, strict=True)]
    )
    no_goals = tuple(one for one in no_goals if (one.evidence.place, one.evidence.sentence) not in told_of)
    return Heard(
        values=tuple(_with_quotes(values)),
        goals=goals,
        people=tuple(_people(sentences, named, library, ours, patterns)),
        left=(*left, *no_goals),
    )


def _evidence(sentence: Sentence) -> Evidence:
    return Evidence(sentence.place, sentence.text)


def _with_quotes(values: Mapping[str, Sequence[tuple[_Told, Hit]]]) -> Iterator[ValueHeard]:
    """The values with what shows them; each quote stands with one."""
    used: set[str] = set()
    for name, found in values.items():
        shown = list(dict.fromkeys(told.sentence for told, _ in found))
        quotes = (quote for told, hit in found if (quote := _quote(told, hit)) and quote not in used)
        quote = next(quotes, "")
        used.add(quote)
        words = tuple(dict.fromkeys(hit.word for _, hit in found))
        by = tuple(dict.fromkeys(who for told, hit in found if (who := told.who_says(hit.start, hit.end))))
        yield ValueHeard(name, words, tuple(map(_evidence, shown[:MOST_SENTENCES])), len(shown), quote, by)


def _quote(told: _Told, hit: Hit) -> str:
    """The customer's own words about a value: the sentence, or what stands between quotation marks around the word,
    where the notes say who said it."""
    sentence = told.sentence
    if sentence.side is Side.THEIRS:
        return sentence.text if SHORTEST_QUOTE <= len(sentence.text) <= LONGEST_QUOTE else ""
    if not told.attributed:
        return ""
    found = (one[1].strip(" ,") for one in QUOTED.finditer(sentence.text) if one.start() <= hit.start < one.end())
    return next(found, "")


# --- what is not so --------------------------------------------------------------------------------------------------


def _attribution(sentence: Sentence, patterns: Patterns) -> str:
    """A short sentence that says who said the one before it, else nothing: Maria Example said."""
    is_one = len(sentence.text.split()) <= ATTRIBUTION and patterns["says"].search(sentence.text) is not None
    return sentence.text if is_one and not MARKED.search(sentence.text) else ""


class _Told:
    """A sentence, and what it and the one behind it say of who said it."""

    def __init__(
        self, sentence: Sentence, after: str, by_us: re.Pattern[str], of_ours: re.Pattern[str], patterns: Patterns
    ) -> None:
        self.sentence, self.patterns = sentence, patterns
        self._of_ours = of_ours
        self.bare = MARKED.sub(lambda one: " " * len(one[0]), sentence.text)
        """The sentence without what stands between quotation marks."""
        is_quotation = self.bare != sentence.text
        beside = f"{self.bare} {after if is_quotation else ''}"
        self.attributed = is_quotation and patterns["says"].search(beside) is not None
        self._by_us = by_us.search(normalised(beside)) is not None
        self._beside = beside

    def who_says(self, start: int, end: int) -> str:
        """Whose words a part of the sentence is: the speaker's, or those of whom the sentence names beside a verb of
        saying; nobody's where neither is said."""
        if self.sentence.side is Side.THEIRS:
            who = self.sentence.speaker
            return "" if normalised(who) in notes_words().theirs else who
        if not self.attributed or self.bare[start:end].strip():
            return ""
        found = _name_beside_saying().search(self._beside)
        return (found["before"] or found["after"]) if found is not None else ""

    def why_not(self, start: int, end: int) -> Why | None:
        """Why a part of the sentence says nothing of the customer."""
        side = self.sentence.side
        if side is Side.OURS or (self._by_us and side is not Side.OTHERS):
            return "said by us"
        if side is Side.OTHERS:
            return "from an earlier mail"
        if side is Side.UNKNOWN:
            return "who speaks is not known"
        patterns = self.patterns
        if patterns["third_parties"].search(self.bare):
            return "about others"
        if side in NOT_SURELY_THEIRS and self.sentence.text.endswith("?") and not QUOTED.search(self.sentence.text):
            return "our question"
        is_theirs = self.attributed and not self.bare[start:end].strip()
        first, last = _between_joints(patterns, self.bare, start, end)
        if side in NOT_SURELY_THEIRS and not is_theirs and self._of_ours.search(self.bare[first:last]):
            return "about us"
        if side is Side.TOLD and not is_theirs and patterns["possessives"].search(self.bare, first, start):
            return "about us"
        return None


def _why_not(told: _Told, hit: Hit, hits: Sequence[Hit], following: Sentence | None) -> Why | None:
    text, patterns = told.sentence.text, told.patterns
    if (why := told.why_not(hit.start, hit.end)) is not None:
        return why
    clause, at = _clause(patterns, text, hit, hits)
    start, end = _between_joints(patterns, text, hit.start, hit.end)
    if patterns["courtesies"].search(clause):
        return "a courtesy"
    if _is_so(patterns, text[start:end], "supposed"):
        return "only supposed"
    if (
        _is_negated(patterns, clause, at)
        or _is_so(patterns, text[start:end], "settled")
        or any(one.start() <= hit.start < one.end() for one in STRUCK.finditer(text))
        or (following is not None and _says_no(patterns, following))
    ):
        return "negated"
    return None


def _denied_beside(told: _Told, value: str, hit: Hit, whys: Mapping[tuple[str, Hit], Why | None]) -> Why | None:
    """Why a value is not shown by a word, where another word for it before the next joint says that it is not so."""
    start, end = _between_joints(told.patterns, told.sentence.text, hit.start, hit.end)
    beside = (why for (name, one), why in whys.items() if name == value and start <= one.start < end)
    return next((why for why in beside if why is not None), None)


def _is_so(patterns: Patterns, text: str, how: Literal["settled", "supposed"]) -> bool:
    """Whether a part of a sentence between joints says that all it names is no trouble, or only might happen."""
    return patterns["insisted"].search(text) is None and patterns[how].search(text) is not None


def _between_joints(patterns: Patterns, text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence around a place, between joints (but, because); what denies it behind one belongs to it."""
    first, last = 0, len(text)
    for joint in patterns["joints"].finditer(text):
        if joint.end() <= start:
            first = joint.end()
        elif joint.start() >= end and patterns["denials"].match(text, joint.end() + 1) is None:
            last = min(last, joint.start())
    return first, last


def _is_negated(patterns: Patterns, clause: str, at: int) -> bool:
    """Whether a clause says that what it names at a place is not so."""
    if patterns["insisted"].search(clause) is not None:
        return False
    return patterns["negations"].search(clause) is not None or any(
        one.end() <= at and len(clause[one.end() : at].split()) <= MOST_BETWEEN
        for one in patterns["privatives"].finditer(clause)
    )


def _says_no(patterns: Patterns, sentence: Sentence) -> bool:
    """Whether a short sentence does nothing but deny what was said before it."""
    return (
        sentence.side in (Side.THEIRS, Side.TAKEN, Side.TOLD)
        and len(sentence.text.split()) <= SHORT_ANSWER
        and patterns["denials"].match(sentence.text) is not None
    )


def _clause(patterns: Patterns, text: str, hit: Hit, hits: Sequence[Hit]) -> tuple[str, int]:
    """The part of a sentence that a word stands in, and where in it: between joints (but, because) and pauses.

    A pause within a list divides nothing (no outages, incidents or downtime), and what follows a pause belongs to what
    is before it where it denies it (outages, they are not an issue).
    """
    start, end = _between_joints(patterns, text, hit.start, hit.end)
    pauses = list(PAUSE.finditer(text, start, end))
    ends = [*(one.start() for one in pauses[1:]), end]
    for pause, until in zip(pauses, ends, strict=False):
        if _is_of_list(text, pause.end(), until, hits):
            continue
        if pause.end() <= hit.start:
            start = pause.end()
        elif pause.start() >= hit.end and patterns["denials"].match(text, pause.end()) is None:
            end = pause.start()
            break
    return text[start:end], hit.start - start


def _is_of_list(text: str, start: int, end: int, hits: Sequence[Hit]) -> bool:
    """Whether a part of a sentence holds nothing but words that speak of values, and what joins a list."""
    within = [one for one in hits if start <= one.start < end]
    bare = list(text[start:end])
    for one in within:
        bare[one.start - start : one.end - start] = " " * (one.end - one.start)
    return bool(within) and set("".join(bare).casefold().strip(" .!?").split()) <= set(notes_words().lists)


# --- goals -----------------------------------------------------------------------------------------------------------


def _goals(told_ones: Sequence[_Told]) -> tuple[tuple[GoalHeard, ...], tuple[LeftOut, ...]]:
    found: dict[str, GoalHeard] = {}
    unclear = []
    for told in told_ones:
        sentence, patterns = told.sentence, told.patterns
        text = sentence.text
        said = patterns["own_goals"].search(text) or patterns["goals"].search(text)
        if said is None or text.endswith("?"):
            continue
        is_no = _is_negated(patterns, text, 0) or _is_so(patterns, text, "settled")
        if (why := told.why_not(said.start(), said.end()) or ("negated" if is_no else None)) is not None:
            unclear.append(LeftOut("", why, _evidence(sentence)))
            continue
        quoted = next((one[1].strip() for one in QUOTED.finditer(text) if patterns["own_goals"].search(one[1])), "")
        own = patterns["own_goals"].search(text) is not None
        if quoted:
            text = quoted
        elif own and (sentence.side is Side.TOLD or not sentence.speaker) and not patterns["goals"].search(text):
            unclear.append(LeftOut("", "who says “we” is not known", _evidence(sentence)))
            continue
        elif not own and not patterns["goals"].search(text):
            continue
        goal = _goal(text, patterns["own_goals"].search(text) or patterns["goals"].search(text))
        if SHORTEST_QUOTE <= len(goal) <= LONGEST_GOAL:
            found.setdefault(normalised(goal), GoalHeard(goal, _evidence(sentence)))
    return tuple(found.values()), tuple(unclear)


def _goal(text: str, said: re.Match[str] | None) -> str:
    """What is wanted, without who wants it: Halve night calls by summer."""
    rest = LEADS.sub("", text[said.end() :].strip(" :,")) if said else ""
    goal = (rest if len(rest) >= SHORTEST_QUOTE else GOAL_LABEL.sub("", text)).strip().rstrip(".!")
    return goal[:1].upper() + goal[1:]


# --- people ----------------------------------------------------------------------------------------------------------


def _people(
    sentences: Sequence[Sentence], named: Sequence[Line], library: Library, ours: frozenset[str], patterns: Patterns
) -> Iterator[PersonHeard]:
    """People whose title is one of the library's roles, each once."""
    roles = _Roles(library)
    seen = set(ours)
    texts = [Sentence(line.text, line.place, Side.TOLD, "") for line in named]
    texts += [one for one in sentences if one.side in (Side.THEIRS, Side.TAKEN, Side.TOLD)]
    for sentence in texts:
        if patterns["third_parties"].search(sentence.text):
            continue
        for pattern in (NAME_THEN_TITLE, TITLE_THEN_NAME):
            for found in pattern.finditer(sentence.text):
                name, title = _name(found["name"]), AT_COMPANY.split(found["title"].strip())[0]
                before = sentence.text[: found.start("title")].split()[-1:]
                is_former = any(patterns["former"].match(one) for one in (title, *before))
                role = roles.of(title) if name and not is_former else None
                if role is not None and normalised(name) not in seen:
                    seen.add(normalised(name))
                    yield PersonHeard(name, title, role, _evidence(sentence))


def _name(text: str) -> str:
    """A person's name: two words and more that begin with a capital letter; others before it fall away."""
    words = text.split()
    while words and (not words[0][0].isupper() or words[0].casefold() in _common()):
        words = words[1:]
    return " ".join(words) if len(words) > 1 and all(one[0].isupper() and not one.isupper() for one in words) else ""


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The most frequent words of all languages: no names, and no titles."""
    return frozenset(word for code in languages(IMPORTING) for word in importing_words(code).common.split())


class _Roles:
    """The role that a title means, looked up once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._found: dict[str, str | None] = {}

    def of(self, title: str) -> str | None:
        if title not in self._found:
            self._found[title] = self._looked_up(title)
        return self._found[title]

    def _looked_up(self, title: str) -> str | None:
        words = title.casefold().split()
        if len(words) > MOST_TITLE_WORDS or any(one in _common() and one not in WITHIN_TITLES for one in words):
            return None
        try:
            return resolve(self._library, title, "role")
        except UsageFault:
            return None
