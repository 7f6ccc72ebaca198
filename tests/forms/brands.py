"""Small brands of other sizes and grounds for tests of forms: 405 and 595 points high, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

from salespack.graphics.lengths import TEXT_INSETS
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from tests.powerpoint.packages import CONTENT, HEIGHT, TITLE, TITLE_ONLY, WIDTH, brand_parts, write_zip

POINT = 12_700
LENGTHS = re.compile(r'\b(x|cx|y|cy)="(\d+)"')
STYLE = '<p:{kind}Style><a:lvl1pPr><a:defRPr sz="{size}"/></a:lvl1pPr></p:{kind}Style>'


def sized(folder: Path, width: int, height: int, *, dark: bool = False) -> Brand:
    """A brand whose slides are of this size in points, all on it in proportion to the height; on black if `dark`."""
    scale = {"x": width * POINT / WIDTH, "y": height * POINT / HEIGHT}
    share = height / 540

    def scaled(found: re.Match[str]) -> str:
        name, length = found.groups()
        return f'{name}="{round(int(length) * scale[name[-1]])}"'

    parts = brand_parts((TITLE, CONTENT, TITLE_ONLY))
    for name, content in parts.items():
        assert isinstance(content, str)
        if name.startswith("ppt/slide") or name == "ppt/presentation.xml":
            content = LENGTHS.sub(scaled, content)
        content = content.replace("Georgia", "Arial").replace("Verdana", "Arial")
        if share != 1:
            left, top, right, bottom = (round(length * share) for length in TEXT_INSETS)
            insets = f'lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'
            content = content.replace("<a:bodyPr/>", f"<a:bodyPr {insets}/>")
        if dark:
            content = content.replace('bg1="lt1" tx1="dk1"', 'bg1="dk1" tx1="lt1"')
        styles = ((kind, round(size * share)) for kind, size in (("title", 2_800), ("body", 2_000)))
        styles_xml = "".join(STYLE.format(kind=kind, size=size) for kind, size in styles)
        parts[name] = content.replace("<p:txStyles></p:txStyles>", f"<p:txStyles>{styles_xml}</p:txStyles>")
    file = write_zip(folder / f"{height}{'-dark' if dark else ''}.pptx", parts)
    return compile_brand(file)
