"""Adding a language to `library.yaml` without touching anything else in it."""

from __future__ import annotations

import re

import yaml

from salespack.formats.schema import decode
from salespack.formats.yaml import Source
from salespack.library.settings import Settings
from salespack.problems.problem import Place, UserFault


def with_languages(text: str, file: str, added: list[str]) -> str:
    """`library.yaml`'s `text` with more languages at the end of its list. Raises UserFault for what is no language."""
    before = decode(Source(file, text), Settings).languages
    missing = [language for language in dict.fromkeys(added) if language not in before]
    if not missing:
        return text
    changed = _with(text, (*before, *missing), missing)
    try:
        after = decode(Source(file, changed), Settings).languages
    except UserFault as fault:
        raise UserFault.of(
            "SP106", f"“{', '.join(missing)}” is no language code", "for example de", Place(file)
        ) from fault
    if after != (*before, *missing):
        listed = ", ".join((*before, *missing))
        raise UserFault.of(
            "SP853", "has its languages in a form of its own", f"write languages: [{listed}]", Place(file)
        )
    return changed


def _with(text: str, languages: tuple[str, ...], missing: list[str]) -> str:
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    rows = node.value if isinstance(node, yaml.MappingNode) else []
    listed = next((value for key, value in rows if key.value == "languages"), None)
    if listed is None:
        return text.rstrip("\n") + f"\nlanguages: [{', '.join(languages)}]\n"
    if listed.flow_style:
        at = listed.end_mark.index - 1
        before = text[:at].rstrip()
        comma = "" if before.endswith((",", "[")) else ","
        return f"{before}{comma} {', '.join(missing)}{text[at:]}"
    last = listed.value[-1].end_mark.index
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    indent = re.search(r"[ \t]*$", text[: text.rfind("-", 0, listed.value[-1].start_mark.index)])
    lines = "".join(f"\n{indent[0] if indent else ''}- {language}" for language in missing)
    return text[:end] + lines + text[end:]
