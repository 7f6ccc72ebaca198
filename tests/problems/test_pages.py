"""Every code has a page that says something of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.problems import pages
from salespack.problems.codes import CODES
from salespack.problems.pages import HEADING, all_pages, page_of
from salespack.problems.problem import UsageFault


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(CODES.keys() - all_pages().keys()) == []
    assert sorted(all_pages().keys() - CODES.keys()) == []


def test_each_page_stands_in_the_file_of_its_hundred_in_order() -> None:
    files = sorted(Path(pages.__file__).parent.glob("*.md"))
    codes = {file.name: HEADING.findall(file.read_text("utf-8")) for file in files}
    assert sum(map(len, codes.values())) == len(CODES)
    assert {name: found for name, found in codes.items() if found != sorted(found)} == {}
    assert [(name, code) for name, found in codes.items() for code in found if name[:3] != f"sp{code[2]}"] == []


def test_each_page_explains_and_says_how_to_mend() -> None:
    texts = all_pages()
    assert len(set(texts.values())) == len(texts)
    for code, text in texts.items():
        assert len(text) > 60, code
        assert "\nMend:" in text, code


def test_a_page_is_found_in_small_letters_and_an_unknown_code_is_a_fault() -> None:
    assert page_of("sp302") == all_pages()["SP302"]
    with pytest.raises(UsageFault) as fault:
        page_of("SP399")
    assert fault.value.problems[0].message == "there is no rule SP399"
