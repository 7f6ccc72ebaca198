"""Colours that the writer chooses itself: theme colours that can be read on a layout's background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.graphics.colours import contrast, luminance, mix
from salespack.powerpoint.brand.model import Brand, Cells, Placeholder

READABLE = 4.5  # WCAG 2.2, 1.4.3, text
READABLE_LARGE = 3.3  # the same for large text is 3; the rest is for backgrounds that are not quite white
UNREADABLE, UNREADABLE_SMALL = 2.5, 3.0
"""Below this a placeholder's own colour cannot be read at all, and the writer takes another; the second of letters that
are not large."""
LARGE, LARGE_AND_BOLD = 18_00, 14_00
"""Hundredths of a point from which letters are large (https://www.w3.org/TR/WCAG22/#dfn-large-scale)."""
TWICE = 2.0
"""Dark letters on dark, or light ones on light, give way to letters of the other kind that stand out so many times as
much, also where they could just be read: people see less of them than the ratio says."""
FAINTEST = 0.1
"""The share of the points behind a text on which it may stand out less."""
LINKS_READABLE = 3.0
"""Below this links are written in the colour of the text."""
VISIBLE = 1.5
"""Below this, a bar can hardly be told from its background: charts do without such accents."""
VISIBLE_ON_DARK = 2.2
"""The same for a grey on a dark ground, which is often a gradient and lighter somewhere."""
STRONG, LIT = 5.0, 2.5
"""The contrast that the strongest ground has with the slide at least; the second on dark slides, where it is light."""
BESIDE = 1.4
"""The contrast that the strongest ground has with the accent at least, beside which it stands."""
BARELY, LOUD = 1.08, 2.0
"""Between these a panel can be told from the slide's ground and is still a panel."""
TOLD = 1.15
"""The same on grounds that are not light, where the eye sees less of a difference."""
RULED = 1.4
"""Below this a thin line can hardly be seen."""
GREY = 24
"""Less than this between the channels (0–255) of a colour, and it is taken for a grey."""
TINTS = (("10000", "90000"), ("20000", "80000"), ("40000", "60000"), ("50000", ""))
"""PowerPoint's own lighter and darker steps of an accent: `lumMod` and `lumOff`."""
TURNS = ("", "75000", "50000")
"""A chart's accents become darker every time round."""
BESIDE_PANELS = (("", ""), ("60000", "40000"), ("40000", "60000"), ("75000", ""), ("50000", ""))
"""The steps of accents of which one is told from panels, as far as it stands out from the slide's ground as well."""
MUTED = (20, 30, 40, 50)
"""The shares of the text's colour in the greys of what a chart shows beside something else."""
FADED = (("40000", "60000"), ("60000", "40000"), ("80000", "20000"), ("", ""))
FADED_ON_DARK = (("60000", ""), ("40000", ""), ("25000", ""), ("80000", ""))
"""What is done to an accent that steps back behind another: it becomes paler, on dark slides darker."""
SEEN = 1.3
"""The contrast that what steps back has with its ground at least."""
APART = 2.0
"""The contrast that two colours have at least which must be told apart in grey."""
THEME = ("lt1", "dk1", "lt2", "dk2")
ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


class Ink(NamedTuple):
    """A theme colour; `mod` and `off` change its luminance, in thousandths of a percent as text."""

    scheme: str
    mod: str = ""
    off: str = ""


class Fill(NamedTuple):
    """A colour of a chart, and the one that reads on it."""

    ink: Ink
    on: Ink


class Look(NamedTuple):
    """How text in a placeholder is written where the brand's own colours for text or for links could not be read."""

    ink: Ink | None = None
    plain_links: bool = False


class CellLook(NamedTuple):
    """How cells of a table are filled, None as their style fills them, and their text is written."""

    fill: Ink | None = None
    text: Look = Look()


class Grounds(NamedTuple):
    """What shapes with text are filled with, and what is written on each.

    `panel` is a light ground that hardly differs from the slide's, `solid` the accent, `dark` the strongest ground;
    `lightest` and `darkest` are the theme's own light and dark, for what is made for such a ground.
    """

    panel: Ink
    on_panel: Ink
    accent_on_panel: Ink
    solid: Ink
    on_solid: Ink
    dark: Ink
    on_dark: Ink
    lightest: Ink
    darkest: Ink


class Palette(NamedTuple):
    """What a slide writes in: text, secondary text, large figures, thin lines, and the colours of a chart in turn.

    `paper` is the theme's colour of the slide's ground, where it has one. `highlight` is what a chart shows first of
    all, `muted` are all others beside it, each further from its ground. `faded` are the colours of several series where
    one category is highlighted, which they have in `lit`.
    `header` and `cells` are for the first row of a table and for the others.
    `plain_links` says that the theme's colour for links could not be read.
    """

    text: Ink
    quiet: Ink
    figure: Ink
    rule: Ink
    paper: Ink | None
    series: tuple[Fill, ...]
    highlight: Fill
    muted: tuple[Fill, ...]
    lit: tuple[Fill, ...]
    faded: tuple[Fill, ...]
    grounds: Grounds
    header: CellLook
    cells: CellLook
    plain_links: bool = False


def readable(brand: Brand, ground: str) -> str:
    """The name of the theme's dark or light colour, whichever reads better on `ground`."""
    return max(("dk1", "lt1"), key=lambda name: contrast(brand.colours[name], ground))


def stands_out(colour: str, grounds: Sequence[str]) -> float:
    """The contrast that a colour has with all but a tenth of what is behind it."""
    found = sorted(contrast(colour, one) for one in grounds)
    return found[int(len(found) * FAINTEST)]


def faintest(colour: str, grounds: Sequence[str]) -> str:
    """The ground on which a colour has that contrast."""
    return sorted(grounds, key=lambda one: contrast(colour, one))[int(len(grounds) * FAINTEST)]


def is_large(placeholder: Placeholder) -> bool:
    """Whether text in a placeholder is large (WCAG 2.2): of it as much is asked as of graphics."""
    size = placeholder.sizes[0]
    return size >= LARGE or (placeholder.bold and size >= LARGE_AND_BOLD)


def best_on(brand: Brand, grounds: Sequence[str]) -> str:
    """The name of the theme's dark or light colour, whichever stands out more from several grounds."""
    return max(("dk1", "lt1"), key=lambda name: stands_out(brand.colours[name], grounds))


def light_text(brand: Brand, grounds: Sequence[str]) -> bool:
    """Whether the lighter of the theme's two colours for text is the one to write in on several grounds."""
    best = best_on(brand, grounds)
    return luminance(brand.colours[best]) == max(luminance(brand.colours[one]) for one in ("dk1", "lt1"))


def look(brand: Brand, placeholder: Placeholder) -> Look:
    """How text in a placeholder is written; where its ground is not known, links take the colour of its text."""
    ground = placeholder.ground
    grounds = (ground,) if ground is not None else placeholder.behind
    if not grounds:
        return Look(plain_links=True)
    large = is_large(placeholder)
    least = UNREADABLE if large else UNREADABLE_SMALL
    best, ink = best_on(brand, grounds), None
    if placeholder.colour is not None and (own := stands_out(placeholder.colour, grounds)) < least:
        other = stands_out(brand.colours[best], grounds)
        # Where neither can be read on all of the frame, the text is kept to the part that the brand meant it for.
        ink = Ink(best) if other > own and (other >= least or ground is not None) else None
    elif placeholder.colour is not None and ground is None and large and own < READABLE:
        # A grey that was chosen for paper, over a gradient or a picture that is dark.
        ink = (
            Ink(best)
            if light_text(brand, grounds) and stands_out(brand.colours[best], grounds) >= TWICE * own
            else None
        )
    elif placeholder.colour is not None and ground is not None and own < READABLE:
        lighter = luminance(brand.colours[best]) > luminance(ground)
        other_kind = (luminance(placeholder.colour) > luminance(ground)) != lighter
        ink = Ink(best) if other_kind and contrast(brand.colours[best], ground) >= TWICE * own else None
    links = ground is None or contrast(brand.colours["hlink"], ground) < (LINKS_READABLE if large else READABLE)
    return Look(ink, links)


def palette(brand: Brand, ground: str | None, *, dark: bool) -> Palette:
    """The colours to write in on `ground`: the theme's light colour on a dark one, else its dark colour and an accent.

    Where the ground is not known, `dark` says what it is like.
    """
    darker, lighter = sorted(("dk1", "lt1"), key=lambda name: luminance(brand.colours[name]))
    text, paper = (lighter, darker) if dark else (darker, lighter)
    behind = ground or brand.colours[paper]
    if contrast(brand.colours[text], behind) < READABLE_LARGE:
        text = readable(brand, behind)
    contrasts = {accent: contrast(brand.colours[accent], behind) for accent in ACCENTS}
    names = tuple(accent for accent in ACCENTS if contrasts[accent] >= VISIBLE) or (text,)
    series = tuple([_filled(brand, Ink(name, mod)) for mod in TURNS for name in names])
    faded = tuple([_filled(brand, _faded(brand, name, behind, dark=text == lighter)) for name in names])
    lit = tuple([_lit(brand, name, seen(brand, weak.ink)) for name, weak in zip(names, faded, strict=True)])
    links = ground is None or contrast(brand.colours["hlink"], behind) < LINKS_READABLE
    grounds = grounds_on(brand, behind, text)
    same = next((Ink(one) for one in THEME if brand.colours.get(one) == behind), None)
    highlight, muted = _told_apart(brand, [grounds.solid, *map(Ink, names)], behind, text)
    in_cells = (
        _header(brand, behind, grounds, known=ground is not None),
        CellLook(text=_in_cells(brand, brand.cells, behind, known=ground is not None)),
    )
    if text == lighter:
        small = Ink(text if contrast(brand.colours[text], behind) >= READABLE else readable(brand, behind))
        return Palette(
            Ink(text),
            small,
            Ink(text),
            Ink(text, "65000"),
            same,
            series,
            highlight,
            muted,
            lit,
            faded,
            grounds,
            *in_cells,
            links,
        )
    rules = [Ink(text, mod, off) for mod, off in (("20000", "80000"), ("35000", "65000"), ("50000", "50000"))]
    rule = next((one for one in rules if contrast(seen(brand, one), behind) >= RULED), Ink(text))
    quiet = Ink(text)
    for mod in (65, 75, 85, 90):
        lighter_ink = Ink(text, f"{mod}000", f"{100 - mod}000")
        if contrast(seen(brand, lighter_ink), behind) >= READABLE:
            quiet = lighter_ink
            break
    shades = [grounds.solid, *map(Ink, ACCENTS), grounds.solid._replace(mod="50000")]
    figure = next((one for one in shades if contrast(seen(brand, one), behind) >= READABLE_LARGE), Ink(text))
    return Palette(
        Ink(text), quiet, figure, rule, same, series, highlight, muted, lit, faded, grounds, *in_cells, links
    )


def _told_apart(brand: Brand, accents: Sequence[Ink], behind: str, text: str) -> tuple[Fill, tuple[Fill, ...]]:
    """The colour of what a chart shows first of all, and those of all else: greys that lie nearer to the ground.

    They differ in luminance and not by hue alone, so that they are told apart in grey and by everybody.
    """
    greys, least = [Ink(text, f"{share}000", f"{100 - share}000") for share in MUTED], VISIBLE
    if luminance(brand.colours[text]) > luminance(behind):  # on a dark ground a grey is nearer to it when it is darker
        greys, least = [Ink(text, f"{share}000") for share in (*MUTED, 60)], VISIBLE_ON_DARK
    seen_greys = [one for one in greys if contrast(seen(brand, one), behind) >= least] or greys[-1:]
    strong = [*accents, *(one._replace(mod="50000") for one in accents if not one.mod), Ink(text)]
    first = next((one for one in strong if _apart(brand, one, seen_greys[0], behind) >= APART), Ink(text))
    muted = [one for one in seen_greys if _apart(brand, first, one, behind) >= APART] or seen_greys[:1]
    return _filled(brand, first), tuple([_filled(brand, one) for one in muted])


def _faded(brand: Brand, name: str, behind: str, *, dark: bool) -> Ink:
    """A weaker step of an accent that is still seen on its ground, in grey as well."""
    steps = [Ink(name, *one) for one in (FADED_ON_DARK if dark else FADED)]
    return next((one for one in steps if contrast(seen(brand, one), behind) >= SEEN), steps[0])


def _lit(brand: Brand, name: str, faded: str) -> Fill:
    """A colour that is told apart from its faded one: the accent itself, or a step of it."""
    steps = [Ink(name, mod, off) for mod, off in (("", ""), ("75000", ""), ("50000", ""), ("60000", "40000"))]
    return _filled(brand, next((one for one in steps if contrast(seen(brand, one), faded) >= APART), steps[0]))


def _apart(brand: Brand, strong: Ink, weak: Ink, behind: str) -> float:
    """The contrast of two colours, where the strong one is the further one from the ground; else 0."""
    one, other = seen(brand, strong), seen(brand, weak)
    return contrast(one, other) if contrast(one, behind) > contrast(other, behind) else 0.0


def _filled(brand: Brand, ink: Ink) -> Fill:
    return Fill(ink, Ink(readable(brand, seen(brand, ink))))


def grounds_on(brand: Brand, behind: str, text: str) -> Grounds:
    """The grounds for shapes on a slide whose own ground is `behind` and whose text is the theme's colour `text`.

    Each is told by the contrast (WCAG 2.2) that its ink really has on it, and that it has with the slide.
    """
    accents = [one for one in ACCENTS if contrast(brand.colours[one], behind) >= VISIBLE]
    solid = _solid(brand, accents, behind, text)
    dark = _dark(brand, solid, behind, text)
    tints = [Ink(one, mod, off) for mod, off in TINTS for one in dict.fromkeys((solid.scheme, *accents))]
    tints += [Ink(text, "8000", "92000"), Ink(text, "50000"), Ink(text, "25000")]
    if luminance(brand.colours[text]) > luminance(behind):  # a dark ground: a panel is of its colour, not of another
        own = [Ink(one, mod) for one in ("dk2", "lt2", "dk1") for mod in ("", "75000", "50000")]
        tints = sorted((*own, *tints), key=lambda one: _distance(seen(brand, one), behind))
        tints = [one for one in tints if contrast(seen(brand, one), behind) >= TOLD]
    panels = [one for one in tints if _is_panel(brand, one, behind, text)]
    told = (one for one in panels if contrast(seen(brand, one), seen(brand, solid)) >= VISIBLE)
    panel = next(told, panels[0] if panels else None)
    if panel is None:  # a ground on which nothing lighter can be told apart: the shapes stand on it as they are
        panel = max((Ink("dk1"), Ink("lt1")), key=lambda one: -contrast(brand.colours[one.scheme], behind))
    if contrast(seen(brand, panel), seen(brand, solid)) < VISIBLE:
        solid = _beside(brand, solid, accents, behind, seen(brand, panel))
        dark = _dark(brand, solid, behind, text)
    on_panel = Ink(_best(brand, seen(brand, panel))[0])
    shades = [Ink(one, mod) for one in dict.fromkeys((solid.scheme, *accents)) for mod in ("", "75000", "50000")]
    accent = next((one for one in shades if contrast(seen(brand, one), seen(brand, panel)) >= READABLE), on_panel)
    on_solid, on_dark = (Ink(_best(brand, seen(brand, one))[0]) for one in (solid, dark))
    darker, lighter = sorted(("dk1", "lt1"), key=lambda name: luminance(brand.colours[name]))
    return Grounds(panel, on_panel, accent, solid, on_solid, dark, on_dark, Ink(lighter), Ink(darker))


def _solid(brand: Brand, accents: Sequence[str], behind: str, text: str) -> Ink:
    """The first accent, greys last, or a darker step of it, on which the theme's light colour reads; else any that text
    reads on."""
    light = max(("dk1", "lt1"), key=lambda name: luminance(brand.colours[name]))
    colourful = [one for one in accents if not _is_grey(brand.colours[one])]
    greys = [one for one in accents if one not in colourful]
    steps = [(names, mods) for names in (colourful, greys) for mods in (("", "75000"), ("50000",))]
    for one in (Ink(accent, mod) for names, mods in steps for accent in names for mod in mods):
        fill = seen(brand, one)
        if contrast(brand.colours[light], fill) >= READABLE and contrast(fill, behind) >= VISIBLE:
            return one
    return Ink(next((one for one in accents if _best(brand, brand.colours[one])[1] >= READABLE), text))


def _beside(brand: Brand, solid: Ink, accents: Sequence[str], behind: str, panel: str) -> Ink:
    """A step of an accent that is told from the panels beside it, where the ground is neither dark nor light and what
    is darker than it is as dark as they are; the accent as it is where there is none."""
    steps = (Ink(name, *one) for one in BESIDE_PANELS for name in dict.fromkeys((solid.scheme, *accents)))
    for one in steps:
        fill = seen(brand, one)
        if min(contrast(fill, behind), contrast(fill, panel)) >= VISIBLE and _best(brand, fill)[1] >= READABLE:
            return one
    return solid


def _dark(brand: Brand, solid: Ink, behind: str, text: str) -> Ink:
    """The strongest ground, told from the accent beside it: the theme's second dark colour where that is a colour, else
    a step of the accent further from the slide's ground; black, white and greys only where that cannot be told."""
    seconds = [Ink(one) for one in ("dk2", "tx2") if one in brand.colours]
    colours = [one for one in seconds if not _is_grey(seen(brand, one))]
    if luminance(brand.colours[text]) > luminance(behind):
        steps, enough = [_step(solid, mod, off) for mod, off in ((60, 40), (40, 60), (20, 80))], LIT
    else:
        steps, enough = [_step(solid, mod) for mod in (50, 35)], STRONG
    for one in (*colours, *steps, *seconds, Ink("dk1"), Ink("lt1")):
        fill = seen(brand, one)
        if (
            contrast(fill, behind) >= enough
            and _best(brand, fill)[1] >= READABLE
            and contrast(fill, seen(brand, solid)) >= BESIDE
        ):
            return one
    return solid


def _step(ink: Ink, mod: int, off: int = 0) -> Ink:
    """A darker, or with `off` a lighter step of an ink, in percent."""
    return ink._replace(mod=str(int(ink.mod or 100_000) * mod // 100), off=str(off * 1_000) if off else "")


def _is_grey(colour: str) -> bool:
    channels = bytes.fromhex(colour)
    return max(channels) - min(channels) < GREY


def _distance(colour: str, other: str) -> int:
    """How far two colours are apart, as RRGGBB."""
    one, another = bytes.fromhex(colour), bytes.fromhex(other)
    return sum((a - b) ** 2 for a, b in zip(one, another, strict=True))


def seen(brand: Brand, ink: Ink) -> str:
    """The RRGGBB of an ink."""
    from salespack.ooxml.theme import effective

    transforms = tuple((name, value) for name, value in (("lumMod", ink.mod), ("lumOff", ink.off)) if value)
    return effective(brand.colours[ink.scheme], transforms)[0]


def _best(brand: Brand, ground: str) -> tuple[str, float]:
    """The theme's dark or light colour that reads better on a ground, and its contrast."""
    name = readable(brand, ground)
    return name, contrast(brand.colours[name], ground)


def _is_panel(brand: Brand, ink: Ink, behind: str, text: str) -> bool:
    """Whether a fill can be told from the slide's ground, is no louder than a panel should be, and text reads on it."""
    fill = seen(brand, ink)
    return BARELY <= contrast(fill, behind) <= LOUD and contrast(brand.colours[text], fill) >= READABLE


# --- tables ----------------------------------------------------------------------------------------------------------


def _header(brand: Brand, behind: str, grounds: Grounds, *, known: bool) -> CellLook:
    """A header as its style has it; where its light text could not be read, on the strongest step of the accent."""
    text = _in_cells(brand, brand.header, behind, known=known)
    light = [
        brand.header.text is not None and luminance(brand.header.text) > luminance(fill)
        for fill, _ in brand.header.fills
    ]
    if text.ink is None or not light or not all(light):
        return CellLook(text=text)
    return CellLook(grounds.solid, Look(grounds.on_solid, plain_links=True))


def _in_cells(brand: Brand, cells: Cells, behind: str, *, known: bool) -> Look:
    """How text is written in cells on a slide whose ground is `behind`, which may not be `known`: as their style has
    it, unless that, or links, could not be read on one of their fills."""
    fills = [mix(behind, colour, alpha) if alpha < 1 else colour for colour, alpha in cells.fills] or [behind]
    seen_through = not known and (not cells.fills or any(alpha < 1 for _, alpha in cells.fills))

    def worst(colour: str) -> float:
        return min(contrast(colour, fill) for fill in fills)

    links = seen_through or worst(brand.colours["hlink"]) < READABLE
    if not seen_through and worst(cells.text or brand.colours["dk1"]) >= READABLE:
        return Look(plain_links=links)
    return Look(Ink(max(("dk1", "lt1"), key=lambda name: worst(brand.colours[name]))), plain_links=True)
