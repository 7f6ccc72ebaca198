"""`salespack brand check` as a person or a program meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from tests.cli.test_commands import salespack
from tests.powerpoint.packages import brand_parts, write_zip

pytestmark = pytest.mark.slow


def test_a_brand_file_is_told_in_plain_text(tmp_path: Path) -> None:
    write_zip(tmp_path / "ours.pptx", brand_parts(slides=[1]))
    done = salespack(tmp_path, "brand", "check", "ours.pptx")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "ours.pptx: 13.33 × 7.50 in (33.9 × 19.1 cm), 16:9"
    assert any(line.split()[:2] == ["bullets", "Title"] for line in lines)
    assert "Sample slides that no output will have: 1" in lines
    assert "\033" not in done.stdout


def test_programs_get_json(tmp_path: Path) -> None:
    write_zip(tmp_path / "ours.pptx", brand_parts())
    told = json.loads(salespack(tmp_path, "brand", "check", "ours.pptx", "--json").stdout)
    assert {one["role"]: one["layout"] for one in told["roles"]}["table"] == "Title Only"
    assert told["contrasts"][0]["ratio"] == 21.0


def test_what_brand_yaml_beside_it_says_is_heeded(tmp_path: Path) -> None:
    write_zip(tmp_path / "ours.pptx", brand_parts())
    (tmp_path / "brand.yaml").write_text("roles: {quote: Title Only}\n", encoding="utf-8")
    told = json.loads(salespack(tmp_path, "brand", "check", "ours.pptx", "--json").stdout)
    (quote,) = [one for one in told["roles"] if one["role"] == "quote"]
    assert (quote["layout"], quote["why"]) == ("Title Only", "set in brand.yaml")
    (tmp_path / "brand.yaml").write_text("roles: {quote: Title Onyl}\n", encoding="utf-8")
    done = salespack(tmp_path, "brand", "check", "ours.pptx")
    assert done.returncode == 1
    assert done.stderr.startswith("brand.yaml:1:16: SP510 role quote: the brand has no layout “Title Onyl”")


def test_a_sample_is_written_and_never_over_another_file(tmp_path: Path) -> None:
    write_zip(tmp_path / "ours.pptx", brand_parts())
    assert salespack(tmp_path, "brand", "check", "ours.pptx", "--sample", "sample.pptx").returncode == 0
    assert len(Presentation(str(tmp_path / "sample.pptx")).slides) == 29
    again = salespack(tmp_path, "brand", "check", "ours.pptx", "--sample", "sample.pptx")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "SP513 sample.pptx is there already (name another file, or add --replace)\n"
    assert salespack(tmp_path, "brand", "check", "ours.pptx", "--sample", "sample.pptx", "--replace").returncode == 0
    assert salespack(tmp_path, "brand", "check", "ours.pptx", "--sample", "sample.pdf").returncode == 2
    assert salespack(tmp_path, "brand", "check", "ours.pptx", "--sample", "none/sample.pptx").returncode == 1


def test_a_sample_deck_below_a_file_is_told(tmp_path: Path) -> None:
    write_zip(tmp_path / "ours.pptx", brand_parts())
    done = salespack(tmp_path, "brand", "check", "ours.pptx", "--sample", "ours.pptx/sample.pptx")
    assert done.returncode == 1
    assert done.stderr.startswith("ours.pptx: SP513 it cannot be written: it is a file, not a folder")


def test_a_file_that_is_none_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "ours.pptx").write_bytes(b"PK no zip")
    done = salespack(tmp_path, "brand", "check", "ours.pptx")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ours.pptx: SP504 is damaged")
    assert len(done.stderr.splitlines()) == 1


def test_a_preview_shows_every_role_in_one_picture(tmp_path: Path) -> None:
    write_zip(tmp_path / "ours.pptx", brand_parts())
    done = salespack(tmp_path, "brand", "check", "ours.pptx", "--preview", "ours.png")
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "wrote ours.png"
    with Image.open(tmp_path / "ours.png") as picture:
        assert picture.format == "PNG" and picture.width == 1_600
    again = salespack(tmp_path, "brand", "check", "ours.pptx", "--preview", "ours.png")
    assert again.returncode == 2 and "ours.png is there already" in again.stderr
    wrong = salespack(tmp_path, "brand", "check", "ours.pptx", "--preview", "ours.jpg")
    assert wrong.returncode == 2 and "--preview ours.jpg: it will be a .png" in wrong.stderr
