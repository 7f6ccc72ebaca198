"""What is proven of a deck that was just written: read from what is at hand, it is what its file says."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.library.index import open_library
from salespack.ooxml.markup import parse
from salespack.powerpoint.writing.writer import WrittenDeck
from salespack.scene import reading
from salespack.scene.memory import SceneMemory
from salespack.scene.model import SlideScene
from salespack.scene.reading import read_scene
from tests.conftest import PROJECT
from tests.workspaces import write_workspace

TODAY = datetime.date(2026, 11, 21)


def written(builder: Builder, profile: Path, language: str | None = None) -> WrittenDeck:
    """The deck of a customer as it is written."""
    request = Request(profile=profile, out=Path("out"), today=TODAY, language=language, only=("deck.pptx",))
    (deck,) = builder.packing.decks(("deck.pptx",), request, builder.match(request)).values()
    return deck


def slides(deck: WrittenDeck, memory: SceneMemory | None) -> tuple[SlideScene, ...]:
    """The slides of a deck, from its file alone without a `memory`."""
    at_hand = deck.at_hand if memory is not None else None
    return read_scene(deck.file, language="en", memory=memory, at_hand=at_hand).slides


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_slides_read_from_what_is_at_hand_are_those_of_the_file() -> None:
    builder, memory = Builder(open_library(PROJECT / "content_blocks", None), None), SceneMemory()
    for name, language in (("newex", "en"), ("newex", "fi"), ("betasoloin", "en"), ("newex", "en")):
        deck = written(builder, PROJECT / "profiles" / f"{name}.yaml", language)
        assert len(deck.at_hand.slides) > 10
        shown = slides(deck, None)
        assert slides(deck, memory) == shown
        # The fit proof asks for one shape of a slide before that of looks asks for all of them.
        asking = SceneMemory()
        only = {part: {2} for part in deck.at_hand.slides}
        texts = read_scene(deck.file, language="en", only=only, texts_only=True, memory=asking, at_hand=deck.at_hand)
        assert [one.shapes for one in texts.slides] == [
            tuple(shape for shape in slide.shapes if shape.origin == "slide" and shape.id == 2)
            for slide in shown
            if slide.part in only
        ]
        assert slides(deck, asking) == shown


def test_of_the_next_customers_decks_shapes_with_other_words_are_parsed_to_compare_and_then_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = Builder(open_library(write_workspace(tmp_path), None), None)
    profile, memory = tmp_path / "profiles" / "acme.yaml", SceneMemory()
    of_acme = profile.read_text(encoding="utf-8")
    before = written(builder, profile)
    slides(before, memory)
    parsed: list[bytes] = []

    def counted(data: bytes) -> object:
        parsed.append(data)
        return parse(data)

    monkeypatch.setattr(reading, "parse", counted)
    shapes = []
    for name in ("Bravo", "Delta", "Gamma & Co", "Rho Ä"):
        profile.write_text(of_acme.replace("Acme", name), encoding="utf-8")
        deck = written(builder, profile)
        told = [one for slide in deck.slides for one in slide.shapes]
        parsed.clear()
        found = slides(deck, memory)
        shapes.append(sum(data.count(b"<p:sp>") + data.count(b"<p:graphicFrame>") for data in parsed))
        assert found == slides(deck, None)
        others = [one for slide in before.slides for one in slide.shapes]
        new, before = sum(one != other for one, other in zip(told, others, strict=True)), deck
        assert 0 < new < len(told)
        assert shapes[-1] <= new
    assert shapes[0] > 0  # what is like another is compared with its markup at first
    assert shapes[2] == 0


def test_shapes_that_are_not_what_their_markup_says_serve_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = Builder(open_library(write_workspace(tmp_path), None), None)
    profile, memory = tmp_path / "profiles" / "acme.yaml", SceneMemory()
    of_acme = profile.read_text(encoding="utf-8")
    monkeypatch.setattr(reading, "reworded", lambda known, _: known.shapes)
    for name in ("Acme", "Bravo", "Delta", "Gamma"):
        profile.write_text(of_acme.replace("Acme", name), encoding="utf-8")
        deck = written(builder, profile)
        assert slides(deck, memory) == slides(deck, None)
