"""The files of imported blocks: the lines that the import writes, and revising them without touching a person's.

Every line is remembered in the import's record. A line that is still as it was written may be changed; any other is
somebody's own and stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from salespack.formats.editing import written as yaml_text
from salespack.importing.proposals import KindProposal
from salespack.importing.signals import ValueProposal
from salespack.powerpoint.designed.outline import Slide

ORDER = ("about", "kind", "tags", "values", "language", "state", "jinja", "slides", "translates", "version")
LITERAL_LINE = "jinja: false  # the slide shows {{ … }} or {% … %}; write true if it is meant to be filled in"
VERSION = re.compile(r"^(version:\s*)(\d+)", re.MULTILINE)
LONGEST_COMMENT = 100
FENCE = "---"


def comment(text: str) -> str:
    """`text` as it may stand in a comment: one line of printable characters."""
    clean = "".join(
        one
        for one in " ".join(text[: 4 * LONGEST_COMMENT].split())
        if unicodedata.category(one) not in ("Cc", "Cf", "Co", "Cs")
    )
    return clean if len(clean) <= LONGEST_COMMENT else clean[: LONGEST_COMMENT - 1] + "…"


def about_line(title: str, slide: Slide, deck: str) -> str:
    """The comment that says which slide it is: by its title, else its first words."""
    place = f"{comment(deck)}, where it is hidden" if slide.hidden else comment(deck)
    if title:
        return f"# “{comment(title)}” in {place}"
    words = f", “{comment(slide.lines[0])}”" if slide.lines else ""
    return f"# a slide without title{words} in {place}"


def kind_line(proposal: KindProposal, defaults: Mapping[str, Any]) -> str:
    """The guessed kind with its reason; a comment alone where the folder's defaults give the same."""
    if defaults.get("kind") == proposal.kind:
        return f"# kind {proposal.kind}: {comment(proposal.why)}"
    return f"kind: {proposal.kind}  # guessed: {comment(proposal.why)}"


def values_line(proposals: Sequence[ValueProposal]) -> str:
    """The proposed values with the words that speak for them."""
    if not proposals:
        return "values: {}  # none proposed: no word on the slide is a signal in values.yaml"
    values = ", ".join(f"{one.id}: {one.strength}" for one in proposals)
    return f"values: {{{values}}}  # proposed from: {comment('; '.join(one.why for one in proposals))}"


def slides_line(file: str, ids: Sequence[int]) -> str:
    """The reference to the slides, by PowerPoint's own ids."""
    slide = str(ids[0]) if len(ids) == 1 else f"[{', '.join(map(str, ids))}]"
    return f"slides: {{file: {yaml_text(file)}, slide: {slide}}}"


def jinja_line(slides: Iterable[Slide]) -> str:
    """`jinja: false` where the slides show braces: a deck is text until a person says that it is a template."""
    return LITERAL_LINE if any(slide.braces for slide in slides) else ""


def says_of_jinja(text: str) -> bool:
    """Whether a block's own file says whether its text is a template."""
    return any(line.startswith("jinja:") for line in _head(text).split("\n"))


def written(lines: Mapping[str, str]) -> str:
    """A new file with these lines by key."""
    return "\n".join([FENCE, *(lines[key] for key in ORDER if lines.get(key)), FENCE, ""])


def revised(text: str, before: Mapping[str, str], now: Mapping[str, str]) -> str | None:
    """`text` with the lines that are still as they were `before` as they are `now`; None without front matter.

    A line that is new is put at the end of the front matter unless a person has written that key. Keys of `before` that
    are not in `now` are let be; an empty text in `now` deletes.
    """
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.strip(" \t") == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        return None
    head, rest = lines[1 : fences[1]], lines[fences[1] :]
    for key in ORDER:
        old, new = before.get(key), now.get(key)
        if new is None or old == new:
            continue
        if old and old in head:
            at = head.index(old)
            head[at : at + 1] = [new] if new else []
        elif not old and new and not any(line.startswith(f"{key}:") for line in head):
            head.append(new)
    return "\n".join([lines[0], *head, *rest])


def version_of(text: str, defaults: Mapping[str, Any]) -> int:
    """The version that a block's file says it has."""
    found = VERSION.search(_head(text))
    return int(found[2]) if found else int(defaults.get("version", 1))


def with_version(text: str, version: int) -> str:
    """`text` with another version: the figure alone is changed, or a line put at the end of the front matter."""
    head = _head(text)
    if VERSION.search(head):
        return VERSION.sub(rf"\g<1>{version}", head, count=1) + text[len(head) :]
    return revised(text, {}, {"version": f"version: {version}"}) or text


def _head(text: str) -> str:
    """The front matter, with the fence that opens it."""
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, 4)
    return text[: end.start()] if end else ""
