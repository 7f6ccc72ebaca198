"""Bodies line by line: what stands in which div, what looks like a fence and is none, and what is the seller's."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.library.fences import body_lines, fence_problems, for_the_seller
from salespack.library.index import open_library
from tests.workspaces import write_workspace


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_lines_know_what_they_stand_in() -> None:
    body = (
        "# A\n::: quote\nq\n{% if x %}:::\n{# c #}::: seller {# why #}\n```\n:::\n```\n  :::  \n~~~ x\n::: notes\n~~~\n"
    )
    assert [(line.sort, line.divs, line.opens) for line in body_lines(body)] == [
        ("text", (), ""), ("div", ("quote",), "quote"), ("text", ("quote",), ""), ("div", ("quote",), ""),
        ("div", ("seller",), "seller"), ("code", ("seller",), ""), ("code", ("seller",), ""), ("code", ("seller",), ""),
        ("div", ("seller",), ""), ("code", (), ""), ("code", (), ""), ("code", (), ""), ("text", (), ""),
    ]  # fmt: skip


IS_NONE = "looks like the fence of a div and is none"


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("\t::: seller", 2, f"“::: seller” {IS_NONE}"),
        ("    ::: seller", 5, f"“::: seller” {IS_NONE}"),
        ("\u200b::: seller", 2, f"“::: seller” {IS_NONE}, for U+200B is in it"),
        (":\u2060:: seller", 1, f"“::: seller” {IS_NONE}, for U+2060 is in it"),
        ("::: sel\u00adler", 1, f"“::: seller” {IS_NONE}, for U+00AD is in it"),
        ("\uff1a\uff1a\uff1a seller", 1, f"“::: seller” {IS_NONE}"),
        ("\u2236\u2236\u2236 seller", 1, f"“::: seller” {IS_NONE}"),
        ("\ua789\ua789\ua789 seller", 1, f"“::: seller” {IS_NONE}"),
        ("{# ::: seller #}", 4, f"“{{# ::: seller #}}” {IS_NONE}"),
        ("- ::: seller", 3, f"“::: seller” {IS_NONE}"),
        ("> ::: seller", 3, f"“::: seller” {IS_NONE}"),
        ("words ::: seller", 7, f"“::: seller” {IS_NONE}"),
        ("::: seller, and more words than can be shown in one line", 1, f"“::: seller, and more words than can be …” {IS_NONE}"),
        (":: seller", 1, f"“:: seller” {IS_NONE}"),
        ("a ::: b", 3, f"“::: b” {IS_NONE}"),
        ("{{ '::: seller' }}", 5, f"“{{{{ '::: seller' }}}}” {IS_NONE}"),
        ("{% set a = '::: seller' %}", 13, f"“{{% set a = '::: seller' %}}” {IS_NONE}"),
        ("```\n::: seller\n```", 1, f"“::: seller” {IS_NONE}"),
    ],
)  # fmt: skip
def test_what_looks_like_a_fence_and_is_none_is_told_when_the_block_is_loaded(
    tmp_path: Path, line: str, column: int, message: str
) -> None:
    text = f"---\nkind: news\n---\n# A\n\nwords\n{line}\n"
    files = {
        "content_blocks/news/a.md": text,
        "content_blocks/news/b.md": "---\nkind: news\n---\n# B\n",
        "content_blocks/news/b.fi.md": text[4:].replace("kind: news", "---\ntranslates: 1"),
    }
    library = open_library(write_workspace(tmp_path, files), None)
    place = f"{7 + (line.startswith('`'))}:{column}"
    for file, problems in (
        ("a.md", library.blocks["a"].problems),
        ("b.fi.md", library.blocks["b"].broken_bodies["fi"]),
    ):
        [problem] = problems
        assert str(problem).startswith(
            f"content_blocks/news/{file}:{place}: SP326 {message} (write ::: and the name at the start"
        )


@pytest.mark.parametrize(
    "line",
    ["::: seller\nx\n:::", "   ::: seller\nx\n  :::", "{% if a %}\n::: seller\n{% endif %}:::", "::: seller {# why #}", "{# ::: seller\nWords\n::: #}", "`::: seller` and ``:::``", "```\n:::\n```",
     "::: quote\n::: notes\n:::\n:::", "at 12:30::45", "```\nx = Library::seller;\n```", "also crate::seller.", "a ratio of 1\u22362", "C++ std::vector", "::: nobody"],
)  # fmt: skip
def test_fences_and_what_is_code_are_left_alone(line: str) -> None:
    assert list(fence_problems(f"# A\n\n{line}\n", "a.md", 1)) == []


@pytest.mark.parametrize(
    ("body", "sellers"),
    [
        ("# A\npublic\n::: seller\na\n:::\npublic\n::: notes\nb\n:::\n", ["a"]),
        ("- one ::: seller\na\n:::\n# B\nb\n", ["a"]),
        ("\u200b::: Seller\na\n::: quote\nb\n:::\nc\n:::\nd\n", ["a", "b", "c"]),
        ("::: seller\n- ```\n  :::\n  ```\n- a\n:::\nb\n# C\n", ["- ```", "  ```", "- a"]),
        ("```\n::: seller\na\n:::\n```\nb\n", ["a"]),
        ("::: seller\na\n", ["a", ""]),
        ("`::: seller` is what you write\n", []),
    ],
)
def test_what_is_the_sellers_is_found_however_it_is_read(body: str, sellers: list[str]) -> None:
    found = [line.text for line in for_the_seller(body)[0]]
    assert [text for text in found if ":: " not in text and text.strip() != ":::"] == sellers


def test_a_fence_whose_name_a_template_makes_is_told() -> None:
    [problem] = fence_problems("# A\n\n::: {% if x %}seller{% else %}quote{% endif %}\nS\n:::\n", "a.md", 1)
    assert str(problem).startswith("a.md:3:1: SP326 “::: {% if x %}seller")


def test_a_link_that_is_defined_among_the_sellers_words_is_told() -> None:
    body = "# A\n\nPublic [here].\n\n::: seller\n[here]: https://example.com/internal\n:::\n\n[there]: https://example.com\n"
    assert [str(problem) for problem in fence_problems(body, "a.md", 1)] == [
        "a.md:6:1: SP325 a link that is defined inside ::: seller would hold outside it too "
        "(write the address where it is used: [text](https://…))"
    ]
