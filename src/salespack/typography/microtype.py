"""MicroType Express: how fonts are packed that PowerPoint embeds in its files.

The format is that of the W3C Member Submission “MicroType Express (MTX) Font Format” of 5 March 2008: the bytes of a
font's tables in one block, packed by LZCOMP, a dictionary coder whose symbols are adaptive Huffman codes; two more
blocks hold the instructions of glyphs. These serve small screens, which neither measuring nor a PDF needs: they are
left out, with all tables that go with them.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

LITERALS = 256
LENGTH_BITS = DISTANCE_BITS = 3
FAR = 512
"""From this distance on a copy is one byte longer than it says."""
PRELOADED = b"".join(bytes((high, low)) for high in range(32) for low in range(96)) + b"".join(
    bytes((value,)) * 4 for value in range(256)
)
"""What the dictionary holds before the first byte."""
MOST_BYTES, MOST_SYMBOLS = 8_000_000, 1_500_000
"""Of a font unpacked, and of symbols read for it: about ten seconds at worst."""
MOST_POINTS = 20_000
FIRST_BLOCK = 10
"""Where the first block begins, behind the version, the copy limit and the places of the other two."""
LEFT_OUT = frozenset(("DSIG", "LTSH", "VDMX", "cvt ", "fpgm", "gasp", "hdmx", "loca", "prep"))
"""Tables that serve screens, a signature that holds no more, and the places of glyphs, which are written anew."""
ROOT = 1


class BrokenPacking(ValueError):  # noqa: N818 - says what is wrong with a font
    """A packed font that cannot be unpacked."""


class _Bits:
    """The bits of a block, from the highest of each byte on."""

    def __init__(self, content: bytes) -> None:
        self.bits = b"".join([_BITS[one] for one in content])
        self.at = 0

    def value(self, count: int) -> int:
        """The next bits as a number."""
        found = 0
        for bit in self.bits[self.at : self.at + count]:
            found = found << 1 | bit
        self.at += count
        return found


_BITS = [bytes(value >> place & 1 for place in range(7, -1, -1)) for value in range(256)]


class _Codes:
    """Adaptive Huffman codes for symbols below `count`: each that is read becomes more likely (the submission's §4)."""

    def __init__(self, bits: _Bits, count: int) -> None:
        self._bits = bits
        nodes = 2 * count
        self._up = [node // 2 for node in range(nodes)]
        self._left = [2 * node if node < count else -1 for node in range(nodes)]
        self._right = [2 * node + 1 if node < count else -1 for node in range(nodes)]
        self._symbol = [-1 if node < count else node - count for node in range(nodes)]
        self._node = list(range(count, nodes))
        self._weight = [1] * nodes
        self._weight[0] = -1  # behind the root, and unlike any weight
        for node in range(count - 1, 0, -1):
            self._weight[node] = self._weight[2 * node] + self._weight[2 * node + 1]
        if LITERALS < count < 2 * LITERALS:
            usual = [256, 257, *[count - 3] * 12, *[count - 2] * 6]  # the first copies, then those of single bytes
        else:
            usual = [*range(count)] * 2
        for symbol in usual:
            self._more(self._node[symbol])

    def read(self) -> int:
        """The next symbol."""
        left, right, symbols = self._left, self._right, self._symbol
        bits, at = self._bits.bits, self._bits.at
        node = ROOT
        while symbols[node] < 0:
            node = right[node] if bits[at] else left[node]
            at += 1
        self._bits.at = at
        symbol = symbols[node]
        self._more(node)
        return symbol

    def _more(self, node: int) -> None:
        """Counts a symbol, and keeps the nodes in the order of their weights."""
        weight, up = self._weight, self._up
        while node != ROOT:
            own, first = weight[node], node - 1
            if weight[first] == own:
                while weight[first] == own:
                    first -= 1
                first += 1
                if first > ROOT:
                    self._swap(node, first)
                    node = first
            weight[node] = own + 1
            node = up[node]
        weight[ROOT] += 1

    def _swap(self, one: int, other: int) -> None:
        for column in (self._left, self._right, self._symbol):
            column[one], column[other] = column[other], column[one]
        for node in (one, other):
            if self._symbol[node] < 0:
                self._up[self._left[node]] = self._up[self._right[node]] = node
            else:
                self._node[self._symbol[node]] = node


def _unpacked(block: bytes, version: int) -> bytes:
    """The bytes of a block (LZCOMP). Raises BrokenPacking, and IndexError where it breaks off."""
    bits = _Bits(block)
    in_runs = version != 1 and bits.value(1) == 1
    distances, lengths = _Codes(bits, 1 << DISTANCE_BITS), _Codes(bits, 1 << LENGTH_BITS)
    size = bits.value(24)
    if size > MOST_BYTES:
        raise BrokenPacking("it is too large")
    ranges = 1
    while 1 << DISTANCE_BITS * ranges < size:
        ranges += 1
    single = LITERALS + (ranges << LENGTH_BITS)
    symbols = _Codes(bits, single + 3)
    made = bytearray(PRELOADED)
    end = len(made) + size
    for _ in range(MOST_SYMBOLS):
        if len(made) >= end:
            break
        symbol = symbols.read()
        if symbol < LITERALS:
            made.append(symbol)
        elif symbol >= single:
            made.append(made[-2 * (symbol - single + 1)])
        else:
            count, places = _length(symbol, lengths)
            distance = 0
            for _ in range(places):
                distance = distance << DISTANCE_BITS | distances.read()
            distance += 1
            count += distance >= FAR
            start = len(made) - distance - count + 1
            if start < 0:
                raise BrokenPacking("it refers to what is not there")
            made += made[start : start + count]
    else:
        raise BrokenPacking("it is too large")
    content = bytes(made[len(PRELOADED) : end])
    return _without_runs(content) if in_runs else content


def _length(symbol: int, lengths: _Codes) -> tuple[int, int]:
    """How many bytes are copied, and in how many symbols the distance is written."""
    ranges, piece = divmod(symbol - LITERALS, 1 << LENGTH_BITS)
    more, value = 1 << LENGTH_BITS - 1, 0
    while True:
        value = value << LENGTH_BITS - 1 | piece & ~more
        if not piece & more or value > MOST_BYTES:
            return value + 2, ranges + 1
        piece = lengths.read()


def _without_runs(content: bytes) -> bytes:
    """What is written as an escape, a count and a byte, as so many bytes; the first byte says which the escape is."""
    made, at, escape = bytearray(), 1, content[0]
    while at < len(content):
        value = content[at]
        at += 1
        if value != escape:
            made.append(value)
            continue
        count = content[at]
        if count:
            made += content[at + 1 : at + 2] * count
            at += 2
        else:
            made.append(escape)
            at += 1
        if len(made) > MOST_BYTES:
            raise BrokenPacking("it is too large")
    return bytes(made)


# --- tables ----------------------------------------------------------------------------------------------------------


def unpack(content: bytes) -> bytes:
    """The font file (TrueType) of a font that was packed. Raises BrokenPacking."""
    from fontTools.ttLib.sfnt import SFNTWriter

    try:
        second = int.from_bytes(content[4:7])
        if not FIRST_BLOCK < second <= len(content):
            raise BrokenPacking("it breaks off")
        tables = dict(_tables(_unpacked(content[FIRST_BLOCK:second], content[0])))
        file = io.BytesIO()
        writer = SFNTWriter(file, len(tables))
        for tag in sorted(tables):
            writer[tag] = tables[tag]
        writer.close()
    except (IndexError, struct.error, KeyError) as error:
        raise BrokenPacking("it breaks off") from error
    return file.getvalue()


def _tables(font: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables of a font in the submission's compact form (CTF), as TrueType has them."""
    (count,) = struct.unpack_from(">H", font, 4)
    found: dict[str, bytes] = {}
    glyphs = 0
    for number in range(count):
        tag, _, at, size = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        name = tag.decode("latin-1")
        if name == "glyf":
            glyphs = at
        elif name not in LEFT_OUT:
            found[name] = font[at : at + size]
    if not glyphs:
        raise BrokenPacking("it has no glyphs")
    (number_of_glyphs,) = struct.unpack_from(">H", found["maxp"], 4)
    outlines, places = _Glyphs(font, glyphs).tables(number_of_glyphs)
    head = bytearray(found["head"])
    struct.pack_into(">h", head, 50, 1)  # places of glyphs as 32 bit numbers
    yield from {**found, "head": bytes(head), "glyf": outlines, "loca": places}.items()


def _triplets() -> Iterator[tuple[int, int, int, int, int, int]]:
    """By a point's flag: bits of x and of y, what is added to each, and their signs (the submission's §5.11)."""
    for more in range(0, 1_280, 256):
        yield from ((0, 8, 0, more, 0, sign) for sign in (-1, 1))
    for more in range(0, 1_280, 256):
        yield from ((8, 0, more, 0, sign, 0) for sign in (-1, 1))
    signs = ((-1, -1), (1, -1), (-1, 1), (1, 1))
    for bits, steps in ((4, range(1, 65, 16)), (8, range(1, 769, 256))):
        for x in steps:
            yield from ((bits, bits, x, y, *sign) for y in steps for sign in signs)
    for bits in (12, 16):
        yield from ((bits, bits, 0, 0, *sign) for sign in signs)


TRIPLETS = tuple(_triplets())
INSTRUCTIONS, MORE, WORDS, SCALE, TWO_SCALES, MATRIX = 0x100, 0x20, 0x1, 0x8, 0x40, 0x80
"""Flags of the components of a glyph (OpenType's glyf table)."""
OWN_BOX = 0x7FFF
_BEYOND = {255: 253, 254: 506}
"""First bytes of a 255USHORT that say what is added to the next one."""


class _Glyphs:
    """Reads the outlines of glyphs in their compact form, one after the other."""

    def __init__(self, font: bytes, at: int) -> None:
        self._font, self._at = font, at

    def tables(self, count: int) -> tuple[bytes, bytes]:
        """The tables `glyf` and `loca`."""
        outlines, places = bytearray(), [0]
        for _ in range(count):
            outlines += self._glyph()
            outlines += bytes(-len(outlines) % 4)
            places.append(len(outlines))
        return bytes(outlines), struct.pack(f">{len(places)}L", *places)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._font, self._at)
        self._at += struct.calcsize(form)
        return found

    def _short(self) -> int:
        """A 255USHORT: mostly one byte."""
        (value,) = self._take(">B")
        if value == 253:
            return self._take(">H")[0]
        return _BEYOND[value] + self._take(">B")[0] if value in _BEYOND else value

    def _skip_instructions(self) -> None:
        self._short()  # values that are pushed, which stand in the second block
        self._short()  # and bytes of code, in the third

    def _glyph(self) -> bytes:
        (contours,) = self._take(">h")
        if contours < 0:
            return self._composite()
        box = None
        if contours == OWN_BOX:
            contours, *box = self._take(">5h")
        return self._outline(contours, box) if contours else b""

    def _outline(self, contours: int, box: list[int] | None) -> bytes:
        ends, count = [], 1
        for _ in range(contours):
            count += self._short()
            ends.append(count - 1)
        if count > MOST_POINTS:
            raise BrokenPacking("it has too many points")
        flags = self._font[self._at : self._at + count]
        if len(flags) < count:
            raise BrokenPacking("it breaks off")
        self._at += count
        steps = [self._step(flag & 0x7F) for flag in flags]
        self._skip_instructions()
        if box is None:
            x = y = 0
            xs, ys = [], []
            for dx, dy in steps:
                x, y = x + dx, y + dy
                xs.append(x)
                ys.append(y)
            box = [min(xs), min(ys), max(xs), max(ys)]
        wide = bytes([flag >> 7 ^ 1 for flag in flags])  # every step as 16 bits: no flag but “on the curve”
        try:
            return (
                struct.pack(f">h4h{contours}HH", contours, *box, *ends, 0)
                + wide
                + struct.pack(f">{count}h", *[dx for dx, _ in steps])
                + struct.pack(f">{count}h", *[dy for _, dy in steps])
            )
        except struct.error as error:
            raise BrokenPacking("it has a glyph that is too large") from error

    def _step(self, flag: int) -> tuple[int, int]:
        """How far a point is from the one before."""
        x_bits, y_bits, more_x, more_y, x_sign, y_sign = TRIPLETS[flag]
        size = (x_bits + y_bits) // 8
        value = int.from_bytes(self._font[self._at : self._at + size])
        self._at += size
        return x_sign * ((value >> y_bits) + more_x), y_sign * ((value & (1 << y_bits) - 1) + more_y)

    def _composite(self) -> bytes:
        """A glyph made of others, which stands as in TrueType but for its instructions."""
        made = struct.pack(">h", -1) + self._bytes(8)
        flags = MORE
        while flags & MORE:
            (flags,) = self._take(">H")
            size = 2 + (4 if flags & WORDS else 2)
            size += 8 if flags & MATRIX else 4 if flags & TWO_SCALES else 2 if flags & SCALE else 0
            made += struct.pack(">H", flags & ~INSTRUCTIONS) + self._bytes(size)
        if flags & INSTRUCTIONS:
            self._skip_instructions()
        return made

    def _bytes(self, size: int) -> bytes:
        found = self._font[self._at : self._at + size]
        if len(found) < size:
            raise BrokenPacking("it breaks off")
        self._at += size
        return found
