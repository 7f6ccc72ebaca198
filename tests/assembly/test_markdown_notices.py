"""Nothing that a person wrote is lost on its way to the slide, or stands there as it is written, without a word."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.assembly.markdown import parse_slides
from salespack.assembly.parsed_slides import Notice
from salespack.cli.main import app
from salespack.templating.environment import FIRST_TOKEN
from tests.workspaces import write_workspace

HEAD = "# Title\n\n"
TOKEN = chr(FIRST_TOKEN)


def notices(text: str) -> list[Notice]:
    return [notice for slide in parse_slides(HEAD + text) for notice in slide.notices]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- ~~old~~ new", ["~~old~~"]),
        ("Dear { customer.name },", ["{ customer.name }"]),
        ("Dear ${name} and {goals}", ["{goals}", "${name}"]),
        ("Dear customer.name }}", ["Dear customer.name }}"]),
        ("a %} b", ["a %}"]),
        ("– one\n– two", ["– one"]),
        ("a) one\nb) two", ["a) one"]),
        ("see {.lead} here", ["{.lead}"]),
        ("- ~~old **price**~~ new", ["~~old price~~"]),
        ("a ==marked== word", ["==marked=="]),
        ("a ++new++ word", ["++new++"]),
        ("m^2^ of H~2~O", ["^2^", "~2~"]),
        ("- [ ] open\n- [x] done", ["[ ]", "[x]"]),
        ("$x$ and $2x^2$ and $$\\sum$$", ["$$\\sum$$", "$x$", "$2x^2$"]),
        ("Away :rocket: we :+1: go", [":rocket:", ":+1:"]),
        ("Less[^1] of it^[inline]", ["[^1]", "^[inline]"]),
        ("[^1]: Survey 2026", ["[^1]:"]),
        ("## Small {#id .class}", ["{#id .class}"]),
        ("[a](https://example.com){: target=_blank}", ["{: target=_blank}"]),
        ("::: {.matrix x=a y=b}\n- [Move]{x=0.15 y=0.75}: at once\n:::", []),
        ("&bogus; and &nbsp too", ["&bogus;", "&nbsp"]),
        ("** bold ** text", ["**"]),
        ("**open text", ["**"]),
        ("[[Page]] and [text][nowhere]", ["[[Page]]", "[text][nowhere]"]),
        ("![a](my picture.png)", ["![a](my picture.png)"]),
        ("> [!NOTE]\n> Mind this.", ["[!NOTE]"]),
        ("!!! note", ["!!! note"]),
        ("Uptime\n: the time it runs", [": the time it runs"]),
        ("-Fast\n-Cheap", ["-Fast"]),
        ("• Fast\n• Cheap", ["•", "•"]),
        ("1.Fast\n2.Cheap", ["1.", "2."]),
        ("##Small", ["##"]),
        ("| Plan | Price |\n| A | 10 |", ["| Plan | Price |"]),
        ("| Plan | Price |\n|---|---|---|\n| A | 10 |", ["| Plan | Price |"]),
        ("Plan | Price\nA | 10", ["Plan | Price"]),
        ("| A | B |\n|---|---|\n| 1 | ~~2~~ |", ["~~2~~"]),
        ("::: kpis\n- **40 %** ~~less~~\n:::", ["~~less~~"]),
        ("::: notes\nSay ==this==.\n:::", ["==this=="]),
    ],
)
def test_markup_that_is_not_known_is_told(text: str, told: list[str]) -> None:
    found = [notice for notice in notices(text) if notice.code == "SP328"]
    assert sorted(notice.written for notice in found) == sorted(part for part in told)
    assert all(f"“{notice.written}” would be shown as it is written" in notice.message for notice in found)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "| Plan | Price |\n|---|---|\n| A | 10 | from 2027: 12 |",
            5,
            "“from 2027: 12” is not shown: the row has 3 cells, and the table 2 columns",
        ),
        ("Plan | Price\n---|---\nA | 10 | 12", 5, "“12” is not shown: the row has 3 cells, and the table 2 columns"),
        ('[a](https://example.com "Our study")', 3, "“Our study”, the title of a link, is not shown"),
        ('text\n[a](https://example.com "Two")', 4, "“Two”, the title of a link, is not shown"),
        ('![a](images/a.png "Figure 1")', 3, "“Figure 1”, the title of a picture, is not shown"),
        ("[](https://example.com)", 3, "a link without a text is not shown: https://example.com"),
        ("text\n\n[note]: word", 5, "nothing names “[note]: word”, so it is not shown"),
        (
            "[a][b]\n\n[b]: https://example.com\n[b]: https://example.org",
            6,
            "“[b]” has an address already, and https://example.org is not used",
        ),
        ("3. c\n5. e", 4, "“5.” is shown as 4."),
        ("---\n\n# We love C #", 5, "“#” at the end of a title is not shown"),
    ],
)
def test_what_is_lost_is_told_at_its_line(text: str, line: int, message: str) -> None:
    assert [(one.line, one.code, one.message) for one in notices(text)] == [(line, "SP327", message)]


def test_text_right_below_a_table_is_told() -> None:
    (one,) = notices("| A | B |\n|---|---|\n| 1 | 2 |\nAll prices without VAT.")
    assert (one.line, one.code, one.written) == (6, "SP328", "All prices without VAT.")


@pytest.mark.parametrize(
    "text",
    [
        "From $5 to $10, US$5–US$7, $5/$10",
        "10:30:45 and a:b:c, C++ and C++",
        "`~~old~~` `[^1]` `$x$` `&bogus;`",
        "{{ x }} and {customers} and {a}, – said he\nfor a) and b)",
        "\\~~old~~ \\[^1] \\==x== \\$x$ \\:rocket: \\&bogus; \\**x",
        "```\n~~old~~\n| a | b |\n```",
        "Price* and other*, 5 * 3 < 16, a_b_c, ____",
        "AT&T, R&D; &amp; &nbsp; &euro; &#8364; &amp;bogus;",
        "- -5 % of cost\n- +3 points\n- 1.5 million\n- #1 in Finland",
        "-5 % of cost\n+3 points",
        "1. a\n1. b\n1. c",
        "2. a\n3. b",
        "## Small ##",
        "| A | B |\n|---|---|\n| 1 \\| 2 | 3 |\n| 4 |\n| 5 | 6 | |",
        "[a][b]\n\n[b]: https://example.com",
        "Mail: a@b.fi | Phone: 1",
        "> We sleep.\n>\n> — A customer",
        f"{TOKEN}~~",
    ],
)
def test_what_only_looks_like_markup_is_not(text: str) -> None:
    assert notices(text) == []


def test_data_is_no_markup_and_is_not_named() -> None:
    (one,) = notices(f"a ~~{TOKEN} old~~ price")
    assert (one.message.split("”")[0], one.written) == ("“~~… old~~", " old~~")
    (cell,) = notices(f"| A |\n|---|\n| 1 | {TOKEN} |")
    assert cell.message.startswith("“…” is not shown") and cell.written == ""


def test_an_alternative_text_is_without_its_markup() -> None:
    (slide,) = parse_slides(HEAD + "![A **bold** [claim](https://example.com)](images/a.png)")
    assert slide.nodes[0].alt == "A bold claim"  # type: ignore[union-attr]


def test_a_build_says_what_it_loses_and_check_does_at_line_and_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (
        "# Calm nights for {{ customer.name }}\n\n{% if customer.name %}\n| Plan | Price |\n|---|---|\n"
        "| {{ customer.name }} | 10 | from 2027: 12 |\n{% endif %}\n"
    )
    calm = f"---\nkind: benefit\nvalues: {{fewer-outages: 5}}\n---\n{body}\n~~old~~ new\n"
    write_workspace(tmp_path, {"content_blocks/benefits/calm-nights.md": calm})
    monkeypatch.chdir(tmp_path)
    built = CliRunner().invoke(app, ["build", "profiles/acme.yaml"])
    assert built.exit_code == 0
    lost, raw = [line for line in built.stderr.split("\n") if ": SP32" in line]
    file = "content_blocks/benefits/calm-nights.md"
    assert lost.startswith(f"{file}:10:30: warning: SP327 “from 2027: 12” is not shown: the row has 3 cells, and the")
    assert raw.startswith(f"{file}:13:1: warning: SP328 “~~old~~” would be shown as it is written: text that is struck")
    checked = CliRunner().invoke(app, ["check", "--format", "github", file])
    assert checked.exit_code == 1
    told = [line for line in checked.stdout.split("\n") if "SP32" in line]
    assert [line.split("::")[1].split(",title")[0] for line in told] == [
        f"error file={file},line=10,col=30",
        f"warning file={file},line=13,col=1",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2*3*4 boxes", "the stars of “2*3*” are not shown: they make italics of what is between them"),
        ("a\nof 10 times 2**3** each", "the stars of “2**3**” are not shown: they make italics of what is between them"),
        ("```mermaid\ngraph TD\n```",
         "the text of “mermaid” would be shown as it is written: its picture is not drawn here"),
        ("```CSV\na,b\n```", "the text of “CSV” would be shown as it is written: its picture is not drawn here"),
    ],
)  # fmt: skip
def test_stars_between_figures_and_pictures_of_other_programs_are_told(text: str, message: str) -> None:
    assert [one.message for one in notices(text)] == [message]


@pytest.mark.parametrize("text", ["**40** % and *3* of 5", "un*believ*able", "```python\nx = 1\n```", "2 * 3 * 4"])
def test_stars_and_code_that_are_shown(text: str) -> None:
    assert notices(text) == []
