"""Edits of YAML that people wrote: what is asked for changes, every other character stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.curation.front_matter_editing import with_front_matter
from salespack.formats.editing import with_data, written
from salespack.formats.yaml import Source

TEXT = """\
# what it is about
kind: benefit      # from the folder
values: {fewer-outages: 5, lower-cost: 2}   # agreed in May
for:
  # only these
  roles: [cto]     # for now
  stages:
    - evaluation   # first
    - decision

owner: 'marketing'
said: |
  two
  lines
version: 010
"""


def loaded(text: str) -> Any:
    return Source("", text).load()


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"kind": "news"}, "kind: benefit ", "kind: news "),
        ({"owner": "sales: north"}, "owner: 'marketing'", 'owner: "sales: north"'),
        ({"said": "one line"}, "said: |\n  two\n  lines\n", "said: one line\n"),
        ({"version": 11}, "version: 010", "version: 11"),
        ({"values": {"fewer-outages": 4, "lower-cost": 2}}, "fewer-outages: 5", "fewer-outages: 4"),
        ({"values": {"fewer-outages": 5}}, ", lower-cost: 2}", "}"),
        ({"values": {"lower-cost": 2}}, "{fewer-outages: 5, ", "{"),
        ({"values": {"fewer-outages": 5, "lower-cost": 2, "x": 1}}, "lower-cost: 2}", "lower-cost: 2, x: 1}"),
        ({"for": {"roles": ["cto", "cfo"], "stages": ["evaluation", "decision"]}}, "[cto] ", "[cto, cfo] "),
        ({"for": {"roles": ["cto"], "stages": ["evaluation", "use"]}}, "    - decision\n", "    - use\n"),
        ({"for": {"roles": ["cto"], "stages": ["decision"]}}, "    - evaluation   # first\n", ""),
        ({"for": {"roles": ["cto"], "stages": ["evaluation", "x", "decision"]}}, "# first\n", "# first\n    - x\n"),
        ({"for": {"roles": ["cto"]}}, "  stages:\n    - evaluation   # first\n    - decision\n", ""),
    ],
)  # fmt: skip
def test_one_change_touches_one_place(change: dict[str, Any], old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert with_data(TEXT, {**loaded(TEXT), **change}) == TEXT.replace(old, new)


def test_new_keys_go_where_the_order_says_else_to_the_end() -> None:
    order = ("kind", "values", "for", "evidence", "owner", "state")
    data = {
        **loaded(TEXT),
        "evidence": {"source": "contract 2026", "date": "2026-01-01"},
        "zeal": 1.5,
        "state": "draft",
    }
    expected = TEXT.replace("    - decision\n", "    - decision\nevidence: {source: contract 2026, date: 2026-01-01}\n")
    expected = expected.replace("owner: 'marketing'\n", "owner: 'marketing'\nstate: draft\n")
    assert with_data(TEXT, data, order) == expected + "zeal: 1.5\n"
    assert with_data("b: 1\n", {"a": 2, "b": 1}, ("a", "b")) == "a: 2\nb: 1\n"


def test_keys_are_deleted_with_their_lines_and_what_is_written_above_stays() -> None:
    data = {key: value for key, value in loaded(TEXT).items() if key not in ("kind", "said")}
    left = TEXT.replace("kind: benefit      # from the folder\n", "").replace("said: |\n  two\n  lines\n", "")
    assert with_data(TEXT, data) == left
    assert with_data("a:\n  b: 1\nc: 2\n", {"a": {}, "c": 2}) == "a: {}\nc: 2\n"


@pytest.mark.parametrize("text", ["", "{}\n", "# only a comment\n", "a:\n", "a: 1"])
def test_small_texts(text: str) -> None:
    changed = with_data(text, {"a": "x", "b": [1, "no", "1e3"]})
    assert loaded(changed) == {"a": "x", "b": [1, "no", "1e3"]}
    assert ("# only a comment" in changed) == ("# only" in text)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("a: {}  # b\nc: 1\n", "a:  # b\n"), ("a:\nc: 1\n", "a:\n"), ("a: null\nc: 1\n", "a:\n"), ("a: ~ # b\nc: 1\n", "a: # b\n"),
        ("c: 1\na:", "c: 1\na:\n"), ("c: 1\na: {}", "c: 1\na:\n"), ("a: # b\n  {}\nc: 1\n", "a: # b\n"),
        ("{a: {}, c: 1}\n", "{a: {x: "),
    ],
)  # fmt: skip
def test_what_was_empty_takes_lines_and_keeps_its_comment(text: str, head: str) -> None:
    value = {"x": "y" * 70, "z": {"w": "v" * 90}}
    after = with_data(text, {"a": value, "c": 1})
    assert after.startswith(head)
    assert loaded(after) == {"a": value, "c": 1}


def test_the_body_of_a_block_is_not_touched() -> None:
    body = "\n# {{ customer.name }}\n\n---\n\n- kind: benefit\n"
    assert with_front_matter(f"---\n{TEXT}---\n{body}", {**loaded(TEXT), "kind": "news"}) == (
        f"---\n{TEXT.replace('benefit', 'news', 1)}---\n{body}"
    )
    assert with_front_matter(f"---\n---\n{body}", {"kind": "news"}) == f"---\nkind: news\n---\n{body}"


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=8)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)
scalars = (
    texts | st.integers(-(10**6), 10**6) | st.booleans() | st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=6
)
mappings = st.dictionaries(names, values, max_size=4)


@pytest.mark.slow
@given(mappings, mappings)
def test_whatever_stood_there_the_result_says_what_it_should(before: dict[str, Any], after: dict[str, Any]) -> None:
    import yaml

    for text in (
        "".join(f"{written(key)}: {written(value)}  # kept\n" for key, value in before.items()),
        yaml.safe_dump(Source("", written(before)).load(), allow_unicode=True, default_flow_style=False)
        if before
        else "",
    ):
        try:
            said = loaded(text)
        except Exception:  # noqa: BLE001, S112 - PyYAML's writer uses forms that our loader refuses
            continue
        changed = with_data(text, after)
        assert loaded(changed) in (after, after if after else None)
        assert with_data(changed, after) == changed
        if said:
            for line in text.splitlines():
                key = line.partition(":")[0]
                if line.endswith("# kept") and key in {
                    written(k) for k in before if k in after and after[k] == before[k]
                }:
                    assert line in changed.splitlines()


@given(values)
def test_what_is_written_reads_back_the_same(value: Any) -> None:
    assert loaded(f"key: {written(value)}\n") == {"key": value}
    assert loaded(f"key: [{written(value)}, {{a: {written(value)}}}]\n") == {"key": [value, {"a": value}]}


def test_json_with_pairs_of_escapes_can_be_changed() -> None:
    text = '{"name": "\\ud83d\\ude80", "values": {"cost": 8}}\n'
    after = with_data(text, {"name": chr(0x1F680), "values": {"cost": 8, "time": 7}})
    assert after == f'{{"name": "{chr(0x1F680)}", "values": {{"cost": 8, time: 7}}}}\n'
