"""The numbers of numbered paragraphs as they are shown: every scheme of ST_TextAutonumberScheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

MOST = 32_767
"""The largest number there is (ST_TextBulletStartAtNum)."""
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_THAI = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_HINDI = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
_HINDI_VOWELS = "अआइईउऊऋऌऍऎएऐऑऒओऔ"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CHINESE = "〇一二三四五六七八九"


def numeral(scheme: str, number: int) -> str:
    """The number as `scheme` shows it, with its brackets or period; as `3.` where the scheme is unknown."""
    number = min(max(number, 1), MOST)
    for name, show in _NUMERALS.items():
        if scheme.startswith(name) and (ending := _ENDINGS.get(scheme[len(name) :])) is not None:
            return ending.format(show(number))
    return f"{number}."


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def _letters(alphabet: str) -> Callable[[int], str]:
    """a … z, aa, bb …: as PowerPoint counts on, with the letter repeated."""

    def shown(number: int) -> str:
        times, at = divmod(number - 1, len(alphabet))
        return alphabet[at] * min(times + 1, 8)

    return shown


def _digits(zero: str) -> Callable[[int], str]:
    return lambda number: "".join([chr(ord(zero) + int(digit)) for digit in str(number)])


def _circled(number: int) -> str:
    """① to ⑳ and on to ㊿; larger ones plain."""
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else str(number)


def _black_circled(number: int) -> str:
    if number <= 10:
        return chr(0x2776 + number - 1)
    return chr(0x24EB + number - 11) if number <= 20 else str(number)


def _chinese(number: int) -> str:
    """Chinese numerals up to 99, digit by digit above."""
    if number >= 100:
        return "".join([_CHINESE[int(digit)] for digit in str(number)])
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _CHINESE[tens]) + ("十" if tens else "") + (_CHINESE[ones] if ones or not tens else "")


_NUMERALS: Mapping[str, Callable[[int], str]] = {
    "alphaLc": _letters(_LATIN.lower()),
    "alphaUc": _letters(_LATIN),
    "romanLc": lambda number: _roman(number).lower(),
    "romanUc": _roman,
    "arabicDb": _digits("０"),
    "arabic1": _letters(_ARABIC),
    "arabic2": _letters(_ABJAD),
    "arabic": str,
    "circleNumDb": _circled,
    "circleNumWdBlack": _black_circled,
    "circleNumWdWhite": _circled,
    "ea1Chs": _chinese,
    "ea1Cht": _chinese,
    "ea1JpnChsDb": _digits("０"),
    "ea1JpnKor": _chinese,
    "hebrew2": _letters(_HEBREW),
    "thaiAlpha": _letters(_THAI),
    "thaiNum": _digits("๐"),
    "hindiAlpha1": _letters(_HINDI),
    "hindiAlpha": _letters(_HINDI_VOWELS),
    "hindiNum": _digits("०"),
}
_ENDINGS = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Plain": "{}", "Minus": "{}-"}
