"""What a presentation says of itself, and that all who open decks have it from there: number, id, title, size."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from salespack.ooxml.presentation import ListedSlide, Presentation, Size
from salespack.ooxml.reading import read_package
from salespack.powerpoint.brand.inspection import inspect_brand
from salespack.powerpoint.designed.outline import read_deck
from salespack.powerpoint.designed.source import SourceDeck
from salespack.problems.problem import UserFault
from salespack.scene.reading import read_scene
from tests.powerpoint.packages import HEIGHT, MAIN_TYPE, WIDTH, brand_parts, replace, unzip, write_zip
from tests.scene.scenes import deck, slide_xml, sp

TITLES = ("First", "Second", "Third")


def parts() -> dict[str, str | bytes]:
    """The members of a deck with three slides, ids 256 to 258."""
    slides = [slide_xml(sp("", one, ph='type="title"', box=None)) for one in TITLES]
    return {name: data.decode() for name, data in unzip(deck(*slides)).items()}


def opened(tmp_path: Path, members: Mapping[str, str | bytes]) -> Presentation:
    return Presentation(read_package(write_zip(tmp_path / "deck.pptx", members)))


def test_slides_are_listed_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    listed = '<p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId3"/>'
    turned = '<p:sldId id="257" r:id="rId3"/><p:sldId id="256" r:id="rId2"/>'
    found = opened(tmp_path, replace(parts(), "ppt/presentation.xml", listed, turned))
    assert found.slides == (
        ListedSlide(1, 257, "ppt/slides/slide2.xml"),
        ListedSlide(2, 256, "ppt/slides/slide1.xml"),
        ListedSlide(3, 258, "ppt/slides/slide3.xml"),
    )
    assert found.size == Size(WIDTH, HEIGHT)
    assert found.masters == ("ppt/slideMasters/slideMaster1.xml",)


def test_a_slide_that_the_file_lost_has_no_number_for_anybody(tmp_path: Path) -> None:
    members = parts()
    del members["ppt/slides/slide2.xml"]
    found = opened(tmp_path, members)
    assert [one.part for one in found.listed] == ["ppt/slides/slide1.xml", "", "ppt/slides/slide3.xml"]
    expected = [(1, "First"), (2, "Third")]
    file = tmp_path / "deck.pptx"
    source = SourceDeck(file)
    assert [(one.number, source.titles[one.part]) for one in source.slides] == expected
    assert [(one.number, one.title) for one in read_scene(file).slides] == expected
    assert [(one.number, one.title) for one in inspect_brand(file)[1].sample_slides] == expected
    with pytest.raises(UserFault, match="is damaged: slide 2 is missing"):
        read_deck(file)


def test_all_readers_tell_the_same_numbers_ids_and_titles(tmp_path: Path) -> None:
    file = write_zip(tmp_path / "deck.pptx", parts())
    source = SourceDeck(file)
    expected = [(number, 255 + number, title) for number, title in enumerate(TITLES, 1)]
    assert [(one.number, one.id, source.titles[one.part]) for one in source.slides] == expected
    assert [(one.position, one.id, one.title) for one in read_deck(file).slides] == expected
    assert [(one.number, one.title) for one in read_scene(file).slides] == [(one, title) for one, _, title in expected]


TITLED = {
    "in several lines": (sp("", "<a:bodyPr/><a:p><a:r><a:t>One</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p>"
                               "<a:p><a:fld><a:t>three</a:t></a:fld></a:p>", ph='type="ctrTitle"', box=None), "One two three"),
    "the second, where the first is empty": (sp("", " ", ph='type="title"') + sp("", "Said", ph='type="title" idx="3"'), "Said"),
    "none, but a text box": (sp("", "Said"), ""),
    "none, but a subtitle": (sp("", "Said", ph='type="subTitle" idx="1"'), ""),
}  # fmt: skip


@pytest.mark.parametrize("what", TITLED)
def test_a_title_is_the_same_for_all_readers(what: str, tmp_path: Path) -> None:
    content, title = TITLED[what]
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck(content))
    (found,) = SourceDeck(file).titles.values()
    assert found == title
    assert read_deck(file).slides[0].title == title
    assert read_scene(file).slides[0].title == title
    assert inspect_brand(file)[1].sample_slides[0].title == title


@pytest.mark.parametrize("show", ["0", "false", "off", "1", "true", ""])
def test_a_hidden_slide_is_hidden_for_all_readers(show: str, tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck(slide_xml(sp("", "Said"), attributes=f' show="{show}"')))
    hidden = show in ("0", "false", "off")
    assert (read_deck(file).slides[0].hidden, read_scene(file).slides[0].hidden) == (hidden, hidden)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ('<p:sldSz cx="9144000" cy="5143500"/>', (9_144_000, 5_143_500)),
        ('<p:sldSz cx="0" cy="5143500"/>', (9_144_000, 6_858_000)),
        ('<p:sldSz cx="-9144000" cy="5143500"/>', (9_144_000, 6_858_000)),
        ('<p:sldSz cx="99999999999" cy="5143500"/>', (9_144_000, 6_858_000)),
        ("", (9_144_000, 6_858_000)),
    ],
)
def test_slides_have_one_size_for_all(size: str, expected: tuple[int, int], tmp_path: Path) -> None:
    members = parts()
    members["ppt/presentation.xml"] = re.sub("<p:sldSz [^>]*>", size, str(members["ppt/presentation.xml"]))
    file = write_zip(tmp_path / "deck.pptx", members)
    scene, (brand, _) = read_scene(file), inspect_brand(file)
    assert opened(tmp_path, members).size == SourceDeck(file).size == expected
    assert (scene.width, scene.height) == (brand.width, brand.height) == expected


MAIN_TYPES = (
    MAIN_TYPE,
    MAIN_TYPE.replace("presentation.main", "template.main"),
    MAIN_TYPE.replace("presentation.main", "slideshow.main"),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
)


@pytest.mark.parametrize("main_type", MAIN_TYPES)
def test_presentations_templates_and_shows_are_opened(main_type: str, tmp_path: Path) -> None:
    assert opened(tmp_path, brand_parts(main_type=main_type)).part == "ppt/presentation.xml"


def test_files_of_other_programs_and_broken_ones_are_told(tmp_path: Path) -> None:
    word = brand_parts(main_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
    file = write_zip(tmp_path / "deck.pptx", word)
    readers: tuple[Callable[[Path], object], ...] = (
        lambda path: SourceDeck(path).slides,
        read_deck,
        read_scene,
        inspect_brand,
    )
    for read in readers:
        with pytest.raises(UserFault, match="SP503") as fault:
            read(file)
        assert str(fault.value).endswith("is an Office file, but not one of PowerPoint (give a .pptx or .potx file)")
    del word["ppt/presentation.xml"]
    with pytest.raises(UserFault, match="SP506"):
        opened(tmp_path, word)
