"""Makes `typography/widths.msgpack`: advance widths of five common typefaces, from open fonts that are as wide.

    python tools/make_width_tables.py [folder with fonts, /usr/share/fonts by default]

The figures come from Liberation Sans, Serif and Mono (SIL Open Font License 1.1; Debian's fonts-liberation), Carlito
(SIL OFL 1.1) and Caladea (Apache License 2.0), both of Debian's fonts-crosextra. They were drawn to have the
advance widths of Arial, Times New Roman, Courier New, Calibri and Cambria. Only widths, heights and the code points
that have a glyph are taken: facts about the fonts, none of their outlines.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from salespack.typography import widths
from salespack.typography.fontfiles import read_table

FILES = {
    "Arial": "LiberationSans",
    "Times New Roman": "LiberationSerif",
    "Courier New": "LiberationMono",
    "Calibri": "Carlito",
    "Cambria": "Caladea",
}
STYLES = {"Regular": "", "Bold": "b", "Italic": "i", "BoldItalic": "bi"}


def main(folder: Path) -> int:
    """Reads twenty font files and writes the tables beside the module that reads them."""
    found = {path.stem: path for path in sorted(folder.rglob("*.ttf"))}
    tables = {
        f"{family}/{style}": msgspec.Raw(msgspec.msgpack.encode(read_table(found[f"{name}-{suffix}"])))
        for family, name in FILES.items()
        for suffix, style in STYLES.items()
    }
    widths.PLACE.write_bytes(msgspec.msgpack.encode(tables))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("/usr/share/fonts")))
