"""Pages speak one language: what a profile says in another one is left out and told, never mixed in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.workspaces import PROFILE, write_workspace

DIRECTION = """\
---
kind: benefit
values: {fewer-outages: 5}
---
# %s

{%% for goal in goals %%}
- {{ goal }}
{%% endfor %%}
{%% if success %%}
- {{ success }}
{%% endif %%}
{%% if facts.system is defined %%}
- {{ facts.system }}
{%% endif %%}
- “{{ values[0].quote }}”
"""
BOTH = """\
goals:
  - {en: Open four clinics, fi: Avata neljä klinikkaa}
  - Keep our nurses
success: {en: Fewer calls, fi: Vähemmän soittoja}
"""


def built(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    *options: str,
    needs: str = "",
    facts: str = "services: 140",
    quote: str = "{en: We hear it, fi: Kuulemme sen}",
) -> tuple[list[str], str]:
    """The lines of the slide that prints all that a profile says, and what the build tells."""
    block = DIRECTION.replace("5}\n", f"5}}\n{needs}")
    write_workspace(root, {
        "content_blocks/benefits/calm-nights.md": block % "Nights",
        "content_blocks/benefits/calm-nights.fi.md": "---\n{}\n---\n" + (DIRECTION % "Yöt").split("---\n")[2],
        "content_blocks/frames/opening.fi.md": "---\n{}\n---\n# Hei {{ customer.name }}\n",
        "profiles/acme.yaml": PROFILE.replace("services: 140", facts).replace(
            "fewer-outages: 9", f"fewer-outages: {{importance: 9, quote: {quote}, share: yes}}"
        ) + said,
    })  # fmt: skip
    monkeypatch.chdir(root)
    done = CliRunner().invoke(app, ["build", "profiles/acme.yaml", "--only", "deck.pptx", "--force", *options])
    assert done.exit_code == 0, done.output
    (deck,) = root.glob("out/acme/first-meeting/for-you/*.pptx")
    slides = Presentation(str(deck)).slides
    found = [slide for slide in slides if slide.shapes.title.text in ("Nights", "Yöt")]
    lines = [
        paragraph.text
        for slide in found
        for shape in slide.placeholders
        if 0 < shape.placeholder_format.idx < 10
        for paragraph in shape.text_frame.paragraphs
    ]
    return lines, "".join(line for line in done.stderr.splitlines(True) if "SP113" in line)


def test_texts_per_language_are_shown_in_that_of_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english, told = built(tmp_path / "en", monkeypatch, BOTH)
    assert [line for line in english if line] == ["Open four clinics", "Keep our nurses", "Fewer calls", "“We hear it”"]
    assert told == ""
    finnish, told = built(tmp_path / "fi", monkeypatch, BOTH, "--language", "fi")
    assert [line for line in finnish if line] == ["Avata neljä klinikkaa", "Vähemmän soittoja", "“Kuulemme sen”"]
    assert told == (
        "profiles/acme.yaml: warning: SP113 goals are not written in fi, and the pack leaves them out "
        "(write what it should show in each language: {en: …, fi: …})\n"
    )


def test_one_text_is_in_the_customers_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = "goals: [Open four clinics]\nsuccess: Fewer calls\n"
    english, told = built(tmp_path / "en", monkeypatch, plain)
    assert english[:2] == ["Open four clinics", "Fewer calls"] and told == ""
    finnish, told = built(tmp_path / "fi", monkeypatch, plain, "--language", "fi", quote="We hear it")
    assert [line for line in finnish if line] == []
    assert (
        "SP113 values.fewer-outages.quote, goals, success are not written in fi, and the pack leaves them out" in told
    )


@pytest.mark.slow
def test_a_quote_in_another_language_alone_is_told_with_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, told = built(tmp_path, monkeypatch, "", quote="{fi: Kuulemme sen}")
    assert [line for line in english if line] == []
    assert told == (
        "profiles/acme.yaml: warning: SP113 values.fewer-outages.quote is not written in en, and the pack leaves it out "
        "(write what it should show in each language: {en: …})\n"
    )


@pytest.mark.slow
def test_facts_may_be_texts_per_language_and_other_facts_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = "system: {en: the ticket system, fi: tikettijärjestelmä}, bills: {2025: 3, 2026: 4}"
    assert "tikettijärjestelmä" in built(tmp_path / "fi", monkeypatch, "", "--language", "fi", facts=both)[0]
    lines, told = built(tmp_path / "one", monkeypatch, "", "--language", "fi", facts="system: {en: the ticket system}")
    assert "the ticket system" not in lines
    assert "SP113 facts.system is not written in fi, and the pack leaves it out" in told
    assert "SAP" in built(tmp_path / "name", monkeypatch, "", "--language", "fi", facts="system: SAP")[0]


def test_a_block_that_needs_what_is_not_said_in_its_language_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, monkeypatch, "goals: [Open four clinics]\n", needs="needs: [goals]\n")
    for language, rejected in (("en", False), ("fi", True)):
        done = CliRunner().invoke(app, ["match", "profiles/acme.yaml", "--json", "--language", language])
        found = json.loads(done.stdout)["rejected"]["nearest"]
        assert [(one["block"], one["reason"], one["detail"]) for one in found if one["block"] == "calm-nights"] == [
            ("calm-nights", "needs", "goals")
        ] * rejected


def test_a_language_that_the_library_does_not_have_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_workspace(tmp_path, {"profiles/acme.yaml": PROFILE + "goals: [{en: Grow, sw: Växa}]\nsuccess: {fi: ''}\n"})
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["build", "profiles/acme.yaml"])
    assert done.exit_code == 1
    assert "profiles/acme.yaml:5:20: SP205 the language “sw” is not declared" in done.stderr
