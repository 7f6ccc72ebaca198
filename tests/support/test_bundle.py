"""The support bundle: what is in it, and that nothing of a customer is, wherever it stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from pptx import Presentation

from salespack.problems.codes import CODES
from salespack.profiles.profile import ProfileFile
from salespack.support.bug_logs import part_to_send, write_log
from salespack.support.bundle import LEFT_OUT
from salespack.support.computer import folder_facts
from salespack.system.cache import CACHE_VARIABLE
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

PLANTED = "Sikret"
NUMBER = 73_194_655
"""Figures of a customer are data too."""

PROFILE = f"""\
customer: {{name: {PLANTED} Oy, industry: healthcare, employees: {NUMBER}, country: FI, language: en, revenue: {NUMBER},
  logo: {PLANTED}.png}}
goals: [{PLANTED} opens clinics]
success: Fewer calls to {PLANTED}
relationship: {{kind: current, since: {NUMBER}, lifecycle: use, state: passive, reference: declined, benchmark: true,
  satisfaction: {{rating: 2.1, scale: 1-5}}, bought: {NUMBER}, last_bought: 2026-01-02, renewal: 2027-01-02, asked: 2026-02-02}}
scale: 0-10
format: 1
values:
  fewer-outages: {{importance: 9, satisfaction: 3, with_us: 7, quote: {PLANTED} said so, source: a talk with {PLANTED}}}
owner: {PLANTED} Salo
contact: {{permission: yes, when: after {PLANTED}, channel: phone}}
offer: {{price_per_year: {NUMBER}, price_once: {NUMBER}, date: 2026-11-01, valid_until: 2027-01-31}}
stakeholders: [{{name: {PLANTED} Virtanen, role: cto, cares_about: [fewer-outages]}}]
meeting: {{date: 2026-12-01, stage: evaluation, minutes: {NUMBER}, roles: [cto]}}
facts: {{{PLANTED}: {PLANTED}, services: {NUMBER}}}
facts_date: 2026-11-03
plan: [{{what: {PLANTED} moves, ours: {PLANTED} Aho, theirs: {PLANTED} Virtanen, date: 2026-12-15, measure: {PLANTED} sleeps, done: 2026-12-14}}]
pin: [sikret-case]
drop: [sikret-other]
"""
BROKEN_PROFILE = f"""\
customer: {{name: {PLANTED}, {PLANTED}: {PLANTED}, industry: sikret, country: {PLANTED}, employees: {PLANTED}}}
{PLANTED}: {PLANTED}
relationship: {PLANTED}
values: {{sikret: {PLANTED}, fewer-outages: {{importance: {NUMBER}}}}}
"""
BLOCK = f"""\
---
kind: experience
values: {{fewer-outages: 4}}
tags: [sikret]
about: {{customer: {PLANTED}, industry: healthcare, country: FI, employees: {NUMBER}}}
evidence: {{source: {PLANTED}, url: "https://sikret.example", date: 2026-01-01, sample: {PLANTED}}}
owner: {PLANTED}
approved: {{by: {PLANTED}, on: 2026-01-01}}
check: {{off: {{SP344: {PLANTED}}}}}
---
# {PLANTED}

- {PLANTED} {{{{ facts.{PLANTED} }}}}

::: seller
{PLANTED}
:::
"""


def salespack(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "salespack", *arguments],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


def contents(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def facts(bundle: Path, name: str) -> Any:
    return json.loads(contents(bundle)[name])


def planted(root: Path) -> Path:
    """A workspace with the secret in every text that people write, in names of files, and in the brand."""
    workspace = root / f"{PLANTED} sales"
    library = write_workspace(
        workspace,
        {
            f"profiles/{PLANTED}.yaml": PROFILE,
            f"profiles/broken-{PLANTED}.yaml": BROKEN_PROFILE,
            f"profiles/{PLANTED}.yml": f"customer: {PLANTED}: {PLANTED}",
            "content_blocks/experiences/sikret-case.md": BLOCK,
            "content_blocks/benefits/sikret-broken.md": f"---\nkind: {PLANTED}\n{PLANTED}: {PLANTED}\n---\n# {PLANTED}\n",
            "content_blocks/benefits/sikret-empty.md": f"{PLANTED}\n",
            "content_blocks/packs/sikret.yaml": f"name: {PLANTED}\nsections: [{{slot: {PLANTED}}}]\noutputs: [{PLANTED}.pdf]\n",
            "content_blocks/people/sikret.yaml": f"name: {PLANTED}\n{PLANTED}: {PLANTED}\n",
            f"content_blocks/templates/{PLANTED}.md.j2": f"{{# for: {PLANTED} #}}{PLANTED}",
        },
    )
    brand = library / "brand" / "lumikko.pptx"
    deck = Presentation(str(brand))
    for layout in deck.slide_layouts:
        layout.name = f"{PLANTED} {layout.name}"
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = PLANTED
    deck.core_properties.author = PLANTED
    deck.save(str(brand))
    return workspace


def names_in(kind: Any) -> Iterator[str]:
    """The fields of a struct and of the structs in it."""
    for field in msgspec.structs.fields(kind):
        yield field.name
        for inner in (field.type, *getattr(field.type, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                yield from names_in(inner)


def keys_of(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys_of(value)
    elif isinstance(data, list):
        for one in data:
            yield from keys_of(one)


def test_the_planted_profile_has_every_field_there_is() -> None:
    assert sorted({*names_in(ProfileFile)} - {*keys_of(yaml.safe_load(PROFILE))}) == []


def test_nothing_of_a_customer_is_in_it(tmp_path: Path) -> None:
    workspace, own = planted(tmp_path), tmp_path / "cache"
    own.mkdir(mode=0o700)
    done = salespack(
        workspace, "support", "--json", "--out", str(tmp_path / "bundle.zip"),
        SALESPACK_CACHE=str(own), HTTPS_PROXY=f"http://{PLANTED}:{PLANTED}@proxy.example:8080",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    found = contents(tmp_path / "bundle.zip")
    assert set(found) == {"README.txt", "computer.json", "fonts.json", "library.json", "brand.json"}
    for name, text in {**found, "stdout": done.stdout, "names": " ".join(found)}.items():
        assert PLANTED.casefold() not in text.casefold(), name
        assert str(NUMBER) not in text, name
    library = json.loads(found["library.json"])
    assert library["profiles"] == 4
    assert {(one["code"], one["found_in"]) for one in library["problems"]} >= {
        ("SP003", "profiles"), ("SP101", "profiles"), ("SP201", "profiles"), ("SP009", "library"), ("SP601", "library"),
    }  # fmt: skip
    assert all(one["meaning"] == CODES[one["code"]].meaning for one in library["problems"])
    assert "HTTPS_PROXY" in json.loads(found["computer.json"])["variables"]
    brand = json.loads(found["brand.json"])
    assert brand["sample_slides"] >= 1
    assert {"title", "bullets", "blank"} <= {one["role"] for one in brand["roles"]}


def test_a_library_is_told_in_figures(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"content_blocks/experiences/sikret-case.md": BLOCK})
    assert salespack(tmp_path, "support").returncode == 0
    library = facts(tmp_path / "salespack-support.zip", "library.json")
    assert library["blocks"] == {"benefit": 1, "experience": 3, "frame": 1}
    assert library["states"] == {"approved": 5}
    assert library["texts"] == {"en": 5}
    assert library["problems"] == []


def test_it_says_what_is_in_it_and_what_is_not(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    done = salespack(tmp_path, "support")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == ["wrote salespack-support.zip", "In it:", "  file           holds"]
    assert lines[-len(LEFT_OUT) - 2 :] == [
        "Not in it:", *(f"  - {one}" for one in LEFT_OUT), "All of it is plain text. Look into it before you send it.",
    ]  # fmt: skip
    bundle = contents(tmp_path / "salespack-support.zip")
    for name in bundle.keys() - {"README.txt"}:
        assert f"  {name}: " in bundle["README.txt"]
        assert any(line.startswith(f"  {name} ") for line in lines)
    for one in LEFT_OUT:
        assert one in bundle["README.txt"]


def test_json_for_programs(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    told = json.loads(salespack(tmp_path, "support", "--json", "--out", "b.zip").stdout)
    assert told["path"] == "b.zip"
    assert [one["name"] for one in told["files"]] == list(contents(tmp_path / "b.zip"))
    assert tuple(told["left_out"]) == LEFT_OUT


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "salespack-support.zip").write_text("mine")
    done = salespack(tmp_path, "support")
    assert (done.returncode, done.stderr) == (
        2, "salespack-support.zip: SP802 is there already (name another with --out, or add --replace)\n",
    )  # fmt: skip
    assert (tmp_path / "salespack-support.zip").read_text() == "mine"
    assert salespack(tmp_path, "support", "--replace").returncode == 0
    assert "README.txt" in contents(tmp_path / "salespack-support.zip")


def test_it_works_without_a_library_and_with_one_that_cannot_be_read(tmp_path: Path) -> None:
    assert salespack(tmp_path, "support").returncode == 0
    assert set(contents(tmp_path / "salespack-support.zip")) == {"README.txt", "computer.json", "fonts.json"}
    library = write_workspace(tmp_path / "workspace", {"content_blocks/library.yaml": "company: [\n"})
    assert salespack(library.parent, "support").returncode == 0
    (problem,) = facts(library.parent / "salespack-support.zip", "library.json")["problems"]
    assert (problem["code"], problem["found_in"], problem["count"]) == ("SP003", "library", 1)


def test_a_library_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    done = salespack(tmp_path, "support", "--library", "nowhere")
    assert (done.returncode, done.stderr) == (2, "nowhere: SP011 there is no such library folder (check --library)\n")
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = salespack(tmp_path, "support", "--out", "file/bundle.zip")
    assert done.returncode == 1
    assert done.stderr.startswith("file: SP702 cannot be written: it is a file, not a folder")


def fail() -> None:
    try:
        dict[str, str]()[PLANTED]
    except KeyError as cause:
        raise ValueError(f"{PLANTED}\n== All of it: {PLANTED}") from cause


def test_of_a_bug_goes_where_it_arose_and_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    import datetime

    own = tmp_path / "cache"
    own.mkdir(mode=0o700)
    monkeypatch.setenv(CACHE_VARIABLE, str(own))
    namespace: dict[str, Any] = {"fail": fail}
    exec(compile(f"def {PLANTED}():\n    fail()\n", f"/home/{PLANTED}/template.md", "exec"), namespace)  # noqa: S102
    with pytest.raises(ValueError, match=PLANTED) as raised:
        namespace[PLANTED]()
    log = write_log(raised.value, datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    assert PLANTED in log.read_text("utf-8")
    sent = part_to_send(log)
    assert sent is not None
    assert PLANTED not in sent
    lines = sent.splitlines()
    assert lines[0].startswith("salespack ")
    assert lines[1] == "builtins.ValueError"
    assert "  (a template, or another file)" in lines
    assert "caused by builtins.KeyError" in lines
    assert salespack(tmp_path, "support", SALESPACK_CACHE=str(own)).returncode == 0
    bundle = contents(tmp_path / "salespack-support.zip")
    assert bundle["logs/01.txt"] == sent


def test_a_log_of_another_form_is_left_out(tmp_path: Path) -> None:
    log = tmp_path / "bug-1.log"
    log.write_text(f"salespack 0.0.1\nTraceback\nKeyError: {PLANTED}\n")
    assert part_to_send(log) is None
    assert part_to_send(tmp_path / "bug-2.log") is None


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("//server/share/content_blocks", "network"),
        ("/home/a/OneDrive - Lumikko/content_blocks", "synchronised"),
        ("/Users/a/Library/Mobile Documents/content_blocks", "synchronised"),
        ("/home/a/content_blocks", "local"),
    ],
)
def test_kinds_of_folders(folder: str, kind: str) -> None:
    found = folder_facts(Path(folder))
    assert (found.kind, found.characters, found.ascii, found.writable) == (kind, len(folder), True, False)
