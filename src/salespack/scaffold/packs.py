"""A new pack from a few answers: slots that the library can fill, with comments that teach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from salespack.formats.text_files import forbidden_characters
from salespack.library.blocks import Audience, Block
from salespack.library.library import Library
from salespack.library.packs import USUAL, USUAL_OUTPUTS, Slot
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.scaffold.names import slug, write_new

ANYONE = Audience()
OPENING, CLOSING = ("opening",), ("next-step", "closing")
MIDDLE: tuple[tuple[Slot, str], ...] = (
    (Slot(slot="question", kinds=("dialogue",), tag="question", optional=True), "ask before you tell"),
    (Slot(slot="situation", kinds=("market",), optional=True), "what happens around them"),
    (Slot(slot="promise", kinds=("benefit",)), "what they get out of it"),
    (Slot(slot="proof", kinds=("experience",), optional=True), "who has done it"),
)
"""Slots for each of the customer's top values, and what for."""


class PackAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a new pack. `values` is how many of the customer's top values it answers."""

    name: str
    stage: str | None = None
    values: int = 1
    slides: int = 12


def pack_name(text: str) -> str:
    """A pack's name. Raises UsageFault for one that no file can have."""
    name = " ".join(text.split())
    if not slug(name):
        raise UsageFault.of("SP107", "a pack needs a name with letters or digits", "for example “Second meeting”")
    if problems := list(forbidden_characters(name, "the name")):
        raise UsageFault(problems)
    return name


def count_of(text: str, most: int, example: int) -> int:
    """A whole number from 1 to `most`. Raises UsageFault."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= most:
        raise UsageFault.of("SP105", f"“{text}” is not a number from 1 to {most}", f"for example {example}")
    return int(text)


def free_pack(library: Library, name: str) -> Path:
    """Where the pack will be. Raises UsageFault (SP802) when there is one already."""
    path = library.root / "packs" / f"{slug(name)}.yaml"
    if path.exists():
        raise UsageFault.of("SP802", "there is a pack of this name already", "choose another", Place(shown_path(path)))
    return path


def write_pack(library: Library, answers: PackAnswers) -> Path:
    """Writes the pack and returns its file. Raises UsageFault (SP802), UserFault (SP803)."""
    path = free_pack(library, answers.name)
    write_new(path, pack_text(library, answers), "pack", "choose another library with --library", library.root)
    return path


def pack_text(library: Library, answers: PackAnswers) -> str:
    """The pack as YAML. What the library cannot fill is left as a comment, as `check` would tell it, and a frame slot
    whose blocks are for some customers alone is optional: required, it would stop the builds of all others.
    """
    lines = [
        "# A pack is a recipe: slots that blocks compete for, in this order.",
        "# `salespack match PROFILE --pack NAME --explain` shows who won, and why.",
        f"name: {msgspec.json.encode(answers.name).decode()}",
    ]
    if answers.stage:
        lines.append(f"stage: {answers.stage}")
    lines.append("# for: {lifecycle: [first-contact]}    # whom it suits, when a build must choose a pack by itself")
    lines.append(f"outputs: [{USUAL}]    # {', '.join(USUAL_OUTPUTS)}")
    lines.append("sections:")
    lines.append(_frame(library, answers.stage, OPENING))
    lines.append("  - each: top-values            # once for each of the customer's weightiest values")
    lines.append(f"    count: {answers.values}")
    lines.append("    slots:")
    lines += [_content(library, slot, what) for slot, what in MIDDLE]
    lines.append(_frame(library, answers.stage, CLOSING))
    lines.append(f"limits: {{slides: {answers.slides}, standard_share: 0.5}}")
    lines.append("fit: {min_coverage: 0.6}        # below that the build refuses: a generic pack is worse than none")
    lines.append("language: fail                  # fallback: blocks without a translation are used all the same")
    return "\n".join(lines) + "\n"


def _content(library: Library, slot: Slot, what: str) -> str:
    """A slot for each value; where it is optional and no approved block can fill it, a comment."""
    (kind,), least = slot.kinds, library.settings.scoring.each_strength
    able = any(
        block.kind == kind
        and block.state == "approved"
        and (slot.tag is None or slot.tag in block.tags)
        and max(block.values.values(), default=0) >= least
        for block in library.blocks.values()
    )
    tag = f", tag: {slot.tag}" if slot.tag else ""
    optional = ", optional: true" if slot.optional else ""
    line = f"      - {{slot: {slot.slot}, kind: {kind}{tag}{optional}}}    # {what}"
    if able or not slot.optional:
        return line
    return f"      # nothing can fill it yet:\n      #{line[5:]}"


def _frame(library: Library, stage: str | None, tags: Sequence[str]) -> str:
    """The slot for a frame with one of the tags, the first that serves everybody, else the first that is there."""
    found = {tag: [one for one in _frames(library) if tag in one.tags] for tag in tags}
    for_all = [tag for tag, frames in found.items() if _serve_all(library, stage, frames)]
    there = [tag for tag, frames in found.items() if frames]
    tag = next(iter((*for_all, *there, *tags)))
    line = f"  - {{slot: {tag}, kind: frame, tag: {tag}"
    if for_all:
        return f"{line}}}"
    if there:
        return f"{line}, optional: true}}    # the frames that have the tag are not for everybody"
    return f"  # no frame has the tag yet:\n  #{line[1:]}}}"


def _frames(library: Library) -> Iterator[Block]:
    for block in library.blocks.values():
        if block.kind == "frame" and block.state == "approved":
            yield block


def _serve_all(library: Library, stage: str | None, frames: Sequence[Block]) -> bool:
    """Whether in every deck of a pack for a stage one of the frames can stand, for any customer, in every language.

    What a frame is not for, another may be for: an opening for all but former customers, and one for those.
    """
    usable = [one for one in frames if not one.needs and set(library.settings.languages) <= set(one.bodies)]
    specific = {_audience(one, stage) for one in usable if one.not_for == ANYONE}
    return any(
        _audience(one, stage) == ANYONE
        and (one.not_for == ANYONE or (one.not_for in specific and _fields_of(one.not_for) == 1))
        for one in usable
    )


def _audience(block: Block, stage: str | None) -> Audience:
    """Whom a block is for among the customers of a stage."""
    return msgspec.structs.replace(block.audience, stages=()) if stage in block.audience.stages else block.audience


def _fields_of(audience: Audience) -> int:
    """How many things an audience says: `for` wants all of them met, `not_for` objects to each."""
    return sum(bool(wanted) for wanted in msgspec.structs.astuple(audience))
