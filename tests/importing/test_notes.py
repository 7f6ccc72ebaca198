"""`salespack import notes`: what notes say of a customer, with the sentence that shows it; what a person wrote stays."""

from __future__ import annotations

import datetime
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from salespack.importing.notes.notes import NotesReport, NotesRequest, import_notes
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.problems.problem import UserFault
from tests.cli.test_commands import salespack
from tests.conftest import PROJECT
from tests.terminals import terminal

PROFILE = """\
# Ours since 2022.
customer: {name: "O'Neil & Söhne <AG> #1", language: en}
values:
  proven-security:  # said on the phone
    importance: 9
    source: call 2026-10-01
  lower-run-cost: 7   # the CFO
stakeholders:
  - {name: Kim Lee, role: cto}
"""
MEETING = """\
Acme, meeting 2026-11-20
Participants: Anna Virtanen (CFO), Bo Ek, Head of Security

They lost two days to an outage in March. "We cannot afford a single outage in the
lab during the audit season," said Anna Virtanen.
- The cloud bill grew by 40 %
- Monitoring is no longer an issue.
- They want to halve night calls by summer.
- We want to send them a proposal by Friday.
- Do they use spreadsheets?
Customer: our developers spend days waiting for a release.
Me: our migration offer solves that.

> On Monday the handover failed
Next steps:
- send the report on capacity
"""


ELSEWHERE: dict[str, dict[str, tuple[str, ...]]] = {
    "fewer-outages": {"de": ("Ausfall", "Störung"), "sv": ("avbrott", "störning")},
    "proven-security": {"de": ("Audit", "Schwachstelle"), "sv": ("revision", "sårbarhet")},
    "lower-run-cost": {"de": ("Budget", "Cloudrechnung"), "sv": ("budget", "molnfaktura")},
    "scale-on-demand": {"de": ("Kapazität",), "sv": ("kapacitet",)},
}
"""Signals in languages that the sample library does not have."""


@pytest.fixture(scope="module")
def library() -> Library:
    opened = open_library(PROJECT / "content_blocks", None)
    values = {
        id: msgspec.structs.replace(one, signals={**one.signals, **ELSEWHERE.get(id, {})})
        for id, one in opened.values.items()
    }
    return msgspec.structs.replace(opened, values=values)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "acme.yaml"
    file.write_text(PROFILE, encoding="utf-8", newline="")
    return file


@pytest.fixture
def hearing(
    tmp_path: Path, library: Library, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., NotesReport]:
    """Imports notes that are given as text or bytes into the profile."""
    monkeypatch.chdir(tmp_path)

    def run(content: str | bytes, name: str = "notes.txt", **changes: object) -> NotesReport:
        file = Path(name)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        on = datetime.date(2026, 11, 30)
        return import_notes(library, NotesRequest(file=file, profile=profile, on=on, **changes))  # type: ignore[arg-type]

    return run


def shown(report: NotesReport) -> dict[str, list[str]]:
    return {
        one.id: [f"{each.place} {each.sentence}" for each in one.evidence] for one in (*report.values, *report.there)
    }


def left(report: NotesReport) -> list[tuple[str, str, str]]:
    return [(one.value, one.why, one.evidence.place) for one in report.left]


def test_each_proposal_has_the_sentence_that_shows_it(hearing: Callable[..., NotesReport], profile: Path) -> None:
    report = hearing(MEETING)
    assert shown(report) == {
        "fewer-outages": [
            "notes.txt:4 They lost two days to an outage in March.",
            'notes.txt:4 "We cannot afford a single outage in the lab during the audit season," said Anna Virtanen.',
            "notes.txt:8 They want to halve night calls by summer.",
        ],
        "proven-security": [
            'notes.txt:4 "We cannot afford a single outage in the lab during the audit season," said Anna Virtanen.'
        ],
        "scale-on-demand": [
            'notes.txt:4 "We cannot afford a single outage in the lab during the audit season," said Anna Virtanen.'
        ],
        "lower-run-cost": ["notes.txt:6 The cloud bill grew by 40 %"],
        "happier-developers": ["notes.txt:11 our developers spend days waiting for a release."],
        "faster-releases": ["notes.txt:11 our developers spend days waiting for a release."],
    }
    assert [(goal.text, goal.evidence.place) for goal in report.goals] == [
        ("Halve night calls by summer", "notes.txt:8")
    ]
    assert [(one.name, one.role, one.evidence.place) for one in report.people] == [
        ("Anna Virtanen", "finance", "notes.txt:2"), ("Bo Ek", "security", "notes.txt:2"),
    ]  # fmt: skip
    assert left(report) == [
        ("clear-visibility", "negated", "notes.txt:7"),
        ("less-manual-work", "our question", "notes.txt:10"),
        ("safe-modernisation", "said by us", "notes.txt:12"),
        ("faster-onboarding", "from an earlier mail", "notes.txt:14"),
        ("faster-insights", "said by us", "notes.txt:16"),
        ("scale-on-demand", "said by us", "notes.txt:16"),
        ("", "who says “we” is not known", "notes.txt:9"),
    ]
    assert not report.written
    assert profile.read_text("utf-8") == PROFILE


def test_what_is_written_keeps_every_line_of_a_person_and_is_written_once(
    hearing: Callable[..., NotesReport], profile: Path
) -> None:
    assert hearing(MEETING, write=True).written
    text = profile.read_text("utf-8")
    assert [line for line in PROFILE.splitlines() if line not in text.splitlines()] == []
    added = [line for line in text.splitlines() if line not in PROFILE.splitlines()]
    assert added == [
        "goals: [Halve night calls by summer]",
        "  fewer-outages:",
        "    importance: 5",
        "    basis: assumed",
        "    source: notes.txt 2026-11-20",
        "    quote: We cannot afford a single outage in the lab during the audit season",
        "    share: false",
        "  scale-on-demand: {importance: 5, basis: assumed, source: notes.txt 2026-11-20}",
        "  happier-developers:",
        "    importance: 5",
        "    basis: assumed",
        "    source: notes.txt 2026-11-20",
        "    quote: our developers spend days waiting for a release.",
        "    share: false",
        "  faster-releases: {importance: 5, basis: assumed, source: notes.txt 2026-11-20}",
        "  - {name: Anna Virtanen, role: finance, cares_about: [fewer-outages, proven-security, scale-on-demand]}",
        "  - {name: Bo Ek, role: security}",
    ]
    again = hearing(MEETING, write=True)
    assert (again.difference, again.written, again.values, again.people) == ("", False, (), ())
    assert profile.read_text("utf-8") == text


def test_comments_stay_with_what_they_are_of_and_a_figure_typed_by_hand_gets_no_source(
    hearing: Callable[..., NotesReport], profile: Path
) -> None:
    typed = (
        "customer:\n  name: Acme\n  language: en\n  # call them at noon\n"
        "values:\n  fewer-outages: {importance: 9}\n    # she said so herself\n# people\nstakeholders: []\n"
    )
    profile.write_text(typed, encoding="utf-8", newline="")
    hearing("Customer: our outages hurt.\nCustomer: the backlog is long.\nThey want to halve night calls.", write=True)
    assert profile.read_text("utf-8") == (
        "customer:\n  name: Acme\n  language: en\n  # call them at noon\ngoals: [Halve night calls]\n"
        "values:\n  fewer-outages: {importance: 9, quote: our outages hurt., share: false}\n    # she said so herself\n"
        "  faster-releases:\n    importance: 5\n    basis: assumed\n    source: notes.txt 2026-11-30\n"
        "    quote: the backlog is long.\n    share: false\n# people\nstakeholders: []\n"
    )
    profile.write_text("customer: {name: Acme}\nvalues: {}  # none yet\n", encoding="utf-8", newline="")
    hearing("Outages hurt. The backlog is long. They want a dashboard.", write=True)
    assert profile.read_text("utf-8").splitlines()[-4:-2] == [
        "values:  # none yet",
        "  fewer-outages: {importance: 5, basis: assumed, source: notes.txt 2026-11-30}",
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Outages are no longer an issue.", False), ("They have had no outages since May.", False),
        ("No more outages since May.", False), ("Outages? Not an issue.", False),
        ("Outages used to be a problem, but the audit takes weeks.", False), ("There isn't a single outage.", False),
        ("The outages were solved last year.", False), ("We live without outages.", False),
        ("They can't afford outages.", True), ("No, outages are still bad.", True),
        ("Money is not the issue but outages are.", True), ("We are not happy with the outages.", True),
        ("Outages must not happen again.", True), ("We never know when the next outage comes.", True),
        ("Katkot eivät ole enää ongelma.", False), ("Ei enää katkoja.", False), ("Viime vuonna ei ollut katkoksia.", False),
        ("Katkoista ei ole haittaa.", False), ("Toimimme ilman katkoja.", False), ("Häiriöt on ratkaistu.", False),
        ("Meillä ei ole varaa katkoihin.", True), ("Hinta ei haittaa, mutta katkot haittaavat.", True),
        ("Emme ole tyytyväisiä katkojen määrään.", True), ("Katkoja ei saa enää tulla.", True),
    ],
)  # fmt: skip
def test_what_is_negated_is_not_proposed(hearing: Callable[..., NotesReport], sentence: str, said: bool) -> None:
    report = hearing(sentence, language="fi" if "kat" in sentence.lower() or "Häir" in sentence else "en")
    assert ("fewer-outages" in shown(report)) is said
    assert said or ({why for _, why, _ in left(report)} <= {"negated", "our question"} and left(report))


DENIED = {
    "en": (
        "We have not seen downtime this year.",
        "Downtime isn't something we worry about.",
        "Nobody complains about outages any more.",
        "Outages are a thing of the past.",
        "We don't do migrations.",
        "Our budget hasn't been an issue.",
        "Hardly any incidents lately.",
        "There were zero outages last quarter.",
        "Downtime hasn't cost us anything in ages.",
        "We eliminated outages in 2024.",
        "Compliance doesn't keep us awake.",
        "I don't think licences matter much.",
        "We've stopped worrying about incidents.",
        "Nor do we see incidents.",
        "Just what we needed, yet another dashboard.",
        "Our licences are cheap, no complaints there.",
        "Compliance: all good.",
        "Legacy was replaced in 2024.",
        "The audit is the easy part for us.",
        "We've got enough capacity for years.",
        "Deployment is smooth.",
        "We have a good grip on vulnerabilities.",
        "We moved off the mainframe years ago.",
        "Downtime we can live with.",
        "Documentation is really good here.",
        "You always ask about downtime, but for us it's simply not a thing.",
    ),
    "fi": (
        "Katkoja ei ole ollut pitkään aikaan.",
        "Budjetti ei ole meille kynnyskysymys.",
        "Kukaan ei enää valita häiriöistä.",
        "Yöhälytykset loppuivat keväällä.",
        "Emme tee käyttöönottoja itse.",
        "Häiriöistä päästiin eroon.",
        "Katkoista ei ole enää puhuttu.",
        "Lisenssit eivät kiinnosta meitä.",
        "Häiriöt saatiin hallintaan.",
        "Budjetista ei ole kiinni.",
        "Auditoinnit eivät tuota päänvaivaa.",
        "Toimittajaloukku ratkaistiin kaksi vuotta sitten.",
        "Käsin tehtävistä tarkistuslistoista päästiin eroon, kun automaatio otettiin käyttöön.",
        "Vaatimukset: kunnossa.",
        "Keskuskoneesta luovuttiin vuosia sitten.",
        "Auditointi on meille se helppo osa.",
        "Katkojen kanssa pystytään elämään.",
        "Joo, juuri yhtä uutta raporttia tässä vielä kaivattiinkin.",
    ),
    "de": (
        "Keine Ausfälle seit dem Umzug.",
        "Das Budget ist laut Karin nicht das Problem.",
        "Ausfälle haben wir seit zwei Jahren nicht mehr gehabt.",
        "Störungen gehören bei uns der Vergangenheit an.",
        "Das Audit läuft inzwischen reibungslos.",
        "Ausfälle? Nein, schon lange keine mehr.",
        "Die Schwachstellen haben wir letztes Jahr alle geschlossen.",
        "Wir machen uns um das Audit keine Sorgen.",
        "Budget: kein Problem.",
        "Mit Ausfällen können wir leben.",
        "Früher hatten wir ständig Störungen.",
        "Das Budget spielt dabei keine Rolle.",
    ),
    "sv": (
        "Inga avbrott sedan flytten.",
        "Budgeten är enligt Karin inget hinder.",
        "Vi har inte haft några avbrott på två år.",
        "Störningarna är ett minne blott.",
        "Revisionen fungerar numera utmärkt.",
        "Avbrott? Nej, det var länge sedan.",
        "Sårbarheterna stängde vi alla förra året.",
        "Vi slipper avbrott numera.",
        "Budget: inga problem.",
        "Avbrott kan vi leva med.",
        "Förr hade vi ständigt störningar.",
        "Revisionen är inget vi oroar oss för.",
    ),
}
"""What is not so: nothing of it may be proposed."""
MEANT = {
    "en": (
        "The audit went fine, no findings.",
        "We can't keep living with outages.",
        "Not a week goes by without an outage.",
        "They did not expect the outage.",
        "It is not only outages.",
        "We haven't solved the outages.",
        "Outages, however, keep coming.",
        "Why do outages never stop?",
        "It would be a disaster if an outage hit payday.",
        "Our people are not coping with the ticket queue.",
        "There is never enough budget.",
        "We didn't have monitoring when it broke.",
        "Outages? Every week.",
        "We just cannot scale during the peak.",
        "We never hear of an outage until a nurse rings us.",
        "We have been promised an end to legacy for years and nothing has happened.",
        "Nobody here understands what we get for the licences.",
        "The contract wouldn't let us leave.",
        "Deployment is not easy.",
        "Our models never leave the notebook.",
    ),
    "fi": (
        "Auditointi meni läpi ilman huomautuksia.",
        "Katkot eivät lopu.",
        "Emme jaksa enää yöhälytyksiä.",
        "Budjetti ei riitä.",
        "Katkoja ei osattu odottaa.",
        "Viikkoakaan ei mene ilman katkoa.",
        "Tikettijonot eivät lyhene.",
        "Meillä on katkoja, emme tiedä miksi.",
        "Meillä oli viime yönä taas katko.",
        "Ruuhkaan ei pystytä varautumaan.",
        "Valvontaa ei ole lainkaan.",
        "Dokumentaatiota tai ohjeita ei ole kenelläkään.",
        "Perehdytys ei toimi.",
        "Jos katkoja tulee, menetämme asiakkaita.",
        "Palautuminen kestää liian kauan, eikä kukaan tiedä miksi.",
        "Kapasiteetti ei vaan riitä.",
        "Keskuskone on vanha eikä siihen kukaan uskalla koskea.",
        "Lisensseistä maksetaan maltaita enkä minä tiedä miksi.",
        "Kukaan ei kerro meille katkosta ennen kuin hoitaja soittaa.",
        "Niin et me käydään se tarkistuslista läpi joka kerta.",
    ),
    "de": (
        "Die Kapazität reicht nicht.",
        "Niemand sagt uns, wann die nächste Störung kommt.",
        "Ehrlich gesagt versteht hier niemand die Cloudrechnung.",
        "Wir können uns keinen Ausfall leisten.",
        "Die Ausfälle werden nicht weniger.",
        "Das Audit ist nicht einfach.",
        "Das Audit dauert elf Wochen, das ist einfach zu lang.",
    ),
    "sv": (
        "Kapaciteten räcker inte.",
        "Ingen berättar när nästa avbrott kommer.",
        "Ärligt talat förstår ingen här molnfakturan.",
        "Vi har inte råd med avbrott.",
        "En revision tar elva veckor.",
        "Avbrotten blir inte bättre.",
        "Revisionen är inte lätt.",
        "Revisionen tar elva veckor, det är helt enkelt för länge.",
    ),
}
"""What is so, though a word of the sentence denies something."""
LEFT = (
    "We didn't have monitoring when it broke.",
    "Valvontaa ei ole lainkaan.",
    "Dokumentaatiota tai ohjeita ei ole kenelläkään.",
)
"""What is lacking reads like what is no trouble: it is left out, and told."""


@pytest.mark.slow
def test_of_many_sentences_none_that_denies_is_proposed_and_few_that_mean_it_are_left_out(
    hearing: Callable[..., NotesReport],
) -> None:
    def proposed(sentences: dict[str, tuple[str, ...]]) -> list[str]:
        return [
            one
            for code, listed in sentences.items()
            for one in listed
            if shown(hearing(f"Customer: {one}", language=code))
        ]

    assert proposed(DENIED) == []
    assert sorted({one for listed in MEANT.values() for one in listed} - set(proposed(MEANT))) == sorted(LEFT)


NOT_OF_THE_CUSTOMER: dict[str, dict[str, tuple[str, ...]]] = {
    "said by us": {
        "en": (
            '"We want to sell your outages tool", said Maria Example.',
            'Maria Example said "they need a dashboard".',
            '"Outages are their pain." Maria Example said.',
            "Ours:\n- onboarding of developers",
        ),
        "fi": ('"Haluamme myydä valvontaa", sanoi Maria Example.', "Meidän:\n- valvonta"),
    },
    "about us": {
        "en": (
            "I told them that our monitoring cuts outages.",
            "We showed them our audit tool.",
            "We want to sell them automation.",
            "- we offer onboarding",
            "They asked whether we offer machine learning.",
            "Asked whether downtime is a concern.",
            "Presented the dashboard.",
            "Maria to send the capacity report.",
            "Tom Moe (our side) walked through the automation demo.",
            "We should pitch the exit plan next time.",
            "Anna liked our automation.",
        ),
        "fi": (
            "Esittelimme oman perehdytyksen.",
            "Ehdotimme automaatiota.",
            "Kysyimme, onko heillä monoliittia.",
            "Meiltä saisi koneoppimista.",
            "Anna piti meidän automaatiosta.",
            "Me Lumikossa hoidetaan ne päivitykset.",
        ),
        "de": ("Wir würden ihnen gern das Audit verkaufen.", "Vorgestellt: das Audit."),
        "sv": ("Vi skulle gärna sälja dem en revision.", "Frågade om budgeten."),
    },
    "who speaks is not known": {
        "en": (
            "Maria Stranger: your mainframe should go.",
            "Customer: it is slow.\nMaria Stranger: the audit hurts you.",
            "Pirkko: the audit hurts you.",
        ),
    },
    "about others": {
        "en": (
            "Our competitor says outages hurt them.",
            "Their supplier Acme complains about outages.",
            "Anna's previous employer had outages.",
            "Outages worry our competitor's CTO.",
            "My sister's hospital has outages.",
            "The bank next door had an incident.",
        ),
        "fi": ("Kilpailijalla on katkoja.", "Naapuripankissa oli häiriö."),
        "de": ("Beim Wettbewerber Nordbank gab es einen Ausfall.",),
        "sv": ("Konkurrenten Nordbank hade ett avbrott.",),
    },
    "only supposed": {
        "en": ("If we ever had an outage, we would call.",),
        "fi": ("Jos joskus tulisi katko, pitäisi miettiä.",),
        "de": ("Wenn es irgendwann einmal eine Störung gäbe, riefen wir an.",),
        "sv": ("Om det någon gång blir ett avbrott hör vi av oss.",),
    },
    "a courtesy": {
        "en": ("I hope your migration went well!", "Thanks for the audit report."),
        "fi": ("Toivottavasti teidän siirto meni hyvin!", "Kiitos raportista."),
        "de": ("Vielen Dank für das Audit.",),
        "sv": ("Tack för revisionen.",),
    },
    "negated": {
        "en": (
            "They used to struggle with the audit, but that is solved.",
            "Far from being a problem, outages are rare.",
            "Legacy is gone since March.",
            "Downtime is history.",
            "Outages: no.",
            "They have fewer incidents than ever.",
            "Outages are the least of their worries.",
            "The audit is out of scope.",
            "We're good on vendor lock-in.",
            "They are happy with their monitoring.",
            "~~outages~~",
        ),
        "fi": (
            "Katkot ovat loppuneet.",
            "Katkoilta on vältytty.",
            "Häiriöt ovat menneisyyttä.",
            "Katkot jäivät historiaan.",
            "Häiriöt saatiin kuriin.",
            "Valvonta on jo hankittu.",
            "He ovat tyytyväisiä valvontaan.",
        ),
    },
}
"""Sentences by why they say nothing of what the customer values; Maria Example is ours, nobody knows Maria Stranger."""


@pytest.mark.slow
@pytest.mark.parametrize("why", NOT_OF_THE_CUSTOMER)
def test_what_is_not_said_of_the_customer_is_left_out_and_told(hearing: Callable[..., NotesReport], why: str) -> None:
    for language, listed in NOT_OF_THE_CUSTOMER[why].items():
        for text in listed:
            report = hearing(text, language=language, ours=("Maria Example",))
            assert (text, shown(report), report.goals) == (text, {}, ())
            assert (text, {each for _, each, _ in left(report)}) == (text, {why})


def test_a_turn_ends_at_its_line_and_a_goal_of_ours_is_told(hearing: Callable[..., NotesReport]) -> None:
    report = hearing(
        'Me: we want to cut night work for them.\nAnna Virtanen said: "The audit eats three weeks."\n'
        "They want to halve night calls.\nMe: our monitoring is a\n  dashboard.\nCustomer: outages hurt.\nOutages? Yes.\n"
        "Their supplier causes downtime, but we showed our dashboard.\n"
    )
    assert [(one.id, one.quote) for one in (*report.there, *report.values)] == [
        ("proven-security", "The audit eats three weeks."), ("fewer-outages", "outages hurt."),
    ]  # fmt: skip
    assert [goal.text for goal in report.goals] == ["Halve night calls"]
    assert ("", "said by us", "notes.txt:1") in left(report)
    assert ("clear-visibility", "said by us", "notes.txt:4") in left(report)
    assert ("clear-visibility", "about us", "notes.txt:8") in left(report)
    with pytest.raises(UserFault) as caught:
        hearing("Maria Stranger: your mainframe should go.\nBob Smith: outages hurt you.")
    assert "SP897 nobody says who of Maria Stranger, Bob Smith speaks for you" in str(caught.value.problems[0])


def test_who_was_something_and_who_is_elsewhere_is_no_person(hearing: Callable[..., NotesReport]) -> None:
    report = hearing(
        "Jane Doe (former CTO) was there.\nJohn Roe, our competitor's CTO, too.\nBo Söder, CTO at Plain Oy\n"
        "Pia Ek (CFO): outages hurt.\nThe former CTO Max Moe left.\n"
    )
    assert [(one.name, one.role) for one in report.people] == [("Pia Ek", "finance"), ("Bo Söder", "cto")]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Meeting 20.11.2026", "en", "2026-11-20"), ("20 November 2026", "en", "2026-11-20"),
        ("Friday 20th of November 2026", "en", "2026-11-20"), ("20. marraskuuta 2026", "fi", "2026-11-20"),
        ("Call, Nov 20, 2026", "en", "2026-11-20"), ("11/20/2026", "en", "2026-11-20"), ("3/4/2026", "fi", "2026-04-03"),
        ("3/4/2026", "en", ""), ("31.2.2026", "fi", ""), ("version 1.20.11.2026", "en", ""),
    ],
)  # fmt: skip
def test_the_day_of_notes_is_read_as_people_write_it(
    hearing: Callable[..., NotesReport], text: str, language: str, day: str
) -> None:
    report = hearing(f"{text}\n\noutages katkot", language=language)
    assert f"source: notes.txt {day or '2026-11-30'}" in report.difference
    told = "the day 3/4/2026 can be read in two ways, and is not taken for that of the meeting: say --on"
    assert report.unread == ((told,) if (text, language) == ("3/4/2026", "en") else ())


def test_whose_a_mail_is(hearing: Callable[..., NotesReport]) -> None:
    mail = (
        "From: Maria Stranger <maria@seller.example>\nTo: anna@acme.example\nDate: Fri, 20 Nov 2026 10:00:00 +0200\n\n"
        "Hi Anna, your outages hurt a lot.\n"
    )
    with pytest.raises(UserFault) as caught:
        hearing(mail, "m.eml")
    assert str(caught.value.problems[0]) == (
        "m.eml: SP897 nobody says for whom Maria Stranger speaks, who sent it (if one of you: --ours “Maria Stranger”; if "
        "the customer: keep Maria Stranger in the profile’s stakeholders)"
    )
    for ours in (
        mail.replace("anna@acme.example", "Kim Lee <kim@acme.example>"),
        mail.replace("@seller.example", "@lumikko.example"),
    ):
        assert left(hearing(ours, "m.eml")) == [("fewer-outages", "said by us", "m.eml:5")]
    to_us = mail.replace("anna@acme.example", "aino.rantala@lumikko.example")
    assert [one.quote for one in hearing(to_us, "m.eml").values] == ["Hi Anna, your outages hurt a lot."]
    nobody = hearing('"Our outages hurt a lot," said Anna Virtanen.', ours=("",))
    assert [one.quote for one in nobody.values] == ["Our outages hurt a lot"]
    within = to_us.replace("@seller.example", "@lumikko.example")
    assert [one.quote for one in hearing(within, "m.eml").values] == [""]


CALL = """\
WEBVTT

1
00:00:01.000 --> 00:00:04.000
<v Aino Rantala>Onko teillä katkoja?</v>

2
00:12:31.000 --> 00:12:35.000
<v Matti Virtanen>Katkoksista on ollut</v>

3
00:12:35.000 --> 00:12:39.500
<v Matti Virtanen>paljon haittaa. Budjetti ei ole ongelma.</v>

NOTE nothing

01:13:00.000 --> 01:13:10.000
<v Matti Virtanen>Haluamme puolittaa läpimenoajan ensi vuonna.</v>
"""


def test_of_a_transcript_only_the_customer_s_lines_count(hearing: Callable[..., NotesReport]) -> None:
    report = hearing(CALL, "call.vtt")
    assert report.language == "fi"
    assert shown(report) == {
        "fewer-outages": ["call.vtt:00:12:31 Katkoksista on ollut paljon haittaa."],
        "faster-releases": ["call.vtt:01:13:00 Haluamme puolittaa läpimenoajan ensi vuonna."],
    }
    assert next(one.quote for one in report.values) == "Katkoksista on ollut paljon haittaa."
    assert [goal.text for goal in report.goals] == ["Puolittaa läpimenoajan ensi vuonna"]
    assert left(report) == [
        ("fewer-outages", "said by us", "call.vtt:00:00:01"), ("lower-run-cost", "negated", "call.vtt:00:12:35"),
    ]  # fmt: skip
    strange = CALL.replace("Aino Rantala", "Person 1")
    with pytest.raises(UserFault) as caught:
        hearing(strange, "call.vtt")
    assert str(caught.value.problems[0]) == (
        "call.vtt: SP897 nobody says who of Person 1, Matti Virtanen speaks for you (name them: --ours “Person 1”; or "
        "keep the customer’s people in the profile’s stakeholders)"
    )
    assert shown(hearing(strange, "call.vtt", ours=("Person 1",))) == shown(report)
    only = hearing(strange.replace("Matti Virtanen", "Kim Lee"), "call.vtt")
    assert shown(only).keys() == shown(report).keys()  # a stakeholder of the profile is the customer, others are not


MAIL = """\
From: Anna Virtanen <anna@acme.example>
To: aino@us.example
Date: Fri, 20 Nov 2026 10:00:00 +0200
Subject: Re: meeting
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Hi Aino,

our last migration took eleven days, and the backlog is long.

Best,
Anna Virtanen
CFO, Acme

On Thu, 19 Nov 2026 at 09:00, Aino Rantala <aino@us.example>
wrote:
> Do you have outages?
--b
Content-Type: application/pdf; name="report.pdf"
Content-Disposition: attachment; filename="report.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b--
"""


def test_of_a_mail_what_its_sender_wrote_counts(hearing: Callable[..., NotesReport]) -> None:
    report = hearing(MAIL, "mail.eml")
    line = "mail.eml:14 our last migration took eleven days, and the backlog is long."
    assert shown(report) == {"safe-modernisation": [line], "faster-releases": [line]}
    assert [(one.name, one.role) for one in report.people] == [("Anna Virtanen", "finance")]
    assert left(report) == [("fewer-outages", "from an earlier mail", "mail.eml:22")]
    assert report.unread == ("the attachment “report.pdf” is not read",)
    assert "source: mail.eml 2026-11-20" in report.difference
    ours = hearing(MAIL.replace("Anna Virtanen", "Aino Rantala"), "mail.eml")
    assert (shown(ours), ours.people) == ({}, ())
    html = (
        "From: Anna <anna@acme.example>\nContent-Type: text/html; charset=utf-8\n\n<p>The <b>backlog</b> grows.</p>"
        "<script>outage</script><blockquote><p>Any outage?</p></blockquote>"
    )
    assert shown(hearing(html, "mail.eml")) == {"faster-releases": ["mail.eml:2 The backlog grows."]}


def docx(path: Path, body: str) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>')
    return path.read_bytes()


def test_word_documents_and_markdown_are_read_by_their_paragraphs(
    hearing: Callable[..., NotesReport], tmp_path: Path
) -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Audit notes</w:t></w:r></w:p><w:p/>'
        "<w:p><w:r><w:t>The back</w:t></w:r><w:r><w:t>log grows.</w:t></w:r><w:del><w:r><w:delText>outage</w:delText></w:r>"
        "</w:del></w:p>"
    )
    assert shown(hearing(docx(tmp_path / "x.docx", body), "n.docx")) == {
        "faster-releases": ["n.docx:3 The backlog grows."]
    }
    report = hearing("# Meeting 2026-01-02\n\n> The **backlog** grows.\n\n## Next steps\n\n- new rack\n", "n.md")
    assert [(one.id, one.quote) for one in report.values] == [("faster-releases", "The **backlog** grows.")]
    assert left(report) == [("on-site-hardware", "said by us", "n.md:7")]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("n.msg", b"\xd0\xcf", "n.msg: SP896 is in Outlook’s own format (in Outlook: File, Save As"),
        ("n.pages", b"x", "n.pages: SP896 is of no kind that notes are read in (those are .txt, .md, .docx, .eml, .vtt)"),
        ("n.txt", b"", "n.txt: SP896 has no text"), ("n.txt", b"PK\x03\x04x", "n.txt: SP896 is no text: it is a packed file"),
        ("n.txt", b"a\0b", "n.txt: SP896 is no text"), ("n.txt", b"\xff\xfea", "n.txt: SP896 is damaged: it says that it is UTF-16"),
        ("n.docx", b"", "n.docx: SP896 is damaged, or no .docx file"), ("n.docx", b"PK\x03\x04", "n.docx: SP896 is damaged, or"),
        ("n.eml", b"", "n.eml: SP896 is empty"), ("n.vtt", b"1\nx", "n.vtt: SP896 is no transcript"),
        ("n.vtt", b"WEBVTT\n\n00:00 --> 1\nx", "n.vtt: SP896 has no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    hearing: Callable[..., NotesReport], name: str, content: bytes, told: str, profile: Path
) -> None:
    with pytest.raises(UserFault) as caught:
        hearing(content, name, write=True)
    assert str(caught.value.problems[0]).startswith(told)
    assert profile.read_text("utf-8") == PROFILE


@pytest.mark.slow
def test_a_word_document_that_unpacks_without_end_is_told(hearing: Callable[..., NotesReport], tmp_path: Path) -> None:
    with pytest.raises(UserFault) as caught:
        hearing(docx(tmp_path / "x.docx", "<w:p/>" * 7_000_000), "bomb.docx")
    assert str(caught.value.problems[0]).startswith("bomb.docx: SP896 has more than 32 MB of text once it is unpacked")


def test_notes_in_other_encodings_are_read(hearing: Callable[..., NotesReport]) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert "fewer-outages" in shown(hearing("Häiriöitä tulee paljon.".encode(encoding)))
    report = hearing("Häiriöitä tulee paljon.".encode("cp1252"))
    assert "fewer-outages" in shown(report)
    assert report.unread == ("it is not UTF-8: it was read as Windows (cp1252) writes it",)


@pytest.mark.slow
def test_the_command_shows_a_difference_and_writes_on_consent(tmp_path: Path, profile: Path) -> None:
    (tmp_path / "n.txt").write_text(MEETING, encoding="utf-8")
    arguments = ("import", "notes", "n.txt", "--profile", str(profile), "--library", str(PROJECT / "content_blocks"))
    run = salespack(tmp_path, *arguments)
    assert run.returncode == 0
    assert "    n.txt:4  They lost two days to an outage in March." in run.stdout
    assert "+goals: [Halve night calls by summer]" in run.stdout
    assert run.stdout.endswith("Nothing was written: say --yes.\n")
    assert profile.read_text("utf-8") == PROFILE
    data = json.loads(salespack(tmp_path, *arguments, "--json", "--yes").stdout)
    assert data["written"] and data["goals"][0]["evidence"]["place"] == "n.txt:8"
    run = salespack(tmp_path, *arguments)
    assert run.stdout.endswith("Nothing that the profile does not have.\n")
    run = salespack(tmp_path, "import", "notes", "gone.txt", *arguments[3:])
    assert run.returncode == 1
    assert run.stderr.strip() == "gone.txt: SP896 is not there (check the path and that you may read it)"


def test_a_talk_without_full_stops_is_taken_apart(hearing: Callable[..., NotesReport]) -> None:
    (found,) = hearing("outage " * 3_000).values
    assert (found.id, found.count, len(found.evidence)) == ("fewer-outages", 2, 2)
    assert len(found.evidence[0].sentence) <= 1_000
    mail = b"From: a <a@b.c>\nContent-Type: text/plain; charset=nope\nDate: rubbish\n\nTwo outages."
    assert "fewer-outages" in shown(hearing(mail, "mail.eml"))


def test_of_speakers_whom_nobody_knows_none_is_quoted(hearing: Callable[..., NotesReport]) -> None:
    call = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Maria Example>Hello.\n\n00:03.000 --> 00:04.000\n<v Pia Ek>Outages hurt us.\n"
        "\n00:05.000 --> 00:06.000\n<v Sam Loe>We offer you an audit.\n\n00:07.000 --> 00:08.000\n<v Kim Lee>The backlog grows.\n"
        "\n00:09.000 --> 00:10.000\n<v Pia Ek>We want to halve the night calls by summer.\n"
    )
    of_library = hearing(call.replace("Maria Example", "Aino Rantala"), "call.vtt")
    assert [(one.id, one.quote, one.by) for one in (*of_library.values, *of_library.there)] == [
        ("fewer-outages", "", ()), ("faster-releases", "The backlog grows.", ("Kim Lee",)),
    ]  # fmt: skip
    assert ("proven-security", "about us", "call.vtt:00:05") in left(of_library)
    assert [one.text for one in of_library.goals] == ["Halve the night calls by summer"]
    assert of_library.unread[0].startswith(
        "Pia Ek, Sam Loe are taken for the customer’s people, and nothing of theirs is"
    )
    named = hearing(call, "call.vtt", ours=("Maria Example", "Sam Loe"))
    assert ("proven-security", "said by us", "call.vtt:00:05") in left(named)
    assert next((one.id, one.quote) for one in named.values) == ("fewer-outages", "Outages hurt us.")
    assert named.unread == ()


def test_whoever_says_a_value_cares_about_it_unless_the_profile_says_so(
    hearing: Callable[..., NotesReport], profile: Path
) -> None:
    notes = (
        'Pia Ek (CFO) and Kim Lee were there.\n"Outages hurt us all the time," said Pia Ek.\n'
        'Kim Lee said: "The backlog is far too long for us."\n'
    )
    hearing(notes, write=True)
    text = profile.read_text("utf-8")
    assert "  - {name: Kim Lee, role: cto, cares_about: [faster-releases]}\n" in text
    assert "  - {name: Pia Ek, role: finance, cares_about: [fewer-outages]}\n" in text
    profile.write_text(PROFILE.replace("role: cto}", "role: cto, cares_about: [lower-run-cost]}"), encoding="utf-8")
    hearing(notes, write=True)
    assert "  - {name: Kim Lee, role: cto, cares_about: [lower-run-cost]}\n" in profile.read_text("utf-8")


def test_values_that_the_reader_says_are_not_meant_are_left_out(
    hearing: Callable[..., NotesReport], profile: Path
) -> None:
    report = hearing(MEETING, without=frozenset(("scale-on-demand", "faster-releases")), write=True)
    assert [one.id for one in report.values] == ["fewer-outages", "happier-developers"]
    text = profile.read_text("utf-8")
    assert "scale-on-demand" not in text
    assert "cares_about: [fewer-outages, proven-security]" in text


def test_bullets_right_below_a_heading_of_ours_are_ours(hearing: Callable[..., NotesReport]) -> None:
    report = hearing(
        "# Acme\n## Now\n- outages hurt\n## Our proposal\n- a dashboard\n## Next steps\n- the audit\n", "n.md"
    )
    assert list(shown(report)) == ["fewer-outages"]
    assert left(report) == [("clear-visibility", "said by us", "n.md:5"), ("proven-security", "said by us", "n.md:7")]


def test_what_stands_below_a_mail_is_who_wrote_it(hearing: Callable[..., NotesReport]) -> None:
    mail = (
        "From: Pia Ek <pia@acme.example>\nTo: mikko.salmela@lumikko.example\nDate: Fri, 20 Nov 2026 10:00:00 +0200\n\n"
        "Our outages hurt.\n\nBest regards,\nPia Ek, CFO\nHead of Audit and Ticketing\n\nP.S. The backlog grows.\n"
    )
    report = hearing(mail, "mail.eml", ours=("Mikko Salmela",))
    assert [one.id for one in report.values] == ["fewer-outages", "faster-releases"]
    assert [(one.name, one.role) for one in report.people] == [("Pia Ek", "finance")]


@pytest.mark.slow
def test_the_reader_says_on_a_terminal_which_values_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "content_blocks").symlink_to(PROJECT / "content_blocks")
    (tmp_path / "profiles").mkdir()
    profile = tmp_path / "profiles/acme.yaml"
    profile.write_text("customer: {name: Acme}\n", "utf-8")
    (tmp_path / "n.txt").write_text("Customer: our outages hurt.\nCustomer: the backlog is long.\n", "utf-8")
    with terminal(tmp_path, "import", "notes", "n.txt", "--profile", "acme") as at:
        for typed, told in (
            ("moon", "“moon” is not declared"),
            ("spreadsheet", "They do not speak of less-manual-work"),
        ):
            at.expect("to write the rest:")
            at.type(typed)
            at.expect(told)
        at.expect("to write the rest:")
        at.type("releases")
        at.expect("Written into acme.")
        assert at.ended() == 0
    assert "fewer-outages" in profile.read_text("utf-8")
    assert "faster-releases" not in profile.read_text("utf-8")
