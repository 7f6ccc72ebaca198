"""What `salespack check --impact` found, in words: rows that say the same as one, and Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from salespack.checking.impact.model import BlockChange, Impact, PackImpact
from salespack.profiles.profile import ENDINGS
from salespack.revisions.diff_reports import differences, numbers_said
from salespack.revisions.side_by_side import Heading, Pair, side_by_side

MARKUP = re.compile(r"[\\`*_\[\]<>|#]")
MOST_BLOCKS = 60
"""Blocks that are told in Markdown: GitHub takes a megabyte in a summary."""
MOST_NAMED = 5
"""Profiles named in a row; the others are counted."""


class Group(msgspec.Struct, frozen=True):
    """Profiles whose pack changes in the same way; `row` is one of them, with the numbers of slides that all share."""

    row: PackImpact
    cases: tuple[str, ...]


def grouped(rows: Iterable[PackImpact]) -> tuple[Group, ...]:
    """The rows that say the same as one, wherever in the pack their slides stand; those of most profiles first."""
    found: dict[PackImpact, list[PackImpact]] = {}
    for row in rows:
        found.setdefault(msgspec.structs.replace(row, case="", slides=(), gone=()), []).append(row)
    groups = []
    for alike, members in found.items():
        shared = {one.slides for one in members}, {one.gone for one in members}
        slides, gone = (next(iter(one)) if len(one) == 1 else () for one in shared)
        row = msgspec.structs.replace(alike, slides=slides, gone=gone)
        groups.append(Group(row, tuple(one.case for one in members)))
    return tuple(sorted(groups, key=lambda one: (-len(one.cases), one.row.pack, one.row.language)))


def markdown(impact: Impact, pictures: str = "") -> str:
    """For a pull request. `pictures` is the address of their folder, as seen from where the Markdown is read."""
    lines = ["### What this change does to the packs", "", f"{_literal(summary(impact))}.", ""]
    if impact.rows:
        lines += ["| pack | profiles | goes | comes | shows something else | slides |", "|---|---|---|---|---|---|"]
        lines += [f"| {' | '.join(_cells(group, impact.titles))} |" for group in grouped(impact.rows)]
        lines.append("")
    for one in impact.changes[:MOST_BLOCKS]:
        lines += [f"**{_named(one.block, impact.titles)}** ({one.language})", "", *_pictured(one, pictures)]
        lines += [*differences(one.slides), ""]
    if (more := len(impact.changes) - MOST_BLOCKS) > 0:
        lines += [f"And {more:,} more blocks, which the page shows.", ""]
    return "\n".join(lines)


def _pictured(change: BlockChange, pictures: str) -> Iterator[str]:
    """The pictures of a block's slides before and after, side by side."""
    if not (change.before or change.after):
        return
    yield "| before | after |"
    yield "|---|---|"
    for then, now in zip(change.before, change.after, strict=True):
        shown = [f"![{told}]({pictures}/{name})" if name else "–" for told, name in (("before", then), ("after", now))]
        yield f"| {' | '.join(shown)} |"
    yield ""


def page(impact: Impact, pairs: Sequence[Pair]) -> Iterator[str]:
    """One HTML page: which packs change, and the slides of the blocks that it touches, side by side."""
    lines = [f"{summary(impact)}.", *map(_line, grouped(impact.rows))]
    contents = [Heading(one.heading) for one in pairs]
    yield from side_by_side("What this change does to the packs", lines, contents, pairs)


def _line(group: Group) -> str:
    row = group.row
    parts = [("goes", row.out), ("comes", row.into), ("shows something else", row.changed)]
    told = [f"{what}: {', '.join(names)}" for what, names in parts if names]
    slides = f"slides: {slides_said(row)}"
    return f"{row.pack} ({row.language}), profiles {profiles_named(group.cases)}; {'; '.join([*told, slides])}"


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
    if row.slides:
        one = len(row.slides) == 1
        said += f"; slide{'' if one else 's'} {numbers_said(row.slides)} differ{'s' if one else ''}"
    elif row.gone:
        said += f"; without {numbers_said(row.gone)} of before"
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
