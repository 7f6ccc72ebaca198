"""What goes to a customer says nothing of who took a picture, in whatever file it is."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from tests.assembly.designed_decks import deck_of
from tests.graphics.test_picture_metadata import EVERY, SAID
from tests.workspaces import PACK, write_workspace

OUTPUTS = ("deck.pptx", "handout.pptx", "deck.pdf", "report.pdf")
DESIGNED = "---\nkind: experience\nvalues: {fewer-outages: 5}\nslides: {file: ../slides/offer.pptx, slide: 1}\n---\n"


@pytest.mark.parametrize(
    ("kind", "ending"), [("JPEG", "jpg"), ("JPEG of a telephone", "jpg"), ("PNG", "png"), ("GIF", "gif")]
)
def test_no_file_says_who_took_a_picture(
    kind: str, ending: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        "content_blocks/packs/first-meeting.yaml": PACK.replace("[deck.pptx]", f"[{', '.join(OUTPUTS)}]"),
        "content_blocks/benefits/calm-nights.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n"
        f"# Calm nights\n\n- for you\n\n![A photo](../images/photo.{ending})\n",
        "content_blocks/experiences/designed.md": DESIGNED,
    }
    library = write_workspace(tmp_path, files)
    (library / "images").mkdir()
    (library / "images" / f"photo.{ending}").write_bytes(EVERY[kind])
    (library / "slides").mkdir()

    def offer(slide: object) -> None:
        slide.shapes.title.text = "Our offer"  # type: ignore[attr-defined]
        slide.shapes.add_picture(io.BytesIO(EVERY[kind.partition(" ")[0]]), 0, 0)  # type: ignore[attr-defined]

    (library / "slides" / "offer.pptx").write_bytes(deck_of(offer))
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=datetime.date(2026, 11, 21))
    report = Builder(open_library(library, None), cache).build(request)
    made = {one.name: one.path.read_bytes() for one in report.placed}
    assert set(OUTPUTS) <= set(made)
    for name, content in made.items():
        parts = [content]
        if name.endswith(".pptx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                media = [one for one in archive.namelist() if one.startswith("ppt/media/")]
                assert media
                parts = [archive.read(one) for one in archive.namelist()]
        assert not any(said in part for said in SAID for part in parts), name
