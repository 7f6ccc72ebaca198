"""Every form in few, usual and many words on brands: a deck for each, and its pages on one sheet to look at.

Run: python benchmarks/forms_on_brands.py --out FOLDER [--only FORM]… BRAND…

`--only` (repeatable) leaves out the slides whose titles do not begin so. For each BRAND file it writes BRAND.pptx, and
where LibreOffice (`soffice`) and poppler (`pdftoppm`) are installed BRAND.pdf and BRAND.png. It prints what the proof
of fit says, and which slides were divided or lost their form. The words are Finnish, whose long ones are the hardest to
set. Exit code 0; 1 where a text does not fit or a brand fails.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import msgspec
from PIL import Image, ImageDraw, ImageFont

from salespack.assembly.forms.around import Around
from salespack.assembly.forms.makers import made
from salespack.deck.model import (
    Action,
    Agenda,
    BeforeAfter,
    Cards,
    Change,
    Chart,
    Columns,
    Deck,
    Highlight,
    Item,
    Kpi,
    Kpis,
    Leaf,
    Logo,
    Logos,
    Member,
    Next,
    Number,
    Paragraph,
    Photo,
    Picture,
    Provenance,
    Questions,
    Quote,
    Quotes,
    Series,
    Slide,
    SlideStyle,
    Span,
    Spans,
    Statement,
    Step,
    Steps,
    Table,
    Target,
    Team,
    Text,
    Topic,
    Voice,
)
from salespack.deck.visiting import leaves
from salespack.fit.proof import prove
from salespack.graphics.logos import seen_of
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.composing.deck_style import styled
from salespack.powerpoint.composing.pagination import paginated
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck
from salespack.problems.problem import UserFault
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces

ABREAST, WIDTH, ROOM = 4, 560, 6
"""The pages on a sheet: how many side by side, how wide each (pixels), and what is between them."""
ON = datetime.date(2027, 1, 20)
PROVENANCE = Provenance("forms", 1, "", "forms", "content")
SOURCES = ("Lähde: Lumikon toimitusten katsaus 2026, 14 alustaa, 31. elokuuta 2026",)


def spans(text: str) -> Spans:
    """Text in which `**` stands around what is bold."""
    return tuple(Span(part, bold=at % 2 == 1) for at, part in enumerate(text.split("**")) if part)


THINGS = (
    ("Teidän nimissänne", "Alusta toimii omilla tileillänne tai omassa konesalissanne"),
    ("Ei lukkoa", "Kaikki osat ovat avointa lähdekoodia tai teidän ostamianne; mikään ei pysähdy, kun lähdemme"),
    ("Oma versionhallinta", "Koodi, asetukset ja käyttöohjeet ovat teidän omassa versionhallinnassanne"),
    ("Vuosittainen harjoitus", "Kerran vuodessa oma henkilöstönne ylläpitää järjestelmäkokonaisuutta viikon"),
    ("Missä tahansa", "Sama resepti rakentaa sen toiseen pilvipalveluun tai omille palvelimillenne"),
    ("Toimitusvarmuussopimus", "Irtisanomismenettely on kirjattu vakiosopimukseen"),
)
QUESTIONS = (
    "Kuka huomasi sen ensin: näyttö, työtoveri vai asiakas?",
    "Kuinka kauan kesti löytää se, joka osasi auttaa?",
    "Mikä oli muuttunut juuri sitä ennen, ja mistä sen olisi nähnyt?",
    "Kuinka moni viime vuoden käyttökatkoksista oli vanha tuttu?",
    "Minkä lupauksen omille asiakkaillenne se rikkoi?",
    "Mitä tietojärjestelmien käytettävyysvaatimuksista on sovittu palvelutasosopimuksessa?",
)
STEPS = (
    Step(spans("Valinta"), spans("Viikot 1–2"), spans("Valitaan yksi palvelu ja mitataan"), spans("Luvut sivulla")),
    Step(spans("Käyttöönotto"), spans("Viikot 3–6"), spans("Alusta omille tileillenne"), spans("Palvelu testissä")),
    Step(spans("Julkaisu"), spans("Viikot 7–9"), spans("Ensimmäinen julkaisu ja paluutie"), spans("Tuotannossa")),
    Step(spans("Luovutus"), spans("Viikot 10–12"), spans("Oma tiiminne julkaisee"), spans("Luvut vierekkäin")),
    Step(spans("Harjoitus"), spans("Viikko 20"), spans("Ylläpidätte itse viikon"), spans("Puutteet listalla")),
    Step(spans("Jatkokehitys"), spans("Vuosi 2"), spans("Seuraavat palvelut"), spans("Suunnitelma hyväksytty")),
)
LONG_STEP = (
    "Valitaan yksi palvelu, mitataan miten se toimii tänään ja kirjataan havainnot niiden kanssa, jotka sitä ajavat"
)
FIGURES = (
    ("**−24 %**", "laskentakulut ensimmäisenä vuonna, mediaani"),
    ("**3 viikkoa**", "säästökohteiden luetteloon, josta voitte päättää"),
    ("**11/14**", "alustaa paikataan ilman huoltokatkosta"),
    ("**1,2 milj. €**", "käyttöpalvelukustannukset vuodessa"),
)
CHANGES = (
    ("Suunnitellut katkokset", "6 h joka sunnuntai", "Ei yhtään"),
    ("Julkaisut", "24 vuodessa", "Yli 500 kymmenessä kuukaudessa"),
    ("Uusi infrastruktuuri", "2 viikkoa", "Minuutteja"),
    ("Sovelluksen ensijulkaisu", "–", "Samana päivänä"),
    ("Palvelupyynnön läpimenoaika", "Useita kalenteriviikkoja", "Alle tunti"),
)


MOMENTS = (
    ("1.12.2026", "Ensimmäinen tapaaminen", "Aino Rantala"),
    ("15.12.2026", "Luvut sivulla", "Mikko Salmela"),
    ("Tammikuu 2027", "Palvelu toimii testissä", "Oma tiiminne ja me"),
    ("Helmikuu 2027", "Ensimmäinen julkaisu", "Oma tiiminne"),
    ("Huhtikuu 2027", "Luovutus ja harjoitus", "Ylläpito"),
    ("Syyskuu 2027", "Seuraavat kolme palvelua", "Ohjausryhmä"),
    ("Marraskuu 2027", "Palvelutasosopimuksen tarkistus", "Palvelupäällikkö"),
    ("Joulukuu 2027", "Vuoden katsaus", "Kaikki"),
)
LANES = (
    (
        "Alusta",
        (("Joulukuu–tammikuu", "Pystytys"), ("Helmikuu–huhtikuu 2027", "Siirrot"), ("Touko–kesäkuu", "Ylläpito")),
    ),
    ("Ihmiset", (("Tammikuu–maaliskuu 2027", "Koulutus"), ("Huhtikuu", "Harjoitus"))),
    ("Tietoturva", (("Joulukuu 2026", "Arvio"), ("Maaliskuu 2027", "Tarkastus"))),
    ("Talous", (("Joulukuu 2026", "Lähtötaso"), ("Kesäkuu 2027", "Säästöt todennettu"))),
)


FEATURES = (
    ("Valvonta ympäri vuorokauden", "–", "✓", "✓", "✓"),
    ("Oma yhteyshenkilö", "ei", "Kyllä", "✓", "✓"),
    ("Vasteaika", "Seuraavana työpäivänä", "15 minuuttia", "5 minuuttia", "Sovitaan erikseen"),
    ("Palautusharjoitukset", "–", "◐", "✓", "osittain"),
    ("Kustannuskatsaus", "Vuosittain", "Neljännesvuosittain", "Kuukausittain", "–"),
    ("Tietoturvatarkastukset", "–", "✓", "✓", "–"),
    ("Palvelupyyntöjen käsittely", "✓", "✓", "✓", "✓"),
    ("Koulutus", "–", "–", "✓", "✓"),
)
PRICES = ("Hinta kuukaudessa", "900 €", "1 900 €", "4 000 €", "Tarjous")


PLACES = ((0.1, 0.9), (0.3, 0.7), (0.8, 0.85), (0.75, 0.2), (0.25, 0.65), (0.5, 0.5), (0.9, 0.9), (0.1, 0.1))
CHANGES_AS_THINGS = (("Uudet palvelut", "Ensi vuonna"), ("Koulutus", "Kahdesti vuodessa"))


def _items(count: int) -> tuple[Item, ...]:
    return tuple(Item(spans(lead), spans(text)) for lead, text in THINGS[:count])


def _kpis(count: int, points: int = 0) -> Kpis:
    figures = tuple(Kpi(spans(figure), spans(label)) for figure, label in FIGURES[:count])
    return Kpis(figures, tuple(spans(text) for _, text in THINGS[:points]))


def _changes(count: int) -> BeforeAfter:
    rows = tuple(Change(*map(spans, row)) for row in CHANGES[:count])
    return BeforeAfter((spans(""), spans("Ennen"), spans("Jälkeen")), rows)


def _steps(count: int, *, long: bool = False, results: bool = True) -> Steps:
    found = STEPS[:count]
    if long:
        found = tuple(msgspec.structs.replace(one, text=spans(LONG_STEP)) for one in found)
    return Steps(found if results else tuple(msgspec.structs.replace(one, result=()) for one in found))


def _timeline(count: int, *, who: bool = False, long: bool = False, scale: str = "time") -> Leaf:
    rows = [
        [when, text if long else short, name]
        for (when, short, name), (_, text) in zip(MOMENTS, (THINGS * 2)[: len(MOMENTS)], strict=True)
    ]
    header = tuple(map(spans, ("Milloin", "Mitä", "Kuka")[: 3 if who else 2]))
    cells = tuple(tuple(map(spans, row[: len(header)])) for row in rows[:count])
    table = Table(tuple("left" for _ in header), header, cells)
    return _made(table, {"scale": scale})


def _roadmap(count: int) -> Leaf:
    found: list[Paragraph] = []
    for name, moments in LANES[:count]:
        found.append(Paragraph(spans(name), marker="bullet"))
        found += [Paragraph(spans(f"**{when}** {what}"), level=1, marker="bullet") for when, what in moments]
    return _made(Text(tuple(found)))


def _options(count: int, rows: int) -> Leaf:
    header = tuple(map(spans, ("", "Perus", "**Plus**", "Laaja", "Oma konesali")[: count + 1]))
    cells = tuple(tuple(map(spans, row[: count + 1])) for row in (*FEATURES[:rows], PRICES))
    (found,) = leaves(made("options", (Table(tuple("left" for _ in header), header, cells),), Around("fi", ON)))
    return found


def _agenda(count: int, current: int | None = None) -> Agenda:
    topics = ("Missä olette tänään", *(lead for lead, _ in THINGS))
    minutes = ("10 min", "15 min", "5 min", "20 min", "10 min", "5 min", "15 min")
    items = tuple(Topic(spans(one), spans(time)) for one, time in zip(topics[:count], minutes[:count], strict=True))
    return Agenda(items, current)


def _matrix(count: int, *, placed: bool = True, text: bool = False) -> Leaf:
    names = [(lead, said) for lead, said in (*THINGS, *CHANGES_AS_THINGS)][:count]
    lines = [
        f"[{lead}]{{x={x} y={y}}}" + (f": {said}" if text else "") if placed else f"**{lead}**: {said}"
        for (lead, said), (x, y) in zip(names, PLACES[:count], strict=True)
    ]
    around = Around("fi", ON, {"x": "Työmäärä", "y": "Hyöty"})
    (found,) = leaves(made("matrix", (_list(*lines),), around))
    return found


ACTIONS = (
    ("Valitaan yksi palvelu", "josta on teille eniten vaivaa", "Käyttöpalvelujen päällikkö", "8.12.2026"),
    ("Kaksi tuntia yhdessä", "sen ylläpitäjien kanssa", "Mikko Salmela", "15.12.2026"),
    ("Yksi sivu", "nykyiset luvut ja mitä tekisimme ensin", "Aino Rantala", "Kuukausi tapaamisesta"),
    ("Päätös", "palvelutasosopimuksen liitteestä", "Ohjausryhmä", "Tammikuussa 2027"),
)
ASK, CONTACT = (
    "Saammeko nämä kaksi tuntia ennen joulua?",
    "Aino Rantala, +358 50 555 0101, aino.rantala@lumikko.example",
)
WORDS = (
    ("Ennen soitimme toisillemme. Nyt katsomme samaa näyttöä.", "Tietohallintojohtaja, valtakunnallinen rahoittaja"),
    ("Joka kuukausi lasku kertoo, mistä se koostuu.", "Talousjohtaja, sama asiakas"),
    ("Kukaan ei ole herännyt yöllä syyskuun jälkeen, eikä kukaan ikävöi niitä puheluita.", "Ylläpidon vetäjä"),
)
IMAGES = Path(__file__).parent.parent / "content_blocks" / "images"


def _next(count: int, *, long: bool = False, asks: bool = True) -> Next:
    items = tuple(
        Action(spans(what), spans(LONG_STEP if long else more), spans(who), spans(when))
        for what, more, who, when in ACTIONS[:count]
    )
    return Next(items, spans(ASK), spans(CONTACT)) if asks else Next(items)


PEOPLE = (
    ("Aino Rantala", "Asiakasvastaava", "aino.rantala@lumikko.example"),
    ("Joost van der Meer", "Alusta-arkkitehti", "joost.vandermeer@lumikko.example"),
    ("Mikko Salmela", "Päivystyksen vetäjä", "mikko.salmela@lumikko.example"),
    ("Sanne de Wit", "Tietoturvapäällikkö", "sanne.dewit@lumikko.example"),
    ("Elina Kettunen", "Alustakoulun rehtori", "elina.kettunen@lumikko.example"),
    ("Maria-Alexandra Hämäläinen-Koskinen", "Palvelutasosopimusten vastaava", "maria.hamalainen@lumikko.example"),
    ("Oskari", "Harjoittelija", ""),
    ("Dr. Noor Visser", "Tietosuoja", "noor.visser@lumikko.example"),
)


def _team(count: int, *, pictures: bool = False, bio: bool = False) -> Team:
    portrait = _picture("city-at-night.jpg", 1600, 1000) if pictures else None
    return Team(
        tuple(
            Member(
                spans(name),
                spans(role),
                tuple(spans(one) for one in (f"+358 50 555 010{at}", mail) if one),
                spans(THINGS[at % len(THINGS)][1]) if bio else (),
                portrait if at % 2 == 0 else None,
            )
            for at, (name, role, mail) in enumerate(PEOPLE[:count])
        )
    )


MARKS = (
    ("Adform", "word", "#1B2A6B"),
    ("Bose", "word", "#000000"),
    ("Zinc & Tin Metals", "word", "#B3261E"),
    ("Q", "disc", "#0B6E4F"),
    ("Northwestern Mutual Insurance", "word", "#333333"),
    ("K2", "square", "#D97706"),
    ("White Water", "pale", "#FFFFFF"),
    ("Padded", "padded", "#5B21B6"),
    ("Ab", "high", "#0369A1"),
)
"""Made-up companies: the name, what their logo is like, and its colour."""


def logo_pictures(folder: Path) -> list[Logo]:
    """Logos of all kinds, drawn into a folder: words long and short, symbols, a white one, one with wide margins."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, kind, colour in MARKS:
        font = ImageFont.load_default(120)
        left, top, right, bottom = (round(one) for one in font.getbbox(name))
        wide, high = right - left, bottom - top
        margin = 160 if kind == "padded" else 30 if kind in ("disc", "square", "high") else 0
        size = (wide + 2 * margin, (3 if kind == "high" else 1) * high + 2 * margin)
        if kind in ("disc", "square"):
            size = (max(size), max(size))
        image = Image.new("RGB" if kind == "padded" else "RGBA", size, "white" if kind == "padded" else "#FFFFFF00")
        draw = ImageDraw.Draw(image)
        if kind in ("disc", "square"):
            (draw.ellipse if kind == "disc" else draw.rectangle)((0, 0, size[0] - 1, size[1] - 1), fill=colour)
        ink = "white" if kind in ("disc", "square", "pale") else colour
        draw.text(((size[0] - wide) / 2 - left, size[1] - margin - bottom), name, fill=ink, font=font)
        if kind == "high":
            draw.polygon(((size[0] / 2, 0), (size[0] - 1, high * 2), (0, high * 2)), fill=colour)
        file = folder / f"{name.split()[0].lower()}.png"
        image.save(file)
        picture = Picture(str(file), name, *size, "png", clear=kind != "padded")
        found.append(Logo(picture, *seen_of(image)))
    return found


def _quotes(count: int, *, pictures: bool = False) -> Quotes:
    shown = _picture("platform-layers.png", 2000, 1000) if pictures else None
    portrait = _picture("city-at-night.jpg", 1600, 1000) if pictures else None
    said = [Quote((Paragraph(spans(words)),), spans(who)) for words, who in WORDS[:count]]
    return Quotes(tuple(Voice(one, shown if at == 1 else portrait) for at, one in enumerate(said)), "”")


def _picture(name: str, width: int, height: int) -> Picture:
    return Picture(str(IMAGES / name), "Kaupunki yöllä", width, height, "jpeg" if name.endswith("jpg") else "png")


def _photo(fill: Literal["left", "right", "all"]) -> Photo:
    return Photo(_picture("city-at-night.jpg", 1600, 1000), fill)


YEARS = ("2023", "2024", "2025", "2026")


def _chart(count: int, **more: Any) -> Chart:
    """A column chart of one to three series over four years."""
    names = ("Koneet", "Ihmiset", "Lisenssit")[:count]
    series = tuple(Series(name, (310.0 + 90 * at, 340.0, 360.0 - 60 * at, 430.0)) for at, name in enumerate(names))
    return Chart("column", "Kustannukset, tuhatta euroa", "Kustannukset vuosittain", YEARS, series, **more)


def _made(node: Leaf, attributes: Mapping[str, str] = MappingProxyType({})) -> Leaf:
    (found,) = leaves(made("timeline", (node,), Around("fi", ON, attributes)))
    return found


def _list(*texts: str) -> Text:
    return Text(tuple(Paragraph(spans(text), marker="bullet") for text in texts))


def slides(logos: Sequence[Logo]) -> list[Slide]:
    """One slide for each form and amount; the titles say which."""
    said = [text for _, text in THINGS]
    number = Number(spans("90 päivää"), spans("irtisanomisesta lähtöön, kirjattu vakiosopimukseen"))
    header = tuple(map(spans, ("Milloin", "Mitä teemme", "Mistä sen näette")))
    rows = tuple(
        tuple(map(spans, (f"Päivä {day}", "Uusi ihminen seuraa ohjeitamme", "Näette, missä hän jää jumiin")))
        for day in (5, 10, 20, 30)
    )
    halves = tuple((Text((Paragraph(spans(f"**{lead}**")), *_list(*said[:3]).paragraphs)),) for lead, _ in THINGS[:2])
    return [
        _slide("Lause, lyhyt", Statement(spans("Voitte lähteä **90 päivässä**."))),
        _slide(
            "Lause, pitkä", Statement(spans(f"Voitte lähteä **90 päivässä**, ja {said[3][0].lower()}{said[3][1:]}."))
        ),
        _slide("Luku yksin", number),
        _slide("Luku, kolme kohtaa", msgspec.structs.replace(number, points=_items(3)), SOURCES),
        _slide("Luku, viisi kohtaa", msgspec.structs.replace(number, points=_items(5)), variant="plain"),
        _slide("Tunnusluvut, kaksi", _kpis(2)),
        _slide("Tunnusluvut, kolme ja kohdat", _kpis(3, 2), SOURCES),
        _slide("Tunnusluvut, neljä ja kolme kohtaa", _kpis(4, 3)),
        _slide("Kortit, kaksi", Cards(_items(2))),
        _slide("Kortit, kolme", Cards(_items(3)), SOURCES),
        _slide("Kortit, neljä", Cards(_items(4))),
        _slide("Kortit, viisi rivissä", Cards(_items(5))),
        _slide("Kortit, kuusi", Cards(_items(6))),
        _slide("Kortit, pelkät otsikot", Cards(tuple(Item(one.text) for one in _items(5)))),
        _slide("Kysymykset, kolme ja rivit", Questions(tuple(map(spans, QUESTIONS[:3])), "lines")),
        _slide("Kysymykset, viisi", Questions(tuple(map(spans, QUESTIONS[:5])))),
        _slide("Kysymykset, kuusi", Questions(tuple(map(spans, QUESTIONS))), SOURCES),
        _slide("Vaiheet, kolme ilman tuloksia", _steps(3, results=False)),
        _slide("Vaiheet, neljä tuloksineen", _steps(4), SOURCES),
        _slide("Vaiheet, kuusi", _steps(6)),
        _slide("Vaiheet, pitkät tekstit", _steps(4, long=True)),
        _slide("Ennen ja jälkeen, kaksi", _changes(2)),
        _slide("Ennen ja jälkeen, viisi", _changes(5), SOURCES),
        _slide("Aikajana, kolme", _timeline(3)),
        _slide("Aikajana, viisi", _timeline(5), SOURCES),
        _slide("Aikajana, kahdeksan", _timeline(8)),
        _slide("Aikajana, tekijät", _timeline(4, who=True), SOURCES),
        _slide("Aikajana, pitkät tekstit", _timeline(5, long=True)),
        _slide("Aikajana, tasavälein", _timeline(6, scale="even")),
        _slide("Aikajana, neljä tasavälein", _timeline(4, scale="even")),
        _slide("Tiekartta, kaksi", _roadmap(2)),
        _slide("Tiekartta, neljä", _roadmap(4), SOURCES),
        _slide("Vaihtoehdot, kaksi", _options(2, 3)),
        _slide("Vaihtoehdot, kolme", _options(3, 5), SOURCES),
        _slide("Vaihtoehdot, neljä", _options(4, 8)),
        _slide("Ohjelma, kolme", _agenda(3)),
        _slide("Ohjelma, viisi", _agenda(5), SOURCES),
        _slide("Ohjelma, seitsemän, kolmas seuraavana", _agenda(7, current=2)),
        _slide("Nelikenttä, neljä", _matrix(4, placed=False)),
        _slide("Nelikenttä, kolme paikoillaan", _matrix(3)),
        _slide("Nelikenttä, viisi paikoillaan", _matrix(5, text=True), SOURCES),
        _slide("Nelikenttä, kahdeksan paikoillaan", _matrix(8, text=True)),
        _slide("Seuraavaksi, kaksi", _next(2)),
        _slide("Seuraavaksi, kolme", _next(3)),
        _slide("Seuraavaksi, neljä", _next(4), SOURCES),
        _slide("Seuraavaksi, kolme pitkää", _next(3, long=True)),
        _slide("Seuraavaksi, kolme ilman pyyntöä", _next(3, asks=False)),
        _slide("Tiimi, yksi", _team(1, bio=True)),
        _slide("Tiimi, kaksi", _team(2)),
        _slide("Tiimi, kolme esittelyineen", _team(3, pictures=True, bio=True), SOURCES),
        _slide("Tiimi, neljä", _team(4, pictures=True)),
        _slide("Tiimi, kuusi", _team(6, pictures=True), SOURCES),
        _slide("Tiimi, kahdeksan", _team(8)),
        _slide("Logot, neljä", Logos(tuple(logos[:4]))),
        _slide("Logot, seitsemän", Logos(tuple(logos[:7])), SOURCES),
        _slide("Logot, yhdeksän", Logos(tuple(logos))),
        _slide("Logot, kahdeksantoista", Logos((*logos, *logos))),
        _slide("Lainaus, yksi", _quotes(1)),
        _slide("Lainaus, yksi kuvan kanssa", _quotes(1, pictures=True)),
        _slide("Lainaus, kaksi", _quotes(2, pictures=True), SOURCES),
        _slide("Lainaus, kolme", _quotes(3, pictures=True)),
        _slide("Kuva, oikealla luettelon vieressä", (_photo("right"), _list(*said[:3]))),
        _slide("Kuva, vasemmalla korttien vieressä", (_photo("left"), Cards(_items(3))), SOURCES),
        _slide("Kuva, koko dialla lauseen alla", (_photo("all"), Statement(spans("Voitte lähteä **90 päivässä**.")))),
        _slide(
            "Kaavio, yksi vuosi korostettuna ja erotus",
            _chart(1, highlight=Highlight("category", 3), compare=(0, 3), callout=spans("Kasvoi **39 %**")),
        ),
        _slide("Kaavio, yksi sarja korostettuna", _chart(3, highlight=Highlight("series", 1)), SOURCES),
        _slide("Kaavio, yksi vuosi kolmesta sarjasta", _chart(3, highlight=Highlight("category", 2))),
        _slide(
            "Kaavio, viiva ja tavoite",
            msgspec.structs.replace(_chart(2, target=Target(400.0, "Sovittu")), type="line"),
        ),
        _slide("Luettelo", _list(*said), SOURCES),
        _slide("Lyhyt luettelo", _list(*said[:2])),
        _slide("Taulukko", Table(("left",) * 3, header, rows)),
        _slide("Palstat", Columns(halves)),
        _slide("Teksti ja tunnusluvut", (Text((Paragraph(spans("Omista luvuistanne:")),)), _kpis(3))),
    ]


def _slide(
    title: str, nodes: Leaf | Columns | tuple[Leaf, ...], sources: tuple[str, ...] = (), variant: str = ""
) -> Slide:
    return Slide(
        title=spans(title), nodes=nodes if isinstance(nodes, tuple) else (nodes,), layout=None, sources=sources,
        language="fi", provenance=PROVENANCE, kind="frame", file=f"{title}.md", line=1,
        style=SlideStyle(variant=variant),
    )  # fmt: skip


def deck_on(
    file: Path, typefaces: Typefaces, logos: Sequence[Logo], only: Sequence[str] = ()
) -> tuple[bytes, list[str]]:
    """The deck on a brand file, of slides whose titles begin so, and what there is to say about it."""
    brand = compile_brand(file)
    composer = new_composer(brand, lambda: typefaces)
    told: list[str] = []
    found: list[Slide] = []
    for one in slides(logos):
        if only and not one.title[0].text.startswith(tuple(only)):
            continue
        try:
            parts = paginated((one,), composer, "split")
        except UserFault as fault:
            told += [f"{one.title[0].text}: {problem.message}" for problem in fault.problems]
            continue
        if len(parts) > 1 or parts[0].form_from == "lost":
            told.append(
                f"{one.title[0].text}: " + ("a list" if parts[0].form_from == "lost" else f"on {len(parts)} slides")
            )
        found += parts
    deck = Deck(
        title="Muodot", customer="Asiakas", company="Lumikko", language="fi", on=ON,
        profile="forms", pack="forms", pack_name="Forms", profile_hash="", library_hash="",
        slides=styled(found, composer, varied=False),
    )  # fmt: skip
    made = write_deck(deck, brand, templates=slide_templates(), composer=composer)
    for proof in prove(read_scene(made), typefaces):
        told += [f"slide {proof.number}: {one.name} is {one.over} over" for one in proof.over]
    return made, told


def sheet(pdf: Path, out: Path) -> None:
    """The pages of a PDF on one picture."""
    folder = out.with_suffix("")
    folder.mkdir(exist_ok=True)
    subprocess.run(
        ["pdftoppm", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-png", pdf, folder / "p"],  # noqa: S607
        check=True,
    )
    pages = [Image.open(one) for one in sorted(folder.glob("*.png"))]
    wide, high = WIDTH + ROOM, pages[0].height + ROOM
    whole = Image.new("RGB", (wide * ABREAST, high * -(-len(pages) // ABREAST)), "#555555")
    for at, page in enumerate(pages):
        whole.paste(page, (wide * (at % ABREAST) + ROOM // 2, high * (at // ABREAST) + ROOM // 2))
    whole.save(out)
    shutil.rmtree(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brands", nargs="+", type=Path, metavar="BRAND")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--only", action="append", default=[], metavar="FORM")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    typefaces, failed = Typefaces(), False
    logos = logo_pictures(given.out / "logos")
    drawn = shutil.which("soffice") and shutil.which("pdftoppm")
    for file in given.brands:
        made, told = deck_on(file, typefaces, logos, given.only)
        failed = failed or any("over" in one for one in told)
        target = given.out / f"{file.stem}.pptx"
        target.write_bytes(made)
        print(f"{file.name}: " + ("; ".join(told) or "all of it fits"))
        if drawn:
            convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", given.out, target]
            subprocess.run(convert, check=True, capture_output=True)
            sheet(target.with_suffix(".pdf"), target.with_suffix(".png"))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
