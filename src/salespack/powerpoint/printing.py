"""Prints a template as a part: values as escaped text, and proof that the part is well-formed XML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from jinja2 import BytecodeCache, FileSystemLoader

from salespack.assembly.templating import TokenEnvironment, Tokens, render, xml_literal


def slide_templates(bytecode_cache: BytecodeCache | None = None) -> TokenEnvironment:
    """The environment of the slide templates. With a bytecode cache they are compiled once for all processes."""
    from pathlib import Path

    return TokenEnvironment(FileSystemLoader(Path(__file__).parent / "templates"), bytecode_cache)


def printed(templates: TokenEnvironment, name: str, context: Mapping[str, Any]) -> bytes:
    """The part that a template makes. Raises RuntimeError when it is not well-formed, which is a fault of the template."""
    tokens = Tokens()
    text = tokens.literal(render(templates.get_template(name), context, tokens), xml_literal)
    return proven(name, text.encode())


def proven(name: str, data: bytes) -> bytes:
    """`data`, which is well-formed XML. Raises RuntimeError when it is not."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as fault:
        raise RuntimeError(f"{name} printed XML that is not well-formed: {fault}") from fault
    return data
