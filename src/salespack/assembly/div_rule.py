"""Where `::: name` and `:::` open and close divs: a block rule of the Markdown parser. What they hold: `divs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from salespack.assembly.attributes import div_faults
from salespack.library.fences import DIVS, OPENER, div_name

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

DIV = re.compile(rf"{OPENER}\Z")


def div_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule for `::: name` … `:::`. Divs nest; a bare `:::` closes the innermost."""
    opening = _div_line(state, start)
    if opening is None:
        return False
    if silent:
        return True
    faults = state.env["faults"]
    if not opening:
        faults.append((start + 1, "SP311", "“:::” closes nothing", "delete it, or open a div with ::: NAME"))
        state.line = start + 1
        return True
    if opening not in DIVS:
        from salespack.problems.suggestions import did_you_mean

        named = "the name comes first, behind a dot: ::: {.cards key=value}, or alone: ::: cards"
        hint = named if opening.startswith("{") else did_you_mean(opening, DIVS)
        faults.append((start + 1, "SP312", f"“::: {opening}” is not known", hint))
    attributes, unknown = div_faults(opening, _div(state, start))
    faults += [(start + 1, *fault) for fault in unknown]
    close = _closing_line(state, start, end)
    if close is None:
        faults.append((start + 1, "SP313", f"“::: {opening}” is never closed", "end it with a line :::"))
    token = state.push("div_open", "div", 1)
    token.info, token.map, token.meta = opening, [start, close or end], attributes
    state.md.block.tokenize(state, start + 1, end if close is None else close)
    state.push("div_close", "div", -1)
    state.line = end if close is None else close + 1
    return True


def _div_line(state: StateBlock, line: int) -> str | None:
    """The name on a line that opens a div, an empty text on one that closes, None on any other."""
    match = _div(state, line)
    return div_name(match) if match else None


def _div(state: StateBlock, line: int) -> re.Match[str] | None:
    if state.sCount[line] - state.blkIndent > 3:
        return None
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return DIV.match(text) if text.startswith(":::") else None


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    depth, fence = 1, ""
    for line in range(start + 1, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if fence:
            if text.startswith(fence) and not text.strip(fence[0]).strip():
                fence = ""
        elif text.startswith(("```", "~~~")):
            fence = text[: len(text) - len(text.lstrip(text[0]))]
        elif (name := _div_line(state, line)) is not None:
            depth += 1 if name else -1
            if depth == 0:
                return line
    return None
