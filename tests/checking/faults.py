"""One small fault for every code that check can report: what to write over a clean workspace, and where it is told."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Cm, Pt

from tests.checking.workspaces import BENEFIT, COST, ONE_LANGUAGE
from tests.conftest import PROJECT
from tests.workspaces import PROFILE, VALUES

CALM, BILL, FRAME = (
    "content_blocks/benefits/calm.md",
    "content_blocks/benefits/bill.md",
    "content_blocks/frames/opening.md",
)
LIBRARY_FILE, PACK_FILE = "content_blocks/library.yaml", "content_blocks/packs/first-meeting.yaml"
DEFAULTS, OUTER = "content_blocks/benefits/_defaults.yaml", "content_blocks/_defaults.yaml"
ACME = "profiles/acme.yaml"
PACK = """\
name: {en: First meeting, fi: Ensitapaaminen}
stage: evaluation
sections:
  - {slot: opening, kind: frame, tag: opening}
  - each: top-values
    count: 1
    slots:
      - {slot: promise, kind: benefit}
"""
"""A pack without a slot that nothing fills."""
FRONT = "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n"
TRANSLATED = {
    LIBRARY_FILE: ONE_LANGUAGE.replace("[en]", "[en, fi]"),
    "content_blocks/frames/opening.fi.md": "---\ntranslates: 1\n---\n# Hei {{ customer.name }}\n",
    "content_blocks/benefits/calm.fi.md": "---\ntranslates: 1\n---\n# Rauhalliset yöt\n\n- ketään ei herätetä\n",
    "content_blocks/benefits/bill.fi.md": "---\ntranslates: 1\n---\n# Pienempi lasku\n\n- {{ customer.name }}\n",
}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BRAND, DECK = "content_blocks/brand/lumikko.pptx", "content_blocks/slides/deck.pptx"
PRESENTATION = (PROJECT / "content_blocks" / "brand" / "lumikko.pptx").read_bytes()
SHEET = "content_blocks/templates/sheet.typ.j2"
SAYS = "the platform has been calm all night"


def deck(*boxes: tuple[float, str, float, str], title: str = "Calm nights") -> bytes:
    """A deck of one slide with a title and, one after the other, boxes of text: top (cm), text, size (pt), colour."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = title
    for top, text, size, colour in boxes:
        shape = slide.shapes.add_textbox(Cm(2), Cm(top), Cm(20), Cm(1.5))
        shape.name = f"Box at {top:g}"
        run = shape.text_frame.paragraphs[0].add_run()
        shape.text_frame.word_wrap, shape.text_frame.auto_size = True, MSO_AUTO_SIZE.NONE
        run.text, run.font.size = text, Pt(size)
        run.font.color.rgb = RGBColor.from_string(colour)  # type: ignore[no-untyped-call] # untyped there
    content = io.BytesIO()
    presentation.save(content)
    return content.getvalue()


def designed(*boxes: tuple[float, str, float, str]) -> dict[str, str | bytes]:
    """The block on calm nights as a designed slide."""
    front = FRONT.replace("5}", "5}\nslides: {file: slides/deck.pptx, slide: 1}\nneeds: [success]")
    return {DECK: deck(*boxes), CALM: front}


NESTED = "\n".join("  " * level + "- level" for level in range(11))

ANONYMOUS = "relationship: {reference: anonymous}\n"
CASE = FRONT.replace("5}", "5}\nabout: {customer: Acme Ltd}")


class Fault(NamedTuple):
    """`files` are written over the clean workspace; the fault is told at `place`. `options` are those of the check."""

    files: Mapping[str, str | bytes]
    place: str
    options: Mapping[str, Any] = {}


def calm(body: str, front: str = FRONT) -> dict[str, str | bytes]:
    """The block on calm nights with another body."""
    return {CALM: front + body}


def keyed(line: str) -> dict[str, str | bytes]:
    """The block on calm nights with another line in its front matter, the fourth of the file."""
    return {CALM: BENEFIT.replace("5}\n", f"5}}\n{line}\n")}


def translated(name: str, text: str, **more: str) -> dict[str, str | bytes]:
    """The workspace in two languages, with one translation of another text."""
    return {**TRANSLATED, f"content_blocks/benefits/{name}.fi.md": text, **more}


def titled(title: str, least: int) -> dict[str, str | bytes]:
    """A block with such a title, in a brand whose titles are made no smaller than so many points."""
    settings = f"minimum_sizes: {{title: {least}}}\n"
    return {**calm(f"{title}\n\n- nobody is called\n"), "content_blocks/brand/brand.yaml": settings}


RECKONING = "content_blocks/calculations.yaml"


def reckoned(written: str, instead: str) -> dict[str, str | bytes]:
    """A library that works out what outages cost, with something else in the place of what is written there."""
    text = (
        "# What outages cost\ninputs:\n"
        "  hours: {from: facts.hours, name: Hours of outage, unit: h/year}\n"
        "assumptions:\n"
        "  cost: {name: Cost, unit: EUR/h, low: 1, likely: 2, high: 4, source: A study, date: 2026, valid_until: 2027-12-31, "
        "owner: sales}\n"
        "calculations:\n"
        '  loss: {name: Loss, unit: EUR/year, formula: "hours * cost"}\n'
    )
    return {RECKONING: text.replace(written, instead, 1) if written else text}


FAULTS: dict[str, Fault] = {
    "SP604": Fault(calm("# Calm nights\n\n- also in \u1230\n"), f"{CALM}:7"),
    # files
    "SP002": Fault({CALM: b"---\nkind: benefit\n---\n# Caf\xe9\n"}, f"{CALM}:4:6"),
    "SP003": Fault(keyed("owner: Uptime: what it costs"), f"{CALM}:4:14"),
    "SP004": Fault(keyed("kind: market"), f"{CALM}:4:1"),
    "SP005": Fault(keyed("owner: &me marketing"), f"{CALM}:4:8"),
    "SP006": Fault(calm("# Calm\x07 nights\n\n- nobody is called\n"), f"{CALM}:5:7"),
    "SP007": Fault({CALM: BENEFIT + "x" * 4_000_000}, CALM),
    "SP008": Fault({"content_blocks/packs/second.yaml": ""}, "content_blocks/packs/second.yaml:1:1"),
    "SP009": Fault({CALM: "# Calm nights\n"}, f"{CALM}:1:1"),
    "SP019": Fault(keyed("owner: team #9 of ours"), f"{CALM}:4:13"),
    # schema
    "SP014": Fault({PACK_FILE: PACK + "format: 99\n"}, f"{PACK_FILE}:9:9"),
    "SP101": Fault(keyed("ownr: marketing"), f"{CALM}:4:1"),
    "SP102": Fault({"content_blocks/people/aino.yaml": "name: Aino\n"}, "content_blocks/people/aino.yaml:1:1"),
    "SP103": Fault(keyed("minutes: two"), f"{CALM}:4:10"),
    "SP104": Fault(keyed("state: aproved"), f"{CALM}:4:8"),
    "SP105": Fault({CALM: BENEFIT.replace("5}", "6}")}, f"{CALM}:3:25"),
    "SP106": Fault(keyed("valid_until: 31.13.2027"), f"{CALM}:4:14"),
    "SP107": Fault({"content_blocks/packs/second.yaml": "name: Second\nsections: []\n"},
                   "content_blocks/packs/second.yaml:2:11"),
    "SP108": Fault(keyed("valid_from: 2027-01-01\nvalid_until: 2026-01-01"), f"{CALM}:5:14"),
    "SP109": Fault(keyed("needs: [customer.shoe]"), f"{CALM}:4:9"),
    "SP110": Fault({ACME: PROFILE.replace("lower-run-cost: 4", "lower-run-cost: {importance: 4, with_us: 5}")},
                   f"{ACME}:2:60"),
    "SP111": Fault({PACK_FILE: PACK + "  - {slot: both, each: top-values, slots: [{slot: one}]}\n"}, f"{PACK_FILE}:9:5"),
    "SP112": Fault({ACME: PROFILE.replace("fewer-outages: 9", "fewer-outages: {importance: 9, quote: Calm, source: us}")},
                   f"{ACME}:2:48"),
    "SP113": Fault({**TRANSLATED, ACME: PROFILE + "goals: [{fi: Kasvaa}]\n"}, f"{ACME}:5:9"),
    # names and translations

    # calculations
    "SP120": Fault(reckoned('formula: "hours * cost"', 'formula: "hours ^ cost"'), f"{RECKONING}:7:47"),
    "SP121": Fault(reckoned("hours * cost", "hous * cost"), f"{RECKONING}:7:47"),
    "SP122": Fault(reckoned("unit: h/year", "unit: hours/year"), f"{RECKONING}:3:59"),
    "SP123": Fault(reckoned("unit: EUR/year", "unit: EUR"), f"{RECKONING}:7:28"),
    "SP124": Fault(reckoned("low: 1, likely: 2", "low: 3, likely: 2"), f"{RECKONING}:5:51"),
    "SP125": Fault(reckoned("hours * cost", "hours * cost / (hours - hours) * hours"), f"{RECKONING}:7:47"),
    "SP126": Fault(reckoned("hours * cost", "hours * cost + loss * 0"), f"{RECKONING}:7:47"),
    "SP127": Fault(reckoned("calculations:", "  more: {name: More, unit: h, likely: 2, source: A study, date: 2026, "
                                             "valid_until: 2027-12-31, owner: sales}\ncalculations:"), f"{RECKONING}:6:3"),
    "SP128": Fault(reckoned("2027-12-31", "2026-06-30"), f"{RECKONING}:5:105"),
    "SP129": Fault({**reckoned("", ""), ACME: PROFILE.replace("140", "140, hours: many")}, f"{ACME}:4:31"),
    "SP130": Fault(reckoned("loss:", "hours:"), f"{RECKONING}:7:3"),
    "SP131": Fault({ACME: PROFILE + "plan:\n  - {what: Go, ours: Aino, date: 2026-12-15}\n"}, f"{ACME}:6:5"),
    "SP201": Fault({CALM: BENEFIT.replace("fewer-outages", "fewer-outage")}, f"{CALM}:3:10"),
    "SP202": Fault(keyed("for: {roles: [coo]}"), f"{CALM}:4:15"),
    "SP203": Fault(keyed("for: {industries: [health]}"), f"{CALM}:4:20"),
    "SP204": Fault(keyed("for: {stages: [deciding]}"), f"{CALM}:4:16"),
    "SP205": Fault(keyed("language: sv"), f"{CALM}:4:11"),
    "SP206": Fault({"content_blocks/market/calm.md": BENEFIT}, "content_blocks/market/calm.md"),
    "SP207": Fault(translated("calm", TRANSLATED["content_blocks/benefits/calm.fi.md"],
                              **{"content_blocks/more/calm.fi.md": "---\n{}\n---\n# Yöt\n"}),
                   "content_blocks/more/calm.fi.md"),
    "SP208": Fault({"content_blocks/benefits/other.en.md": "---\ntranslates: 1\n---\n# Other\n"},
                   "content_blocks/benefits/other.en.md"),
    "SP209": Fault({**TRANSLATED, CALM: BENEFIT.replace("5}", "5}\nversion: 2")},
                   "content_blocks/benefits/calm.fi.md:2:13"),
    "SP210": Fault({**TRANSLATED, "content_blocks/benefits/new.md": FRONT.replace("5}", "4}\nabout: {industry: retail}") + "# Days\n\n- good\n"},
                   "content_blocks/benefits/new.md:1:1"),
    "SP212": Fault(translated("calm", "---\n{}\n---\n# Rauhalliset yöt\n\n- hyvä\n\n# Päivät\n\n- hyvä\n"),
                   "content_blocks/benefits/calm.fi.md:4:1"),
    "SP213": Fault(translated("bill", "---\n{}\n---\n# Pienempi lasku\n\n- teille\n"),
                   "content_blocks/benefits/bill.fi.md:4:1"),
    "SP214": Fault(translated("calm", "---\n{}\n---\n# Rauhalliset yöt\n\n- 1,5 herätystä, ei 15\n",
                              **{CALM: FRONT + "# Calm nights\n\n- wakes 1.5 of you\n"}),
                   "content_blocks/benefits/calm.fi.md:6:21"),
    "SP215": Fault({LIBRARY_FILE: ONE_LANGUAGE.replace("[en]", "[da]"), ACME: PROFILE.replace("language: en", "language: da")},
                   f"{LIBRARY_FILE}:2:13"),
    "SP216": Fault({**TRANSLATED, LIBRARY_FILE: TRANSLATED[LIBRARY_FILE].replace("Lumikko,", "Lumikko, tagline: {fi: Öisin hiljaa},")},
                   f"{LIBRARY_FILE}:1:26"),
    # bodies
    "SP301": Fault(calm("# Calm nights\n\n- {% if x %}nobody is called\n"), f"{CALM}:7:3"),
    "SP302": Fault(calm("# Calm nights\n\n- for {{ custmer.name }}\n"), f"{CALM}:7:10"),
    "SP303": Fault(calm("# Calm nights\n\n<b>nobody</b> is called\n"), f"{CALM}:7:1"),
    "SP304": Fault(calm("# Calm nights\n\n- for {{ customer.name | money }}\n"), f"{CALM}:7:7"),
    "SP306": Fault(calm("# Calm nights\n\n![A plan](images/plan.png)\n"), f"{CALM}:7:11"),
    "SP307": Fault(calm("# Calm nights\n\n![A plan](../plan.png)\n"), f"{CALM}:7:11"),
    "SP308": Fault({**calm("# Calm nights\n\n![A plan](images/plan.png)\n"), "content_blocks/images/plan.png": b"GIF"},
                   f"{CALM}:7:11"),
    "SP309": Fault(calm("# Calm nights\n\n- [the plan](plan.html)\n"), f"{CALM}:7:14"),
    "SP310": Fault(calm("# Calm nights\n\n```chart\ntype: bar\ntitle: Calls\nalt: Calls\n```\n"), f"{CALM}:7:1"),
    "SP311": Fault(calm("# Calm nights\n\n- nobody is called\n\n:::\n"), f"{CALM}:9:1"),
    "SP312": Fault(calm("# Calm nights\n\n::: note\nHush.\n:::\n"), f"{CALM}:7:1"),
    "SP313": Fault(calm("# Calm nights\n\n- nobody is called\n\n::: notes\nHush.\n"), f"{CALM}:9:1"),
    "SP326": Fault(calm("# Calm nights\n\n- nobody is called\n\n\t::: seller\nAsk.\n:::\n"), f"{CALM}:9:2"),
    "SP329": Fault(calm("# Calm nights\n\n- {{ 'a' * 9999999 }}\n"), f"{CALM}:7:3"),
    "SP314": Fault(calm("- nobody is called\n"), f"{CALM}:5:1"),
    "SP315": Fault(calm("# Calm nights\n\n- nobody is called\n\n::: notes\n| a |\n| --- |\n| b |\n:::\n"), f"{CALM}:9:1"),
    "SP316": Fault(calm("# Calm nights\n\n- nobody is called\n\n::: notes\nHush.\n\n---\n\nHush.\n:::\n"), f"{CALM}:12:1"),
    "SP317": Fault(calm("# Calm nights\n\nNobody is called\n---\n"), f"{CALM}:8:1"),
    "SP318": Fault(calm(f"# Calm nights\n\n{NESTED}\n"), f"{CALM}:16:19"),
    "SP319": Fault(calm("# Calm nights\n\n- nobody\n\n  > is called\n"), f"{CALM}:9:3"),
    "SP320": Fault(calm("# Calm nights\n\n::: column\nNobody is called\n:::\n"), f"{CALM}:7:1"),
    "SP321": Fault(calm("# Calm nights\n\n::: kpis\nNobody is called\n:::\n"), f"{CALM}:7:1"),
    "SP322": Fault({**calm("# Calm nights\n\n- see ![a plan](images/plan.png) here\n"),
                    "content_blocks/images/plan.png": PIXEL}, f"{CALM}:7:1"),
    "SP323": Fault({**calm("# Calm nights\n\n![](images/plan.png)\n"), "content_blocks/images/plan.png": PIXEL},
                   f"{CALM}:7:5"),
    "SP327": Fault(calm("# Calm nights\n\n| A | B |\n|---|---|\n| 1 | 2 | from 2027: 3 |\n"), f"{CALM}:9:11"),
    "SP328": Fault(calm("# Calm nights\n\n- ~~rare~~ nobody is called\n"), f"{CALM}:7:3"),
    "SP330": Fault(keyed("slides: {file: ../../deck.pptx, slide: 1}"), f"{CALM}:4:16"),
    "SP331": Fault(keyed("slides: {file: slides/deck.pptx, slide: 1}"), f"{CALM}:4:16"),
    "SP337": Fault(calm("# Calm nights {form=cardz}\n\n- **One**: nobody is called\n"), f"{CALM}:5:21"),
    "SP338": Fault(calm("# Calm nights\n\n::: steps\n- nobody is called\n:::\n"), f"{CALM}:7:5"),
    "SP339": Fault(calm("# Calm nights\n\n::: cards\n- nobody is called\n:::\n"), f"{CALM}:7:5"),
    "SP340": Fault(calm("# Calm nights\n"), f"{CALM}:5:1"),
    "SP341": Fault(calm("# Calm nights\n\n- {{ facts.nights | number }} of them\n"), f"{CALM}:7:6"),
    "SP342": Fault(calm("# Calm nights\n\n" + "- nobody is called\n" * 8), f"{CALM}:5:1"),
    "SP343": Fault(calm("# Calm nights\n\n- 60% fewer calls, {{ customer.name }}\n"), f"{CALM}:7:3"),
    "SP344": Fault(calm("# Calm nights\n\n- with the best platform\n"), f"{CALM}:7:8"),
    "SP345": Fault(calm("# Calm nights\n\n- [a study](https://https://example.com/study)\n"), f"{CALM}:7:13"),
    "SP346": Fault(calm("# Calm nights\n\n- internal only: they complained\n"), f"{CALM}:7:3"),
    "SP371": Fault(calm("# Calm nights\n\n- nobody is called\n\n::: prose\nYou see it on this slide.\n:::\n"), f"{CALM}:10:15"),
    "SP347": Fault(calm("# Calm nights\n\n- as at ACME, nobody is called\n"), f"{CALM}:7:9"),
    "SP348": Fault(calm("# Calm nights\n\n- nobody is called\n- What gets better for the customer\n"), f"{CALM}:8:3"),
    "SP350": Fault(designed((6, SAYS, 14, "888888")), f"{CALM}:4:1"),
    "SP360": Fault(calm("# Calm nights\n\n- :sheild: nobody is called\n"), f"{CALM}:7:4"),
    "SP361": Fault(calm("# Calm nights\n\n- :shield: nobody is called\n- and all sleep\n"), f"{CALM}:7:4"),
    "SP362": Fault(calm("# Calm nights {source=study}\n\n- nobody is called\n"), f"{CALM}:5:23"),
    "SP363": Fault(keyed("sources: {study: {source: A study}}"), f"{CALM}:4:11"),
    "SP369": Fault({**calm("# Calm nights\n\n::: logos\n![Acme Ltd](a.png)\n![Zinc](a.png)\n![Tin](a.png)\n:::\n"),
                    "content_blocks/a.png": PIXEL, ACME: PROFILE + "relationship: {reference: declined}\n"},
                   f"{CALM}:8:1"),
    "SP351": Fault(designed((9, SAYS, 14, "000000"), (6, SAYS, 14, "000000")), f"{CALM}:4:1"),
    "SP352": Fault(designed((6, SAYS, 8, "000000")), f"{CALM}:4:1"),
    "SP353": Fault({**designed(), DECK: deck((6, SAYS, 14, "000000"), title=" ")}, f"{CALM}:4:1"),
    "SP354": Fault(designed((6, SAYS, 14, "BBBBBB")), f"{CALM}:4:1"),
    "SP368": Fault(
        titled("# Calm nights for all who answer the phone here with their families too", least=30), f"{CALM}:5:1"
    ),
    "SP367": Fault(titled(f"# Calm nights{' for all who answer the phone at night' * 9}", least=12), f"{CALM}:5:1"),
    # matching
    "SP370": Fault(calm("# Calm\n\n```working\nof: los\n```\n"), f"{CALM}:8:5"),
    "SP402": Fault({ACME: PROFILE + "pin: [bill]\n", PACK_FILE: PACK.replace("kind: benefit", "kind: benefit, take: 1"),
                    BILL: COST.replace("values:", "tags: [x]\nfor: {roles: [finance]}\nvalues:")}, f"{ACME}:5:1"),
    "SP404": Fault({**{name: text for name, text in TRANSLATED.items() if "bill" not in name},
                    LIBRARY_FILE: TRANSLATED[LIBRARY_FILE] + 'check: {off: {SP210: "to be done"}}\n',
                    PACK_FILE: PACK + "language: fallback\n"}, BILL),
    "SP407": Fault({PACK_FILE: PACK + "for: {relationship: [former]}\n"}, ACME),
    "SP403": Fault({ACME: PROFILE + "pin: [bil]\n"}, f"{ACME}:5:1"),
    "SP405": Fault({PACK_FILE: PACK + "  - {slot: closing, kind: frame, tag: closing}\n"}, PACK_FILE),
    "SP406": Fault({ACME: PROFILE.replace("roles: [cto]", "roles: [cto], minutes: 0.5")}, f"{ACME}:3:43"),
    "SP410": Fault({CALM: BENEFIT.replace("Calm nights", "Hello {{ customer.name }}")}, f"{CALM}:5:1"),
    "SP411": Fault({"content_blocks/dialogue/why.md": "---\nkind: dialogue\ntags: [why]\n---\n# Why\n\n- say\n"},
                   "content_blocks/dialogue/why.md:3:7"),
    "SP412": Fault({"content_blocks/benefits/quiet.md":
                    "---\nkind: benefit\nvalues: {fewer-outages: 4}\n---\n# Quiet\n\n- no phone rings\n"},
                   "content_blocks/benefits/quiet.md:3:9"),
    "SP413": Fault({PACK_FILE: PACK + "  - {slot: doubt, kind: dialogue, tag: objection, optional: true}\n"},
                   f"{PACK_FILE}:9:12"),
    "SP414": Fault(keyed("valid_until: 2026-11-20"), f"{CALM}:4:14"),
    "SP415": Fault(keyed("valid_until: 2026-12-21"), f"{CALM}:4:14"),
    "SP416": Fault(keyed("review_by: 2026-11-20"), f"{CALM}:4:12"),
    "SP417": Fault({ACME: PROFILE + "pin: [calm]\n", CALM: BENEFIT.replace("5}", "5}\nstate: draft")}, f"{ACME}:5:7"),
    "SP418": Fault({LIBRARY_FILE: ONE_LANGUAGE + "check: {evidence_days: 365}\n",
                    **keyed("evidence: {source: Review, date: 2025-10}")}, f"{CALM}:4:34"),
    "SP419": Fault({ACME: PROFILE + "relationship: {reference: declined}\n",
                    **keyed("about: {customer: Acme Ltd}")}, f"{CALM}:4:19"),
    "SP420": Fault({"content_blocks/benefits/days.md":
                    "---\nkind: benefit\nvalues: {lower-run-cost: 4, fewer-outages: 3}\n---\n# The same words again\n\n"
                    "- the alert goes to the people who own the service, with the first steps to take by night\n",
                    CALM: FRONT + "# The same words twice\n\n"
                    "- the alert goes to the people who own the service, with the first steps to take by night\n"},
                   "content_blocks/benefits/days.md:5:1"),
    "SP424": Fault({**keyed("tags: [competitor]")}, f"{CALM}:4:7"),
    "SP428": Fault({LIBRARY_FILE: ONE_LANGUAGE + "approvers: {Aino: {}}\n",
                    OUTER: "approved: {by: Aino, on: 2026-11-01}\n",
                    **keyed("approved: {by: Timo, on: 2026-11-01}")}, f"{CALM}:4:16"),
    "SP425": Fault({"content_blocks/dialogue/why.md": "---\nkind: dialogue\nvalues: {fewer-outages: 5}\n"
                    "tags: [objection]\nreview_by: 2028-01-01\n---\n# Why you\n\n- say\n",
                    PACK_FILE: PACK + "  - {slot: doubt, kind: dialogue, tag: objection, optional: true}\n"},
                   "content_blocks/dialogue/why.md:1:1"),
    "SP421": Fault({ACME: PROFILE + ANONYMOUS, CALM: CASE + "# Calm nights\n\n- nobody calls Acme's people\n"},
                   f"{CALM}:8:16"),
    # the brand, outputs and their templates
    "SP503": Fault({BRAND: b"not a presentation"}, BRAND),
    "SP504": Fault({BRAND: b"PK\x03\x04 damaged"}, BRAND),
    "SP506": Fault({BRAND: bytes.fromhex("504b0506") + bytes(18)}, BRAND),
    "SP524": Fault(calm("# Calm nights\n\n" + "Nobody is called at night, and nobody waits. " * 1500 + "\n"), f"{CALM}:5:1"),
    "SP525": Fault(calm("# Calm nights\n\n" + "- nobody is called at night\n" * 400), f"{CALM}:5:1"),
    "SP332": Fault({DECK: PRESENTATION, **keyed("slides: {file: slides/deck.pptx, slide: 99}")}, f"{CALM}:4:41"),
    "SP333": Fault({DECK: PRESENTATION, CALM: FRONT.replace("5}", "5}\nslides: {file: slides/deck.pptx, slide: 1}\n"
                    "needs: [facts.calls]\nbind: {Chart: facts.calls}")}, f"{CALM}:6:8"),
    "SP324": Fault({DECK: PRESENTATION, **keyed("slides: {file: slides/deck.pptx, slide: 1}")}, f"{CALM}:6:1"),
    "SP510": Fault({"content_blocks/brand/brand.yaml": "roles: {title: Front page}\n"},
                   "content_blocks/brand/brand.yaml:1:16"),
    "SP520": Fault({LIBRARY_FILE: ONE_LANGUAGE.replace("brand: brand/lumikko.pptx\n", "")}, LIBRARY_FILE),
    "SP521": Fault({LIBRARY_FILE: ONE_LANGUAGE.replace("lumikko.pptx", "gone.pptx")}, f"{LIBRARY_FILE}:3:8"),
    "SP523": Fault({CALM: BENEFIT.replace("Calm nights", "Calm nights and even calmer days " * 12)}, f"{CALM}:5:1"),
    "SP526": Fault(designed((6, "{{ success * 9 }}", 28, "000000")), f"{CALM}:4:1"),
    "SP527": Fault(designed((6, SAYS * 9, 18, "000000")), "content_blocks/slides/deck.pptx"),
    "SP601": Fault({SHEET: "= Sheet\n"}, f"{SHEET}:1"),
    "SP703": Fault({PACK_FILE: PACK + "outputs: [deck.pptx, leaflet.pdf]\n"}, f"{PACK_FILE}:9:22"),
    # checking itself
    "SP901": Fault(keyed('check: {off: {SP344: "we have proof"}}'), f"{CALM}:4:15"),
    "SP902": Fault(keyed('check: {off: {SP999: "no such rule"}}'), f"{CALM}:4:15"),
}  # fmt: skip

ALSO: dict[str, tuple[Fault, ...]] = {
    "SP106": (Fault(reckoned("date: 2026,", "date: 2026, url: study.example,"), f"{RECKONING}:5:97"),),
    "SP128": (Fault(reckoned("2027-12-31", "2026-12-01"), f"{RECKONING}:5:105"),),
    "SP341": (
        Fault(
            {
                **reckoned("", ""),
                CALM: FRONT + "# Calm\n\n- {{ calc.loss.low | money }}\n",
            },
            f"{CALM}:7:6",
        ),
        Fault({**reckoned("", ""), CALM: FRONT + "# Calm\n\n```working\nof: loss\n```\n"}, f"{CALM}:8:5"),
    ),
    "SP101": (
        Fault(
            {"content_blocks/values.yaml": VALUES.replace("lower-run-cost: {", "lower-run-cost: {nam: x, ")},
            "content_blocks/values.yaml:5:18",
        ),
    ),
    "SP343": (
        Fault(designed((6, "for 60% fewer calls", 14, "000000")), f"{CALM}:4:1"),
        Fault(
            calm(
                "# Calm nights\n\n```chart\ntype: bar\ntitle: Calls\nalt: Fewer calls\ncategories: [2025, 2026]\n"
                "series: {Calls: [9, 3]}\n```\n"
            ),
            f"{CALM}:7:1",
        ),
        Fault(calm("# Calm nights in 14 days\n\n- 2026, step 3, {{ customer.name }}\n"), f"{CALM}:5:18"),
        Fault(calm("# Calm nights\n\n::: kpis\n- **12** checks\n- **1** page\n:::\n"), f"{CALM}:8:5"),
        Fault(calm("# Calm nights\n\n- €2.5 million saved\n- is it 3 hours?\n"), f"{CALM}:7:3"),
    ),
    "SP344": (Fault(calm("# Calm nights\n\n- our most reliable platform, guaranteed\n"), f"{CALM}:7:3"),),
    "SP345": (
        Fault(calm("# Calm nights\n\n- [a study](https://example)\n"), f"{CALM}:7:13"),
        Fault(calm("# Calm nights\n\n- [mail](mailto:us.example.com)\n"), f"{CALM}:7:10"),
        Fault(keyed('evidence: {source: Review, url: "https:// example.com"}'), f"{CALM}:4:33"),
    ),
    "SP346": (
        Fault(
            calm(
                "# Calm nights\n\n- they left a supplier because nobody answered them\n\n"
                "::: seller\nthey left a supplier because nobody answered them\n:::\n"
            ),
            f"{CALM}:7:3",
        ),
    ),
    "SP414": (Fault({DEFAULTS: "minutes: 2\nvalid_until: 2026-11-20\n"}, f"{DEFAULTS}:2:14"),),
    "SP415": (
        Fault({OUTER: "valid_until: 2026-12-21\n"}, f"{OUTER}:1:14"),
        Fault({OUTER: "valid_until: 2028-11-20\n", DEFAULTS: "valid_until: 2026-12-21\n"}, f"{DEFAULTS}:1:14"),
    ),
    "SP416": (
        Fault({DEFAULTS: "review_by: 2026-11-20\n"}, f"{DEFAULTS}:1:12"),
        Fault({DEFAULTS: "review_by: 2026-11-20\n", **keyed("review_by: 2027-11-20")}, f"{DEFAULTS}:1:12"),
    ),
    "SP418": (
        Fault(
            {
                LIBRARY_FILE: ONE_LANGUAGE + "check: {evidence_days: 365}\n",
                DEFAULTS: "evidence: {source: Review, date: 2025-10}\n",
            },
            f"{DEFAULTS}:1:34",
        ),
    ),
    "SP421": (
        Fault({ACME: PROFILE + ANONYMOUS, CALM: CASE + "# Nights at ACME\n\n- nobody is called\n"}, f"{CALM}:6:13"),
        Fault(
            {ACME: PROFILE + ANONYMOUS, CALM: CASE + "# Calm nights\n\n- calm\n\n::: notes\nTell of Acme.\n:::\n"},
            f"{CALM}:11:9",
        ),
        Fault(
            {
                ACME: PROFILE + ANONYMOUS,
                CALM: CASE.replace("Ltd}", "Ltd}\nslides: {file: slides/deck.pptx, slide: 1}"),
                DECK: deck((6, "the platform has been calm at Acme", 14, "000000")),
            },
            f"{CALM}:5:1",
        ),
    ),
    "SP410": (Fault({CALM: BENEFIT + "\n# Hello {{ customer.name }}\n\n- this is the plan\n"}, f"{CALM}:9:1"),),
}
"""More faults of a code, in other files."""

LIBRARY_BROKEN = "stops a check, or is told before it: tests of check, of the library and of its index"
OF_BUILDS = "only a build or an import can come upon it"
OF_POWERPOINT = "says how exactly a .pptx is damaged: tests of packages and brands"
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(("SP001", "SP010", "SP011"), LIBRARY_BROKEN),
    **dict.fromkeys(("SP012", "SP401", "SP408", "SP409", "SP513"), OF_BUILDS),
    "SP013": LIBRARY_BROKEN,
    "SP114": OF_BUILDS,
    "SP015": "tests of format versions: a word that is renamed",
    "SP100": "what the schema says and nobody has met: JSON Schema's other rules",
    "SP325": "a second line: outside ::: seller no template knows the names of what is internal",
    **dict.fromkeys(("SP334", "SP335", "SP336"), "tests of designed slides"),
    **dict.fromkeys(("SP501", "SP502", "SP505", "SP507", "SP508", "SP509", "SP511", "SP512"), OF_POWERPOINT),
    "SP514": "tests of decks and PDFs that are out there",
    "SP515": "tests of copies for mailing",
    "SP516": "tests of decks that are brought up to date",
    "SP349": "approving a block",
    **dict.fromkeys(("SP355", "SP356", "SP357", "SP358", "SP364", "SP366"), "tests of the proof of looks, on brands of their own"),
    **dict.fromkeys(("SP359", "SP532"), "tests of designed slides that are dressed in the brand"),
    "SP422": "a value asked for on the command line",
    **dict.fromkeys(("SP426", "SP427"), "what customers value is asked for on the command line"),
    "SP423": "a role asked for on the command line",
    "SP522": "tests of typefaces",
    "SP528": OF_BUILDS, "SP529": OF_BUILDS,
}  # fmt: skip
"""Codes without a fault here, with the reason; those of documents, outputs and the command line are none of check."""
