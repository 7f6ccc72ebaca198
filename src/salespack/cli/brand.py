"""`salespack brand`: what a brand file offers, what it lacks, and how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import msgspec

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, today
from salespack.cli.progress import ProgressLine
from salespack.cli.tables import say, show_table
from salespack.graphics.lengths import CENTIMETRE, INCH
from salespack.problems.problem import Place, UsageFault, UserFault, shown_path

if TYPE_CHECKING:
    from salespack.looks.brands import Remark
    from salespack.powerpoint.brand.inspection import ContrastRow, FontRow, Inspection
    from salespack.powerpoint.brand.model import Brand
    from salespack.powerpoint.brand.settings import BrandSettings
    from salespack.powerpoint.brand.versions import BrandChange
    from salespack.typography.faces import Typefaces


app = typer.Typer(help="Look into a company's brand file.", no_args_is_help=True)


LONGEST_PRINTED = 60
"""Letters of a text that layouts print."""


@app.callback()
def brand() -> None:
    """Look into a company's brand file."""


@app.command()
@command
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .pptx, .potx, .pptm or .potm of your company.")],
    sample: Annotated[
        Path | None,
        typer.Option("--sample", metavar="DECK.pptx", help="Write a deck with every role filled, to look at."),
    ] = None,
    preview: Annotated[
        Path | None,
        typer.Option("--preview", metavar="FILE.png", help="Write one picture of every role, filled with sample text."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite the sample deck or picture if it is there.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="OLD", help="An earlier version of the file: say what this one changes."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Show what a brand file offers: which layout serves which role and why, fonts, contrast, what will be dropped.

    Then what its own design does to slides, what is done about it, and what to set or to mend.

    It ends with a brand.yaml that says the same, to paste beside the brand file and to change. A brand.yaml that is
    there already is heeded.

    Example: salespack brand check brand/company.potx --preview brand.png
    """
    from salespack.looks.brands import brand_remarks
    from salespack.powerpoint.brand.cached import read_settings
    from salespack.powerpoint.brand.embedded_fonts import embedded_faces
    from salespack.powerpoint.brand.inspection import inspect_brand
    from salespack.powerpoint.brand.versions import changes
    from salespack.system.cache import cache_folder
    from salespack.typography.faces import Typefaces

    for target, ending in ((sample, ".pptx"), (preview, ".png")):
        if target is not None:
            _refuse(target, ending, replace=replace)
    typefaces = Typefaces(cache=cache_folder())
    with ProgressLine(f"reading {shown_path(file)}"):
        settings, locate = read_settings(file)
        compiled, inspection = inspect_brand(file, settings, locate, typefaces, cache_folder())
    typefaces = Typefaces(cache=cache_folder(), embedded=lambda: embedded_faces(compiled, cache_folder()))
    with ProgressLine("proving how slides look on it"):
        remarks = brand_remarks(compiled, file, today(), typefaces)
    changed = None if against is None else changes(_earlier(against, settings), compiled)
    show_problems(inspection.problems)
    if sample is not None or preview is not None:
        from salespack.powerpoint.writing.brand_sample import write_brand_sample
        from salespack.system.files import put

        hint = "name a folder that you may write to; close it if it is open"

        with ProgressLine("making the sample deck"):
            specimen = write_brand_sample(compiled, today(), typefaces)
        if sample is not None:
            put(sample, specimen, folders=False, code="SP513", what="it", hint=hint)
        if preview is not None:
            put(preview, _picture(specimen, file, typefaces), folders=False, code="SP513", what="it", hint=hint)
    if as_json:
        from salespack.cli.json import say_json

        facts = msgspec.to_builtins(inspection) | {"remarks": msgspec.to_builtins(remarks)}
        say_json(facts if changed is None else facts | {"changes": msgspec.to_builtins(changed)})
    else:
        if changed is not None:
            _show_changes(changed, against)
        _show(inspection, remarks)
        for target in (sample, preview):
            if target is not None:
                say(f"wrote {shown_path(target)}")
    return 0


def _earlier(file: Path, settings: BrandSettings | None) -> Brand:
    """The earlier version of a brand, by the same settings as far as they name what it has."""
    from salespack.powerpoint.brand.compile import compile_brand

    try:
        return compile_brand(file, settings)
    except UserFault as fault:
        if any(one.code != "SP510" for one in fault.problems):
            raise
        return compile_brand(file)


def _show_changes(changed: Sequence[BrandChange], against: Path | None) -> None:
    if not changed:
        say(f"Nothing is changed against {against}.", strong=True)
        return
    say(f"Changed against {against}", strong=True)
    rows = [(one.kind, one.what, one.before or "–", one.after or "–") for one in changed]
    show_table(("", "what", "before", "now"), rows)


def _refuse(target: Path, ending: str, *, replace: bool) -> None:
    if target.suffix.lower() != ending:
        option = "--sample" if ending == ".pptx" else "--preview"
        raise UsageFault.of("SP513", f"{option} {target}: it will be a {ending}", f"name it NAME{ending}")
    if target.exists() and not replace:
        raise UsageFault.of("SP513", f"{target} is there already", "name another file, or add --replace")


def _picture(specimen: bytes, file: Path, typefaces: Typefaces) -> bytes:
    """All slides of the sample deck in one picture. What it does not show rightly is told."""
    from salespack.drawing.pdf import Drawing
    from salespack.drawing.previews import contact_sheet
    from salespack.scene.reading import read_scene

    with ProgressLine("drawing the sample deck"):
        drawing = Drawing(read_scene(specimen), typefaces, place=Place(shown_path(file)))
        sheet = contact_sheet(drawing, on=today())
    show_problems(drawing.found.problems())
    return sheet


def _show(inspection: Inspection, remarks: Sequence[Remark]) -> None:
    inches = " × ".join(f"{length / INCH:.2f}" for length in (inspection.width, inspection.height))
    metric = " × ".join(f"{length / CENTIMETRE:.1f}" for length in (inspection.width, inspection.height))
    say(f"{inspection.file}: {inches} in ({metric} cm), {inspection.ratio}", strong=True)
    masters = ", ".join(f"{name} ({count} layouts)" for name, count in inspection.masters.items())
    say(f"Masters: {masters}")
    _show_roles(inspection)
    say("Layouts", strong=True)
    rows = [
        (one.name, one.master, one.type or "–", one.ground or "picture or mixed", ", ".join(one.placeholders))
        for one in inspection.layouts
    ]
    show_table(("layout", "master", "type", "ground", "placeholders"), rows)
    say("Fonts", strong=True)
    show_table(
        ("font", "used for", "installed here", "widths", "in the file"), [_font(one) for one in inspection.fonts]
    )
    say("Colours: " + ", ".join(f"{name} {colour}" for name, colour in inspection.colours.items()))
    say("Contrast (WCAG 2: text 4.5, large text and graphics 3)", strong=True)
    show_table(
        ("what", "colour", "on", "ratio", "asked", ""), [_contrast(one) for one in inspection.contrasts], right=(3, 4)
    )
    _show_printed(inspection)
    _show_remarks(remarks)
    _show_slides(inspection)
    say("brand.yaml, to paste beside the brand file and to change:", strong=True)
    say()
    say(inspection.brand_yaml.rstrip())


def _show_roles(inspection: Inspection) -> None:
    say("Roles", strong=True)
    rows = []
    for one in inspection.roles:
        filled = [name for name in (one.title, *one.body, one.picture) if name]
        rows.append((one.role, one.layout, ", ".join(filled) or "–", one.why))
    show_table(("role", "layout", "fills", "why"), rows)
    if inspection.missing:
        say(f"No layout of their own: {', '.join(inspection.missing)}. They fall back as the table says.")


def _font(row: FontRow) -> tuple[str, ...]:
    installed = "not known" if row.installed is None else "yes" if row.installed else "no"
    known = {None: "not known", "own": "its own", "built in": "built in", "embedded": "those in the file"}
    widths = known.get(row.metrics, f"those of {row.metrics}")
    return row.name, ", ".join(row.used_for), installed, widths, "yes" if row.embedded else "no"


def _contrast(row: ContrastRow) -> tuple[str, ...]:
    verdict = "" if row.enough else "too low" + (f": {row.remedy}" if row.remedy else "")
    return row.what, row.colour, row.ground, f"{row.ratio:.2f}", f"{row.needed:g}", verdict


def _show_printed(inspection: Inspection) -> None:
    if not inspection.printed:
        say("Layouts print no text of their own.")
        return
    say("What layouts print on every slide made with them", strong=True)
    rows = []
    for one in inspection.printed:
        where = ", ".join(one.roles) or f"no role ({', '.join(one.layouts)})"
        advice = "a prompt of the template: take it away in PowerPoint's View, Slide Master" if one.prompt else ""
        rows.append((shorten(one.text, LONGEST_PRINTED, placeholder=" …"), where, advice))
    show_table(("text", "slides of the role", ""), rows)


def _show_remarks(remarks: Sequence[Remark]) -> None:
    if not remarks:
        say("Nothing in its design is in the way of slides.")
        return
    say("What its design does to slides", strong=True)
    for one in remarks:
        code = f" ({one.code})" if one.code else ""
        say(f"{one.about}: {one.message}{code}. {one.remedy[:1].upper()}{one.remedy[1:]}.")


def _show_slides(inspection: Inspection) -> None:
    count = len(inspection.sample_slides)
    if not count:
        say("No sample slides.")
        return
    say(f"Sample slides that no output will have: {count}", strong=True)
    rows = [(str(one.number), one.title or "(no title)") for one in inspection.sample_slides]
    show_table(("slide", "title"), rows, right=(0,))
