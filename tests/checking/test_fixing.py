"""`check --fix`: mends clear slips, the order of keys and blanks; what is rendered stays, and twice is once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import TemplateError
from typer.testing import CliRunner

from salespack.assembly.body_templates import prepared
from salespack.assembly.markdown import MarkdownFault, parse_slides
from salespack.checking.fixing import fix_library, tidy
from salespack.checking.rules.table import RULES
from salespack.cli.main import app
from salespack.formats.yaml import Source
from salespack.library.blocks import split_front_matter
from salespack.templating.environment import TokenEnvironment, Tokens, render
from tests.checking.workspaces import BENEFIT, ONE_LANGUAGE, checked, clean, told
from tests.conftest import PROJECT
from tests.searching import first_fast
from tests.workspaces import PACK

CALM = "content_blocks/benefits/calm.md"

SLIPS = {
    "a key": (CALM, "ownr: marketing", "owner: marketing"),
    "a word of a list": (CALM, "state: aproved", "state: approved"),
    "a word in quotes": (CALM, 'state: "aproved"  # since May', 'state: "approved"  # since May'),
    "a role": (CALM, "for: {roles: [finanse]}", "for: {roles: [finance]}"),
    "an industry": (CALM, "about: {industry: helthcare}", "about: {industry: healthcare}"),
    "a key and a word in one line": (CALM, "for: {stagse: [evaluatoin]}", "for: {stages: [evaluation]}"),
}


@pytest.mark.parametrize("name", first_fast(SLIPS, 3))
def test_a_slip_with_one_word_that_was_meant_is_mended(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, wrong, right = SLIPS[name]
    library = clean(tmp_path, monkeypatch, {file: BENEFIT.replace("5}\n", f"5}}\n{wrong}\n")})
    fixed = fix_library(library)
    assert Path(file).read_text() == BENEFIT.replace("5}\n", f"5}}\n{right}\n")
    assert {one.file for one in fixed} == {file}
    assert {one.line for one in fixed} == {4}
    assert told(checked(library, rules=())) == []


def test_slips_in_other_files_of_the_library_are_mended_and_one_behind_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(
        tmp_path,
        monkeypatch,
        {
            "content_blocks/library.yaml": ONE_LANGUAGE.replace("languages:", "langauges:"),
            "content_blocks/packs/first-meeting.yaml": PACK.replace("stage: evaluation", "stage: evalution"),
            "content_blocks/benefits/calm.md": BENEFIT.replace("fewer-outages", "fewer-outage"),
        },
    )
    assert [str(one) for one in fix_library(library)] == [
        "content_blocks/benefits/calm.md:3: “fewer-outage” is now “fewer-outages”",
        "content_blocks/library.yaml:2: “langauges” is now “languages”",
        "content_blocks/packs/first-meeting.yaml:2: “evalution” is now “evaluation”",
    ]
    assert told(checked(library, rules=())) == []


LEFT = {
    "two words could be meant": "for: {roles: [c]}",
    "a key that is there already": "kinds: benefit",
    "nothing is near": "shoe: 42",
    "a value that is no word": "minutes: two",
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_sure_is_left(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BENEFIT.replace("5}\n", f"5}}\n{LEFT[name]}\n")
    library = clean(tmp_path, monkeypatch, {CALM: text})
    assert fix_library(library) == ()
    assert Path(CALM).read_text() == text


def test_the_command_says_what_it_mended_and_checks_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean(tmp_path, monkeypatch, {CALM: BENEFIT.replace("5}\n", "5}\nstate: aproved\nshoe: 42\n")})
    done = CliRunner().invoke(app, ["check", "--fix", "--synthetic", "--format", "github", CALM])
    assert done.exit_code == 1
    assert done.stderr == f"mended {CALM}:4: “aproved” is now “approved”\n"
    assert [line for line in done.stdout.splitlines() if "SP101" in line and "shoe" in line]
    Path(CALM).write_text(Path(CALM).read_text().replace("shoe: 42\n", ""))
    assert CliRunner().invoke(app, ["check", "--fix", "--synthetic", CALM]).stderr == ""


def test_profiles_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "customer: {name: Acme, industri: healthcare}   \n\n\n"
    library = clean(tmp_path, monkeypatch, {"profiles/acme.yaml": text})
    assert fix_library(library) == ()
    assert Path("profiles/acme.yaml").read_text() == text


def test_only_the_files_that_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = clean(tmp_path, monkeypatch, {CALM: BENEFIT + "\n\n", "content_blocks/benefits/two.md": BENEFIT + "\n\n"})
    assert [one.file for one in fix_library(library, lambda file: file == CALM)] == [CALM]


def test_keys_come_into_their_order_with_their_comments() -> None:
    text = (
        "---\n# about the file\n\nversion: 2\n# the claim holds for all\nevidence:\n  source: Review\n"
        "  # a year is enough\n  date: 2026\nvalues: {a: 5}  # strong\nkind: benefit\nfoo: 1\n---\n# Title\n"
    )
    changed, said = tidy(text, markdown=True)
    assert said == ("the keys are in their order",)
    assert changed == (
        "---\n# about the file\n\nkind: benefit\nvalues: {a: 5}  # strong\n# the claim holds for all\nevidence:\n"
        "  source: Review\n  # a year is enough\n  date: 2026\nversion: 2\nfoo: 1\n---\n# Title\n"
    )


def test_blanks_that_mean_something_stay() -> None:
    body = "# Title\n\nA line  \nbroken\n\n```\ncode \n```\n\n{% if x %} \nmore\n{% endif %}\n"
    text = f"---\nkind: benefit \n---\n{body}- one \n \t\n\n\n"
    assert tidy(text, markdown=True)[0] == f"---\nkind: benefit\n---\n{body}- one\n"


def test_a_block_scalar_in_front_matter_keeps_its_blanks() -> None:
    text = "---\nkind: benefit\nevidence:\n  source: |\n    one \n    two\n---\n# T\n"
    assert tidy(text, markdown=True) == (text, ())


def test_line_breaks_become_those_of_most_lines_and_a_mark_of_order_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(tmp_path, monkeypatch)
    mixed = BENEFIT.replace("\n", "\r\n").replace("\r\n", "\n", 1)
    Path(CALM).write_bytes(b"\xef\xbb\xbf" + mixed.encode())
    Path(CALM).chmod(0o640)
    assert [one.what for one in fix_library(library)] == ["the lines end alike"]
    assert Path(CALM).read_bytes() == b"\xef\xbb\xbf" + BENEFIT.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(Path(CALM).stat().st_mode) == 0o640
    assert fix_library(library) == ()


def test_the_sample_library_is_in_order(tmp_path: Path) -> None:
    for file in sorted((PROJECT / "content_blocks").rglob("*.md")):
        text = file.read_text("utf-8")
        if text.startswith("---"):
            assert tidy(text, markdown=True) == (text, ()), file


def test_a_fix_never_changes_what_check_finds_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = BENEFIT.replace("5}\n", "5}\nstate: aproved\n")
    library = clean(tmp_path, monkeypatch, {"content_blocks/benefits/one-more.md": slip})
    before = told(checked(library, rules=RULES))
    fix_library(library)
    after = told(checked(library, rules=RULES))
    assert [one for one in before if "one-more" not in one] == [one for one in after if "one-more" not in one]


def test_what_is_safe_only_after_another_fix_is_fixed_too() -> None:
    text = "---\nkind: benefit\nversion: 2 \nstate: >\n  draft \n---\n"
    once, _ = tidy(text, markdown=True)
    assert tidy(once, markdown=True) == (once, ())


KEYS = st.sampled_from(
    ("kind: benefit", "version: 2 ", "tags: [a]", "# why\nowner: us", "jinja: true", "other: {a: 1}  # so", "state: >\n  draft ")
)  # fmt: skip
LINES = st.sampled_from(
    ("# Title", "- one ", "  - two  ", "", " ", "text", "text \t", "{% if a %} ", "{{ b }} ", "{% endif %}", "```", "::: notes",
     ":::", "| a | b | ", "| --- | --- |", "    code ", "> quote ", "{% set x = 'a ", "b' %}", "***", "~~~ ",
     "{cost by 20 %}", "{cost by 20 %} ", "text {# why #}", "text{# why #} ", "{# alone #} ", "{% raw %} ", "{{ '%}' }}", "{{ open ", "{% endraw %}")
)  # fmt: skip


@pytest.mark.slow
@example(keys=[], lines=["# Title", "{cost by 20 %} "])
@example(keys=[], lines=["# Title", "- one", "{cost by 20 %}", "more \t", "{% if a %} ", "text", "{% endif %}"])
@example(keys=[], lines=["# Title", "text {# why #} ", "- one ", "{# alone #} ", "- two"])
@example(keys=[], lines=["# Title", "{{ open ", "text ", "{% set x = 'a ", "b' %}", "text "])
@example(keys=[], lines=["# Title", "text {% raw %} ", "{{ x }} ", "{% endraw %}", "text "])
@given(keys=st.lists(KEYS, unique=True, max_size=6), lines=st.lists(LINES, max_size=14))
def test_a_fix_says_the_same_and_twice_is_once(keys: list[str], lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in ("---", *"\n".join(keys).split("\n"), "---", *lines))
    once, _ = tidy(text, markdown=True)
    assert tidy(once, markdown=True) == (once, ())
    before, after = split_front_matter(text, ""), split_front_matter(once, "")
    assert Source("", before.yaml).load() == Source("", after.yaml).load()
    assert _slides(after.body) == _slides(before.body)
    for a in (True, False):
        assert _slides(_rendered(after.body, a=a)) == _slides(_rendered(before.body, a=a))


def _rendered(body: str, *, a: bool) -> str:
    """The body as its template prints it."""
    try:
        return render(TokenEnvironment().from_string(prepared(body)), {"a": a, "b": "data"}, Tokens())
    except TemplateError as error:
        return f"# {type(error).__name__}"


def _slides(text: str) -> object:
    try:
        return parse_slides(text)
    except MarkdownFault as fault:
        return fault.faults
