"""Blocks whose slides were designed in PowerPoint: found, their texts rendered, their charts, tables, pictures filled.

What comes out are slides of the deck as from any other block; the writer copies them out of their files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from salespack.assembly.body_templates import Bodies
from salespack.assembly.bound_shapes import bound
from salespack.deck.model import Chart, DesignedSlide, Node, Paragraph, Picture, Slide, Span, Spans
from salespack.library.blocks import Block, Body, SlideReference
from salespack.library.locations import said_place
from salespack.ooxml.presentation import ListedSlide
from salespack.ooxml.texts import title_of
from salespack.ooxml.trees import Tree, written
from salespack.powerpoint.designed.dependencies import lost_links, prove
from salespack.powerpoint.designed.embedded_fonts import used_fonts
from salespack.powerpoint.designed.out_of_sight import Why, linked_workbooks, out_of_sight, unseen_shapes
from salespack.powerpoint.designed.reading import (
    alt_of,
    chart_in,
    chart_of,
    name_of,
    nodes_of,
    notes_of,
    shapes,
    title_spans,
)
from salespack.powerpoint.designed.source import ReferenceFault, Sources
from salespack.powerpoint.designed.text_templates import TemplateMistake, TextTemplates, holds_templates
from salespack.problems.problem import Place, Problem, Severity, UserFault
from salespack.system.hashing import digest
from salespack.system.paths import named_files, real_path
from salespack.templating.environment import Tokens

SPEAKING = ("chart", "diagramData", "diagramDrawing")
"""Kinds of parts beside the slide whose texts stand on it."""
TITLE_LINE = re.compile("^ {0,3}# ", re.MULTILINE)
ENDINGS = (".pptx", ".potx", ".pptm", ".potm", ".ppsx", ".ppsm")


class Said(msgspec.Struct, frozen=True):
    """What a slide says: title and nodes for documents, and its notes."""

    title: Spans
    nodes: tuple[Node, ...]
    notes: tuple[Paragraph, ...]


class Rendered(msgspec.Struct, frozen=True):
    """A designed slide for one profile, with what it says and whether that holds data of the customer's."""

    slide: DesignedSlide
    said: Said
    content_hash: str
    holds_customer_data: bool
    own_words: bool = False
    holds_figures: bool = False


class Design(msgspec.Struct, frozen=True):
    """What a block says of its designed slides: which, what is bound, whether their text holds Jinja.

    `body` and `bind_body` are the texts that say it: the translation's, or the original's where that leaves it out;
    `root` is the library's folder.
    """

    root: Path

    reference: SlideReference
    bind: Mapping[str, str]
    jinja: bool
    body: Body
    bind_body: Body

    def place(self, *keys: str | int) -> Place:
        """Where a key of the block's front matter stands: in its file, or in the defaults of its folders."""
        body = self.bind_body if keys[:1] == ("bind",) else self.body
        return said_place(self.root, body.file, keys or ("slides",), key=keys[:1] == ("bind",))


def design_of(root: Path, block: Block, body: Body, text: str) -> Design | None:
    """What a block's text in one language says of designed slides, None if it makes its slides itself.

    `root` is the library's folder.

    A translation that names no slides has those of the original, unless it has slides of its own.
    """
    original = next(iter(block.bodies.values()))
    slides_body = body if body.slides is not None else original
    if slides_body.slides is None or (body.slides is None and TITLE_LINE.search(text)):
        return None
    bind_body = body if body.bind else original
    return Design(root, slides_body.slides, bind_body.bind, block.jinja, slides_body, bind_body)


class DesignRenderer:
    """Renders the designed slides of one block for one profile.

    `lookup` gives the data at a path of the public context, `picture` a picture of the library, given its path, an
    alternative text and the place to blame; `tokens` makes the tokens of one text.
    """

    def __init__(
        self,
        design: Design,
        sources: Sources,
        bodies: Bodies,
        context: Any,
        tokens: Callable[[], Tokens],
        lookup: Callable[[str], Any],
        picture: Callable[[str, str, Place], Picture],
    ) -> None:
        self.design, self._bodies, self._context, self._new_tokens = design, bodies, context, tokens
        self.lookup, self.picture = lookup, picture
        self.path = find_deck(design)
        with _naming(design):
            self.source = sources.open(self.path)
            self.listed = self._listed()

    def slides(self) -> tuple[Rendered, ...]:
        """The slides. Raises UserFault with everything that is wrong on all of them."""
        with _naming(self.design):
            self._check_bindings()
            problems: list[Problem] = []
            found = []
            for listed in self.listed:
                try:
                    found.append(self._slide(listed))
                except UserFault as fault:
                    problems += fault.problems
            if problems:
                raise UserFault(problems)
        return tuple(found)

    def label(self, listed: ListedSlide) -> str:
        """A slide as its author knows it: file, number and title."""
        title = title_of(self.source.tree(listed.part))
        return f"{self.design.reference.file}, slide {listed.number}" + (f" “{title}”" if title else "")

    def _listed(self) -> tuple[ListedSlide, ...]:
        wanted = self.design.reference.slide
        references = wanted if isinstance(wanted, tuple) else (wanted,)
        found, problems = [], []
        for number, reference in enumerate(references):
            try:
                found.append(self.source.find(reference))
            except ReferenceFault as fault:
                keys = ("slides", "slide", number) if isinstance(wanted, tuple) else ("slides", "slide")
                message = f"{self.design.reference.file}: {fault}"
                problems.append(Problem(code="SP332", message=message, hint=fault.hint, place=self.design.place(*keys)))
        if problems:
            raise UserFault(problems)
        if not references:
            found = list(self.source.slides)
        if not found:
            message = f"{self.design.reference.file} has no slides"
            raise UserFault.of("SP332", message, "name a deck that has some", self.design.place("slides", "file"))
        return tuple(found)

    def _check_bindings(self) -> None:
        """Each name that is bound is that of one shape on one of the slides."""
        if not self.design.bind:
            return
        from salespack.problems.suggestions import did_you_mean

        names = [name_of(shape) for one in self.listed for shape in shapes(self.source.tree(one.part))]
        problems = []
        for name in self.design.bind:
            if names.count(name) == 1:
                continue
            file, place = self.design.reference.file, self.design.place("bind", name)
            if name in names:
                message = f"{file}: {names.count(name)} shapes are called “{name}”"
                hint = "rename them in PowerPoint: Home, Arrange, Selection Pane"
            else:
                message = f"{file}: no shape is called “{name}”"
                hint = did_you_mean(name, sorted(set(filter(None, names))))
            problems.append(Problem(code="SP333", message=message, hint=hint, place=place))
        if problems:
            raise UserFault(problems)

    def _slide(self, listed: ListedSlide) -> Rendered:
        prove(self.source, listed.part)
        names = set(self.design.bind)
        if not names and not (self.design.jinja and self._is_template(listed)):
            return self._plain(listed)
        tokens = self._new_tokens()
        tree = self.source.tree(listed.part)
        templates = TextTemplates(self._printer(tokens), tokens.literal, lambda one: self._where(listed, one))
        trees = {listed.part: tree} | {part: self.source.tree(part) for part in self._beside(listed)}
        changed = [part for part, root in trees.items() if self.design.jinja and templates.apply(root)]
        filled = bound(self, listed, tree, trees, tokens)
        notes = self._notes(listed)
        if templates.problems or filled.problems:
            raise UserFault([*self._placed(templates), *filled.problems])
        parts = dict.fromkeys([*changed, *filled.changed])
        slide = DesignedSlide(
            file=str(self.path),
            part=listed.part,
            number=listed.number,
            keep=self.design.reference.keep,
            changed={part: written(trees[part]) for part in parts},
            charts=filled.charts,
            pictures=filled.pictures,
        )
        said = self._said(listed, tree, trees, notes)
        of_customer = filled.holds_customer_data or tokens.any_of_customer
        figures = bool(filled.charts) or filled.tables or tokens.any_figures
        return Rendered(slide, said, self._hash(listed), of_customer, figures or tokens.any_own_words, figures)

    def _plain(self, listed: ListedSlide) -> Rendered:
        """A slide that is the same for everyone: read once, whatever the number of profiles."""
        known = self.source.remembered.get(listed.part)
        if not isinstance(known, Said):
            tree = self.source.tree(listed.part)
            trees = {part: self.source.tree(part) for part in self._beside(listed)}
            known = self._said(listed, tree, trees, self._notes(listed, rendered=False))
            self.source.remembered[listed.part] = known
        keep = self.design.reference.keep
        slide = DesignedSlide(file=str(self.path), part=listed.part, number=listed.number, keep=keep)
        return Rendered(slide, known, self._hash(listed), False)

    def _said(self, listed: ListedSlide, tree: Tree, trees: Mapping[str, Tree], notes: tuple[Paragraph, ...]) -> Said:
        links = self.source.relationships(listed.part)
        targets = {one.id: one.target for one in links if one.kind == "chart" and one.target in trees}
        alts = _alts(tree)
        charts: dict[str, Chart] = {}
        for relationship, part in targets.items():
            chart = chart_of(trees[part], alts.get(relationship, ""))
            if chart is not None:
                charts[relationship] = chart
        unseen = unseen_shapes(tree, self.source.size)
        title = title_spans(tree, unseen) or (Span(f"{self.path.stem}, {listed.number}"),)
        return Said(title, nodes_of(tree, links, charts, unseen), notes)

    def _hash(self, listed: ListedSlide) -> str:
        """The hash by which later changes of block or slide show."""
        return digest(self.design.body.content_hash.encode() + self.source.read(listed.part))

    # --- templates ---------------------------------------------------------------------------------------------------

    def _is_template(self, listed: ListedSlide) -> bool:
        key = ("templates", listed.part)
        known = self.source.remembered.get(key)
        if known is None:
            parts = [listed.part, *self._beside(listed), self.source.related(listed.part, "notesSlide")]
            known = any(holds_templates(self.source.tree(part)) for part in parts if part)
            self.source.remembered[key] = known
        return bool(known)

    def _beside(self, listed: ListedSlide) -> list[str]:
        """The parts beside the slide whose texts and figures stand on it."""
        links = self.source.relationships(listed.part)
        found = [one.target for one in links if one.kind in SPEAKING and not one.external]
        return [part for part in dict.fromkeys(found) if part in self.source.package]

    def _notes(self, listed: ListedSlide, *, rendered: bool = True) -> tuple[Paragraph, ...]:
        part = self.source.related(listed.part, "notesSlide")
        if not part:
            return ()
        tree, tokens = self.source.tree(part), self._new_tokens()
        if rendered and self.design.jinja:
            where = f"{self.label(listed)}, notes"
            templates = TextTemplates(self._printer(tokens), tokens.literal, lambda _: where)
            templates.apply(tree)
            if templates.problems:
                raise UserFault(self._placed(templates))
        return notes_of(tree, self.source.relationships(part))

    def _placed(self, templates: TextTemplates) -> list[Problem]:
        """The problems of templates at the line of the block that names the slides."""
        return [msgspec.structs.replace(one, place=self.design.place()) for one in templates.problems]

    def _printer(self, tokens: Tokens) -> Callable[[str], str]:
        def printer(template: str) -> str:
            try:
                return self._bodies.render_text(template, self._context, tokens)
            except UserFault as fault:
                problem = fault.problems[0]
                if problem.code in ("SP301", "SP329"):
                    hint = (
                        f"{problem.hint}; where the slide only looks like a template, write `jinja: false` in the block"
                    )
                    problem = msgspec.structs.replace(problem, hint=hint)
                raise TemplateMistake(problem, problem.place.line if problem.place else None) from None

        return printer

    def _where(self, listed: ListedSlide, element: Tree) -> str:
        return f"{self.label(listed)}, “{_shape_name(element) or 'unnamed shape'}”"


def lost_on_the_way(slides: Iterable[Slide], sources: Sources) -> Iterator[Problem]:
    """Warnings for what the designed slides of a deck lose that their readers may miss: links, controls."""
    designed = [(slide, slide.designed) for slide in slides if slide.designed is not None]
    present: dict[str, set[str]] = {}
    for _, one in designed:
        present.setdefault(one.file, set()).add(one.part)
    for slide, one in designed:
        source = sources.open(Path(one.file))
        for kind, target in dict.fromkeys(lost_links(source, one.part, present[one.file])):
            where = f"{Path(one.file).name}, slide {one.number}"
            if kind == "slide":
                title = title_of(source.tree(target)) if target in source.package else ""
                message = f"{where} links to a slide that is not in this deck{f': “{title}”' if title else ''}"
                hint = "the link is gone; put both slides into one block to keep it"
            elif kind == "nowhere":
                message = f"{where} links to “{target.rpartition('/')[2]}”, which is not there"
                hint = "the link is gone, and what it stood on stays"
            elif kind == "file":
                message, hint = f"{where} links to a file: {target}", "the link is gone; link to a web address"
            else:
                message, hint = f"{where} has a control with code in it", "it is gone; use a picture of it"
            place = Place(slide.file, slide.line)
            yield Problem(code="SP335", message=message, hint=hint, place=place, severity=Severity.WARNING)


STAYS: Mapping[str, str] = {
    "owner": "its maker does not allow that it travels in a file",
    "reading": "its maker allows that it is shown and printed with the deck, and not that the deck is edited with it",
    "broken": "it is in a form that cannot be read",
}


def staying_behind(slides: Iterable[Slide], sources: Sources) -> Iterator[Problem]:
    """Warnings for what designed slides leave in their files: embedded fonts, and workbooks that charts link to."""
    for slide in slides:
        one = slide.designed
        if one is None:
            continue
        source, place = sources.open(Path(one.file)), Place(slide.file, slide.line)
        where = f"{Path(one.file).name}, slide {one.number}"
        told = []
        fonts = used_fonts(source, one.part, own_look=one.keep != "brand")
        for typeface, why in dict.fromkeys((font.listed.typeface, font.why) for font in fonts if font.why):
            message = f"{where}: the embedded font “{typeface}” stays behind: {STAYS[why]}"
            told.append((message, "choose a font that may be embedded, or install it where the deck is shown"))
        for name, workbook in linked_workbooks(source, one.part):
            message = (
                f"{where}: “{name}” takes its figures from another file, {workbook}; here it keeps those that it shows"
            )
            told.append((message, "where they change, open the deck in PowerPoint, update its links and save it"))
        for message, hint in told:
            yield Problem(code="SP335", message=message, hint=hint, place=place, severity=Severity.WARNING)


SAYS_WHY: Mapping[Why, tuple[str, str]] = {
    "beside": (
        "has text beside the slide, which is in the file all the same",
        "delete it in PowerPoint, or move it in",
    ),
    "hidden": (
        "is hidden and has text, which is in the file all the same",
        "delete it in PowerPoint, or show it: Home, Arrange, Selection Pane",
    ),
    "embedded": ("holds a whole document, which opens with a double click", "paste it as a picture"),
    "workbook": (
        "has a workbook that goes along whole, for the chart does not say which cells it shows",
        "in PowerPoint choose Edit Data, let the chart refer to plain cells, and save",
    ),
}


def unseen_problems(slides: Iterable[Slide], sources: Sources) -> Iterator[Problem]:
    """Warnings for what designed slides hold that is not seen on them and yet goes to the customer."""
    for slide in slides:
        one = slide.designed
        if one is None:
            continue
        for found in out_of_sight(sources.open(Path(one.file)), one.part, tuple(one.charts)):
            message, hint = SAYS_WHY[found.why]
            where = f"{Path(one.file).name}, slide {one.number}: “{found.name}”"
            place = Place(slide.file, slide.line)
            yield Problem(code="SP336", message=f"{where} {message}", hint=hint, place=place, severity=Severity.WARNING)


class _naming:  # noqa: N801 - used like a function
    """Faults of the deck's file become faults of the block, which name the file."""

    def __init__(self, design: Design) -> None:
        self._design = design

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> None:
        if isinstance(fault, UserFault) and any(one.code.startswith("SP50") for one in fault.problems):
            file, place = self._design.reference.file, self._design.place("slides", "file")
            raise UserFault(
                msgspec.structs.replace(one, message=f"{file} {one.message}", place=place)
                if one.code.startswith("SP50")
                else one
                for one in fault.problems
            ) from None


def find_deck(design: Design) -> Path:
    """The file that a block takes slides from, relative to the block or to the library.

    Raises UserFault when it is missing, outside the library or not named like a PowerPoint file.
    """
    named, root = design.reference.file, design.root

    def fault(code: str, message: str, hint: str) -> UserFault:
        return UserFault.of(code, message, hint, design.place("slides", "file"))

    if Path(named).is_absolute() or "\\" in named or ":" in named:
        raise fault("SP330", f"“{named}” is not a path inside the library", "write ../slides/NAME.pptx")
    inside = real_path(root)
    candidates = [Path(design.body.file).parent / named, root / named]
    safe = [place for place in map(real_path, candidates) if place.is_relative_to(inside)]
    found = next((one for one in safe if one.is_file()), None)
    if found is None:
        if any(one.is_file() for one in candidates) or not safe:
            raise fault("SP330", f"“{named}” lies outside the library", "copy the deck into the library's slides/")
        raise fault("SP331", f"the deck “{named}” is not there", _known_decks(inside, Path(named).name))
    if found.suffix.lower() not in ENDINGS:
        raise fault("SP503", f"{named} is not a PowerPoint file", "give a .pptx or .potx file")
    return found


def _known_decks(root: Path, name: str) -> str:
    from salespack.problems.suggestions import did_you_mean

    known = [one.name for one in named_files(root / "slides") if one.suffix in ENDINGS]
    return did_you_mean(name, known) if known else "put it into the library's slides/"


def _alts(tree: Tree) -> dict[str, str]:
    """The alternative texts of charts by relationship id."""
    return {chart: alt_of(shape) or name_of(shape) for shape in shapes(tree) if (chart := chart_in(shape))}


def _shape_name(element: Tree) -> str:
    """The name of the shape that an element is in."""
    for one in (element, *element.iterancestors()):
        if str(one.tag).endswith("}cNvPr"):
            return str(one.get("name", ""))
        for properties in one.iterfind("./*/{*}cNvPr"):
            return str(properties.get("name", ""))
    return ""
