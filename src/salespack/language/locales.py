"""The languages that are known: one folder each in `locales/`, with what is to be known of the language as data.

| file | what it holds | who needs it |
| --- | --- | --- |
| `language.yaml` | its name, region, quotation marks, hyphenation, script | everyone |
| `phrases.po` | the fixed words of decks, documents and mails | the customer |
| `interview.po` | the questions of interviews | the seller |
| `catalog_page.po` | the words of the library's page | those who keep the library |
| `brands.yaml` | what layouts and prompts of brand files are called | the choice of layouts |
| `checking.yaml` | the words by which rules find claims, figures and what is internal | `salespack check` |
| `synonyms.yaml` | words that mean the same to people who sell and buy | the seller |
| `forms.yaml` | the words over the columns of a table by which it is a form | slides |
| `times.yaml` | the words of days, weeks, months and quarters | slides |
| `importing.yaml` | the words by which imports know a language, a slide's kind, a case's parts | `salespack import` |

A language needs no file but the first. Where it has no phrases, the fixed words are English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from salespack.formats.schema import decode
from salespack.formats.text_files import read_text
from salespack.formats.yaml import Source
from salespack.problems.problem import shown_path
from salespack.system.cache import cache_folder, code_version, read_cached, write_cached
from salespack.system.hashing import digest

LOCALES = Path(__file__).parent / "locales"
DEFAULT = "en"
"""The language of the fixed words where a language has none."""
LANGUAGE_FILE, BRANDS, CHECKING = "language.yaml", "brands.yaml", "checking.yaml"
IMPORTING, SYNONYMS, FORMS, TIMES = "importing.yaml", "synonyms.yaml", "forms.yaml", "times.yaml"
USUAL_SCRIPT_SHARE = 0.2

Texts = tuple[str, ...]
Patterns = tuple[str, ...]
"""Regular expressions; a plain word is one."""
Content = TypeVar("Content")
File = TypeVar("File", bound=msgspec.Struct)


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A script that tells the language: its letters as a character class, and from which share of them on."""

    letters: str
    share: float = USUAL_SCRIPT_SHARE


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`language.yaml`: what is true of a language wherever it is written.

    `name` is English. `region` is the one that spelling tools take where nobody names one. `hyphenated`: its words are
    so long that documents of a page or two divide them too. `same_as` is the language whose folder stands for this one.
    """

    name: str
    region: str = ""
    quotes: tuple[str, str] = ("“", "”")
    hyphenated: bool = False
    currency_first: bool = False
    script: Script | None = None
    same_as: str = ""


class BrandWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`brands.yaml`: words in the names of layouts, by the role that they speak of, and prompts of footers."""

    layouts: dict[
        Literal[
            "title", "section", "bullets", "two-content", "table", "picture", "quote", "closing", "agenda", "blank"
        ],
        Texts,
    ] = {}
    footer_prompts: Texts = ()


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a figure a claim: units and nouns right behind it. `times` follow without a space too (10-fold)."""

    percent: Patterns = ()
    currencies: Patterns = ()
    times: Patterns = ()
    durations: Patterns = ()
    counted: Patterns = ()

    @classmethod
    def together(cls, *lists: Claims) -> Claims:
        """Several lists as one."""
        names = cls.__struct_fields__
        return cls(**{name: tuple(pattern for one in lists for pattern in getattr(one, name)) for name in names})


Figure = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+$")]


class CheckingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`checking.yaml`: how the rules of `salespack check` read a language.

    `internal` is what is not for customers, `unfinished` what stands where text is missing, `superlatives` praise
    without proof, `spoken` what is said while a slide is seen, `multiples` the words for a thousand (`1000`), a million
    and a billion, `numbers` how figures are spelt, `legal_forms` what companies' names end with.
    """

    internal: Patterns = ()
    unfinished: Patterns = ()
    superlatives: Patterns = ()
    spoken: Patterns = ()
    claims: Claims = Claims()
    multiples: dict[Figure, Patterns] = {}
    numbers: dict[Figure, Patterns] = {}
    legal_forms: Texts = ()


Section = Literal["challenge", "solution", "results"]


class CaseWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How cases are written: headings of their parts, nouns for employees, words that join and those within names,
    nouns that describe a company where no name stands, abbreviations whose dot ends no sentence, words for amounts."""

    sections: dict[Section, Texts] = {}
    employees: Patterns = ()
    joints: Texts = ()
    articles: Texts = ()
    within_names: Texts = ()
    companies: Texts = ()
    abbreviations: Texts = ()
    amounts: Patterns = ()


SlideWords = Literal[
    "agenda", "objections", "closing", "next-step", "team", "contact", "experience", "news", "market",
    "experience-text", "market-text",
]  # fmt: skip


class NotesWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How notes of meetings are read. All but `lists`, `ours`, `theirs` and `first_names` are regular expressions, for
    a clause or a line.

    `joints` are between clauses, `lists` between the last words of a list. `negations` say that something is not
    so, `privatives` that what stands right behind them is not (without outages), unless `insisted` says that this
    is the very trouble (cannot afford); `denials` begin a short sentence that denies the one before. `goals` begin
    what the customer wants, told by somebody else, `own_goals` told by themselves. `ours` and `theirs` stand before
    a colon where a seller, or the customer, speaks. `to_do` heads what we are to do, `own_headings` all that is
    ours. From a line of `history` on, a mail quotes others. `says` are verbs beside the name of who is quoted,
    `of_ours` begin what a seller told, showed or asked, `possessives` stand right before
    what is the writer's own (our audit tool), `third_parties` say that neither side is spoken of,
    `settled` that what is named anywhere before the next joint is no trouble, `supposed` that it only might happen.
    `courtesies` are clauses that wish or thank. `valedictions` end a mail: behind them stands who wrote it. `former`
    stands before a title that somebody had. `first_names` are the most frequent ones. In `of_ours`, {company} stands
    for the company whose library it is, in whatever form, and {ours} for a name of its people.
    """

    joints: Patterns = ()
    lists: Texts = ()
    denials: Patterns = ()
    privatives: Patterns = ()
    negations: Patterns = ()
    insisted: Patterns = ()
    goals: Patterns = ()
    own_goals: Patterns = ()
    ours: Texts = ()
    theirs: Texts = ()
    to_do: Patterns = ()
    own_headings: Patterns = ()
    history: Patterns = ()
    says: Patterns = ()
    of_ours: Patterns = ()
    possessives: Patterns = ()
    third_parties: Patterns = ()
    settled: Patterns = ()
    supposed: Patterns = ()
    courtesies: Patterns = ()
    valedictions: Patterns = ()
    former: Patterns = ()
    first_names: Texts = ()


class ImportingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`importing.yaml`: how the imports read a language.

    `common` are its most frequent words, between spaces, and `endings` how its longer words end; by them it is known.
    `filling` are further words that say nothing of what a text is about.
    `close_to` names languages that share most of those words. `slides` are words of titles and texts by the rule that
    they speak for, `notes` is how meetings are told, `industries` what industries are called elsewhere, by our own name
    for each.
    """

    common: str = ""
    filling: str = ""
    endings: Patterns = ()
    close_to: Texts = ()
    slides: dict[SlideWords, Texts] = {}
    cases: CaseWords = CaseWords()
    notes: NotesWords = NotesWords()
    industries: dict[str, Texts] = {}


class Synonyms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`synonyms.yaml`: words that mean the same, in groups that have one name of ours in every language."""

    role: dict[str, Texts] = {}
    industry: dict[str, Texts] = {}
    value: dict[str, Texts] = {}


class FormWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`forms.yaml`: what stands over columns that say how something was, and how it is; when, what and who; who
    somebody is, what they do and how to reach them; and in cells that say yes, partly or no, or that both sides do
    something. Small letters."""

    before: Texts = ()
    after: Texts = ()
    when: Texts = ()
    what: Texts = ()
    who: Texts = ()
    name: Texts = ()
    role: Texts = ()
    contact: Texts = ()
    yes: Texts = ()
    partly: Texts = ()
    no: Texts = ()
    both: Texts = ()


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`times.yaml`: words of times; the first of each is how an axis says it.

    `month_first`: 3/4/2027 is a day in March. `until` stands between the two ends of a time, `beside` beside one.
    """

    month_first: bool = False
    months: tuple[Patterns, ...] = ()
    day: Patterns = ()
    week: Patterns = ()
    month: Patterns = ()
    quarter: Patterns = ()
    half: Patterns = ()
    year: Patterns = ()
    today: Patterns = ()
    until: Patterns = ()
    beside: Patterns = ()


def base_of(language: str) -> str:
    """The language of a code with or without a region: fi of fi-FI."""
    return language.partition("-")[0]


@lru_cache(maxsize=8)
def languages(having: str = LANGUAGE_FILE) -> tuple[str, ...]:
    """The codes of the languages that have a file of that name of their own, in their order."""
    return tuple(sorted(path.parent.name for path in LOCALES.glob(f"*/{having}")))


def one_of(patterns: Iterable[str]) -> str:
    """A pattern for any of several, or for nothing where there are none."""
    return f"(?:{'|'.join(patterns) or '(?!)'})"


@lru_cache(maxsize=256)
def file_of(language: str, name: str) -> Path | None:
    """A file of a language, or of the one that stands for it; None where there is none."""
    code = base_of(language)
    path = LOCALES / code / name
    if path.is_file() and code.isalpha():
        return path
    same_as = find_language(code).same_as if name != LANGUAGE_FILE else ""
    return file_of(same_as, name) if same_as else None


@lru_cache(maxsize=64)
def find_language(language: str) -> Language:
    """What is true of a language; of one that is not known, its code and what is usual."""
    code = base_of(language)
    return _read(code, LANGUAGE_FILE, Language) or Language(name=code)


@lru_cache(maxsize=64)
def brand_words(language: str) -> BrandWords:
    """What layouts and prompts are called; nothing where that is not known."""
    return _read(language, BRANDS, BrandWords) or BrandWords()


@lru_cache(maxsize=1)
def layout_names() -> Mapping[str, Texts]:
    """Words in the names of layouts, of all languages, by the role that they speak of."""
    found: dict[str, Texts] = {}
    for code in languages(BRANDS):
        for role, texts in brand_words(code).layouts.items():
            found[role] = (*found.get(role, ()), *texts)
    return found


@lru_cache(maxsize=1)
def footer_prompts() -> frozenset[str]:
    """What footers of layouts say in any language while nobody has written one: not for a customer's eyes."""
    return frozenset(prompt for code in languages(BRANDS) for prompt in brand_words(code).footer_prompts)


@lru_cache(maxsize=64)
def checking_words(language: str) -> CheckingWords:
    """The words of the rules of a check; none where they are not known."""
    return _read(language, CHECKING, CheckingWords) or CheckingWords()


def checking_words_for(language: str) -> tuple[CheckingWords, ...]:
    """The words by which texts in a language are read: its own, and English ones, which stand in any text."""
    return tuple(checking_words(code) for code in dict.fromkeys((base_of(language), DEFAULT)))


@lru_cache(maxsize=1)
def legal_forms() -> frozenset[str]:
    """What names of companies begin or end with, anywhere."""
    return frozenset(form for code in languages(CHECKING) for form in checking_words(code).legal_forms)


@lru_cache(maxsize=64)
def importing_words(language: str) -> ImportingWords:
    """The words of the imports; none where they are not known."""
    return _read(language, IMPORTING, ImportingWords) or ImportingWords()


@lru_cache(maxsize=1)
def case_words() -> tuple[CaseWords, ...]:
    """How cases are written, by language, English first: a case may be in any."""
    codes = languages(IMPORTING)
    return tuple(importing_words(code).cases for code in dict.fromkeys((DEFAULT, *codes)))


@lru_cache(maxsize=1)
def industry_names() -> tuple[Texts, ...]:
    """What each industry is called in all languages, English first."""
    found: dict[str, Texts] = {}
    for code in dict.fromkeys((DEFAULT, *languages(IMPORTING))):
        for industry, names in importing_words(code).industries.items():
            found[industry] = (*found.get(industry, ()), *names)
    return tuple(found.values())


@lru_cache(maxsize=1)
def form_words() -> FormWords:
    """The words by which forms are known, of all languages: a table may quote another."""
    known = [_read(code, FORMS, FormWords) or FormWords() for code in languages(FORMS)]
    names = FormWords.__struct_fields__
    return FormWords(**{name: tuple(word for one in known for word in getattr(one, name)) for name in names})


@lru_cache(maxsize=64)
def form_words_of(language: str) -> FormWords:
    """The words by which forms are known in one language; those of English where it has none."""
    return _read(language, FORMS, FormWords) or _read(DEFAULT, FORMS, FormWords) or FormWords()


def word_of_sign(sign: Literal["yes", "partly", "no"], language: str) -> str:
    """What a sign for yes, partly or no is read as in a language."""
    word: str = getattr(form_words_of(language), sign)[0]
    return word[:1].upper() + word[1:]


@lru_cache(maxsize=64)
def time_words(language: str) -> TimeWords:
    """The words of times; none where they are not known."""
    return _read(language, TIMES, TimeWords) or TimeWords()


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[Texts, ...]]:
    """Groups of words that mean the same, of all languages together, by what they are for (role, …)."""
    found: dict[str, dict[str, Texts]] = {sort: {} for sort in Synonyms.__struct_fields__}
    for code in dict.fromkeys((DEFAULT, *languages(SYNONYMS))):
        own = _read(code, SYNONYMS, Synonyms) or Synonyms()
        for sort, groups in found.items():
            for name, words in getattr(own, sort).items():
                groups[name] = (*groups.get(name, ()), *words)
    return {sort: tuple(groups.values()) for sort, groups in found.items()}


def _read(language: str, name: str, kind: type[File]) -> File | None:
    path = file_of(language, name)
    if path is None:
        return None
    return kept_of(path, kind, lambda: decode(Source(shown_path(path), read_text(path)), kind))


def kept_of(path: Path, kind: type[Content], read: Callable[[], Content]) -> Content:
    """What a file of a language holds: as it was read before, by the file's time and size, else as it is `read`."""
    cache, status = cache_folder(), path.stat()
    state = f"{code_version()} {path} {status.st_mtime_ns} {status.st_size}"
    name = f"language-{digest(state.encode())[:32]}.msgpack"
    if (kept := read_cached(cache, name)) is not None:
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(kept, type=kind)
    content = read()
    write_cached(cache, name, msgspec.msgpack.encode(content))
    return content
