"""A `brand.yaml` to start from: every role as it has been found, ready to paste and to change."""

from __future__ import annotations

import json
from collections import Counter

import msgspec

from salespack.powerpoint.brand.model import Brand, Layout, Role
from salespack.powerpoint.brand.settings import BrandSettings, DocumentSettings, RoleSettings

HEAD = """\
# Which layout serves which role, by its name in PowerPoint (View, Slide Master). Put this file beside the brand file.
# Leave out what needs no change; a role may also name the placeholders it fills:
#   two-content: {layout: "Two Content", title: "Title 1", body: ["Left", "Right"]}
"""


def brand_yaml(brand: Brand, settings: BrandSettings | None = None) -> str:
    """The text of a `brand.yaml` that says what the brand means already, missing roles as comments; what a person has
    set in `settings` stays."""
    settings = settings or BrandSettings()
    lines = [HEAD.rstrip(), "roles:"]
    names = Counter(_plain(one.name) for one in brand.layouts)
    for role in brand.roles.values():
        layout = brand.layouts[role.layout]
        if (wish := settings.roles.get(role.role)) is not None:  # type: ignore[call-overload]
            lines.append(f"  {role.role}: {_wished(wish)}")
        elif role.fallback_of:
            by = role.served_by or "the first layout"
            lines.append(f'  # {role.role}: "…"    # the brand has no layout for it; {by} serves')
        elif not _plain(layout.name) or names[_plain(layout.name)] > 1:
            lines.append(f"  # {role.role}: {_quoted(layout.name)}    # more than one layout has that name")
        else:
            lines.append(f"  {role.role}: {_setting(role, layout)}")
    if all(line.startswith("  #") for line in lines[2:]):
        lines[1] = "# roles:"
    title, body = brand.minimum_title / 100, brand.minimum_body / 100
    lines.append("# The sizes in points below which text is not made smaller to fit:")
    source = settings.minimum_sizes.source
    least = {"title": title, "body": body, **({"source": source} if source is not None else {})}
    lines.append(f"minimum_sizes: {{{', '.join(f'{name}: {size:g}' for name, size in least.items())}}}")
    if settings.maximum_sizes.body is not None:
        lines.append(f"maximum_sizes: {{body: {settings.maximum_sizes.body:g}}}")
    if settings.most_bullets != BrandSettings().most_bullets:
        lines.append(f"most_bullets: {settings.most_bullets}")
    own = [(one.name, getattr(settings.documents, one.name)) for one in msgspec.structs.fields(DocumentSettings)]
    if said := [f"{name}: {_quoted(value)}" for name, value in own if value is not None]:
        lines.append(f"documents: {{{', '.join(said)}}}")
    return "\n".join(lines) + "\n"


def _wished(wish: str | RoleSettings) -> str:
    """What a person has set for a role, as it is written."""
    if isinstance(wish, str):
        return _quoted(wish)
    pieces = [f"layout: {_quoted(wish.layout)}"]
    pieces += [f"{key}: {_quoted(name)}" for key, name in (("title", wish.title), ("picture", wish.picture)) if name]
    if wish.body is not None:
        names = (wish.body,) if isinstance(wish.body, str) else wish.body
        pieces.append(f"body: [{', '.join(map(_quoted, names))}]")
    return "{" + ", ".join(pieces) + "}"


def _setting(role: Role, layout: Layout) -> str:
    """The layout's name alone, with the placeholders where their names say which they are."""
    names = Counter(_plain(one.name) for one in layout.placeholders)
    by_idx = {one.idx: one.name for one in layout.placeholders}
    wanted = [idx for idx in (role.title, role.picture, *role.bodies) if idx is not None]
    clear = all(_plain(by_idx[idx]) and names[_plain(by_idx[idx])] == 1 for idx in wanted)
    if not wanted or not clear or role.role not in ("two-content", "picture"):
        return _quoted(layout.name)
    pieces = [f"layout: {_quoted(layout.name)}"]
    if role.title is not None:
        pieces.append(f"title: {_quoted(by_idx[role.title])}")
    if role.picture is not None:
        pieces.append(f"picture: {_quoted(by_idx[role.picture])}")
    if role.bodies:
        pieces.append(f"body: [{', '.join(_quoted(by_idx[idx]) for idx in role.bodies)}]")
    return "{" + ", ".join(pieces) + "}"


def _quoted(text: str) -> str:
    """Text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
