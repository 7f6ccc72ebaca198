"""A new pack from a few answers: slots that the library can fill, with comments that teach."""

from __future__ import annotations

from pathlib import Path

import msgspec

from salespack.formats.text_files import forbidden_characters
from salespack.library.library import Library
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.scaffold.names import slug, write_new

OPENING, CLOSING = ("opening",), ("next-step", "closing")
MIDDLE = (
    ("question", "dialogue", "ask before you tell"),
    ("situation", "market", "what happens around them"),
    ("promise", "benefit", "what they get out of it"),
    ("proof", "experience", "who has done it"),
)
"""Slots for each of the customer's top values: name, kind, and what for."""


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
    write_new(path, pack_text(library, answers), "pack", "choose another library with --library")
    return path


def pack_text(library: Library, answers: PackAnswers) -> str:
    """The pack as YAML. A frame slot that the library cannot fill is left as a comment: it would stop every build."""
    tags = {tag for block in library.blocks.values() if block.kind == "frame" for tag in block.tags}
    lines = [
        "# A pack is a recipe: slots that blocks compete for, in this order.",
        "# `salespack match PROFILE --pack NAME --explain` shows who won, and why.",
        f"name: {msgspec.json.encode(answers.name).decode()}",
    ]
    if answers.stage:
        lines.append(f"stage: {answers.stage}")
    lines.append("# for: {lifecycle: [first-contact]}    # whom it suits, when a build must choose a pack by itself")
    lines.append("outputs: [deck.pptx, deck.pdf, one-pager.pdf, brief.pdf, email.html]")
    lines.append("sections:")
    lines += [_frame(tag, tags) for tag in OPENING]
    lines.append("  - each: top-values            # once for each of the customer's weightiest values")
    lines.append(f"    count: {answers.values}")
    lines.append("    slots:")
    for slot, kind, what in MIDDLE:
        optional = "" if kind == "benefit" else ", optional: true"
        lines.append(f"      - {{slot: {slot}, kind: {kind}{optional}}}    # {what}")
    closing = next((tag for tag in CLOSING if tag in tags), CLOSING[0])
    lines.append(_frame(closing, tags))
    lines.append(f"limits: {{slides: {answers.slides}, generic_share: 0.4}}")
    lines.append("fit: {min_coverage: 0.6}        # below that the build refuses: a generic pack is worse than none")
    lines.append("language: fail                  # fallback: blocks without a translation are used all the same")
    return "\n".join(lines) + "\n"


def _frame(tag: str, tags: set[str]) -> str:
    line = f"  - {{slot: {tag}, kind: frame, tag: {tag}}}"
    return line if tag in tags else f"  # no frame has the tag yet:\n  #{line[1:]}"
