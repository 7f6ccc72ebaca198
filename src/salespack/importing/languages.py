"""Which language a deck is in. Its words count first, for the language that text is marked with is often the author's.

Measured on real decks: English slides marked de-DE by a German PowerPoint, Japanese ones marked en-CA.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from salespack.language.word_matching import WORD, normalised
from salespack.powerpoint.designed.outline import Slide

NAMES: Mapping[str, str] = {
    "ar": "Arabic", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
SAME_LANGUAGE = {"no": "nb", "nn": "nb", "iw": "he"}
SCRIPTS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[а-яё]")),
    ("el", re.compile("[α-ωά-ώ]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e01-\u0e3a]")),
)
"""Scripts that tell the language, the more telling first (Japanese text holds Han characters too)."""
SCRIPT_SHARE = {"ja": 0.04, "uk": 0.01}
USUAL_SCRIPT_SHARE = 0.2
COMMON: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "da": """
            af at blev den der det eller en er et for fra har hvordan ikke jeg kan med men og også om på som
            til var vi vil
        """,
        "de": """
            als am auch auf aus bei das dass dem den der des die durch ein eine einen einer es für im in ist
            kann mit nach nicht oder sich sie sind über um und unsere von vor werden wie wir wird zu zum zur
        """,
        "en": """
            a all an and are as at be by can for from has have how in is it its more not of on or our that
            the their this to was we what when which will with you your
        """,
        "es": """
            al como con de del el en es esta este la las lo los más muy no nuestra para pero por que se ser
            sin son su sus un una y
        """,
        "et": """
            aga ei ja ka kas kes kui kus meie mis ning oli on ole oma palju see selle siis sest teie väga
            või
        """,
        "fi": """
            ei ennen että he hän ilman ja jo joka jos kaikki kanssa koska kuin kun me mikä miten miksi mitä
            mutta myös ne niin nyt ole olla on ovat se sekä sen tai tämä vain voi
        """,
        "fr": """
            au aux avec ce ces cette dans de des du elle en est et il ils la le les leur mais ne nos notre
            nous ou par pas plus pour qui que sans se son sont sur un une vos votre vous
        """,
        "it": """
            al alla anche che come con da dei del della delle di e è gli ha i il in la le loro lo ma nel
            nella non per più questo se si sono su un una
        """,
        "nb": """
            av at blir den det du eller en er et for fra har hvordan ikke jeg kan med men og også om på som
            til var vi vil
        """,
        "nl": """
            aan als bij dat de deze die door een en er het hoe in is je kan maar met naar niet of om onze
            ook op te tot uit van voor wat we wij worden zijn
        """,
        "pl": """
            ale by był co czy dla do i ich jak jako jest już na nas nasze nie od oraz po przez się są tak to
            w z za że
        """,
        "pt": """
            ao aos as com como da das de do dos e é em mais mas não nas no nos nossa o os ou para pela pelo
            por que se sem ser seu sua um uma
        """,
        "sv": """
            alla att av de den det eller en ett för från har hur i inte kan men med och också om på som så
            till var vi vår är
        """,
    }.items()
}
ENDINGS: Mapping[str, str] = {
    "de": "ungs?|ungen|keiten?|heiten?|lich|lichen?|lichem|isch|ischen?|schaft|schaften",
    "en": "ing|ness|ful|less|able|ly|ship",
    "es": "ción|ciones|idad|idades|mente",
    "fi": "s[st][aä]|ll[aäe]|lt[aä]|ksi|tt[aä]|[aeiouyäö]{2}n|v[aä]t|mme|nne|nen|sen|set|jen|t?iin|inta|minen|uus",
    "fr": "ement|ements|euse|euses|eur|eurs|aux|ité",
    "it": "zione|zioni|mente|ità|ioni",
    "nl": "heid|ingen|lijke?|schap",
    "pl": "owy|owych|ność|ości|ania|enia",
    "pt": "ção|ções|idade|idades|mente",
    "sv": "ningen|ningar|arna|erna|heten|liga|ligt",
}
"""How longer words end; Finnish has few common words and many endings."""
LONGER_WORD = 5
MOST_OF_ONE = 10
"""One word counts no more often than this: it may be the label of a table."""
FEWEST_SIGNS, CLEARLY = 5, 1.5
"""So many common words and endings of a language tell it, if they are so many times those of the next one."""
ENOUGH_TEXT = 500_000
ALIKE = frozenset(("da", "nb"))
"""Languages that share most of their common words."""
EXAMPLES = 3


class Guess(msgspec.Struct, frozen=True):
    """A language code and why; the code is empty when nothing tells it."""

    code: str
    why: str


def language_name(code: str) -> str:
    """The language in English: German."""
    return NAMES.get(code.partition("-")[0], code)


def language_of(slides: Iterable[Slide]) -> Guess:
    """The language of most of the text: by its script, by its common words, else by what the text is marked with."""
    slides = tuple(slides)
    text = normalised("\n".join(slide.said for slide in slides)[:ENOUGH_TEXT])
    return _by_script(text) or _by_words(text, FEWEST_SIGNS) or _by_marks(slides) or _by_words(text, 1) or Guess("", "")


def language_in(text: str) -> Guess:
    """The language of a text: by its script, else by its common words."""
    text = normalised(text[:ENOUGH_TEXT])
    return _by_script(text) or _by_words(text, FEWEST_SIGNS) or _by_words(text, 1) or Guess("", "")


def _by_script(text: str) -> Guess | None:
    letters = sum(1 for character in text if character.isalpha())
    for code, script in SCRIPTS:
        share = len(script.findall(text)) / letters if letters else 0
        if share > SCRIPT_SHARE.get(code, USUAL_SCRIPT_SHARE):
            return Guess(code, f"{share:.0%} of the letters are {language_name(code)}")
    return None


def _by_words(text: str, fewest: int) -> Guess | None:
    counted = {word: min(count, MOST_OF_ONE) for word, count in Counter(WORD.findall(text)).items()}
    longer = {word: count for word, count in counted.items() if len(word) >= LONGER_WORD}
    signs: Counter[str] = Counter()
    for code, words in COMMON.items():
        ending = re.compile(rf"(?:{ENDINGS[code]})$") if code in ENDINGS else None
        signs[code] = sum(counted.get(word, 0) for word in words)
        signs[code] += sum(count for word, count in longer.items() if ending and ending.search(word))
    (code, most), (_, next_most) = signs.most_common(2)
    if most < fewest or (most < CLEARLY * next_most and code not in ALIKE):
        return None
    common = sorted(COMMON[code] & counted.keys(), key=lambda word: (-counted[word], word))
    examples = f" such as {', '.join(common[:EXAMPLES])}" if common else ""
    return Guess(code, f"{most} {language_name(code)} words and endings{examples}")


def _by_marks(slides: Iterable[Slide]) -> Guess | None:
    marked: Counter[str] = Counter()
    for slide in slides:
        for tag, count in slide.marked.items():
            code = tag.replace("_", "-").partition("-")[0].lower()
            marked[SAME_LANGUAGE.get(code, code)] += count
    if not marked:
        return None
    code, count = marked.most_common(1)[0]
    return Guess(code, f"{count / marked.total():.0%} of the text is marked as {language_name(code)}")


def declared_as(code: str, declared: Sequence[str]) -> str | None:
    """The declared language that `code` is: itself, or the one of another region (pt is pt-BR)."""
    base = code.partition("-")[0]
    return code if code in declared else next((one for one in declared if one.partition("-")[0] == base), None)
