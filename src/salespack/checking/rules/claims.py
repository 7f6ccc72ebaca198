"""Rules about claims: figures and superlatives in a block that says nowhere where they come from.

Found by patterns for English and Finnish, made to be right rather than complete: a figure counts with the unit that
makes it a claim, a superlative where it praises. Figures of the customer's own, questions, dates, versions and the
numbers of lists are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from salespack.checking.rules.views import BlockText
from salespack.checking.rules.visible import Line, place_in, shown
from salespack.problems.problem import Problem

CLAIMING = frozenset(("experience", "benefit", "market", "news"))
"""The kinds of blocks that claim something; a frame or a dialogue asks and plans."""

_FIGURE = r"(?<![\w.,:/\x00-])(?:[−–+~<>]|\d+[–-])?\d+(?:[., \u00a0\u2009\u202f]\d+)*"
_MILLIONS = r"(?:k|M|bn|thousand|million|billion|mil?j(?:oona\w*|\.)?|mrd|miljardi\w*|tuha\w+)"
_TIME_EN = r"(?:milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?)"
_TIME_FI = (
    r"(?:millisekun\w+|sekun\w+|minuut\w+|tunti\w*|tunni\w+|tunnei\w+|päiv\w+|vuorokau\w+|viikko\w*|viiko\w+|"
    r"kuukau\w+|vuosi\w*|vuotta|vuode\w+|vuoden|vrk|kk)"
)
_COUNTED_EN = (
    r"(?:customers?|clients?|companies|organi[sz]ations|users?|people|employees|engineers?|developers?|teams?|"
    r"services?|servers?|machines?|platforms?|systems?|applications?|apps?|projects?|countries|cities|sites?|"
    r"releases|deployments?|deploys|builds|transactions?|orders?|requests?|incidents?|outages|visitors?|"
    r"points|percentage points|locations|stores|partners?|certifications?|containers?|clusters?|nodes?|cores?|"
    r"[KMGTP]B)"
)
_COUNTED_FI = (
    r"(?:asiaka\w+|yrity\w+|organisaatio\w*|käyttäj\w+|ihmi\w+|työntekij\w+|kehittäj\w+|tiimi\w*|palvelu\w*|"
    r"palvelime\w+|konet\w+|alusta\w*|järjestelm\w+|sovellu\w+|projekti\w*|hanke\w*|maata|maassa|kaupunki\w*|"
    r"julkaisu\w*|tilau\w+|pyyntö\w*|häiriö\w*|katko\w*|toimipaik\w+|myymäl\w+|kumppani\w*|solmu\w*)"
)
FIGURE = re.compile(
    rf"(?P<money>(?:[€$£¥]|(?:EUR|USD|SEK|GBP)\s)\s?\d+(?:[., \u00a0\u2009\u202f]\d+)*)"
    rf"|{_FIGURE}(?:"
    rf"\s?(?:%|‰|percent\b|per cent\b|prosent\w+|pros\.)"
    rf"|\s?{_MILLIONS}?\s?(?:€|euro\w*|EUR\b|USD\b|dollar\w*|dollari\w*)"
    rf"|\s?(?:x|×|times|-fold|-kertai\w+|kertai\w+|kertaa)(?![\w])"
    rf"|[\s-]{_MILLIONS}(?![\w])"
    rf"|[\s-]?(?:{_TIME_EN}|{_TIME_FI})(?![\w])"
    rf"|\s(?:[a-zåäö]+\s)?(?:{_COUNTED_EN}|{_COUNTED_FI})(?![\w])"
    rf")"
)
LARGE = re.compile(r"(?<![\w.,:/\x00-])\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?![\w,.]*\d)")
BOLD_FIGURE = re.compile(r"\*\*[^*\x00]*\d[^*\x00]*\*\*")
NOT_A_CLAIM = re.compile(r"24/7|36[05]\b|1(?:[\s-]|$)|(?:19|20)\d\d[\s–-]+(?!%|€)")
"""Round the clock, all round, a single one, and years."""

SUPERLATIVE = re.compile(
    r"\b(?:"
    r"(?:the|our|your|world['’]s|europe['’]s|industry['’]s) (?:best|fastest|quickest|cheapest|safest|strongest|largest|"
    r"biggest|greatest|simplest|easiest|smartest|finest|most (?:advanced|powerful|secure|reliable|trusted|innovative|"
    r"complete|comprehensive|popular|efficient|experienced|flexible|modern|widely used))"
    r"(?! (?:practi[cs]e|effort|time|way|moment|place|known|thing|question|case|"
    r"indication|example|part|possible|fit))"
    r"|best[- ](?:in[- ]class|of[- ]breed|selling)|world[- ](?:class|leading)|(?:market|industry)[- ](?:leader|leading)"
    r"|leading (?:provider|supplier|vendor|platform|solution|company|expert)s?"
    r"|(?:number one|no\. ?1)(?! (?:concern|priority|problem|question|reason|issue|goal|request))"
    r"|unrivall?ed|unparall?eled|unbeatable|unmatched|revolutionary|second to none"
    r"|guarantee[sd]?|zero downtime|100 ?% (?:uptime|secure|safe|reliable|available)"
    r"|never (?:fails?|stops?|breaks?|crash(?:es)?|goes? down|loses?|miss(?:es)?|sleeps?)"
    r"|always (?:on|available|up|works?|secure|safe|up to date|succeeds?)"
    r"|(?:alan|markkinoiden|suomen|euroopan|maailman) (?:paras|parhai\w+|parha\w+|johtav\w+|nopei\w+|suuri[nm]\w*|"
    r"halvi[nm]\w*|turvallisi[nm]\w*|luotettavi[nm]\w*)"
    r"|johtava(?:n|a|t|lla|lta|ksi)? (?:toimittaja|asiantuntija|alusta|ratkaisu|yritys|tarjoaja)\w*"
    r"|markkinajohtaja\w*|maailmanluokan|ylivoimai(?:nen|se\w+|st\w+)|ainutlaatui(?:nen|se\w+|st\w+)"
    r"|vertaansa vailla|ykkönen"
    r"|(?:nopein|tehokkain|luotettavin|turvallisin|edullisin|halvin|kattavin|edistynein|helpoin)"
    r"(?! (?:tapa|tie|keino|hetki|tapaus))"
    r"|takaamme|taattu\w*|taatusti|takuuvarm\w+|sataprosentti\w+"
    r"|ei(?:vät)? koskaan (?:kaadu|petä|pysähdy|katkea|hajoa|vikaannu|epäonnistu)"
    r"|aina (?:saatavilla|käytettävissä|päällä|turvassa|ajan tasalla|toiminnassa)"
    r")\b",
    re.IGNORECASE,
)


CHART = re.compile(r"^(`{3,}|~{3,})[ \t]*chart\b(?P<says>.*?)^\1", re.MULTILINE | re.DOTALL)
DATA_OF_CUSTOMER, SERIES = re.compile(r"^\s*data\s*:", re.MULTILINE), re.compile(r"^\s*series\s*:", re.MULTILINE)


def figures_without_evidence(text: BlockText) -> Iterator[Problem]:
    """The first figure that claims something, in a block without evidence; a chart of our own figures does too."""
    yield from _told(text, figures, "SP343", "is a claim")
    for chart in CHART.finditer(text.source) if _has_to_prove(text) else ():
        if SERIES.search(chart["says"]) and not DATA_OF_CUSTOMER.search(chart["says"]):
            yield Problem(
                code="SP343",
                message="a chart of our own figures without evidence",
                hint="add `evidence: {source: …, date: …}`",
                place=text.place_at(chart.start()),
            )


def superlatives_without_evidence(text: BlockText) -> Iterator[Problem]:
    """The first superlative or absolute, in a block without evidence."""
    yield from _told(text, superlatives, "SP344", "is a superlative")


def figures(line: Line) -> Iterator[tuple[int, str]]:
    """The figures of a line that claim something, each once: of those that overlap, the first and longest."""
    hits = [*FIGURE.finditer(line.prose), *LARGE.finditer(line.prose)]
    if line.where == "kpis":
        hits += BOLD_FIGURE.finditer(line.prose)
    end = 0
    for hit in sorted(hits, key=lambda one: (one.start(), -one.end())):
        words = hit[0].strip("* ")
        if hit.start() >= end and not NOT_A_CLAIM.match(words):
            end = hit.end()
            yield hit.start() + hit[0].index(words), words


def superlatives(line: Line) -> Iterator[tuple[int, str]]:
    """The superlatives and absolutes of a line."""
    return ((hit.start(), hit[0]) for hit in SUPERLATIVE.finditer(line.prose))


def _has_to_prove(text: BlockText) -> bool:
    """Whether what a text says needs evidence and has none. Translations say what their original does."""
    block = text.block
    own = next(iter(block.bodies))
    return text.language == own and block.kind in CLAIMING and block.evidence is None and block.state != "retired"


def _told(
    text: BlockText, find: Callable[[Line], Iterator[tuple[int, str]]], code: str, what: str
) -> Iterator[Problem]:
    """The first of what is found in a block that has to prove what it says."""
    if not _has_to_prove(text):
        return
    lines = [line for line in shown(text) if not line.prose.rstrip(' *_”"').endswith("?")]  # a question claims nothing
    found = [(line, start, words) for line in lines for start, words in find(line)]
    if found:
        line, start, words = found[0]
        more = f", and so are {len(found) - 1} more" if len(found) > 1 else ""
        yield Problem(
            code=code,
            message=f"“{words}” {what} without evidence{more}",
            hint="add `evidence: {source: …, date: …}`, or say it without",
            place=place_in(text, line, start),
        )
