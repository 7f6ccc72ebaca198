"""Symbol fonts: which Unicode letters their bullets are, so that they are measured and drawn without those fonts.

Wingdings, Webdings and Symbol have their pictures at the places of Latin letters, or at U+F020 to U+F0FF. The
correspondences are Unicode's (Symbol: its table VENDORS/ADOBE/symbol.txt; Wingdings and Webdings: Unicode 7.0 took them
in), for what stands before paragraphs or is put into text; where few fonts have the letter, one that looks like it.
"""

from __future__ import annotations

from collections.abc import Mapping

PRIVATE = 0xF000
_WINGDINGS = {
    "!": "✏", '"': "✂", "#": "✁", "$": "👓", "%": "🔔", "&": "📖", "(": "☎", ")": "✆", "*": "✉", "+": "🖃",
    "0": "📁", "1": "📂", "2": "📄", "6": "⌛", ":": "🖥", "A": "✌", "B": "👌", "C": "👍", "D": "👎", "E": "☜",
    "F": "☞", "G": "☝", "H": "☟", "I": "🖐", "J": "☺", "K": "😐", "L": "☹", "M": "💣", "N": "☠", "O": "🏳",
    "P": "🏱", "Q": "✈", "R": "☼", "S": "💧", "T": "❄", "U": "🕆", "V": "✞", "X": "✠", "Y": "✡", "Z": "☪",
    "[": "☯", "]": "☸", "j": "&", "k": "&", "l": "●", "m": "❍", "n": "■", "o": "□", "p": "❐", "q": "❑",
    "r": "❒", "s": "⬧", "t": "⧫", "u": "◆", "v": "❖", "w": "⬥", "x": "⌧", "y": "⍓", "z": "⌘", "{": "❀",
    "|": "✿", "}": "❝", "~": "❞", "\x80": "⓪", "\x81": "①", "\x82": "②", "\x83": "③", "\x84": "④", "\x85": "⑤",
    "\x86": "⑥", "\x87": "⑦", "\x88": "⑧", "\x89": "⑨", "\x8a": "⑩", "\x8b": "⓿", "\x8c": "❶", "\x8d": "❷",
    "\x8e": "❸", "\x8f": "❹", "\x90": "❺", "\x91": "❻", "\x92": "❼", "\x93": "❽", "\x94": "❾", "\x95": "❿",
    "\x9e": "·", "\x9f": "•", "\xa1": "○", "\xa4": "◉", "\xa5": "◎", "\xa7": "▪", "\xa8": "◻",
    "\xaa": "✦", "\xab": "★", "\xac": "✶", "\xad": "✴", "\xae": "✹", "\xaf": "✵", "\xb2": "✧", "\xb5": "✪",
    "\xb6": "✰", "\xd5": "⌫", "\xd6": "⌦", "\xd8": "➢", "\xdc": "➲", "\xdf": "←", "\xe0": "→", "\xe1": "↑",
    "\xe2": "↓", "\xe8": "➔", "\xef": "⇦", "\xf0": "⇨", "\xf1": "⇧", "\xf2": "⇩", "\xf3": "⇔", "\xf4": "⇳",
    "\xfb": "✗", "\xfc": "✓", "\xfd": "☒", "\xfe": "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    "O": "✖", "P": "✓", "Q": "☒", "R": "☑", "S": "☒", "T": "☒", "\x96": "●", "\x97": "●", "\x98": "⬤", "\xa2": "■",
    "\xa3": "□", "\xae": "◆", "\xb2": "⬧", "\xf5": "※",
}  # fmt: skip
_WINGDINGS_3 = {
    "f": "←", "g": "→", "h": "↑", "i": "↓", "p": "▲", "q": "▼", "t": "◀", "u": "▶", "w": "◂", "y": "▴", "z": "▾",
    "}": "▶", "\x80": "▲", "\x81": "▼", "\x84": "◂", "\x86": "▸", "\x88": "▴", "\x8a": "▾",
}  # fmt: skip
_WEBDINGS = {
    "3": "◀", "4": "▶", "5": "▲", "6": "▼", "7": "⏪", "8": "⏩", "<": "■", "=": "▬", "a": "✓", "c": "□", "g": "■",
    "n": "●", "r": "✗", "x": "◼", "Y": "♥", "i": "ℹ",
}  # fmt: skip
_SYMBOL = {
    '"': "∀", "$": "∃", "'": "∋", "*": "∗", "-": "−", "@": "≅", "\\": "∴", "^": "⊥", "~": "∼", "\xa1": "ϒ",
    "\xa2": "′", "\xa3": "≤", "\xa4": "⁄", "\xa5": "∞", "\xa6": "ƒ", "\xa7": "♣", "\xa8": "♦", "\xa9": "♥",
    "\xaa": "♠", "\xab": "↔", "\xac": "←", "\xad": "↑", "\xae": "→", "\xaf": "↓", "\xb0": "°", "\xb1": "±",
    "\xb2": "″", "\xb3": "≥", "\xb4": "×", "\xb5": "∝", "\xb6": "∂", "\xb7": "•", "\xb8": "÷", "\xb9": "≠",
    "\xba": "≡", "\xbb": "≈", "\xbc": "…", "\xc0": "ℵ", "\xc4": "⊗", "\xc5": "⊕", "\xc6": "∅", "\xc7": "∩",
    "\xc8": "∪", "\xce": "∈", "\xcf": "∉", "\xd0": "∠", "\xd1": "∇", "\xd2": "®", "\xd3": "©", "\xd4": "™",
    "\xd5": "∏", "\xd6": "√", "\xd7": "⋅", "\xd8": "¬", "\xd9": "∧", "\xda": "∨", "\xdb": "⇔", "\xdc": "⇐",
    "\xdd": "⇑", "\xde": "⇒", "\xdf": "⇓", "\xe0": "◊", "\xe5": "∑", "\xf2": "∫",
    **dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
}  # fmt: skip
SYMBOL_FONTS: Mapping[str, Mapping[str, str]] = {
    "symbol": _SYMBOL,
    "webdings": _WEBDINGS,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
}
OTHER_SYMBOL = "•"
"""Drawn for what has no letter in Unicode, or none above."""


def in_unicode(text: str, typeface: str) -> str:
    """`text` of a symbol font in Unicode's letters, one for each; of any other typeface, as it is."""
    table = SYMBOL_FONTS.get(typeface.casefold())
    if table is None:
        return text
    return "".join([_letter(letter, table) for letter in text])


def _letter(letter: str, table: Mapping[str, str]) -> str:
    code = ord(letter)
    if PRIVATE + 0x20 <= code <= PRIVATE + 0xFF:
        letter, private = chr(code - PRIVATE), True
    else:
        private = False
    if known := table.get(letter):
        return known
    if letter.isspace() or (code > 0xFF and not private):
        return letter
    return letter if table is _SYMBOL and letter.isascii() else OTHER_SYMBOL
