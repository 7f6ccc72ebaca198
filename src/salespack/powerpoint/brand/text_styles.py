"""Text styles for masters that say none, as some programs write them: there all text would be of one size.

What such a master says of its text stands in the prompts of its placeholders, letter by letter; else sample slides show
what sizes the brand is written in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Literal, NamedTuple

from lxml import etree

from salespack.forms.ladder import sized
from salespack.graphics.lengths import CENTIPOINT
from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.placeholders import kind_of, placeholders_of
from salespack.ooxml.texts import LEVELS, level_in
from salespack.ooxml.trees import Tree, tree, written

STYLES: Mapping[str, str] = {"titleStyle": "title", "bodyStyle": "body"}
"""The styles of a master, by the kind of placeholder that they are for."""
USUAL: Mapping[str, tuple[int, ...]] = {"title": (2_800,), "body": (2_000, 1_800, 1_600)}
"""Sizes on the usual slide, by level, where nothing of the brand shows any."""
OF_TEXT = ("lang", "altLang", "dirty", "err", "smtClean", "noProof", "lvl")
"""What a prompt says that is of its text, and of no style."""
RARE = ("StarSymbol", "OpenSymbol")
"""Typefaces of bullets that come with office suites of one family alone."""
INDENT = 0.9
"""How far text stands behind its bullet, in sizes of its letters."""
BEHIND = (f"{P}extLst",)


class Assumed(NamedTuple):
    """Where the sizes of a kind of text come from that no style of the master says, and the first of them."""

    kind: str
    source: Literal["prompts", "slides", "usual"]
    size: int


class Styled(NamedTuple):
    """A master with text styles: its new content, None where it had them; and what had to be assumed."""

    content: bytes | None
    assumed: tuple[Assumed, ...] = ()


def with_text_styles(data: bytes, slides: Callable[[], Iterable[bytes]], height: int) -> Styled:
    """A master with text styles for titles and bodies where it has none. `slides` gives the sample slides on it,
    `height` is that by which sizes are chosen on a slide, EMU."""
    root = tree(data)
    missing = [name for name, kind in STYLES.items() if _says_none(root, name, kind)]
    if not missing:
        return Styled(None)
    styles = root.find(f"{P}txStyles")
    if styles is None:
        styles = etree.Element(f"{P}txStyles")
        behind = [one for one in root if one.tag in BEHIND]
        root.insert(root.index(behind[0]) if behind else len(root), styles)
    shown = [tree(one) for one in slides()]
    assumed = []
    for name in missing:
        kind = STYLES[name]
        levels, source = _levels(_placeholders(root, kind), kind, shown, height)
        old = styles.find(f"{P}{name}")
        if old is not None:
            styles.remove(old)
        style = etree.Element(f"{P}{name}")
        style.extend(levels)
        styles.insert(list(STYLES).index(name), style)
        assumed.append(Assumed(kind, source, integer(levels[0][-1].get("sz"), 0)))
    return Styled(written(root), tuple(assumed))


def _says_none(root: Tree, name: str, kind: str) -> bool:
    """Whether neither a style of a master nor its placeholder says a size."""
    style = root.find(f"{P}txStyles/{P}{name}")
    said = [style] if style is not None else []
    said += [one for shape in _placeholders(root, kind) for one in shape.iterfind(f"{P}txBody/{A}lstStyle")]
    return not any(run.get("sz") for one in said for run in one.iter(f"{A}defRPr"))


def _placeholders(root: Tree, kind: str) -> list[Tree]:
    """The placeholders of a master or slide that take after the master's title, or its body."""
    return [one.shape for one in placeholders_of(root) if kind_of(one.key.type) == kind]


def _levels(
    placeholders: Sequence[Tree], kind: str, slides: Sequence[Tree], height: int
) -> tuple[list[Tree], Literal["prompts", "slides", "usual"]]:
    """What each level looks like: as the prompts have it, in their sizes, else in those of sample slides."""
    paragraphs = {level_in(one.find(f"{A}pPr")): one for shape in placeholders for one in _prompts(shape)}
    looks = [_look(paragraphs.get(level), level) for level in range(LEVELS)]
    sizes = [integer(look[-1].get("sz"), 0) for look in looks]
    source: Literal["prompts", "slides", "usual"] = "prompts"
    if not sizes[0]:
        shown = _shown(slides, kind)
        source = "slides" if shown else "usual"
        sizes = [shown] if shown else [sized(one, height) for one in USUAL[kind]]
    last = 0
    for level, look in enumerate(looks):
        last = (sizes[level] if level < len(sizes) else 0) or last
        look[-1].set("sz", str(last))
        _bulleted(look, level, last)
    return looks, source


def _bulleted(look: Tree, level: int, size: int) -> None:
    """Bullets in a typeface that few computers have become plain ones, and those without an indent get one."""
    font, sign = look.find(f"{A}buFont"), look.find(f"{A}buChar")
    if sign is None:
        return
    if font is not None and font.get("typeface", "") in RARE:
        font.attrib.clear()
        font.set("typeface", "Arial")
        sign.set("char", "•")
        for one in look.findall(f"{A}buSzPct"):
            look.remove(one)
    if look.get("marL") is None:
        step = round(size * CENTIPOINT * INDENT)
        look.set("marL", str(step * (level + 1)))
        look.set("indent", str(-step))


def _prompts(shape: Tree) -> list[Tree]:
    """The paragraphs of a prompt, the first of each level."""
    return list(reversed(shape.findall(f"{P}txBody/{A}p")))


def _look(paragraph: Tree | None, level: int) -> Tree:
    """A level of a style that makes text look like a paragraph; its last element is that of the letters."""
    look = etree.Element(f"{A}lvl{level + 1}pPr")
    properties = paragraph.find(f"{A}pPr") if paragraph is not None else None
    if properties is not None:
        look.attrib.update({key: value for key, value in properties.attrib.items() if key not in OF_TEXT})
        look.extend(deepcopy(one) for one in properties if one.tag not in (f"{A}defRPr", f"{A}extLst"))
    letters = etree.SubElement(look, f"{A}defRPr")
    run = next(paragraph.iter(f"{A}rPr", f"{A}endParaRPr"), None) if paragraph is not None else None
    if run is not None:
        letters.attrib.update({key: value for key, value in run.attrib.items() if key not in OF_TEXT})
        letters.extend(deepcopy(one) for one in run if not str(one.tag).startswith((f"{A}hlink", f"{A}extLst")))
    return look


def _shown(slides: Sequence[Tree], kind: str) -> int:
    """The size that most letters of a kind of placeholder have on sample slides; 0 where they say none."""
    letters: Counter[int] = Counter()
    for slide in slides:
        for shape in _placeholders(slide, kind):
            for run in shape.iter(f"{A}r"):
                look, text = run.find(f"{A}rPr"), run.findtext(f"{A}t") or ""
                if look is not None and look.get("sz"):
                    letters[integer(look.get("sz"), 0)] += len(text)
    return letters.most_common(1)[0][0] if letters else 0
