"""The table of the rules of `salespack check` about content, and what a rule is.

A rule is a row: its code, what it looks at, and a function that yields problems.

    Rule("SP340", Rendering, empty_slides)

What it looks at is one of the types of `checking.rules.views`, and says how often it is called and what its result is
kept for (results are kept until something they depend on changes):

    BlockText      each block in each language, as written, with the slides of a specimen; kept
    Rendering      each block in each language for each profile that could choose it, with its slides; kept
    BlockView      each block with all its languages together; kept
    DeckView       the finished .pptx of a text's specimen slides, where some are designed; kept
    PackView       each pack, with its selections; every time
    ProfileView    each real profile (none with --synthetic); every time
    LibraryView    everything at once, texts as summaries, and how each block fared; every time
    CustomersView  the same with the customers of real profiles (none with --synthetic); every time

Laws:

- A row's code stands in `problems.codes`, with its severity, and has a section in `problems/pages/*.md`.
  `Problem.severity` is set by the engine: leave it.
- What depends on the day reads it from `on` of a LibraryView, PackView or ProfileView, never from the clock, and
  never in a rule whose results are kept.
- A rule whose results are kept sees nothing but its view: no files, no globals that change.
- Messages never quote a profile's data. A problem of a Rendering that only real profiles have loses its message (the
  meaning of its code and the profile's file take its place), so that nothing leaks, but write as if it were shown.
- A place is always given; the column wherever the text is known (`BlockText.place_at(offset)`). The same code at the
  same file, line and column is told once, however many renderings have it.
- Whether texts fit the brand needs no rule: each rendering is divided as a build would, and SP523–SP525 come of that.
- Broken blocks have no specimen and no renderings: what broke them is told already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from salespack.checking.rules.approvals import approved_by_others
from salespack.checking.rules.calculations import figures_that_do_not_do, outdated_assumptions, unused_figures
from salespack.checking.rules.claims import figures_without_evidence, superlatives_without_evidence, unnamed_sources
from salespack.checking.rules.confidence import never_shown, quotes_kept
from salespack.checking.rules.dates import expired, expiring, old_evidence, overdue
from salespack.checking.rules.doubts import doubts_without_answer, never_read_again
from salespack.checking.rules.duplicates import near_duplicate_blocks
from salespack.checking.rules.internal import (
    internal_words,
    names_of_other_customers,
    names_of_the_anonymous,
    references_declined,
)
from salespack.checking.rules.letters import letters_without_font
from salespack.checking.rules.links import malformed_links
from salespack.checking.rules.looks import read_out_of_order, small_texts, untitled
from salespack.checking.rules.needs import unlisted_needs
from salespack.checking.rules.plans import unfinished_plans
from salespack.checking.rules.reach import dead_blocks, drafts_pinned, shadowed_blocks, slots_without_blocks
from salespack.checking.rules.reading import spoken_words
from salespack.checking.rules.slides import empty_slides, too_many_bullets
from salespack.checking.rules.titles import same_title_in_a_pack
from salespack.checking.rules.translations import (
    fixed_words_missing,
    missing_translations,
    other_data,
    other_figures,
    other_number_of_slides,
    outdated_translations,
    words_missing,
)
from salespack.checking.rules.unfinished import unfinished_text
from salespack.checking.rules.views import (
    BlockText,
    BlockView,
    CustomersView,
    DeckView,
    LibraryView,
    PackView,
    ProfileView,
    Rendering,
)
from salespack.problems.problem import Problem

T = TypeVar("T")


class Rule(msgspec.Struct, Generic[T], frozen=True):
    """One row of the table: the code of what it finds, what it looks at, and how it finds it."""

    code: str
    subject: type[T]
    check: Callable[[T], Iterator[Problem]]

    @property
    def of_profiles(self) -> bool:
        """Whether it finds nothing where real profiles are not read."""
        return self.subject in (ProfileView, CustomersView)


RULES: tuple[Rule[Any], ...] = (
    Rule("SP112", ProfileView, quotes_kept),
    Rule("SP113", ProfileView, never_shown),
    Rule("SP127", LibraryView, unused_figures),
    Rule("SP128", LibraryView, outdated_assumptions),
    Rule("SP129", ProfileView, figures_that_do_not_do),
    Rule("SP131", ProfileView, unfinished_plans),
    Rule("SP209", BlockView, outdated_translations),
    Rule("SP210", BlockView, missing_translations),
    Rule("SP212", BlockView, other_number_of_slides),
    Rule("SP213", BlockView, other_data),
    Rule("SP214", BlockView, other_figures),
    Rule("SP215", LibraryView, fixed_words_missing),
    Rule("SP216", LibraryView, words_missing),
    Rule("SP340", Rendering, empty_slides),
    Rule("SP341", BlockText, unlisted_needs),
    Rule("SP342", Rendering, too_many_bullets),
    Rule("SP343", BlockText, figures_without_evidence),
    Rule("SP344", BlockText, superlatives_without_evidence),
    Rule("SP363", BlockView, unnamed_sources),
    Rule("SP345", BlockText, malformed_links),
    Rule("SP346", BlockText, internal_words),
    Rule("SP371", BlockText, spoken_words),
    Rule("SP347", CustomersView, names_of_other_customers),
    Rule("SP348", BlockText, unfinished_text),
    Rule("SP351", DeckView, read_out_of_order),
    Rule("SP352", DeckView, small_texts),
    Rule("SP353", DeckView, untitled),
    Rule("SP410", LibraryView, same_title_in_a_pack),
    Rule("SP411", LibraryView, dead_blocks),
    Rule("SP412", LibraryView, shadowed_blocks),
    Rule("SP413", PackView, slots_without_blocks),
    Rule("SP414", LibraryView, expired),
    Rule("SP415", LibraryView, expiring),
    Rule("SP416", LibraryView, overdue),
    Rule("SP417", ProfileView, drafts_pinned),
    Rule("SP418", LibraryView, old_evidence),
    Rule("SP419", CustomersView, references_declined),
    Rule("SP420", LibraryView, near_duplicate_blocks),
    Rule("SP421", CustomersView, names_of_the_anonymous),
    Rule("SP424", LibraryView, never_read_again),
    Rule("SP425", BlockView, doubts_without_answer),
    Rule("SP428", LibraryView, approved_by_others),
    Rule("SP604", LibraryView, letters_without_font),
)
