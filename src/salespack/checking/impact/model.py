"""What a change does to packs, as found: the one form that the table, Markdown and JSON are made of."""

from __future__ import annotations

import msgspec


class BlockPictures(msgspec.Struct, frozen=True):
    """The names of a block's pictures in one language, a slide each; none where it is not there or cannot be drawn."""

    block: str
    language: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class PackImpact(msgspec.Struct, frozen=True, kw_only=True):
    """One pack for one profile that gets other slides: the blocks that go, come, show something else, or move.

    `before` and `after` count slides; `refused` says whether the pack is refused, before and after. `case` names the
    profile's file, or a generated profile; nothing else of it is told.
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
    pictures: tuple[BlockPictures, ...] = ()
