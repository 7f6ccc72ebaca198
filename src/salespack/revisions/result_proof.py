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
from salespack.scene.reading import read_scene

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


def proof_findings(
    content: bytes, package: Package, numbers: Sequence[int], resources: Resources
) -> Iterator[ProofFinding]:
    """What the proofs say against slides of a deck, given by their numbers. Raises UserFault (SP501–SP509)."""
    wanted = {one.part: None for one in Presentation(package).slides if one.number in numbers}
    if not wanted:
        return
    scene = read_scene(content, only=wanted, notes=False, memory=resources.scenes)
    for proof in prove(scene, resources.typefaces):
        for over in proof.over:
            yield ProofFinding(proof.number, over.name, "text runs over its frame")
    looks = prove_looks(scene, lambda _: Stage(), resources.typefaces, resources.looks.gallery)
    for slide, found in zip(scene.slides, looks, strict=True):
        for one in found.findings:
            if one.kind in TOLD:
                yield ProofFinding(slide.number, one.shape, TOLD[one.kind])
