"""Messages name a profile's file and field, never what it says: in no form, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.checking.reports import FORMS
from tests.checking.workspaces import BENEFIT, checked, clean

SECRET = "zqxsecretzqx"  # noqa: S105 - a word that nothing else holds
VALID = f"""\
customer: {{name: {SECRET} Oy, industry: healthcare, employees: 495, country: FI}}
goals: [{SECRET} goal]
success: {SECRET} success
values: {{fewer-outages: {{importance: 9, quote: {SECRET} quote, source: {SECRET}}}}}
stakeholders: [{{name: {SECRET} Person, role: cto}}]
meeting: {{date: 2026-12-01, roles: [cto]}}
facts: {{run_cost: "{SECRET}", day: {SECRET}, rows: [{SECRET}], costs: {{{SECRET}: "{SECRET}"}}, {SECRET}_x: 1}}
"""
WRONG = [
    VALID.replace("industry: healthcare", f"industry: {SECRET}"),
    VALID.replace("country: FI", f"country: {SECRET}"),
    VALID.replace("employees: 495", f"employees: {SECRET}"),
    VALID.replace("role: cto", f"role: {SECRET}"),
    VALID.replace("importance: 9", f"importance: {SECRET}"),
    VALID.replace("fewer-outages", SECRET),
    VALID.replace("2026-12-01", SECRET),
    VALID + f"{SECRET}: 1\n",
    VALID + f"pin: [{SECRET}]\n",
    VALID + f"drop: [{SECRET}]\n",
    VALID + f"pin: {SECRET}\n",
    VALID + f"extra: &{SECRET} 1\n",
    VALID + f"extra: *{SECRET}\n",
    VALID + f"extra: !{SECRET} 1\n",
    VALID + f"{SECRET}: 1\n{SECRET}: 2\n",
    VALID + f"bad: {SECRET}: {SECRET}\n",
    VALID + f"  {SECRET}\n",
    VALID + f'bad: "{SECRET}\n',
    f"- {SECRET}\n",
    SECRET,
]
# Each goes wrong with the data above, and with no generated profile or in another way.
TEMPLATES = [
    "{{ facts.run_cost | money }}",
    "{{ facts.run_cost | number }}",
    "{{ facts.run_cost | percent }}",
    "{{ facts.day | date }}",
    "{{ facts.rows }}",
    "{{ facts.costs }}",
    "{{ facts.zqxsecretzqy_x }}",
    "{{ facts.run_cost + 1 }}",
    "{{ customer.name | int + facts.run_cost }}",
    "{{ facts.costs.nothing | number }}",
    "[x]({{ facts.run_cost }})",
    "[x]({{ customer.name }})",
    "{{ relationship.kind }}",
    "![{{ customer.name }}](images/{{ facts.run_cost }}.png)",
    "```chart\ntype: column\nalt: A\ndata: facts.costs\n```",
    "```chart\ntype: column\nalt: A\ncategories: [a]\nseries: {\"{{ facts.run_cost }}\": [1, 2]}\n```",
    "```chart\ntype: \"{{ facts.run_cost }}\"\nalt: A\n```",
    "{{ customer[facts.run_cost] }}",
    "{{ {'a': 1}[facts.run_cost] }}",
    "{% include facts.run_cost %}",
]  # fmt: skip


def everything(library: Path) -> str:
    """A report in every form, and what is kept of it."""
    cache = library.parent / "cache"
    cache.mkdir(mode=0o700, exist_ok=True)
    report = checked(library, cache=cache)
    again = checked(library, cache=cache)
    assert again.problems == report.problems
    assert report.problems
    kept = next(cache.glob("check-*.msgpack")).read_bytes().decode("utf-8", "replace")
    return kept + "".join(form(report, coloured=False) for form in FORMS.values())


@pytest.mark.slow
@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_profile(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = everything(clean(tmp_path, monkeypatch, {"profiles/other.yaml": text}))
    assert "profiles/other.yaml" in told
    assert SECRET not in told.casefold()


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_rendering(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = "needs: [facts.run_cost]\n"
    block = BENEFIT.replace("values:", f"{needs}values:").replace("- nobody is called", template)
    files = {"profiles/acme.yaml": VALID, "content_blocks/benefits/calm.md": block}
    told = everything(clean(tmp_path, monkeypatch, files))
    assert "content_blocks/benefits/calm.md" in told
    assert SECRET not in told.casefold()
