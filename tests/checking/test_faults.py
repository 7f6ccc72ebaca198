"""Every code that check can report has a small workspace with that one fault, found where it is."""

from __future__ import annotations

from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import iter_modules

import pytest

from salespack.checking import rules
from salespack.checking.rules.table import RULES
from salespack.problems.codes import CODES
from tests.checking.faults import ALSO, ELSEWHERE, FAULTS, PACK, PACK_FILE, Fault
from tests.checking.workspaces import checked, clean, told

CASES = [(code, fault) for code, fault in FAULTS.items()]
CASES += [(code, fault) for code, faults in ALSO.items() for fault in faults]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "fault"), CASES, ids=[f"{code}-{number}" for number, (code, _) in enumerate(CASES)])
def test_the_one_fault_is_found_with_its_code_file_line_and_column(
    code: str, fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {name: content for name, content in fault.files.items() if isinstance(content, str)}
    library = clean(tmp_path, monkeypatch, {PACK_FILE: PACK, **texts})
    for name, content in fault.files.items():
        if isinstance(content, bytes):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
    assert told(checked(library, rules=RULES, **fault.options)) == [f"{code} {fault.place}"]
    of_profiles = [rule.of_profiles for rule in RULES if rule.code == code]
    if of_profiles and any(name.startswith("profiles/") for name in fault.files):
        found = told(checked(library, rules=RULES, profiles=None, **fault.options))
        assert found == ([] if all(of_profiles) else [f"{code} {fault.place}"])


def test_every_rule_has_a_fault() -> None:
    assert sorted({rule.code for rule in RULES} - FAULTS.keys()) == []
    assert len(RULES) > 20


def test_every_other_code_of_files_bodies_and_matching_has_a_fault_or_a_reason() -> None:
    of_check = {code for code in CODES if code < "SP530" or code in ("SP901", "SP902")}
    assert sorted(of_check - FAULTS.keys() - ELSEWHERE.keys()) == []
    assert sorted(FAULTS.keys() & ELSEWHERE.keys()) == []
    assert sorted((FAULTS.keys() | ELSEWHERE.keys()) - CODES.keys()) == []


def test_every_function_that_looks_for_problems_is_in_the_table() -> None:
    found = [
        function
        for module in iter_modules(rules.__path__, f"{rules.__name__}.")
        for function in vars(import_module(module.name)).values()
        if isfunction(function)
        and function.__module__ == module.name
        and not function.__name__.startswith("_")
        and function.__annotations__.get("return") == "Iterator[Problem]"
    ]
    assert {rule.check for rule in RULES} <= set(found)
    assert sorted(function.__name__ for function in set(found) - {rule.check for rule in RULES}) == []


def test_every_rule_takes_what_its_row_gives_it() -> None:
    for rule in RULES:
        [given, *more] = signature(rule.check).parameters.values()
        assert (given.annotation, more) == (rule.subject.__name__, []), rule.code
