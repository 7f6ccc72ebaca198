"""The file of a case's block: its front matter with what was guessed and why, and its slides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from salespack.formats.editing import written as yaml_text
from salespack.importing import front_matter
from salespack.importing.cases.story import Story
from salespack.importing.proposals import KindProposal
from salespack.importing.signals import ValueProposal
from salespack.library.blocks import Kind
from salespack.library.fences import without_fences
from salespack.templating.template_text import holds_template

KIND: Kind = "experience"
STATE = "draft"
MARKUP = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|#(?=#{0,9}\s*$)")
STARTS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+:=>#~|])")
UNIT = r"(?:\s?(?:%|percent\b|million\b|billion\b|[kKxX×]\b|\+))?"
FIGURE = re.compile(rf"[~≈]?[€$£]?\d[\d.,\u202f\u00a0]*{UNIT}(?:\s?[-–]\s?\d[\d.,]*{UNIT})?")
JOINED = re.compile(r"[\w/-]")
YEAR = re.compile(r"(?:19|20)\d\d")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A case in the library's words: whom it is about, where it is from, what speaks for what, and its story.

    `because` has the words from which industry and country were guessed.
    """

    source: str
    name: str
    story: Story
    language: str
    customer: str = ""
    industry: str = ""
    country: str = ""
    employees: int | None = None
    because: tuple[str, ...] = ()
    url: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    values: tuple[ValueProposal, ...] = ()


def block_text(case: Case, defaults: Mapping[str, Any], first_language: str) -> str:
    """The whole file."""
    body = _body(case)
    rows = [
        f"# from {front_matter.comment(case.source)}; look at it before it is approved",
        front_matter.kind_line(KindProposal(KIND, (), "a case that was imported"), defaults),
        f"tags: [{', '.join(map(yaml_text, case.tags))}]" if case.tags else "",
        front_matter.values_line(case.values),
        _about(case),
        _evidence(case),
        f"language: {case.language}" if case.language != defaults.get("language", first_language) else "",
        f"state: {STATE}" if defaults.get("state") != STATE else "",
        "jinja: false  # the text itself shows {{ … }} or {% … %}" if holds_template(body) else "",
    ]
    return "\n".join([front_matter.FENCE, *(row for row in rows if row), front_matter.FENCE, body])


def _about(case: Case) -> str:
    """Whom it is about, with the words that industry and country were guessed from."""
    given = {
        "customer": yaml_text(case.customer) if case.customer else "",
        "industry": case.industry,
        "country": case.country,
        "employees": str(case.employees or ""),
    }
    known = ", ".join(f"{key}: {value}" for key, value in given.items() if value)
    why = f"  # from {front_matter.comment('; '.join(case.because))}" if case.because and known else ""
    return f"about: {{{known}}}{why}" if known else ""


def _evidence(case: Case) -> str:
    given = {"source": _quoted(f"{case.name}: {case.customer}" if case.customer else case.name)}
    if case.url:
        given["url"] = _quoted(case.url)
    if case.date:
        given["date"] = _quoted(case.date)
    return f"evidence: {{{', '.join(f'{key}: {value}' for key, value in given.items())}}}"


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()


def _body(case: Case) -> str:
    """One slide with the points, one with the quotation; challenge and solution for the presenter to tell."""
    story = case.story
    lines = [f"# {escaped(story.title)}", ""]
    lines += [f"- {_with_bold_figures(point)}" for point in story.points] or [f"- {escaped(case.url or story.title)}"]
    if story.told:
        told = [f"{part.capitalize()}: {escaped(text)}" for part, text in story.told.items()]
        lines += ["", "::: notes", "\n\n".join(told), ":::"]
    if story.quote:
        lines += ["", f"# {escaped(_who(case))}", "", "::: quote", escaped(story.quote)]
        if story.quoted:
            lines += ["", f"— {escaped(story.quoted)}"]
        lines.append(":::")
    return "\n".join([*lines, ""])


def _who(case: Case) -> str:
    """What the slide with the quotation is called: who says it, as short as it is given."""
    name = case.story.quoted.partition(",")[0].strip()
    return (name.title() if name.isupper() and " " in name else name) or case.customer or case.story.title


def _with_bold_figures(text: str) -> str:
    """A point with its figures set bold; those joined to a word (Q3, HTTP/2) are part of it."""
    parts: list[str] = []
    at = 0
    for match in FIGURE.finditer(text):
        figure = match[0].rstrip(".,\u202f\u00a0 ")
        end = match.start() + len(figure)
        before, after = text[max(match.start() - 1, 0) : match.start()], text[end : end + 1]
        if JOINED.search(before) or JOINED.search(after) or YEAR.fullmatch(figure):
            continue
        parts += [_escaped_inside(text[at : match.start()]), f"**{_escaped_inside(figure)}**"]
        at = end
    return without_fences(_start_escaped("".join((*parts, _escaped_inside(text[at:])))))


def escaped(text: str) -> str:
    """`text`, one line, as Markdown that shows exactly that."""
    return without_fences(_start_escaped(_escaped_inside(text)))


def _escaped_inside(text: str) -> str:
    return MARKUP.sub(r"\\\g<0>", text)


def _start_escaped(text: str) -> str:
    return STARTS.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text)
