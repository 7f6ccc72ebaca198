"""Every kind of body as its author writes it, with words that must be read wherever it is shown.

A kind that is missing here fails the tests that go through them: that it can be written, is on its slide, in the
documents and in the catalog.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import get_args

from PIL import Image

from salespack.assembly.forms.around import Around
from salespack.assembly.literal_slides import Literals
from salespack.assembly.markdown import parse_slides
from salespack.deck.model import (
    Agenda,
    BeforeAfter,
    Cards,
    Chart,
    Columns,
    Kpis,
    Leaf,
    Logos,
    Matrix,
    Next,
    Node,
    Number,
    Options,
    Photo,
    Picture,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Statement,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
)
from salespack.problems.problem import Place
from salespack.templating.environment import Tokens

WORDS = ("Copper", "Zinc")
AROUND = Around("en", datetime.date(2026, 12, 1))
WRITTEN: dict[type[Node], str] = {
    Text: "- Copper\n- Zinc\n",
    Quote: "> Copper holds.\n>\n> — Zinc\n",
    Kpis: "::: kpis\n- **Copper** of Zinc\n:::\n",
    Table: "| Metal | Use |\n| --- | --- |\n| Copper | Zinc |\n",
    Chart: "```chart\ntype: bar\nalt: Copper beside Zinc\ncategories: [a, b]\nseries: {Share: [1, 2]}\n```\n",
    Picture: "![Copper on Zinc](metal.png)\n",
    Next: "::: next\n| Who | What | When |\n| --- | --- | --- |\n| A smith | Melt Copper | May |\n| Us | Add Zinc | +2 weeks |\n:::\n",
    Team: "::: team\n| Name | Role | Call |\n| --- | --- | --- |\n| Copper Smith | Zinc | +358 50 555 0101 |\n| Tin Man | Ores | tin@metals.example |\n:::\n",
    Logos: "::: logos\n![Copper](metal.png)\n![Zinc](metal.png)\n:::\n",
    Photo: "![Copper on Zinc](metal.png){fill=right focus=60,40}\n",
    Quotes: "> Copper holds.\n>\n> ![A smith](metal.png)\n>\n> — Zinc\n\n> It bends.\n>\n> — Tin\n",
    Columns: "::: columns\n::: column\nCopper\n:::\n::: column\nZinc\n:::\n:::\n",
    Statement: "::: statement\n**Copper** holds Zinc\n:::\n",
    Number: "::: number\n- **9 Copper** a year\n- **Zinc** is cheaper\n:::\n",
    Cards: "::: cards\n- **Copper** bends\n- **Zinc** breaks\n:::\n",
    Questions: "::: questions\n- Copper?\n- Or Zinc?\n:::\n",
    Steps: "::: steps\n1. **Copper** (week 1) melt it\n2. **Mix** → *Zinc*\n3. **Cast** the rest\n:::\n",
    BeforeAfter: "::: before-after\n| | Before | After |\n| --- | --- | --- |\n| Roof | Copper | Zinc |\n| Pipe | Lead | Steel |\n:::\n",
    Timeline: "::: timeline\n| When | What |\n| --- | --- |\n| Week 1 | Copper |\n| Week 2 | Lead |\n| Week 4 | Zinc |\n:::\n",
    Roadmap: "::: timeline\n- Ores\n  - **Weeks 1–2** Copper\n- Metals\n  - **Weeks 2–4** Zinc\n:::\n",
    Options: "::: options\n| | Copper | **Zinc** |\n| --- | --- | --- |\n| Bends | ✓ | no |\n| A ton | €9,000 | €3,000 |\n:::\n",
    Agenda: "::: agenda\n- Copper (10 min)\n- Mixing\n- Zinc\n:::\n",
    Matrix: '::: {.matrix x="Price" y="Use"}\n- [Copper]{x=0.9 y=0.8}\n- [Zinc]{x=0.2 y=0.3}\n:::\n',
}
assert set(WRITTEN) == {*get_args(Leaf), Columns}, "a kind of body has no Markdown here"


def node_of(kind: type[Node], folder: Path) -> Node:
    """A node of a kind, out of what is written; a picture is put into the folder."""

    def picture(name: str, alt: str, place: Place) -> Picture:
        Image.new("RGB", (320, 200), "#0B6E82").save(folder / name)
        return Picture(str(folder / name), alt, 320, 200, "png")

    (parsed,) = parse_slides(f"# Metals\n\n{WRITTEN[kind]}")
    literals = Literals(Tokens(), lambda line, _: Place("metals.md", line), picture, lambda path: None, AROUND)
    (node,) = literals.nodes(parsed.nodes)
    assert isinstance(node, kind)
    return node
