"""What stands in `::: seller` is never shown to a customer, however the text around it is written, stored or pasted."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from salespack.assembly.assemble import Assembler
from salespack.assembly.materials import Materials
from salespack.deck.model import Slide
from salespack.formats.text_files import read_text
from salespack.library.blocks import read_block
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.matching.match import match
from salespack.problems.problem import UserFault
from salespack.profiles.profile import load_profile
from tests.searching import NIGHTLY, many
from tests.workspaces import write_workspace

ON = datetime.date(2026, 11, 21)
BODIES = many(400, 10_000)
FIRST = random.randrange(10**9) if NIGHTLY else 0
"""How many random bodies are tried, and the number of the first: at night ten thousand others, in half a minute."""
WORDS = "zorvex"
"""Stands in every line of the seller's, and nowhere else."""

PUBLIC = (
        "Plain words", "- one", "- one{% if customer.name %} more{% endif %}", "{% if customer.name %}\n- in\n{% endif %}", "{# remark #}", "words {# remark #}",
        "{{ customer.name }}", "for {{ customer.name }}", "> quoted", "| a | b |\n| --- | --- |\n| c | d |", "```\ncode\n```", "~~~\n:::\n~~~",
        "{cost by 20 %}", "{% set x = 1 %}", "{%- if customer.name -%}\nx\n{%- endif -%}", "x{% if customer.name -%}", "{% endif %}", "{%- endif %}", "", "---", "# Next",
        "::: quote\nsaid\n:::", "::: notes\nspoken{% if customer.name %}.{% endif %}\n:::", "::: kpis\n- **50 %** less\n:::",
        "::: {.cards}\n- **One**: a\n- **Two**: b\n:::", "::: {.questions answers=lines}\n- Why?\n:::", "::: {.notes}\nspoken\n:::", "::: statement\n**One** thing.\n:::", "{% raw %}{{ x }}{% endraw %}",
        "::: columns\n::: column\na\n:::\n::: column\nb\n:::\n:::", "1. first", "    code", "two  ", "a `span` of", "`", "```", "[link](https://a.example)",
        "{% for x in [1, 2] %}{{ x }}, {% endfor %}", "{# two\nlines #}", "{% set y %}\nset\n{% endset %}{{ y }}", "- ```\n  x\n  ```", ":::", "````", "   ```", "> ```", "{% raw %}", "* * a", "+ a\n\n  b",
)  # fmt: skip
FENCES = (
        ":::seller", ":::: seller", "::: seller :::", "   ::: seller", "::: seller  ", "::: seller\t", "{% if customer.name %}::: seller", "{# a #}::: seller",
        "::: seller {# why #}", "{% endif %}::: seller", "\t::: seller", "    ::: seller", "\u200b::: seller", "\ufeff::: seller", "\u00a0::: seller",
        ":\u200b:: seller", "::: \u2060seller", "::: sel\u00adler", "::: Seller", "::: SELLER", "::: seller!", "::: sellers", ":: seller", "\\::: seller",
        "&#58;:: seller", "\uff1a\uff1a\uff1a seller", "- ::: seller", "1. ::: seller", "> ::: seller", "- one\n  ::: seller", "> a\n> ::: seller",
        "**::: seller**", "| ::: seller |", "words ::: seller", "{{ '::: seller' }}", "{{ ':::' }} seller", "{{ '::' }}: seller", "::: {{ 'seller' }}",
        "::: {% if customer.name %}seller{% endif %}", "{% set f = '::: seller' %}{{ f }}", "<!-- a --> ::: seller", "![::: seller](a.png)", "::: {.seller}",
        "::: {.seller}", ":::{.seller}", "::: { .seller }", "::: {.seller} :::", "   ::: {.seller}", "::: {.seller} {# why #}", "::: {.seller .wide}", "::: {.wide .seller}",
        "::: {.quote .seller}", "::: {.seller key=value}", "::: {key=value .seller}", "::: {#a .seller}", "::: {.seller #a}", "::: {.seller", "::: .seller}", "::: {seller}",
        "::: {=seller}", "::: {.Seller}", "::: {.seller.wide}", "::: {a='b .seller'}", "::: {.{{ 'seller' }}}", "::: {.seller{% if customer.name %}}", "::: {.{% if customer.name %}seller{% endif %}}",
        "::: {a=b .{% if customer.name %}seller{% endif %}}", "::: seller {.wide}", "::: {.cards} {.seller}", ":: {.seller}", ":: {.seller a=b}", "::: {.sel\u00adler}", "::: {.cards for=.seller}",
        "::: {.seller\u00a0}", "\t::: {.seller}", "- ::: {.seller}", "> ::: {.seller}", "::: ｛.seller｝", "::: {．seller}",
        "{% if customer.name -%}\n::: seller", "{# a -#}\n::: seller", "words{# a #}\n::: seller", "words{% if customer.name %}{% endif %}\n::: seller", "words{{ '' -}}\n::: seller",
        "words\u2028::: seller", "words\u2029::: seller", "words\x85::: seller", "words\f::: seller", "words\v::: seller", "words\x1c::: seller",
        "{% raw %}\n::: seller\n{% endraw %}", "{% raw %}words\n{% endraw %}::: seller", "words `a\n::: seller", "[a]: <\n::: seller", "`` ` ``::: seller",
)  # fmt: skip
SELLERS = (
        "{w} is said to nobody", "- {w}", "{w}{{% if customer.name %}} and {w}{{% endif %}}", "{{% if customer.name %}}\n{w}\n{{% endif %}}", "{w} {{# why #}}", "{w} of {{{{ customer.name }}}}",
        "{w} {{{{ relationship.kind }}}}", "::: quote\n{w}\n:::", "::: cards\n- **{w}**: {w}\n- b\n:::", "::: {{.quote}}\n{w}\n:::", "", "> {w}", "**{w}** here", "`{w}`", "```\n{w}\n```", "- ```\n  :::\n  ```\n- {w}", "{w}  ",
        "- {w}\n\n  {w}", "    {w}", "| {w} |\n| --- |\n| {w} |", "{{% set z = '{w}' %}}{{{{ z }}}}", "~~~\n:::\n{w}\n~~~", "a{{% if customer.name -%}}\n{w}\n{{%- endif %}}",
)  # fmt: skip
WHOLE = (
    "{{% set c %}}\n::: seller\n{w}\n:::\n{{% endset %}}{{{{ c }}}}", "{{% set c %}}\n::: seller\n{w}\n:::\n{{% endset %}}words {{{{ c }}}}",
    "{{% macro m() %}}\n::: seller\n{w}\n:::\n{{% endmacro %}}\n{{{{ m() }}}}", "{{% macro m() %}}words\n::: seller\n{w}\n:::\n{{% endmacro %}}- {{{{ m() }}}}",
    "{{% macro m() %}}{{{{ caller() }}}}{{% endmacro %}}a {{% call m() %}}\n::: seller\n{w}\n:::\n{{% endcall %}}", "> ```\n> ::: seller\n> {w}\n> ```",
    "{{% for x in [1, 2] %}}\n::: seller\n{w}\n:::\n{{% endfor %}}", "{{% for x in [1, 2] -%}}\n::: seller\n{w}\n:::\n{{%- endfor %}}", "1. a\n\n   ::: seller\n   {w}\n   :::",
    "{{# one\n::: seller\n{w}\n:::\n#}}", "{{% raw %}}\n::: seller\n{w} {{{{ x }}}}\n:::\n{{% endraw %}}", "::: quote\n::: seller\n{w}\n:::\n:::", "| a |\n| --- |\n| ::: seller {w} |",
    "```chart\ntype: bar\nalt: '::: seller {w}'\ncategories: [a]\nseries: {{b: [1]}}\n```", "   ```\n::: seller\n{w}\n:::\n   ```", "# ::: seller\n{w}", "::: seller\n---\n{w}\n:::",
    "::: columns\n::: column\n::: seller\n{w}\n:::\n:::\n:::", "::: notes\n::: seller\n{w}\n:::\n:::", "::: seller\n# {w}\n:::", "Words\n::: seller\n===\n{w}\n:::",
)  # fmt: skip
ENDS = ("::::", "  :::", "{% endif %}:::", ":::{# end #}", "\t:::", "\u200b:::", "- :::", "")
TAGGED = (
    "{w}{{% if customer.name %}} and {w}{{% endif %}}",
    "{w} {{# why #}}",
    "{{% if customer.name %}}{w}{{% endif %}}",
)
BREAKS = ("\n", "\r\n", "\r")


def body(number: int) -> bytes:
    """A block's file as somebody might have written, stored and pasted it; the same for the same number."""
    chance = random.Random(number)

    def often(usual: Sequence[str], others: Sequence[str]) -> str:
        return chance.choice(usual if chance.random() < 0.6 else others)

    lines = ["---", "kind: news", "---", "# Title"]
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.6:
            lines += chance.choice(PUBLIC).split("\n")
        if chance.random() < 0.2:
            lines += chance.choice(WHOLE).format(w=WORDS).split("\n")
            continue
        lines += often(("::: seller",), FENCES).split("\n")
        for _ in range(chance.randint(1, 3)):
            lines += often(TAGGED, SELLERS).format(w=WORDS).split("\n")
        lines.append(often((":::",), ENDS))
    breaks = (chance.choice(BREAKS),) if chance.random() < 0.7 else BREAKS
    return "".join(line + chance.choice(breaks) for line in lines).encode()


class Desk:
    """Reads and assembles one body after the other for the same customer."""

    def __init__(self, root: Path) -> None:
        library = open_library(write_workspace(root), None)
        self.library, self.vocabulary = library, vocabulary_of(library.settings, library.values)
        profile = load_profile(root / "profiles" / "acme.yaml", self.vocabulary)
        selection = match(profile, library.packs["first-meeting"], library, ON, language="en")
        top = [value.id for value in selection.values if value.top]
        self.assembler = Assembler(
            profile, library, Materials(library.root), language="en", on=ON, stage=selection.stage, top=top
        )
        self.count = 0

    def slides(self, content: bytes) -> tuple[Slide, ...]:
        """The slides of a block's file. Raises UserFault with what is wrong with it."""
        self.count += 1
        file = self.library.root / f"news/tried-{self.count}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        block = read_block(file.stem, str(file), read_text(file), {}, self.vocabulary, "en")
        return self.assembler.render(block)


def seen(slides: tuple[Slide, ...]) -> str:
    """All that a customer can be shown or told of slides."""
    shown: list[Any] = [msgspec.to_builtins(msgspec.structs.replace(slide, seller=())) for slide in slides]
    return repr(shown)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


@pytest.mark.nightly
def test_nothing_of_a_sellers_fence_is_shown_to_a_customer(desk: Desk) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(FIRST, FIRST + BODIES):
        content = body(number)
        try:
            slides = desk.slides(content)
        except UserFault:
            outcomes["refused"] += 1
            continue
        assert WORDS not in seen(slides), (number, content)
        outcomes["the seller's alone"] += any(WORDS in repr(slide.seller) for slide in slides)
    assert outcomes["the seller's alone"] > BODIES / 10, outcomes
    assert outcomes["refused"] > BODIES / 10, outcomes
