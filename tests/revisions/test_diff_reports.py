"""How differences between decks are told to people: once where they repeat, and no more than a person reads."""

from __future__ import annotations

from salespack.revisions.deck_diff import DeckDiff, SlideDiff
from salespack.revisions.diff_reports import as_markdown, as_text, listed, told_of
from salespack.revisions.edit import Edit, change

FOOTER = Edit("text changed", "Footer Placeholder 4", changes=(change("", "Draft", "Final"),))
OTHER = Edit("moved", "Picture 5", "1.0 cm right")


def diff_of(*slides: SlideDiff) -> DeckDiff:
    return DeckDiff(before="a.pptx", after="b_*.pptx", slides_before=9, slides_after=9, slides=slides)


def slide(number: int, *edits: Edit, moved: bool = False) -> SlideDiff:
    return SlideDiff(before=number, after=number, title=f"<b>{number}</b>", edits=edits, moved=moved)


def test_what_is_the_same_on_many_slides_is_told_once_whatever_number_its_shape_has() -> None:
    other = Edit("text changed", "Footer Placeholder 7", changes=FOOTER.changes)
    found = diff_of(slide(1, FOOTER), slide(2, other), slide(3, FOOTER, OTHER), slide(5, FOOTER), slide(6, moved=True))
    assert list(as_text(found)) == [
        "slides 1–3, 5: Footer Placeholder: text changed (“Draft” → “Final”)",
        "slide 3 “<b>3</b>”",
        "    Picture 5: moved (1.0 cm right)",
        "slide 6: moved “<b>6</b>”",
    ]
    assert [one.after for one in listed(found.slides, shown=True).slides] == [1, 3, 6]
    assert next(iter(as_text(diff_of(slide(1, FOOTER), slide(2, FOOTER))))) == "slide 1 “<b>1</b>”"


def test_markdown_of_a_pull_request_holds_no_markup_of_decks() -> None:
    found = diff_of(slide(1, FOOTER), slide(2, FOOTER), slide(3, FOOTER, OTHER))
    assert list(as_markdown(found)) == [
        "### a.pptx → b\\_\\*.pptx",
        "",
        "- **slides 1–3**: Footer Placeholder: text changed: <del>Draft</del> <ins>Final</ins>",
        "- **slide 3** \\<b\\>3\\</b\\>",
        "  - Picture 5: moved \\(1.0 cm right\\)",
    ]
    assert list(as_markdown(diff_of())) == ["### a.pptx → b\\_\\*.pptx", "", "No differences."]


def test_of_several_shapes_the_same_is_told_in_one_line() -> None:
    edits = [Edit("moved", f"Box {number}", "1.0 cm right") for number in range(1, 4)]
    assert list(as_text(diff_of(slide(2, *edits))))[1:] == ["    3 shapes moved (1.0 cm right: Box 1, Box 2, Box 3)"]


def test_a_slide_with_thousands_of_differences_stays_readable() -> None:
    edits = [Edit("cell changed", "Table", changes=(change("", str(at), str(at + 1)),)) for at in range(3_000)]
    lines = list(as_text(diff_of(slide(2, *edits))))
    assert (len(lines), lines[-1]) == (42, "    and 2,960 more, which --json lists")
    assert list(as_markdown(diff_of(slide(2, *edits))))[-1] == "  - and 2,960 more, which --json lists"
    assert len(told_of(slide(2, *edits))) == 41
    figures = Edit("chart values changed", "Chart", changes=tuple(change(f"A, {at}", "1", "2") for at in range(3_000)))
    assert "; and 2,976 more" in list(as_markdown(diff_of(slide(2, figures))))[-1]
    assert list(as_text(diff_of(slide(2, figures))))[-1].endswith("; and 2992 more)")
