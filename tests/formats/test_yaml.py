"""The loader: what people get for what they write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.problems.problem import Place, UserFault
from tests.limits import at_most


def load(text: str) -> object:
    return Source("f.yaml", text).load()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("yes", "yes"), ("12:30", "12:30"), ("010", "010"), ("0x1f", "0x1f"),
        ("1_000", "1_000"), ("2026-12-01", "2026-12-01"), ("1.12.2026", "1.12.2026"), ("4,2", "4,2"), (".inf", ".inf"),
        ("true", True), ("false", False), ("True", "True"), ("7", 7), ("-7", -7), ("+7", 7), ("4.2", 4.2), (".5", 0.5),
        ("1e3", 1000.0), ("1e6", 1e6), ("1.5e3", 1500.0), ("0e3", "0e3"), ("null", None), ("~", None), ("", None), ('"7"', "7"), ("R&D *wow* 5!", "R&D *wow* 5!"),
    ],
)  # fmt: skip
def test_only_figures_true_false_and_null_are_not_text(text: str, value: object) -> None:
    assert load(f"key: {text}") == {"key": value}


def test_keys_are_what_was_written() -> None:
    assert load("{2024: 1, no: 2, 1.10: 3, true: 4}") == {"2024": 1, "no": 2, "1.10": 3, "true": 4}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1: SP004 “a” stands twice; first in line 1 (keep one of them)"),
        ("x:\n  a: 1\n  a: 3", "f.yaml:3:3: SP004 “a” stands twice; first in line 2 (keep one of them)"),
        ("1: a\n1: b", "f.yaml:2:1: SP004 “1” stands twice; first in line 1 (keep one of them)"),
        ("a: &x 1", 'f.yaml:1:4: SP005 “&x” is a YAML anchor (put the text in quotes: "&x 1")'),
        ("a: *x", 'f.yaml:1:4: SP005 “*x” is a YAML alias (put the text in quotes: "*x")'),
        ("<<: {a: 1}", "f.yaml:1:1: SP005 “<<” is a YAML merge key (write the keys out)"),
        ("a: b: c", 'f.yaml:1:5: SP003 a second “: ” in one line (begin a new line with “b:”, indented, or put the text in quotes: "b: c")'),
        ("a:\n\t- b", "f.yaml:2:1: SP003 a tab where spaces belong (write spaces in its place)"),
        ("a: [1, 2", "f.yaml:1:4: SP003 the bracket that is opened here is never closed, or a comma is missing "
         "(close it with ], or put the text in quotes)"),
        ("a: 'x\nb: 2", "f.yaml:1:4: SP003 the quote that is opened here is never closed (close it with ')"),
        ("a: {{ customer.name }}", "f.yaml:1:5: SP003 text begins with “{”, which means something in YAML "
         '(put the text in quotes: "{{ customer.name }}")'),
        ("a: \x07", "f.yaml:1:4: SP006 U+0007 is a control character (delete it; it often comes from pasting)"),
        ("a: \U000f0000", "f.yaml:1:4: SP006 U+F0000 is a private-use character (delete it; it often comes from pasting)"),
        ("a: **Bold** and more", 'f.yaml:1:4: SP003 text begins with “*”, which means something in YAML (put the text in quotes: "**Bold** and more")'),
        ("a: [why?, ?x]", "f.yaml:1:11: SP003 text begins with “?”, which means something in YAML (put the text in quotes)"),
        ("a: {ok: 1,\n  ?b: 2}", "f.yaml:2:3: SP003 text begins with “?”, which means something in YAML (put the text in quotes)"),
        ("- one\n- **Two**", 'f.yaml:2:3: SP003 text begins with “*”, which means something in YAML (put the text in quotes: "**Two**")'),
        ("name :Acme\nx: 1", "f.yaml:1:6: SP003 no blank after the colon (write name: Acme)"),
        ("goals:\n  * grow", "f.yaml:2:3: SP003 an item of a list begins with “*” (begin it with “- ”: - grow)"),
        ('a: "Acme" #9\nb: 1', 'f.yaml:1:11: SP019 “#9” is lost: behind the quotes, # begins a remark '
         '(put the text in quotes: "Acme #9"; a remark stands behind two blanks)'),
        ("a: 'Acme'#9", 'f.yaml:1:10: SP019 “#9” is lost: behind the quotes, # begins a remark '
         '(put the text in quotes: "Acme#9"; a remark stands behind two blanks)'),
        ("name:Acme\nx: 1", "f.yaml:1:5: SP003 no blank after the colon (write name: Acme)"),
        ("a:\n  name:Acme Oy\n  x: 1", "f.yaml:2:7: SP003 no blank after the colon (write name: Acme Oy)"),
        ("name: Studio #9 Oy", 'f.yaml:1:14: SP019 “#9 Oy” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "Studio #9 Oy"; a remark stands behind two blanks)'),
        ("name: Studio # 9 Oy", 'f.yaml:1:14: SP019 “# 9 Oy” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "Studio # 9 Oy"; a remark stands behind two blanks)'),
        ("goals:\n- Be #1 in Finland", 'f.yaml:2:6: SP019 “#1 in Finland” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "Be #1 in Finland"; a remark stands behind two blanks)'),
        ("a: C #4711", 'f.yaml:1:6: SP019 “#4711” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "C #4711"; a remark stands behind two blanks)'),
        ("a: 1\nb: {c: [99999999999999999999]}", "f.yaml:2:9: SP105 99999999999999999999 is too large a figure "
         "(correct it; the number of an order or account belongs in quotes)"),
        ("a: -9223372036854775809", "f.yaml:1:4: SP105 -9223372036854775809 is too large a figure "
         "(correct it; the number of an order or account belongs in quotes)"),
        ("a: 1e400", "f.yaml:1:4: SP105 1e400 is too large a figure (correct it; the number of an order or account belongs in quotes)"),
        ("a: " + "9" * 5_000, f"f.yaml:1:4: SP105 {'9' * 59}… is too large a figure "
         "(correct it; the number of an order or account belongs in quotes)"),
        ("a: 'Don't'", "f.yaml:1:9: SP003 text goes on behind the closing quote (put the text in quotes: \"Don't\")"),
        ("a:\n- \"Acme\" Oy", 'f.yaml:2:9: SP003 text goes on behind the closing quote (put the text in quotes: "\\"Acme\\" Oy")'),
        ("a:\n- [ ] task", 'f.yaml:2:6: SP003 text goes on behind the closing bracket (put the text in quotes: "[ ] task")'),
        ("a: 'one\nb: 2\nc: 'three'", "f.yaml:1:4: SP003 the quote that is opened here is closed only in line 3 (close it with ')"),
        ("a:\n- {x\n- y", "f.yaml:2:3: SP003 the bracket that is opened here is never closed, or a comma is missing "
         "(close it with }, or put the text in quotes)"),
        ("a: @home", 'f.yaml:1:4: SP003 text begins with “@”, which means something in YAML (put the text in quotes: "@home")'),
        ("a:\n- `code` x", 'f.yaml:2:3: SP003 text begins with “`”, which means something in YAML (put the text in quotes: "`code` x")'),
        ("a: >Acme", 'f.yaml:1:5: SP003 text begins with “>”, which means something in YAML (put the text in quotes: ">Acme")'),
        ("a: ,x", 'f.yaml:1:4: SP003 text begins with “,”, which means something in YAML (put the text in quotes: ",x")'),
        ("a: - Acme", "f.yaml:1:4: SP003 an item of a list on the line of its key "
         '(begin a new line with it, or put the text in quotes: "- Acme")'),
        ('a: "C:\\Users"', "f.yaml:1:7: SP003 “\\U” means nothing between double quotes (put the text in single quotes: 'C:\\Users')"),
        ("c:\n  name = Acme\n  x: 1", "f.yaml:2:7: SP003 no colon after the key (write name: Acme)"),
        ("c:\n  name： Acme\n  x: 1", "f.yaml:2:7: SP003 no colon after the key (write name: Acme)"),
        ("c:\n  name\n  x: 1", "f.yaml:2:3: SP003 a line without a colon (write `key: value`)"),
        ("name: Acme\n  x: 1", "f.yaml:2:3: SP003 the line is indented deeper than the one above, which has its text already "
         "(align it with the lines it belongs to)"),
        ("a:\n- Plan: b: c", 'f.yaml:2:10: SP003 a second “: ” in one line (put the text in quotes: "Plan: b: c")'),
        ("a:\n- one\n  - two", "f.yaml:3:3: SP003 the item is indented deeper than the one above, and would be read as part of it "
         "(align the two)"),
        ("a: #9 Acme", 'f.yaml:1:4: SP019 “#9 Acme” is lost: behind a blank, # begins a remark '
         '(put the text in quotes: "#9 Acme"; a remark stands behind two blanks)'),
        ('a: "C:\\new\\reports"', "f.yaml:1:7: SP003 “\\n” means something else between double quotes "
         "(put the text in single quotes: 'C:\\new\\reports')"),
        ("goals:\n- |\n- Grow", "f.yaml:2:3: SP003 no text stands below “|” "
         "(write it in the next line, indented, or delete “|” and write it here)"),
        ("a: >-  # told below\nb: 2", "f.yaml:1:4: SP003 no text stands below “>” "
         "(write it in the next line, indented, or delete “>” and write it here)"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: SP003 a second “---” starts a second document (keep one document in a file)"),
    ],
)  # fmt: skip
def test_a_fault_is_one_problem_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(UserFault) as caught:
        load(text)
    assert [str(one) for one in caught.value.problems] == [problem]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 9  # to them, 0-10", 9), ("a: passive # told in May", "passive"), ("a: in words  # of their own", "in words"),
        ("a: 2026-12-01 # the day", "2026-12-01"), ('a: "Studio #9" # quoted', "Studio #9"), ("a: C#", "C#"), ("a: x#9 y", "x#9 y"),
        ('a: "x" # a remark', "x"), ('a: "x"  #9', "x"), ("# Studio #9\na: x", "x"), ("a: |\n  Studio #9\n", "Studio #9\n"), ("a: >\n  Be #1\n", "Be #1\n"), ("a: # empty\n  x", "x"),
    ],
)  # fmt: skip
def test_a_remark_that_is_meant_and_a_hash_that_is_text(text: str, value: object) -> None:
    assert load(text) == {"a": value}


BEGINNINGS = [
    "*",
    "&",
    "!",
    "@",
    "`",
    "%",
    "> ",
    "|",
    ", ",
    "] ",
    "} ",
    "[",
    "{",
    "'",
    '"',
    "#",
    "- ",
    "? ",
    "Plan: ",
    "{{ ",
]
ENDINGS = ["", "x", "x y", "x: y", "x #1", "[x] y", "'x' y", '"x" y', "x]", "C:\\x"]


@pytest.mark.parametrize("line", ["a: {}", "a:\n- {}"])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_that_is_advised_to_stand_in_quotes_is_read_as_it_was_written(line: str, beginning: str) -> None:
    for text in (beginning + ending for ending in ENDINGS if not line.endswith(beginning + "{}")):
        try:
            load(line.format(text))
        except UserFault as fault:
            (problem, *_) = fault.problems
            if advice := re.search(r'put the text in quotes: (".*?(?<!\\)")(?:;|$)', problem.hint):
                read = load(line.format(advice[1]))
                assert isinstance(read, dict)
                quoted = read["a"]
                assert (quoted if isinstance(quoted, str) else quoted[0]) == text.strip(), problem


def test_a_tag_does_not_build_objects() -> None:
    with pytest.raises(UserFault, match=r"SP005 “tag:yaml\.org,2002:python/object/apply:os\.system” is a YAML tag"):
        load("a: !!python/object/apply:os.system [true]")


def test_lines_are_those_of_the_file_around_the_text() -> None:
    source = Source("f.md", "a: 1\nb: [x, y]", first_line=2)
    assert str(source.place(("b", 1))) == "f.md:3:8"
    assert str(source.place(("b",), key=True)) == "f.md:3:1"
    assert str(source.place(("missing", "deeper"))) == "f.md:2:1"


def test_a_bomb_does_not_go_off() -> None:
    bomb = "a: &a [x, x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
    )
    with at_most(2), pytest.raises(UserFault) as caught:
        load(bomb)
    assert {problem.code for problem in caught.value.problems} == {"SP005"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_a_problem_not_a_crash(opening: str) -> None:
    with pytest.raises(UserFault) as caught:
        load(opening * 100_000)
    assert caught.value.problems[0].code == "SP003"


@given(st.text(max_size=200))
def test_any_text_loads_or_is_a_problem(text: str) -> None:
    try:
        load(text)
    except UserFault as fault:
        assert fault.problems
        assert all(problem.place and problem.place.line for problem in fault.problems)


# To PyYAML, which reads YAML 1.1, these are texts: it writes them without quotes. To us they are figures.
FIGURE = re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+$")
data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"])).filter(
        lambda text: not FIGURE.match(text)
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(data)
def test_what_pyyaml_writes_we_read(content: object) -> None:
    assert load(yaml.safe_dump({"key": content}, allow_unicode=True)) == {"key": content}


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nname: M\xe4kel\xe4\n")
    (tmp_path / "large.yaml").write_bytes(b"#" * 4_000_001)
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    faults = {}
    for name in ("missing.yaml", "latin.yaml", "large.yaml", "."):
        with pytest.raises(UserFault) as caught:
            read_text(tmp_path / name)
        faults[name] = str(caught.value)
    assert faults == {
        "missing.yaml": "missing.yaml: SP001 there is no such file (check the name and the folder)",
        "latin.yaml": "latin.yaml:2:8: SP002 is not UTF-8 text: byte 0xE4 (save it as UTF-8 (in Notepad: Save as, Encoding))",
        "large.yaml": "large.yaml: SP007 is larger than 4 MB (split it)",
        ".": ".: SP001 is a folder, not a file (put the file in its place, or name one in it)",
    }
    assert read_text(tmp_path / "bom.yaml") == "a: 1"


@pytest.mark.parametrize("text", ['a: "\\U000F0000"', 'a: "\\e[31m"', 'a: "x\\0"', '"\\uFFFE": 1'])
def test_an_escape_does_not_bring_in_what_may_not_be_written(text: str) -> None:
    with pytest.raises(UserFault) as caught:
        load(text)
    assert [problem.code for problem in caught.value.problems] == ["SP006"]


def test_harmless_escapes_are_read() -> None:
    assert load('a: "tab\\there, \\u00e4"') == {"a": "tab\there, ä"}
    assert load('a: "C:\\\\new, Plan:\\nb"') == {"a": "C:\\new, Plan:\nb"}
    assert load("a: |\n  Plan:\n\n  b\n") == {"a": "Plan:\n\nb\n"}


@pytest.mark.parametrize("text", ["? " * 100_000, "- ? " * 1_000])
def test_what_python_itself_would_fall_over(text: str) -> None:
    with pytest.raises(UserFault) as caught:
        load(text)
    assert [problem.code for problem in caught.value.problems][:1] == ["SP003"]


@pytest.mark.parametrize("text", ['a: "\\U000F0000"', 'a: "\U000f0000\\U000F0001"'])
def test_a_rendered_text_may_hold_tokens_but_not_write_them(text: str) -> None:
    with pytest.raises(UserFault):
        Source("chart", text).load(allow_tokens=True)
    assert Source("chart", 'a: "\U000f0000 \\t"').load(allow_tokens=True) == {"a": "\U000f0000 \t"}


ROCKET = chr(0x1F680)


@pytest.mark.parametrize("indent", [None, 2])
def test_json_as_programs_write_it_is_read_with_its_characters(indent: int | None) -> None:
    data = {"name": f"{ROCKET} Corp \u682a {ROCKET}", "said": [f'"{ROCKET}"', "C:\\ud83d\\ude80", "\\"], "caf\u00e9": 1}
    assert Source("x.yaml", json.dumps(data, indent=indent)).load() == data


def test_places_behind_pairs_of_escapes_are_those_of_the_file() -> None:
    text = json.dumps({"name": f"{ROCKET}{ROCKET}", "other": {"deep": "value"}})
    source = Source("x.yaml", text)
    assert source.load()["other"] == {"deep": "value"}
    assert source.place(("other", "deep")) == Place("x.yaml", 1, text.index('"value"') + 1)


def test_what_only_looks_like_an_escape_stays() -> None:
    text = "a: '\\ud83d\\ude80'\nb: \\ud83d\\ude80 it's\nc: \"\\\\ud83d\\\\ude80\"\n"
    assert set(Source("x.yaml", text).load().values()) == {"\\ud83d\\ude80", "\\ud83d\\ude80 it's"}


@pytest.mark.parametrize("half", ["\\ud83d", "\\ude80", "\\uDFFF", "\\ude80\\ud83d"])
def test_half_a_character_is_one_problem_at_its_place(half: str) -> None:
    with pytest.raises(UserFault) as caught:
        Source("x.yaml", f'{{"first": "\\ud83d\\ude80", "name": "a {half} b"}}').load()
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.place)) == ("SP006", "x.yaml:1:38")
    assert problem.message == f"{half[:6]} is one half of a character"
