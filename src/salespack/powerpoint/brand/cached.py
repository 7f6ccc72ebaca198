"""The library's brand, compiled and cached by the content of its file and settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.library.library import Library
from salespack.library.load import SETTINGS_FILE as LIBRARY_FILE
from salespack.library.load import file_text
from salespack.powerpoint.brand.model import COMPILED_FORM, Brand
from salespack.powerpoint.brand.settings import BrandSettings
from salespack.problems.files import file_content, not_read
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.cache import code_version, read_cached, write_cached
from salespack.system.hashing import digest
from salespack.system.paths import inside

if TYPE_CHECKING:
    from salespack.powerpoint.brand.roles import Locate

SETTINGS_FILE = "brand.yaml"


def open_brand(library: Library, cache: Path | None) -> Brand:
    """The brand that `library.yaml` names. Raises UserFault when there is none or it cannot be used."""
    file = shown_path(library.root / LIBRARY_FILE)
    if library.settings.brand is None:
        hint = "add `brand: brand/FILE.pptx`; any deck or template of your company will do"
        raise UserFault.of("SP520", "the library names no brand file", hint, Place(file))
    path = inside(library.root, library.settings.brand)
    if path is None:
        raise UserFault.of(
            "SP521", "the brand file lies outside the library", "copy it into brand/", _named_at(library, file)
        )
    try:
        content = file_content(path)
    except OSError as error:
        message = f"the brand file {library.settings.brand} {not_read(error)}"
        raise UserFault.of("SP521", message, "correct `brand:`", _named_at(library, file)) from None
    settings_path = path.parent / SETTINGS_FILE
    if inside(library.root, settings_path) is None:
        hint = "copy the file into it"
        raise UserFault.of("SP010", "is a link that leaves the library", hint, Place(shown_path(settings_path)))
    return cached_brand(path, content, _written_settings(path), cache)


def _named_at(library: Library, file: str) -> Place:
    """Where `library.yaml` names the brand file."""
    try:
        return Source(file, file_text(library.root, LIBRARY_FILE)).place(("brand",))
    except UserFault:
        return Place(file)  # changed since the library was read


def _written_settings(brand_file: Path) -> Source:
    """The `brand.yaml` beside a brand file; empty where there is none."""
    path = brand_file.parent / SETTINGS_FILE
    return Source(shown_path(path), read_text(path) if os.path.lexists(path) else "")


def read_settings(brand_file: Path) -> tuple[BrandSettings | None, Locate]:
    """What the `brand.yaml` beside a brand file says, if there is one, and where in it. Raises UserFault."""
    written = _written_settings(brand_file)
    return _settings(written), written.place


def _settings(written: Source) -> BrandSettings | None:
    """What a `brand.yaml` says; None for an empty one. Raises UserFault."""
    if not written.text.strip():
        return None
    settings = decode(written, BrandSettings)
    least, largest = settings.minimum_sizes.body, settings.maximum_sizes.body
    if least is not None and largest is not None and largest < least:
        message = f"maximum_sizes.body is {largest:g}, and minimum_sizes.body is {least:g}"
        place = written.place(("maximum_sizes", "body"))
        raise UserFault.of("SP105", message, "make it at least as large", place)
    return settings


def cached_brand(path: Path, content: bytes, written: Source, cache: Path | None) -> Brand:
    """The brand in `path`, whose bytes are `content`, with the settings in `written` (which may be empty)."""
    key = digest(f"{code_version()} {COMPILED_FORM} {digest(content)} {digest(written.text.encode())}".encode())
    name = f"brand-{key[:32]}.msgpack"
    if compiled := read_cached(cache, name):
        try:
            return msgspec.msgpack.decode(compiled, type=Brand)
        except msgspec.DecodeError:
            pass  # damaged: compile it again
    from salespack.powerpoint.brand.compile import compile_brand

    settings = _settings(written)
    brand = compile_brand(path, settings, written.place)
    write_cached(cache, name, msgspec.msgpack.encode(brand))
    return brand
