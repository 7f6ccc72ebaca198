"""A slide as it is seen, and what it says for those who cannot see it: what documents show of a deck."""

import msgspec


class SlidePicture(msgspec.Struct, frozen=True):
    """One slide: its number, its title, its other texts (a line each), and its picture as PNG."""

    number: int
    title: str
    texts: tuple[str, ...]
    png: bytes
