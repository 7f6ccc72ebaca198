"""The chapters of a deck: what an agenda names, and how long each takes."""

from __future__ import annotations

from salespack.matching.chapters import Chapter, chapters_of
from salespack.matching.selection import Choice
from tests.matching.builders import block

BLOCKS = {
    one.id: one
    for one in (
        block("opening", "frame", tags=("opening",)),
        block("frame", "frame"),
        block("closing", "frame", tags=("closing",)),
        block("market", "market"),
        block("benefit"),
    )
}


def chosen(slot: str, block: str | None = "benefit", value: str | None = None, minutes: float = 2) -> Choice:
    return Choice(slot=slot, value=value, block=block, minutes=minutes)


def told(*choices: Choice) -> list[tuple[str, int, float]]:
    """What chapters are about, where each begins, and their minutes."""
    return [
        (" + ".join(part.value or part.slot for part in chapter.parts), chapter.first, chapter.minutes)
        for chapter in chapters_of(choices, BLOCKS)
    ]


def test_values_and_slots_are_chapters_behind_the_opening() -> None:
    assert told(
        chosen("opening", "opening"),
        chosen("direction", "frame"),
        chosen("situation", "market"),
        chosen("promise", value="calm"),
        chosen("proof", value="calm", minutes=3),
        chosen("promise", value="cheap"),
        chosen("proof", None, "cheap"),
        chosen("how", "frame"),
        chosen("how", "frame"),
        chosen("end", "closing"),
    ) == [("situation", 2, 2), ("calm", 3, 5), ("cheap", 5, 2), ("how", 7, 4)]


def test_a_divider_begins_the_chapter_of_its_value() -> None:
    divider = Choice(slot="divider", value="calm", made="divider", minutes=0.5)
    assert told(chosen("situation", "market"), divider, chosen("promise", value="calm")) == [
        ("situation", 0, 2),
        ("calm", 1, 2),
    ]


def test_what_comes_back_to_a_value_opens_no_chapter() -> None:
    later = chosen("doubt", value="calm")
    assert told(chosen("promise", value="calm"), chosen("how", "frame"), later, chosen("team", "frame")) == [
        ("calm", 0, 2),
        ("how", 1, 4),
        ("team", 3, 2),
    ]


def test_of_too_many_chapters_neighbours_without_a_value_are_told_together() -> None:
    slots = [chosen(f"slot-{at}", "market", minutes=at) for at in range(1, 6)]
    values = [chosen("promise", value=f"value-{at}") for at in range(4)]
    assert [one for one, _, _ in told(*slots, *values)] == [
        "slot-1 + slot-2", "slot-3 + slot-4", "slot-5", "value-0", "value-1", "value-2", "value-3",
    ]  # fmt: skip


def test_more_values_than_an_agenda_names_stay_as_many() -> None:
    found = chapters_of([chosen("promise", value=f"value-{at}") for at in range(9)], BLOCKS)
    assert len(found) == 9 and isinstance(found[0], Chapter)


def test_the_shortest_neighbours_that_are_for_no_value_are_told_together() -> None:
    """Eight slots are one too many: the two beside each other that take least time become one chapter."""
    minutes = (5, 4, 3, 1, 2, 4, 5, 6)
    assert told(*(chosen(name, minutes=time) for name, time in zip("abcdefgh", minutes, strict=True))) == [
        ("a", 0, 5), ("b", 1, 4), ("c", 2, 3), ("d + e", 3, 3), ("f", 5, 4), ("g", 6, 5), ("h", 7, 6),
    ]  # fmt: skip


def test_what_goes_on_with_a_chapter_adds_its_own_minutes() -> None:
    assert told(
        chosen("situation", "market", minutes=7), chosen("promise", value="calm"), chosen("proof", value="calm")
    ) == [
        ("situation", 0, 7),
        ("calm", 1, 4),
    ]
