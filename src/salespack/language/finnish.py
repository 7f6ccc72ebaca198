"""Forms of Finnish nouns: which words of a text are a noun in some case, with possessives and clitics, or a compound.

Finnish words are told by how they end, and their stems follow from the nominative by rules (types of inflection and
gradation: Iso suomen kielioppi, §§ 41–79). So any word that somebody lists has its forms, also one that no dictionary
knows. A dictionary of forms would do less and cost more: simplemma's takes 19 MB on the disk, 3.7 s and 400 MB at the
first word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

VOWEL = "aeiouyäöå"
CASE = (
    "(?:n|a|ä|ta|tä|tta|ttä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|na|nä|ksi|t|ine|in|[aeiouyäö]n|h[aeiouyäö]n|seen|siin"
    "|ien|jen|den|tten|ten|iden|ja|jä|ia|iä|kse|i?neen)"
)
POSSESSIVE = "(?:ni|si|mme|nne|nsa|nsä|an|än|en)"
CLITIC = "(?:kin|kaan|kään|kö|ko|han|hän|pa|pä)"
ENDING = f"{CASE}?{POSSESSIVE}?{CLITIC}{{0,2}}"
"""What stands behind a stem. Not each stem takes each ending: what is written is taken to be Finnish."""
LOCAL = re.compile(r"(.{6,})(?:lle|ll[aä]|lt[aä]|ss[aä]|st[aä])")
"""A word that is listed in a case of place: markkinoille."""
GRADES = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("mp", "mm"), ("nt", "nn"), ("lt", "ll"), ("rt", "rr"),
    ("uku", "uvu"), ("yky", "yvy"), ("ht", "hd"),
)  # fmt: skip
SINGLE = {"k": "", "p": "v", "t": "d"}
CONSONANTS = "bcdfghjklmnpqrstvwxz"
LEAST_STEM = 4
"""Shorter stems say little: a word of four letters does not lose its k (loki, lokin), as it would in tuki, tuen."""
LEAST_LETTERS = 3
LEAST_FIRST, LEAST_LAST, LEAST_BEFORE_SHORT = 3, 4, 4
"""Letters of the other part of a compound: before the noun, behind it, before a noun of less than `SHORT` letters."""
SHORT, LONG = 6, 6
DERIVED = "(?:l[aäoö]|mai|mäi|mis|st[oö]|j[aä]|t[oö]n|tt|ll|k[aä]s|nt|nn|kk|ri|hk)"
"""What makes another word of a noun, and is no word of its own: siirtolainen, mallikas, omistajuus."""
ONSET = f"(?:[{CONSONANTS}]?[{VOWEL}]|[bdfgkpst][lr][{VOWEL}]|s[kpt]r?[{VOWEL}])"
"""How a word begins: ohje + lma is no compound."""
NOTHING = re.compile("(?!)")
MODIFIER = f"[a-zäöå-]*[{VOWEL}][a-zäöå-]*(?<=[{VOWEL}nstlr-])"
SHORT_MODIFIER = f"[{CONSONANTS}]?(?:aa|ää|uu|yö|uo|ie)"
"""First parts of compounds that are short of themselves: työ, yö, tie, maa, pää."""


def form_of(word: str, noun: str) -> bool:
    """Whether a word is a form of a noun, or a compound with it; both normalised, one word each.

    A noun may be listed in the plural (lisenssit) or in a case of place (markkinoille).
    """
    if word == noun:
        return True
    if _beginning(noun, attribute=False) not in word:
        return False
    forms, compounds = _patterns(noun, attribute=False)
    return forms.fullmatch(word) is not None or compounds.fullmatch(word) is not None


def inflected(word: str, noun: str, *, attribute: bool = False) -> bool:
    """The same without compounds; an attribute stands before another noun, also in the genitive (palvelun hinta)."""
    if word == noun:
        return True
    if not word.startswith(_beginning(noun, attribute=attribute)):
        return False
    return _patterns(noun, attribute=attribute)[0].fullmatch(word) is not None


@lru_cache(maxsize=16384)
def _beginning(noun: str, *, attribute: bool) -> str:
    """What all forms of a noun begin with; found much faster than the forms are."""
    found = _all_stems(noun, attribute=attribute)
    first, last = found[0], found[-1]
    at = 0
    while at < min(len(first), len(last)) and first[at] == last[at]:
        at += 1
    return first[:at]


def _all_stems(noun: str, *, attribute: bool) -> list[str]:
    nouns = _nouns(noun, attribute=attribute)
    return sorted({stem for one in nouns for stem in _stems(one)} | {noun})


def _nouns(noun: str, *, attribute: bool) -> list[str]:
    """The nouns that a listed word may be, in the nominative."""
    found = dict.fromkeys(_nominatives(noun, attribute=attribute))
    return [one for one in found if len(one) >= LEAST_LETTERS]


@lru_cache(maxsize=4096)
def _patterns(noun: str, *, attribute: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The forms of a noun, and compounds that begin or end with one."""
    nouns = _nouns(noun, attribute=attribute)
    if not nouns:
        return NOTHING, NOTHING
    stems = "(?:" + "|".join(map(re.escape, reversed(_all_stems(noun, attribute=attribute)))) + ")"
    # The nominative alone is a word; so are other stems with an ending behind them.
    form = (
        f"(?:(?:{'|'.join(map(re.escape, nouns))}){ENDING}|{stems}(?:{CASE}{POSSESSIVE}?|{POSSESSIVE}){CLITIC}{{0,2}})"
    )
    if len(noun) < LEAST_STEM:
        return re.compile(form), NOTHING
    least = LEAST_BEFORE_SHORT if len(noun) < SHORT else LEAST_FIRST
    before = f"(?:(?=.{{{least},}}){MODIFIER}(?<=.{{{least}}})|{SHORT_MODIFIER})"
    firsts = "|".join(re.escape(one) for one in sorted({one for each in nouns for one in _firsts(each)}, reverse=True))
    behind = f"(?:{firsts})-?(?!{DERIVED})(?={ONSET})[a-zäöå-]{{{LEAST_LAST},}}"
    compounds = f"{before}{form}|{behind}" + (f"|{before}{behind}" if len(noun) >= LONG else "")
    return re.compile(form), re.compile(compounds)


def _nominatives(word: str, *, attribute: bool) -> Iterator[str]:
    """The word, and what it is in the nominative where it is listed in the plural or a case of place; an attribute
    also where it is in the genitive."""
    yield word
    if word[-1] in "oö" and word[-2:-1] in CONSONANTS:
        yield f"{word}s"  # a katkos is a katko
    ending = "tn" if attribute else "t"
    if len(word) >= LEAST_STEM and word[-1] in ending and word[-2] in VOWEL and not word.endswith("nen"):
        stem = word[:-1]
        if stem.endswith("kse"):
            yield f"{stem[:-3]}s"
        elif stem.endswith("de") and stem[-3] in VOWEL:
            yield f"{stem[:-2]}s"
        elif stem.endswith("ee"):
            yield stem[:-1]
        elif stem.endswith("se"):
            yield f"{stem[:-2]}nen"
        else:
            yield from _graded(stem)
    if (place := LOCAL.fullmatch(word)) is not None:
        yield place[1]


def _firsts(noun: str) -> Iterator[str]:
    """How a noun stands as the first part of a compound: as it is, in the genitive, and -nen as -s."""
    if noun.endswith("nen"):
        yield f"{noun[:-3]}s"
        yield f"{noun[:-3]}sen"
        return
    yield noun
    for stem in _stems(noun):
        if stem[-1] in VOWEL and len(stem) >= LEAST_STEM and not stem.endswith("i"):
            yield f"{stem}n"


def _stems(noun: str) -> frozenset[str]:
    """The stems that endings stand behind, of singular and plural; too many rather than too few."""
    return frozenset(stem for stem in _inflection(noun) if len(stem) >= LEAST_LETTERS)


def _inflection(noun: str) -> Iterator[str]:
    if noun.endswith("nen"):
        yield from (f"{noun[:-3]}{ending}" for ending in ("se", "si", "s"))
    elif noun.endswith(("aika", "poika")):
        for one in (noun[:-1], f"{noun[:-3]}j"):
            yield from (f"{one}{ending}" for ending in ("a", "o", "oi"))
    elif noun[-1] == "s":
        yield from _ending_in_s(noun)
    elif noun.endswith(("ton", "tön")):
        yield from (f"{noun[:-2]}t{noun[-2]}m{ending}" for ending in ("a", "ä", "i"))
    elif noun.endswith("in"):
        for one in _strengthened(noun[:-2]):
            yield from (f"{one}i{ending}" for ending in ("me", "mi", "n"))
        yield from _loan(noun)
    elif noun.endswith(("ut", "yt")):
        yield from (f"{noun[:-2]}{ending}" for ending in ("ee", "ei", "ut", "yt"))
        yield from (f"{noun[:-1]}{ending}" for ending in ("e", "i"))
    elif noun[-1] == "e":
        for one in _strengthened(noun[:-1]):
            yield from (f"{one}{ending}" for ending in ("ee", "ei"))
        yield from (noun, f"{noun}t")
    elif noun[-1] == "i" and noun[-2:-1] not in VOWEL:
        yield from _ending_in_i(noun)
    elif noun[-1] in VOWEL and noun[-2:-1] in VOWEL and noun[-2:] not in ("io", "iö", "ia", "iä", "eo", "ea", "eä"):
        plural = noun[:-1] if noun[-1] == noun[-2] else f"{noun[:-2]}{noun[-1]}"  # maa, mai-; työ, töi-
        yield from (noun, f"{plural}i", f"{noun}i")
    elif noun[-1] in "aä":
        for one in _graded(noun):
            yield one
            yield from (f"{one[:-1]}{ending}" for ending in ("i", "oi", "öi", "o", "ö"))
    elif noun[-1] in VOWEL:
        for one in _graded(noun):
            yield from (one, f"{one}i")
    else:
        yield from _loan(noun)


def _ending_in_s(noun: str) -> Iterator[str]:
    base = noun[:-1]
    yield noun
    if noun[-2] in "aä":  # hidas, hitaa-
        for one in _strengthened(noun[:-2]):
            yield from (f"{one}{noun[-2]}{ending}" for ending in (noun[-2], "i"))
        return
    if noun.endswith("is"):  # kallis, kallii-
        yield from (f"{one}ii" for one in _strengthened(noun[:-2]))
    if noun[-2] in "uy" and noun[-3:-2] in VOWEL:  # oikeus, oikeude-
        yield from (f"{base}{ending}" for ending in ("de", "te", "t", "ksi"))
    if not noun.endswith(("uus", "yys")):  # sopimus, sopimukse-
        yield from (f"{base}{ending}" for ending in ("kse", "ksi", "s"))


def _ending_in_i(noun: str) -> Iterator[str]:
    for one in _graded(noun):  # budjetti, budjeti-, budjettei-
        yield from (one, f"{one[:-1]}e", f"{one[:-1]}ei")
    if noun.endswith("si") and not noun.endswith(("ssi", "ksi", "psi")):  # uusi, uude-, uut-
        yield from (f"{noun[:-2]}{ending}" for ending in ("de", "te", "t"))
    if noun[-2] in "lrnhm" and noun[-3:-2] in VOWEL:  # kieli, kieltä
        yield f"{noun[:-1]}t"


def _loan(noun: str) -> Iterator[str]:
    """A word that ends with another consonant gets an i, or rarely an e: sprint, sprintin; askel, askelen."""
    yield from (noun, f"{noun}i", f"{noun}ei", f"{noun}e")


def _graded(word: str) -> Iterator[str]:
    """A word that ends with a vowel, in the grade that it has, in the weak one and in the strong one."""
    yield word
    stem, vowel = word[:-1], word[-1]
    for strong, weak in GRADES:
        if strong in ("uku", "yky"):
            if word.endswith(strong):
                yield f"{word[:-3]}{weak}"
        elif stem.endswith(strong):
            yield f"{stem[: -len(strong)]}{weak}{vowel}"
            return
    before, last = stem[-2:-1], stem[-1:]
    if not before or last not in SINGLE or (last == "k" and len(word) <= LEAST_STEM):
        return
    if before in VOWEL or (last == "k" and before in "lr"):
        yield f"{stem[:-1]}{SINGLE[last]}{vowel}"


def _strengthened(stem: str) -> Iterator[str]:
    """A stem that ends with a consonant, as it is and in the strong grade: hid, hit; laitt of lait."""
    yield stem
    for strong, weak in GRADES:
        if len(weak) > 1 and stem.endswith(weak):
            yield stem[: -len(weak)] + strong
            return
    match stem[-1:]:
        case "k" | "p" | "t":
            yield stem + stem[-1]
        case "d":
            yield f"{stem[:-1]}t"
        case "v":
            yield f"{stem[:-1]}p"
