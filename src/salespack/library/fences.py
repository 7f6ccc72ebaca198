"""A block's body line by line as it is written: in which divs each line stands, which lines are code, and which lines
look like the fence of a div and are none. The Markdown parser is not asked: bodies are read by the thousand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from salespack.deck.model import AskedForm, FormDiv
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem
from salespack.templating.template_text import DATA, MARKUP, masked, template_parts

Div = Literal["notes", "seller", "prose", "columns", "column", "quote", "kpis", "stats", FormDiv]
DIVS: tuple[Div, ...] = get_args(Div)
"""The names of fenced divs; how each is read stands in `assembly.divs`."""
OPENER = r":{3,}[ \t]*(?:(?P<name>[^\s:{}]*)|\{(?P<attributes>[^{}\n]*)\})[ \t]*:*[ \t]*"
"""The line that opens or closes a div, as pandoc has it: `::: cards`, `::: {.questions answers=lines}`, `:::`."""
NAMED = late_pattern(r"[ \t]*\.([\w-]+)(?=[ \t]|\Z)")
"""The name of a div at the front of its attributes; it stands there first, and whole."""
DIV = late_pattern(rf"[ ]{{0,3}}{OPENER}")
FORMS: tuple[AskedForm, ...] = get_args(AskedForm)
"""The forms that an author may ask for behind a title."""
OF_ATTRIBUTES = r"[ \t]*(?:[.#][\w-]|[\w-]+=)[^{}\n]*"
"""What stands in braces that are attributes, as pandoc tells them from other braces: a class or a key first."""
BEHIND_A_TITLE = rf"[ \t]*(?<!\\)\{{(?P<attributes>{OF_ATTRIBUTES}|[ \t]*(?:{'|'.join(FORMS)})[ \t]*)\}}[ \t]*\Z"
A_SOURCE = r"(?<!\\)\[\^([a-z0-9]+(?:-[a-z0-9]+)*)\](?!:)"
"""The name of a source behind a claim; compiled where a text is read anew."""
CODE = late_pattern(r"[ ]{0,3}(`{3,}(?=[^`]*$)|~{3,})")
CODE_SPAN = late_pattern(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_NAMES = "|".join(DIVS)
_BRACED_NAME = rf"\{{\.(?:{_NAMES})(?:[ \t]+[\w-]+=[\w-]+)*\}}"
FENCES = rf"^[ ]{{0,3}}:{{3,}}[ \t]*(?:{_NAMES}|{_BRACED_NAME})?[ \t]*:*[ \t]*$"
"""Compiled only where a text is read anew, as are others that most commands do not need."""
LIKE_A_COLON = "\u02d0\u02f8\u0589\u05c3\u0703\u0704\u1361\u16ec\u205a\u205d\u2236\u2982\ua789\ufe30"
"""Signs that look like a colon and are none to Unicode either: the ratio, the letter triangular colon, sof pasuq …"""
TO_COLONS = str.maketrans(dict.fromkeys(LIKE_A_COLON, ":"))
COLON = f"[:\ufe13\ufe55\uff1a{LIKE_A_COLON}]"
COLONS = late_pattern(rf"{COLON}(?:[^\x20-\x7e\n]*{COLON})+")
BRACED = r"(?:\{[^{}\n]*?\.)?"
"""Between the colons and the name, where that stands among attributes: `::: {a=b .seller}`."""
LIKE_A_FENCE = rf":::|^\W*::\W*{BRACED}(?:{_NAMES})(?:\W*|\b[^{{}}\n]*\}}\W*)$"
CODE_OPENS = late_pattern(r"^[ ]{0,3}(?:```|~~~)", re.MULTILINE)
OPENS = r"(?:(?<![\w:])::|:{3,})"
"""Colons that open something to whoever reads them: two behind a word are a name in code, `crate::seller`."""
ASIDE = late_pattern(rf"{OPENS}\W*{BRACED}(?:notes|seller)\b", re.IGNORECASE)
OPENING = late_pattern(rf"{OPENS}\W*{BRACED}({_NAMES})\b")
MADE_NAME = rf":{{3,}}(?:[^\w\n]*\w*{MARKUP}[^\n]*\w|[^\n{{]*\{{[^}}\n]*{MARKUP})"
"""A fence whose name a template makes, `::: {% if … %}seller{% else %}quote{% endif %}`: nobody knows whose it is. Nor
is it known where a tag stands among attributes."""
DEFINITION = late_pattern(r"[ ]{0,3}\[[^\]\n]+\]:")
CLOSING = late_pattern(r"\W*:{3,}\W*$")
LONGEST_SHOWN = 40

Sort = Literal["text", "div", "code"]


class BodyLine(msgspec.Struct, frozen=True):
    """One line of a body: where it begins in it, its text without templates (`masked`), and the divs it stands in.

    Of a line that opens or closes a div, `divs` holds that one too, and `opens` is its name, or empty. The fences of
    code are code.
    """

    offset: int
    text: str
    sort: Sort
    divs: tuple[str, ...]
    opens: str = ""


def body_lines(body: str, *, jinja: bool = True) -> Iterator[BodyLine]:
    """The lines of a body, whose templates are text unless `jinja`."""
    divs: tuple[str, ...] = ()
    code, offset = "", 0
    for text in (masked(body) if jinja else body).split("\n"):
        shown = text.replace(MARKUP, "")
        fence = CODE.match(shown)
        if code or fence:
            yield BodyLine(offset, text, "code", divs)
            if not code and fence:
                code = fence[1]
            elif fence and fence[1].startswith(code) and not shown.strip(f"{code[0]} \t"):
                code = ""
        elif div := DIV.fullmatch(shown):
            name = div_name(div)
            if name:
                divs = (*divs, name)
            yield BodyLine(offset, text, "div", divs, name)
            if not name:
                divs = divs[:-1]
        else:
            yield BodyLine(offset, text, "text", divs)
        offset += len(text) + 1


def div_name(opener: re.Match[str]) -> str:
    """The name of the div that a line opens, a match of `OPENER`: the bare word, or the class that its attributes begin
    with, `{.name key=value}`.

    Empty where it closes one. Attributes that begin otherwise are a name that is not known, so that nobody has to guess
    which of several classes is meant.
    """
    if (attributes := opener["attributes"]) is None:
        return opener["name"] or ""
    named = NAMED.match(attributes)
    return named[1] if named else f"{{{attributes}}}"


def without_attributes(title: str) -> str:
    """A title as it is written, without the attributes behind it and the names of sources within."""
    if "[^" in title:
        title = re.sub(A_SOURCE, "", title)
    return re.sub(BEHIND_A_TITLE, "", title) if "{" in title else title


def fence_problems(body: str, file: str, first_line: int, *, jinja: bool = True) -> Iterator[Problem]:
    """A problem for each line that looks like the fence of a div and would be shown as text."""
    if "]:" in body:
        yield from _definitions(body, file, first_line, jinja=jinja)
    if COLONS.search(re.sub(FENCES, "", body, flags=re.MULTILINE)) is None and CODE_OPENS.search(body) is None:
        return  # of nearly all bodies this is all that has to be looked at
    for number, line in enumerate(body_lines(body, jinja=jinja)):
        if (start := _false_fence(line)) is not None:
            written = body[line.offset + start : line.offset + len(line.text)]
            yield _problem(written, line.text, Place(file, first_line + number, start + 1))
    for part in template_parts(body) if jinja else ():
        written = body[part.start : part.end]
        # A comment that takes out one fence of two makes the seller's words public; one that holds both takes out all.
        hidden = part.sort == "comment" and hides_an_aside(written) and plain(written).count(":::") < 2
        if hidden or (part.sort in ("value", "tag") and looks_like_a_fence(written)):
            start = part.start + _first_colon(written)
            place = Place(file, first_line + body.count("\n", 0, start), start - body.rfind("\n", 0, start))
            yield _problem(written, written, place)


def _definitions(body: str, file: str, first_line: int, *, jinja: bool) -> Iterator[Problem]:
    """A problem for each link that is defined among the seller's words: it would hold on the slide too."""
    for number, line in enumerate(body_lines(body, jinja=jinja)):
        if line.sort == "text" and "seller" in line.divs and DEFINITION.match(line.text):
            yield Problem(
                code="SP325",
                message="a link that is defined inside ::: seller would hold outside it too",
                hint="write the address where it is used: [text](https://…)",
                place=Place(file, first_line + number, 1),
            )


def looks_like_a_fence(text: str) -> bool:
    """Whether people would take something in a text for the fence of a div."""
    return COLONS.search(text) is not None and re.search(LIKE_A_FENCE, plain(text).strip(), re.IGNORECASE) is not None


def without_fences(text: str) -> str:
    """A text, one line, as Markdown in which nothing looks like a fence: colons that did are code."""
    return COLONS.sub(r"`\g<0>`", text) if looks_like_a_fence(text) else text


def hides_an_aside(line: str) -> bool:
    """Whether a line of a code block holds what opens notes or the seller's remarks: code that was opened above and
    not closed has taken them in."""
    return COLONS.search(line) is not None and ASIDE.search(plain(line)) is not None


def plain(text: str) -> str:
    """A text as people see it: without what nobody sees, wide and small forms of letters and signs as the usual."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKC", text).translate(TO_COLONS) if not _unseen(one))


def _unseen(character: str) -> bool:
    """Whether a character takes no room: format controls, variation selectors, fillers, joiners."""
    return (
        unicodedata.category(character) in ("Cf", "Cc", "Mn", "Me") and character not in (DATA, MARKUP, "\t", "\n")
    ) or character in "\u115f\u1160\u2800\u3164\uffa0"


def _false_fence(line: BodyLine) -> int | None:
    """Where in a line what looks like a fence begins; None where nothing does, or where it is one."""
    if line.sort == "code":
        return _first_colon(line.text) if hides_an_aside(line.text) else None
    if line.sort == "div":
        if re.search(MADE_NAME, line.text):
            return line.text.index(":")
        return None if line.opens in DIVS or plain(line.opens) == line.opens else line.text.index(":")
    shown = CODE_SPAN.sub(lambda span: " " * len(span[0]), line.text)
    if not looks_like_a_fence(shown.replace(MARKUP, "")):
        return None
    return _first_colon(shown)


def _first_colon(text: str) -> int:
    """Where what looks like a fence begins in a line that has one."""
    if ":::" in text:
        return text.index(":::")
    found = COLONS.search(text)
    return found.start() if found else 0


def _problem(written: str, line: str, place: Place) -> Problem:
    said = " ".join(plain(written).split())
    shown = said if len(said) <= LONGEST_SHOWN else said[: LONGEST_SHOWN - 1] + "…"
    unseen = next((one for one in line if _unseen(one)), None)
    within = f", for U+{ord(unseen):04X} is in it" if unseen else ""
    return Problem(
        code="SP326",
        message=f"“{shown}” looks like the fence of a div and is none{within}",
        hint="write ::: and the name at the start of a line of their own; where it is meant to be read, in `code`",
        place=place,
    )


def for_the_seller(body: str, *, jinja: bool = True) -> tuple[list[BodyLine], list[BodyLine]]:
    """The lines of a body that are the seller's, and all others, told without regard to how the body is read.

    Whatever looks like the fence of `::: seller` opens what is the seller's, in code too; it goes on to the last line
    that closes something before anything else opens.
    """
    sellers: list[BodyLine] = []
    public: list[BodyLine] = []
    behind: list[BodyLine] = []  # lines after what seems to be the end, the seller's if there is another end
    depth = 0
    for line in body_lines(body, jinja=jinja):
        written = CODE_SPAN.sub("", line.text.replace(MARKUP, "")) if COLONS.search(line.text) else ""
        shown = plain(written).casefold()
        opens, closes = OPENING.search(shown), CLOSING.match(shown)
        if depth:
            depth += -1 if closes else opens is not None
            (sellers if depth else behind).append(line)
        elif closes and sellers:
            sellers += behind
            behind = [line]
        elif opens or line.text.startswith("# "):
            public += behind
            behind, depth = [], int(opens is not None and opens[1] == "seller")
            (sellers if depth else public).append(line)
        else:
            (behind or public).append(line)
    return sellers, [*public, *behind]
