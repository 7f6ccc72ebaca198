"""`salespack import cases`: what of other systems' case studies becomes blocks, and what is told instead."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.assembly.markdown import parse_slides
from salespack.checking.check import CheckRequest, check_library
from salespack.importing.cases.blocks import escaped
from salespack.importing.cases.cases import CasesReport, CasesRequest, import_cases
from salespack.importing.cases.html_text import read_case_text
from salespack.importing.cases.mapping import built_in, plain
from salespack.importing.facts import Facts, customer_of, day_of, headcount, size_of
from salespack.importing.report import Action
from salespack.importing.sentences import sentences
from salespack.library.index import open_library
from salespack.problems.problem import Severity, UserFault
from tests.cli.test_commands import salespack
from tests.conftest import PROJECT
from tests.workspaces import write_workspace

HUGO = """\
---
cid: caseStudies
case_study_styles: true
title: Bakery Case Study
heading_background: /images/bread.png
subheading: >
  Half the Waiting
case_study_details:
  - Company: Northern Bakery
  - Location: Espoo, Finland
  - Industry: Medical and Travel Assistance
  - Mood: cheerful
---

<h2>Challenge</h2>

<p>The bakery, with 1,200 employees, waited &amp; waited for <a href="https://x.example">its</a> outage reports.</p>

<h2>Solution</h2>

<p>They wrote a list.</p>

<h2>Impact</h2>

<p>Waiting fell by 40%. "It was quick," says the baker. Nobody knows why.</p>

{{< case-studies/quote
  image="/images/baker.png"
  author="Maija Meri, Head of Baking"
>}}
"Bread does not wait for anybody, and now neither do we."
{{< /case-studies/quote >}}

<p>And there is {{ more }} to say in 2019.</p>
{{< banner >}}
<img src="x.png"><table><tr><td>9</td></tr></table>
"""
STORY = """\
title: A mill that grinds
customer: A small mill in Sweden
sector: Helthcare
country: Atlantis
date: "2021-07-28T15:11:53.000Z"
favourite_colour: blue
results: |-
  *   3 times as much *flour*
  *   fewer complaints
text: The mill had an outage.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "bakery.html").write_text(HUGO)
    (tmp_path / "web" / "mill.yaml").write_text(STORY)
    return tmp_path


def run(workspace: Path, *paths: Path, **options: object) -> CasesReport:
    library = open_library(workspace / "content_blocks", None)
    return import_cases(library, CasesRequest(paths=paths or (workspace / "web",), **options))  # type: ignore[arg-type]


def block(workspace: Path, name: str) -> str:
    return (workspace / f"content_blocks/imported/cases/{name}.md").read_text()


def test_front_matter_and_html_become_a_draft(workspace: Path) -> None:
    run(workspace)
    assert block(workspace, "bakery") == (
        "---\n"
        "# from web/bakery.html; look at it before it is approved\n"
        "# kind experience: a case that was imported\n"
        "values: {fewer-outages: 1}  # proposed from: outage\n"
        "about: {customer: Northern Bakery, industry: healthcare, country: FI, employees: 1200}"
        "  # from Medical and Travel Assistance; Espoo, Finland\n"
        'evidence: {source: "Kubernetes case study: Northern Bakery", '
        'url: "https://kubernetes.io/case-studies/bakery/"}\n'
        "---\n"
        "# Half the Waiting\n\n"
        "- Waiting fell by **40%**.\n"
        '- "It was quick," says the baker.\n'
        "- Nobody knows why.\n\n"
        "::: notes\n"
        "Challenge: The bakery, with 1,200 employees, waited & waited for its outage reports.\n\n"
        "Solution: They wrote a list.\n"
        ":::\n\n"
        "# Maija Meri\n\n"
        "::: quote\n"
        "Bread does not wait for anybody, and now neither do we.\n\n"
        "— Maija Meri, Head of Baking\n"
        ":::\n"
    )
    defaults = (workspace / "content_blocks/imported/cases/_defaults.yaml").read_text()
    assert "kind: experience" in defaults
    assert "state: draft" in defaults


def test_what_cannot_be_mapped_is_told_with_its_line(workspace: Path) -> None:
    report = run(workspace)
    assert [(str(one.place).removeprefix(f"{workspace}/"), one.message) for one in report.unmapped] == [
        ("web/bakery.html:12:5", "field case_study_details.Mood: “cheerful” has no place"),
        ("web/bakery.html:35:1", "shortcode banner was left out"),
        ("web/bakery.html:36:1", "a picture was left out"),
        ("web/bakery.html:36:1", "a table was left out"),
        ("web/mill.yaml:2:11", "customer “A small mill in Sweden”: a description, not a name"),
        ("web/mill.yaml:4:10", "country “Atlantis”: no country that can be told"),
        ("web/mill.yaml:6:1", "field favourite_colour: “blue” has no place"),
    ]
    assert {one.code for one in report.unmapped} == {"SP859"}
    assert report.fields["customer"] == {"mapped": 1, "not mapped": 1, "not given": 0}
    assert report.fields["country"] == {"mapped": 1, "not mapped": 1, "not given": 0}
    assert report.fields["industry"] == {"mapped": 2, "not mapped": 0, "not given": 0}  # Healthcare is meant
    assert report.problems == ()


def test_a_plain_story_is_mapped_by_the_usual_names(workspace: Path) -> None:
    run(workspace)
    text = block(workspace, "mill")
    assert 'date: "2021-07-28"' in text
    assert "- **3** times as much flour\n- fewer complaints\n" in text
    assert "about: {industry: healthcare}" in text


def test_text_that_looks_like_a_template_or_markup_stays_text(workspace: Path) -> None:
    (workspace / "web" / "odd.md").write_text(
        "---\ntitle: 1. *Stars* & {{ customer.name }}\nurl: https://x.example/a\n---\n"
        "# Results\n\nWe use `{% if %}` and a_b_c for 5 <b>things</b>.\n\n::: seller\n\n"
        "Of ::: seller\u2028we say more.\n\n- 50 % :::\n",
        encoding="utf-8",
    )
    run(workspace, workspace / "web" / "odd.md")
    library = open_library(workspace / "content_blocks", None)
    assert not library.blocks["odd"].problems
    assert library.blocks["odd"].jinja is False
    body = block(workspace, "odd").split("---\n", 2)[2]
    slide = parse_slides(body)[0]
    assert "".join(span.text for span in slide.title) == "1. Stars & {{ customer.name }}"
    assert "We use {% if %} and a_b_c for 5 things." in "".join(
        span.text
        for node in slide.nodes
        for paragraph in node.paragraphs  # type: ignore[union-attr]
        for span in paragraph.spans
    )


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]) | st.just(" "), max_size=60)
)
def test_escaped_text_shows_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    if not line:
        return
    titles = ["".join(span.text for span in slide.title) for slide in parse_slides(f"# {escaped(line)}\n\n- x\n")]
    assert titles == [line]
    points = parse_slides(f"# t\n\n- {escaped(line)}\n")[0].nodes
    assert ["".join(span.text for span in one.spans) for node in points for one in node.paragraphs] == [line]  # type: ignore[union-attr]


def test_again_updates_what_nobody_touched_and_nothing_else(workspace: Path) -> None:
    run(workspace)
    again = run(workspace)
    assert again.written == ()
    assert {row.action for row in again.rows} == {Action.UNCHANGED}
    mill = workspace / "content_blocks/imported/cases/mill.md"
    mill.write_text(mill.read_text().replace("grinds", "grinds finely"))
    for name, old, new in (("bakery.html", "40%", "60%"), ("mill.yaml", "flour", "bran")):
        file = workspace / "web" / name
        file.write_text(file.read_text().replace(old, new))
    third = run(workspace, workspace / "web" / "bakery.html", workspace / "web" / "mill.yaml")
    assert [(row.block, row.action, row.why) for row in third.rows] == [
        ("bakery", Action.CHANGED, "the case says something else now"),
        ("mill", Action.UNCHANGED, "somebody has edited the block; it stays as it is"),
    ]
    assert "**60%**" in block(workspace, "bakery")
    assert "flour" in block(workspace, "mill")
    assert "grinds finely" in block(workspace, "mill")


def test_blocks_that_people_moved_or_deleted_stay_so(workspace: Path) -> None:
    run(workspace)
    folder = workspace / "content_blocks/imported/cases"
    (workspace / "content_blocks/experiences").mkdir(exist_ok=True)
    (folder / "bakery.md").rename(workspace / "content_blocks/experiences/bakery.md")
    (folder / "mill.md").unlink()
    report = run(workspace)
    assert [(row.block, row.action) for row in report.rows] == [
        ("bakery", Action.UNCHANGED),
        ("mill", Action.DELETED),
    ]
    assert not (folder / "mill.md").exists()
    assert not (folder / "bakery.md").exists()


def test_a_mapping_of_ones_own(workspace: Path) -> None:
    (workspace / "ours.yaml").write_text(
        "name: Our wiki\nfields: {title: [kop], customer: [klant.naam], text: [verhaal]}\nignore: [kleur]\n"
        'url: "https://wiki.example/{name}"\n'
    )
    (workspace / "web" / "wiki.yaml").write_text(
        "kop: Sneller brood\nklant: {naam: Bakkerij Jansen}\nkleur: rood\nverhaal: |\n  ## Results\n  Het duurt 5 dagen.\n"
    )
    report = run(workspace, workspace / "web" / "wiki.yaml", mapping=workspace / "ours.yaml", language="en")
    assert report.unmapped == ()
    text = block(workspace, "wiki")
    assert 'evidence: {source: "Our wiki: Bakkerij Jansen", url: "https://wiki.example/wiki"}' in text
    assert "- Het duurt **5** dagen." in text
    (workspace / "ours.yaml").write_text("name: Our wiki\nfields: {titel: [kop]}\n")
    with pytest.raises(UserFault, match="titel"):
        run(workspace, mapping=workspace / "ours.yaml")


def test_files_that_cannot_be_read_stop_no_other(workspace: Path) -> None:
    web = workspace / "web"
    (web / "broken.yaml").write_text("title: a: b\n")
    (web / "bytes.md").write_bytes(b"\xff\xfe\x00")
    (web / "open.md").write_text("---\ntitle: never closed\n")
    (web / "nothing.html").write_text("<!-- nothing -->")
    (web / "deep.html").write_text("<div>" * 5000 + "Deep text that is long enough, 5 %." + "</div>" * 5000)
    (web / "picture.png").write_bytes(b"\x89PNG")
    (web / "deutsch.md").write_text(
        "# Die Mühle\n\nDie Mühle und das Mehl sind nicht für uns, aber für alle von euch.\n"
    )
    report = run(workspace, web, web / "picture.png", workspace / "gone.md")
    assert sorted((Path(one.place.file).name, one.code) for one in report.problems if one.place) == [
        ("broken.yaml", "SP003"),
        ("bytes.md", "SP002"),
        ("deep.html", "SP860"),
        ("deutsch.md", "SP205"),
        ("gone.md", "SP001"),
        ("nothing.html", "SP860"),
        ("open.md", "SP009"),
        ("picture.png", "SP860"),
    ]
    assert {row.block for row in report.rows} >= {"bakery", "mill"}


@pytest.mark.slow
def test_the_command(workspace: Path) -> None:
    dry = salespack(workspace, "import", "cases", "web", "--dry-run", "--json")
    report = json.loads(dry.stdout)
    assert (dry.returncode, report["dry_run"], len(report["rows"]), len(report["written"])) == (0, True, 2, 4)
    assert not (workspace / "content_blocks/imported").exists()
    done = salespack(workspace, "import", "cases", "web", "--into", "experiences/web", "--owner", "sales")
    assert done.returncode == 0
    assert "web/mill.yaml:4:10: warning: SP859 country “Atlantis”: no country that can be told" in done.stderr
    assert done.stdout.startswith("2 cases: 2 new\n")
    assert "4 files written in content_blocks/" in done.stdout
    assert "owner: sales" in (workspace / "content_blocks/experiences/web/_defaults.yaml").read_text()
    assert salespack(workspace, "import", "cases", "web").stdout.endswith("Nothing has changed.\n")
    missing = salespack(workspace, "import", "cases", "nowhere")
    assert (missing.returncode, missing.stderr.split()[1]) == (1, "SP001")


@pytest.fixture(scope="module")
def facts() -> Facts:
    """What is known of names in the sample library."""
    return Facts(open_library(PROJECT / "content_blocks", None))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Financial Services", "finance"), ("Retail banking", "finance"), ("Insurance and Financial Services", "finance"),
        ("eCommerce", "retail"), ("Telecomunications", "telecommunications"), ("AI, Healthcare", "healthcare"),
        ("Rahoitus", "finance"), ("public-sector", "public-sector"), ("Golf Industry Technology", "technology"),
        ("Knitting", None), ("", None),
    ],
)  # fmt: skip
def test_industries(facts: Facts, text: str, meant: str | None) -> None:
    assert facts.industry(text) == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Herzogenaurach, Germany", "DE"), ("San Francisco, CA", "US"), ("Petaluma, Calif.", "US"), ("DE", "DE"),
        ("New York, N.Y.", "US"), ("Budel, The Netherlands", "NL"), ("Hatfield, England", "GB"), ("UK", "GB"),
        ("Montréal, Québec, Canada", "CA"), ("Suomi", "FI"), ("Beijing, China, and San Mateo, CA", "US"),
        ("Global", None), ("", None),
    ],
)  # fmt: skip
def test_countries(facts: Facts, text: str, code: str | None) -> None:
    assert facts.country(text) == code


def test_names_days_and_sizes() -> None:
    assert customer_of("Mühlemann & Popp, [m-p.ch](https://m-p.ch/)") == "Mühlemann & Popp"
    assert customer_of("University of Granada") == "University of Granada"
    assert customer_of("ricardo.ch") == "ricardo.ch"
    assert customer_of("Experience marketing agency in Spain") == customer_of("IT Consultancy") == ""
    assert [day_of(text) for text in ("2018", "July 28, 2021", "1.2.2020", "soon")] == [
        "2018", "2021-07-28", "2020-02-01", None,
    ]  # fmt: skip
    assert headcount("It has more than 180,000 employees, and 5K staff members.") == 180000
    assert (headcount("no one"), size_of("60,000+"), size_of("12k employees"), size_of("many")) == (
        None,
        60000,
        12000,
        None,
    )
    assert headcount("9" * 5000 + " employees") is None


def test_sentences() -> None:
    assert sentences('It is 4.5 m. "So?" asked Dr. Ek of Mill Inc. in the U.S. Yes!') == [
        "It is 4.5 m.", '"So?" asked Dr. Ek of Mill Inc. in the U.S. Yes!',
    ]  # fmt: skip


@given(st.text(st.sampled_from('<>/="{}%bp quotelihdv1-!&;\n*_#[]()|`'), max_size=200), st.booleans())
def test_no_text_is_too_odd(text: str, markdown: bool) -> None:
    taken = read_case_text(text, 7, {"quote": "quote", "lead": "lead"}, markdown=markdown)
    assert all(line >= 7 for line in [*(one.line for one in taken.pieces), *(one.line for one in taken.left)])


@pytest.mark.parametrize("piece", ["{{< a ", '{{< quote "', "**x", "<div>", "A. ", "1,111", "[a]("])
def test_of_texts_made_to_tire_us_a_part_is_read(piece: str) -> None:
    text = "One.\n" + piece * 40_000
    taken = read_case_text(text, 3, {"quote": "quote"}, markdown=False)
    assert [(one.what, one.line) for one in taken.left if "follows" in one.what] == [
        ("what follows 100,000 characters", 4)
    ]
    assert all(sentences(one.text) for one in taken.pieces)


def test_built_in_mappings_can_be_read() -> None:
    assert [one.name for one in built_in()] == ["Jenkins user story", "Kubernetes case study"]
    assert plain().sections.results


@pytest.mark.shared
def test_real_case_studies(shared: Path, tmp_path: Path) -> None:
    workspace = tmp_path

    shutil.copytree(PROJECT / "content_blocks", workspace / "content_blocks")
    report = run(workspace, shared / "data" / "case-studies")
    assert (len(report.rows), report.problems) == (81, ())
    assert {row.action for row in report.rows} == {Action.NEW}
    of = [row.mapping for row in report.rows]
    assert (of.count("Kubernetes case study"), of.count("Jenkins user story"), of.count("Case study")) == (55, 25, 1)
    assert {field: tuple(counts.values()) for field, counts in report.fields.items()} == {
        "title": (81, 0, 0),
        "customer": (65, 10, 6),
        "industry": (78, 1, 2),
        "country": (68, 3, 10),
        "employees": (3, 0, 78),
        "date": (25, 0, 56),
        "url": (81, 0, 0),
        "quote": (80, 0, 1),
        "values": (80, 0, 1),
    }
    assert len(report.unmapped) == 22
    assert all(one.place and one.place.line for one in report.unmapped)
    assert all(row.points >= 2 for row in report.rows if row.block != "yahoo-japan")
    library = open_library(workspace / "content_blocks", None)
    imported = [library.blocks[row.block] for row in report.rows]
    assert not any(one.problems for one in imported)

    checked = check_library(
        CheckRequest(
            library=workspace / "content_blocks",
            profiles=None,
            today=datetime.date(2026, 11, 1),
            paths=(workspace / "content_blocks/imported",),
            processes=1,
        )
    )
    assert [one for one in checked.problems if one.severity is Severity.ERROR] == []
    assert run(workspace, shared / "data" / "case-studies").written == ()


def test_links_in_a_circle_and_names_that_are_no_text_are_told(workspace: Path) -> None:
    web = workspace / "web"
    (web / "loop.md").symlink_to("loop.md")
    odd = Path(os.fsdecode(os.fsencode(web) + b"/\xe4.md"))
    try:
        odd.write_text("# A mill\n\nIt grinds.\n")
    except OSError:
        pytest.skip("this disk takes no such names")
    report = run(workspace, web / "loop.md", web)
    assert sorted((Path(one.place.file).name, one.code) for one in report.problems if one.place) == [
        ("\\xe4.md", "SP002"),
        ("loop.md", "SP001"),
    ]
