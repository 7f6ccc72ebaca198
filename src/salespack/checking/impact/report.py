"""What `salespack check --impact` found, in words: rows that say the same as one, and Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

import msgspec

from salespack.checking.impact.model import Impact, PackImpact
from salespack.profiles.profile import ENDINGS

MARKUP = re.compile(r"[\\`*_\[\]<>|#]")
MOST_NAMED = 5
"""Profiles named in a row; the others are counted."""


class Group(msgspec.Struct, frozen=True):
    """Profiles whose pack changes in the same way; `row` is one of them."""

    row: PackImpact
    cases: tuple[str, ...]


def grouped(rows: Iterable[PackImpact]) -> tuple[Group, ...]:
    """The rows that say the same as one, those of most profiles first."""
    found: dict[PackImpact, list[str]] = {}
    for row in rows:
        found.setdefault(msgspec.structs.replace(row, case=""), []).append(row.case)
    groups = [Group(row, tuple(cases)) for row, cases in found.items()]
    return tuple(sorted(groups, key=lambda one: (-len(one.cases), one.row.pack, one.row.language)))


def markdown(impact: Impact, pictures: str = "") -> str:
    """For a pull request. `pictures` is the address of their folder, as seen from where the Markdown is read."""
    lines = ["### What this change does to the packs", "", f"{_literal(summary(impact))}.", ""]
    if impact.rows:
        lines += ["| pack | profiles | goes | comes | shows something else | slides |", "|---|---|---|---|---|---|"]
        lines += [f"| {' | '.join(_cells(group, impact.titles))} |" for group in grouped(impact.rows)]
        lines.append("")
    for drawn in impact.pictures:
        lines += [f"**{_named(drawn.block, impact.titles)}** ({drawn.language})", ""]
        lines += ["| before | after |", "|---|---|"]
        for then, now in zip_longest(drawn.before, drawn.after, fillvalue=""):
            shown = [
                f"![{told}]({pictures}/{name})" if name else "–" for told, name in (("before", then), ("after", now))
            ]
            lines.append(f"| {' | '.join(shown)} |")
        lines.append("")
    return "\n".join(lines)


def summary(impact: Impact) -> str:
    """One sentence: how many packs get other slides, and what changed."""
    changed = f"{len(impact.blocks)} block{'' if len(impact.blocks) == 1 else 's'}"
    whole = f" and {', '.join(impact.whole)}" if impact.whole else ""
    skipped = f"; {impact.skipped} profiles cannot be read" if impact.skipped else ""
    return (
        f"{len(impact.rows)} of {impact.compared} packs for {impact.profiles} profiles get other slides; "
        f"{changed}{whole} changed since {impact.since}{skipped}"
    )


def profiles_named(cases: Sequence[str]) -> str:
    """The profiles by the names of their files, the first few."""
    names = [Path(case).stem if case.endswith(ENDINGS) else case for case in cases]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{len(names)}: {', '.join(names[:MOST_NAMED])}{more}"


def slides_said(row: PackImpact) -> str:
    """How many slides before and after, and whether the pack is refused now, or no longer."""
    said = f"{row.before} → {row.after}" if row.before != row.after else str(row.after)
    if row.moved:
        said += ", in another order"
    if row.refused == (False, True):
        said += ", refused now"
    return said + (", no longer refused" if row.refused == (True, False) else "")


def _cells(group: Group, titles: Mapping[str, str]) -> tuple[str, ...]:
    row = group.row

    def blocks(names: Iterable[str]) -> str:
        return "<br>".join(_named(name, titles) for name in names)

    return (
        f"{row.pack} ({row.language})", _literal(profiles_named(group.cases)), blocks(row.out), blocks(row.into),
        blocks(row.changed), slides_said(row),
    )  # fmt: skip


def _named(block: str, titles: Mapping[str, str]) -> str:
    """A block by its title, where that is no template, and its id."""
    return f"{_literal(titles[block])} (`{block}`)" if block in titles else f"`{block}`"


def _literal(text: str) -> str:
    return MARKUP.sub(lambda match: f"\\{match[0]}" if match[0] != "<" else "&lt;", " ".join(text.split()))
