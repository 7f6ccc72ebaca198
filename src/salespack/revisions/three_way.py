"""Three states of a row of things (paragraphs, rows, slides): which is which, and in which order they come together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Step(NamedTuple):
    """One thing of the result, by its places in the three states; None where a state has not got it."""

    base: int | None
    theirs: int | None
    new: int | None


def counterparts(
    base: Sequence[Hashable], now: Sequence[Hashable], alike: Callable[[int, int], float] = lambda _, __: 1.0
) -> dict[int, int]:
    """Which thing now is which of the base: equal ones, where they stand and moved; then those that stand between the
    same neighbours, those first that are most alike; 0 is not at all."""
    found: dict[int, int] = {}
    opcodes = SequenceMatcher(None, base, now, autojunk=False).get_opcodes()
    for kind, i, j, k, _ in opcodes:
        if kind == "equal":
            found |= {k + at: i + at for at in range(j - i)}
    left: dict[Hashable, list[int]] = defaultdict(list)
    taken = set(found.values())
    for number, one in enumerate(base):
        if number not in taken:
            left[one].append(number)
    for number, one in enumerate(now):
        if number not in found and left[one]:
            found[number] = left[one].pop(0)
    taken = set(found.values())
    for kind, i, j, k, m in opcodes:
        if kind != "replace":
            continue
        before = [one for one in range(i, j) if one not in taken]
        for number in (one for one in range(k, m) if one not in found):
            match = max(before, key=lambda one: (alike(one, number), -one), default=None)
            if match is not None and alike(match, number) > 0:
                before.remove(match)
                found[number] = match
    return found


def woven(
    base: Sequence[Hashable],
    theirs: Sequence[Hashable],
    new: Sequence[Hashable],
    alike: Callable[[Sequence[Hashable], int, int], float] = lambda _, __, ___: 1.0,
) -> list[Step]:
    """The things of the result in their order. What is gone from theirs is in none; what is gone from the new, or came
    in on one side, has a step of its own. What came in alike on both sides is one."""
    of_theirs = counterparts(base, theirs, lambda i, k: alike(theirs, i, k))
    of_new = counterparts(base, new, lambda i, k: alike(new, i, k))
    there = {before: now for now, before in of_new.items()}
    added: dict[Hashable, list[int]] = defaultdict(list)
    for number, one in enumerate(new):
        if number not in of_new:
            added[one].append(number)
    mine: list[Step] = []
    for number, one in enumerate(theirs):
        before = of_theirs.get(number)
        if before is not None:
            mine.append(Step(before, number, there.get(before)))
        elif added[one]:
            mine.append(Step(None, number, added[one].pop(0)))
        else:
            mine.append(Step(None, number, None))
    known = {one.new for one in mine}
    extra = [number for number in range(len(new)) if number not in of_new and number not in known]
    return in_order(mine, {number: Step(None, None, number) for number in extra}, of_new)


def in_order(mine: Sequence[Step], extra: Mapping[int, Step], of_new: Mapping[int, int]) -> list[Step]:
    """Their steps with those that only the new has (`extra`, by their places there). Their order holds; where they
    moved nothing, and the new did, its order holds, and what is theirs alone stays behind what it stood behind."""
    shared = [one for one in mine if one.base is not None and one.new is not None]
    theirs_moved = _moved([one.base for one in shared if one.base is not None])
    new_moved = _moved([of_new[number] for number in sorted(of_new)])
    found = list(mine)
    if new_moved and not theirs_moved:
        found = _led(mine)
    for number in sorted(extra):
        before = [at for at, one in enumerate(found) if one.new is not None and one.new < number]
        near = max(before, key=lambda at: found[at].new or 0) if before else -1
        found.insert(near + 1, extra[number])
    return found


def _moved(numbers: Sequence[int]) -> bool:
    return len(longest_rising(list(numbers))) != len(numbers)


def _led(mine: Sequence[Step]) -> list[Step]:
    """Steps in the order of the new, each followed by what is theirs alone and stood behind it."""
    followers: dict[int | None, list[Step]] = defaultdict(list)
    leader: int | None = None
    for one in mine:
        if one.new is None:
            followers[leader].append(one)
        else:
            leader = one.new
    found = list(followers[None])
    for one in sorted((one for one in mine if one.new is not None), key=lambda one: one.new or 0):
        found += [one, *followers[one.new]]
    return found


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest part of a row of different numbers that rises: what was not moved (M. L. Fredman, “On computing the
    length of longest increasing subsequences”, 1975)."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    found: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]
