"""Reading notes in the formats that people keep them in: plain text, Markdown, Word, mails, transcripts of calls."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from salespack.formats.text_files import AS_LINE_BREAKS, FORBIDDEN_CHARACTER
from salespack.importing.encodings import LEGACY, encoding_of
from salespack.importing.notes.passages import Line, Notes, Passage, Side
from salespack.language.locales import (
    DEFAULT,
    IMPORTING,
    NotesWords,
    base_of,
    importing_words,
    languages,
    one_of,
    time_words,
)
from salespack.language.times import time_of
from salespack.language.word_matching import normalised
from salespack.ooxml.word import WordError, read_paragraphs
from salespack.problems.files import not_read, open_file
from salespack.problems.problem import Place, UserFault, shown_path

MOST_BYTES = 8_000_000
"""Of a file of notes: a day of talk has half a megabyte. Mails may be larger by what is attached to them."""
MOST_MAIL = 64_000_000
LONGEST_LINE, LONGEST_INTRODUCTION = 20_000, 250
"""Letters of a line that is read, and of one that introduces an earlier mail."""
KINDS = (".txt", ".md", ".docx", ".eml", ".vtt")
SPEAKER = re.compile(
    r"(?P<who>[^\W\d_][\w.'’-]*(?: [\w.'’&-]+){0,3}?)(?P<more>\s*\([^()]{1,40}\))?\s*:\s+(?P<said>\S.*)"
)
BULLET = re.compile(r"(?:[-*+•–—]|\d{1,3}[.)]|\[[ xX]\])\s+")
HEADING = re.compile(r"#{1,6}\s+")
FULL_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w.'’-]+(?: [^\W\d_a-zß-ÿ][\w.'’-]+){1,2}")
LABEL = re.compile(r"[^\W\d_][^:]{0,40}:")
UNFINISHED = re.compile(r"[^.!?…:\"”»]$")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
TIMES = re.compile(r"(?P<start>(?:\d{1,3}:)?\d{2}:\d{2})[.,]\d{3}\s+-->\s+(?:\d{1,3}:)?\d{2}:\d{2}[.,]\d{3}")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"<[^<>]*>")
POSTSCRIPT = re.compile(r"p\.? ?s\b", re.IGNORECASE)
LONGEST_VALEDICTION = 100
SHORTEST_WRAPPED = 45
"""A line that is shorter is not broken where a line ends: what follows is another thought."""
FEWEST_TURNS = 4
"""So many lines that begin with a name, and more than half of all, are what was said in turns."""
A_DAY = re.compile(
    r"(?<![\w./-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}\. ?\d{1,2}\. ?\d{4}|(?P<first>\d{1,2})/(?P<second>\d{1,2})/\d{4}"
    r"|\d{1,2}(?:\.|st|nd|rd|th)? (?:of )?[^\W\d_]{3,14}\.?,? \d{4}"
    r"|[^\W\d_]{3,14}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?![\w/-])",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?: of\b)?", re.IGNORECASE)
MOST_MONTHS = 12
HEAD = 400
"""Characters at the beginning among which a day is that of the meeting."""


class Sides:
    """Who speaks for whom: names and words that stand before a colon."""

    def __init__(self, ours: Iterable[str], theirs: Iterable[str], *, are_all: bool = False) -> None:
        self._ours = {normalised(one) for one in ours}
        self._are_all = are_all
        self._theirs = {normalised(one) for one in theirs}

    @property
    def are_all_of_ours(self) -> bool:
        """Whether somebody said for these notes who is ours, so that the others are the customer's."""
        return self._are_all

    def side(self, who: str) -> Side | None:
        """The side of a name; None where nobody says. A first name stands for the only one who has it."""
        name = normalised(who)
        for names, side in ((self._ours, Side.OURS), (self._theirs, Side.THEIRS)):
            if name in names or sum(one.startswith(f"{name} ") for one in names) == 1:
                return side
        words = notes_words()
        if name in words.ours:
            return Side.OURS
        return Side.THEIRS if name in words.theirs else None

    def is_our_domain(self, domain: str) -> bool:
        """Whether one of ours has an address there."""
        return any(one.endswith(f"@{domain}") for one in self._ours)

    def names_ours(self, text: str) -> bool:
        """Whether a text has the whole name, or the address, of one of ours."""
        plain = normalised(text)
        return any(" " in one or "@" in one for one in self._ours if one in plain)


@lru_cache(maxsize=16)
def notes_words(language: str = "") -> NotesWords:
    """How notes in a language are read: by its words and the English ones, as notes are seldom in one language alone.

    In all languages at once where it is not known, or has no words: a word that denies in one may be an article in
    another (en).
    """
    base = base_of(language) if language else ""
    codes = dict.fromkeys((base, DEFAULT)) if base and importing_words(base).notes.negations else languages(IMPORTING)
    known = [importing_words(code).notes for code in codes]
    names = NotesWords.__struct_fields__
    return NotesWords(**{name: tuple(word for one in known for word in getattr(one, name)) for name in names})


def read_notes(file: Path, sides: Sides) -> Notes:
    """The notes in a file. Raises UserFault: SP896 for what cannot be read, SP897 where nobody says who is ours."""
    kind = file.suffix.lower()
    if kind == ".msg":
        hint = "in Outlook: File, Save As, and choose a text (.txt); or drag it to a mail program that saves .eml"
        raise _fault(file, "is in Outlook’s own format", hint)
    if kind not in READERS:
        raise _fault(file, "is of no kind that notes are read in", f"those are {', '.join(KINDS)}")
    try:
        open_file(file).close()
        if file.stat().st_size > (MOST_MAIL if kind in (".eml", ".docx") else MOST_BYTES):
            raise _fault(
                file, f"has more than {MOST_BYTES // 1_000_000} MB", "cut it into the notes of single meetings"
            )
        notes = READERS[kind](file, sides)
    except OSError as error:
        raise _fault(file, not_read(error), "check the path and that you may read it") from None
    if not notes.passages:
        raise _fault(file, "has no text", "save it again where it was written")
    return notes


def _fault(file: Path, message: str, hint: str) -> UserFault:
    return UserFault.of("SP896", message, hint, Place(shown_path(file)))


def _text(file: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file, its lines ending with a line feed, and what is to be said of how it was read."""
    encoding = encoding_of(file, "SP896", "save it as plain text, in UTF-8")
    try:
        text = file.read_bytes().decode(encoding, errors="replace" if encoding == LEGACY else "strict")
    except UnicodeError:
        raise _fault(file, "is damaged: it says that it is UTF-16, and is not", "save it again, in UTF-8") from None
    told = ("it is not UTF-8: it was read as Windows (cp1252) writes it",) if encoding == LEGACY else ()
    return _clean(text), told


def _clean(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(AS_LINE_BREAKS)
    return FORBIDDEN_CHARACTER.sub("", plain).replace("\u00a0", " ").replace("\ufeff", "")


# --- plain text, Markdown, Word --------------------------------------------------------------------------------------


def _plain(file: Path, sides: Sides) -> Notes:
    text, told = _text(file)
    name = shown_path(file)
    lines = [Line(line[:LONGEST_LINE], f"{name}:{number}") for number, line in enumerate(text.split("\n"), 1)]
    marked = file.suffix.lower() == ".md"
    return Notes(
        passages=tuple(_passages(lines, sides, file, Side.TOLD, marked=marked)),
        head=text[:HEAD],
        people=tuple(_titled(lines, sides)),
        unread=told,
    )


def _word(file: Path, sides: Sides) -> Notes:
    try:
        paragraphs = read_paragraphs(file)
    except WordError as fault:
        raise _fault(file, str(fault), "open it in Word and save it again, or save it as plain text") from None
    name = shown_path(file)
    lines = []
    for number, text, heading in paragraphs:
        place = f"{name}:{number}"
        lines += [Line(f"{'# ' if heading else ''}{_clean(text)[:LONGEST_LINE]}", place), Line("", place)]
    head = " ".join(text for _, text, _ in paragraphs[:8])[:HEAD]
    passages = tuple(_passages(lines, sides, file, Side.TOLD, marked=True))
    return Notes(passages=passages, head=head, people=tuple(_titled(lines, sides)))


def _titled(lines: Iterable[Line], sides: Sides) -> Iterator[Line]:
    """Speakers of the other side with the title behind their name: Bo Ek (CTO): …"""
    for line in lines:
        said = SPEAKER.fullmatch(EMPHASIS.sub(r"\2", BULLET.sub("", line.text.strip(), count=1)))
        if said is not None and said["more"] and sides.side(said["who"]) is not Side.OURS:
            yield Line(f"{said['who']}{said['more']}", line.place)


def with_day(notes: Notes, language: str) -> Notes:
    """Notes with the first day that their beginning names, in the order of a language; else with what is undecided.

    English has both orders of day and month: 3/4/2027 is told, and is no day.
    """
    for found in A_DAY.finditer(notes.head) if not notes.day else ():
        numbers = {int(one) for one in (found["first"], found["second"]) if one}
        if len(numbers) > 1 and max(numbers) <= MOST_MONTHS and time_words(base_of(language)).month_first:
            told = f"the day {found[0]} can be read in two ways, and is not taken for that of the meeting: say --on"
            return msgspec.structs.replace(notes, unread=(*notes.unread, told))
        time = time_of(ORDINAL.sub("", found[0]), language)
        if time is not None and time.first == time.last and time.first.sort == "date" and time.first.year:
            day = datetime.date(time.first.year, time.first.number, time.first.day)
            return msgspec.structs.replace(notes, day=day.isoformat())
    return notes


def _passages(
    lines: Sequence[Line], sides: Sides, file: Path, usual: Side, *, marked: bool = False
) -> Iterator[Passage]:
    """Lines put together to paragraphs, each with who speaks. `usual` is whose words those without a name are."""
    known, is_transcript = _speakers([line.text for line in lines], sides)
    _refuse_unknown(file, known, sides)
    ours_alone = any(side is Side.OURS for side in known.values())
    taken = _taken(known, sides)
    own = re.compile(rf"(?:{one_of(notes_words().own_headings)})\s*:?", re.IGNORECASE)
    says = re.compile(rf".*\b{one_of(notes_words().says)}", re.IGNORECASE)
    to_do = re.compile(rf"(?:{one_of(notes_words().to_do)})\b[^.!?]{{0,40}}(?::|$)", re.IGNORECASE)
    open_: list[Line] = []
    side, speaker, section, spoken = usual, "", usual, usual
    in_turn = is_ours = False

    def closed() -> Iterator[Passage]:
        if open_:
            yield Passage(tuple(open_), side, speaker)
            open_.clear()

    for line in lines:
        text = line.text.strip()
        quoted = text.startswith(">")
        bare = EMPHASIS.sub(r"\2", HEADING.sub("", text, count=1) if marked else text) if not quoted else text
        if quoted and not marked:
            yield from closed()
            yield Passage((Line(text.lstrip("> "), line.place),), Side.OTHERS)
            continue
        if not text or (marked and HEADING.match(text)):
            yield from closed()
            if marked and HEADING.match(text):
                section = Side.OURS if to_do.match(bare) or own.fullmatch(bare) else usual
            spoken = section
            side, speaker, in_turn = section, "", False
            continue
        if quoted:
            if side is not Side.THEIRS or not open_:
                yield from closed()
            side, speaker, in_turn = Side.THEIRS, "", False
            open_.append(Line(text.lstrip("> "), line.place))
            continue
        if BULLET.match(text):
            yield from closed()
            bare, side, speaker, in_turn = BULLET.sub("", bare, count=1), spoken, "", False
        if to_do.match(bare) or (bare.endswith(":") and own.fullmatch(bare)):
            yield from closed()
            is_ours = own.fullmatch(bare) is not None
            section = spoken = side = Side.OURS
            speaker, in_turn = "", False
        elif is_ours and LABEL.fullmatch(bare):
            yield from closed()
            section = spoken = side = usual
            is_ours = in_turn = False
            speaker = ""
        elif (said := SPEAKER.fullmatch(bare)) is not None and (said["who"] in known or bare[0].isupper()):
            yield from closed()
            side, speaker, in_turn = spoken, "", False
            if said["who"] in known:
                found = known[said["who"]]
                side = found if found is not None else taken if ours_alone else Side.OURS
                speaker, bare, in_turn = said["who"], said["said"], True
        elif in_turn and (says.match(bare) or not (is_transcript or _goes_on(line.text, open_))):
            yield from closed()
            side, speaker, in_turn = spoken, "", False
        elif open_ and len(open_[-1].text) < SHORTEST_WRAPPED:
            yield from closed()
        open_.append(Line(bare, line.place))
    yield from closed()


def _goes_on(line: str, before: Sequence[Line]) -> bool:
    """Whether a line belongs to the turn before it: it is indented, or the line before it was broken off."""
    last = before[-1].text if before else ""
    return line[:1].isspace() or (len(last) >= SHORTEST_WRAPPED and UNFINISHED.search(last) is not None)


def _speakers(lines: Iterable[str], sides: Sides) -> tuple[dict[str, Side | None], bool]:
    """Who speaks, with their side, and whether most lines are turns.

    Speakers are those before a colon whom somebody knows, and where most lines have one, all. Elsewhere it is unknown
    for whom somebody with a full name speaks.
    """
    counted: Counter[str] = Counter()
    filled = 0
    for line in lines:
        bare = EMPHASIS.sub(r"\2", BULLET.sub("", line.strip(), count=1))
        filled += bool(bare)
        if (said := SPEAKER.fullmatch(bare)) is not None:
            counted[said["who"]] += 1
    is_transcript = counted.total() >= FEWEST_TURNS and counted.total() > filled / 2
    found = {who: sides.side(who) for who in counted}
    speakers: dict[str, Side | None] = {}
    strangers = [who for who in counted if found[who] is None and _is_full_name(who)]
    are_most = len(strangers) > 1 and sum(counted[who] for who in strangers) >= filled / 2
    for who, side in found.items():
        if side is not None:
            speakers[who] = side
        elif (is_transcript and counted[who] > 1 and who[0].isupper()) or (who in strangers and are_most):
            speakers[who] = None
        elif who in strangers or normalised(who) in _first_names():
            speakers[who] = Side.UNKNOWN
    if not is_transcript and any(speakers.values()):
        speakers = {who: side or Side.UNKNOWN for who, side in speakers.items()}
    return speakers, is_transcript


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(map(normalised, notes_words().first_names))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(word for code in languages(IMPORTING) for word in importing_words(code).common.split())


def _is_full_name(who: str) -> bool:
    said = re.compile(rf"\b{one_of(notes_words().says)}$", re.IGNORECASE)
    words = who.casefold().split()
    return FULL_NAME.fullmatch(who) is not None and not _common() & set(words) and said.search(who) is None


def _taken(speakers: Mapping[str, Side | None], sides: Sides) -> Side:
    """Whose words those of speakers are whom nobody knows, where some of the others are ours."""
    strangers = [who for who, side in speakers.items() if side is None]
    return Side.THEIRS if sides.are_all_of_ours or len(strangers) < 2 else Side.TAKEN


def _refuse_unknown(file: Path, speakers: dict[str, Side | None], sides: Sides) -> None:
    """Raises UserFault where several speak and nobody is known."""
    if (
        len(speakers) > 1
        and not any(side not in (None, Side.UNKNOWN) for side in speakers.values())
        and not all(speakers.values())
    ):
        names = ", ".join(speakers)
        message = f"nobody says who of {names} speaks for you"
        hint = (
            f"name them: --ours “{next(iter(speakers))}”; or keep the customer’s people in the profile’s stakeholders"
        )
        raise UserFault.of("SP897", message, hint, Place(shown_path(file)))


# --- transcripts -----------------------------------------------------------------------------------------------------


def _transcript(file: Path, sides: Sides) -> Notes:
    """WebVTT, as the W3C describes it: cues with times, the voice in a tag or before a colon."""
    text, told = _text(file)
    if not text.lstrip().startswith("WEBVTT"):
        raise _fault(
            file, "is no transcript: it does not begin with WEBVTT", "export it from the meeting again, as .vtt"
        )
    name = shown_path(file)
    cues: list[tuple[str, Line]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip().split("\n")
        at = next((number for number, line in enumerate(lines[:2]) if TIMES.match(line.strip())), None)
        if at is None:
            continue
        start = TIMES.match(lines[at].strip())
        place = f"{name}:{start['start'] if start else ''}"
        speaker = ""
        for line in lines[at + 1 :]:
            voice = VOICE.search(line)
            if voice is not None:
                speaker = " ".join(unescape(voice[1]).split())
            said = " ".join(unescape(TAG.sub("", line)).split())[:LONGEST_LINE]
            if said:
                cues.append((speaker, Line(said, place)))
    if not any(speaker for speaker, _ in cues):
        cues = [_named_before_colon(one) for _, one in cues]
    found: dict[str, Side | None] = {speaker: sides.side(speaker) for speaker, _ in cues if speaker}
    _refuse_unknown(file, found, sides)
    ours_alone = Side.OURS in found.values() or len(found) < 2
    taken = _taken(found, sides)
    passages: list[Passage] = []
    for speaker, line in cues:
        side = found.get(speaker) or (taken if ours_alone and speaker else Side.OURS if speaker else Side.TAKEN)
        if passages and passages[-1].speaker == speaker and passages[-1].side is side:
            passages[-1] = Passage((*passages[-1].lines, line), side, speaker)
        else:
            passages.append(Passage((line,), side, speaker))
    return Notes(passages=tuple(passages), unread=told)


def _named_before_colon(line: Line) -> tuple[str, Line]:
    said = SPEAKER.fullmatch(line.text)
    return (said["who"], Line(said["said"], line.place)) if said else ("", line)


# --- mails -----------------------------------------------------------------------------------------------------------


def _mail(file: Path, sides: Sides) -> Notes:
    """A mail: what its sender wrote, until the history of what it answers begins. Attachments are named, not read."""
    import email
    import email.policy
    from email.errors import MessageError
    from email.utils import parseaddr

    raw = file.read_bytes()
    if not raw.strip():
        raise _fault(file, "is empty", "save the mail again")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        sender = parseaddr(str(message.get("from", "")))
        body = message.get_body(preferencelist=("plain", "html"))
        text = _content(body) if body is not None else ""
        attached = [one.get_filename() or one.get_content_type() for one in message.iter_attachments()]
        sent = message.get("date")
        day = sent.datetime.date().isoformat() if sent is not None and sent.datetime is not None else ""
    except (MessageError, LookupError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _fault(file, f"cannot be read: {error}", "save the mail again, or its text as .txt") from None
    if not message.get("from") and body is None:
        raise _fault(file, "is no mail: it has no sender and no text", "save the mail again, as .eml")
    if body is not None and body.get_content_subtype() == "html":
        text = _of_html(text)
    lines = _placed(_clean(text), _clean(raw.decode("utf-8", errors="replace")), shown_path(file))
    own, history = _without_history(lines)
    written, signature = _without_signature(own)
    answered = " ".join(line.text for line in history[:2])
    side = _side_of_mail(file, sender, [str(message.get("to", "")), str(message.get("cc", ""))], answered, sides)
    signed = (*_signature(own, sender[0]), *signature)
    passages = [
        *(_with_speaker(one, sender[0]) for one in _passages(written, sides, file, side)),
        *(Passage((line,), Side.OTHERS) for line in history if line.text.strip()),
    ]
    unread = tuple(f"the attachment “{one}” is not read" for one in attached)
    return Notes(passages=tuple(passages), day=day, people=signed, unread=unread)


def _side_of_mail(file: Path, sender: tuple[str, str], to: Sequence[str], answered: str, sides: Sides) -> Side:
    """Whose words a mail has: by its sender, else by whom it is sent to or answers.

    A mail between people of one domain tells of the customer. Raises UserFault (SP897) where it is sent to people
    whom nobody knows, by somebody whom nobody knows.
    """
    from email.utils import getaddresses

    known = sides.side(sender[0]) or sides.side(sender[1])
    if known is not None:
        return known
    domain = sender[1].rpartition("@")[2].casefold()
    others = [one for one in getaddresses(to) if any(one)]
    if domain and sides.is_our_domain(domain):
        return Side.OURS if any(not one[1].casefold().endswith(f"@{domain}") for one in others) else Side.TOLD
    met = {sides.side(one) for pair in others for one in pair if one}
    if Side.OURS in met or sides.names_ours(answered):
        return Side.THEIRS
    if Side.THEIRS in met:
        return Side.OURS
    if not others:
        return Side.TOLD
    name = sender[0] or sender[1] or "the sender"
    message = f"nobody says for whom {name} speaks, who sent it"
    hint = f"if one of you: --ours “{name}”; if the customer: keep {name} in the profile’s stakeholders"
    raise UserFault.of("SP897", message, hint, Place(shown_path(file)))


def _content(body: Any) -> str:
    """The text of a part, also where it says that it is encoded in a way that nobody knows."""
    try:
        return str(body.get_content())
    except LookupError:
        return bytes(body.get_payload(decode=True)).decode("utf-8", errors="replace")


def _with_speaker(passage: Passage, sender: str) -> Passage:
    return passage if passage.speaker else Passage(passage.lines, passage.side, sender)


def _of_html(text: str) -> str:
    """The text of an HTML mail, a line a paragraph; the mail it answers is marked as quoted."""
    from lxml import etree, html

    try:
        root: Any = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return ""
    for gone in root.xpath("//script | //style | //head"):
        gone.drop_tree()
    for quote in root.xpath("//blockquote"):
        for piece in quote.iter():
            piece.text = f"\n> {' '.join(piece.text.split())}" if piece.text and piece.text.strip() else piece.text
            piece.tail = f"\n> {' '.join(piece.tail.split())}" if piece.tail and piece.tail.strip() else piece.tail
    for block in root.xpath("//p | //div | //br | //li | //tr | //h1 | //h2 | //h3 | //blockquote"):
        block.tail = "\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n" + (block.text or "")
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(lines)


def _placed(text: str, raw: str, name: str) -> list[Line]:
    """The lines of a mail's text, placed in its file where they stand there as they are, else counted in the text."""
    numbers: dict[str, int] = {}
    for number, line in enumerate(raw.split("\n"), 1):
        numbers.setdefault(line.strip(), number)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        found.append(Line(line[:LONGEST_LINE], f"{name}:{numbers.get(line.strip(), number)}"))
    return found


def _without_history(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """What the sender wrote, and from the first line on that introduces an earlier mail."""
    begins = re.compile(one_of(notes_words().history), re.IGNORECASE)
    for at, line in enumerate(lines):
        text = line.text.strip(" *_>")
        if len(text) > LONGEST_INTRODUCTION:
            continue
        following = lines[at + 1].text.strip(" *_>") if at + 1 < len(lines) else ""
        both = f"{text} {following}"
        if ":" not in both and not text.startswith("-"):
            continue
        if begins.fullmatch(text) or (len(both) <= LONGEST_INTRODUCTION and begins.fullmatch(both)):
            return list(lines[:at]), list(lines[at:])
    return list(lines), []


def _without_signature(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """What the sender says, a postscript among it, and from the valediction on who says it: Best regards, Anna."""
    ends = re.compile(rf"(?:{one_of(notes_words().valedictions)})(?=\s*(?:$|[,.!–—-]))", re.IGNORECASE)
    said: list[Line] = []
    signed: list[Line] = []
    for line in lines:
        text = line.text.strip(" *_")
        if signed and POSTSCRIPT.match(text):
            said.append(line)
            signed.append(Line("", line.place))
        elif signed or (len(text) <= LONGEST_VALEDICTION and ends.match(text)):
            signed.append(line)
        else:
            said.append(line)
    return said, signed


def _signature(lines: Sequence[Line], sender: str) -> Iterator[Line]:
    """The sender with the title that stands under the name, as one line: Anna Virtanen, CTO."""
    name = normalised(sender)
    for line, following in pairwise(lines):
        if name and normalised(line.text.strip(" *_,")) == name and following.text.strip():
            title = re.split(r"[,;|/–—]", following.text.strip(" *_"))[0].strip()
            yield Line(f"{sender}, {title}", following.place)


READERS: dict[str, Callable[[Path, Sides], Notes]] = {
    ".txt": _plain,
    ".md": _plain,
    ".docx": _word,
    ".eml": _mail,
    ".vtt": _transcript,
}
