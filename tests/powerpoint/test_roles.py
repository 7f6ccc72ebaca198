from __future__ import annotations

from pathlib import Path

import pytest

from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.roles import FALLBACKS, RULES, TAKES
from salespack.powerpoint.brand.settings import ROLE_NAMES, BrandSettings, RoleName, RoleSettings
from salespack.powerpoint.composing.stage import TEXT_BOX
from salespack.powerpoint.writing.writer import new_composer
from salespack.problems.problem import UserFault
from salespack.typography.faces import Typefaces
from tests.powerpoint.decks import paragraph, slide, text

from .packages import (
    CONTENT,
    HEIGHT,
    MASTER_SHAPES,
    TITLE,
    TITLE_ONLY,
    TYPES,
    WIDTH,
    Plan,
    Shape,
    brand_parts,
    master_xml,
    rels,
    replace,
    theme_xml,
    write_zip,
)

TOP = Shape("title", box=(5, 5, 90, 15))
MIDDLE = Shape("title", box=(10, 40, 80, 20))
LEFT, RIGHT = Shape(None, 1, (5, 25, 43, 60)), Shape(None, 2, (52, 25, 43, 60))
HEADS = (Shape("body", 3, (5, 16, 43, 17)), Shape("body", 4, (52, 16, 43, 17)))
SUBTITLE = Shape("body", 20, (5, 20, 90, 5))
LOW_LEFT, LOW_RIGHT = Shape(None, 1, (5, 34, 43, 50)), Shape(None, 2, (52, 34, 43, 50))
BODY = Shape("body", 1, (5, 25, 90, 60))
LOW_BODY = Shape(None, 1, (5, 25, 90, 20))
TALL = Shape("title", box=(5, 10, 90, 60))
CAPTION = Shape("body", 2, (5, 86, 90, 5))
PICTURE = Shape("pic", 13, (5, 25, 90, 55))

ROWS = [
    ("title", "layout type title", Plan("x", "title", (Shape("ctrTitle"), Shape("subTitle", 1)))),
    ("title", "a centred title", Plan("x", None, (Shape("ctrTitle"), Shape("body", 10)))),
    ("title", "a title and a subtitle, no content", Plan("x", "tx", (TOP, Shape("subTitle", 1)))),
    ("title", "its name", Plan("Cover", None, (TOP, BODY))),
    ("title", "a title in the middle of the slide", Plan("x", None, (MIDDLE, BODY))),
    ("section", "layout type secHead", Plan("x", "secHead", (MIDDLE, Shape("body", 1, (10, 60, 80, 10))))),
    ("section", "a title in the middle of the slide", Plan("x", None, (MIDDLE,))),
    ("section", "its name", Plan("Kapitel 1", None, (TOP, BODY))),
    ("bullets", "its name", Plan("Titel und Inhalt", None, (TOP, SUBTITLE, BODY))),
    ("bullets", "a content layout with one body", Plan("x", "tx", (TOP, BODY))),
    ("bullets", "a title and one large body", Plan("x", None, (TOP, BODY))),
    ("bullets", "a title, one large body and small ones", Plan("x", None, (TOP, BODY, CAPTION))),
    ("two-content", "its name", Plan("Two contents", None, (TOP, SUBTITLE, LEFT, RIGHT))),
    ("two-content", "a layout type for two contents", Plan("x", "twoObj", (TOP, LEFT, RIGHT))),
    ("two-content", "two bodies side by side", Plan("x", None, (TOP, LEFT, RIGHT))),
    ("two-content", "a comparison", Plan("x", "twoTxTwoObj", (TOP, *HEADS, LOW_LEFT, LOW_RIGHT))),
    ("picture", "its name", Plan("Otsikollinen kuva", None, (PICTURE, CAPTION))),
    ("picture", "layout type picTx", Plan("x", "picTx", (TOP, PICTURE, CAPTION))),
    ("picture", "a picture placeholder", Plan("x", None, (TOP, PICTURE))),
    ("picture", "layout type objTx, content with a caption", Plan("x", "objTx", (TOP, LEFT, RIGHT))),
    ("quote", "its name", Plan("Quote with attribution", None, (TOP, BODY, CAPTION))),
    ("quote", "one large text and no title", Plan("x", "objOnly", (Shape("subTitle", 1, (10, 20, 80, 60)),))),
    ("table", "its name", Plan("Only title", None, (TOP, SUBTITLE))),
    ("table", "layout type titleOnly", Plan("x", "titleOnly", (TOP,))),
    ("table", "a title alone, at the top", Plan("x", None, (TOP,))),
    ("closing", "its name", Plan("Thank you!", None, (MIDDLE,))),
    ("blank", "layout type blank", Plan("x", "blank", (Shape("ftr", 11),))),
    ("blank", "no placeholders but date, footer and number", Plan("x", None, (Shape("sldNum", 12),))),
]


def compiled(
    tmp_path: Path, *plans: Plan, settings: BrandSettings | None = None, slides: tuple[int, ...] = ()
) -> Brand:
    return compile_brand(write_zip(tmp_path / "brand.pptx", brand_parts(plans, slides=slides)), settings)


def share(box: Box) -> tuple[int, ...]:
    """The box in hundredths of the slide."""
    return tuple(round(part * 100 / whole) for part, whole in zip(
        (box.x, box.y, box.cx, box.cy), (WIDTH, HEIGHT, WIDTH, HEIGHT), strict=True))  # fmt: skip


def test_every_rule_has_its_row() -> None:
    assert [(rule.role, rule.why) for rule in RULES] == [(role, why) for role, why, _ in ROWS]
    assert set(FALLBACKS) == set(TAKES) == set(ROLE_NAMES)
    assert all(set(chain) <= set(ROLE_NAMES) - {name} for name, chain in FALLBACKS.items())


@pytest.mark.parametrize(("role", "why", "plan"), ROWS)
def test_a_layout_is_known(tmp_path: Path, role: str, why: str, plan: Plan) -> None:
    brand = compiled(tmp_path, Plan("y", "vertTx", (TOP, BODY)), plan)
    found = brand.roles[role]
    assert (found.layout, found.why, found.fallback_of, found.served_by) == (1, why, None, role)


@pytest.mark.parametrize(
    ("role", "plan", "filled"),
    [
        ("title", TITLE, {"title": 0, "subtitle": 1}),
        ("title", Plan("x", None, (Shape("ctrTitle", box=(9, 29, 83, 35)), Shape("body", 10, (9, 70, 83, 7)),
                                   Shape("body", 11, (9, 77, 83, 13)))), {"title": 0, "subtitle": 10, "bodies": (11,)}),
        ("section", Plan("x", "secHead", (MIDDLE, Shape("body", 1, (10, 60, 80, 10)))), {"title": 0, "subtitle": 1}),
        ("closing", Plan("Thanks", None, (Shape("body", 7, (10, 30, 80, 20)),)), {"title": 7}),
        ("bullets", Plan("x", None, (TOP, CAPTION, BODY)), {"title": 0, "bodies": (1,)}),
        ("two-content", Plan("x", "twoObj", (TOP, RIGHT, LEFT)), {"title": 0, "bodies": (1, 2)}),
        ("two-content", Plan("x", None, (TOP, *HEADS, LOW_LEFT, LOW_RIGHT)), {"title": 0, "bodies": (1, 2)}),
        ("picture", Plan("x", "picTx", (TOP, PICTURE, CAPTION)), {"title": 0, "bodies": (2,), "picture": 13}),
        ("quote", Plan("Quote", None, (TOP, CAPTION, BODY)), {"title": 0, "bodies": (1,), "attribution": 2}),
        ("quote", Plan("Quote", None, (TALL, CAPTION)), {"bodies": (0,), "attribution": 2}),
        ("table", TITLE_ONLY, {"title": 0}),
        ("blank", Plan("x", "blank"), {}),
    ],
)  # fmt: skip
def test_placeholders_are_given_their_part(tmp_path: Path, role: str, plan: Plan, filled: dict[str, object]) -> None:
    found = compiled(tmp_path, plan).roles[role]
    assert found.fallback_of is None
    nothing: dict[str, object] = {"title": None, "subtitle": None, "bodies": (), "picture": None, "attribution": None}
    assert {name: getattr(found, name) for name in nothing} == nothing | filled


@pytest.mark.parametrize(
    ("role", "plans", "area"),
    [
        ("bullets", [CONTENT], (5, 25, 90, 60)),
        ("two-content", [Plan("x", "twoObj", (TOP, LEFT, RIGHT))], (5, 25, 90, 60)),
        ("picture", [Plan("x", "picTx", (TOP, PICTURE, CAPTION))], (5, 25, 90, 55)),
        ("table", [CONTENT], (5, 25, 90, 60)),
        ("table", [TITLE_ONLY], (5, 25, 90, 60)),  # inside the master's body
        ("table", [Plan("x", None, (Shape("title", box=(20, 10, 60, 30)),))], (20, 40, 60, 45)),
        ("blank", [Plan("x", "blank")], (5, 25, 90, 60)),
        ("bullets", [Plan("x", "obj", (TOP, LOW_BODY, Shape("ftr", 11, (30, 90, 40, 5))))], (5, 25, 90, 65)),
        ("bullets", [Plan("x", "obj", (Shape("title", box=(5, 80, 90, 10)), LOW_BODY))], (5, 25, 90, 20)),
    ],
)  # fmt: skip
def test_the_area_for_graphics(tmp_path: Path, role: str, plans: list[Plan], area: tuple[int, ...]) -> None:
    assert share(compiled(tmp_path, *plans).roles[role].area) == area


def test_a_slide_without_room_gives_all_but_its_margins(tmp_path: Path) -> None:
    tall = Plan("x", "titleOnly", (Shape("title", box=(5, 5, 90, 50)), Shape("ftr", 11, (5, 68, 90, 5))))
    role = compiled(tmp_path, tall).roles["table"]
    assert share(role.area) == (5, 5, 90, 90)


@pytest.mark.parametrize(
    "plan",
    [row[2] for row in ROWS] + [Plan("Vertical", "vertTx", (Shape("body", 1, body='<a:bodyPr vert="eaVert"/>'),))],
)
def test_any_single_layout_yields_all_roles(tmp_path: Path, plan: Plan) -> None:
    brand = compiled(tmp_path, plan)
    assert tuple(brand.roles) == ROLE_NAMES
    for name, role in brand.roles.items():
        assert role.role == name
        assert role.layout == 0
        assert (role.fallback_of is None) == (role.served_by == name and not role.why.startswith("no layout that"))
        assert role.area.cx >= WIDTH // 5
        assert role.area.cy >= HEIGHT // 5


def test_a_missing_role_is_served_by_the_next_best(tmp_path: Path) -> None:
    brand = compiled(tmp_path, TITLE, CONTENT)
    served = {name: role.served_by for name, role in brand.roles.items() if role.fallback_of == name}
    assert served == {
        "section": "title", "two-content": "bullets", "picture": "bullets", "quote": "bullets", "table": "bullets",
        "closing": "title", "blank": "bullets",
    }  # fmt: skip
    assert brand.roles["quote"].bodies == (1,)
    assert brand.roles["table"].bodies == ()
    assert brand.roles["table"].title == 0
    assert brand.roles["blank"].title is None


CAPTIONS = (
    Plan("Divider", "secHead", (Shape("title", box=(8, 25, 86, 41)), Shape("body", 1, (8, 67, 86, 22)))),
    Plan("Picture", "picTx", (Shape("title", box=(8, 7, 32, 23)), PICTURE, Shape("body", 2, (8, 30, 32, 55)))),
)


def test_a_caption_takes_no_list_where_another_layout_has_room_for_it(tmp_path: Path) -> None:
    two = Plan("Two", "twoObj", (TOP, LEFT, RIGHT))
    role = compiled(tmp_path, *CAPTIONS, two).roles["bullets"]
    assert (role.layout, role.served_by, role.bodies, share(role.area)) == (2, "two-content", (1,), (5, 25, 90, 60))
    alone = [compiled(tmp_path, one).roles["bullets"] for one in CAPTIONS]
    assert [(role.served_by, role.bodies) for role in alone] == [("section", (1,)), ("picture", (2,))]


def test_names_of_other_things_come_last(tmp_path: Path) -> None:
    brand = compiled(tmp_path, Plan("Agenda", "obj", (TOP, BODY)), Plan("Text", "obj", (TOP, BODY)))
    assert brand.roles["bullets"].layout == 1
    assert compiled(tmp_path, Plan("Agenda", "obj", (TOP, BODY))).roles["bullets"].fallback_of is None


def test_words_in_names_are_whole_words(tmp_path: Path) -> None:
    brand = compiled(tmp_path, Plan("Legend and Uncovered", "obj", (TOP, BODY)))
    assert brand.roles["closing"].fallback_of == "closing"


def test_of_layouts_that_serve_alike_the_one_in_use_is_taken(tmp_path: Path) -> None:
    first, second = Plan("A", "title", (Shape("ctrTitle"),)), Plan("B", "title", (Shape("ctrTitle"),))
    assert compiled(tmp_path, first, second).roles["title"].layout == 0
    assert compiled(tmp_path, first, second, slides=(1,)).roles["title"].layout == 1


def test_text_that_does_not_stand_upright_serves_no_role_but_its_own(tmp_path: Path) -> None:
    """On a slanted title there is room for a name: thanks and addresses stand on an upright layout."""
    parts = brand_parts([TITLE, CONTENT, TITLE_ONLY])
    brand, roles = roles_of(tmp_path, parts)
    assert roles["closing"] == roles["title"] == 0
    slanted = parts["ppt/slideLayouts/slideLayout1.xml"]
    assert isinstance(slanted, str) and "<a:xfrm>" in slanted
    parts["ppt/slideLayouts/slideLayout1.xml"] = slanted.replace("<a:xfrm>", '<a:xfrm rot="19140000">')
    brand, roles = roles_of(tmp_path, parts)
    assert (roles["title"], roles["closing"]) == (0, 2)
    assert {one.turned for one in brand.layouts[0].placeholders if one.type != "sldNum"} == {True}
    assert not any(one.turned for one in brand.layouts[2].placeholders)
    composer = new_composer(brand, lambda: Typefaces(system=False))
    placed = composer.compose(slide("A name", text(paragraph("and a line below it")), layout="title")).placed
    assert [one.box for one in placed] == [None, None], "in a box of its own it would stand upright"


# --- several masters


def two_masters(
    own: list[Plan], other: list[Plan], *, slides: tuple[int, ...] = (), colours: str = "4472C4"
) -> dict[str, str | bytes]:
    """A brand whose second master has the layouts `other`, and a theme with that accent."""
    count = len(own)
    parts = brand_parts([*own, *other], slides=slides, master=master_xml(count))
    parts["ppt/slideMasters/slideMaster2.xml"] = master_xml(len(other), shapes=MASTER_SHAPES, first_id=100)
    parts["ppt/theme/theme2.xml"] = theme_xml().replace("4472C4", colours)
    listed = [
        (f"rId{n}", "slideLayout", f"../slideLayouts/slideLayout{count + n}.xml") for n in range(1, len(other) + 1)
    ]
    parts["ppt/slideMasters/_rels/slideMaster2.xml.rels"] = rels(*listed, ("rId99", "theme", "../theme/theme2.xml"))
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = rels(
        *((f"rId{n}", "slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, count + 1)),
        ("rId99", "theme", "../theme/theme1.xml"),
    )
    parts = replace(
        parts,
        "ppt/presentation.xml",
        "</p:sldMasterIdLst>",
        '<p:sldMasterId id="2147483740" r:id="rId50"/></p:sldMasterIdLst>',
    )
    link = rels(("rId50", "slideMaster", "slideMasters/slideMaster2.xml")).partition(">")[2]
    parts = replace(parts, "ppt/_rels/presentation.xml.rels", "</Relationships>", link)
    types = "".join(f'<Override PartName="/ppt/{name}" ContentType="{TYPES}{kind}+xml"/>' for name, kind in (
        ("slideMasters/slideMaster2.xml", "presentationml.slideMaster"), ("theme/theme2.xml", "theme")))  # fmt: skip
    return replace(parts, "[Content_Types].xml", "</Types>", types + "</Types>")


def roles_of(tmp_path: Path, parts: dict[str, str | bytes]) -> tuple[Brand, dict[str, int]]:
    brand = compile_brand(write_zip(tmp_path / "brand.pptx", parts))
    return brand, {name: role.layout for name, role in brand.roles.items()}


def test_the_master_with_more_layouts_is_preferred(tmp_path: Path) -> None:
    brand, roles = roles_of(tmp_path, two_masters([CONTENT], [TITLE, CONTENT, TITLE_ONLY], colours="ABCDEF"))
    assert (roles["title"], roles["bullets"], roles["table"]) == (1, 2, 3)
    assert brand.colours["accent1"] == "ABCDEF"


def test_text_boxes_are_measured_in_the_typeface_of_the_master_that_they_stand_on(tmp_path: Path) -> None:
    """What forms write on slides of the second master has its theme's typeface, and not that of the first."""
    parts = two_masters([CONTENT], [TITLE, CONTENT, TITLE_ONLY], colours="ABCDEF")
    theme = parts["ppt/theme/theme2.xml"]
    assert isinstance(theme, str)
    parts["ppt/theme/theme2.xml"] = theme.replace('"Verdana"', '"Courier New"')
    brand, _ = roles_of(tmp_path, parts)
    assert brand.minor_font == "Courier New"
    assert {one.end.typeface for one in brand.frames[TEXT_BOX].paragraphs} == {"Courier New"}


def test_the_master_that_sample_slides_use_is_preferred_to_a_larger_one(tmp_path: Path) -> None:
    _, roles = roles_of(tmp_path, two_masters([CONTENT], [TITLE, CONTENT, TITLE_ONLY], slides=(0,), colours="ABCDEF"))
    assert roles["bullets"] == 0


def test_masters_of_one_look_serve_together(tmp_path: Path) -> None:
    _, roles = roles_of(tmp_path, two_masters([TITLE, CONTENT], [TITLE_ONLY]))
    assert roles["table"] == 2


def test_of_another_look_only_slides_that_stand_alone_are_taken(tmp_path: Path) -> None:
    _, roles = roles_of(
        tmp_path, two_masters([CONTENT, TITLE_ONLY], [TITLE, LAYOUT_FOR_TWO], colours="ABCDEF", slides=(0,))
    )
    assert roles["title"] == 2
    assert roles["two-content"] == 0


LAYOUT_FOR_TWO = Plan("Two", "twoObj", (TOP, LEFT, RIGHT))

# --- brand.yaml


def settings_for(**roles: str | RoleSettings) -> BrandSettings:
    names: dict[str, RoleName] = {name.replace("-", "_"): name for name in ROLE_NAMES}
    return BrandSettings(roles={names[name]: wish for name, wish in roles.items()})


def test_a_role_may_be_set_by_the_layouts_name(tmp_path: Path) -> None:
    plan = Plan("Big  statement", None, (TOP, BODY))
    brand = compiled(tmp_path, TITLE, CONTENT, plan, settings=settings_for(quote="big statement"))
    quote = brand.roles["quote"]
    assert (quote.layout, quote.why, quote.fallback_of, quote.bodies) == (2, "set in brand.yaml", None, (1,))


def test_what_is_set_serves_other_roles_too(tmp_path: Path) -> None:
    brand = compiled(tmp_path, TITLE, CONTENT, TITLE_ONLY, settings=settings_for(title="Title Only"))
    assert brand.roles["closing"].layout == 2


def test_placeholders_may_be_set_by_name(tmp_path: Path) -> None:
    shapes = (
        Shape("title", box=(5, 5, 90, 15), name="Headline"),
        Shape("body", 10, (5, 25, 90, 30), name="Lead"),
        Shape("body", 11, (5, 60, 40, 30), name="Text"),
        Shape("body", 12, (50, 60, 40, 30), name="Shot"),
    )
    wish = RoleSettings("x", title="lead", body=("Text",), picture="Shot")
    found = compiled(tmp_path, Plan("x", None, shapes), settings=settings_for(picture=wish)).roles["picture"]
    assert (found.title, found.bodies, found.picture) == (10, (11,), 12)
    assert share(found.area) == (50, 60, 40, 30)


def test_every_unknown_name_is_reported_with_what_was_meant(tmp_path: Path) -> None:
    settings = settings_for(
        title="Titel Slide", quote="Zitat XXL", bullets=RoleSettings("Title and Content", body="Bodie")
    )
    with pytest.raises(UserFault) as caught:
        compiled(tmp_path, TITLE, CONTENT, settings=settings)
    problems = caught.value.problems
    assert [problem.code for problem in problems] == ["SP510"] * 3
    assert all(problem.place is not None and problem.place.file == "brand.yaml" for problem in problems)
    assert problems[0].hint == "did you mean “Title Slide”?"
    assert problems[1].hint == "it has “Title Slide”, “Title and Content”"
    assert "“Bodie”" in problems[2].message


NAMED = {
    "German": {
        "title": "Titelfolie", "section": "Abschnittsüberschrift", "bullets": "Titel und Inhalt", "quote": "Zitat",
        "closing": "Schlussfolie", "agenda": "Inhaltsverzeichnis",
    },
    "Swedish": {
        "title": "Rubrikbild", "section": "Avsnittsrubrik", "bullets": "Rubrik och innehåll", "quote": "Citat",
        "closing": "Avslutning", "agenda": "Innehållsförteckning",
    },
    "Finnish": {
        "title": "Otsikkodia", "section": "Osan ylätunniste", "bullets": "Otsikko ja sisältö", "quote": "Lainaus",
        "closing": "Kiitos", "agenda": "Sisällys",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", NAMED)
def test_layouts_are_known_by_their_names_in_other_languages(language: str, tmp_path: Path) -> None:
    names = NAMED[language]
    alike = [
        Plan(names[role], None, (TOP, BODY)) for role in ("agenda", "closing", "quote", "section", "title", "bullets")
    ]
    brand = compiled(tmp_path, *alike)
    found = {
        role: brand.layouts[brand.roles[role].layout].name
        for role in ("title", "section", "bullets", "quote", "closing")
    }
    assert found == {role: name for role, name in names.items() if role != "agenda"}


@pytest.mark.parametrize(
    ("agenda", "list_name"),
    [
        ("Table of contents", "One content"),
        ("Programme", "One text"),
        ("Inhaltsverzeichnis", "Titel und Inhalt"),
        ("Sisällysluettelo", "Otsikko ja sisältö"),
    ],
)
def test_an_agenda_takes_no_list_where_there_is_another_layout(tmp_path: Path, agenda: str, list_name: str) -> None:
    brand = compiled(tmp_path, Plan(agenda, None, (TOP, BODY)), Plan(list_name, None, (TOP, SUBTITLE, BODY)))
    assert brand.layouts[brand.roles["bullets"].layout].name == list_name
    only = compiled(tmp_path, Plan(agenda, None, (TOP, BODY)))
    assert only.layouts[only.roles["bullets"].layout].name == agenda, "better than none"


def test_a_layout_that_numbers_its_paragraphs_takes_no_list_where_there_is_another(tmp_path: Path) -> None:
    numbered = Shape(
        "body",
        1,
        (5, 25, 90, 60),
        text_style='<a:lvl1pPr><a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/></a:lvl1pPr>',
    )
    brand = compiled(tmp_path, Plan("A", None, (TOP, numbered)), Plan("B", None, (TOP, BODY)))
    assert brand.layouts[brand.roles["bullets"].layout].name == "B"


def test_a_small_holder_is_no_body(tmp_path: Path) -> None:
    icon = Shape("body", 1, (5, 30, 4, 6))
    brand = compiled(tmp_path, Plan("x", "obj", (TOP, icon)), Plan("y", "obj", (TOP, BODY)))
    assert brand.layouts[brand.roles["bullets"].layout].name == "y"
