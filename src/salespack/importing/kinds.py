"""Which kind of content a slide is: a table of rules, the first that fits decides, and says by what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from salespack.language.word_matching import UNSPACED, first_found, normalised
from salespack.library.blocks import Kind
from salespack.powerpoint.designed.outline import Slide

Where = Literal["title", "text"]

FEW_LINES = 1
"""A first slide with no more lines below its title than this opens the deck, whatever its layout."""
QUOTED = re.compile(
    r"^(?:[“„”][^“”„\n]{25,}[”“]|[«»][^«»\n]{25,}[«»]|「[^」\n]{15,}」|\"[^\"\n]{25,}\")\W*$", re.MULTILINE
)
"""A paragraph that is a quotation, in the marks of several languages."""


class Proposal(msgspec.Struct, frozen=True):
    """A guessed kind, tags for slots, and the reason in a few words."""

    kind: Kind
    tags: tuple[str, ...]
    why: str


class Rule(msgspec.Struct, frozen=True):
    """One row: `words` by language in the title or anywhere on the slide. Words of English count in every deck.

    `whole`: the title is nothing but these words, short ones beside them aside.
    """

    kind: Kind
    tag: str
    where: Where
    words: Mapping[str, Sequence[str]]
    whole: bool = False


RULES: Sequence[Rule] = (
    Rule("frame", "agenda", "title", {
        "en": ("agenda", "contents", "table of contents", "outline", "what we will cover"),
        "fi": ("asialista", "sisältö", "ohjelma", "esityslista", "agenda"),
        "de": ("agenda", "inhalt", "inhaltsverzeichnis", "tagesordnung", "übersicht"),
        "ja": ("アジェンダ", "目次", "本日の内容"),
    }, whole=True),
    Rule("dialogue", "", "title", {
        "en": ("objection", "faq", "frequently asked", "yes, but", "concerns", "feedback"),
        "fi": ("vastaväite", "vastaväitt", "usein kysyt", "palaute"),
        "de": ("einwand", "einwänd", "häufige fragen", "häufig gestellte", "bedenken", "rückmeldung"),
        "ja": ("よくある質問", "反論", "ご意見", "懸念"),
    }),
    Rule("frame", "closing", "title", {
        "en": ("thank you", "thanks", "questions", "any questions", "q&a", "q & a"),
        "fi": ("kiitos", "kiitokset", "kysymyksiä", "kysymykset"),
        "de": ("danke", "vielen dank", "fragen", "noch fragen"),
        "ja": ("ありがとうございました", "ありがとうございます", "ご清聴", "質疑応答", "ご質問"),
    }, whole=True),
    Rule("frame", "next-step", "title", {
        "en": ("next step", "next steps", "get started", "getting started", "how to start", "call to action"),
        "fi": ("seuraavat askeleet", "seuraava askel", "jatkotoimet", "aloita", "miten alkuun"),
        "de": ("nächste schritte", "nächster schritt", "so geht es weiter", "erste schritte", "loslegen"),
        "ja": ("次のステップ", "今後の進め方", "始めましょう", "はじめましょう"),
    }),
    Rule("frame", "team", "title", {
        "en": ("our team", "the team", "team", "meet the team", "your team", "who we are", "our people"),
        "fi": ("tiimi", "tiimimme", "keitä olemme", "asiantuntijamme", "ihmisemme"),
        "de": ("team", "unser team", "das team", "wer wir sind", "ihre ansprechpartner"),
        "ja": ("チーム", "メンバー紹介", "担当者"),
    }, whole=True),
    Rule("frame", "contact", "title", {
        "en": ("contact", "contacts", "contact us", "get in touch", "stay in touch"),
        "fi": ("yhteystiedot", "ota yhteyttä", "yhteyshenkilöt"),
        "de": ("kontakt", "kontakte", "kontaktieren sie uns", "ansprechpartner"),
        "ja": ("お問い合わせ", "連絡先"),
    }, whole=True),
    Rule("experience", "", "title", {
        "en": ("case study", "case studies", "customer story", "success story", "customer case", "reference customer",
               "testimonial", "what our customers say", "our customers"),
        "fi": ("asiakastarina", "asiakascase", "asiakasesimerkki", "referenssi", "asiakkaidemme kokemuks",
               "asiakaskokemus", "menestystarina", "case:"),
        "de": ("fallstudie", "erfolgsgeschichte", "kundenstimme", "anwenderbericht", "praxisbeispiel", "kundenreferenz",
               "referenzkunde", "unsere kunden"),
        "ja": ("導入事例", "お客様事例", "お客様の声", "活用事例", "成功事例", "ケーススタディ"),
    }),
    Rule("news", "", "title", {
        "en": ("news", "announcement", "announcing", "now available", "coming soon", "release notes", "what's new",
               "what is new", "new in", "just launched", "press release"),
        "fi": ("uutinen", "uutis", "tiedote", "julkistus", "uutta", "nyt saatavilla", "mitä uutta", "ajankohtaista"),
        "de": ("neuigkeit", "neuheiten", "ankündigung", "jetzt verfügbar", "was ist neu", "neu in", "aktuelles",
               "pressemitteilung"),
        "ja": ("ニュース", "お知らせ", "新機能", "新着", "発表", "リリース情報"),
    }),
    Rule("market", "", "title", {
        "en": ("market", "markets", "trend", "trends", "industry", "forecast", "outlook", "landscape", "regulation",
               "survey", "gartner", "forrester", "idc", "benchmark"),
        "fi": ("markkina", "trendi", "toimiala", "ennuste", "näkymät", "sääntely", "kyselytutkimus"),
        "de": ("markt", "märkte", "trend", "branche", "prognose", "ausblick", "regulierung", "umfrage", "studie"),
        "ja": ("市場", "トレンド", "動向", "業界", "予測", "規制", "調査"),
    }),
    Rule("experience", "", "text", {
        "en": ("case study", "success story", "customer story", "testimonial"),
        "fi": ("asiakastarina", "referenssi", "menestystarina"),
        "de": ("fallstudie", "erfolgsgeschichte", "kundenstimme", "praxisbeispiel"),
        "ja": ("導入事例", "お客様の声", "活用事例"),
    }),
    Rule("market", "", "text", {
        "en": ("market share", "market growth", "market size", "industry trend", "according to gartner", "cagr"),
        "fi": ("markkinaosuus", "markkinan kasvu", "toimialan trendi"),
        "de": ("marktanteil", "marktwachstum", "branchentrend", "marktvolumen"),
        "ja": ("市場規模", "市場シェア", "業界動向"),
    }),
)  # fmt: skip
"""In order of how much they tell. To teach the import a language, add its words to the rows."""
QUESTION_MARKS = ("?", "？")
ENDING = re.compile(r"[\s!?.:…！？。：]+$")
MOST_BESIDE = 2
"""How many words may stand beside those of a `whole` rule: “Agenda for today”, but no sentence."""


def kind_of(slide: Slide, *, language: str, year: int, customers: Sequence[str] = ()) -> Proposal:
    """The kind of a slide in `language`; `year` is this year, `customers` are names that a case may be about."""
    title, text = normalised(slide.title), normalised(slide.said)
    return (
        _opening(slide)
        or _by_rules(title, text, language)
        or _by_signs(slide, title, text, year, customers)
        or Proposal("benefit", (), "nothing on the slide speaks of another kind")
    )


def _opening(slide: Slide) -> Proposal | None:
    if slide.layout_type == "secHead":
        return Proposal("frame", ("section",), f"its layout “{slide.layout}” is a section header")
    title_layout = slide.layout_type == "title"
    if slide.position == 1 and title_layout:
        return Proposal("frame", ("opening",), f"the first slide, on the title layout “{slide.layout}”")
    if slide.position == 1 and slide.title and len(slide.lines) <= FEW_LINES:
        return Proposal("frame", ("opening",), "the first slide, a title and hardly more")
    if title_layout:
        return Proposal("frame", ("section",), f"on the title layout “{slide.layout}”, but not the first slide")
    return None


def _by_rules(title: str, text: str, language: str) -> Proposal | None:
    for rule in RULES:
        place = title if rule.where == "title" else text
        for code in dict.fromkeys((language.partition("-")[0], "en")):
            word = first_found(rule.words.get(code, ()), place, whole=code == "en")
            if word and (not rule.whole or _is_little_else(word, place)):
                where = "in the title" if rule.where == "title" else "on the slide"
                return Proposal(rule.kind, (rule.tag,) if rule.tag else (), f"“{word}” {where}")
    return None


def _is_little_else(word: str, title: str) -> bool:
    """Whether a title is `word` and little else; where words are not spaced, `word` is at least half of it."""
    if UNSPACED.search(word):
        return len(ENDING.sub("", title)) <= 2 * len(word)
    return len(title.split()) - len(word.split()) <= MOST_BESIDE


def _by_signs(slide: Slide, title: str, text: str, year: int, customers: Sequence[str]) -> Proposal | None:
    """Signs that are no words of a language: quotations, names, years, question marks."""
    if customer := first_found(customers, text, whole=True):
        return Proposal("experience", (), f"names the customer {customer}")
    if quoted := QUOTED.search(slide.said):
        return Proposal("experience", (), f"quotes somebody: {quoted[0][:30]}…")
    if slide.title.rstrip().endswith(QUESTION_MARKS):
        return Proposal("dialogue", (), "the title is a question")
    if first_found((str(year),), title, whole=True):
        return Proposal("news", (), f"“{year}” in the title")
    return None
