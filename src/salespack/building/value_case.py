"""`value-case.xlsx`: all that a deck works out for its customer, on a sheet where every figure can be changed."""

from __future__ import annotations

from salespack.assembly.workings import calculations_in
from salespack.building.request import Matched
from salespack.building.resources import Resources
from salespack.documents.rendering import Finished
from salespack.language.phrases import words
from salespack.powerpoint.forms.worksheets import workbook


def worked_out_in(matched: Matched, resources: Resources) -> tuple[str, ...]:
    """The calculations that the blocks of a deck use and that can be worked out, those that they rest on first."""
    calculations = resources.library.calculations
    if not calculations.formulas:
        return ()
    used: set[str] = set()
    for block, _, source in matched.assembler.texts(matched.deck.slides):
        used |= calculations_in(source, block.needs)
    worked = matched.assembler.public["calc"]
    return tuple(name for name in calculations.formulas if name in used and name in worked)


def value_case(matched: Matched, resources: Resources) -> Finished:
    """The workbook of a deck that works something out."""
    language, formats = matched.deck.language, resources.materials.formats
    working = matched.assembler.workings(language).of(*worked_out_in(matched, resources))
    sheet = working.sheet(f"{words(language)['value_case']}: {matched.deck.customer}", formats)
    made = Finished(workbook(resources.slide_templates, [sheet]))
    made.said = "\n".join(cell.text for row in sheet.rows for cell in row if cell.text)
    return made
