"""Who may approve what, as `approvers` in `library.yaml` says; without it everybody may approve everything."""

from __future__ import annotations

from collections.abc import Iterable

from salespack.language.word_matching import normalised
from salespack.library.blocks import Block
from salespack.library.settings import Settings
from salespack.problems.suggestions import did_you_mean


def objection_to(settings: Settings, block: Block, by: str) -> tuple[str, str]:
    """Why somebody may not approve a block, and who may; two empty texts where they may. Names count without case."""
    if not settings.approvers:
        return "", ""
    may = next((one for name, one in settings.approvers.items() if normalised(name) == normalised(by)), None)
    if may is None:
        near = did_you_mean(by, list(settings.approvers))
        return f"{by} is not among the approvers of library.yaml", near
    wanted = _all_but(block.bodies, may.languages)
    if wanted:
        return f"{by} may not approve texts in {', '.join(wanted)}", _who_may(settings, block)
    wanted = _all_but(block.values, may.values)
    if wanted:
        return f"{by} may not approve what speaks to {', '.join(wanted)}", _who_may(settings, block)
    return "", ""


def _all_but(named: Iterable[str], allowed: tuple[str, ...]) -> list[str]:
    return [one for one in named if allowed and one not in allowed]


def _who_may(settings: Settings, block: Block) -> str:
    """The approvers whose languages and values are all of a block's, in words."""
    names = [
        name
        for name, one in settings.approvers.items()
        if not _all_but(block.bodies, one.languages) and not _all_but(block.values, one.values)
    ]
    return f"ask {' or '.join(names)}" if names else "nobody may: add a language or value to one of them"
