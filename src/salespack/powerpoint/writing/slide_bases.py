"""What the tags of a finished deck need of all of it, its build's id and its slides' bases; and what is kept of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from salespack.ooxml.packaging import PackageWriter, StoredPart
from salespack.ooxml.reading import WrittenPackage
from salespack.powerpoint.slide_templates import SlideTemplates

if TYPE_CHECKING:
    from salespack.ooxml.slide_base import SlideBase

ID_LETTERS = 16


def build_id(parts: Collection[StoredPart], *more: str) -> str:
    """The id of a build: the same for the same parts and what `more` is said of it, on every machine."""
    listed = sorted((part.name, part.crc, part.size) for part in parts)
    return hashlib.sha256(repr((listed, more)).encode()).hexdigest()[:ID_LETTERS]


class OwnShapes(NamedTuple):
    """The markup of a slide's shapes: what it shows itself, and its footers, which are others in each deck."""

    own: Sequence[str]
    footers: Sequence[str]


def bases_of(
    parts: Collection[StoredPart], slides: Mapping[str, OwnShapes | None], templates: SlideTemplates
) -> list[str]:
    """The bases of slides, given by their parts with the markup of their shapes, as values of their tags.

    Of a designed slide, None in place of its shapes, the part is read.
    """
    package = WrittenPackage(Path("deck.pptx"), parts)
    return [_base(package, part, shapes, templates) for part, shapes in slides.items()]


def kept_deck(parts: Collection[StoredPart]) -> bytes:
    """A deck without what its slides are not compared by: pictures, films, typefaces and workbooks."""
    writer = PackageWriter()
    for part in parts:
        if part.name.endswith((".xml", ".rels")):
            writer.copy(part)
    return writer.finish()


def _base(package: WrittenPackage, part: str, shapes: OwnShapes | None, templates: SlideTemplates) -> str:
    """The base of one slide; its salt is a digest of all that it is made of, but for its footers.

    So a slide that says the same in deck after deck is sealed once, and the footers of each deck join it.
    """
    own = (package.stored(part).crc,) if shapes is None else tuple(shapes.own)
    links = tuple([
        (one.id, one.target)
        if one.external
        else (one.id, package.stored(one.target).crc, package.stored(one.target).size)
        for one in package.relationships(part)
        if one.external or (one.target in package and one.kind != "slideLayout")
    ])  # fmt: skip
    made_of = templates.digests.get((own, links), lambda: _digest_of((own, links)))

    def own_base() -> SlideBase:
        from salespack.ooxml.slide_base import sealed
        from salespack.ooxml.slide_content import elements_of, elements_of_shapes

        if shapes is None:
            content = elements_of(package, part)
        else:
            content = elements_of_shapes(package, part, shapes.own, templates.contents.get)
        return sealed(content, made_of[:ID_LETTERS])

    def made() -> str:
        from salespack.ooxml.slide_base import followed, written_base
        from salespack.ooxml.slide_content import elements_in

        base = templates.sealed.get(made_of, own_base)
        if shapes is not None:
            base = followed(base, elements_in(package, part, shapes.footers, templates.contents.get))
        return written_base(base)

    return templates.base(made_of if shapes is None else _digest_of((made_of, shapes.footers)), made)


def _digest_of(said: object) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
