"""`bind` of a designed block: the data that its charts, tables and pictures take, by the names of their shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from salespack.assembly.charts import chart_data
from salespack.deck.model import Chart, Picture
from salespack.language.formatting import FilterFault
from salespack.ooxml.placeholders import placeholder_of
from salespack.ooxml.presentation import ListedSlide
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.binding import BindingFault, bind_chart, bind_picture, bind_table
from salespack.powerpoint.designed.placeholders import inherited_box
from salespack.powerpoint.designed.reading import alt_of, chart_in, chart_of, header_of, name_of, shapes, table_in
from salespack.problems.problem import Place, Problem, UserFault
from salespack.templating.environment import Tokens

if TYPE_CHECKING:
    from salespack.assembly.designed_blocks import DesignRenderer


class Filled(msgspec.Struct):
    """What was filled on a slide: the parts that changed, charts by part, `tables`, pictures by new relationship."""

    changed: list[str] = msgspec.field(default_factory=list)
    charts: dict[str, Chart] = msgspec.field(default_factory=dict)
    pictures: dict[str, Picture] = msgspec.field(default_factory=dict)
    tables: bool = False
    holds_customer_data: bool = False
    problems: list[Problem] = msgspec.field(default_factory=list)


def bound(
    renderer: DesignRenderer, listed: ListedSlide, tree: Tree, trees: Mapping[str, Tree], tokens: Tokens
) -> Filled:
    """Fills the bound shapes of a slide; what is wrong is among the problems of the answer."""
    filled = Filled()
    for shape in list(shapes(tree)):
        name = name_of(shape)
        target = renderer.design.bind.get(name)
        if target is None:
            continue
        place = renderer.design.place("bind", name)
        where = f"{renderer.label(listed)}, “{name}”"
        try:
            _Binding(renderer, listed, trees, tokens, filled, place).shape(shape, target)
        except BindingFault as fault:
            message = f"{where}: {fault}"
            filled.problems.append(Problem(code="SP333", message=message, hint=fault.hint, place=place))
        except UserFault as fault:
            filled.problems += [
                msgspec.structs.replace(one, message=f"{where}: {one.message}", place=place) for one in fault.problems
            ]
    return filled


class _Binding:
    """One shape of a slide and the data for it."""

    def __init__(
        self,
        renderer: DesignRenderer,
        listed: ListedSlide,
        trees: Mapping[str, Tree],
        tokens: Tokens,
        filled: Filled,
        place: Place,
    ) -> None:
        self._renderer, self._listed, self._trees = renderer, listed, trees
        self._tokens, self._filled, self._place = tokens, filled, place

    def shape(self, shape: Tree, target: str) -> None:
        """Fills a chart, a table or a picture with what stands at `target`."""
        if chart := chart_in(shape):
            self._chart(shape, chart, target)
        elif (table := table_in(shape)) is not None:
            self._table(table, target)
        elif shape.tag.endswith("}pic") or placeholder_of(shape) is not None:
            self._picture(shape, target)
        else:
            hint = "write {{ … }} into a text; bind a chart, a table or a picture"
            raise BindingFault("is neither a chart nor a table nor a picture", hint)

    def _chart(self, shape: Tree, relationship: str, path: str) -> None:
        links = self._renderer.source.relationships(self._listed.part)
        part = next((one.target for one in links if one.id == relationship), "")
        if part not in self._trees:
            raise BindingFault("has lost its figures", "make the chart anew in PowerPoint")
        root = self._trees[part]
        before = chart_of(root, alt_of(shape) or name_of(shape))
        title = before.series[0].name if before is not None and before.series else path
        categories, series = chart_data(path, self._renderer.lookup(path), title, self._place)
        chart = Chart(
            before.type if before is not None else "column",
            before.title if before is not None else "",
            alt_of(shape) or name_of(shape),
            categories,
            series,
            currency=self._tokens.currency,
        )
        bind_chart(root, chart)
        self._filled.changed.append(part)
        self._filled.charts[part] = chart
        self._filled.holds_customer_data = True

    def _table(self, table: Tree, path: str) -> None:
        heading, body = table_data(path, self._renderer.lookup(path), header_of(table), self._tokens)
        bind_table(table, heading, body)
        self._filled.changed.append(self._listed.part)
        self._filled.tables = self._filled.holds_customer_data = True

    def _picture(self, shape: Tree, path: str) -> None:
        picture = self._renderer.picture(path, alt_of(shape) or name_of(shape), self._place)
        taken = {one.id for one in self._renderer.source.relationships(self._listed.part)}
        number = len(self._filled.pictures) + 1
        while (relationship := f"rIdPicture{number}") in taken:
            number += len(taken)
        ph = placeholder_of(shape)
        box = inherited_box(self._renderer.source, self._listed.part, ph) if ph is not None else None
        bind_picture(shape, picture, relationship, box)
        self._filled.changed.append(self._listed.part)
        self._filled.pictures[relationship] = picture


def table_data(
    path: str, data: Any, header: Sequence[str], tokens: Tokens
) -> tuple[tuple[str, ...] | None, list[tuple[str, ...]]]:
    """New texts for the end of a table's header, and its rows, from the profile's data at a path.

    A list of lists is rows; of mappings, rows whose keys are columns, in the order of the header where that names all
    of them. A mapping is a row a key; where its values are mappings, their keys are the header.
    """
    if isinstance(data, Mapping) and data and all(isinstance(one, Mapping) for one in data.values()):
        columns = list(dict.fromkeys(str(key) for one in data.values() for key in one))
        rows = [(str(name), *(_cell(path, one.get(key), tokens) for key in columns)) for name, one in data.items()]
        return tuple(columns), rows
    if isinstance(data, Mapping) and data:
        return None, [(str(name), _cell(path, value, tokens)) for name, value in data.items()]
    if not isinstance(data, list | tuple) or not data:
        hint = "list it in `needs`, so that only profiles that have it get the block"
        raise BindingFault(f"the data “{path}” is not in the profile, or is no table", hint)
    if all(isinstance(one, Mapping) for one in data):
        keys = list(dict.fromkeys(str(key) for one in data for key in one))
        named = {key: next((at for at, text in enumerate(header) if _same(text, key)), -1) for key in keys}
        if -1 not in named.values():
            width = max(named.values()) + 1
            places = {at: key for key, at in named.items()}
            keys = [places.get(at, "") for at in range(width)]
        return None, [tuple(_cell(path, one.get(key), tokens) for key in keys) for one in data]
    return None, [
        tuple(_cell(path, value, tokens) for value in (one if isinstance(one, list | tuple) else [one])) for one in data
    ]


def _same(text: str, key: str) -> bool:
    return " ".join(text.casefold().split()) == " ".join(key.replace("_", " ").casefold().split())


def _cell(path: str, value: Any, tokens: Tokens) -> str:
    if value is None:
        return ""
    try:
        return tokens.formats.as_text(value, tokens.language)
    except FilterFault:
        hint = "give texts and figures; a row is a list or a mapping"
        raise BindingFault(f"“{path}” holds something that is no text for a cell", hint) from None
