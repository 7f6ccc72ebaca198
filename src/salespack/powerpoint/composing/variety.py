"""Variety in a deck: which form and variant each slide takes, of those that its text allows, and what is told of it.

The rules are `salespack.forms.variety`. What is chosen changes nothing that a slide says: a form gives way to one that
says the same, a variant is kept in `Slide.style`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from salespack.deck.model import Columns, FormName, Slide, Text
from salespack.deck.visiting import form_name
from salespack.forms.alternatives import alternatives
from salespack.forms.arrangement import Arrangement
from salespack.forms.variety import APART, DESIGNED, PLAIN, Cost, Look, RuleName, chosen, judged, unmet
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.pagination import fits
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.composing.placing import PANELS
from salespack.powerpoint.composing.styles import is_content, rung_of, with_style
from salespack.powerpoint.forms.composed import FormOfShapes
from salespack.powerpoint.forms.registry import form_of
from salespack.powerpoint.forms.text_rows import stands_over

SMALLER = 1
"""By how many rungs the text of another form or variant may be smaller."""
LEAST_FILLED = 0.55
"""The share of its room that another form or variant fills at least."""
Why = Literal["written", "divided", "texts"]
REASONS: dict[Why, str] = {
    "written": "their forms are written",
    "divided": "they are the parts of one",
    "texts": "their texts allow no other form",
}


class Untold(NamedTuple):
    """A rule of variety that does not hold: on which slides (from 1), what is seen there, and why it cannot be met."""

    rule: RuleName
    slides: tuple[int, ...]
    message: str
    why: Why


class Forms(NamedTuple):
    """The forms of a deck's content slides, in their order, what of variety they lack, and how they are told."""

    forms: tuple[FormName, ...]
    unmet: tuple[Untold, ...] = ()

    @property
    def plain(self) -> float:
        """The share of slides that are plain lists, 0–1."""
        return self.forms.count(PLAIN) / max(len(self.forms), 1)

    def record(self) -> dict[str, Any]:
        """As plain data: the form of each slide, how many different ones, the share of plain lists (0–1), and where a
        rule of variety could not be met."""
        return {
            "slides": list(self.forms),
            "different": len(set(self.forms)),
            "plain_lists": round(self.plain, 4),
            "unmet": [{"rule": one.rule, "slides": list(one.slides), "why": one.why} for one in self.unmet],
        }

    def told(self) -> str:
        """In a line for the seller."""
        line = f"forms: {len(set(self.forms))} in {len(self.forms)} slides, plain lists {self.plain:.0%}"
        return "; ".join([line, *(f"{one.message}: {REASONS[one.why]}" for one in self.unmet)])


def forms_of(slides: Iterable[Slide], *, varied: bool) -> Forms:
    """The forms of those slides that hold content; designed ones are what their designer made them.

    What of variety they lack is told where forms were chosen for it.
    """
    found = list(slides)
    forms = tuple(form_name(slide.nodes) for slide in found if is_content(slide))
    return Forms(forms, tuple(_unmet(found)) if varied else ())


def varied(slides: Sequence[Slide], composer: Composer) -> list[Slide]:
    """The slides in forms and variants between which there is variety, as far as their texts allow."""
    first = [with_style(one, variant=PANELS) if _may_have_panels(one) else one for one in slides]
    looks = [_look(one, composer) for one in first]
    if judged(looks) == Cost():
        return first
    options = [list(_options(one, look, composer)) for one, look in zip(first, looks, strict=True)]
    picks = chosen([[look for look, _ in of_slide] for of_slide in options])
    return [of_slide[pick][1] for of_slide, pick in zip(options, picks, strict=True)]


# --- what a slide may look like --------------------------------------------------------------------------------------


def _look(slide: Slide, composer: Composer) -> Look:
    if slide.designed is not None:
        return DESIGNED
    if not is_content(slide):
        return APART
    return Look(form_name(slide.nodes), _variant(slide, composer.compose(slide)))


def _variant(slide: Slide, composition: Composition) -> str:
    arranged = [one.set for one in composition.placed if isinstance(one.set, Arrangement)]
    return arranged[0].variant if arranged else slide.style.variant


def _options(slide: Slide, look: Look, composer: Composer) -> Iterator[tuple[Look, Slide]]:
    """How a slide may look: first as it does."""
    yield look, slide
    if not look.form or slide.form_from == "fixed" or slide.part != (1, 1):
        return
    usual = composer.compose(slide)
    others = [] if slide.form_from == "written" else list(_in_other_forms(slide))
    for other in (*others, *_in_other_variants(slide, look)):
        composition = composer.compose(other)
        found = Look(form_name(other.nodes), _variant(other, composition))
        if found != look and fits(composition) and _is_as_good(composition, usual, composer):
            yield found, other


def _in_other_forms(slide: Slide) -> Iterator[Slide]:
    if slide.form_from == "lost" or slide.layout not in (None, "bullets"):
        return
    for form, nodes in alternatives(slide.nodes):
        yield msgspec.structs.replace(slide, nodes=nodes, layout=None, form=form, form_from="inferred")


def _in_other_variants(slide: Slide, look: Look) -> Iterator[Slide]:
    for node in slide.nodes:
        if isinstance(node, Columns):
            if slide.style.variant:
                yield with_style(slide, variant="")
        elif isinstance(form := form_of(node), FormOfShapes):
            yield from (with_style(slide, variant=one) for one in form.variants(node) if one != look.variant)


def _is_as_good(one: Composition, usual: Composition, composer: Composer) -> bool:
    """Whether a slide's text is about as large as before, or the brand's own, and shapes fill most of their room."""
    ladder = composer.ladder
    least, before = rung_of(one, ladder), rung_of(usual, ladder)
    large = least is None or before is None or least >= min(before, ladder.own) - SMALLER
    filled = [body.set.height / body.room.cy for body in one.placed if isinstance(body.set, Arrangement)]
    return large and min(filled, default=1.0) >= LEAST_FILLED


def _may_have_panels(slide: Slide) -> bool:
    """Whether a slide is columns of text alone that nobody has given a form, each under a heading of its own."""
    if not is_content(slide) or slide.form_from in ("written", "fixed") or slide.layout not in (None, "two-content"):
        return False
    if len(slide.nodes) != 1 or not isinstance(node := slide.nodes[0], Columns):
        return False
    return all(
        len(column) == 1 and isinstance(column[0], Text) and stands_over(column[0].paragraphs[0])
        for column in node.columns
    )


# --- what is told ----------------------------------------------------------------------------------------------------


def _unmet(slides: Sequence[Slide]) -> Iterator[Untold]:
    looks = [
        DESIGNED if one.designed is not None else Look(form_name(one.nodes)) if is_content(one) else APART
        for one in slides
    ]
    for rule, first, last in unmet(looks):
        judged_ones = [at for at in range(first, last + 1) if looks[at].form]
        places = [at for at in judged_ones if rule != "plain" or looks[at].form == PLAIN]
        yield Untold(rule, tuple(at + 1 for at in places), _message(rule, places, looks, slides), _why(places, slides))


def _message(rule: RuleName, places: Sequence[int], looks: Sequence[Look], slides: Sequence[Slide]) -> str:
    numbers = f"slides {places[0] + 1}–{places[-1] + 1}"
    match rule:
        case "running":
            ways = len({slides[at].style.variant for at in places}) > 1
            return f"{numbers} are all {looks[places[0]].form}{', drawn in more than one way' if ways else ''}"
        case "plain":
            return f"slides {', '.join(str(at + 1) for at in places)} are plain lists"
        case "visual":
            tables = any(looks[at].form == "table" for at in places)
            return f"{numbers} show nothing but text{' and tables' if tables else ''}"


def _why(places: Sequence[int], slides: Sequence[Slide]) -> Why:
    of_run = [slides[at] for at in places]
    if all(one.form_from in ("written", "fixed") for one in of_run):
        return "written"
    parts = [one.part[1] for one in of_run]
    return "divided" if min(parts) > 1 and len({one.line for one in of_run}) == 1 else "texts"
