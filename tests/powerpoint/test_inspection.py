"""What `brand check` knows of a brand file: roles, fonts, contrast, sample slides, and a brand.yaml to start from."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.formats.schema import decode
from salespack.formats.yaml import Source
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.inspection import Inspection, inspect_brand
from salespack.powerpoint.brand.settings import ROLE_NAMES, BrandSettings
from salespack.powerpoint.writing.brand_sample import write_brand_sample
from salespack.problems.problem import UserFault
from salespack.typesetting.engine import package_fonts
from salespack.typography import installed
from salespack.typography.faces import Typefaces
from tests.powerpoint.packages import (
    CONTENT,
    TITLE,
    TITLE_ONLY,
    Plan,
    Shape,
    brand_parts,
    rels,
    replace,
    write_zip,
)
from tests.typography.bodies import write_font

INK = '<a:lvl1pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
DARK_GROUND = '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="203A70"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


def inspected(tmp_path: Path, parts: dict[str, str | bytes], typefaces: Typefaces | None = None) -> Inspection:
    return inspect_brand(write_zip(tmp_path / "brand.pptx", parts), typefaces=typefaces)[1]


def with_macros(parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    links = parts["ppt/_rels/presentation.xml.rels"]
    assert isinstance(links, str)
    macros = '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    links = links.replace("</Relationships>", f'{macros} Target="vbaProject.bin"/></Relationships>')
    return {**parts, "ppt/_rels/presentation.xml.rels": links, "ppt/vbaProject.bin": b"MACROS"}


def test_roles_say_what_they_fill_why_and_what_is_missing(tmp_path: Path) -> None:
    found = inspected(tmp_path, brand_parts())
    rows = {one.role: one for one in found.roles}
    assert list(rows) == list(ROLE_NAMES)
    assert (rows["title"].layout, rows["title"].body, rows["title"].why) == (
        "Title Slide", ("Placeholder 3",), "layout type title",
    )  # fmt: skip
    assert found.missing == ("section", "two-content", "picture", "quote", "closing", "blank")
    assert (rows["quote"].missing, rows["quote"].served_by, rows["quote"].layout) == (
        True, "bullets", "Title and Content",
    )  # fmt: skip


def test_the_size_the_masters_and_the_layouts_are_listed(tmp_path: Path) -> None:
    found = inspected(tmp_path, brand_parts())
    assert (found.ratio, found.masters) == ("16:9", {"Test": 3})
    assert [one.name for one in found.layouts] == ["Title Slide", "Title and Content", "Title Only"]
    assert found.layouts[2].roles == ("picture", "table", "blank")


def test_a_suggestion_means_what_the_brand_means_already(tmp_path: Path) -> None:
    plans = [TITLE, CONTENT, TITLE_ONLY, Plan("Two: “halves”", "twoObj", (
        Shape("title", name="Top"), Shape(None, 1, (5, 25, 40, 60), name="Left"), Shape(None, 2, (50, 25, 40, 60), name="Right"),
    ))]  # fmt: skip
    path = write_zip(tmp_path / "brand.pptx", brand_parts(plans))
    brand, found = inspect_brand(path)
    assert '{layout: "Two: “halves”", title: "Top", body: ["Left", "Right"]}' in found.brand_yaml
    again = compile_brand(path, decode(Source("brand.yaml", found.brand_yaml), BrandSettings))
    for name, role in brand.roles.items():
        if not role.fallback_of:
            assert (again.roles[name].layout, again.roles[name].title, again.roles[name].bodies) == (
                role.layout, role.title, role.bodies,
            )  # fmt: skip
            assert again.roles[name].why == "set in brand.yaml"


def test_a_name_that_two_layouts_have_is_only_a_comment(tmp_path: Path) -> None:
    found = inspected(tmp_path, brand_parts([TITLE, CONTENT, TITLE_ONLY._replace(name="Title Slide")]))
    assert '  # title: "Title Slide"    # more than one layout has that name' in found.brand_yaml
    assert decode(Source("brand.yaml", found.brand_yaml), BrandSettings).roles == {"bullets": "Title and Content"}


def test_sample_slides_are_listed_in_their_order(tmp_path: Path) -> None:
    parts = brand_parts(slides=[1, 1])
    title = (
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="T"/><p:cNvSpPr/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>Our</a:t></a:r><a:r><a:t> year</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    parts = replace(parts, "ppt/slides/slide2.xml", "</p:spTree>", f"{title}</p:spTree>")
    assert [(one.number, one.title) for one in inspected(tmp_path, parts).sample_slides] == [(1, ""), (2, "Our year")]


def test_contrast_figures_and_what_is_done_about_the_worst(tmp_path: Path) -> None:
    black = INK.format(size=2800, colour="000000")
    plan = Plan("Night", "obj", (Shape("title", text_style=black), Shape(None, 1)), background=DARK_GROUND)
    rows = {one.what: one for one in inspected(tmp_path, brand_parts([plan])).contrasts}
    assert (rows["dk1 on lt1"].ratio, rows["dk1 on lt1"].enough) == (21.0, True)
    title = rows["title of “Night”"]
    assert (title.colour, title.ground, title.enough, title.needed) == ("000000", "203A70", False, 3.0)
    assert title.remedy == "written in FFFFFF instead"
    assert (rows["links"].ground, rows["links"].remedy) == ("203A70", "written in the text's colour")


@pytest.mark.parametrize(
    ("family", "has", "expected"),
    [("Verdana", True, (True, "own")), ("Verdana", False, (False, None)), ("Verdana", None, (None, None)),
     ("Calibri", False, (False, "Carlito")), ("Montserrat SemiBold", False, (False, "built in"))],
)  # fmt: skip
def test_fonts_say_whether_they_are_here_and_what_is_known_of_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    family: str,
    has: bool | None,
    expected: tuple[bool | None, str | None],
) -> None:
    (tmp_path / "fonts").mkdir()
    if has is not None:
        write_font(tmp_path / "fonts" / "one.ttf", family if has else "Other", {"a": 500})
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(installed, "font_folders", lambda: (tmp_path / "fonts",))
    parts = replace(brand_parts(), "ppt/theme/theme1.xml", "Verdana", family)
    embedded = f'<p:embeddedFontLst><p:embeddedFont><p:font typeface="{family}"/></p:embeddedFont></p:embeddedFontLst>'
    parts = replace(parts, "ppt/presentation.xml", "<p:notesSz", f"{embedded}<p:notesSz")
    row = next(one for one in inspected(tmp_path, parts, Typefaces()).fonts if one.name == family)
    assert (row.installed, row.metrics) == expected
    assert row.embedded
    assert "the theme's text" in row.used_for


def test_font_files_tell_their_families(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = next(file for file in package_fonts() if file.stem == "SourceSansPro-Regular")
    (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(installed, "font_folders", lambda: (tmp_path,))
    here = Typefaces()
    assert (here.is_installed("Source Sans Pro"), here.is_installed("Verdana")) == (True, False)
    monkeypatch.setattr(installed, "font_folders", lambda: (tmp_path / "nowhere",))
    assert Typefaces().is_installed("Source Sans Pro") is None


def test_macros_are_told_and_stay_behind(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "brand.potm", with_macros(brand_parts()))
    brand, found = inspect_brand(path)
    assert found.macros
    assert [one.code for one in found.problems] == ["SP512"]
    made = write_brand_sample(brand, datetime.date(2026, 12, 1))
    assert b"vba" not in made and b"MACROS" not in made


def test_the_specimen_shows_every_role(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "brand.pptx", brand_parts())
    made = Presentation(io.BytesIO(write_brand_sample(inspect_brand(path)[0], datetime.date(2026, 12, 1))))
    texts = [" ".join(shape.text_frame.text for shape in one.shapes if shape.has_text_frame) for one in made.slides]
    for role, text in zip(ROLE_NAMES, texts, strict=False):
        assert f"{role}: layout “" in text


def test_a_file_without_layouts_is_one_problem_that_says_what_to_do(tmp_path: Path) -> None:
    parts = brand_parts()
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = rels(("rId4", "theme", "../theme/theme1.xml"))
    with pytest.raises(UserFault) as caught:
        inspected(tmp_path, parts)
    (problem,) = caught.value.problems
    assert (problem.code, bool(problem.hint)) == ("SP511", True)


def test_every_text_that_layouts_print_is_listed_with_the_slides_that_will_carry_it(tmp_path: Path) -> None:
    def drawn(text: str) -> str:
        return (
            '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Mark"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
            f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    content = Plan("Title and Content", "obj", CONTENT.shapes, extra=drawn("Streng vertraulich"))
    alone = Plan("Title Only", "titleOnly", TITLE_ONLY.shapes, extra=drawn("ModifyMe"))
    number = '</a:t></a:r><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>‹#›</a:t></a:fld><a:r><a:t>'
    unused = Plan("Another", None, TITLE_ONLY.shapes, extra=drawn("Draft") + drawn(number))
    found = inspected(tmp_path, brand_parts([TITLE, content, alone, unused]))
    rows = {one.text: one for one in found.printed}
    assert (rows["Streng vertraulich"].layouts, rows["Streng vertraulich"].prompt) == (("Title and Content",), False)
    assert "bullets" in rows["Streng vertraulich"].roles
    assert rows["ModifyMe"].prompt
    assert not {"1", "‹#›"} & set(rows), "the number of a slide is no text of the layout"
    assert rows["Draft"].roles == ()
    assert found.printed[-1].text == "Draft", "what no slide will carry comes last"
