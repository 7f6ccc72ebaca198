"""What is chosen with the whole deck in view: one size of titles, sizes of text that belong together, and variety.

Deterministic, and none of it changes what a slide says: it is kept in `Slide.style`, and where a plain list becomes
rows, the rows say the list. Sizes are hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from salespack.deck.model import Cards, Columns, FormName, Item, Slide, SlideStyle, Text
from salespack.deck.visiting import form_name
from salespack.forms.arrangement import Arrangement
from salespack.forms.ladder import RUNGS, Ladder
from salespack.powerpoint.brand.settings import STANDALONE
from salespack.powerpoint.composing.composition import Composer, role_of
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.composing.placing import PANELS
from salespack.powerpoint.forms.table import Grid
from salespack.powerpoint.forms.text import look_of
from salespack.powerpoint.forms.text_rows import scaled, stands_over
from salespack.problems.problem import Place, Problem, Severity

MOST_TITLE_LINES = 2
TITLES_THAT_MAY_BE_LONGER = 0.05
"""The share of titles that do not decide about the size of all."""
MOST_PLAIN = 0.3
"""The share of a deck's slides that may be plain lists."""
ROWS = range(3, 7)
"""How many items a list has that may stand in rows."""
STEP = 100
"""By how much a title is made smaller at a time."""


class Forms(NamedTuple):
    """The forms of a deck's content slides, in their order, and how they are told."""

    forms: tuple[FormName, ...]

    @property
    def plain(self) -> float:
        """The share of slides that are plain lists, 0–1."""
        return self.forms.count("list") / max(len(self.forms), 1)

    def record(self) -> dict[str, Any]:
        """As plain data: the form of each slide, how many different ones, and the share of plain lists, 0–1."""
        return {"slides": list(self.forms), "different": len(set(self.forms)), "plain_lists": round(self.plain, 4)}

    def told(self) -> str:
        """In a line for the seller."""
        return f"forms: {len(set(self.forms))} in {len(self.forms)} slides, plain lists {self.plain:.0%}"


def forms_of(slides: Iterable[Slide]) -> Forms:
    """The forms of those slides that hold content; designed ones are what their designer made them."""
    return Forms(tuple(form_name(slide.nodes) for slide in slides if _is_content(slide)))


def styled(slides: Sequence[Slide], composer: Composer, *, varied: bool) -> tuple[Slide, ...]:
    """The slides with what the deck chooses for them. With `varied`, lists without a written form may stand in rows."""
    chosen = list(slides)
    content = [at for at, slide in enumerate(chosen) if _is_content(slide)]
    if varied:
        for at in _lists_for_rows([chosen[at] for at in content], composer):
            chosen[content[at]] = in_rows(chosen[content[at]])
        for at in content:
            if _may_have_panels(chosen[at]):
                chosen[at] = _with(chosen[at], variant=PANELS)
    title = _title_size([chosen[at] for at in content], composer)
    for at in content:
        chosen[at] = _with(chosen[at], title=title)
    rungs = _rungs([chosen[at] for at in content], composer)
    for at, rung in zip(content, rungs, strict=True):
        chosen[at] = _with(chosen[at], rung=rung)
    return tuple(chosen)


def long_titles(slides: Iterable[Slide], composer: Composer) -> Iterator[Problem]:
    """A notice for each title that needs more lines than two, at the size that the deck's titles have."""
    for slide in slides:
        if not _is_content(slide):
            continue
        title = next((one for one in composer.compose(slide).placed if one.kind == "title"), None)
        if title is not None and title.lines > MOST_TITLE_LINES:
            yield Problem(
                code="SP530",
                message=f"the title takes {title.lines} lines",
                hint="say it in fewer words: two lines are read at a glance",
                place=Place(slide.file, slide.line),
                severity=Severity.WARNING,
            )


def _is_content(slide: Slide) -> bool:
    return slide.designed is None and role_of(slide) not in STANDALONE


def _with(slide: Slide, *, title: int | None = None, rung: int | None = None, variant: str = "") -> Slide:
    style = slide.style
    style = SlideStyle(
        style.title if title is None else title,
        style.rung if rung is None else rung,
        variant or style.variant,
    )
    return slide if style == slide.style else msgspec.structs.replace(slide, style=style)


# --- titles ----------------------------------------------------------------------------------------------------------


def _title_size(slides: Sequence[Slide], composer: Composer) -> int:
    """The largest size at which all titles but a few take two lines at most; 0 where the brand's own does."""
    sizes = sorted(_largest_title(slide, composer) for slide in slides)
    if not sizes:
        return 0
    size = sizes[int(len(sizes) * TITLES_THAT_MAY_BE_LONGER)]
    return 0 if size == sizes[-1] == sizes[0] and all(_own_title(one, composer) == size for one in slides) else size


def _own_title(slide: Slide, composer: Composer) -> int:
    found = _title(composer.compose(_with(slide, title=0)))
    return found[0] if found else 0


def _title(composition: Composition) -> tuple[int, int, int] | None:
    """A title's usual size, the size it has, and its lines."""
    one = next((one for one in composition.placed if one.kind == "title" and one.room.y >= 0), None)
    if one is None:
        return None
    usual = look_of(one, composition.own).sizes[0]
    return usual, scaled(usual, one.percent, one.least), one.lines


def _largest_title(slide: Slide, composer: Composer) -> int:
    found = _title(composer.compose(slide))
    if found is None:
        return 100_000
    usual, size, lines = found
    least = min(usual, composer.least_title)
    while lines > MOST_TITLE_LINES and size - STEP >= least:
        found = _title(composer.compose(_with(slide, title=size - STEP)))
        if found is None or found[1] >= size:
            break
        _, size, lines = found
    return size


# --- sizes of text ---------------------------------------------------------------------------------------------------


def _rungs(slides: Sequence[Slide], composer: Composer) -> list[int | None]:
    """For each slide the rung that its text has at most: the same for slides of one form, and neighbours differ by one.

    A slide that must be more than a rung below the brand's own size stays by itself: the others are not made small
    for it.
    """
    ladder = composer.ladder
    found = [_rung(composer.compose(slide), ladder) for slide in slides]
    forms = [form_name(slide.nodes) for slide in slides]
    bound = [rung is not None and rung >= ladder.own - 1 for rung in found]
    rungs = list(found)
    for _ in range(RUNGS * 2):
        before = list(rungs)
        for form in set(forms):
            of_form = [at for at, one in enumerate(forms) if one == form and bound[at]]
            least = min((rungs[at] or 0 for at in of_form), default=0)
            for at in of_form:
                rungs[at] = least
        for at, following in pairwise(range(len(rungs))):
            if bound[at] and bound[following]:
                one, other = rungs[at] or 0, rungs[following] or 0
                rungs[at], rungs[following] = min(one, other + 1), min(other, one + 1)
        if rungs == before:
            break
    return rungs


def _rung(composition: Composition, ladder: Ladder) -> int | None:
    """The rung of the smallest text among a slide's bodies; None where there is none."""
    rungs = []
    for one in composition.placed:
        if isinstance(one.set, Arrangement):
            rungs.append(one.set.rung)
        elif isinstance(one.set, Grid):
            rungs.append(ladder.nearest(one.set.size))
        elif one.kind == "text" and isinstance(one.node, Text) and one.node.paragraphs:
            rungs.append(ladder.nearest(scaled(look_of(one, composition.own).sizes[0], one.percent, one.least)))
    return min(rungs, default=None)


# --- variety ---------------------------------------------------------------------------------------------------------


def _lists_for_rows(slides: Sequence[Slide], composer: Composer) -> list[int]:
    """Which lists stand in rows instead, so that few lists are plain and no rows come three times running."""
    forms = [form_name(slide.nodes) for slide in slides]
    able = [at for at, slide in enumerate(slides) if _may_be_rows(slide, composer)]
    chosen: set[int] = set()

    def looks(at: int) -> str:
        return "rows" if at in chosen else forms[at] if 0 <= at < len(forms) else ""

    def running(at: int) -> bool:
        """Whether rows at a place would be the third of three."""
        return any(looks(at + one) == looks(at + other) == "rows" for one, other in ((-2, -1), (-1, 1), (1, 2)))

    for at in able:
        if looks(at - 1) == "list" and not running(at):
            chosen.add(at)
    allowed = int(len(slides) * MOST_PLAIN)
    for at in able:
        if sum(looks(one) == "list" for one in range(len(forms))) > allowed and at not in chosen and not running(at):
            chosen.add(at)
    return sorted(chosen)


def _may_be_rows(slide: Slide, composer: Composer) -> bool:
    """Whether a slide is one flat list of a few short items that nobody has given a form, and fits as rows."""
    if slide.form_from == "written" or slide.layout not in (None, "bullets") or len(slide.nodes) != 1:
        return False
    node = slide.nodes[0]
    if not isinstance(node, Text) or len(node.paragraphs) not in ROWS or slide.part != (1, 1):
        return False
    if not all(one.level == 0 and one.marker == "bullet" for one in node.paragraphs):
        return False
    composition = composer.compose(in_rows(slide))
    return not composition.sources_over and not any(one.over for one in composition.placed)


def _may_have_panels(slide: Slide) -> bool:
    """Whether a slide is columns of text alone that nobody has given a form, each under a heading of its own."""
    if slide.form_from == "written" or slide.layout not in (None, "two-content") or len(slide.nodes) != 1:
        return False
    node = slide.nodes[0]
    return isinstance(node, Columns) and all(
        len(column) == 1 and isinstance(column[0], Text) and stands_over(column[0].paragraphs[0])
        for column in node.columns
    )


def in_rows(slide: Slide) -> Slide:
    """A slide that is one flat list, as rows that say the same."""
    (node,) = slide.nodes
    assert isinstance(node, Text)  # noqa: S101 - asked before
    items = tuple(Item(one.spans) for one in node.paragraphs)
    layout = None if slide.layout == "bullets" else slide.layout
    return msgspec.structs.replace(slide, nodes=(Cards(items),), layout=layout, form="cards", form_from="inferred")
