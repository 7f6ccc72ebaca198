"""The proofs of fit and of looks, run on slides of a deck that a person had a hand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salespack.building.resources import Resources
from salespack.fit.proof import prove
from salespack.looks.finding import FindingKind
from salespack.looks.proof import prove_looks
from salespack.looks.stages import Stage
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package
from salespack.scene.model import AutoShape, SlideScene, TableShape
from salespack.scene.reading import read_scene
from salespack.scene.tables.tables import row_heights
from salespack.typography.faces import Typefaces
from salespack.typography.overflow import tolerance

TOLD: dict[FindingKind, str] = {
    "unreadable": "cannot be read on what lies behind it",
    "over-text": "runs over another text",
    "over-picture": "runs over a picture",
}
"""What is told of a slide that a person laid out: taste is theirs."""


class ProofFinding(NamedTuple):
    """Something that does not fit or cannot be read: on which slide, on which shape, and what."""

    slide: int
    shape: str
    what: str


def _onto_texts(slide: SlideScene, page: int, typefaces: Typefaces) -> Iterator[tuple[str, str]]:
    """Tables that end below the slide, or below the top of a text that stands under their first row: rows that somebody
    inserted make the frame of a table larger, so that it still holds them all."""
    for table in slide.shapes:
        if not isinstance(table, TableShape) or table.origin != "slide":
            continue
        heights = row_heights(table, typefaces, surely=True).heights
        end, first = table.box.y + sum(heights), table.box.y + (heights[0] if heights else 0)
        slack = tolerance(table.box.cy)
        if end > page + slack:
            yield table.name, "its rows run off the slide"
            continue
        for one in slide.shapes:
            if not isinstance(one, AutoShape) or one.text is None or not one.text.text.strip():
                continue
            is_abreast = one.box.x < table.box.x + table.box.cx and one.box.x + one.box.cx > table.box.x
            if is_abreast and first <= one.box.y < end - slack:
                yield table.name, f"its rows run over “{one.name}”"
                break


def proof_findings(
    content: bytes, package: Package, numbers: Sequence[int], resources: Resources
) -> Iterator[ProofFinding]:
    """What the proofs say against slides of a deck, given by their numbers. Raises UserFault (SP501–SP509)."""
    wanted = {one.part: None for one in Presentation(package).slides if one.number in numbers}
    if not wanted:
        return
    scene = read_scene(content, only=wanted, notes=False, memory=resources.scenes)
    for slide, proof in zip(scene.slides, prove(scene, resources.typefaces), strict=True):
        tables = dict(_onto_texts(slide, scene.height, resources.typefaces))
        yield from (ProofFinding(proof.number, name, what) for name, what in tables.items())
        for over in proof.over:
            if over.name not in tables:
                yield ProofFinding(proof.number, over.name, "text runs over its frame")
    looks = prove_looks(scene, lambda _: Stage(), resources.typefaces, resources.looks.gallery)
    for slide, found in zip(scene.slides, looks, strict=True):
        for one in found.findings:
            if one.kind in TOLD:
                yield ProofFinding(slide.number, one.shape, TOLD[one.kind])
