"""Slides of a deck as a seller names them after a meeting: by their numbers, or by the blocks that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean

if TYPE_CHECKING:
    from salespack.ledger.recording import BuiltDeck
    from salespack.profiles.profile import Profile

MOST_DIGITS = 6
"""Digits of a number of a slide; more are no number of one."""


class Slides(NamedTuple):
    """The slides of a deck that was built: its blocks, and the block of each slide; none where it has no record."""

    blocks: tuple[str, ...]
    shown: tuple[str, ...]
    searched: Path

    @classmethod
    def of(cls, out: Path, profile: Profile, deck: BuiltDeck) -> Slides:
        """The slides of a deck, by the record of its build."""
        from salespack.ledger.builds import slides_of

        shown = slides_of(out, profile.id, deck.pack, deck.build)
        return cls(tuple(one.block for one in deck.blocks), shown, out)

    def named(self, words: Sequence[str]) -> tuple[str, ...]:
        """The blocks that are meant, by their ids or by numbers of slides. Raises UsageFault (SP403)."""
        meant = (self.shown[one - 1] if isinstance(one, int) else one for one in self._read(words))
        return tuple(dict.fromkeys(filter(None, meant)))

    def skipped(self, words: Sequence[str]) -> tuple[str, ...]:
        """The blocks that were not shown: those that are named, and those of which all slides are. Raises UsageFault
        (SP403)."""
        read = self._read(words)
        left = {block for number, block in enumerate(self.shown, 1) if number not in read}
        return tuple(one for one in self.named(words) if one in read or one not in left)

    def _read(self, words: Sequence[str]) -> list[int | str]:
        """Numbers of slides and ids of blocks; several in a word stand with commas between them."""
        read: list[int | str] = []
        for word in filter(None, (part.strip() for one in words for part in one.split(","))):
            if word in self.blocks:
                read.append(word)
            elif word.isascii() and word.isdigit():
                read.append(self._number(word))
            else:
                raise UsageFault.of("SP403", f"the deck has no block “{word}”", did_you_mean(word, self.blocks, LISTED))
        return read

    def _number(self, word: str) -> int:
        if not self.shown:
            hint = "name blocks by their ids, or the folder where it was built with --out"
            place = Place(shown_path(self.searched))
            raise UsageFault.of("SP403", f"slide {word}: the record of the deck’s slides is gone", hint, place)
        if len(word) > MOST_DIGITS or not 0 < int(word) <= len(self.shown):
            raise UsageFault.of("SP403", f"the deck has no slide {word}", f"its slides are 1 to {len(self.shown)}")
        return int(word)
