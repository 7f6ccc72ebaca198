"""Which layout of a brand serves which role, and which of its placeholders take what. Rules are tables; no files here.

A layout is known first by its name or its OOXML type, then by its placeholders and where they lie. What
`brand.yaml` says comes before all of it. Roles without a layout of their own are served by another role's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from salespack.graphics.boxes import Box, area_of, union
from salespack.ooxml.placeholders import FOOTERS
from salespack.powerpoint.brand.layout_features import Facts, Page, facts_of
from salespack.powerpoint.brand.model import Layout, Placeholder, Role
from salespack.powerpoint.brand.settings import ROLE_NAMES, STANDALONE, BrandSettings, RoleSettings
from salespack.problems.problem import Place, Problem, UserFault

FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "title": ("section", "table", "bullets", "blank"),
    "section": ("title", "table", "bullets", "blank"),
    "bullets": ("two-content", "table", "section", "picture", "blank"),
    "two-content": ("bullets", "table", "blank"),
    "picture": ("table", "bullets", "blank"),
    "quote": ("bullets", "table", "blank"),
    "table": ("bullets", "blank"),
    "closing": ("title", "section", "table", "bullets", "blank"),
    "blank": ("table", "bullets"),
}
"""Whose layout serves a role that the brand has no layout for; the first that it has one for."""

GRAPHICS = ("table", "blank")
"""Roles whose slides hold graphics and tables alone, below a title that is in the brand's place for it."""
COLUMN = 0.6
"""The share of the room that the column of lists takes at least, for graphics to keep to it."""
SMALL_TEXT = 0.12
LARGE_TEXT = 0.15
"""Shares of the slide's area: below the one a text is a caption, above the other it is content."""


class Rule(msgspec.Struct, frozen=True):
    """A way to know a role's layout, and how to say it."""

    role: str
    why: str
    test: Callable[[Facts], bool]


def _of_type(*types: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.layout.type in types


def _captions(facts: Facts) -> bool:
    """Whether a layout's text is not its content, but says what a picture shows or a part of the deck is about."""
    return bool(facts.pictures) or facts.layout.type in ("secHead", "title") or facts.title_is_low


def _only_title(facts: Facts) -> bool:
    return facts.title is not None and facts.subtitle is None and not facts.contents and not facts.pictures


def _named(role: str, test: Callable[[Facts], bool]) -> Rule:
    """A layout whose name speaks of the role and of no other, and that has what the role needs."""
    return Rule(role, "its name", lambda one: one.hints == {role} and test(one))


RULES: tuple[Rule, ...] = (
    Rule("title", "layout type title", lambda one: one.layout.type == "title" and one.title is not None),
    Rule("title", "a centred title", lambda one: one.title is not None and one.title.type == "ctrTitle"),
    Rule("title", "a title and a subtitle, no content",
         lambda one: one.title is not None and one.subtitle is not None and not one.contents),
    Rule("title", "its name", lambda one: "title" in one.hints),
    Rule("title", "a title in the middle of the slide",
         lambda one: one.title_is_low and not one.pictures and not one.hints),
    Rule("section", "layout type secHead", lambda one: one.layout.type == "secHead" and one.title is not None),
    Rule("section", "a title in the middle of the slide",
         lambda one: one.title_is_low and one.subtitle is None and not one.pictures and not one.hints - {"section"}
         and one.title is not None and one.title.type == "title" and one.share(0) < LARGE_TEXT),
    Rule("section", "its name", lambda one: "section" in one.hints and one.title is not None),
    _named("bullets", lambda one: one.title is not None and len(one.large) == 1 and not one.pictures),
    Rule("bullets", "a content layout with one body",
         lambda one: _of_type("obj", "tx")(one) and one.title is not None and len(one.large) == 1),
    Rule("bullets", "a title and one large body",
         lambda one: one.title is not None and len(one.contents) == 1 and one.share(0) > LARGE_TEXT
         and not _captions(one)),
    Rule("bullets", "a title, one large body and small ones",
         lambda one: one.title is not None and one.share(0) > LARGE_TEXT and one.share(1) < SMALL_TEXT
         and not _captions(one)),
    _named("two-content", lambda one: one.title is not None and one.pair is not None and len(one.large) in (2, 4)),
    Rule("two-content", "a layout type for two contents",
         lambda one: _of_type("twoObj", "twoColTx")(one) and one.pair is not None),
    Rule("two-content", "two bodies side by side",
         lambda one: one.title is not None and one.pair is not None and len(one.large) == 2),
    Rule("two-content", "a comparison",
         lambda one: one.title is not None and one.pair is not None and len(one.contents) == 4
         and one.share(1) > 2 * one.share(2)),
    _named("picture", lambda one: bool(one.pictures)),
    Rule("picture", "layout type picTx", lambda one: one.layout.type == "picTx" and bool(one.pictures)),
    Rule("picture", "a picture placeholder", lambda one: one.title is not None and len(one.pictures) == 1),
    Rule("picture", "layout type objTx, content with a caption",
         lambda one: one.layout.type == "objTx" and one.title is not None and len(one.contents) == 2),
    Rule("quote", "its name", lambda one: "quote" in one.hints and bool(one.contents or one.title)),
    Rule("quote", "one large text and no title",
         lambda one: one.title is None and not one.pictures and len(one.texts) == 1
         and one.page.share(one.texts[0].box) > LARGE_TEXT),
    _named("table", lambda one: one.title is not None and not one.large and not one.pictures and not one.title_is_low),
    Rule("table", "layout type titleOnly",
         lambda one: one.layout.type == "titleOnly" and _only_title(one) and not one.title_is_low),
    Rule("table", "a title alone, at the top", lambda one: _only_title(one) and not one.title_is_low),
    Rule("closing", "its name", lambda one: "closing" in one.hints),
    Rule("blank", "layout type blank", lambda one: one.layout.type == "blank" and one.empty),
    Rule("blank", "no placeholders but date, footer and number", lambda one: one.empty),
)  # fmt: skip


class Taken(msgspec.Struct, frozen=True):
    """The placeholders of a layout that a role fills."""

    title: Placeholder | None = None
    subtitle: Placeholder | None = None
    bodies: tuple[Placeholder, ...] = ()
    picture: Placeholder | None = None
    attribution: Placeholder | None = None


def _take_opener(facts: Facts) -> Taken:
    """Title, and as its subtitle the first text below it; a layout without a title lends its largest letters."""
    texts = facts.texts
    title = facts.title or max(texts, key=lambda one: one.sizes[0], default=None)
    rest = [one for one in texts if one is not title]
    below = [one for one in rest if title is not None and one.box.y >= title.box.y]
    subtitle = facts.subtitle or min(below or rest, key=lambda one: one.box.y, default=None)
    return Taken(title=title, subtitle=subtitle, bodies=tuple(one for one in rest if one is not subtitle))


def _take_bullets(facts: Facts) -> Taken:
    return Taken(title=facts.title, bodies=facts.texts[:1])


def _take_two(facts: Facts) -> Taken:
    return Taken(title=facts.title, bodies=facts.pair or facts.contents[:2])


def _take_picture(facts: Facts) -> Taken:
    picture = (*facts.pictures, *facts.contents)[:1]
    captions = tuple(one for one in facts.contents if one not in picture)
    return Taken(title=facts.title, bodies=captions[:1], picture=picture[0] if picture else None)


def _take_quote(facts: Facts) -> Taken:
    """The largest text is the quotation, even where it is the title; the next one says whose words they are."""
    texts, title = facts.texts, facts.title
    if title is not None and (not texts or area_of(title.box) > area_of(texts[0].box)):
        return Taken(bodies=(title,), attribution=texts[0] if texts else None)
    return Taken(title=title, bodies=texts[:1], attribution=texts[1] if len(texts) > 1 else None)


def _take_table(facts: Facts) -> Taken:
    return Taken(title=facts.title)


def _take_nothing(_: Facts) -> Taken:
    return Taken()


TAKES: Mapping[str, Callable[[Facts], Taken]] = {
    "title": _take_opener, "section": _take_opener, "closing": _take_opener, "bullets": _take_bullets,
    "two-content": _take_two, "picture": _take_picture, "quote": _take_quote, "table": _take_table,
    "blank": _take_nothing,
}  # fmt: skip


Locate = Callable[[Sequence[str | int]], Place]
"""Tells where in brand.yaml the value at a path of keys stands."""


def in_brand_yaml(_: Sequence[str | int]) -> Place:
    """The file alone, where nothing more is known."""
    return Place("brand.yaml")


def find_roles(
    layouts: Sequence[Layout],
    families: Sequence[Sequence[int]],
    page: Page,
    settings: BrandSettings,
    used: Collection[str] = (),
    locate: Locate = in_brand_yaml,
) -> dict[str, Role]:
    """All nine roles. `families` are numbers of layouts of one look, the preferred first; `layouts` is not empty.

    `used` are the parts of the layouts that sample slides are made with: of layouts that serve alike, those are taken.

    Raises UserFault with a problem (SP510) for each name in `settings` that the brand does not have.
    """
    facts = [facts_of(number, layout, page, layout.part in used) for number, layout in enumerate(layouts)]
    roles = _from_settings(facts, [number for family in families for number in family], settings, locate)
    for name in ROLE_NAMES:
        for family in families[: None if name in STANDALONE else 1]:
            if name not in roles and (role := _found(name, [facts[number] for number in family])):
                roles[name] = role
    if (bullets := roles.get("bullets")) is not None:
        for role in [roles[one] for one in GRAPHICS if one in roles]:
            area = _in_column(role, facts[role.layout], bullets.area)
            roles[role.role] = msgspec.structs.replace(role, area=area)
    direct = dict(roles)
    turned = {name for name, role in direct.items() if any(one.turned for one in _filled_by(role, layouts))}
    for name in ROLE_NAMES:
        if name not in roles:
            roles[name] = _stand_in(name, direct, facts[families[0][0]], turned)
    return {name: roles[name] for name in ROLE_NAMES}


def _found(name: str, family: Sequence[Facts]) -> Role | None:
    """The role by the first rule that a layout of the family satisfies, those last whose names speak of other roles."""
    for rule in RULES:
        if rule.role == name:
            fitting = [facts for facts in family if not facts.vertical and rule.test(facts)]
            if fitting:
                best = min(fitting, key=lambda facts: _rank(name, facts))
                return _role(name, best, TAKES[name](best), rule.why, name)
    return None


def _rank(name: str, facts: Facts) -> tuple[bool, bool, int, int]:
    """Of layouts that satisfy one rule the least is taken: named for nothing else, in use, plain, first of all."""
    plainness = 0 if name == "title" else len(facts.layout.placeholders)
    return bool(facts.hints - {name}), not facts.used, plainness, facts.number


def _filled_by(role: Role, layouts: Sequence[Layout]) -> list[Placeholder]:
    filled = (role.title, role.subtitle, *role.bodies)
    return [one for one in layouts[role.layout].placeholders if one.idx in filled and one.type not in FOOTERS]


def _stand_in(name: str, direct: Mapping[str, Role], last: Facts, turned: Container[str]) -> Role:
    """The role served by another's layout: what that one fills is free for graphics if this role has no text. Where
    text is `turned` there is room for a name, and not for what other roles say."""
    served_by = next((other for other in FALLBACKS[name] if other in direct and other not in turned), None)
    if served_by is None:
        taken = Taken(title=None if name == "blank" else last.title)
        role = _role(name, last, taken, "no layout that suits it: the first one", name)
        return msgspec.structs.replace(role, fallback_of=name, area=last.free)
    other = direct[served_by]
    base = msgspec.structs.replace(
        other, role=name, fallback_of=name, served_by=served_by, why=f"no layout for it: {served_by}"
    )
    if name == "bullets":
        bodies = (other.subtitle,) if other.subtitle is not None and not other.bodies else other.bodies
        base = msgspec.structs.replace(base, subtitle=None, bodies=bodies[:1])
    if name in ("table", "blank", "picture"):
        base = msgspec.structs.replace(base, bodies=(), picture=None, subtitle=None, attribution=None)
    return msgspec.structs.replace(base, title=None) if name == "blank" else base


def _role(name: str, facts: Facts, taken: Taken, why: str, served_by: str) -> Role:
    def idx(one: Placeholder | None) -> int | None:
        return one.idx if one is not None else None

    return Role(
        role=name,
        layout=facts.number,
        title=idx(taken.title),
        subtitle=idx(taken.subtitle),
        bodies=tuple(one.idx for one in taken.bodies),
        picture=idx(taken.picture),
        attribution=idx(taken.attribution),
        area=_graphics_area(name, facts, taken),
        why=why,
        served_by=served_by,
    )


# --- brand.yaml ------------------------------------------------------------------------------------------------------


def _from_settings(
    facts: Sequence[Facts], order: Iterable[int], settings: BrandSettings, locate: Locate
) -> dict[str, Role]:
    """The roles that brand.yaml sets. Of layouts with one name the preferred master's counts."""
    by_name: dict[str, Facts] = {}
    for number in order:
        by_name.setdefault(_plain(facts[number].layout.name), facts[number])
    roles: dict[str, Role] = {}
    problems: list[Problem] = []
    for name, wanted in settings.roles.items():
        wish = wanted if isinstance(wanted, RoleSettings) else RoleSettings(layout=wanted)
        chosen = by_name.get(_plain(wish.layout))
        if chosen is None:
            names = [one.layout.name for one in by_name.values()]
            message = f"role {name}: the brand has no layout “{wish.layout}”"
            problems.append(_unknown(message, wish.layout, names, locate(("roles", name))))
            continue
        taken = _wished(name, wish, chosen, problems, locate(("roles", name)))
        roles[name] = _role(name, chosen, taken, "set in brand.yaml", name)
    if problems:
        raise UserFault(problems)
    return roles


def _wished(role: str, wish: RoleSettings, facts: Facts, problems: list[Problem], place: Place) -> Taken:
    """What the role would fill by itself, with the placeholders that brand.yaml names put in."""
    by_name = {_plain(one.name): one for one in facts.layout.placeholders}

    def named(name: str) -> Placeholder | None:
        found = by_name.get(_plain(name))
        if found is None:
            names = [one.name for one in facts.layout.placeholders]
            message = f"role {role}: layout “{facts.layout.name}” has no placeholder “{name}”"
            problems.append(_unknown(message, name, names, place))
        return found

    taken = TAKES[role](facts)
    if wish.title is not None:
        taken = msgspec.structs.replace(taken, title=named(wish.title))
    if wish.picture is not None:
        taken = msgspec.structs.replace(taken, picture=named(wish.picture))
    if wish.body is not None:
        names = (wish.body,) if isinstance(wish.body, str) else wish.body
        bodies = tuple(one for one in map(named, names) if one is not None)
        taken = msgspec.structs.replace(taken, bodies=bodies)
    return taken


def _unknown(message: str, name: str, names: Sequence[str], place: Place) -> Problem:
    close = get_close_matches(_plain(name), [_plain(one) for one in names], 1, 0.6)
    meant = next((f"did you mean “{one}”?" for one in names if close and _plain(one) == close[0]), "")
    listed = "it has " + ", ".join(f"“{one}”" for one in names) if names else "it has none"
    return Problem(code="SP510", message=message, hint=meant or listed, place=place)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _in_column(role: Role, facts: Facts, column: Box) -> Box:
    """The area of a role for graphics, as wide as the column of lists and from its top, where that has most of the room
    under the title."""
    area = role.area
    if facts.share(0) > LARGE_TEXT or area != facts.free or role.picture is not None or role.bodies:
        return area
    top, end = max(area.y, column.y), min(area.y + area.cy, column.y + column.cy)
    if column.cx < COLUMN * area.cx or end - top < COLUMN * area.cy:
        return area
    return Box(column.x, top, column.cx, area.y + area.cy - top)


def _graphics_area(role: str, facts: Facts, taken: Taken) -> Box:
    """Where graphics go: on the picture, else the bodies that the role fills, the layout's body, or what is free."""
    if taken.picture is not None:
        return taken.picture.box
    if taken.bodies and role not in STANDALONE:
        bodies = union([one.box for one in taken.bodies])
        return facts.grown(bodies) if role in ("bullets", "two-content") else bodies
    if role in STANDALONE and (below := facts.below) is not None:
        return below
    if role in ("table", "blank") and facts.share(0) > LARGE_TEXT:
        return facts.contents[0].box
    return facts.free
