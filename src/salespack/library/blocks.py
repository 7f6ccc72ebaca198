"""A block: one reusable piece of content. Its types; reading one from its Markdown file with YAML front matter."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any, Literal, get_args

import msgspec

from salespack.deck.links import how_to_link, is_web
from salespack.deck.model import AskedForm, LayoutRole, Overflow
from salespack.formats import versions
from salespack.formats.schema import decode_data
from salespack.formats.text_files import forbidden_characters
from salespack.formats.types import Country, Day, Id, Language, PartialDay
from salespack.formats.versions import understood
from salespack.formats.vocabulary import Vocabulary
from salespack.formats.yaml import KeyPath, Source
from salespack.library.fences import fence_problems, without_attributes
from salespack.library.kinds import Kind as Kind
from salespack.library.needs import impossible_need
from salespack.library.settings import Switches
from salespack.problems.problem import Place, Problem, UserFault
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import Lifecycle, RelationshipKind, State
from salespack.system.hashing import digest

Strength = Annotated[int, msgspec.Meta(ge=1, le=5)]
KINDS: tuple[str, ...] = get_args(Kind)
FRONT_MATTER = "`salespack schema block` prints its keys"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Letters that have a usual spelling in ASCII which plain decomposition does not give.
SPELT = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


class Audience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom something is (or is not) for. An empty field means any; roles match if any role in the room does."""

    roles: tuple[Id, ...] = ()
    stages: tuple[Id, ...] = ()
    industries: tuple[Id, ...] = ()
    lifecycle: tuple[Lifecycle, ...] = ()
    states: tuple[State, ...] = ()
    relationship: tuple[RelationshipKind, ...] = ()
    countries: tuple[Country, ...] = ()


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a case is about: never rejects, only boosts. `logo` is a picture of the library."""

    customer: str | None = None
    industry: Id | None = None
    country: Country | None = None
    employees: Annotated[int, msgspec.Meta(ge=0)] | None = None
    logo: str | None = None


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a claim comes from; `sample` says of whom it holds, in the language of the block: `12 customers`."""

    source: str
    url: str | None = None
    date: PartialDay | None = None
    sample: str | None = None


OWN_EVIDENCE = "evidence"
"""The name by which slides and claims ask for a block's own evidence, beside those of its `sources`."""


class TranslatedEvidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a translation may say of evidence: its source and sample in its own language."""

    source: str | None = None
    sample: str | None = None


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who last read a block and found it true, and when."""

    by: str
    on: Day


class Retirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who took a block out of use, when and why."""

    by: str
    on: Day
    why: str | None = None


class SlideReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Slides designed in PowerPoint: a file beside the library and which of its slides."""

    file: str
    slide: int | str | tuple[int | str, ...] = ()
    keep: Literal["source", "brand"] | None = None


class Body(msgspec.Struct, frozen=True):
    """Where one language's text of a block is: its file as the user names it, first body line, hash, and title.

    `title` is what its first slide is called, as it stands in the text. `evidence` is what a translation says of the
    block's evidence, and of each of its sources by name. `source_marks` tell of each text of the block what it said
    when it was translated. `off` are the rules of `check` that its front
    matter switches off, with the reasons. `answer` is what is said in one line to the doubt that the block is about.
    """

    file: str
    line: int
    content_hash: str
    title: str = ""
    translates: int | None = None
    evidence: dict[str, TranslatedEvidence] = {}
    slides: SlideReference | None = None
    bind: dict[str, str] = {}
    off: dict[str, str] = {}
    answer: str | None = None
    source_marks: str = ""


Form = Literal[AskedForm, "fixed"]
"""The form that all slides of a block take; `fixed` leaves them as they are written."""


Prose = Literal["notes"]
"""What the report says in full sentences where a slide has no `::: prose` of its own: what is said beside it."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One reusable piece of content, as the index keeps it: everything but the text, which is read when chosen.

    `values` maps a value id to how strongly the block speaks to it (1–5). `bodies` has one entry a language.
    `overflow` None leaves it to the pack what becomes of texts that are too long, `form` None to each slide's text how
    it is laid out. `prose` says that its notes may stand in documents that are read.
    `review_by` is the last day by which somebody must have read it again.
    `problems` are those of its files; a block that has any error is broken and cannot be chosen. `broken_bodies` holds
    the problems of translations, by language: only there is the block broken.
    """

    id: str
    file: str
    kind: Kind
    bodies: dict[str, Body]
    values: dict[str, int] = {}
    tags: tuple[str, ...] = ()
    audience: Audience = Audience()
    not_for: Audience = Audience()
    about: About | None = None
    needs: tuple[str, ...] = ()
    minutes: float | None = None
    evidence: Evidence | None = None
    sources: dict[str, Evidence] = {}
    layout: LayoutRole | None = None
    overflow: Overflow | None = None
    form: Form | None = None
    prose: Prose | None = None
    owner: str | None = None
    state: Literal["draft", "approved", "retired"] = "approved"
    approved: Approval | None = None
    retired: Retirement | None = None
    review_by: Day | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    version: int = 1
    jinja: bool = True
    problems: tuple[Problem, ...] = ()
    broken_bodies: dict[str, tuple[Problem, ...]] = {}

    def all_evidence(self) -> dict[str, Evidence]:
        """The block's own evidence and its sources, by the names that slides and claims ask for them by."""
        own = {} if self.evidence is None else {OWN_EVIDENCE: self.evidence}
        return {**own, **self.sources}


def source_in(body: Body, name: str, evidence: Evidence) -> str:
    """What a source is called in the language of a body."""
    translated = body.evidence.get(name)
    return (translated.source if translated else None) or evidence.source


class BlockFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a block, with what its folder's `_defaults.yaml` adds. Keys are those of `Block`.

    `language` is the one the block itself is in; without it the library's first.
    """

    kind: Kind | None = None
    values: dict[Id, Strength] | tuple[Id, ...] = {}
    tags: tuple[str, ...] = ()
    audience: Audience = msgspec.field(name="for", default=Audience())
    not_for: Audience = Audience()
    about: About | None = None
    needs: tuple[str, ...] = ()
    answer: str | None = None
    minutes: Annotated[float, msgspec.Meta(ge=0)] | None = None
    evidence: Evidence | None = None
    sources: dict[Id, Evidence] = {}
    layout: LayoutRole | None = None
    overflow: Overflow | None = None
    form: Form | None = None
    prose: Prose | None = None
    owner: str | None = None
    state: Literal["draft", "approved", "retired"] = "approved"
    approved: Approval | None = None
    retired: Retirement | None = None
    review_by: Day | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    version: Annotated[int, msgspec.Meta(ge=1)] = 1
    slides: SlideReference | None = None
    bind: dict[str, str] = {}
    jinja: bool = True
    language: Language | None = None
    check: Switches = Switches()


class TranslationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a translation: the version it follows, and what differs."""

    translates: Annotated[int, msgspec.Meta(ge=1)] | None = None
    answer: str | None = None
    evidence: TranslatedEvidence | None = None
    sources: dict[Id, TranslatedEvidence] = {}
    slides: SlideReference | None = None
    bind: dict[str, str] = {}
    source_marks: str = ""
    check: Switches = Switches()


OBJECTION = "objection"
"""The tag of a dialogue block that answers a doubt."""
COMPETITOR = "competitor"
"""The tag of a block that speaks of somebody else's offer."""
PASSING = (OBJECTION, COMPETITOR)
"""The tags of blocks that are true until somebody else does something: they need a day for reading them again."""

RESERVED = frozenset((OWN_EVIDENCE, "none"))
"""What stands behind a title in the place of a source's name."""
RANKED = (5, 3, 2, 1)
"""Strengths of a ranked list of values: the first 5, the second 3, then 2, and 1 for all others."""


class FrontMatter(msgspec.Struct, frozen=True):
    """A Markdown file taken apart: its front matter's text and line, its body and the body's first line."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


NEARLY_DASHES = re.compile(r"\s*(?:-{2,}|[—–]+-*)\s*")
"""A line that was meant as the three dashes before and after front matter."""


def split_front_matter(text: str, file: str) -> FrontMatter:
    """The two halves of a block's file. Raises UserFault when there is no front matter or it is never closed."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        hint = "begin with a line ---, the keys, and a line --- again"
        if NEARLY_DASHES.fullmatch(lines[0]):
            hint = "write the first line as three dashes: ---"
        elif not lines[0].strip() and text.lstrip().startswith("---"):
            hint = "delete the empty lines before ---"
        raise UserFault.of("SP009", "the file does not begin with front matter", hint, Place(file, 1, 1))
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return FrontMatter("\n".join(lines[1:number]), 2, "\n".join(lines[number + 1 :]), number + 2)
    for number, line in enumerate(lines[1:], 2):
        if NEARLY_DASHES.fullmatch(line):
            hint = "write the line as three dashes: ---"
            raise UserFault.of("SP009", "the front matter is never closed", hint, Place(file, number, 1))
    raise UserFault.of("SP009", "the front matter is never closed", "end it with a line ---", Place(file, 1, 1))


class BlockSource(Source):
    """A block's front matter, which begins where its folders' `_defaults.yaml` end: a key's place is where it is said.

    `outer` gives those files, the innermost first, when a problem needs a place.
    """

    __slots__ = ("_outer",)

    def __init__(self, parts: FrontMatter, file: str, outer: Callable[[], Iterable[Source]]) -> None:
        super().__init__(file, parts.yaml, parts.yaml_line, called="the front matter", help=FRONT_MATTER)
        self._outer = outer

    def place(self, path: KeyPath = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands (with `key`, its key): here, else in the innermost defaults that say it."""
        outer = None
        if path and not self.says(path[0]):
            with suppress(UserFault):  # defaults that cannot be read say so by themselves
                outer = next((one for one in self._outer() if one.says(path[0])), None)
        return self.own_place(path, key=key) if outer is None else outer.place(path, key=key)

    def own_place(self, path: KeyPath, *, key: bool = False) -> Place:
        """The same in the block's own file: its beginning where the key is said elsewhere."""
        return super().place(path, key=key)


def read_block(
    identifier: str,
    file: str,
    text: str,
    defaults: Mapping[str, Any],
    vocabulary: Vocabulary,
    language: str,
    outer: Callable[[], Iterable[Source]] = tuple,
) -> Block:
    """The block in `text`, in `language` unless it says another. Raises UserFault with every problem of its keys.

    `outer` gives the files that `defaults` come from, the innermost first. What was renamed since the block was written
    is among its problems, as a warning.
    """
    parts = split_front_matter(text, file)
    source = BlockSource(parts, file, outer)
    told: list[Problem] = []
    data = understood(source.load(), source, versions.BLOCK, told)
    if not isinstance(data, dict | None):
        decode_data(data, source, BlockFile)
    written = decode_data({**defaults, **(data or {})}, source, BlockFile)
    problems = list(_block_problems(identifier, written, source, vocabulary))
    problems += forbidden_characters(parts.body, file, parts.body_line)
    problems += fence_problems(parts.body, file, parts.body_line, jinja=written.jinja)
    if problems or written.kind is None:
        raise UserFault(problems)
    body = Body(
        file=file,
        line=parts.body_line,
        content_hash=digest(parts.body.encode()),
        title=_title(parts.body),
        slides=written.slides,
        bind=written.bind,
        off=written.check.off,
        answer=written.answer,
    )
    return Block(
        id=identifier,
        file=file,
        kind=written.kind,
        bodies={written.language or language: body},
        values=_strengths(written.values),
        tags=written.tags,
        audience=written.audience,
        not_for=written.not_for,
        about=written.about,
        needs=written.needs,
        minutes=written.minutes,
        evidence=written.evidence,
        sources=written.sources,
        layout=written.layout,
        overflow=written.overflow,
        form=written.form,
        prose=written.prose,
        owner=written.owner,
        state=written.state,
        approved=written.approved,
        retired=written.retired,
        review_by=written.review_by,
        valid_from=written.valid_from,
        valid_until=written.valid_until,
        version=written.version,
        jinja=written.jinja,
        problems=tuple(told),
    )


def read_translation(file: str, text: str, told: list[Problem]) -> Body:
    """One language's body of a block. Raises UserFault with every problem of its front matter.

    What was renamed since it was written goes to `told`.
    """
    parts = split_front_matter(text, file)
    source = Source(file, parts.yaml, parts.yaml_line, called="the front matter", help=FRONT_MATTER)
    data = understood(source.load(), source, versions.TRANSLATION, told)
    written = decode_data({} if data is None else data, source, TranslationFile)
    problems = [
        *forbidden_characters(parts.body, file, parts.body_line),
        *fence_problems(parts.body, file, parts.body_line),
    ]
    if problems:
        raise UserFault(problems)
    return Body(
        file=file,
        line=parts.body_line,
        content_hash=digest(parts.body.encode()),
        title=_title(parts.body),
        translates=written.translates,
        evidence={**({OWN_EVIDENCE: written.evidence} if written.evidence else {}), **written.sources},
        slides=written.slides,
        bind=written.bind,
        off=written.check.off,
        answer=written.answer,
        source_marks=written.source_marks,
    )


def audience_problems(audience: Audience, source: Source, field: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The names in `for` or `not_for` that the library does not declare."""
    yield from vocabulary.unknown(source, "role", audience.roles, (field, "roles"))
    yield from vocabulary.unknown(source, "stage", audience.stages, (field, "stages"))
    yield from vocabulary.unknown(source, "industry", audience.industries, (field, "industries"))


def _title(body: str) -> str:
    return next((without_attributes(line[2:].strip()) for line in body.split("\n") if line.startswith("# ")), "")


def _strengths(values: dict[str, int] | tuple[str, ...]) -> dict[str, int]:
    if isinstance(values, dict):
        return values
    return {name: RANKED[min(rank, len(RANKED) - 1)] for rank, name in enumerate(values)}


def _block_problems(identifier: str, written: BlockFile, source: Source, vocabulary: Vocabulary) -> Iterator[Problem]:
    if not ID.fullmatch(identifier):
        hint = "rename the file: lower-case letters, digits and hyphens"
        yield Problem(
            code="SP106", message=f"“{identifier}” cannot be a block's id", hint=hint, place=Place(source.file)
        )
    if written.kind is None:
        hint = f"add `kind: …` here or in the folder's _defaults.yaml: {', '.join(KINDS)}"
        yield Problem(code="SP102", message="“kind” is missing", hint=hint, place=source.place())
    yield from vocabulary.unknown(source, "value", written.values, ("values",), key=isinstance(written.values, dict))
    if written.language and written.language not in vocabulary.names["language"]:
        hint = f"{did_you_mean(written.language, vocabulary.names['language'])}; languages are declared in library.yaml"
        message = f"the language “{written.language}” is not declared"
        yield Problem(code="SP205", message=message, hint=hint, place=source.place(("language",)))
    yield from audience_problems(written.audience, source, "for", vocabulary)
    yield from audience_problems(written.not_for, source, "not_for", vocabulary)
    if written.about:
        yield from vocabulary.unknown(source, "industry", [written.about.industry], ("about", "industry"))
    if written.valid_from and written.valid_until and written.valid_until < written.valid_from:
        message = f"valid_until {written.valid_until} is before valid_from {written.valid_from}"
        yield Problem(code="SP108", message=message, hint="swap or correct them", place=source.place(("valid_until",)))
    for number, path in enumerate(written.needs):
        if hint := impossible_need(path, vocabulary.names["value"], vocabulary.names.get("calculation", ())):
            yield Problem(
                code="SP109",
                message=f"needs “{path}”, which no profile can have",
                hint=hint if hint.endswith("?") else f"{hint}; for example facts.services",
                place=source.place(("needs", number)),
            )
    for name in RESERVED & written.sources.keys():
        message = f"a source cannot be called “{name}”"
        hint = "that is the block's own evidence, without a name" if name == OWN_EVIDENCE else "give it another name"
        yield Problem(code="SP106", message=message, hint=hint, place=source.place(("sources", name), key=True))
    named = {("sources", name): one for name, one in written.sources.items()}
    for where, one in (((OWN_EVIDENCE,), written.evidence), *named.items()):
        if one and one.url and not is_web(one.url):
            yield Problem(
                code="SP106",
                message=f"{'.'.join(where)}.url “{one.url}” is no web address",
                hint=how_to_link(one.url, mail=False),
                place=source.place((*where, "url")),
            )
