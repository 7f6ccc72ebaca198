"""Holes in words: what to write next, in which language, for whom, and what would do instead."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.curation.coverage.gaps import Hole
from salespack.library.library import Library

KINDS = {
    "experience": "an experience",
    "benefit": "a benefit",
    "market": "a market topic",
    "news": "a news item",
    "dialogue": "a dialogue block",
}


def hole_told(hole: Hole, library: Library) -> str:
    """One sentence: “Write a benefit for lower-run-cost in Finnish, for at-risk customers in healthcare: …”."""
    need = hole.need
    what = " or ".join(KINDS[kind] for kind in need.kinds) or "a block"
    parts = [f"Write {what}{f' tagged {need.tag}' if need.tag else ''} for {need.value}"]
    several = len(library.settings.languages) > 1
    if several:
        parts.append(f" in {language_name(need.language)}")
    if whom := _whom(hole):
        parts.append(f", for {whom}")
    figures = [_counted(len(hole.profiles), "profile"), f"weight {hole.weight:g}"]
    if hole.revenue is not None:
        figures.append(f"revenue {hole.revenue:,.0f} {library.settings.currency}")
    if hole.refusals:
        figures.append(_counted(hole.refusals, "refused build"))
    if hole.optional:
        figures.append("optional slot")
    parts.append(f": {', '.join(figures)}")
    if hole.remedies:
        blocks: dict[str, list[str]] = {}
        for one in hole.remedies:
            blocks.setdefault(one.action, []).append(one.block)
        parts.append(f"; or {', or '.join(f'{action} {_either(names)}' for action, names in blocks.items())}")
    return "".join(parts)


def language_name(code: str) -> str:
    """A language's name in English; its code where it has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


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
