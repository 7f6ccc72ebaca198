"""Blocks to slides for one customer: texts, footnotes, pictures, charts, and each mistake at the block's line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from salespack.assembly import pictures
from salespack.assembly.assemble import Assembler
from salespack.assembly.materials import Materials
from salespack.deck.model import Chart, Highlight, Picture, Series, Slide, Target, Text, text_of
from salespack.graphics.lights import lights_of
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.matching.match import match
from salespack.matching.situation import today_or_meeting
from salespack.profiles.profile import load_profile
from tests.workspaces import PROFILE, write_files, write_workspace

ON = datetime.date(2026, 11, 21)


pytestmark = pytest.mark.usefixtures("line_breaks")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def assembler(
    root: Path, body: str, *, front: str = "", profile: str = PROFILE, language: str = "en", cache: Path | None = None
) -> Assembler:
    files = {
        "content_blocks/news/tried.md": f"---\nkind: news\n{front}---\n{body}",
        "content_blocks/people/aino.yaml": "name: Aino\ntitle: {en: Engineer, fi: Insinööri}\nemail: aino@lumikko.example\ncontact: true",
        "profiles/acme.yaml": profile,
    }
    library = open_library(write_workspace(root, files), None)
    loaded = load_profile(root / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    selection = match(loaded, library.packs["first-meeting"], library, ON, language=language)
    top = [value.id for value in selection.values if value.top]
    materials = Materials(library.root, cache)
    return Assembler(loaded, library, materials, language=language, on=ON, stage=selection.stage, top=top)


def slides(root: Path, body: str, **more: str) -> tuple[Slide, ...]:
    made = assembler(root, body, **more)  # type: ignore[arg-type]
    found = made.block("tried")
    assert not made.broken
    return found


def problem(root: Path, body: str, **more: str) -> str:
    made = assembler(root, body, **more)  # type: ignore[arg-type]
    assert made.block("tried") == ()
    (found,) = made.broken["tried"]
    return str(found)


def words_of(slide: Slide) -> str:
    return "\n".join(
        "".join(span.text for span in paragraph.spans)
        for node in slide.nodes
        if isinstance(node, Text)
        for paragraph in node.paragraphs
    )


def test_the_public_context_and_its_words(tmp_path: Path) -> None:
    body = (
        "# For {{ customer.name }}\n\n"
        "- {{ company.name }}, {{ customer.industry }}, {{ customer.industry_name }}, {{ facts.services }}\n"
        "- {{ values[0].id }}: {{ values[0].name }}\n- {{ room[0].role_name }}, {{ meeting.stage_name }}, {{ meeting.date | date }}\n"
        "- {{ contact.name }}, {{ people[0].title }}, {{ on | date('short') }}\n"
        "{% if success %}\n- {{ success }}\n{% endif %}\n{% for goal in goals %}\n- {{ goal }}\n{% endfor %}\n"
    )
    (slide,) = slides(tmp_path, body, language="fi", profile=PROFILE + "goals: [{fi: Grow}, {fi: Sleep}]\n", front="")
    assert words_of(slide).splitlines() == [
        "Lumikko, healthcare, Terveydenhuolto, 140",
        "fewer-outages: Vähemmän katkoksia",
        "CTO, Evaluation, December 1, 2026",  # figures and days follow the language of the text, which is English
        "Aino, Insinööri, 11/21/26",
        "Grow",
        "Sleep",
    ]
    assert slide.holds_customer_data


HOSTILE = 'A*B_[x](y) {{7*7}} #read("x") <b>'


def test_a_hostile_name_is_text(tmp_path: Path) -> None:
    profile = PROFILE.replace("name: Acme", f"name: '{HOSTILE}'")
    (slide,) = slides(tmp_path, "# {{ customer.name }}\n\n- **{{ customer.name }}**\n", profile=profile)
    assert "".join(span.text for span in slide.title) == HOSTILE
    assert words_of(slide) == HOSTILE


@pytest.mark.parametrize(
    "name", ["relationship.state", "stakeholders", "figures", "selection", "profile", "facts.secret"]
)
def test_internal_data_does_not_exist_for_customers(tmp_path: Path, name: str) -> None:
    text = problem(
        tmp_path,
        f"# A\n\n- x\n- {{{{ {name} }}}}\n",
        profile=PROFILE + "relationship: {kind: current, state: passive}\n",
    )
    assert text.startswith(
        f"content_blocks/news/tried.md:7: SP302 “{name.split('.', maxsplit=1)[0] if '.' not in name or name.startswith('rel') else name}”"
    )


def test_the_seller_sees_how_we_stand_in_their_own_part_alone(tmp_path: Path) -> None:
    body = "# A\n\n::: notes\nSay.\n:::\n\n::: seller\nThey are {{ relationship.state }}.\n{% for one in stakeholders %}\n- {{ one.role_name }}: {{ one.cares_about | join(', ') }}\n{% endfor %}\n:::\n"
    profile = (
        PROFILE
        + "relationship: {kind: current, state: passive}\nstakeholders: [{role: cto, cares_about: [fewer-outages]}]\n"
    )
    (slide,) = slides(tmp_path, body, profile=profile)
    assert ["".join(span.text for span in paragraph.spans) for paragraph in slide.seller] == [
        "They are passive.",
        "CTO: Fewer outages",
    ]
    assert len(slide.notes) == 1
    assert not slide.holds_customer_data


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("# A\n\n{{ facts.outages }}\n", "6: SP302 “facts.outages” is not known here (list it, `needs: [facts.outages]`, or guard it: {% if facts.outages is defined %}…{% endif %})"),
        ("# A\n\n{{ customer.nme }}\n", "6: SP302 “customer.nme” is not known here (did you mean “customer.name”?)"),
        ("# A\n\n{{ cost }}\n", "6: SP302 “cost” is not known here (known are company, contact, customer, facts, goals, meeting, on, people, plan, room, success, values)"),
        ("# A\n\n- {{ relationship.state }}\n", "6: SP302 “relationship” is not known here (what is internal is known in ::: seller alone)"),
        ("# A\n\n- {{ customer.revenue | money }}\n", "6: SP304 money needs a figure, not an empty value (guard it: {% if customer.revenue %}…{% endif %})"),
        ("# A\n\n{% if %}\n", "6: SP301 something is missing before %} (fill it in, or delete it)"),
        ("# A\n\n{% if success %}\n- x\n\n- y\n", "6: SP301 {% if %} is never closed (write {% endif %} where it ends)"),
        ("# A\n\n- {{ customer.name\n- more\n\nmore\n", "6: SP301 “{{” is never closed (write }} where it ends)"),
        ("# A\n\n{{ customer.name | shout }}\n", "6: SP301 there is no filter “shout” (did you mean “sort”?)"),
        ("# A\n\n- {{ customer.name | number }}\n", "6: SP304 number needs a figure, not the text “Acme” (give it a figure; in a profile that is one without quotes and unit, such as 1200)"),
        ("# A\n\n{{ 1 / 0 }}\n", "6: SP301 a figure is divided by 0 (guard it: {% if total %}{{ part / total }}{% endif %})"),
        ("# A\n{% for x in [1, 2] %}\n- {{ x }}\n{% endfor %}\n\n<b>\n", "9: SP303 raw HTML is not allowed"),
        ("no title\n", "4: SP314 text before the first title"),
        ("", "4: SP314 the block has no slide"),
        ("#\n\n- x\n", "4: SP314 a slide without a title"),
        ("# {{ '' }}\n", "4: SP314 a slide without a title"),
        ("## A\n\n- b\n", "4: SP314 “##” begins no title of a slide (write one sign: # Title)"),
        ("# A\n\na <b>b</b>\n", "6: SP303 raw HTML is not allowed: <b> (write **text**; what is meant to be read, in `code`)"),
        ("# A\n\n<!-- later -->\n", "6: SP303 raw HTML is not allowed: <!-- later --> (write {# a remark #}; what is meant to be read, in `code`)"),
        ("# A\n\n```chart\n```\n", "6: SP008 the chart is empty (write type, alt, categories and series, each on a line of its own)"),
        ("# A\n\n```chart\n- a\n```\n", "6: SP103 the chart must be lines of `key: value`, not a list (write type, alt, categories and series, each on a line of its own)"),
        ("# A\n\n```chart\n{type: bar, alt: a, data: facts.services}\n```\n", "7: SP310 the chart's data “facts.services” is no row of figures with names (give it figures with names: "),
        ("# A\n\n```chart\n{type: bar, alt: a, data: facts.none}\n```\n", "7: SP310 the chart's data “facts.none” is not in the profile (list it, `needs: [facts.none]`, so that only customers whose profile has it get the block)"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_template_at_its_line(tmp_path: Path, body: str, text: str) -> None:
    assert problem(tmp_path, body).startswith(f"content_blocks/news/tried.md:{text}")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("# A\n\n[x](javascript:alert)\n", "6: SP309 a link to “javascript:alert” (links begin with https://, http:// or mailto:)"),
        ("# A\n\n[x]({{ customer.name }})\n", "6: SP309 a link to “Acme”"),
        ("# A\n\n[x](www.acme.example)\n", "6: SP309 a link to “www.acme.example” (write https://www.acme.example)"),
        ("# A\n\n[x](acme.fi/prices)\n", "6: SP309 a link to “acme.fi/prices” (write https://acme.fi/prices)"),
        ("# A\n\n[x](prices.pdf)\n", "6: SP309 a link to “prices.pdf” (links begin with https://, http:// or mailto:)"),
        ("# A\n\n[x](aino@acme.fi)\n", "6: SP309 a link to “aino@acme.fi” (write mailto:aino@acme.fi)"),
        ("# A\n\n- b\n- [x]()\n", "7: SP309 a link that leads nowhere (write its address between the brackets: [text](https://…))"),
        ("# A\n\n[x](#_ftn1)\n", "6: SP309 a link to “#_ftn1” (links begin with https://, http:// or mailto:)"),
        ("# A\n\n[x](https://)\n", "6: SP345 a link that names no host: “https://” (copy the address from the browser)"),
        ("# A\n\n[x](http://[::1)\n", "6: SP345 a link that has a port or host that cannot be: “http://[::1” (copy"),
        ("# A\n\n[x](mailto:)\n", "6: SP345 a link that is no mail address: “mailto:” (copy"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_becomes_plain_and_is_told(tmp_path: Path, body: str, text: str) -> None:
    made = assembler(tmp_path, body)
    (slide,) = made.block("tried")
    paragraphs = [one for node in slide.nodes if isinstance(node, Text) for one in node.paragraphs]
    assert [span.href for one in paragraphs for span in one.spans if span.href] == []
    (told,) = made.notices("tried")
    assert str(told).startswith(f"content_blocks/news/tried.md:{text}")


def test_a_block_may_only_look_like_a_template(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, "# A\n\n- write {{ customer.name }}\n", front="jinja: false\n")
    assert words_of(slide) == "write {{ customer.name }}"


@pytest.mark.parametrize(
    ("evidence", "footnote"),
    [
        ("{source: A study}", "Source: A study"),
        ("{source: A study, date: 2018}", "Source: A study, 2018"),
        ("{source: A study, date: 2018-06}", "Source: A study, 6/2018"),
        (
            "{source: A study, date: 1.6.2018, url: 'https://a.example/b/'}",
            "Source: A study, June 1, 2018, a.example/b",
        ),
        ("{source: A study, sample: 1 company}", "Source: A study (1 company)"),
        (
            "{source: A study, date: 2018, sample: 12 customers, url: 'https://a.example'}",
            "Source: A study, 2018 (12 customers), a.example",
        ),
    ],
)
def test_evidence_becomes_a_footnote(tmp_path: Path, evidence: str, footnote: str) -> None:
    (slide,) = slides(tmp_path, "# A\n", front=f"evidence: {evidence}\n")
    assert slide.sources == (footnote,)


def test_a_slide_of_the_customers_own_figures_names_no_source(tmp_path: Path) -> None:
    body = "# A\n\n---\n\nMore.\n\n# Yours {source=none}\n\n---\n\nMore of yours.\n\n# B\n"
    made = slides(tmp_path, body, front="evidence: {source: A study, url: 'https://a.example'}\n")
    named = ("Source: A study, a.example",)
    assert [one.sources for one in made] == [named, named, (), (), named]
    assert [one.source_urls == () for one in made] == [False, False, True, True, False]
    assert text_of(made[2].title) == "Yours"


def test_a_translation_has_its_own_words_for_the_evidence(tmp_path: Path) -> None:
    made = assembler(tmp_path, "# A\n", front="evidence: {source: A study, date: 2018, sample: 1 company}\n")
    assert made.block("tried")[0].sources == ("Source: A study, 2018 (1 company)",)
    write_files(tmp_path, {
        "content_blocks/news/tried.fi.md": "---\nevidence: {sample: 1 yritys}\n---\n# A\n",
    })  # fmt: skip
    library = open_library(tmp_path / "content_blocks", None)
    profile = load_profile(tmp_path / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    finnish = Assembler(profile, library, Materials(library.root), language="fi", on=ON, stage=None, top=())
    assert finnish.block("tried")[0].sources == ("Lähde: A study, 2018 (1 yritys)",)


def test_charts_take_typed_values(tmp_path: Path) -> None:
    body = "# A\n\n```chart\ntype: column\nalt: Services of {{ customer.name }}\ntitle: '{{ customer.name }}'\ncategories: [Now, 2027]\nseries: {Ours: ['{{ facts.services }}', {{ facts.services * 2 }}]}\nformat: number\n```\n"
    (slide,) = slides(tmp_path, body)
    assert slide.nodes == (
        Chart(
            type="column",
            title="Acme",
            alt="Services of Acme",
            categories=("Now", "2027"),
            series=(Series("Ours", (140.0, 280.0)),),
        ),
    )


def test_charts_of_the_profiles_facts(tmp_path: Path) -> None:
    body = "# A\n\n```chart\n{type: line, alt: Cost, title: Cost, data: facts.cost, format: money}\n```\n"
    profile = PROFILE.replace("{services: 140}", "{cost: {2024: 10, 2025: 12.5}}")
    (slide,) = slides(tmp_path, body, profile=profile)
    (chart,) = slide.nodes
    assert isinstance(chart, Chart)
    assert (chart.categories, chart.series) == (("2024", "2025"), (Series("Cost", (10.0, 12.5)),))
    assert slide.holds_customer_data
    by_team = PROFILE.replace("{services: 140}", "{cost: {A: {2024: 1, 2025: 2}, B: {2025: 3}}}")
    (slide,) = slides(tmp_path, body, profile=by_team)
    (chart,) = slide.nodes
    assert isinstance(chart, Chart)
    assert chart.series == (Series("A", (1.0, 2.0)), Series("B", (None, 3.0)))


@pytest.mark.parametrize(
    ("chart", "text"),
    [
        ("{type: bar, alt: x}", "6: SP310 the chart has no data"),
        ("{type: bar, alt: x, data: facts.nothing}", "7: SP310 the chart's data “facts.nothing” is not in the profile"),
        ("{type: bar, alt: x, data: facts.words}", "7: SP310 “facts.words” holds something that is no figure"),
        (
            "{type: bar, alt: x, categories: [a, b], series: {S: [1]}}",
            "7: SP310 series “S” has 1 figure for 2 categories",
        ),
        ("{type: pie, alt: x, categories: [a], series: {S: [1], T: [2]}}", "7: SP310 a pie shows one series"),
        ("{type: pie, alt: x, categories: [a, b], series: {S: [0, 0]}}", "7: SP310 a pie of nothing shows nothing"),
        (
            "type: pie\nalt: x\ncategories: [a, b]\nseries: {S: [2, -1]}",
            "10: SP310 “b” is below zero, and is no part of a whole (use type: column, or leave it out)",
        ),
        (
            "{type: stacked-bar-100, alt: x, categories: [a], series: {S: [2], T: [-1]}}",
            "7: SP310 “a” is below zero, and is no part of a whole (use type: bar, or leave it out)",
        ),
        ("{type: bars, alt: x}", "7: SP104 type cannot be “bars” (did you mean “bar”?)"),
        ("type: bar\nalt: x\ncatgories: [a]", "9: SP101 unknown key “catgories” (did you mean “categories”?)"),
        ("{type: bar}", "6: SP102 “alt” is missing"),
        (
            "{type: bar, alt: x, categories: [a], series: {S: ['{{ customer.name }}']}}",
            "7: SP103 series.S[1] must be a number, not “Acme”",
        ),
        (
            "type: bar\nalt: x\ncategories: [a, b]\nseries: {S: [1, 2]}\ntarget: 3",
            "11: SP310 a chart of type bar has no “target” (leave it out, or use type: column, line, stacked or combo)",
        ),
        (
            "type: column\nalt: x\ncategories: [a, b]\nseries: {S: [1, 2]}\ntarget: {Low: 1, High: 3}",
            "11: SP310 a chart has one target (write target: {Goal: 50}, or target: 50)",
        ),
        (
            "type: combo\nalt: x\ncategories: [a]\nseries: {Cost: [1], Share: [2]}\nline: Shares",
            "11: SP310 “Shares” is no series of the chart (did you mean “Share”?)",
        ),
        (
            "type: combo\nalt: x\ncategories: [a]\nseries: {A: [1], B: [2], C: [3]}\nformat: {A: money}",
            "11: SP310 “A” and “B” share an axis, and so a format (write one format for both, or use type: combo)",
        ),
        (
            "{type: scatter, alt: x, categories: [a], series: {A: [1]}}",
            "7: SP310 a scatter has two series, x and y, and there are 1",
        ),
        (
            "type: waterfall\nalt: x\ncategories: [a, b, c]\nseries: {S: [5, -1, 3]}\ntotals: [a, c]",
            "11: SP310 the total “c” is 3, and what stands before it adds up to 4",
        ),
        (
            "type: bar\nalt: x\ncategories: [Before, After]\nseries: {S: [1, 2]}\nhighlight: Aftr",
            "11: SP310 “Aftr” is no category or series of the chart (did you mean “After”?)",
        ),
        (
            "type: bar\nalt: x\ncategories: [a, b]\nseries: {S: [1, 2]}\ncompare: [a, a]",
            "11: SP310 “a” is compared with itself (name two categories: compare: [Before, After])",
        ),
        (
            "type: bar\nalt: x\ncategories: [a, b]\nseries: {S: [1, 2], T: [3, 4]}\ncompare: [a, b]",
            "11: SP310 several series might be compared (say which one with `highlight: S`)",
        ),
        (
            "type: bar\nalt: x\ncategories: [a, b]\nseries: {S: [1, null]}\ncompare: [a, b]",
            "11: SP310 “b” has no figure to compare (name another category)",
        ),
        (
            "type: pie\nalt: x\ncategories: [a, b]\nseries: {S: [1, 2]}\ncompare: [a, b]",
            "11: SP310 a chart of type pie has no “compare” (leave it out, or use type: column, bar, line, stacked,",
        ),
        (
            "type: bar\nalt: x\ncategories: [a, b]\nseries: {S: [1, 2]}\ncallout: [a]",
            "11: SP103 callout must be text, not a list",
        ),
        (
            "{type: waterfall, alt: x, categories: [a, b], series: {S: [5, null]}}",
            "7: SP310 the step “b” has no figure (give one, or name it in `totals`)",
        ),
    ],
)
def test_charts_that_cannot_be(tmp_path: Path, chart: str, text: str) -> None:
    profile = PROFILE.replace("{services: 140}", "{words: {a: many}}")
    found = problem(tmp_path, f"# A\n\n```chart\n{chart}\n```\n", profile=profile)
    assert found.startswith(f"content_blocks/news/tried.md:{text}")


@pytest.mark.parametrize(
    ("chart", "made"),
    [
        (
            "type: combo\ncategories: [a]\nseries: {Share: [0.1], Cost: [5]}\nline: Share\nformat: {Share: percent, Cost: money}",
            {
                "type": "combo",
                "series": (Series("Cost", (5.0,)), Series("Share", (0.1,), line=True)),
                "number_format": "money",
                "second_format": "percent",
            },
        ),
        (
            "type: combo\ncategories: [a]\nseries: {Cost: [5], Share: [1]}",
            {"type": "combo", "series": (Series("Cost", (5.0,)), Series("Share", (1.0,), line=True))},
        ),
        (
            "type: waterfall\ncategories: [2025, Rent, 2026]\nseries: {Cost: [5, -2, null]}\ntotals: [2025, 2026]",
            {
                "type": "waterfall",
                "categories": ("2025", "Rent", "2026"),
                "series": (Series("Cost", (5.0, -2.0, None)),),
                "totals": (0, 2),
            },
        ),
        (
            "type: scatter\ncategories: [a]\nseries: {Effort: [2], Effect: [0.5]}\nformat: {Effect: percent}",
            {
                "type": "scatter",
                "series": (Series("Effort", (2.0,)), Series("Effect", (0.5,))),
                "number_format": "percent",
            },
        ),
        (
            "type: line\ncategories: [a, b]\nseries: {S: [1, 2]}\ntarget: {Agreed: 1.5}",
            {
                "type": "line",
                "categories": ("a", "b"),
                "series": (Series("S", (1.0, 2.0)),),
                "target": Target(1.5, "Agreed"),
            },
        ),
        (
            "type: bar\ncategories: [2025, 2026]\nseries: {S: [1, 2]}\nhighlight: 2026\ncompare: [2025, 2026]",
            {
                "type": "bar",
                "categories": ("2025", "2026"),
                "series": (Series("S", (1.0, 2.0)),),
                "highlight": Highlight("category", 1),
                "compare": (0, 1),
            },
        ),
        (
            "type: column\ncategories: [a, b, c]\nseries: {S: [3, 9, null], T: [1, 1, 1]}\nhighlight: S\ncompare: [highest, last]",
            {
                "type": "column",
                "categories": ("a", "b", "c"),
                "series": (Series("S", (3.0, 9.0, None)), Series("T", (1.0, 1.0, 1.0))),
                "highlight": Highlight("series", 0),
            },
        ),
        (
            "type: line\ncategories: [a, b]\nseries: {S: [1, 2]}\ntarget: {{ facts.services }}",
            {
                "type": "line",
                "categories": ("a", "b"),
                "series": (Series("S", (1.0, 2.0)),),
                "target": Target(140.0, "Target"),
            },
        ),
    ],
    ids=["combo", "last line", "waterfall", "scatter", "target", "a category", "a series", "target from the profile"],
)
def test_kinds_of_charts(tmp_path: Path, chart: str, made: dict[str, Any]) -> None:
    (slide,) = slides(tmp_path, f"# A\n\n```chart\nalt: x\n{chart}\n```\n")
    assert slide.nodes == (Chart(**{"title": "", "alt": "x", "categories": ("a",)} | made),)


def test_pictures_are_found_and_measured(tmp_path: Path) -> None:
    made = assembler(tmp_path, "# A\n\n![A {{ customer.name }} house](images/house.png)\n")
    file = tmp_path / "content_blocks" / "images" / "house.png"
    file.parent.mkdir()
    image = Image.new("RGB", (40, 30))
    image.save(file)
    (slide,) = made.block("tried")
    picture = Picture(str(file), "A Acme house", 40, 30, "png", lights=lights_of(image))
    assert slide.nodes == (picture,)
    Image.new("RGBA", (40, 30), (0, 0, 0, 9)).save(file)
    (slide,) = assembler(tmp_path, "# A\n\n![A house](images/house.png)\n").block("tried")
    assert [one.clear for one in slide.nodes if isinstance(one, Picture)] == [True]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("images/missing.png", "SP306 the picture “images/missing.png” is not there"),
        ("../../secret.png", "SP307 the picture “../../secret.png” lies outside the library"),
        ("/etc/passwd", "SP307 the picture “/etc/passwd” is not a path inside the library"),
        ("C:\\x.png", "SP307 the picture “C:\\x.png” is not a path inside the library"),
        ("https://x.example/y.png", "SP307 the picture “https://x.example/y.png” is not a path inside the library"),
        ("images/linked.png", "SP307 the picture “images/linked.png” lies outside the library"),
        ("images/text.png", "SP308 the picture “images/text.png” cannot be read"),
        ("images/old.bmp", "SP308 the picture “images/old.bmp” is BMP"),
        ("images/wide.png", "SP308 the picture “images/wide.png” has 900 × 900 pixels"),
        ("images/huge.png", "SP308 the picture “images/huge.png” has 15000 × 15000 pixels"),
        ("images/heavy.png", "SP308 the picture “images/heavy.png” is larger than"),
    ],
)
def test_pictures_that_cannot_be(tmp_path: Path, path: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 800_000)
    monkeypatch.setattr(pictures, "MOST_BYTES", 50_000)
    made = assembler(tmp_path, f"# A\n\n![what]({path})\n")
    images = tmp_path / "content_blocks" / "images"
    write_files(images, {"text.png": "no picture"})
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    Image.new("RGB", (9, 9)).save(images / "old.bmp")
    Image.new("RGB", (900, 900)).save(images / "wide.png")
    Image.new("1", (15_000, 15_000)).save(images / "huge.png")  # more than Pillow opens
    (images / "heavy.png").write_bytes(b"\x89PNG" + b"0" * 60_000)
    (images / "linked.png").symlink_to(tmp_path / "secret.png")
    assert made.block("tried") == ()
    (found,) = made.broken["tried"]
    assert str(found).startswith(f"content_blocks/news/tried.md:6: {text}")


def test_a_picture_needs_alternative_text(tmp_path: Path) -> None:
    made = assembler(tmp_path, "# A\n\n![](images/house.png)\n")
    file = tmp_path / "content_blocks" / "images" / "house.png"
    file.parent.mkdir()
    Image.new("RGB", (40, 30)).save(file)
    made.block("tried")
    assert "SP323 the picture “images/house.png” has no alternative text" in str(made.broken["tried"][0])


def test_a_cached_text_gives_the_same_slides_for_another_customer(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    body = "# For {{ customer.name }}\n\n- **{{ customer.name }}**\n"
    first = assembler(tmp_path, body, cache=folder).block("tried")
    assert len(list((folder / "slides").iterdir())) == 1
    other = assembler(tmp_path, body, profile=PROFILE.replace("Acme", "Öljy & Co"), cache=folder).block("tried")
    assert len(list((folder / "slides").iterdir())) == 1
    assert words_of(first[0]) == "Acme"
    assert words_of(other[0]) == "Öljy & Co"


def test_the_experts_for_a_customer(tmp_path: Path) -> None:
    body = "# T\n{% for person in people %}\n- {{ person.name }}\n{% endfor %}\n"
    write_files(tmp_path / "content_blocks" / "people", {
        "bo.yaml": "name: Bo\ntitle: X\nvalues: [fewer-outages]\nlanguages: [en]",
        "cia.yaml": "name: Cia\ntitle: X\nvalues: [lower-run-cost]",
        "dag.yaml": "name: Dag\ntitle: X\nvalues: [fewer-outages]\nlanguages: [fi]",
    })  # fmt: skip
    assert words_of(slides(tmp_path, body)[0]).split() == ["Aino", "Bo"]


def test_the_day_a_pack_is_for(tmp_path: Path) -> None:
    made = assembler(tmp_path, "# A\n")
    assert made
    library = open_library(tmp_path / "content_blocks", None)
    profile = load_profile(tmp_path / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values))
    assert today_or_meeting(profile, datetime.date(2026, 11, 1)).isoformat() == "2026-12-01"
    assert today_or_meeting(profile, datetime.date(2026, 12, 2)).isoformat() == "2026-12-02"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("# A\n\n- one\n- {{ '::' }}: seller\n", 7),
        ("# A\n\n- one\n\n```chart\ntype: bar\nalt: 'a ::: b'\ncategories: [a]\nseries: {b: [1]}\n```\n", 10),
    ],
)
def test_what_is_made_a_fence_of_while_slides_are_made_is_told(tmp_path: Path, body: str, line: int) -> None:
    assert problem(tmp_path, body).startswith(f"content_blocks/news/tried.md:{line}: SP326 ")
