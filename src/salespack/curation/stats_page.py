"""The figures of `stats` as one HTML page, and as one page of PDF for a month: the same sections in both."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from html import escape
from importlib import resources

import msgspec

from salespack.curation.stats import Month, Reason
from salespack.curation.stats_view import Row, Section
from salespack.statistics.differences import LEVEL

MOST_ROWS_IN_PDF = 6
"""Rows of a section in a page of PDF, at the most."""
TEMPLATE = "stats.typ"
STYLE = """\
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .4rem}table{border-collapse:collapse;width:100%}
th,td{text-align:right;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #d5dbe3;white-space:nowrap}
th{font-size:.85rem;color:#4a5563}td:first-child,th:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}
td.out{font-weight:700}p.said{margin:.3rem 0 .8rem}svg{vertical-align:middle}
@media print{h2{break-after:avoid}tr{break-inside:avoid}}"""
WIDTH, HEIGHT = 160, 14


class View(msgspec.Struct, frozen=True, kw_only=True):
    """All that is told: a heading, plain lines, sections, months, and the reasons of what came to nothing."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    months: tuple[Month, ...] = ()
    reasons: tuple[Reason, ...] = ()
    unused: tuple[str, ...] = ()


def html_page(view: View) -> Iterator[str]:
    """The page, piece by piece. No script, nothing fetched; names and reasons are text."""
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(view.title)}</title>\n<style>{STYLE}</style></head>\n<body><main>\n"
        f"<h1>{escape(view.title)}</h1>\n"
    )
    yield "".join(f"<p>{escape(line)}</p>\n" for line in view.lines)
    for section in view.sections:
        yield f"<h2>{escape(section.title)}</h2>\n<p class=said>{escape(section.sentence)}</p>\n"
        if section.rows:
            heads = ("", *section.heads, "won", "of", "share", "95 % interval", "")
            yield "<table><thead><tr>" + "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
            yield "</tr></thead><tbody>\n"
            yield from (_row(row) for row in section.rows)
            yield "</tbody></table>\n"
    if view.months:
        yield "<h2>Over time</h2>\n<table><thead><tr><th>month</th><th>packs built</th><th>standard slides</th>"
        yield "<th>own words</th></tr></thead><tbody>\n"
        for one in view.months:
            cells = (one.month, f"{one.builds:,}", percent(one.standard), percent(one.own_words))
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"
        yield "</tbody></table>\n"
    if view.reasons:
        yield "<h2>Why it came to nothing</h2>\n<ul>\n"
        yield from (f"<li>{escape(reason_line(one))}</li>\n" for one in view.reasons)
        yield "</ul>\n"
    if view.unused:
        yield f"<h2>Never built</h2>\n<p>{escape(', '.join(view.unused))}</p>\n"
    yield "</main></body></html>\n"


def percent(share: float | None) -> str:
    """A share as a whole percentage; a dash where there is none."""
    return "–" if share is None else f"{share:.0%}"


def reason_line(one: Reason) -> str:
    """A reason as a line: the day, what came of it, in whose words, and the values that had been shown."""
    whose = f" ({one.words}’s words)" if one.words else ""
    about = f" [{', '.join(one.values)}]" if one.values else ""
    return f"{one.on}: {one.result}: {one.reason}{whose}{about}"


def interval(row: Row) -> str:
    """The interval of a row, in whole percent; a dash where nothing came to an outcome."""
    low, high = row.won.interval
    return f"{low * 100:.0f}–{high * 100:.0f} %" if row.won.trials else "–"


def _row(row: Row) -> str:
    cells = [f"{one:,}" for one in row.counts]
    cells += [f"{row.won.successes:,}", f"{row.won.trials:,}", percent(row.won.rate), interval(row)]
    stands_out = row.p is not None and row.p < LEVEL
    named = f"<td{' class=out' if stands_out else ''}>{escape(row.name)}</td>"
    return f"<tr>{named}{''.join(f'<td>{one}</td>' for one in cells)}<td>{_bar(row)}</td></tr>\n"


def _bar(row: Row) -> str:
    """The interval and the share as a picture, on an axis from 0 to 100 %."""
    if row.won.rate is None:
        return ""
    low, high = (one * WIDTH for one in row.won.interval)
    label = f"{percent(row.won.rate)}, between {interval(row)}"
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<line x1="0" y1="7" x2="{WIDTH}" y2="7" stroke="#d5dbe3"/>'
        f'<rect x="{low:.1f}" y="4" width="{max(high - low, 1):.1f}" height="6" fill="#9fb3c8"/>'
        f'<circle cx="{row.won.rate * WIDTH:.1f}" cy="7" r="3.5" fill="#1c4e80"/></svg>'
    )


def pdf_page(view: View, on: datetime.date) -> bytes:
    """One page of PDF, tagged: of each section as many rows as the page has room for, those of which there is most."""
    from salespack.typesetting.engine import FontSets, compile_document

    text = resources.files("salespack.curation").joinpath(TEMPLATE).read_text("utf-8")
    fonts = FontSets()
    for rows in range(MOST_ROWS_IN_PDF, -1, -1):
        data = {"title": view.title, "lines": view.lines, "sections": [_in_pdf(one, rows) for one in view.sections]}
        files = {"stats.json": json.dumps(data).encode()}
        page = compile_document(TEMPLATE, text, files, inputs={}, fonts=(), font_sets=fonts, on=on)
        if page.pages == 1:
            break
    return page


def _in_pdf(section: Section, most: int) -> dict[str, object]:
    rows = [
        {
            "name": row.name,
            "counts": [f"{count:,}" for count in (*row.counts, row.won.successes, row.won.trials)],
            "rate": row.won.rate,
            "interval": list(row.won.interval),
            "said": interval(row),
        }
        for row in section.rows[:most]
    ]
    heads = [*section.heads, "won", "of"]
    more = len(section.rows) - len(rows)
    return {"title": section.title, "said": section.sentence, "heads": heads, "rows": rows, "more": more}
