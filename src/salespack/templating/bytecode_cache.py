"""Jinja's compiled templates in the user's cache folder: code, so sealed, and only where nobody else can write."""

from __future__ import annotations

from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from salespack.system.cache import code_version, read_cached, write_cached


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates for later processes. A cache that cannot be read or written is only slower."""

    def __init__(self, cache: Path) -> None:
        self._cache, self._folder = cache, f"templates-{code_version()}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's hook."""
        if content := read_cached(self._cache, f"{self._folder}/{bucket.key}"):
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's hook."""
        write_cached(self._cache, f"{self._folder}/{bucket.key}", bucket.bytecode_to_string())
