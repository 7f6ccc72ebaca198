"""Writes the Lumikko brand file: `python make_brand.py [--out lumikko.pptx] [--plain] [--contrast]`.

Here is how the parts of the package hang together. What the brand looks like is in `brand_design`, the XML of each
part is a Jinja template in `parts/`. The same design always gives the same parts, with fixed times in the zip.
Part names follow ISO/IEC 29500-1 (PresentationML, DrawingML) and 29500-2 (the package).
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import brand_design as design
import jinja2
from lxml import etree

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
OPEN_XML = "application/vnd.openxmlformats-officedocument."
PACKAGE = "application/vnd.openxmlformats-package."
DEFAULT_TYPES = {
    "rels": PACKAGE + "relationships+xml",
    "xml": "application/xml",
    "xlsx": OPEN_XML + "spreadsheetml.sheet",
}
# Content types by the start of a part's name.
PART_TYPES = {
    "docProps/core.xml": PACKAGE + "core-properties+xml",
    "docProps/app.xml": OPEN_XML + "extended-properties+xml",
    "ppt/presentation.xml": OPEN_XML + "presentationml.presentation.main+xml",
    "ppt/presProps.xml": OPEN_XML + "presentationml.presProps+xml",
    "ppt/viewProps.xml": OPEN_XML + "presentationml.viewProps+xml",
    "ppt/tableStyles.xml": OPEN_XML + "presentationml.tableStyles+xml",
    "ppt/theme/theme": OPEN_XML + "theme+xml",
    "ppt/slideMasters/slideMaster": OPEN_XML + "presentationml.slideMaster+xml",
    "ppt/slideLayouts/slideLayout": OPEN_XML + "presentationml.slideLayout+xml",
    "ppt/notesMasters/notesMaster": OPEN_XML + "presentationml.notesMaster+xml",
    "ppt/slides/slide": OPEN_XML + "presentationml.slide+xml",
    "ppt/notesSlides/notesSlide": OPEN_XML + "presentationml.notesSlide+xml",
    "ppt/charts/chart": OPEN_XML + "drawingml.chart+xml",
    "xl/workbook.xml": OPEN_XML + "spreadsheetml.sheet.main+xml",
    "xl/worksheets/sheet": OPEN_XML + "spreadsheetml.worksheet+xml",
}

Targets = Iterable[tuple[str, str]]  # of relationships: type and target, numbered rId1, rId2 and so on


def emu(inches: float) -> int:
    """Inches as EMU."""
    return round(inches * design.EMU_PER_INCH)


def environment() -> jinja2.Environment:
    """The templates in `parts/`, with values escaped and no undefined ones let through."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "parts"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= {"emu": emu, "adjusted": design.adjusted}
    made.globals["design"] = design
    return made


TEMPLATES = environment()


def part(template: str, **values: object) -> bytes:
    """A part from its template, without the template's indentation; a slip in the XML ends here."""
    text = TEMPLATES.get_template(f"{template}.xml.j2").render(values)
    root = etree.fromstring(text, etree.XMLParser(remove_blank_text=True, remove_comments=True))
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def layout_parts() -> dict[str, bytes]:
    """The slide layouts, numbered in their order."""
    return {
        f"ppt/slideLayouts/slideLayout{number}.xml": part("slideLayout", layout=layout)
        for number, layout in enumerate(design.LAYOUTS, 1)
    }


def sample_parts() -> dict[str, bytes]:
    """Two sample slides: a title, and a chart with its workbook and notes. Decks leave them out, with all they use."""
    mark, data = design.SAMPLE_MARK, {"categories": design.SAMPLE_CATEGORIES, "series": design.SAMPLE_SERIES}
    workbook = {"xl/workbook.xml": part("sampleWorkbook"), "xl/worksheets/sheet1.xml": part("sampleSheet", **data)}
    related = {
        "": [(OFFICE + "officeDocument", "xl/workbook.xml")],
        "xl/workbook.xml": [(OFFICE + "worksheet", "worksheets/sheet1.xml")],
    }
    return {
        "ppt/slides/slide1.xml": part("sampleSlide", titled="ctrTitle", title=mark, chart=None),
        "ppt/slides/slide2.xml": part(
            "sampleSlide", titled="title", title=f"{mark}: a chart in our colours", chart="rId2"
        ),
        "ppt/notesSlides/notesSlide1.xml": part("sampleNotes", said=f"{mark}: notes look like this."),
        "ppt/charts/chart1.xml": part("sampleChart", **data),
        "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": package(workbook, related),
    }


def relationships() -> dict[str, Targets]:
    """The relationships of every part that has some; those of the package itself are under an empty name."""
    layouts = {layout.name: f"../slideLayouts/slideLayout{n}.xml" for n, layout in enumerate(design.LAYOUTS, 1)}
    to_layout = OFFICE + "slideLayout"
    return {
        "": [
            (OFFICE + "officeDocument", "ppt/presentation.xml"),
            (METADATA + "core-properties", "docProps/core.xml"),
            (OFFICE + "extended-properties", "docProps/app.xml"),
        ],
        "ppt/presentation.xml": [
            (OFFICE + "slideMaster", "slideMasters/slideMaster1.xml"),
            (OFFICE + "notesMaster", "notesMasters/notesMaster1.xml"),
            (OFFICE + "slide", "slides/slide1.xml"),
            (OFFICE + "slide", "slides/slide2.xml"),
            (OFFICE + "presProps", "presProps.xml"),
            (OFFICE + "viewProps", "viewProps.xml"),
            (OFFICE + "theme", "theme/theme1.xml"),
            (OFFICE + "tableStyles", "tableStyles.xml"),
        ],
        "ppt/slideMasters/slideMaster1.xml": [
            *((to_layout, target) for target in layouts.values()),
            (OFFICE + "theme", "../theme/theme1.xml"),
        ],
        **{
            target.replace("..", "ppt"): [(OFFICE + "slideMaster", "../slideMasters/slideMaster1.xml")]
            for target in layouts.values()
        },
        "ppt/notesMasters/notesMaster1.xml": [(OFFICE + "theme", "../theme/theme2.xml")],
        "ppt/slides/slide1.xml": [(to_layout, layouts["Title Slide"])],
        "ppt/slides/slide2.xml": [
            (to_layout, layouts["Title and Content"]),
            (OFFICE + "chart", "../charts/chart1.xml"),
            (OFFICE + "notesSlide", "../notesSlides/notesSlide1.xml"),
        ],
        "ppt/notesSlides/notesSlide1.xml": [
            (OFFICE + "notesMaster", "../notesMasters/notesMaster1.xml"),
            (OFFICE + "slide", "../slides/slide2.xml"),
        ],
        "ppt/charts/chart1.xml": [(OFFICE + "package", "../embeddings/Microsoft_Excel_Sheet1.xlsx")],
    }


def brand_file() -> bytes:
    """The brand file."""
    parts = {
        "docProps/core.xml": part("core"),
        "docProps/app.xml": part("app"),
        "ppt/presentation.xml": part("presentation"),
        "ppt/presProps.xml": part("presProps"),
        "ppt/viewProps.xml": part("viewProps"),
        "ppt/tableStyles.xml": part("tableStyles"),
        "ppt/theme/theme1.xml": part("theme", name=design.NAME or "Plain"),
        "ppt/theme/theme2.xml": part("theme", name=f"{design.NAME or 'Plain'} notes"),
        "ppt/slideMasters/slideMaster1.xml": part("slideMaster"),
        "ppt/notesMasters/notesMaster1.xml": part("notesMaster"),
    }
    return package(parts | layout_parts() | sample_parts(), relationships())


def package(parts: Mapping[str, bytes], related: Mapping[str, Targets]) -> bytes:
    """A package of these parts and relationships: content types first, then by name, with fixed times."""
    members = dict(parts)
    for name, targets in related.items():
        folder, _, file = name.rpartition("/")
        members["/".join(filter(None, (folder, "_rels", f"{file}.rels")))] = part("rels", targets=targets)
    overrides = {name: kind for name in sorted(parts) for start, kind in PART_TYPES.items() if name.startswith(start)}
    extensions = {name.rpartition(".")[2] for name in members}
    defaults = {extension: kind for extension, kind in DEFAULT_TYPES.items() if extension in extensions}
    content_types = part("contentTypes", defaults=defaults, overrides=overrides)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("[Content_Types].xml", content_types), *sorted(members.items())]:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def contrast_report() -> tuple[str, bool]:
    """A line for every pair of colours in use, and whether all of them have contrast enough."""
    rows, good = [], True
    for pairs, least in ((design.TEXT_ON, 4.5), (design.GRAPHICS_ON, 3.0)):
        for front, back in pairs:
            ratio = design.contrast(front, back)
            good = good and ratio >= least
            colours = f"{front:11}{design.rgb(front)} on {back:8}{design.rgb(back)}"
            rows.append(f"{colours}  {ratio:5.2f}, at least {least}\n")
    return "".join(rows), good


def main() -> int:
    """Writes the file; or says which colours are too close and returns 1."""
    parser = argparse.ArgumentParser(description="Writes the Lumikko brand file.")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("lumikko.pptx"), help="the file to write")
    parser.add_argument("--plain", action="store_true", help="nobody's brand, for new workspaces")
    parser.add_argument("--contrast", action="store_true", help="print the contrast of every pair of colours in use")
    options = parser.parse_args()
    if options.plain:
        design.NAME = ""
    report, good = contrast_report()
    if not good:
        sys.stderr.write(f"{report}Some colours are too close: change them in brand_design.py.\n")
        return 1
    if options.contrast:
        sys.stdout.write(report)
    options.out.write_bytes(brand_file())
    return 0


if __name__ == "__main__":
    sys.exit(main())
