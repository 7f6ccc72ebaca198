"""A new block from a few answers: front matter with comments that teach, and a body to write over."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from salespack.formats.text_files import forbidden_characters
from salespack.library.blocks import KINDS, Block, Kind
from salespack.library.fences import without_fences
from salespack.library.library import Library
from salespack.library.load import DEFAULTS_FILE, OTHER_FOLDERS
from salespack.library.naming import resolve
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.problems.suggestions import did_you_mean
from salespack.scaffold.names import slug, write_new

FOLDERS: Mapping[str, str] = {
    "experience": "experiences", "benefit": "benefits", "market": "market", "news": "news", "dialogue": "dialogue",
    "frame": "frames",
}  # fmt: skip
"""Where a kind's blocks go in a library that has none yet."""
LONGEST_TITLE = 120
BODIES: Mapping[str, tuple[str, ...]] = {
    "experience": (
        "- **Before:** what hurt, in their words",
        "- **Together:** what they did, and what we did",
        "- **After:** what is different, and how they know",
    ),
    "benefit": ("- What gets better for the customer", "- What they have to do for it", "- How they can check it"),
    "market": ("- What is changing, and who says so", "- Whom it touches first", "- What others do about it"),
    "news": ("- What is new", "- Since when", "- For whom it matters"),
    "dialogue": ("- A question that they answer with a story", "- A question about what it costs", "- Who else to ask"),
    "frame": ("- What we want to leave the room with", "- What you want to leave it with"),
}
NOTES = "What whoever presents says with it. It stands in the deck's notes."
REMARKS = "For the seller alone: what to ask, what to be careful with."
SENTENCES = frozenset((*(line.removeprefix("- ") for lines in BODIES.values() for line in lines), NOTES, REMARKS))
"""What a new block says until somebody writes over it."""
ADVICE: Mapping[str, str] = {
    "experience": "A customer's story: who they are, what hurt, what you did together, how they know that it worked.",
    "benefit": "What the customer gets out of it; not what the product has.",
    "market": "What happens around the customer, from a source they would believe.",
    "news": "What changed lately. News goes stale: give it a `valid_until`.",
    "dialogue": "Questions, feedback, objections: the customer talks more than you do.",
    "frame": "Holds a deck together. A pack's slot asks for it by tag.",
}


class BlockAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a new block. `values` maps value ids to strengths 1–5."""

    title: str
    kind: Kind
    values: Mapping[str, int] = {}
    roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owner: str | None = None


def block_title(text: str) -> str:
    """A title as a slide can have it. Raises UsageFault for any other."""
    title = " ".join(text.split())
    if not title or not slug(title):
        raise UsageFault.of("SP107", "a block needs a title with letters or digits", "say it in one line")
    if len(title) > LONGEST_TITLE:
        raise UsageFault.of("SP107", f"the title has more than {LONGEST_TITLE} characters", "shorten it")
    if problems := list(forbidden_characters(title, "the title")):
        raise UsageFault(problems)
    return title


def block_kind(text: str) -> Kind:
    """The kind that `text` names. Raises UsageFault."""
    for kind in KINDS:
        if text.strip().casefold() == kind:
            return kind  # type: ignore[return-value]  # KINDS are the members of Kind
    raise UsageFault.of("SP104", f"“{text}” is no kind of block", did_you_mean(text, KINDS) or ", ".join(KINDS))


def strengths(library: Library, texts: Sequence[str]) -> dict[str, int]:
    """Values as options give them: `VALUE` speaks fully to it, `VALUE=3` in part. Raises UsageFault."""
    found = {}
    for text in texts:
        name, _, figure = text.partition("=")
        if figure and figure not in ("1", "2", "3", "4", "5"):
            hint = "for example fewer-outages=3: 5 answers the value, 1 mentions it"
            raise UsageFault.of("SP105", f"“{figure}” is not a strength from 1 to 5", hint)
        found[resolve(library, name, "value")] = int(figure or 5)
    return found


def roles_of(library: Library, texts: Sequence[str]) -> tuple[str, ...]:
    """Roles by id or name. Raises UsageFault."""
    return tuple(resolve(library, text, "role") for text in texts)


def free_block(library: Library, title: str) -> str:
    """The id of a new block: the title's words. Raises UsageFault (SP802) when the library has it already."""
    identifier = slug(title)
    if (block := library.blocks.get(identifier)) is not None:
        hint = "choose another title, or change that block"
        raise UsageFault.of("SP802", f"there is a block {identifier} already", hint, Place(block.file))
    return identifier


def folder_for(library: Library, kind: str) -> str:
    """The folder of the library, POSIX, where most blocks of a kind are; its usual name where there are none."""
    found = Counter(
        folder
        for block in library.blocks.values()
        if block.kind == kind and (folder := _folder(library, block)).partition("/")[0] not in (*OTHER_FOLDERS, "")
    )
    return min(found, key=lambda folder: (-found[folder], folder), default=FOLDERS[kind])


def write_block(library: Library, answers: BlockAnswers, folder: str | None, on: datetime.date) -> Path:
    """Writes the block as a draft and returns its file. Raises UsageFault (SP802), UserFault (SP803)."""
    identifier = free_block(library, answers.title)
    path = library.root / (folder if folder is not None else folder_for(library, answers.kind)) / f"{identifier}.md"
    if path.exists():
        raise UsageFault.of("SP802", "is there already", "choose another title", Place(shown_path(path)))
    says_kind = _default_kind(path.parent) == answers.kind
    text = block_text(answers, on, says_kind=says_kind)
    write_new(path, text, "block", "name another folder with --folder", library.root)
    return path


def block_text(answers: BlockAnswers, on: datetime.date, *, says_kind: bool = False) -> str:
    """The block's Markdown with front matter. `says_kind`: the folder's `_defaults.yaml` gives the kind already."""
    year = on.replace(year=on.year + 1, day=min(on.day, 28))
    lines = [f"# {ADVICE[answers.kind]}"]
    if not says_kind:
        lines.append(f"kind: {answers.kind}")
    values = ", ".join(f"{value}: {strength}" for value, strength in answers.values.items())
    about = "how strongly it speaks to each value: 5 answers it, 1 mentions it"
    lines.append(f"values: {{{values}}}    # {about}" if values else f"# values: {{VALUE: 5}}    # {about}")
    if answers.tags:
        lines.append(f"tags: [{', '.join(answers.tags)}]")
    if answers.roles:
        lines.append(f"for: {{roles: [{', '.join(answers.roles)}]}}")
    else:
        lines.append("# for: {roles: [ROLE], stages: [STAGE]}    # only for these; without it, for anybody")
    if answers.owner:
        lines.append(f"owner: {msgspec.json.encode(answers.owner).decode()}")
    lines.append("state: draft    # approved, when it is true and somebody answers for it: salespack library approve")
    if answers.kind == "experience":
        lines.append("# about: {customer: NAME, industry: INDUSTRY, employees: 200}    # whom the case is about")
    lines.append('# evidence: {source: "WHO SAYS SO", url: "https://…", date: YEAR-MONTH-DAY}    # figures need one')
    lines.append("# needs: [facts.FIGURE]    # data of a profile without which it cannot be used")
    lines.append(f"{'' if answers.kind == 'news' else '# '}valid_until: {year.isoformat()}")
    body = "\n".join(BODIES[answers.kind])
    return (
        "---\n" + "\n".join(lines) + f"\n---\n# {_literal(answers.title)}\n\n{body}\n\n"
        f"::: notes\n{NOTES}\n:::\n\n"
        f"::: seller\n{REMARKS}\n:::\n"
    )


def _literal(title: str) -> str:
    """A title as Markdown that is a template too: braces of templates and marks stand for themselves."""
    marked = "".join(f"\\{one}" if one in "\\`*_[]<>#" else one for one in title)
    return without_fences(marked).replace("{{", "{{ '{{' }}").replace("{%", "{{ '{%' }}").replace("{#", "{{ '{#' }}")


def _folder(library: Library, block: Block) -> str:
    """The folder of a block, POSIX, relative to the library; empty for the library's own."""
    file = Path(block.file).absolute()
    return file.parent.relative_to(library.root).as_posix() if file.is_relative_to(library.root) else ""


def _default_kind(folder: Path) -> str | None:
    """The kind that the folder gives its blocks, as its `_defaults.yaml` says."""
    from salespack.formats.text_files import read_text
    from salespack.formats.yaml import Source

    file = folder / DEFAULTS_FILE
    if not file.is_file():
        return None
    data = Source(shown_path(file), read_text(file)).load()
    return data.get("kind") if isinstance(data, dict) else None
