"""What a change does to packs, as found: the one form that the table, Markdown and JSON are made of."""

from __future__ import annotations

import msgspec

from salespack.revisions.deck_diff import SlideDiff


class BlockChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a block shows otherwise in one language: its slides that differ, with their numbers in the block.

    `before` and `after` are the names of the pictures of those slides, in their order, with frames where they differ;
    empty for a slide that is not there, and all where no pictures were asked for.
    """

    block: str
    language: str
    slides: tuple[SlideDiff, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class PackImpact(msgspec.Struct, frozen=True, kw_only=True):
    """One pack for one profile that gets other slides: the blocks that go, come, show something else, or move.

    `slides` are the numbers of the slides that come or show something else, `gone`, in the pack as it was, of those
    that go or show it. `before` and `after` count slides; `refused` says whether the pack is refused, before and
    after. `case` names the profile's file, or a generated profile; nothing else of it is told.
    """

    pack: str
    case: str
    language: str
    out: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: bool = False
    before: int = 0
    after: int = 0
    slides: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    refused: tuple[bool, bool] = (False, False)


class Impact(msgspec.Struct, frozen=True, kw_only=True):
    """What a change does. `blocks` changed; `titles` are theirs and those of all blocks named, as they are written.

    `compared` counts packs times profiles, `rendered` those that had to be rendered. `whole` are the files that
    everything depends on and that changed; `skipped` counts profiles that cannot be read.
    """

    since: str
    blocks: tuple[str, ...]
    whole: tuple[str, ...]
    titles: dict[str, str]
    rows: tuple[PackImpact, ...]
    compared: int
    rendered: int
    profiles: int
    skipped: int = 0
    changes: tuple[BlockChange, ...] = ()
