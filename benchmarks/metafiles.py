"""How like LibreOffice's our drawing of metafiles is: `metafiles.py [--out DIR] FILE…` (.emf, .wmf, decks with some).

Each picture becomes a deck of one page that it fills, for LibreOffice, and the same page of ours; both PDFs become grey
pictures of 600 pixels (PDFium), compared by SSIM (Wang et al. 2004, Gaussian window). The pictures lie side by side in
the folder, ours on the left. LibreOffice draws thin lines of EMF+ thinner than the file says, draws other letters for
those that a file names by number, and has stand-ins of its own for typefaces that are not here: low figures are to be
looked at.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image
from pptx import Presentation
from pptx.opc.packuri import PackURI
from pptx.util import Emu
from skimage.metrics import structural_similarity

from salespack.drawing.pdf import draw_pdf
from salespack.drawing.vectors import Vectors
from salespack.graphics.lengths import POINT
from salespack.graphics.metafiles import Unreadable
from salespack.scene.reading import read_scene
from salespack.typesetting.libreoffice import find_program
from salespack.typography.faces import Typefaces

ON = datetime.date(2026, 12, 1)
SIDE, LEAST, LONGEST = 600, 920_000, 10_000_000
"""Pixels of the compared pictures; EMU of the shorter and the longer side of the pages, if they allow both."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/metafiles"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    program = find_program()
    if program is None:
        sys.exit("LibreOffice is not installed")
    typefaces, decks = Typefaces(), []
    for name, content in _metafiles(asked.files):
        try:
            found = Vectors().of(content, name, typefaces)
        except Unreadable as fault:
            print(f"{name}: not drawn, it {fault.why}")
            continue
        if b"<path" not in found.svg and b"<image" not in found.svg:
            print(f"{name}: nothing is in it")
            continue
        deck = asked.out / f"{name}.pptx"
        deck.write_bytes(_deck(content, name, found.width, found.height))
        decks.append((deck, found.left_out))
    theirs = asked.out / "libreoffice"
    profile = (asked.out.resolve() / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    arguments = [*command, str(theirs), *[str(deck) for deck, _ in decks]]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    figures = []
    for deck, left_out in decks:
        ours = _picture(draw_pdf(read_scene(deck), typefaces, on=ON).pdf)
        other = _picture((theirs / f"{deck.stem}.pdf").read_bytes())
        high, wide = min(ours.shape[0], other.shape[0]), min(ours.shape[1], other.shape[1])
        ours, other = ours[:high, :wide], other[:high, :wide]
        ssim = float(structural_similarity(ours, other, gaussian_weights=True, data_range=255))  # type: ignore[no-untyped-call]
        Image.fromarray(np.hstack([ours, other])).save(asked.out / f"{deck.stem}.png")
        figures.append(ssim)
        print(f"{deck.stem}: {ssim:.3f}" + (f", without {', '.join(left_out)}" if left_out else ""))
    print(f"{len(figures)} compared, {sum(one >= 0.9 for one in figures)} at 0.9 or more, worst {min(figures):.3f}")
    return 0


def _metafiles(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """The metafiles among files and in decks, each content once, by a name with its ending."""
    seen = set()
    for file in files:
        if file.suffix.lower() in (".emf", ".wmf"):
            found = [(file.name, file.read_bytes())]
        else:
            with zipfile.ZipFile(file) as package:
                names = [name for name in package.namelist() if name.lower().endswith((".emf", ".wmf"))]
                found = [(f"{file.stem}-{Path(name).name}", package.read(name)) for name in names]
        for name, content in found:
            digest = hashlib.sha256(content).digest()
            if digest not in seen:
                seen.add(digest)
                yield name, content


def _deck(content: bytes, name: str, width: float, height: float) -> bytes:
    """A deck with a page that the picture fills."""
    share = max(LONGEST / max(width, height), LEAST / min(width, height)) / POINT
    deck, dot, target = Presentation(), io.BytesIO(), io.BytesIO()
    deck.slide_width, deck.slide_height = Emu(int(width * share * POINT)), Emu(int(height * share * POINT))
    Image.new("RGB", (9, 9)).save(dot, "PNG")
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_picture(dot, 0, 0, deck.slide_width, deck.slide_height)
    part = slide.part.related_part(shape._element.blipFill.blip.rEmbed)
    kind = name[-3:].lower()
    part._blob, part.partname, part._content_type = content, PackURI(f"/ppt/media/image1.{kind}"), f"image/x-{kind}"
    deck.save(target)
    return target.getvalue()


def _picture(pdf: bytes) -> np.ndarray[Any, Any]:
    page = pypdfium2.PdfDocument(pdf)[0]
    return np.asarray(page.render(scale=SIDE / max(page.get_size()), grayscale=True).to_pil().convert("L"))


if __name__ == "__main__":
    raise SystemExit(main())
