"""The form that a slide takes: what authors write for each, which one a text asks for, and what is told at its line."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from salespack.assembly.assemble import Assembler
from salespack.assembly.customers import References
from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.choice import formed
from salespack.assembly.forms.makers import MAKERS, made
from salespack.assembly.forms.quotes import signed
from salespack.assembly.forms.rules import RULES
from salespack.assembly.literal_slides import Literals
from salespack.assembly.markdown import parse_slides
from salespack.assembly.materials import Materials
from salespack.deck.model import (
    Action,
    Agenda,
    AskedForm,
    BeforeAfter,
    Cards,
    Cell,
    Change,
    Chart,
    Feature,
    FormName,
    Item,
    Kpi,
    Kpis,
    Lane,
    Logos,
    Mark,
    Matrix,
    Member,
    Moment,
    Next,
    Node,
    Number,
    Options,
    Paragraph,
    Photo,
    Picture,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Slide,
    Span,
    Spans,
    Spot,
    Statement,
    Step,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
    Topic,
    Voice,
    text_of,
)
from salespack.deck.visiting import WEIGHT, leaves, passages, plain
from salespack.language.phrases import words
from salespack.library.fences import FORMS
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.problems.problem import Place, Severity
from salespack.profiles.profile import load_profile, references_in
from salespack.templating.environment import Tokens
from tests.searching import searching
from tests.workspaces import LIBRARY, PROFILE, write_workspace

ON = datetime.date(2026, 11, 21)
AROUND = Around("en", ON)
BY_NAME = ("matrix", "options", "logos")
"""Forms that no text has but by its name."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_form_that_can_be_written_can_be_made_and_has_its_name_in_the_deck() -> None:
    assert {*FORMS} == {"list", *MAKERS} and {*WEIGHT} == {*get_args(FormName)}
    assert [rule.form for rule in RULES] == [one for one in MAKERS if one not in BY_NAME]


def assembler(
    root: Path,
    body: str,
    *,
    front: str = "",
    forms: str = "inferred",
    language: str = "en",
    profile: str = PROFILE,
    profiles: str = "",
) -> Assembler:
    files = {
        "content_blocks/library.yaml": LIBRARY + (f"forms: {forms}\n" if forms else ""),
        "content_blocks/news/tried.md": f"---\nkind: news\n{front}---\n{body}",
        "profiles/acme.yaml": profile,
    }
    references: Callable[[], References] = partial(references_in, root / profiles) if profiles else dict
    library = open_library(write_workspace(root, files, blocks={}), None)
    loaded = load_profile(root / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    return Assembler(loaded, library, Materials(library.root), language=language, on=ON, stage=None, top=(), references=references)  # fmt: skip


def slides(root: Path, body: str, **more: str) -> tuple[Slide, ...]:
    made_of = assembler(root, body, **more)
    found = made_of.block("tried")
    assert not made_of.broken, made_of.broken
    return found


def slide(root: Path, body: str, **more: str) -> Slide:
    (one,) = slides(root, f"# Title\n\n{body}" if not body.startswith("# ") else body, **more)
    return one


def told(root: Path, body: str, **more: str) -> list[str]:
    """What is wrong with a block."""
    made_of = assembler(root, body, **more)
    assert made_of.block("tried") == ()
    return [str(one) for one in made_of.broken["tried"]]


def bold(text: str) -> Span:
    return Span(text, bold=True)


def t(text: str) -> Spans:
    return (Span(text),)


# --- what is written ---------------------------------------------------------------------------------------------


WRITTEN: dict[str, tuple[str, tuple[Node, ...]]] = {
    "a statement": ("::: statement\nWe **carry** it.\n:::", (Statement((Span("We "), bold("carry"), Span(" it."))),)),
    "a number": (
        "::: number\n- **11 min** to recover\n- **Once** a year\n- **Never** at night\n:::",
        (
            Number(
                (bold("11 min"),), t("to recover"),
                (Item((bold("Once"),), t("a year")), Item((bold("Never"),), t("at night"))),
            ),
        ),
    ),
    "a number out of a key figure": (
        "::: number\n::: kpis\n- **9** services\n:::\n- all of them ours\n:::",
        (Number((bold("9"),), t("services"), (Item(t("all of them ours")),)),),
    ),
    "a number without points": ("::: number\n- **9** services\n:::", (Number((bold("9"),), t("services")),)),
    "key figures": (
        "::: stats\n- **50 %** less\n- **3 h** saved\n:::",
        (Kpis((Kpi((bold("50 %"),), t("less")), Kpi((bold("3 h"),), t("saved")))),),
    ),
    "key figures that a sentence goes on with": (
        "::: stats\n- **15 min**, and it ran\n- **14** .NET services\n:::",
        (Kpis((Kpi((bold("15 min"),), t("and it ran")), Kpi((bold("14"),), t(".NET services")))),),
    ),
    "cards": (
        "::: cards\n- **Fast**: at once\n- **Safe** – always\n- **Calm.** At night\n- plain\n:::",
        (
            Cards(
                (
                    Item((bold("Fast"),), t("at once"), ": "), Item((bold("Safe"),), t("always"), " – "),
                    Item((bold("Calm"),), t("At night"), ". "), Item(t("plain")),
                )
            ),
        ),
    ),
    "cards under a sentence": (
        "::: cards\nTwo things.\n\n- **A** one\n- **B**\\\n  two\n:::",
        (Text(parse_slides("# T\n\nTwo things.")[0].nodes[0].paragraphs),  # type: ignore[union-attr]
         Cards((Item((bold("A"),), t("one")), Item((bold("B"),), t("two"), "\n")))),
    ),
    "a timeline of a table": (
        "::: timeline\n| When | What | Who |\n|---|---|---|\n| Week 1 | Go | Aino |\n| Weeks 2–3 | Run | |\n| Day 30 | Rest | you |\n:::",
        (
            Timeline(
                (
                    Moment(t("Week 1"), t("Go"), t("Aino"), 0, 7), Moment(t("Weeks 2–3"), t("Run"), (), 7, 21),
                    Moment(t("Day 30"), t("Rest"), t("you"), 29, 30),
                ),
                "Timeline from Week 1 to Day 30",
                (t("When"), t("What"), t("Who")),
            ),
        ),
    ),
    "a timeline with something else than who": (
        "::: timeline\n| | | You see |\n|---|---|---|\n| Soon | Go | a |\n| Then | Run | b |\n| Later | Rest | c |\n:::",
        (
            Timeline(
                (
                    Moment(t("Soon"), t("Go"), t("a")), Moment(t("Then"), t("Run"), t("b")),
                    Moment(t("Later"), t("Rest"), t("c")),
                ),
                "Timeline from Soon to Later",
                ((), (), t("You see")),
                t("You see"),
            ),
        ),
    ),
    "a timeline of a list, today on it": (
        "::: {.timeline scale=even}\n- **1.11.2026**: Go\n- Dec 2026 – Run\n- Weeks 1 – 2: `a - b`\n:::",
        (
            Timeline(
                (
                    Moment((bold("1.11.2026"),), t("Go"), (), 739921, 739922),
                    Moment(t("Dec 2026"), t("Run"), (), 739951, 739982),
                    Moment(t("Weeks 1 – 2"), (Span("a - b", code=True),), (), 739985, 739999),
                ),
                "Timeline from 1.11.2026 to Weeks 1 – 2",
                to_scale=False,
                today=Mark(739941, "Today"),
            ),
        ),
    ),
    "a road map": (
        "::: timeline\nThe plan.\n\n- Tools\n  - **Weeks 1–2** Go\n  - Week 4: Run\n- People\n  - **Week 3** Learn\n:::",
        (
            Text(parse_slides("# T\n\nThe plan.")[0].nodes[0].paragraphs),  # type: ignore[union-attr]
            Roadmap(
                (
                    Lane(t("Tools"), (Moment((bold("Weeks 1–2"),), t("Go"), (), 0, 14), Moment(t("Week 4"), t("Run"), (), 21, 28))),
                    Lane(t("People"), (Moment((bold("Week 3"),), t("Learn"), (), 14, 21),)),
                ),
                "Timeline from Weeks 1–2 to Week 4",
                0,
                28,
                (Mark(0, "Week 1"), Mark(7, "2"), Mark(14, "3"), Mark(21, "4")),
            ),
        ),
    ),
    "an agenda": (
        "::: agenda\n1. Where you are (10 min)\n2. **What** helps (15–20 minutes)\n3. Next steps (together)\n:::",
        (
            Agenda(
                (
                    Topic(t("Where you are"), t("10 min")), Topic((bold("What"), Span(" helps")), t("15–20 minutes")),
                    Topic(t("Next steps (together)")),
                )
            ),
        ),
    ),
    "a matrix of four": (
        '::: {.matrix x="Effort" y="Effect on you"}\n- **Patch**: at once\n- Move\n- Wait\n- Rewrite\n:::',
        (
            Matrix(
                (
                    Spot((bold("Patch"),), t("at once"), 0.25, 0.75, ("low", "high")),
                    Spot(t("Move"), (), 0.75, 0.75, ("high", "high")),
                    Spot(t("Wait"), (), 0.25, 0.25, ("low", "low")),
                    Spot(t("Rewrite"), (), 0.75, 0.25, ("high", "low")),
                ),
                "Effort",
                "Effect on you",
                "Effort from left to right, Effect on you from bottom to top. Patch: Effort low, Effect on you high; "
                "Move: Effort high, Effect on you high; Wait: Effort low, Effect on you low; "
                "Rewrite: Effort high, Effect on you low",
            ),
        ),
    ),
    "a matrix with places": (
        "::: {.matrix x=Effort y=Effect}\nWhere to begin.\n\n- [**Patch** it]{x=0.2 y=.9}: at once\n- [Move]{y=0.5 x=1}\n:::",
        (
            Text(parse_slides("# T\n\nWhere to begin.")[0].nodes[0].paragraphs),  # type: ignore[union-attr]
            Matrix(
                (
                    Spot((bold("Patch"), Span(" it")), t("at once"), 0.2, 0.9, ("low", "high")),
                    Spot(t("Move"), (), 1.0, 0.5, ("high", "high")),
                ),
                "Effort",
                "Effect",
                "Effort from left to right, Effect from bottom to top. Patch it: Effort low, Effect high; "
                "Move: Effort high, Effect high",
                placed=True,
            ),
        ),
    ),
    "options": (
        "::: options\n| | Basic | **Plus** |\n|---|---|---|\n| At night | – | ✓ |\n| Trained | partly | Yes |\n"
        "| Calls | 9 to 5 | no limit |\n| Price | €900 | €1,900 |\n:::",
        (
            Options(
                ((), t("Basic"), (bold("Plus"),)),
                (
                    Feature(t("At night"), (Cell(t("–"), "no", "No"), Cell(t("✓"), "yes", "Yes"))),
                    Feature(t("Trained"), (Cell(t("partly"), "partly", "Partly"), Cell(t("Yes"), "yes", "Yes"))),
                    Feature(t("Calls"), (Cell(t("9 to 5")), Cell(t("no limit")))),
                    Feature(t("Price"), (Cell(t("€900")), Cell(t("€1,900")))),
                ),
                1,
                True,
            ),
        ),
    ),
    "options of which none is chosen, without a price": (
        "::: options\nTwo ways.\n\n| What | A | B |\n|---|---|---|\n| Who runs it | we do | your people |\n| Nights | 2 of us | ✔️ |\n:::",
        (
            Text(parse_slides("# T\n\nTwo ways.")[0].nodes[0].paragraphs),  # type: ignore[union-attr]
            Options(
                (t("What"), t("A"), t("B")),
                (
                    Feature(t("Who runs it"), (Cell(t("we do")), Cell(t("your people")))),
                    Feature(t("Nights"), (Cell(t("2 of us")), Cell(t("✔️"), "yes", "Yes"))),
                ),
            ),
        ),
    ),
    "questions": ("::: questions\n- Who?\n- Say why\n:::", (Questions((t("Who?"), t("Say why"))),)),
    "questions with lines": ("::: {.questions answers=lines}\n1. Who?\n:::", (Questions((t("Who?"),), "lines"),)),
    "steps": (
        "::: steps\n1. **Choose** (weeks 1–2) with you → *a list*\n2. **Move:** by night\n3. **Run** -> *calm*\n:::",
        (
            Steps(
                (
                    Step((bold("Choose"),), t("weeks 1–2"), t("with you"), t("a list")),
                    Step((bold("Move"),), (), t("by night")),
                    Step((bold("Run"),), result=t("calm")),
                )
            ),
        ),
    ),
    "before and after": (
        "::: before-after\n| | Then | With us |\n| --- | --- | --- |\n| Time | 4 h | 1 h |\n| Cost | 9 | 3 |\n:::",
        (
            BeforeAfter(
                ((), t("Then"), t("With us")),
                (Change(t("Time"), t("4 h"), t("1 h")), Change(t("Cost"), t("9"), t("3"))),
            ),
        ),
    ),
    "before and after in two columns": (
        "::: before-after\n::: columns\n::: column\n**Then**\n\n- 4 h\n- 9\n:::\n::: column\n**Now**\n\n- 1 h\n- 3\n"
        ":::\n:::\n:::",
        (BeforeAfter(((), t("Then"), t("Now")), (Change((), t("4 h"), t("1 h")), Change((), t("9"), t("3")))),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("forms", ("written", "inferred"))
def test_fences_of_forms(tmp_path: Path, written: str, forms: str) -> None:
    body, nodes = WRITTEN[written]
    one = slide(tmp_path, body, forms=forms)
    assert one.nodes == nodes
    assert (one.form_from, one.form_line) == (("", None) if written.startswith("key figures") else ("written", 6))


@pytest.mark.parametrize("opening", ("::: cards", "::: {.cards}", ":::{.cards}", "::: { .cards }", ":::: cards ::::"))
def test_fences_are_named_as_in_pandoc(tmp_path: Path, opening: str) -> None:
    one = slide(tmp_path, f"{opening}\n- **A** one\n- **B** two\n:::")
    assert one.nodes == (Cards((Item((bold("A"),), t("one")), Item((bold("B"),), t("two")))),)


def test_the_seller_and_notes_are_named_as_in_pandoc(tmp_path: Path) -> None:
    body = "- a\n\n::: {.seller}\nOnly {{ relationship.kind }}\n:::\n\n::: {.notes}\nSay it.\n:::"
    one = slide(tmp_path, body, profile=PROFILE + "relationship: {kind: current}\n")
    assert [text_of(each.spans) for each in one.seller] == ["Only current"]
    assert [text_of(each.spans) for each in one.notes] == ["Say it."]
    assert text_of(one.nodes[0].paragraphs[0].spans) == "a"  # type: ignore[union-attr]


def test_data_is_in_before_a_form_is_made(tmp_path: Path) -> None:
    profile = PROFILE.replace("facts: {services: 140}", "facts: {lead: 'A: b', services: 140}")
    one = slide(tmp_path, "::: cards\n- **{{ facts.lead }}**: {{ facts.services }}\n- **B** two\n:::", profile=profile)
    assert one.nodes == (Cards((Item((bold("A: b"),), t("140"), ": "), Item((bold("B"),), t("two")))),)
    assert one.holds_customer_data


CHART = "```chart\n{type: bar, alt: x, categories: [a, b], series: {S: [1, 2]}}\n```\n"
FORMS_OF_TITLES: dict[str, tuple[str, type[Node]]] = {
    "statement": ("One sentence that is longer than anybody would infer " + "word " * 30, Statement),
    "number": ("- **ISO 27001** certified\n- by others\n", Number),
    "stats": ("- **50 %** less\n- **3 h** saved\n", Kpis),
    "agenda": ("- a\n- b\n- c\n", Agenda),
    "options": ("| | A | B |\n|---|---|---|\n| a | yes | no |\n", Options),
    "timeline": ("- **Soon**: one\n- **Then**: two\n- **Later**: three\n", Timeline),
    "chart": (f"{CHART}\n- {'long ' * 40}\n", Chart),
    "cards": ("- one\n- two\n", Cards),
    "questions": ("- Say who\n", Questions),
    "steps": ("1. **a** b\n2. **c** d\n3. **e** f\n", Steps),
    "before-after": ("| | Old | New |\n| --- | --- | --- |\n| a | b | c |\n| d | e | f |\n", BeforeAfter),
    "quote": ("> a\n> — b\n", Quotes),
    "next": ("1. **a** b\n2. **c** d\n", Next),
    "team": ("- **a**, b\n- **c**, d\n", Team),
}


@pytest.mark.parametrize("form", FORMS_OF_TITLES)
def test_titles_and_front_matter_ask_for_forms(tmp_path: Path, form: str) -> None:
    body, kind = FORMS_OF_TITLES[form]
    at_title = slide(tmp_path, f"# Title {{form={form}}}\n\n{body}", forms="written")
    assert text_of(at_title.title) == "Title"
    assert (at_title.form, at_title.form_from, at_title.form_line) == (form, "written", 4)
    in_front = slide(tmp_path, f"# Title\n\n{body}", forms="written", front=f"form: {form}\n")
    assert (in_front.form, in_front.form_from, in_front.form_line) == (form, "written", None)
    for one in (at_title, in_front):
        assert isinstance(one.nodes[-1], kind)
    assert not isinstance(slide(tmp_path, f"# Title\n\n{body}", forms="written").nodes[-1], kind)


def test_a_fence_comes_before_the_title_and_that_before_front_matter(tmp_path: Path) -> None:
    fence = "# A {form=questions}\n\n::: cards\n- a?\n- b?\n:::\n"
    assert slide(tmp_path, fence, front="form: list\n").form == "cards"
    assert slide(tmp_path, "# A {form=questions}\n\n- a?\n- b?\n", front="form: cards\n").form == "questions"
    two = slides(tmp_path, "# A\n\n- a?\n- b?\n\n# B {form=list}\n\n- c\n- d\n", front="form: cards\n")
    assert [(one.form, one.form_from) for one in two] == [("cards", "written"), ("list", "written")]


@pytest.mark.parametrize(("asked", "form_from"), [("list", "written"), ("fixed", "fixed")])
def test_lists_are_kept_where_somebody_says_so(tmp_path: Path, asked: str, form_from: str) -> None:
    body = "# Title\n\n- **A**: one\n- **B**: two\n- **C**: three\n"
    assert slide(tmp_path, body).form == "cards"
    one = slide(tmp_path, body, front=f"form: {asked}\n")
    assert (one.form, one.form_from) == ("list", form_from)
    assert isinstance(one.nodes[0], Text)


# --- a chart and what it comes to ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "callout", "points"),
    [
        (f"{CHART}\n- one\n- **two**\n", "", ("one", "two")),
        (f"It doubled.\n\n- one\n\n{CHART}", "It doubled.", ("one",)),
        (
            CHART.replace("alt: x", 'alt: x, callout: "**Twice** as much, `{{ customer.name }}`"'),
            "Twice as much, Acme",
            (),
        ),
        (CHART.replace("alt: x", "alt: x, callout: More") + "\n- one\n", "More", ("one",)),
    ],
)
def test_what_a_chart_comes_to_stands_beside_it(
    tmp_path: Path, body: str, callout: str, points: tuple[str, ...]
) -> None:
    (chart,) = slide(tmp_path, body).nodes
    assert isinstance(chart, Chart)
    assert (text_of(chart.callout), tuple(map(text_of, chart.points))) == (callout, points)
    bare, *text = plain(chart)
    assert bare == msgspec.structs.replace(chart, callout=(), points=())
    assert [text_of(row.spans) for one in text if isinstance(one, Text) for row in one.paragraphs] == [
        *filter(None, [callout]),
        *points,
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"{CHART}\n- a\n- b\n- c\n- d\n",
        f"{CHART}\n- {'long ' * 40}\n",
        f"{CHART}\n1. a\n2. b\n",
        f"{CHART}\n- a\n  - b\n",
        f"{CHART}\n{CHART}\n- a\n",
        f"a\n\n{CHART}\nb\n",
    ],
)
def test_what_is_more_than_a_chart_comes_to_stays_as_it_is(tmp_path: Path, body: str) -> None:
    one = slide(tmp_path, body)
    assert (one.form, one.form_from) == ("chart", "")
    assert len(one.nodes) > 1


# --- what a text asks for ----------------------------------------------------------------------------------------


THREE = "- **{}**: one\n- **B**: two\n- **C**: three\n"
INFERRED: dict[str, tuple[str, str]] = {
    "a sentence": ("We carry it **in daylight**.\n", "statement"),
    "25 words": ("word " * 25, "statement"),
    "26 words": ("word " * 26, "list"),
    "two paragraphs": ("One.\n\nTwo.\n", "list"),
    "a sentence and a picture of words": ("One.\n\n> said\n", "quote"),
    "one bold figure": ("- **11 min** to recover\n- by night\n", "number"),
    "one bold figure, not the first": ("- by night\n- **11 min** to recover\n", "number"),
    "one figure behind a colon": ("- Recovery: **11 min**\n- by night\n", "number"),
    "a figure behind a colon, and more": ("- Recovery: **11 min** from alert\n- by night\n", "number"),
    "a figure within a sentence": ("- we cut **50 %** of it\n- by night\n", "list"),
    "two figures": ("- **11 min** to recover\n- **2** nights\n", "list"),
    "a name with a figure": ("- **ISO 27001** certified\n- by others\n", "list"),
    "a figure alone": ("- **11 min** to recover\n", "list"),
    "a figure and five points": ("- **11 min** to recover\n- a\n- b\n- c\n- d\n- e\n", "list"),
    "one key figure and points": ("::: kpis\n- **9** services\n:::\n\n- a\n- b\n", "number"),
    "key figures and points": ("::: kpis\n- **9** a\n- **8** b\n:::\n\n- short\n- **bold** one\n", "stats"),
    "a chart and points": (f"{CHART}\n- one\n- **two**\n", "chart"),
    "points and a chart": (f"- one\n- two\n- three\n\n{CHART}", "chart"),
    "a chart under a sentence": (f"It doubled.\n\n{CHART}", "chart"),
    "bold leads": (THREE.format("A"), "cards"),
    "bold leads under a sentence": ("Three things.\n\n" + THREE.format("A"), "cards"),
    "bold leads under two sentences": ("One.\n\nTwo.\n\n" + THREE.format("A"), "list"),
    "bold leads and capitals": ("- **A** One\n- **B** 2\n- **C** Three\n", "cards"),
    "bold words within sentences": ("- **Fast** moves\n- **Calm** nights\n- **Less** cost\n", "list"),
    "bold leads on lines of their own": ("- **A**\\\n  one\n- **B**\\\n  two\n- **C**\\\n  three\n", "cards"),
    "bold leads with a hyphen": ("- **A** - one\n- **B** - two\n- **C** - three\n", "cards"),
    "bold items alone": ("- **A**\n- **B**\n- **C**\n", "list"),
    "two bold leads": ("- **A**: one\n- **B**: two\n", "list"),
    "seven bold leads": ("- **A**: one\n" * 7, "list"),
    "bold leads over a deeper list": ("- **A**: one\n  - deep\n- **B**: two\n- **C**: three\n", "list"),
    "questions": ("- Who noticed?\n- What did it cost?\n- “Why?”\n", "questions"),
    "questions of China and Arabia": ("- 谁?\n- 为什么？\n- لماذا؟\n", "questions"),
    "questions and an answer": ("- Who noticed?\n- What did it cost?\n- We did.\n", "list"),
    "two questions": ("- Who?\n- Why?\n", "list"),
    "steps": ("1. **A** (week 1) one → *two*\n2. **B**: two\n3. **C**\n", "steps"),
    "steps from four on": ("4. **A**: one\n5. **B**: two\n6. **C**: three\n", "list"),
    "bold words within numbered sentences": ("1. **Fast** moves\n2. **Calm** nights\n3. **Less** cost\n", "list"),
    "before and after": ("| | Before | After |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "before-after"),
    "before and today": ("| | Earlier | **Today:** |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "before-after"),
    "in Finnish": ("| | Ennen | Nyt |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "before-after"),
    "in German": ("| | Bisher | Künftig |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "before-after"),
    "in Swedish": ("| | Före | Efter |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "before-after"),
    "after and before": ("| | After | Before |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "table"),
    "today and with us": ("| | Today | With us |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n", "table"),
    "a row without an after": ("| | Before | After |\n|---|---|---|\n| a | b |  |\n| d | e | f |\n", "table"),
    "six rows": ("| | Before | After |\n|---|---|---|\n" + "| a | b | c |\n" * 6, "table"),
    "a table of weeks": ("| | |\n|---|---|\n| Week 1 | a |\n| Weeks 2–3 | b |\n| Week 9 | c |\n", "timeline"),
    "a table of days under a sentence": (
        "So it goes.\n\n| When | What | You see |\n|---|---|---|\n| 1.3.2027 | a | x |\n| 5.3. | b | y |\n| April | c | z |\n", "timeline"
    ),
    "a table in Finnish": ("| Milloin | Mitä |\n|---|---|\n| Viikko 1 | a |\n| viikolla 3 | b |\n| Q3 | c |\n", "timeline"),
    "a table of years with figures": ("| Year | Cost |\n|---|---|\n| 2025 | 5 |\n| 2026 | 6 |\n| 2027 | 7 |\n", "table"),
    "a table under heads that would be lost": ("| Phase | Goal |\n|---|---|\n| Week 1 | a |\n| Week 2 | b |\n| Week 9 | c |\n", "table"),
    "a table of weeks and a word": ("| | |\n|---|---|\n| Week 1 | a |\n| Soon | b |\n| Week 9 | c |\n", "table"),
    "a table of two weeks": ("| | |\n|---|---|\n| Week 1 | a |\n| Week 2 | b |\n", "table"),
    "a table of weeks with a gap": ("| | |\n|---|---|\n| Week 1 | a |\n| Week 2 | |\n| Week 9 | c |\n", "table"),
    "a list of quarters": ("- **Q1**: a\n- **Q2** b\n- Q3 – c\n", "timeline"),
    "a list of two quarters": ("- **Q1**: a\n- **Q2**: b\n", "list"),
    "a numbered list of weeks": ("1. **Week 1**: a\n2. **Week 2**: b\n3. **Week 3**: c\n", "steps"),
    "lanes": ("- A\n  - Week 1: a\n  - Week 2: b\n- B\n  - Week 2: c\n", "timeline"),
    "one lane": ("- A\n  - Week 1: a\n  - Week 2: b\n  - Week 3: c\n", "list"),
    "a lane without a time": ("- A\n  - Week 1: a\n- B\n  - soon: c\n", "list"),
    "a lane of days and one of weeks": ("- A\n  - Week 1: a\n- B\n  - 3.3.2027: c\n", "timeline"),
    "lanes of nothing in common": ("- A\n  - Day 1: a\n- B\n  - 3.3.2027: c\n", "list"),
    "columns": (
        "::: columns\n::: column\n## Before\n\n- a\n- b\n:::\n::: column\n## After\n\n- c\n- d\n:::\n:::\n",
        "before-after",
    ),
    "a quote": ("> a\n", "quote"),
    "a quote with who said it": ("> a\n> — b\n", "quote"),
    "three quotes": ("> a\n\n> b\n\n> c\n", "quote"),
    "quotes below a sentence": ("This is what you told us:\n\n> a\n\n> b\n", "quote"),
    "a list of quotes": ("- “a”\n- “b” — c\n", "quote"),
    "a list of quotes in Finnish": ("- ”a”\n- ”b” – c\n", "quote"),
    "a list of which one item is no quote": ("- “a”\n- b\n", "list"),
    "words in quotation marks within an item": ("- “a” and b\n- “c”\n", "list"),
    "columns of other things": (
        "::: columns\n::: column\n## Ours\n\n- a\n- b\n:::\n::: column\n## Theirs\n\n- c\n- d\n:::\n:::\n", "columns"
    ),
}  # fmt: skip
PLAIN = ("list", "table", "columns")


@pytest.mark.parametrize("written", INFERRED)
def test_what_a_text_asks_for(tmp_path: Path, written: str) -> None:
    body, form = INFERRED[written]
    one = slide(tmp_path, body)
    assert (one.form, one.form_from) == (form, "" if form in PLAIN else "inferred")
    kept = slide(tmp_path, body, forms="")
    assert kept.form_from == ""
    assert kept.form in (*PLAIN, "stats", "quote", "chart")
    assert kept.nodes == one.nodes or form not in PLAIN


def test_the_list_of_a_block_that_is_tagged_so_is_an_agenda(tmp_path: Path) -> None:
    topics = "- **You**: where you are\n- **Us**: what we do\n- Next steps (5 min)\n"
    assert slide(tmp_path, topics, front="tags: [agenda]\n").form == "agenda"
    assert slide(tmp_path, topics, front="tags: [other]\n").form == "list"
    assert slide(tmp_path, "- one\n- two\n", front="tags: [agenda]\n").form == "list"
    assert slide(tmp_path, topics, front="tags: [agenda]\n", forms="written").form == "list"


NEXT = """::: next
| When | What | Who |
| --- | --- | --- |
| +2 weeks | We **measure** | Aino |
| May | You decide | |

May we begin?

Aino, [aino@lumikko.example](mailto:aino@lumikko.example)
:::
"""


def test_next_steps_say_who_does_what_and_when(tmp_path: Path) -> None:
    (steps,) = slide(tmp_path, NEXT).nodes
    assert isinstance(steps, Next)
    assert steps.items == (
        Action((Span("We "), bold("measure")), who=t("Aino"), when=t("Dec 15, 2026")),
        Action(t("You decide"), when=t("May")),
    )
    assert (text_of(steps.ask), text_of(steps.contact)) == ("May we begin?", "Aino, aino@lumikko.example")


def test_next_steps_may_be_a_list_with_a_paragraph_above_it(tmp_path: Path) -> None:
    body = (
        "Call us: +358 50 555 0101\n\n1. **Choose** (+1 month) one service – you\n2. **Go**\n3. Or do not – nobody\n\n"
        "May we begin?\n"
    )
    (steps,) = slide(tmp_path, f"# A {{form=next}}\n\n{body}").nodes
    assert steps == Next(
        (
            Action((bold("Choose"),), t("one service"), t("you"), t("Jan 4, 2027")),
            Action((bold("Go"),)),
            Action(t("Or do not"), who=t("nobody")),
        ),
        t("May we begin?"),
        t("Call us: +358 50 555 0101"),
    )
    above, steps = slide(tmp_path, f"# A {{form=next}}\n\nThis is agreed:\n\n{body}").nodes
    assert isinstance(above, Text) and isinstance(steps, Next)


LATER = {
    "+1 day": ("Dec 2, 2026", "1 day after the meeting"),
    "+ 10 days": ("Dec 11, 2026", "10 days after the meeting"),
    "+2 viikkoa": ("Dec 15, 2026", "2 weeks after the meeting"),
    "+1 kk": ("Jan 4, 2027", "1 month after the meeting"),
    "+3 Wochen": ("Dec 22, 2026", "3 weeks after the meeting"),
    "2 weeks": ("2 weeks", "2 weeks"),
    "+2 beers": ("+2 beers", "+2 beers"),
    "in 2 weeks": ("in 2 weeks", "in 2 weeks"),
}


@pytest.mark.parametrize("written", LATER)
def test_days_are_counted_from_the_meeting(tmp_path: Path, written: str) -> None:
    body = f"::: next\n- **a** ({written}) b\n- **c** d\n:::\n"
    day, words_for_it = LATER[written]
    for profile, said in (
        (PROFILE, day),
        (PROFILE.replace("date: 2026-12-01, ", ""), words_for_it),
        (PROFILE.replace("2026-12-01", "2026-11-20"), words_for_it),
    ):
        (steps,) = slide(tmp_path, body, profile=profile).nodes
        assert isinstance(steps, Next) and text_of(steps.items[0].when) == said


def test_two_customers_have_their_own_days(tmp_path: Path) -> None:
    files = {
        "content_blocks/library.yaml": LIBRARY,
        "content_blocks/news/tried.md": f"---\nkind: news\n---\n# A\n\n{NEXT}",
    }
    library = open_library(write_workspace(tmp_path, files), None)
    materials = Materials(library.root)
    for name, day, said in (("a", "2026-12-01", "Dec 15, 2026"), ("b", "2026-12-08", "Dec 22, 2026")):
        (tmp_path / "profiles").mkdir(exist_ok=True)
        file = tmp_path / "profiles" / f"{name}.yaml"
        file.write_text(PROFILE.replace("2026-12-01", day))
        loaded = load_profile(file, vocabulary_of(library.settings, library.values))
        made_of = Assembler(loaded, library, materials, language="en", on=ON, stage=None, top=())
        (one,) = made_of.block("tried")
        (steps,) = one.nodes
        assert isinstance(steps, Next) and text_of(steps.items[0].when) == said


@pytest.mark.slow
@pytest.mark.parametrize("tag", ("next", "next-step"))
def test_blocks_that_are_tagged_so_say_what_is_next(tmp_path: Path, tag: str) -> None:
    front = f"tags: [{tag}]\n"
    led = "1. **a** One\n2. **b** Two\n3. **c** Three\n"
    assert slide(tmp_path, led, front=front).form == "next"
    assert slide(tmp_path, led, front="tags: [other]\n").form == "steps"
    assert slide(tmp_path, led, front=front, forms="written").form == "list"
    assert slide(tmp_path, led.replace("Three", "Three → *four*"), front=front).form == "steps"
    table = "| Who | What | When |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n"
    assert slide(tmp_path, table, front=front).form == "next"
    assert slide(tmp_path, table.replace("Who", "Price"), front=front).form == "table"
    assert slide(tmp_path, "- one\n- two\n", front=front).form == "list"


def test_a_head_that_would_not_be_seen_over_next_steps_is_told(tmp_path: Path) -> None:
    table = "| Price | What | When |\n|---|---|---|\n| a | b | c |\n| d | e | f |\n"
    assert told(tmp_path, f"# A\n\n::: next\n{table}:::\n") == [
        "content_blocks/news/tried.md:6: SP338 “Price” over a column of next steps would not be seen (leave the heads empty, "
        "or write | Who | What | When |)"
    ]


def staffed(root: Path) -> None:
    """People of the library: Aino, the contact, with a portrait, and Mikko."""
    pictured(root, "aino.jpg", (480, 640))
    people = root / "content_blocks" / "people"
    people.mkdir()
    (people / "aino.yaml").write_text(
        "name: Aino Rantala\ntitle: {en: Customer lead, fi: Asiakasvastaava}\nemail: aino@lumikko.example\n"
        "phone: '+358 1'\nphoto: images/aino.jpg\nbio: {en: She answers.}\ncontact: true\n"
    )
    (people / "mikko.yaml").write_text("name: Mikko Salmela\ntitle: On-call\n")


def test_a_team_is_our_people_for_this_customer(tmp_path: Path) -> None:
    staffed(tmp_path)
    (team,) = slide(tmp_path, "::: team\n:::\n").nodes
    assert isinstance(team, Team)
    aino, mikko = team.items
    assert aino.picture is not None and aino.picture.alt == "Aino Rantala"
    assert msgspec.structs.replace(aino, picture=None) == Member(
        t("Aino Rantala"), t("Customer lead"),
        (t("+358 1"), (Span("aino@lumikko.example", href="mailto:aino@lumikko.example"),)),
    )  # fmt: skip
    assert mikko == Member(t("Mikko Salmela"), t("On-call"))
    (said,) = slide(tmp_path, "::: {.team most=1 bio=shown}\n:::\n").nodes
    assert isinstance(said, Team) and [text_of(one.text) for one in said.items] == ["She answers."]


def test_people_who_are_named_have_their_portraits(tmp_path: Path) -> None:
    staffed(tmp_path)
    table = "| Name | Role | Phone | |\n|---|---|---|---|\n| **aino  rantala** | Lead | +358 50 555 | a@b.c |\n| Eve | | | Knows all |\n"
    listed = "- **Aino Rantala**, Lead\n  - +358 50 555\n- Eve\n  - Knows all\n"
    for body in (f"::: team\n{table}:::\n", f"Call:\n\n::: team\n{listed}:::\n"):
        team = slide(tmp_path, body).nodes[-1]
        assert isinstance(team, Team)
        aino, eve = team.items
        assert aino.picture is not None and eve.picture is None
        assert (text_of(aino.role), text_of(aino.contact[0])) == ("Lead", "+358 50 555")
        assert eve == Member(t("Eve"), text=t("Knows all"))


def test_blocks_that_are_tagged_so_show_people(tmp_path: Path) -> None:
    table = "| Name | Role | Phone |\n|---|---|---|\n| **a** | b | +358 50 555 |\n| c | d | e@f.g |\n"
    assert slide(tmp_path, table, front="tags: [team]\n").form == "team"
    assert slide(tmp_path, table).form == "table"
    assert slide(tmp_path, table, front="tags: [team]\n", forms="written").form == "table"
    for other in (table.replace("e@f.g", "f"), table.replace("Role", "Price")):
        assert slide(tmp_path, other, front="tags: [team]\n").form == "table"


def test_what_keeps_people_from_a_slide_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "# A\n\n::: team\n:::\n") == [
        "content_blocks/news/tried.md:6: SP338 nobody is in people/ to be shown "
        "(write a file for each person, or a table with their names)"
    ]
    staffed(tmp_path)
    (tmp_path / "content_blocks" / "images" / "aino.jpg").unlink()
    assert told(tmp_path, "# A\n\n::: team\n:::\n") == [
        "content_blocks/people/aino.yaml:5:8: SP306 the picture “images/aino.jpg” is not there "
        "(put it at images/aino.jpg in the library)"
    ]
    table = "| Name | Price |\n|---|---|\n| a | b |\n"
    assert told(tmp_path, f"# A\n\n::: team\n{table}:::\n") == [
        "content_blocks/news/tried.md:6: SP338 “Price” over a column of people would not be seen "
        "(leave the heads empty, or write | Name | Role | Phone |)"
    ]


def test_two_customers_have_their_own_people(tmp_path: Path) -> None:
    staffed(tmp_path)
    for name, value in (("mikko", "fewer-outages"), ("eve", "lower-run-cost")):
        (tmp_path / "content_blocks" / "people" / f"{name}.yaml").write_text(
            f"name: {name}\ntitle: a\nvalues: [{value}]\n"
        )
    made_of = assembler(tmp_path, "# A\n\n::: team\n:::\n")
    library, materials = made_of._library, made_of._materials
    profile = load_profile(tmp_path / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    for value, named in (("fewer-outages", "mikko"), ("lower-run-cost", "eve")):
        one = Assembler(profile, library, materials, language="en", on=ON, stage=None, top=(value,))
        (team,) = one.block("tried")[0].nodes
        assert isinstance(team, Team) and [text_of(each.name) for each in team.items] == ["Aino Rantala", named]


CASES = ("adform", "bose", "cern", "delta", "eve")


def cased(root: Path, **said: str) -> None:
    """An experience about each of some customers, with their logo, and what their profiles say of being shown."""
    folder = root / "content_blocks" / "cases"
    folder.mkdir(parents=True)
    for name in CASES:
        pictured(root, f"{name}.png", (300, 100))
        (folder / f"{name}.md").write_text(
            f"---\nkind: experience\nabout: {{customer: {name.title()}, logo: images/{name}.png}}\n---\n# {name}\n"
        )
    (root / "profiles").mkdir()
    for name, reference in said.items():
        (root / "profiles" / f"{name}.yaml").write_text(
            f"customer: {{name: {name.title()} Ltd}}\nrelationship: {{reference: {reference}}}\n"
        )


def shown_logos(root: Path, body: str) -> tuple[list[str], list[str]]:
    """The names of the logos on a slide, and what is told."""
    titled = body if body.startswith("# ") else f"# Title\n\n{body}"
    made_of = assembler(root, titled, profiles="profiles")
    found = made_of.block("tried")
    if not found:
        return [], [str(one) for one in made_of.broken["tried"]]
    names = [one.picture.alt for node in found[0].nodes if isinstance(node, Logos) for one in node.items]
    return names, [str(one) for one in made_of.notices("tried")]


OF_EXPERIENCES = "::: {.logos of=experiences}\n:::\n"


def test_logos_are_those_of_the_customers_who_agreed(tmp_path: Path) -> None:
    cased(tmp_path, adform="named", bose="logo", cern="declined", eve="advocate")
    assert shown_logos(tmp_path, OF_EXPERIENCES) == (["Adform", "Bose", "Eve"], [])
    (tmp_path / "profiles" / "eve-again.yaml").write_text(
        "customer: {name: EVE}\nrelationship: {reference: anonymous}\n"
    )
    assert shown_logos(tmp_path, OF_EXPERIENCES) == (
        [],
        [
            "content_blocks/news/tried.md:6: SP338 2 customers agreed to be shown with a logo, and it takes 3 (write "
            "about: {logo: …} in their experiences, and relationship: {reference: logo} in their profiles)"
        ],
    )


def test_nobody_has_agreed_who_was_not_asked(tmp_path: Path) -> None:
    cased(tmp_path)
    assert shown_logos(tmp_path, OF_EXPERIENCES)[0] == []
    assert not assembler(tmp_path, f"# Title\n\n{OF_EXPERIENCES}").block("tried")


def test_logos_that_are_written_leave_out_who_does_not_agree(tmp_path: Path) -> None:
    cased(tmp_path, bose="declined", cern="anonymous")
    rows = "".join(f"![{name.title()}](images/{name}.png)\n" for name in CASES)
    left = [
        f"content_blocks/news/tried.md:{line}: SP369 the logo of {name} is left out: that customer has not agreed to be "
        "shown (take it off the slide)"
        for line, name in ((8, "Bose"), (9, "Cern"))
    ]
    assert shown_logos(tmp_path, f"::: logos\n{rows}:::\n") == (["Adform", "Delta", "Eve"], left)
    few = "![Bose](images/bose.png)\n\n![Eve](images/eve.png)\n"
    for body in (f"::: logos\n{few}:::\n", few):
        made_of = f"# Title {{form=logos}}\n\n{body}" if body == few else body
        names, told_then = shown_logos(tmp_path, made_of)
        assert names == [] and "SP338 all but one of these customers have not agreed to be shown" in told_then[0]


@pytest.mark.parametrize(
    ("body", "problem"),
    (
        (
            "::: {.logos of=experiences}\n![A city](images/city.jpg)\n:::",
            "SP338 “logos” has of=experiences, and pictures",
        ),
        ("::: {.logos of=customers}\n![A city](images/city.jpg)\n:::", "SP337 “customers” is no value of “of”"),
        ("::: logos\n- a\n:::", "SP338 “logos” is pictures, and at most a paragraph before them"),
        (
            "::: logos\n![](images/city.jpg)\n![A city](images/city.jpg)\n:::",
            "SP323 the picture “images/city.jpg” has no",
        ),
        ("![A city](images/city.jpg)\n![A city](images/city.jpg)", "SP322 a picture among text"),
    ),
)
def test_what_keeps_logos_from_a_slide_is_told(tmp_path: Path, body: str, problem: str) -> None:
    pictured(tmp_path)
    assert problem in told(tmp_path, f"# A\n\n{body}\n")[0]


def pictured(root: Path, name: str = "city.jpg", size: tuple[int, int] = (1_600, 1_000)) -> str:
    """Markdown of a picture that the library has."""
    folder = root / "content_blocks" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#E0C0A0").save(folder / name)
    return f"![A city](images/{name})"


def test_pictures_reach_to_the_edges_where_somebody_says_so(tmp_path: Path) -> None:
    shown = pictured(tmp_path, size=(80, 50))
    one = slide(tmp_path, f"{shown}{{fill=left focus=60,40}}\n\n- a\n- b\n", forms="written")
    photo, text = one.nodes
    assert isinstance(photo, Photo) and (photo.fill, photo.picture.focus) == ("left", (60, 40))
    assert len(photo.picture.lights) == 576 and isinstance(text, Text)
    assert (one.form, one.form_from) == ("photo", "written")
    columns = f"::: columns\n::: column\n- a\n- b\n:::\n::: column\n{shown}{{fill=all}}\n:::\n:::\n"
    photo, text = slide(tmp_path, columns).nodes
    assert isinstance(photo, Photo) and photo.fill == "all" and isinstance(text, Text)
    for asked in (f"# Title {{form=photo}}\n\n- a\n\n{shown}\n", f"# Title\n\n- a\n\n{shown}\n"):
        photo, text = slide(tmp_path, asked, forms="written", front="form: photo\n").nodes
        assert isinstance(photo, Photo) and photo.fill == "side"
    kept = slide(tmp_path, f"{shown}{{fill=right}}\n\n- a\n", front="layout: two-content\n")
    assert [type(node) for node in kept.nodes] == [Picture, Text]


def test_what_stands_beside_a_picture_takes_its_own_form(tmp_path: Path) -> None:
    body = f"{pictured(tmp_path)}{{fill=right}}\n\n- **A**: one\n- **B**: two\n- **C**: three\n"
    assert [type(node) for node in slide(tmp_path, body).nodes] == [Photo, Cards]
    assert [type(node) for node in slide(tmp_path, body, forms="written").nodes] == [Photo, Text]
    assert [type(node) for node in slide(tmp_path, f"{pictured(tmp_path)}\n\nOne sentence.\n").nodes] == [
        Photo,
        Statement,
    ]


def test_large_photographs_beside_few_words_are_told_from_other_pictures(tmp_path: Path) -> None:
    large, small = pictured(tmp_path), pictured(tmp_path, "small.jpg", (1_200, 800))
    drawn, words = pictured(tmp_path, "drawn.png"), "- a few words\n- and more\n"
    assert slide(tmp_path, f"{words}\n{large}\n").form == "photo"
    assert slide(tmp_path, f"{words}\n{large}\n").form_from == "inferred"
    for body in (f"{words}\n{small}\n", f"{words}\n{drawn}\n", f"{large}\n", f"{words * 13}\n{large}\n"):
        assert slide(tmp_path, body).form == "picture", body
    assert slide(tmp_path, f"{words}\n{large}\n\n{large}\n").form == "picture"


def test_one_picture_of_a_slide_reaches_to_the_edges(tmp_path: Path) -> None:
    shown = pictured(tmp_path) + "{fill=right}"
    told_of = told(tmp_path, f"# A\n\n{shown}\n\n{shown}\n")
    assert told_of == [
        "content_blocks/news/tried.md:4: SP338 two pictures of a slide have “fill” (keep it behind one of them)"
    ]


QUOTED = """> Every outage reaches our nurses.
> They remember each.
> — Maria Lund, chief nurse

> It is boring now.
>
> ![Sara at her desk](images/sara.png)
>
> – Sara
"""


@pytest.mark.parametrize("forms", ("written", "inferred"))
def test_quotes_with_portraits(tmp_path: Path, forms: str) -> None:
    (tmp_path / "content_blocks" / "images").mkdir(parents=True)
    Image.new("RGB", (20, 30)).save(tmp_path / "content_blocks" / "images" / "sara.png")
    first = Quote((Paragraph(t("Every outage reaches our nurses. They remember each.")),), t("Maria Lund, chief nurse"))
    second = Quote((Paragraph(t("It is boring now.")),), t("Sara"))
    one = slide(tmp_path, QUOTED, forms=forms)
    (said,) = one.nodes
    assert isinstance(said, Quotes)
    assert [each.quote for each in said.items] == [first, second]
    assert [each.picture.alt if each.picture else "" for each in said.items] == ["", "Sara at her desk"]
    assert said.mark == "\u201c"
    assert (one.form, one.form_from) == ("quote", "" if forms == "written" else "inferred")


SIGN_OF = {"en": "\u201c", "fi": "\u201d", "de": "\u201c", "fr": "\u00ab", "ja": "\u300c", "xx": "\u201c"}


@pytest.mark.parametrize("language", SIGN_OF)
def test_the_sign_beside_a_quote_is_one_of_its_language_that_stands_as_high_as_letters(language: str) -> None:
    assert signed(Quotes((Voice(Quote((Paragraph(t("a")),))),)), language).mark == SIGN_OF[language]


def test_words_that_bring_their_own_marks_have_no_sign(tmp_path: Path) -> None:
    (said,) = slide(tmp_path, "> “It is boring now.”\n").nodes
    assert isinstance(said, Quotes) and said.mark == ""


def test_a_quote_that_is_a_list_keeps_it(tmp_path: Path) -> None:
    (said,) = slide(tmp_path, "> - one\n> - two\n").nodes
    assert isinstance(said, Quote)


def test_capital_letters_begin_nothing_anew_in_german(tmp_path: Path) -> None:
    body = "- **Weniger** Ausfälle\n- **Mehr** Ruhe\n- **Kleine** Kosten\n"
    nodes = slide(tmp_path, body, forms="written").nodes
    assert formed(nodes, None, None, Around("de", ON), inferred=True).form == "list"
    assert formed(nodes, None, None, Around("en", ON), inferred=True).form == "cards"


@pytest.mark.parametrize("layout", ("title", "section", "closing", "quote", "blank"))
def test_layouts_of_their_own_infer_nothing(tmp_path: Path, layout: str) -> None:
    one = slide(tmp_path, "Thank you.\n", front=f"layout: {layout}\n")
    assert (one.form_from, one.layout) == ("", layout)
    assert isinstance(one.nodes[0], Text)


def test_what_hangs_on_data_is_decided_for_each_customer(tmp_path: Path) -> None:
    body = "# Title\n\n{% for one in facts.gains %}\n- **{{ one }}**: {{ one }} more\n{% endfor %}\n"
    for gains, form in (("[a, b]", "list"), ("[a, b, c]", "cards"), ("[a, b, c, d, e, f, g]", "list")):
        assert slide(tmp_path, body, profile=PROFILE.replace("services: 140", f"gains: {gains}")).form == form


def test_the_first_rule_decides(tmp_path: Path) -> None:
    assert [rule.form for rule in RULES] == [form for form in MAKERS if form not in BY_NAME]
    figures = slide(tmp_path, "- **9 min**: one\n- **calm**: two\n- **safe**: three\n")
    assert figures.form == "cards"  # each has a lead, so the figure is no more than the others
    assert slide(tmp_path, "- **9 min** – why?\n- who?\n- when?\n").form == "number"


@pytest.mark.parametrize("language", ("en", "fi", "de", "sv"))
def test_each_rule_is_said_in_words(language: str) -> None:
    for rule in RULES:
        assert words(language)[f"form_{rule.form.replace('-', '_')}"]


# --- what is told ------------------------------------------------------------------------------------------------


TOLD: dict[str, tuple[str, str]] = {
    "a key that is not known": (
        "# A {frm=cards}\n\n- a\n",
        "4: SP337 “frm” is no attribute of a title (did you mean “form”?)",
    ),
    "a value that is not known": (
        "# A {form=card}\n\n- a\n",
        "4: SP337 “card” is no value of “form” (did you mean “cards”?)",
    ),
    "a class behind a title": (
        "# A {.cards}\n\n- a\n",
        "4: SP337 “.cards” is no attribute of a title (write {form=cards})",
    ),
    "a word behind a title": (
        "# A {steps}\n\n- a\n",
        "4: SP337 “steps” is no attribute of a title (write {form=steps})",
    ),
    "a key twice": (
        "# A {form=list form=list}\n\n- a\n",
        "4: SP337 “form” is written twice (keep one of them)",
    ),
    "a key of another place": (
        "# A {answers=lines}\n\n- a?\n",
        "4: SP337 “answers” is no attribute of a title (it stands elsewhere: ::: {.questions answers=lines})",
    ),
    "a value that a template prints": (
        "# A {form={{ customer.name }}}\n\n- a\n",
        "4: SP337 “…” is no value of “form” (known are agenda, before-after, cards, chart, list, logos, matrix, next, "
        "number, options, photo, questions, quote, statement, stats, steps, team, timeline)",
    ),
    "a div's key": (
        "# A\n\n::: {.stats trend=up}\n- **5** a\n:::\n",
        "6: SP337 “trend” is no attribute of “::: stats” (leave it out: there are none here)",
    ),
    "a div's value": (
        "# A\n\n::: {.questions answers=line}\n- a?\n:::\n",
        "6: SP337 “line” is no value of “answers” (did you mean “lines”?)",
    ),
    "a second class": (
        "# A\n\n::: {.cards .wide}\n- a\n- b\n:::\n",
        "6: SP337 “.wide” is no attribute of “::: cards” (leave it out: there are none here)",
    ),
    "a div's name": (
        "# A\n\n::: {.card}\n- a\n:::\n",
        "6: SP312 “::: card” is not known (did you mean “cards”?)",
    ),
    "a div without a name": (
        "# A\n\n::: {answers=lines}\n- a\n:::\n",
        "6: SP312 “::: {answers=lines}” is not known (the name comes first, behind a dot: ::: {.cards key=val"
        "ue}, or alone: ::: cards)",
    ),
    "a picture's key": (
        "# A\n\n![what](x.jpg){fil=right}\n",
        "6: SP337 “fil” is no attribute of a picture (did you mean “fill”?)",
    ),
    "a picture's place": (
        "# A\n\n![what](x.jpg){fill=rigth}\n",
        "6: SP337 “rigth” is no value of “fill” (did you mean “right”?)",
    ),
    "a picture's focus": (
        "# A\n\n![what](x.jpg){fill=right focus=60}\n",
        "6: SP337 “60” is no value of “focus” (write two percentages, from the left and from the top: focus=60,40)",
    ),
    "a picture's key behind a title": (
        "# A {fill=all}\n\n- b\n",
        "4: SP337 “fill” is no attribute of a title (it stands elsewhere: ![what it shows](images/x.jpg){fill=right})",
    ),
    "a portrait that fills": (
        "# A\n\n> b\n>\n> ![what](x.jpg){fill=right}\n",
        "6: SP337 “fill” is no attribute of a picture in a quote (leave it out: it is the portrait of who said it)",
    ),
    "a text": (
        "# A\n\n- b\n- [**12 %**]{trend=up} less\n",
        "7: SP337 “trend” is no attribute of a text (leave it out: there are none here)",
    ),
    "a form of another thing": (
        "# A\n\n::: steps\n- a\n:::\n",
        "6: SP338 “steps” is a list numbered from 1 whose items begin in bold (write “1. **Choose** (weeks 1–"
        "2) what is done → *what is there then*”)",
    ),
    "a form of a title": (
        "# A\n\n- a\n\n# B {form=before-after}\n\n- a\n",
        "8: SP338 “before-after” is a table of three columns, or two columns of as many items (write | | Befo"
        "re | After |, and a row for each thing)",
    ),
    "heads that would be lost": (
        "# A\n\n::: timeline\n| Phase | What |\n|---|---|\n| Week 1 | a |\n| Week 2 | b |\n| Week 3 | c |\n:::\n",
        "6: SP338 “Phase” over a column of a timeline would not be seen (leave the heads empty, or write | When | What | Who |)",
    ),
    "a lane without a time": (
        "# A\n\n::: timeline\n- A\n  - **Soon**: a\n- B\n  - **Week 3**: c\n:::\n",
        "6: SP338 “Soon” in a lane says no time (write a day, a week, a month or a quarter: “Weeks 1–3”, “March 2027”, “Q2”)",
    ),
    "lanes of nothing in common": (
        "# A\n\n::: timeline\n- A\n  - **Day 1**: a\n- B\n  - **March 2027**: c\n:::\n",
        "6: SP338 the times of the lanes have no axis in common (count all of them in weeks or months, or name days of the calendar)",
    ),
    "a timeline's scale": (
        "# A\n\n::: {.timeline scale=evenly}\n- Week 1: a\n- Week 2: b\n- Week 3: c\n:::\n",
        "6: SP337 “evenly” is no value of “scale” (did you mean “even”?)",
    ),
    "a matrix without the name of an axis": (
        "# A\n\n::: {.matrix x=Effort}\n- a\n- b\n- c\n- d\n:::\n",
        '6: SP338 a matrix names both of its axes (write ::: {.matrix x="Effort" y="Effect"})',
    ),
    "a matrix of three": (
        "# A\n\n::: {.matrix x=a y=b}\n- a\n- b\n- c\n:::\n",
        "6: SP338 3 things without places in a matrix of four quarters (write four, row by row, or give each its place: “- [Name]{x=0.2 y=0.9}”)",
    ),
    "a matrix of one": (
        "# A\n\n::: {.matrix x=a y=b}\n- [a]{x=0.1 y=0.2}\n:::\n",
        "6: SP338 a matrix has 2 to 8 things, and not 1 (show fewer of them, or make two slides)",
    ),
    "a matrix in which one has no place": (
        "# A\n\n::: {.matrix x=a y=b}\n- [a]{x=0.1 y=0.2}\n- **b**: c\n:::\n",
        "6: SP338 “b” has no place in the matrix, and others have (write “- [Name]{x=0.2 y=0.9}”: from 0 to 1, from the left and from below)",
    ),
    "a place outside a matrix": (
        "# A\n\n::: {.matrix x=a y=b}\n- [a]{x=1.2 y=0.2}\n- [b]{x=0.2 y=0.2}\n:::\n",
        "7: SP337 “1.2” is no value of “x” (write a figure from 0 to 1, such as 0.2)",
    ),
    "another key in a matrix": (
        "# A\n\n::: {.matrix x=a y=b}\n- [a]{x=0.2 z=0.2}\n- [b]{x=0.2 y=0.2}\n:::\n",
        "7: SP337 “z” is no attribute of a thing in a matrix (known are x, y)",
    ),
    "an axis without a name": (
        '# A\n\n::: {.matrix x="" y=b}\n- a\n- b\n- c\n- d\n:::\n',
        "6: SP337 “” is no value of “x” (write what the axis means)",
    ),
    "a place without a matrix": (
        "# A\n\n- [a]{x=0.1} b\n",
        '6: SP337 “x” is no attribute of a text (it stands elsewhere: ::: {.matrix x="Effort" y="Effect"})',
    ),
    "two options that are offered": (
        "# A\n\n::: options\n| | **A** | **B** | C |\n|---|---|---|---|\n| a | yes | no | no |\n:::\n",
        "6: SP338 several options are marked (write the head of one of them in bold: | | Basic | **Plus** |)",
    ),
    "a form in a form": (
        "# A\n\n::: cards\n::: questions\n- a?\n:::\n:::\n",
        "6: SP320 “::: questions” inside “::: cards” (close the other div first)",
    ),
}


@pytest.mark.parametrize("written", TOLD)
def test_faults_at_their_line(tmp_path: Path, written: str) -> None:
    body, problem = TOLD[written]
    (found,) = told(tmp_path, body)
    assert found == f"content_blocks/news/tried.md:{problem}"


def test_a_form_of_front_matter_that_cannot_be(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "# A\n\n- a\n", front="tags: [x]\nform: steps\n")
    assert found.startswith("content_blocks/news/tried.md:4:1: SP338 “steps” is a list numbered from 1")


MISCOUNTED = {
    "team": ("::: team\n" + "- a\n" * 9 + ":::", "“team” has 1 to 8 people, and not 9"),
    "next": ("::: next\n1. **a** b\n:::", "“next” has 2 to 4 steps, and not 1"),
    "cards": ("::: cards\n- one\n:::", "“cards” has 2 to 6 items, and not 1"),
    "steps": ("::: steps\n1. **a** b\n2. **c** d\n:::", "“steps” has 3 to 6 steps, and not 2"),
    "questions": ("::: questions\n" + "- a?\n" * 9 + ":::", "“questions” has 1 to 8 questions, and not 9"),
    "number": ("::: number\n- **9** a\n- b\n- c\n- d\n- e\n- f\n:::", "“number” has 0 to 4 points, and not 5"),
    "agenda": ("::: agenda\n- a\n- b\n:::", "“agenda” has 3 to 7 topics, and not 2"),
    "options": (
        "::: options\n| | A | B | C | D | E |\n|---|---|---|---|---|---|\n| a | b | c | d | e | f |\n:::",
        "“options” has 2 to 4 options, and not 5",
    ),
    "timeline": (
        "::: timeline\n- **Week 1** a\n- **Week 2** b\n:::",
        "“timeline” has 3 to 8 moments, and not 2",
    ),
    "before-after": (
        "::: before-after\n| | a | b |\n|---|---|---|\n| c | d | e |\n:::",
        "“before-after” has 2 to 5 rows, and not 1",
    ),
}


@pytest.mark.parametrize("form", MISCOUNTED)
def test_too_few_and_too_many_stay_as_they_are_written(tmp_path: Path, form: str) -> None:
    body, why = MISCOUNTED[form]
    made_of = assembler(tmp_path, f"# Title\n\n{body}\n")
    (one,) = made_of.block("tried")
    assert (one.form, one.form_from) == ("table" if form in ("before-after", "options") else "list", "")
    (notice,) = made_of.notices("tried")
    assert notice.severity is Severity.WARNING
    hint = "it stays as it is written; make slides of your own with ---, or leave the form out"
    assert str(notice) == f"content_blocks/news/tried.md:6: SP339 {why} ({hint})"


LANES = {
    "one": ("- A\n  - Week 1: a\n", "“timeline” has 2 to 6 lanes, and not 1"),
    "seven": ("".join(f"- {at}\n  - Week 1: a\n" for at in "ABCDEFG"), "“timeline” has 2 to 6 lanes, and not 7"),
    "full": (
        "".join(f"- {at}\n" + "  - Week 1: a\n" * 8 for at in "AB"),
        "“timeline” has at most 15 moments in lanes, and not 16",
    ),
}


@pytest.mark.parametrize("lanes", LANES)
def test_too_few_and_too_many_lanes_stay_a_list(tmp_path: Path, lanes: str) -> None:
    body, why = LANES[lanes]
    made_of = assembler(tmp_path, f"# Title\n\n::: timeline\n{body}:::\n")
    (one,) = made_of.block("tried")
    assert one.form == "list"
    (notice,) = made_of.notices("tried")
    assert why in str(notice)


def axis(tmp_path: Path, *times: str, language: str = "en") -> list[str]:
    """What stands on the axis of a road map of such times."""
    body = "".join(f"- L{at}\n  - {time}: a\n" for at, time in enumerate(times))
    (node,) = slide(tmp_path, f"::: timeline\n{body}:::\n", language=language).nodes
    assert isinstance(node, Roadmap)
    assert all(one.begin <= mark.day < one.end for one in [node] for mark in node.marks)
    assert node.begin == node.marks[0].day
    return [mark.text for mark in node.marks]


def test_the_axis_of_a_road_map_is_counted_in_what_its_times_are(tmp_path: Path) -> None:
    assert axis(tmp_path, "Weeks 1–2", "Week 5") == ["Week 1", "2", "3", "4", "5"]
    assert axis(tmp_path, "Months 2–3", "Month 5") == ["Month 2", "3", "4", "5"]
    assert axis(tmp_path, "Day 1", "Days 30–90") == ["Day 1", "10", "20", "30", "40", "50", "60", "70", "80", "90"]
    assert axis(tmp_path, "Year 1", "Years 2–3") == ["Year 1", "2", "3"]
    assert axis(tmp_path, "November–December 2026", "15 January") == ["Nov 2026", "Dec", "Jan 2027"]
    assert axis(tmp_path, "Nov", "Dec") == ["Nov", "Dec"]
    assert axis(tmp_path, "Q4 2026", "Q1–Q2 2027") == ["Q4 2026", "Q1 2027", "Q2"]
    assert axis(tmp_path, "2026", "2027–2028") == ["2026", "2027", "2028"]
    assert axis(tmp_path, "March 2026", "May 2028") == [
        "Q1 2026",
        "Q2",
        "Q3",
        "Q4",
        "Q1 2027",
        "Q2",
        "Q3",
        "Q4",
        "Q1 2028",
        "Q2",
    ]
    assert axis(tmp_path, "Week 50/2026", "Week 2/2027") == ["Week 50", "51", "52", "53", "1", "2"]


def test_today_is_on_a_timeline_of_the_calendar_alone(tmp_path: Path) -> None:
    def today(*times: str) -> Mark | None:
        body = "".join(f"- {time}: a\n" for time in times)
        (node,) = slide(tmp_path, f"::: timeline\n{body}:::\n").nodes
        assert isinstance(node, Timeline)
        return node.today

    assert today("1.11.2026", "1.12.2026", "1.1.2027") == Mark(ON.toordinal(), "Today")
    assert today("1.12.2026", "1.1.2027", "1.2.2027") is None
    assert today("1.11.2026", "Today", "1.2.2027") is None
    assert today("October", "November", "December") is None
    assert today("1.12.2026", "1.11.2026", "1.1.2027") is None


def test_a_slide_of_another_day_has_its_own_mark_of_today(tmp_path: Path) -> None:
    first = assembler(tmp_path, "# Title\n\n- 1.11.2026: a\n- 1.12.2026: b\n- 1.1.2027: c\n")
    library, materials = first._library, first._materials
    profile = load_profile(tmp_path / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    found = []
    for day in (ON, ON + datetime.timedelta(days=1)):
        again = Assembler(profile, library, materials, language="en", on=day, stage=None, top=())
        (node,) = again.block("tried")[0].nodes
        found.append(node.today.day)  # type: ignore[union-attr]
    assert found == [ON.toordinal(), ON.toordinal() + 1]


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("fi", ("Kyllä", "osittain", "ei"), ("Kyllä", "Osittain", "Ei")),
        ("de", ("ja", "Teilweise", "nein"), ("Ja", "Teilweise", "Nein")),
        ("sv", ("Ja", "delvis", "nej."), ("Ja", "Delvis", "Nej")),
        ("fr", ("✓", "◐", "✗"), ("Yes", "Partly", "No")),
    ],
)
def test_yes_partly_and_no_are_signs_in_each_language(language: str, words: Sequence[str], said: Sequence[str]) -> None:
    nodes = literal(f"| | A | B | C |\n|---|---|---|---|\n| x | {' | '.join(words)} |\n")
    (found,) = made("options", nodes, Around(language, ON))
    assert isinstance(found, Options)
    assert [(cell.mark, cell.word) for cell in found.rows[0].cells] == list(
        zip(("yes", "partly", "no"), said, strict=True)
    )


@pytest.mark.parametrize(
    ("row", "price"),
    [
        ("| Price | €900 | €1,900 |", True),
        ("| Hinta | 900 € | tarjous |", True),
        ("| Price | EUR 900 | on request |", True),
        ("| Cost | 900 | 1900 |", True),
        ("| Answer | in 15 minutes | the next day |", False),
        ("| Nights | yes | no |", False),
        ("| Where | here | there |", False),
    ],
)
def test_the_last_row_is_a_price_where_it_says_amounts(row: str, price: bool) -> None:
    (found,) = made("options", literal(f"| | A | B |\n|---|---|---|\n| x | y | z |\n{row}\n"), AROUND)
    assert isinstance(found, Options)
    assert found.price is price


def test_braces_that_are_no_attributes_are_text(tmp_path: Path) -> None:
    for title in ("Cost by {20 %}", "The set {a, b}", "`{form=cards}`"):
        assert text_of(slide(tmp_path, f"# {title}\n\n- a\n").title) == title.strip("`")
    assert text_of(slide(tmp_path, "# A \\{form=cards}\n\n- a\n").title) == "A {form=cards}"


def test_titles_are_told_without_their_attributes(tmp_path: Path) -> None:
    library = open_library(
        write_workspace(tmp_path, {"content_blocks/news/tried.md": "---\nkind: news\n---\n# A {form=list}\n\n- a\n"}),
        None,
    )
    assert library.blocks["tried"].bodies["en"].title == "A"


def test_what_is_remembered_of_a_text_depends_on_the_form(tmp_path: Path) -> None:
    body = "# Title\n\n" + THREE.format("A")
    first = assembler(tmp_path, body)
    library = first._library
    materials = first._materials
    found = []
    for forms in ("inferred", "written"):
        settings = msgspec.structs.replace(library.settings, forms=forms)
        changed = msgspec.structs.replace(library, settings=settings)
        profile = load_profile(tmp_path / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
        again = Assembler(profile, changed, materials, language="en", on=ON, stage=None, top=())
        found.append(again.block("tried")[0].form)
    assert found == ["cards", "list"]


# --- laws --------------------------------------------------------------------------------------------------------


WORD = st.text("abcdeäöåß漢XY059", min_size=1, max_size=6)
SIGNS = st.sampled_from(("", ",", ".", ":", " –", " -", "?", "!", " ->", " →", " (x)", "%"))
PHRASE = st.lists(st.tuples(WORD, SIGNS).map("".join), min_size=1, max_size=5).map(" ".join)
LOOK = st.sampled_from(("{}", "**{}**", "*{}*", "`{}`", "***{}***", "[{}](https://a.example)"))
PIECE = st.tuples(LOOK, PHRASE).map(lambda one: one[0].format(one[1]))
LEAD = st.tuples(PHRASE, st.sampled_from((":", "", " –", ".", ",", "\\\n  ", " (weeks 1–2)", " →"))).map(
    lambda one: f"**{one[0]}**{one[1]}"
)
ITEM = st.one_of(
    st.lists(PIECE, min_size=1, max_size=3).map(" ".join).filter(lambda one: not re.match(r"\d+\.", one)),
    st.tuples(LEAD, st.lists(PIECE, max_size=2).map(" ".join)).map(lambda one: f"{one[0]} {one[1]}".rstrip()),
)
ITEMS = st.lists(ITEM, min_size=1, max_size=7)
CELL = PIECE.map(lambda one: one.replace("|", ""))
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6)
HEADS = st.sampled_from(
    (("", "Before", "After"), ("Asia", "Ennen", "Nyt"), ("a", "b", "c"), ("When", "What", "Who"), ("", "", "c"))
)
TIMES = st.sampled_from(("Week 1", "Weeks 2–3", "Q3 2027", "**1.3.2027**", "March", "Today", "Day 5"))
BODY = st.one_of(
    PIECE,
    ITEMS.map(lambda items: "\n".join(f"- {one}" for one in items)),
    ITEMS.map(lambda items: "\n".join(f"{number}. {one}" for number, one in enumerate(items, 1))),
    st.tuples(PHRASE, ITEMS).map(lambda one: f"{one[0]}\n\n" + "\n".join(f"- {item}" for item in one[1])),
    st.lists(st.tuples(TIMES, st.sampled_from((": ", " – ", " ")), PIECE).map("".join), min_size=3, max_size=8).map(
        lambda items: "\n".join(f"- {one}" for one in items)
    ),
    st.lists(st.lists(st.tuples(TIMES, PIECE).map(": ".join), min_size=1, max_size=3), min_size=2, max_size=4).map(
        lambda lanes: "\n".join(
            f"- lane {at}\n" + "\n".join(f"  - {one}" for one in lane) for at, lane in enumerate(lanes)
        )
    ),
    st.tuples(HEADS, st.lists(st.tuples(TIMES, CELL, CELL), min_size=1, max_size=8) | ROWS).map(
        lambda one: "\n".join(f"| {' | '.join(row)} |" for row in (one[0], ("---",) * 3, *one[1]))
    ),
)


def literal(body: str) -> tuple[Node, ...]:
    """The nodes of a text."""

    def nothing(*_: object) -> None:
        raise AssertionError

    parsed = parse_slides(f"# Title\n\n{body}\n")
    literals = Literals(Tokens("en", "EUR"), lambda line, _: Place("a.md", line), nothing, nothing, AROUND)  # type: ignore[arg-type]
    return literals.slide(parsed[0])[1]


def letters(nodes: Sequence[Node]) -> list[str]:
    """The letters and digits that nodes say as paragraphs, lists and tables, in reading order."""
    simple = [one for leaf in leaves(nodes) for one in plain(leaf)]
    said = "".join(text for leaf in simple for passage in passages(leaf) for text in passage.texts)
    return [one for one in said if one.isalnum()]


@pytest.mark.slow
@searching(400, 8_000)
@given(BODY, st.sampled_from(("en", "de")))
def test_what_is_inferred_says_all_that_was_written(body: str, language: str) -> None:
    nodes = literal(body)
    found = formed(nodes, None, None, Around(language, ON), inferred=True)
    assert found == formed(nodes, None, None, Around(language, ON), inferred=True)
    if found.form in ("number", "next", "team"):  # the figure comes first
        assert Counter(letters(found.nodes)) == Counter(letters(nodes))
    else:
        assert letters(found.nodes) == letters(nodes)
    assert (found.nodes == nodes) == (found.form_from == "")


@pytest.mark.slow
@pytest.mark.parametrize("form", MAKERS)
@searching(150, 3_000)
@given(body=BODY)
@example(body="| When | What | Who |\n| --- | --- | --- |\n| Week 1 | 0 | 0 |")
def test_what_is_made_says_all_that_was_written(form: AskedForm, body: str) -> None:
    nodes = literal(body)
    try:
        if MAKERS[form].make(nodes, AROUND) is None:
            return
    except Unmade:
        return
    found = made(form, nodes, AROUND)
    if form == "next":  # whose heads say which column is which, and nothing else: they are not seen
        nodes = tuple(msgspec.structs.replace(one, header=()) if isinstance(one, Table) else one for one in nodes)
    if form in ("number", "next", "team"):
        assert Counter(letters(found)) == Counter(letters(nodes))
    else:
        assert letters(found) == letters(nodes)


@pytest.mark.slow
@searching(200, 4_000)
@given(st.lists(ITEM, min_size=2, max_size=6))
def test_cards_say_their_signs_too(items: list[str]) -> None:
    nodes = literal("\n".join(f"- {one}" for one in items))
    (text,) = plain(made("cards", nodes, AROUND)[0])  # type: ignore[arg-type]
    assert isinstance(text, Text)
    assert isinstance(nodes[0], Text)
    assert [text_of(one.spans) for one in text.paragraphs] == [text_of(one.spans) for one in nodes[0].paragraphs]


def test_a_table_stays_a_table_for_documents(tmp_path: Path) -> None:
    (table,) = plain(slide(tmp_path, INFERRED["before and after"][0]).nodes[0])  # type: ignore[arg-type]
    assert table == Table(
        ("left", "left", "left"), ((), t("Before"), t("After")), ((t("a"), t("b"), t("c")), (t("d"), t("e"), t("f")))
    )
