"""A workspace that has some of everything: what the fuzzers change, kill and look at afterwards."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from PIL import Image

from salespack.importing.decks.decks import Request, import_decks
from salespack.importing.decks.importer import Settings
from salespack.library.index import open_library
from tests.assembly.designed_decks import box, chart, deck_of, picture, table
from tests.importing.decks import write_deck
from tests.workspaces import BLOCKS, write_workspace

PROFILE = """\
customer: {name: Acme Oy, industry: healthcare, employees: 495, country: FI, language: en, revenue: 1200000.5}
goals: [Open four clinics by 2028, Sleep at night]
success: Fewer calls at night
relationship: {kind: current, since: 2022, lifecycle: use, state: passive, reference: anonymous}
scale: 0-10
values:
  fewer-outages: {importance: 9, satisfaction: 3, with_us: 7, quote: Every outage reaches us., source: interview}
  lower-run-cost: 4
stakeholders:
  - {role: cto, name: Ann Other, cares_about: [fewer-outages]}
meeting: {date: 2026-12-01, stage: evaluation, minutes: 30, roles: [cto]}
facts:
  services: 140
  cost: {2024: 980000, 2025: 1100000, 2026: 1200000}
  teams: [{name: Red, people: 4}, {name: Blue, people: 6}]
pin: [calm-nights]
drop: [old-news]
"""
PACK = """\
name: {en: First meeting, fi: Ensitapaaminen}
stage: evaluation
outputs: [deck.pptx, deck.pdf, one-pager.pdf, brief.pdf, email.html, price-list.md, handout.pptx]
sections:
  - {slot: opening, kind: frame, tag: opening}
  - each: top-values
    count: 2
    slots:
      - {slot: promise, kind: benefit}
      - {slot: proof, kind: experience, take: 2, optional: true}
  - {slot: news, kind: news, take: 3, optional: true}
  - {slot: team, kind: frame, tag: team, optional: true}
  - {slot: next-step, kind: frame, tag: next-step, optional: true}
limits: {slides: 14, minutes: 40, generic_share: 0.5}
fit: {min_coverage: 0.3}
language: fallback
"""
FILES = {
    "profiles/acme.yaml": PROFILE,
    "profiles/other.yaml": "customer: {name: Other, language: fi}\nvalues: {fewer-outages: 7}\n",
    "content_blocks/packs/first-meeting.yaml": PACK,
    "content_blocks/people/ann.yaml": "name: Ann Expert\ntitle: {en: Engineer}\nemail: ann@example.com\nvalues: [fewer-outages]\n",
    "content_blocks/benefits/_defaults.yaml": "kind: benefit\nowner: marketing\nvalid_until: 2099-01-01\nversion: 2\n",
    "content_blocks/benefits/calm-nights.fi.md": "---\ntranslates: 2\n---\n# Rauhalliset yöt\n\n- {{ customer.name }}\n",
    "content_blocks/benefits/cheaper.md": (
        "---\nvalues: {lower-run-cost: 5, fewer-outages: 1}\ntags: [repair]\nfor: {roles: [cto], stages: [evaluation]}\n"
        "not_for: {industries: [retail]}\nneeds: [facts.services, facts.cost]\nminutes: 2\nlayout: bullets\n"
        'evidence: {source: A study, url: "https://example.org/s", date: 2026-06, sample: 1 company}\n'
        "approved: {by: Ann, on: 2026-01-02}\nreview_by: 2098-01-01\n---\n# Cheaper to run\n\n"
        "- {{ facts.services | number }} services, {{ facts.cost | length }}\n- one **bold** and a [link](https://example.org)\n\n"
        "![A plan](../images/plan.png)\n\n---\n\n| a | b |\n| --- | --- |\n| 1 | {{ facts.services }} |\n\n"
        "::: notes\nSaid.\n:::\n\n::: seller\n{{ relationship.state }}\n:::\n"
    ),
    "content_blocks/news/charted.md": (
        "---\nkind: news\nvalues: [fewer-outages]\nabout: {customer: Bakery, industry: retail, country: DE, employees: 60000}\nneeds: [facts.cost]\n---\n"
        "# Figures\n\n```chart\ntype: column\ntitle: Cost\nalt: Cost by year\ndata: facts.cost\n```\n"
    ),
    "content_blocks/news/designed.md": (
        "---\nkind: news\nvalues: {fewer-outages: 4}\nslides: {file: ../slides/offer.pptx, slide: 1}\nneeds: [facts.cost, facts.teams]\n"
        "check: {off: {SP354: the layout is dark and the slide's words are not for reading}}\n"
        "bind: {Chart 3: facts.cost, Table 2: facts.teams, Picture 1: ../images/plan.png}\n---\n::: notes\nSaid.\n:::\n"
    ),
    "content_blocks/news/old-news.md": "---\nkind: news\nvalues: {fewer-outages: 1}\nstate: draft\n---\n# Old\n\n- news\n",
    "content_blocks/frames/team.md": (
        "---\nkind: frame\ntags: [team]\n---\n# Who helps\n\n{% for one in people %}\n- {{ one.name }}\n{% endfor %}\n"
    ),
    "content_blocks/frames/next-step.md": (
        "---\nkind: frame\ntags: [next-step]\n---\n# Next\n\n::: columns\n::: column\n- one\n:::\n::: column\n- two\n:::\n:::\n"
    ),
    "content_blocks/templates/price-list.md.j2": (
        "{# for: customer #}\n{% from 'own.j2' import row %}\n# For {{ customer.name }}\n{% for one in facts.teams %}{{ row(one) }}\n{% endfor %}\n"
    ),
    "content_blocks/templates/own.j2": "{% macro row(one) %}- {{ one.name }}: {{ one.people | number }}{% endmacro %}\n",
    "content_blocks/brand/brand.yaml": "most_bullets: 8\n",
    "plan.yaml": "title: Bread at six\ncustomer: Bakery\nindustry: retail\nbody: |\n  Bread was in the shops at six.\n",
}


def make_workspace(root: Path) -> None:
    """Writes it below `root`: it builds, checks without errors, and holds a deck that was imported."""
    library = write_workspace(root, FILES, blocks=BLOCKS)
    image = io.BytesIO()
    Image.new("RGB", (80, 40), "navy").save(image, "PNG")
    (library / "images").mkdir()
    (library / "images" / "plan.png").write_bytes(image.getvalue())
    (library / "slides").mkdir()

    def offer(slide: object) -> None:
        slide.shapes.title.text = "Our offer"  # type: ignore[attr-defined]
        box(slide, "For {{ customer.name }}")
        table(slide, [["Team", "People"], ["x", "1"]])
        chart(slide)
        picture(slide)

    (library / "slides" / "offer.pptx").write_bytes(deck_of(offer))
    deck = write_deck(
        root / "sales.pptx",
        [
            ("Case study: a bakery", ["Bread was in the shops at six"]),
            ("No downtime", ["No outage woke anybody", "ever"]),
        ],
        pictures=["red", "blue"],
    )
    settings = Settings(today=datetime.date(2026, 11, 20))
    import_decks(open_library(library, None), Request(files=(deck,), settings=settings), lambda _: None)
