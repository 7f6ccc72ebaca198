"""Holes in words: what nothing answers, what to write next, in which language, for whom, and what would do instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salespack.curation.coverage.gaps import Hole, Task
from salespack.library.library import Library

KINDS = {
    "experience": "an experience",
    "benefit": "a benefit",
    "market": "a market topic",
    "news": "a news item",
    "dialogue": "a dialogue block",
}
NAMED = 8
"""Profiles that a line names; the others are counted."""


def hole_told(hole: Hole, library: Library) -> str:
    """One sentence: “Write a benefit for lower-run-cost in Finnish, for at-risk customers in healthcare: …”."""
    need = hole.need
    parts = [f"Write {_what(hole)} for {need.value}"]
    several = len(library.settings.languages) > 1
    if several:
        parts.append(f" in {language_name(need.language)}")
    if whom := _whom(hole):
        parts.append(f", for {whom}")
    figures = [*_customers((hole,)), *_weighed(hole, library)]
    if hole.optional:
        figures.append("optional slot")
    parts.append(f": {', '.join(figures)}")
    if hole.remedies:
        blocks: dict[str, list[str]] = {}
        for one in hole.remedies:
            blocks.setdefault(one.action, []).append(one.block)
        parts.append(f"; or {', or '.join(f'{action} {_either(names)}' for action, names in blocks.items())}")
    return "".join(parts)


def task_told(task: Task, library: Library) -> str:
    """One task: that of its hole, or that nothing answers a value, for whom, and what to begin with."""
    first, *others = task.holes
    if not task.unanswered:
        return hole_told(first, library)
    language = f" in {language_name(first.need.language)}" if len(library.settings.languages) > 1 else ""
    figures = ", ".join((*_customers(task.holes), *_weighed(first, library)))
    said = f"Nothing answers {first.need.value}{language}: {figures}"
    begin = f"begin with {_what(first)}"
    if needed := list(dict.fromkeys(_what(one) for one in others if not one.optional)):
        begin += f", then {' and '.join(needed)}"
    if optional := sum(one.optional for one in others):
        begin += f"; {_counted(optional, 'optional slot')} can wait"
    return f"{said}. If you offer it, {begin}. If you do not, tell them"


def customers_told(task: Task) -> str:
    """The customers of a task by their profiles, the first few by name."""
    names = list(dict.fromkeys(name for hole in task.holes for name in hole.profiles))
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def language_name(code: str) -> str:
    """A language's name in English; its code where it has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def _what(hole: Hole) -> str:
    need = hole.need
    what = " or ".join(KINDS[kind] for kind in need.kinds) or "a block"
    return f"{what} tagged {need.tag}" if need.tag else what


def _customers(holes: Sequence[Hole]) -> list[str]:
    return [_counted(len({name for hole in holes for name in hole.profiles}), "profile")]


def _weighed(hole: Hole, library: Library) -> Iterator[str]:
    yield f"weight {hole.weight:g}"
    if hole.revenue is not None:
        yield f"revenue {hole.revenue:,.0f} {library.settings.currency}"
    if hole.refusals:
        yield _counted(hole.refusals, "refused build")


def _whom(hole: Hole) -> str:
    audience = hole.audience
    customers = " ".join(_either(audience[name]) for name in ("states", "relationship") if audience.get(name))
    places = [_either(audience[name]) for name in ("industries", "countries") if audience.get(name)]
    at = [_either(audience[name]) for name in ("lifecycle", "stages") if audience.get(name)]
    words = []
    if roles := audience.get("roles"):
        words.append(f"{_either(roles)} at")
    if words or customers or places or at:
        words.append(f"{customers} customers".strip())
    if places:
        words.append(f"in {' and '.join(places)}")
    if at:
        words.append(f"at {' and '.join(at)}")
    return " ".join(words)


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
