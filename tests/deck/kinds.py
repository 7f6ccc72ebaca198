"""Every kind of body as its author writes it, with words that must be read wherever it is shown.

A kind that is missing here fails the tests that go through them: that it can be written, is on its slide, in the
documents and in the catalog.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from PIL import Image

from salespack.assembly.literal_slides import Literals
from salespack.assembly.markdown import parse_slides
from salespack.deck.model import (
    BeforeAfter,
    Cards,
    Change,
    Chart,
    Columns,
    Composed,
    Item,
    Kpis,
    Leaf,
    Node,
    Number,
    Picture,
    Questions,
    Quote,
    Span,
    Statement,
    Step,
    Steps,
    Table,
    Text,
)
from salespack.problems.problem import Place
from salespack.templating.environment import Tokens

WORDS = ("Copper", "Zinc")
WRITTEN: dict[type[Node], str] = {
    Text: "- Copper\n- Zinc\n",
    Quote: "> Copper holds.\n>\n> — Zinc\n",
    Kpis: "::: kpis\n- **Copper** of Zinc\n:::\n",
    Table: "| Metal | Use |\n| --- | --- |\n| Copper | Zinc |\n",
    Chart: "```chart\ntype: bar\nalt: Copper beside Zinc\ncategories: [a, b]\nseries: {Share: [1, 2]}\n```\n",
    Picture: "![Copper on Zinc](metal.png)\n",
    Columns: "::: columns\n::: column\nCopper\n:::\n::: column\nZinc\n:::\n:::\n",
}
COPPER, ZINC = (Span("Copper"),), (Span("Zinc"),)
MADE: dict[type[Node], Composed] = {
    Statement: Statement((Span("Copper", bold=True), Span(" holds Zinc"))),
    Number: Number((Span("9 Copper"),), (Span("a year"),), (Item(ZINC, (Span("is cheaper"),)),)),
    Cards: Cards((Item(COPPER, (Span("bends"),)), Item(ZINC, (Span("breaks"),)))),
    Questions: Questions(((Span("Copper?"),), (Span("Or Zinc?"),))),
    Steps: Steps((Step(COPPER, (Span("week 1"),), (Span("melt it"),)), Step((Span("Mix"),), result=ZINC))),
    BeforeAfter: BeforeAfter(((), (Span("Before"),), (Span("After"),)), (Change((Span("Roof"),), COPPER, ZINC),)),
}
"""Kinds that are made of what is written, not written themselves."""
KINDS: tuple[type[Node], ...] = (*WRITTEN, *MADE)
assert set(KINDS) == {*get_args(Leaf), Columns}, "a kind of body has no example here"


def node_of(kind: type[Node], folder: Path) -> Node:
    """A node of a kind, out of what is written where it is; a picture is put into the folder."""
    if kind in MADE:
        return MADE[kind]

    def picture(name: str, alt: str, place: Place) -> Picture:
        Image.new("RGB", (320, 200), "#0B6E82").save(folder / name)
        return Picture(str(folder / name), alt, 320, 200, "png")

    (parsed,) = parse_slides(f"# Metals\n\n{WRITTEN[kind]}")
    literals = Literals(Tokens(), lambda line, _: Place("metals.md", line), picture, lambda path: None)
    (node,) = literals.nodes(parsed.nodes)
    assert isinstance(node, kind)
    return node
