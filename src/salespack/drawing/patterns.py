"""The preset patterns of Open XML (ST_PresetPatternVal) as tiles of eight by eight dots."""

from __future__ import annotations

from functools import cache

from salespack.graphics.lengths import PIXEL

SIDE = 8
DOT = PIXEL
"""EMU of a dot: one of 96 an inch."""

# How many of 64 dots are in front; they are spread by a Bayer matrix.
_PERCENT = {f"pct{share}": share for share in (5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)}
# The others, a row of dots each pair of digits.
_ROWS = {
    "horz": "FF00000000000000", "ltHorz": "FF000000FF000000", "narHorz": "FF00FF00FF00FF00",
    "dkHorz": "FFFF0000FFFF0000", "dashHorz": "F00000000F000000",
    "vert": "8080808080808080", "ltVert": "8888888888888888", "narVert": "AAAAAAAAAAAAAAAA",
    "dkVert": "CCCCCCCCCCCCCCCC", "dashVert": "8080808008080808",
    "cross": "FF80808080808080", "smGrid": "FF888888FF888888", "lgGrid": "FF80808080808080",
    "dotGrid": "AA00800080008000", "dnDiag": "8040201008040201", "upDiag": "0102040810204080",
    "ltDnDiag": "8844221188442211", "ltUpDiag": "1122448811224488", "dkDnDiag": "CC663399CC663399",
    "dkUpDiag": "3366CC993366CC99", "wdDnDiag": "C1E070381C0E0783", "wdUpDiag": "83070E1C3870E0C1",
    "dashDnDiag": "0000884422110000", "dashUpDiag": "0000112244880000", "diagCross": "8142241818244281",
    "smCheck": "9966669999666699", "lgCheck": "F0F0F0F00F0F0F0F", "openDmnd": "8244281028448201",
    "dotDmnd": "8000220008002200", "solidDmnd": "10387CFE7C381000", "trellis": "FF66FF99FF66FF99",
    "plaid": "AA55AA55F0F0F0F0", "weave": "8854224588142251", "horzBrick": "FF808080FF080808",
    "diagBrick": "0102040818244281", "shingle": "03844830" "0C020101", "divot": "0008100800800180",
    "wave": "001825C0001825C0", "zigZag": "8142241881422418", "sphere": "778998F8778F8F89",
    "smConfetti": "8008400410022001", "lgConfetti": "B1301B03C08D0CD8",
}  # fmt: skip
_BAYER = (
    (0, 32, 8, 40, 2, 34, 10, 42), (48, 16, 56, 24, 50, 18, 58, 26), (12, 44, 4, 36, 14, 46, 6, 38),
    (60, 28, 52, 20, 62, 30, 54, 22), (3, 35, 11, 43, 1, 33, 9, 41), (51, 19, 59, 27, 49, 17, 57, 25),
    (15, 47, 7, 39, 13, 45, 5, 37), (63, 31, 55, 23, 61, 29, 53, 21),
)  # fmt: skip


@cache
def dots(preset: str) -> tuple[tuple[int, int], ...]:
    """Which dots (column, row) are in front; those of `pct50` for a pattern that is not known."""
    if rows := _ROWS.get(preset):
        bits = bytes.fromhex(rows)
        return tuple((x, y) for y in range(SIDE) for x in range(SIDE) if bits[y] >> (SIDE - 1 - x) & 1)
    most = _PERCENT.get(preset, 50) * SIDE * SIDE / 100
    return tuple((x, y) for y in range(SIDE) for x in range(SIDE) if _BAYER[y][x] < most)
