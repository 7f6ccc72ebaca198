"""The hash by which content is known: in the library and its caches, the record, and the slides' tags."""

import hashlib


def digest(content: bytes) -> str:
    """The SHA-256 of `content`, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
