"""How many pixels a picture has, without taking it apart."""

from __future__ import annotations

import struct


def pixels_of_jpeg(content: bytes) -> tuple[int, int]:
    """Width and height from the frame header (ITU-T T.81 §B.2.2); (0, 0) where there is none. Raises struct.error."""
    at = 2
    while at + 9 < len(content):
        marker = content[at + 1]
        if content[at] != 0xFF or marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return 0, 0
