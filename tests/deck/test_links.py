"""Where links may lead."""

from __future__ import annotations

import pytest

from salespack.deck.links import is_carried, is_link, is_web


@pytest.mark.parametrize(
    ("address", "web", "link", "carried"),
    [
        ("https://example.org/a?b#c", True, True, True),
        ("HTTP://EXAMPLE.ORG", True, True, True),
        ("mailto:a@example.org", False, True, True),
        ("tel:+358401234567", False, False, True),
        ("file:///C:/Users/a/plan.xlsx", False, False, False),
        (r"\\server\share\plan.xlsx", False, False, False),
        ("plan.xlsx", False, False, False),
        ("javascript:alert(1)", False, False, False),
        ("https:example.org", False, False, False),
        ("ppaction://hlinkfile", False, False, False),
        (" https://example.org", False, False, False),
        ("", False, False, False),
    ],
)
def test_the_web_and_mailboxes_are_links_and_telephone_numbers_come_along(
    address: str, web: bool, link: bool, carried: bool
) -> None:
    assert (is_web(address), is_link(address), is_carried(address)) == (web, link, carried)
