"""What is chosen with the whole deck in view: variety, one size of titles, and sizes of text that belong together.

Deterministic, and none of it changes what a slide says: it is kept in `Slide.style`, and a form gives way only to one
that says the same. Sizes are hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from salespack.deck.model import Paragraph, Slide, Span, Text, text_of
from salespack.deck.visiting import form_name
from salespack.forms.ladder import RUNGS
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.fitting import MOST_TITLE_LINES
from salespack.powerpoint.composing.pagination import fits
from salespack.powerpoint.composing.photos import photo_of
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.composing.styles import is_content, rung_of, with_style
from salespack.powerpoint.composing.variety import varied as varied_forms
from salespack.powerpoint.forms.measuring import ENDLESS
from salespack.powerpoint.forms.placed import AnyPlaced
from salespack.powerpoint.forms.text import look_of
from salespack.powerpoint.forms.text_rows import scaled
from salespack.problems.problem import Place, Problem, Severity

TITLES_THAT_MAY_BE_LONGER = 0.05
"""The share of titles that do not decide about the size of all."""
LEAST_OF_TITLES = 80
"""To how many percent of what would be possible titles are made smaller, so that fewer words stand alone."""
STEP = 100
"""By how much a title is made smaller at a time."""


def styled(slides: Sequence[Slide], composer: Composer, *, varied: bool) -> tuple[Slide, ...]:
    """The slides with what the deck chooses for them.

    With `varied`, forms that nobody has asked for may give way to others for variety, and variants to others.
    """
    chosen = varied_forms(slides, composer) if varied else list(slides)
    usual = list(chosen)
    content = [at for at, slide in enumerate(chosen) if is_content(slide)]
    title = _title_size([chosen[at] for at in content], composer)
    for at in content:
        chosen[at] = with_style(chosen[at], title=title)
    rungs = _rungs([chosen[at] for at in content], composer)
    for at, rung in zip(content, rungs, strict=True):
        chosen[at] = with_style(chosen[at], rung=rung)
    return tuple([_that_fits(one, own, composer) for one, own in zip(chosen, usual, strict=True)])


def _that_fits(slide: Slide, usual: Slide, composer: Composer) -> Slide:
    """The slide, or as it was before sizes were chosen for the deck, where those would leave something without room."""
    if slide is usual or fits(composer.compose(slide)):
        return slide
    without = with_style(slide, rung=None)
    return without if fits(composer.compose(without)) else usual


def long_titles(slides: Iterable[Slide], composer: Composer) -> Iterator[Problem]:
    """A notice for each title that needs more lines than two, at the size that the deck's titles have."""
    for slide in slides:
        if not is_content(slide):
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


def word_alone(slide: Slide, composer: Composer) -> bool:
    """Whether a slide's title ends with a word alone on a line at every size that its decks may choose."""
    title = _placed_title(composer.compose(slide))
    sizes = _sizes_below(_largest_title(slide, composer), composer)
    return title is not None and all(_ends_alone(title, one, composer) for one in sizes)


# --- titles ----------------------------------------------------------------------------------------------------------


def _title_size(slides: Sequence[Slide], composer: Composer) -> int:
    """The largest size at which all titles but a few take two lines at most; 0 where the brand's own does.

    Titles beside a photograph have half the width, and do not decide about all others.
    """
    slides = [slide for slide in slides if photo_of(slide) is None] or slides
    sizes = sorted(_largest_title(slide, composer) for slide in slides)
    if not sizes:
        return 0
    size = sizes[int(len(sizes) * TITLES_THAT_MAY_BE_LONGER)]
    better = _without_words_alone(slides, size, composer)
    if better < size:
        return better
    return 0 if size == sizes[-1] == sizes[0] and all(_own_title(one, composer) == size for one in slides) else size


def _without_words_alone(slides: Sequence[Slide], size: int, composer: Composer) -> int:
    """The largest size, down to a little below `size`, at which the fewest titles end with a word alone on a line."""
    titles = [title for slide in slides if (title := _placed_title(composer.compose(slide))) is not None]
    best, fewest = size, len(titles) + 1
    for one in _sizes_below(size, composer):
        alone = sum(_ends_alone(title, one, composer) for title in titles)
        if alone < fewest:
            best, fewest = one, alone
        if not fewest:  # no smaller size is better, and each has to be measured
            break
    return best


def _sizes_below(size: int, composer: Composer) -> range:
    """The sizes among which decks choose for their titles, where they could have `size`."""
    return range(size, max(composer.least_title, size * LEAST_OF_TITLES // 100) - 1, -STEP)


def _ends_alone(title: AnyPlaced, size: int, composer: Composer) -> bool:
    """Whether a title of a size has a single word on its last line."""
    text = text_of(title.node.paragraphs[0].spans).rsplit(maxsplit=1)
    look = title.placeholder
    if look is None or len(text) < 2 or size > look.sizes[0]:
        return False

    def lines(words: str) -> int:
        node = Text((Paragraph((Span(words),)),))
        percent = -(-size * 100 // look.sizes[0])
        return composer.measure.text(node, look, title.room.cx, ENDLESS, percent, composer.least_title).lines

    whole = lines(" ".join(text))
    return whole > 1 and lines(text[0]) < whole


def _placed_title(composition: Composition) -> AnyPlaced | None:
    return next((one for one in composition.placed if one.kind == "title" and one.room.y >= 0), None)


def _own_title(slide: Slide, composer: Composer) -> int:
    found = _title(composer.compose(with_style(slide, title=0)))
    return found[0] if found else 0


def _title(composition: Composition) -> tuple[int, int, int] | None:
    """A title's usual size, the size it has, and its lines."""
    one = _placed_title(composition)
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
        found = _title(composer.compose(with_style(slide, title=size - STEP)))
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
    found = [rung_of(composer.compose(slide), ladder) for slide in slides]
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
