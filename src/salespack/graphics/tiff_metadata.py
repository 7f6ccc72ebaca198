"""TIFF pictures without what they say beside what they show (TIFF 6.0, and Exif 2.32 for what hangs in them).

Offsets in a TIFF count from its beginning, so nothing moves: fields go out of their directory, and their values
become zero.
"""

from __future__ import annotations

import struct

KINDS = {b"II*\0": "<", b"MM\0*": ">"}
"""How a TIFF begins, and in which order its bytes are."""
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value by its type."""
SHOWN = frozenset({
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 286, 287,
    288, 289, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339,
    340, 341, 342, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675,
})  # fmt: skip
"""Fields that decide how a picture looks: its size, how it is coded, its colours and their profile."""
DIRECTORIES = frozenset({330, 34665, 34853, 40965})
"""Fields that lead to directories of more fields: other sizes, Exif, GPS, interoperability."""
MOST_DIRECTORIES = 64
ENTRY = 12


def bare_tiff(content: bytes) -> bytes:
    """The TIFF without its remarks. Raises struct.error or ValueError for one that breaks off."""
    made, order = bytearray(content), KINDS[content[:4]]
    kept: list[tuple[int, int]] = []
    gone: list[tuple[int, int]] = []
    (at,) = struct.unpack_from(order + "I", content, 4)
    seen: set[int] = set()
    while at:
        if at in seen or len(seen) == MOST_DIRECTORIES:
            raise ValueError("directories in a circle")
        seen.add(at)
        at = _directory(content, made, order, at, kept, gone)
    for start, end in gone:
        if not any(start < last and first < end for first, last in kept):
            made[start:end] = bytes(end - start)
    return bytes(made)


def _directory(
    content: bytes, made: bytearray, order: str, at: int, kept: list[tuple[int, int]], gone: list[tuple[int, int]]
) -> int:
    """Takes the fields out of one directory that say something; where the next directory is."""
    (count,) = struct.unpack_from(order + "H", content, at)
    end = at + 2 + count * ENTRY
    (following,) = struct.unpack_from(order + "I", content, end)
    entries = []
    for number in range(count):
        start = at + 2 + number * ENTRY
        (tag,) = struct.unpack_from(order + "H", content, start)
        if tag in SHOWN:
            entries.append(content[start : start + ENTRY])
            kept += _values(content, order, start)
        else:
            gone += _values(content, order, start)
            if tag in DIRECTORIES:
                gone += _inside(content, order, start)
    kept.append((at, at + 2 + len(entries) * ENTRY + 4))
    packed = struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", following)
    made[at : end + 4] = packed.ljust(end + 4 - at, b"\0")
    return int(following)


def _values(content: bytes, order: str, entry: int) -> list[tuple[int, int]]:
    """Where the values of a field lie that do not fit into its entry."""
    kind, count, offset = struct.unpack_from(order + "HII", content, entry + 2)
    length = SIZES.get(kind, 1) * count
    if length <= 4:
        return []
    if offset + length > len(content):
        raise ValueError("a value is cut off")
    return [(offset, offset + length)]


def _inside(content: bytes, order: str, entry: int, depth: int = 0) -> list[tuple[int, int]]:
    """Where the directory lies that a field leads to, and all its values."""
    (count, at) = struct.unpack_from(order + "II", content, entry + 4)
    if count != 1 or depth > 2:
        return []
    (fields,) = struct.unpack_from(order + "H", content, at)
    found = [(at, at + 2 + fields * ENTRY)]
    for number in range(fields):
        start = at + 2 + number * ENTRY
        found += _values(content, order, start)
        if struct.unpack_from(order + "H", content, start)[0] in DIRECTORIES:
            found += _inside(content, order, start, depth + 1)
    return found
