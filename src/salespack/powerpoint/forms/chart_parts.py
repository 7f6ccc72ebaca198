"""A chart's part, as DrawingML: which series there are, and how each is drawn. Its figures stand in `chart_sheets`.

Charts follow what readers of figures advise: figures on the bars where they fit, else a light grid, never both; bars
start at zero; one series needs no legend; lines differ by their markers too, and parts of a stack by a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from salespack.deck.model import Chart
from salespack.forms.chart_figures import steps_of, sums
from salespack.ooxml.packaging import OFFICE_TYPES
from salespack.powerpoint.brand.palette import Fill, Ink, Palette
from salespack.powerpoint.forms import chart_sheets as sheets
from salespack.powerpoint.forms.chart_layout import MOST_NAMED, OVERLAP, WHOLE, ChartSet, figure_text, gap_of
from salespack.powerpoint.forms.chart_sheets import Sheet, least_unit, sheet_of
from salespack.powerpoint.forms.paragraphs import language_tag, one_line
from salespack.powerpoint.forms.worksheets import column_letters, figure
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven

if TYPE_CHECKING:
    from salespack.language.figure_signs import Signs

CHART_TYPE = OFFICE_TYPES + "drawingml.chart+xml"
MOST_STEPS = 10
"""Steps that PowerPoint makes of an axis at most."""
FAR = 1 / 6
"""Where figures differ by less than this share of the greatest, an axis need not begin at zero."""
WIDENED = 1.6
"""How many times as long as the span of its figures an axis is then at most."""
SYMBOLS = ("circle", "square", "triangle", "diamond")
"""The markers of lines in turn."""
NEAR_THE_EDGE = 0.8
"""Points further along x have their name at the left."""
LINE_WIDTH, TARGET_WIDTH = "28575", "22225"

FILE = "chart.xml.j2"
POINT = Piece(FILE, "point", (), ("at", "value"))
NAMES = Piece(FILE, "names", (), ("ref", "count", "points"))
FIGURES = Piece(FILE, "figures", ("element", "format"), ("ref", "count", "points"))
OWN_LOOK = Piece(FILE, "own look", ("kind", "ink", "edge", "symbol"), ("at",))
LABEL = ("size", "face", "language", "what", "position", "ink", "bold", "format")
NO_LABEL = Piece(FILE, "no label", (), ("at",))
OWN_LABEL = Piece(FILE, "own label", (*LABEL, "nudge"), ("at", "number", "words"))
LABELS = Piece(FILE, "labels", LABEL, ("own",))
CELLS = Piece(FILE, "cells", (), ("ref", "count", "points"))
TREND = Piece(FILE, "trend", ("ink",), ("name",))
SERIES = Piece(
    FILE,
    "series",
    ("kind", "ink", "edge", "symbol", "width"),
    ("number", "name_ref", "name", "looks", "labels", "trend", "names", "values", "cells"),
)
PLOT = Piece(FILE, "plot", ("kind", "lying", "grouping", "gap", "overlap", "other"), ("series",))
AXIS_TITLE = Piece(FILE, "axis title", ("language", "size", "face", "ink", "turned"), ("title",))
CATEGORIES = Piece(FILE, "categories", ("language", "size", "face", "ink", "rule", "lying", "other"), ())
FIGURES_AXIS = Piece(
    FILE,
    "figures axis",
    (
        "language",
        "size",
        "face",
        "ink",
        "rule",
        "id",
        "crossed",
        "crosses",
        "side",
        "shown",
        "grid",
        "across",
        "scale",
        "format",
    ),
    ("title",),
)
NO_ENTRY = Piece(FILE, "no entry", (), ("at",))
CHART = Piece(
    FILE,
    "chart",
    ("language", "size", "title_size", "face", "ink", "titled", "plot", "legend"),
    ("title", "plots", "axes", "entries"),
)

Kind = Literal["bar", "line", "pie", "scatter"]
What = Literal["value", "percent", "names", "series", "cells", ""]


class Label(NamedTuple):
    """What stands beside points: which of their facts, where (ST_DLblPos), in which ink; `nudge` as in ChartSet."""

    what: What
    position: str
    ink: Ink
    bold: bool = False
    nudge: int = 0


class Shown(NamedTuple):
    """A series as it is drawn: `column` has its figures, `fill` None is not seen.

    `looks` are points in another colour, `own` points with another label, None for none. `cells` is the column that is
    written beside the points; of a scatter `rows` is the one point that the series is.
    """

    column: int
    kind: Kind
    fill: Ink | None
    label: Label | None = None
    edge: Ink | None = None
    symbol: str = "none"
    width: str = LINE_WIDTH
    other: bool = False
    trend: bool = False
    keyed: bool = True
    looks: tuple[tuple[int, Ink], ...] = ()
    own: tuple[tuple[int, Label | None], ...] = ()
    cells: int | None = None
    row: int | None = None


def chart_xml(
    pieces: SlideTemplates, chart: Chart, language: str, signs: Signs, palette: Palette, face: str, made: ChartSet
) -> bytes:
    """The chart part; `face` is the typeface of its letters, where that is not the theme's, and `signs` are the
    language's, in which texts are written that the chart keeps of its cells."""
    return _Part(pieces, chart, language, signs, palette, face, made).xml()


class _Part:
    """One chart in a language, a brand's colours and a room."""

    def __init__(
        self,
        pieces: SlideTemplates,
        chart: Chart,
        language: str,
        signs: Signs,
        palette: Palette,
        face: str,
        made: ChartSet,
    ) -> None:
        self._pieces, self._chart, self._palette, self._made = pieces, chart, palette, made
        self._sheet: Sheet = sheet_of(chart, language)
        self._tag, self._signs = language_tag(language), signs
        self._size, self._face, self._ink = str(made.size), face, palette.quiet

    def xml(self) -> bytes:
        """The whole part."""
        chart, made = self._chart, self._made
        shown = list(self._shown())
        series = [self._series(number, one) for number, one in enumerate(shown)]
        plots = "".join(self._plots(shown, series))
        keyed = sum(one.keyed for one in shown)
        legend = "b" if keyed > 1 else ""
        if chart.type == "pie" and self._lit is None:
            legend = "r" if made.legend_beside else "b"
        gone = [at for at, one in enumerate(shown) if not one.keyed]
        gone += [len(shown) + at for at, _ in enumerate(one for one in shown if one.trend)]
        entries = "".join([self._pieces.pattern(NO_ENTRY).fill(Xml(str(at))) for at in gone]) if legend else ""
        plot = tuple(f"{one / WHOLE:.5f}" for one in made.plot) if made.plot is not None else _pie_plot(chart, legend)
        whole = self._pieces.pattern(
            CHART, self._tag, self._size, str(made.title_size), self._face, self._ink, bool(chart.title), plot, legend
        )
        title = literal(one_line(chart.title))
        return proven(FILE, whole.fill(title, Xml(plots), Xml("".join(self._axes())), Xml(entries)))

    # --- which series there are ---

    def _shown(self) -> Iterator[Shown]:
        """The series in the order in which they are numbered: bars before lines."""
        chart = self._chart
        match chart.type:
            case "pie":
                yield self._pie()
            case "waterfall":
                yield from self._waterfall()
            case "scatter":
                yield from self._points()
            case "line":
                yield from (self._line(at) for at in range(len(chart.series)))
            case _:
                yield from (self._bar(at) for at, one in enumerate(chart.series) if not one.line)
                yield from (self._line(at) for at, one in enumerate(chart.series) if one.line)
        if sheets.totalled(chart) and self._made.labelled:
            label = Label("value", "t", self._palette.text, bold=True)
            yield Shown(len(chart.series), "line", None, label, keyed=False)
        if chart.target is not None:
            yield self._target()

    def _bar(self, at: int) -> Shown:
        """A series of bars; what is highlighted in its own colour, its figure bold."""
        chart, fill, lit, strong = self._chart, self._fill(at), self._lit, self._is_lit(at)
        label = Label("value", "outEnd", self._palette.text if strong else self._ink, bold=strong)
        if chart.stacked:
            label = Label("value", "ctr", fill.on, bold=strong)
        own: dict[int, Label | None] = {}
        if lit is not None:
            own[lit] = label._replace(bold=True, ink=self._lit_fill(at).on if chart.stacked else self._palette.text)
        if self._made.labelled:
            for one in self._made.turned[at] if self._made.turned else ():
                on = self._lit_fill(at).on if one == lit else fill.on
                own[one] = Label("value", "inEnd", on, bold=strong or one == lit)
            own |= dict.fromkeys(self._made.unlabelled[at] if self._made.unlabelled else (), None)
        return Shown(
            at,
            "bar",
            fill.ink,
            label if self._made.labelled else None,
            edge=self._palette.paper if chart.stacked else None,
            looks=((lit, self._lit_fill(at).ink),) if lit is not None else (),
            own=tuple(sorted(own.items())),
        )

    def _line(self, at: int) -> Shown:
        """A series as a line; of one of several that is highlighted, the last figure is written."""
        chart, lit = self._chart, self._lit
        other = chart.series[at].line
        label = Label("value", "t", self._ink) if self._made.labelled and not other else None
        known = [row for row, value in enumerate(chart.series[at].values) if value is not None]
        strong = lit if lit is not None else known[-1] if self._is_lit(at) and known else None
        own: dict[int, Label | None] = {}
        if strong is not None:
            own[strong] = Label("value", "t", self._palette.text, bold=True)
        for one in self._made.turned[at] if self._made.turned and label is not None else ():
            own[one] = (own.get(one) or Label("value", "b", self._ink))._replace(position="b")
        return Shown(
            at,
            "line",
            self._fill(at).ink,
            label,
            symbol=SYMBOLS[at % len(SYMBOLS)],
            other=other,
            looks=((lit, self._palette.highlight.ink),) if lit is not None else (),
            own=tuple(sorted(own.items())),
        )

    def _pie(self) -> Shown:
        """The slices, each with its share; where one is highlighted the others are grey, and all have their names."""
        lit, places = self._lit, range(len(self._chart.categories))
        if lit is None:
            looks = tuple((at, self._fill(at).ink) for at in places)
            return Shown(0, "pie", None, Label("percent", "outEnd", self._ink), edge=self._palette.paper, looks=looks)
        highlight, muted = self._palette.highlight.ink, self._palette.muted[0].ink
        return Shown(
            0,
            "pie",
            None,
            Label("names", "outEnd", self._ink),
            edge=self._palette.paper,
            looks=tuple((at, highlight if at == lit else muted) for at in places),
            own=((lit, Label("names", "outEnd", self._palette.text, bold=True)),),
        )

    def _points(self) -> Iterator[Shown]:
        """Each point as a series of its own, whose name is written beside it; of many points one series."""
        lit, paper = self._lit, self._palette.paper
        ink = self._palette.muted[-1].ink if lit is not None else self._fill(0).ink
        if len(self._chart.categories) > MOST_NAMED:
            yield Shown(1, "scatter", ink, edge=paper, keyed=False)
            return
        xs = self._chart.series[0].values
        known = [value for value in xs if value is not None]
        low, high = min(known, default=0.0), max(known, default=0.0)
        for row in range(len(self._chart.categories)):
            if None in (one.values[row] for one in self._chart.series):
                continue
            side = "l" if (xs[row] or 0.0) > low + NEAR_THE_EDGE * (high - low) else "r"
            label = Label("series", side, self._palette.text if row == lit else self._ink, bold=row == lit)
            own = self._palette.highlight.ink if row == lit else ink
            yield Shown(1, "scatter", own, label, edge=paper, keyed=False, row=row)

    def _waterfall(self) -> Iterator[Shown]:
        """What the bars stand on, their parts, and a line with the labels; the first and the last are not seen."""
        lit, palette = self._lit, self._palette
        totals, rises, falls = palette.quiet, self._fill(0).ink, self._fill(1).ink
        if lit is not None:
            totals, rises, falls = (palette.muted[at].ink for at in (-1, 0, 0))
        looks = ((lit, palette.highlight.ink),) if lit is not None else ()
        parts = {sheets.TOTALS: totals, sheets.RISES: rises, sheets.FALLS: falls}
        parts |= {sheets.RISES_BELOW: rises, sheets.FALLS_BELOW: falls}
        yield Shown(sheets.BASE, "bar", None, keyed=False)
        yield from (Shown(column, "bar", ink, keyed=False, looks=looks) for column, ink in parts.items())
        if self._made.labelled:
            label = Label("cells", "t", palette.text)
            own = tuple((at, label._replace(bold=at == lit)) for at in range(len(self._chart.categories)))
            yield Shown(sheets.TOPS, "line", None, label, keyed=False, own=own, cells=sheets.STEPS)

    def _target(self) -> Shown:
        """A line from edge to edge: through the same figure at each category, and half a category on at both ends."""
        last = len(self._chart.categories) - 1
        label = Label("series", "r", self._palette.text, nudge=self._made.nudge)
        return Shown(
            len(self._sheet.columns) - 1,
            "line",
            self._palette.text,
            width=TARGET_WIDTH,
            trend=True,
            keyed=False,
            own=((last, label),),
        )

    # --- colours ---

    @property
    def _lit(self) -> int | None:
        """The category that is highlighted."""
        found = self._chart.highlight
        return found.at if found is not None and found.of == "category" else None

    def _is_lit(self, number: int) -> bool:
        """Whether a series is the one that is highlighted."""
        found = self._chart.highlight
        return found is not None and found.of == "series" and found.at == number

    def _fill(self, number: int) -> Fill:
        """The colour of a series, or slice: those of the brand in turn, the last third of them again where there are
        not enough; beside what is highlighted, one that is nearer to the ground."""
        fills, muted, highlight = self._palette.series, self._palette.muted, self._chart.highlight
        if highlight is None:
            return fills[number] if number < len(fills) else fills[len(fills) * 2 // 3 + number % (len(fills) // 3)]
        if highlight.of == "series":
            others = number - (number > highlight.at)
            return self._palette.highlight if highlight.at == number else muted[others % len(muted)]
        if len(self._chart.series) > 1:
            return self._palette.faded[number % len(self._palette.faded)]
        return muted[-1] if self._chart.type == "line" else muted[0]

    def _lit_fill(self, number: int) -> Fill:
        """The colour of the highlighted point of a series."""
        lit = self._palette.lit
        return lit[number % len(lit)] if len(self._chart.series) > 1 else self._palette.highlight

    # --- series ---

    def _series(self, number: int, one: Shown) -> Xml:
        column, sheet, pieces = self._sheet.columns[one.column], self._sheet, self._pieces
        name_ref, name = sheet.name(one.column), column.name
        if one.row is not None:
            name_ref, name = f"{sheets.SHEET}!$A${one.row + 2}", sheet.categories[one.row]
        looks = [
            pieces.pattern(OWN_LOOK, one.kind, ink, one.edge, one.symbol).fill(Xml(str(at))) for at, ink in one.looks
        ]
        trend = pieces.pattern(TREND, one.fill).fill(literal(one_line(name))) if one.trend else ""
        pattern = pieces.pattern(SERIES, one.kind, one.fill, one.edge, one.symbol, one.width)
        return pattern.fill(
            Xml(str(number)),
            Xml(name_ref),
            literal(one_line(name)),
            Xml("".join(looks)),
            self._labels(number, one),
            Xml(trend),
            self._places(one),
            self._figures("yVal" if one.kind == "scatter" else "val", one.column, one.row),
            self._cells(one.cells) if one.cells is not None and one.label is not None else Xml(""),
        )

    def _places(self, one: Shown) -> Xml:
        """The categories, or x."""
        if one.kind == "scatter":
            return self._figures("xVal", 0, one.row)
        names = [literal(one_line(text)) for text in self._sheet.categories]
        return self._pieces.pattern(NAMES).fill(Xml(self._sheet.names), Xml(str(len(names))), self._listed(names))

    def _figures(self, element: str, column: int, row: int | None) -> Xml:
        found, ref = self._sheet.columns[column], self._sheet.cells(column)
        values, code = found.values, found.formats[0] if found.formats else "General"
        if row is not None:
            letters = column_letters(column + 2)
            values, ref = values[row : row + 1], f"{sheets.SHEET}!${letters}${row + 2}"
        points = self._listed([None if value is None else figure(value) for value in values])
        return self._pieces.pattern(FIGURES, element, code).fill(Xml(ref), Xml(str(len(values))), points)

    def _cells(self, column: int) -> Xml:
        """The cells that are written beside points, as they are written now."""
        texts = self._written(column)
        points = self._listed([literal(text) for text in texts])
        return self._pieces.pattern(CELLS).fill(Xml(self._sheet.cells(column)), Xml(str(len(texts))), points)

    def _written(self, column: int) -> list[str]:
        found = self._sheet.columns[column]
        return [
            "" if value is None else figure_text(value, code, self._signs)
            for value, code in zip(found.values, found.formats, strict=True)
        ]

    def _listed(self, values: Sequence[Xml | None]) -> Xml:
        pattern = self._pieces.pattern(POINT)
        return Xml("".join([pattern.fill(Xml(str(at)), value) for at, value in enumerate(values) if value is not None]))

    def _labels(self, number: int, one: Shown) -> Xml:
        """The labels of a series; those of single points stand before what all others have."""
        if one.label is None and not one.own:
            return Xml("")
        code = self._sheet.columns[one.column].formats[0]
        texts = self._written(one.cells) if one.cells is not None else []
        own = []
        for at, label in one.own:
            if label is None:
                own.append(self._pieces.pattern(NO_LABEL).fill(Xml(str(at))))
                continue
            look = (*self._look(label, code), f"{label.nudge / WHOLE:.5f}" if label.nudge else "")
            words = literal(texts[at]) if texts else Xml("")
            identity = Xml(f"{number:06d}{at:06d}")
            own.append(self._pieces.pattern(OWN_LABEL, *look).fill(Xml(str(at)), identity, words))
        whole = one.label or Label("", "", self._ink)
        return self._pieces.pattern(LABELS, *self._look(whole, code)).fill(Xml("".join(own)))

    def _look(self, label: Label, code: str) -> tuple[str, str, str, What, str, Ink, bool, str]:
        shown_as = "0%" if label.what in ("percent", "names") else code
        return self._size, self._face, self._tag, label.what, label.position, label.ink, label.bold, shown_as

    # --- plots and axes ---

    def _plots(self, shown: Sequence[Shown], series: Sequence[Xml]) -> Iterator[Xml]:
        """A plot for each kind and pair of axes."""
        chart = self._chart
        stacked = chart.stacked or chart.type == "waterfall"
        grouping = "percentStacked" if chart.shares else "stacked" if stacked else "clustered"
        several = sum(one.kind == "bar" for one in shown) > 1
        overlap = "100" if stacked else str(OVERLAP) if several else ""
        gap = str(gap_of(len(chart.categories)))
        for kind, other in dict.fromkeys((one.kind, one.other) for one in shown):
            own = [xml for one, xml in zip(shown, series, strict=True) if (one.kind, one.other) == (kind, other)]
            look = kind, chart.lying, grouping, gap, overlap, other
            yield self._pieces.pattern(PLOT, *look).fill(Xml("".join(own)))

    def _axes(self) -> Iterator[Xml]:
        chart, labelled = self._chart, self._made.labelled
        if chart.type == "pie":
            return
        first = [at for at, one in enumerate(chart.series) if not one.line]
        if chart.type == "scatter":
            x, y = chart.series
            yield self._figures_axis(x.values, 0, ("111111111", "222222222"), "autoZero", "b", x.name, across=True)
            yield self._figures_axis(y.values, 1, ("222222222", "111111111"), "autoZero", "l", y.name, across=True)
            return
        look = self._tag, self._size, self._face, self._ink, self._palette.rule, chart.lying
        yield self._pieces.pattern(CATEGORIES, *look, False).fill()
        crosses, side = ("max", "b") if chart.lying else ("autoZero", "l")
        named = chart.series[first[0]].name if chart.type == "combo" and len(first) == 1 else ""
        ids = "222222222", "111111111"
        yield self._figures_axis(self._reach(first), first[0], ids, crosses, side, named, shown=not labelled)
        second = [at for at, one in enumerate(chart.series) if one.line]
        if second:
            named = chart.series[second[0]].name if len(second) == 1 else ""
            values = [value for at in second for value in chart.series[at].values]
            ids = "444444444", "333333333"
            yield self._figures_axis(values, second[0], ids, "max", "r", named, grid=False)
            yield self._pieces.pattern(CATEGORIES, *look, True).fill()

    def _reach(self, columns: Sequence[int]) -> list[float | None]:
        """The figures that the first axis reaches."""
        chart = self._chart
        if chart.shares:
            return [0.0, 1.0]
        found: list[float | None] = [value for at in columns for value in chart.series[at].values]
        if chart.type == "waterfall":
            found = [end for one in steps_of(chart) for end in (one.low, one.high)]
        elif chart.stacked:
            found += sums(chart.series, len(chart.categories))
        return [*found, chart.target.value] if chart.target is not None else found

    def _figures_axis(
        self,
        values: Sequence[float | None],
        column: int,
        ids: tuple[str, str],
        crosses: str,
        side: str,
        name: str,
        *,
        shown: bool = True,
        grid: bool = True,
        across: bool = False,
    ) -> Xml:
        """An axis of figures, `ids` its own and that of the one that it crosses; `across` is of points of x and y."""
        chart = self._chart
        code = self._sheet.columns[column].formats[0]
        known = [value for value in values if value is not None]
        from_zero = chart.type not in ("line", "scatter") and side != "r" and min(known, default=0) >= 0
        code = "0%" if chart.shares else code
        scale = "0" if from_zero else "", "", least_step(code, known, from_zero=from_zero)
        if self._made.scale is not None and side != "r":
            low, high, step = (f"{one:.15g}" for one in self._made.scale)
            scale = low, high, scale[2] or step
        title = ""
        if name:
            pattern = self._pieces.pattern(AXIS_TITLE, self._tag, self._size, self._face, self._ink, side != "b")
            title = pattern.fill(literal(one_line(name)))
        own, crossed = ids
        look = self._tag, self._size, self._face, self._ink, self._palette.rule
        return self._pieces.pattern(
            FIGURES_AXIS, *look, own, crossed, crosses, side, shown, grid and shown, across, scale, code
        ).fill(Xml(title))


def _pie_plot(chart: Chart, legend: str) -> tuple[str, str, str, str] | None:
    """Where a pie stands: its labels are outside, and its legend beside or below it."""
    if chart.type != "pie":
        return None
    wide = "0.55" if legend == "r" else "0.7"
    return ("0.15", "0.18", wide, "0.64") if chart.title else ("0.15", "0.1", wide, "0.72")


def least_step(code: str, figures: Sequence[float], *, from_zero: bool) -> str:
    """The step of an axis whose usual one would be finer than its labels can tell apart; else empty.

    PowerPoint takes up to ten steps over the range, from zero unless all figures lie far from it.
    """
    low, high = min(figures, default=0.0), max(figures, default=0.0)
    span = max(high, 0.0) - min(low, 0.0)
    far = not from_zero and low * high > 0 and 0 < high - low < FAR * max(abs(low), abs(high))
    span = (high - low) * WIDENED if far else span
    unit = least_unit(code)
    return f"{unit:g}" if 0 < span < MOST_STEPS * unit else ""
