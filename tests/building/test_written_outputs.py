"""What is known of each output before it is made: whom it is for, what a customer sees it called, what a mail does."""

from __future__ import annotations

from salespack.building.written_outputs import TITLES, WRITTEN
from salespack.documents.attachments import TYPES
from salespack.documents.output_templates import ENDINGS, find_outputs
from salespack.library.packs import USUAL_OUTPUTS


def test_built_in_outputs_and_their_audiences() -> None:
    outputs = find_outputs(None)
    assert {name: output.audience for name, output in outputs.items()} == {
        "brief.pdf": "seller",
        "case-sheet.pdf": "customer",
        "email.html": "customer",
        "email.txt": "customer",
        "one-pager.pdf": "customer",
        "release.md": "customer",
        "report.pdf": "customer",
        "room.html": "customer",
        "room.pdf": "customer",
    }
    assert {name for name, one in outputs.items() if one.audience == "customer"} == TITLES.keys()


def test_of_every_output_for_a_customer_it_is_known_whether_it_goes_with_a_mail() -> None:
    written = {name for name, one in WRITTEN.items() if one.audience == "customer"}
    assert {name.rpartition(".")[2] for name in written} | {end[1:] for _, end in ENDINGS.values()} == TYPES.keys()


def test_what_packs_usually_make_is_there() -> None:
    assert {*USUAL_OUTPUTS} <= {*WRITTEN, *find_outputs(None)}
