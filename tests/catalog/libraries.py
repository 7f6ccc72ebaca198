"""A small library with all that a catalog has to show, and its catalog without pictures."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from salespack.catalog.site import CatalogReport, CatalogRequest, write_catalog
from tests.workspaces import BLOCKS, write_workspace

ON = datetime.date(2026, 11, 21)
HOSTILE = "</script><script>window.hurt = true</script><img src=x onerror='window.hurt = true'>"
LIBRARY_BLOCKS = {
    **BLOCKS,
    "benefits/calm-nights.fi.md": "---\ntranslates: 1\n---\n# Rauhalliset yöt\n\n- vähemmän katkoksia\n\n::: notes\nKatkokset loppuvat.\n:::\n",
    "benefits/cheaper.md": (
        "---\nkind: benefit\nvalues: {lower-run-cost: 5, fewer-outages: 1}\ntags: [saving]\nowner: marketing\n"
        "for: {roles: [finance], stages: [decision]}\nevidence: {source: A study, url: 'https://study.example/x', date: 2025-03-01,"
        " sample: 12 customers}\nvalid_until: 2026-12-01\nversion: 2\n---\n# Cheaper to run\n\n- Costs fall\n\n::: notes\nSay how.\n:::\n\n"
        "::: seller\nAsk for the bill.\n:::\n"
    ),
    "benefits/cheaper.fi.md": "---\ntranslates: 1\n---\n# Halvempi ajaa\n\n- Kustannukset laskevat\n",
    "market/markup.md": f"---\nkind: market\nvalues: {{lower-run-cost: 2}}\njinja: false\n---\n# Text like markup\n\n- `{HOSTILE}` &#8232; ok\n",
    "news/old.md": "---\nkind: news\nvalues: {lower-run-cost: 3}\nvalid_until: 2026-01-31\n---\n# Old news\n\n- It was so\n",
    "news/draft.md": "---\nkind: news\nvalues: {lower-run-cost: 3}\nstate: draft\n---\n# Not yet ready\n\n- Soon\n",
    "dialogue/broken.md": "---\nkind: dialogue\nvalues: {no-such-value: 3}\n---\n# Cannot be read\n",
    "dialogue/undefined.md": "---\nkind: dialogue\nvalues: {lower-run-cost: 4}\n---\n# What does {{ nobody.knows }} cost?\n",
    "market/twin-one.md": "---\nkind: market\nvalues: {lower-run-cost: 1}\n---\n# A growing market of platforms\n\n- Many companies of all sizes now buy such platforms every single year\n",
    "market/twin-two.md": "---\nkind: market\nvalues: {lower-run-cost: 1}\n---\n# A growing market of platforms\n\n- Many companies of all sizes now buy such platforms every single month\n",
}  # fmt: skip


def library_in(root: Path) -> Path:
    """The library, written below `root`."""
    return write_workspace(root, blocks=LIBRARY_BLOCKS)


def catalog_of(library: Path, folder: Path, *, cache: Path | None = None, pictures: bool = False) -> CatalogReport:
    """Its catalog."""
    request = CatalogRequest(library=library, folder=folder, on=ON, cache=cache, pictures=pictures, processes=1)
    return write_catalog(request)


def data_in(folder: Path, name: str) -> Any:
    """What a file of `data/` adds."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    start = f'salespack.add("{name}", '
    assert text.startswith(start)
    assert text.endswith(");\n")
    return json.loads(text[len(start) : -3])
