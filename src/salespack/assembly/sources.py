"""Which sources a slide names: those that it or its claims ask for, else the block's own. Whose its figures are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec

from salespack.assembly.parsed_slides import ParsedSlide
from salespack.calculations.model import Calculations
from salespack.deck.model import web_address
from salespack.formats.types import in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.library.blocks import OWN_EVIDENCE, Block, Body, Evidence, source_in
from salespack.problems.patterns import late_pattern
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import Offer, Profile
from salespack.templating.template_text import template_code

CLAIM = late_pattern("\ufffe([a-z0-9-]+)\uffff")
"""What the Markdown parser makes of `[^name]`: signs that no text that people write may hold."""
CALCULATED = late_pattern(r"(?<![\w.])calc\.(\w+)")
SIGNS = "¹²³⁴⁵⁶⁷⁸⁹"


def without_known(parsed: Sequence[ParsedSlide], block: Block) -> list[ParsedSlide]:
    """The slides without notices of claims whose sources the block has: the parser of a text does not know them."""
    known = {f"[^{name}]" for name in block.all_evidence()}

    def meant(slide: ParsedSlide) -> ParsedSlide:
        left = tuple(one for one in slide.notices if one.written not in known)
        return slide if len(left) == len(slide.notices) else msgspec.structs.replace(slide, notices=left)

    return [meant(slide) for slide in parsed]


class Named(NamedTuple):
    """The footnotes of a slide, the web address of each (empty where it has none), the sign behind a claim by its
    source, and whether the slide or a claim on it asked for any of them."""

    lines: tuple[str, ...]
    urls: tuple[str, ...]
    signs: dict[str, str]
    asked: bool


class Sources:
    """The sources of one block in one language. `known` are their names."""

    def __init__(self, block: Block, body: Body, language: str, formats: Formats) -> None:
        self._block, self._body, self._language, self._formats = block, body, language, formats
        self.known: Collection[str] = block.all_evidence().keys()

    def named(self, asked: Collection[str] | None, claims: Iterable[str]) -> Named:
        """What a slide shows that asks for some sources behind its title (None: for none in particular), and whose
        claims name others. With more than one, each claim gets the sign of its source."""
        claimed = [name for name in dict.fromkeys(claims) if name in self.known]
        names = [*dict.fromkeys((*(asked or ()), *claimed))]
        if asked is None and not claimed:
            names = [OWN_EVIDENCE]
        evidence = self._block.all_evidence()
        found = {name: evidence[name] for name in names if name in evidence}
        signs = dict.fromkeys(self.known, "")
        if len(found) > 1:
            signs |= dict(zip(claimed, SIGNS, strict=False))
        lines = tuple(f"{signs[name]} {self._line(name, one)}".lstrip() for name, one in found.items())
        return Named(lines, tuple(one.url or "" for one in found.values()), signs, asked is not None or bool(claimed))

    def unknown(self, name: str) -> str:
        """The hint for a name that no source of the block has."""
        return did_you_mean(name, (*self.known, "none")) if self.known else f"write `sources: {{{name}: …}}` above"

    def _line(self, name: str, evidence: Evidence) -> str:
        translated = self._body.evidence.get(name)
        parts = [source_in(self._body, name, evidence)]
        if evidence.date:
            parts.append(dated(evidence.date, self._language, self._formats))
        if sample := (translated and translated.sample) or evidence.sample:
            parts[-1] += f" ({sample})"
        if evidence.url:
            parts.append(web_address(evidence.url))
        return f"{words(self._language)['source']}: {', '.join(parts)}"


def own_figures(profile: Profile, language: str, formats: Formats) -> str:
    """The footnote below figures of the customer's own: whose they are, and from when."""
    whose = profile.customer.name
    if profile.facts_date:
        whose += f", {dated(profile.facts_date, language, formats)}"
    return words(language)["own_figures"].format(source=whose)


class Assumed(NamedTuple):
    """The footnote below figures that are worked out: what of them we assume, and where from, and the day of our offer
    where it is among them; empty where nothing is ours.

    `alone` says that no figure of the customer's is among them, by which the slides that show them are known.
    """

    line: str = ""
    alone: bool = False


def our_assumptions(
    calculations: Calculations, source: str, language: str, default: str, formats: Formats, offer: Offer | None
) -> Assumed:
    """What is ours in the figures that a text works out, `calc.NAME`. `default` is the library's own language."""
    from salespack.calculations.figures import is_of_theirs, rests_on

    names = {one for part in template_code(source) for one in CALCULATED.findall(part)} & calculations.formulas.keys()
    used = {one for name in names for one in rests_on(calculations, name)}
    lines = [
        f"{in_language(one.source, language, default)}, {dated(one.date, language, formats)}"
        for name, one in calculations.assumptions.items()
        if name in used
    ]
    phrases, said = words(language), []
    if lines:
        said.append(phrases["our_assumptions"].format(source="; ".join(dict.fromkeys(lines))))
    if offer is not None and any(name in used for name, one in calculations.inputs.items() if one.is_offer):
        said.append(phrases["working_offer"].format(date=dated(offer.date, language, formats)))
    return Assumed(" · ".join(said), alone=not is_of_theirs(calculations, used)) if said else Assumed()


def dated(date: str, language: str, formats: Formats) -> str:
    """The date of a source as far as it is known: a year, a month or a day."""
    if len(date) != len("2026-12-01"):
        return date if len(date) == 4 else f"{int(date[5:7])}/{date[:4]}"
    return formats.date(date, language)
