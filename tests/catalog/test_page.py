"""The catalog's page in a real browser, opened from disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from salespack.curation.coverage.coverage import coverage_of
from salespack.library.index import open_library
from tests.catalog.libraries import HOSTILE, ON, catalog_of, library_in
from tests.workspaces import write_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

LIST, RESULTS = ".cards h2 a", ".result-count"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library."""
    return library_in(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def address(library: Path) -> str:
    """Where the page of its catalog is."""
    return catalog_of(library, library.parent / "catalog").page.as_uri()


class Opened:
    """An opened page, and what went wrong on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: None if request.url.startswith("file:") else self.faults.append(request.url))

    def go(self, hash: str = "") -> Page:
        """The page at a hash, ready to be searched."""
        self.page.goto(f"{self.address}{hash}")
        self.page.wait_for_selector("html[data-search=ready]", state="attached")
        return self.page

    def found(self) -> list[str]:
        """The titles in the list, once it shows what the address asks for."""
        self.page.wait_for_function("() => window.salespack.lastFound.hash === location.hash")
        return self.page.locator(LIST).all_text_contents()

    def search(self, text: str) -> list[str]:
        """The titles that a search finds."""
        self.page.fill("#search", text)
        return self.found()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """A new page; nothing may have gone wrong on it, nor was anything asked of the network."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light", locale="en-GB")
    opened = Opened(context.new_page(), address)
    yield opened
    assert opened.faults == []
    context.close()


def test_every_block_is_listed_and_none_loads_from_elsewhere(opened: Opened) -> None:
    page = opened.go()
    assert len(opened.found()) == 12
    assert page.text_content(RESULTS) == "12 blocks"
    assert page.title() == "Blocks – Lumikko"


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("cheaper", "Cheaper to run"),
        ("chaeper", "Cheaper to run"),
        ("cheap", "Cheaper to run"),
        ("yöllä katkos", ""),
        ("katkoksien", "Calm nights"),
        ("kustannuksista", "Cheaper to run"),
        ("falling costs", "Cheaper to run"),
        ("12 customers bill", ""),
        ("the bill", "Cheaper to run"),
        ("marketing", "Cheaper to run"),
    ],
)
def test_search_finds_inflected_forms_and_mistyped_words(opened: Opened, asked: str, title: str) -> None:
    opened.go()
    found = opened.search(asked)
    assert found[:1] == ([title] if title else [])


def test_titles_are_found_before_the_index_is_made(browser: Browser, address: str) -> None:
    page = browser.new_page(locale="en-GB")
    page.route("**/texts.js", lambda route: route.abort())
    page.goto(address)
    page.fill("#search", "RUN cheap")
    assert page.locator(LIST).all_text_contents() == ["Cheaper to run"]
    assert page.text_content(RESULTS) == "1 block of 12 · Getting the search ready …"
    page.close()


def test_search_is_in_the_address_and_the_back_button_undoes_it(opened: Opened) -> None:
    page = opened.go()
    opened.search("cheaper")
    assert page.url.endswith("#/blocks?q=cheaper")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.cards h2 a').length === 12")
    assert page.input_value("#search") == ""


def test_filters_narrow_the_list_and_count_what_they_would_give(opened: Opened) -> None:
    page = opened.go()
    option = page.locator(".facet label", has=page.locator("input[data-facet=kind][value=news]"))
    assert option.locator(".number").text_content() == "2"
    option.click()
    assert sorted(opened.found()) == ["Not yet ready", "Old news"]
    assert page.url.endswith("#/blocks?kind=news")
    page.locator(".facet summary", has_text="Freshness").click()
    page.locator("input[data-facet=freshness][value=expired]").check()
    assert opened.found() == ["Old news"]
    page.get_by_role("button", name="Remove filter: Kind: News").click()
    assert opened.found() == ["Old news"]
    page.go_back()
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.cards h2 a').length === 2")


def test_a_block_that_is_for_all_stages_suits_each(opened: Opened) -> None:
    opened.go("#/blocks?stage=evaluation&kind=benefit")
    assert opened.found() == ["Calm nights"]
    opened.go("#/blocks?stage=decision&kind=benefit")
    assert sorted(opened.found()) == ["Calm nights", "Cheaper to run"]


def test_the_keyboard_does_it_all(opened: Opened) -> None:
    page = opened.go()
    page.keyboard.press("/")
    page.keyboard.type("growing market")
    assert len(opened.found()) == 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.block h1")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert second == "A growing market of platforms"
    page.keyboard.press("Escape")
    page.wait_for_selector("#search")
    assert page.evaluate("document.activeElement.textContent") == "A growing market of platforms"
    assert page.input_value("#search") == "growing market"
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert len(opened.found()) == 12


def test_a_block_has_its_slides_notes_evidence_and_places(opened: Opened) -> None:
    page = opened.go("#/block/cheaper")
    text = " ".join(page.inner_text("article.block").split())
    for part in (
        "Cheaper to run", "Spoken Say how.", "For the seller only Ask for the bill.", "A study study.example", "12 customers",
        "Finance", "Decision", "First meeting promise", "until 1 Dec 2026", "Expires 1 Dec 2026", "marketing",
    ):  # fmt: skip
        assert part in text
    page.get_by_role("link", name="Finnish").click()
    page.wait_for_selector("h1:text('Halvempi ajaa')")
    assert page.get_attribute("h1", "lang") == "fi"
    assert page.get_attribute("a:text('study.example')", "href") == "https://study.example/x"


def test_broken_blocks_say_what_is_wrong(opened: Opened) -> None:
    assert "no-such-value" in opened.go("#/block/broken").inner_text("article.block")
    assert "nobody" in opened.go("#/block/undefined").inner_text("article.block")
    assert "There is no such block." in opened.go("#/block/nothing").inner_text("main")


def test_text_that_looks_like_markup_stays_text(opened: Opened) -> None:
    page = opened.go("#/block/markup")
    page.locator("summary", has_text="Text of the slide").click()
    assert HOSTILE in page.inner_text("article.block")
    assert page.evaluate("window.hurt") is None
    opened.go("#/blocks?q=onerror%3Cscript%3Ewindow.hurt%3Dtrue&kind=%3Cscript%3E")
    assert page.evaluate("window.hurt") is None


def test_a_cell_of_the_heat_map_opens_the_blocks_behind_it(opened: Opened) -> None:
    page = opened.go("#/coverage?by=stage")
    cells = page.locator(".heat a.cell").all()
    seen = []
    for number in range(len(cells)):
        cell = page.locator(".heat a.cell").nth(number)
        count = int((cell.evaluate("cell => cell.firstChild.data")) or 0)
        cell.click()
        page.wait_for_selector(RESULTS)
        assert len(opened.found()) == count
        seen.append(count)
        page.go_back()
        page.wait_for_selector(".heat")
    assert seen == [3, 4, 3, 4]  # one block on both values is for decisions alone


@pytest.mark.parametrize("by", ["kind", "stage", "role", "industry", "language"])
def test_the_heat_map_says_what_the_terminal_says(opened: Opened, library: Path, by: str) -> None:
    read = open_library(library, None)
    # That one cannot be used is only known once it was rendered.
    rendered = {name: block for name, block in read.blocks.items() if name != "undefined"}
    covered = coverage_of(msgspec.structs.replace(read, blocks=rendered), ON, [by])
    page = opened.go(f"#/coverage?by={by}")
    rows = page.locator(".heat tbody tr").all()
    shown = [
        [int(cell.evaluate("cell => cell.firstChild.data")) for cell in row.locator(".cell").all()] for row in rows
    ]
    assert shown == [[covered.cells[value, word].blocks for word in covered.words[0]] for value in covered.values]


def test_the_heat_map_can_be_turned_and_its_holes_are_no_links(opened: Opened) -> None:
    page = opened.go("#/coverage")
    page.select_option("#by", "language")
    page.wait_for_selector("th:text('Finnish')")
    assert page.url.endswith("#/coverage?by=language")
    page.select_option("#only-kind", "news")
    page.wait_for_selector("caption:text('4 of 4')")
    assert page.locator(".heat a.cell").count() == 0


def test_values_and_packs_lead_to_their_blocks(opened: Opened) -> None:
    page = opened.go("#/values")
    assert "What does an hour cost?" in page.inner_text("main")
    page.get_by_role("link", name="Benefit 2").click()
    page.wait_for_selector(RESULTS)
    assert sorted(opened.found()) == ["Calm nights", "Cheaper to run"]
    page = opened.go("#/packs")
    page.locator("tr", has_text="proof").get_by_role("link").click()
    page.wait_for_selector(RESULTS)
    assert sorted(opened.found()) == ["One hour a year", "Two hours a year"]


def test_the_page_speaks_finnish_and_remembers_it(opened: Opened) -> None:
    page = opened.go()
    page.get_by_role("button", name="Finnish").click()
    assert page.text_content(RESULTS) == "12 palaa"
    assert "Rauhalliset yöt" in opened.found()
    assert page.get_attribute("html", "lang") == "fi"
    opened.go("#/values")
    assert "Mitä tunti maksaa?" in page.inner_text("main")


def test_the_theme_follows_the_reader(opened: Opened) -> None:
    page = opened.go()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(ground)
    assert dark != light
    opened.go("#/packs")
    page.reload()
    assert page.evaluate(ground) == dark


def test_nothing_is_wider_than_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 700}).new_page()
    for hash in ("", "#/block/cheaper", "#/coverage?by=industry", "#/values", "#/packs"):
        page.goto(f"{address}{hash}")
        page.wait_for_selector("main h1", state="attached")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), hash
    page.goto(f"{address}#/blocks")
    page.wait_for_selector("html[data-search=ready]", state="attached")
    page.get_by_role("button", name="Filters").click()
    page.locator("input[data-facet=kind][value=news]").check()
    page.wait_for_function("list => document.querySelectorAll(list).length === 2", arg=LIST)
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessibility_has_no_violation(browser: Browser, address: str, theme: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe: pip install -e '.[dev]'"
    ).Axe()
    context = browser.new_context(color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    for hash in ("#/blocks", "#/blocks?q=zzzz&kind=news", "#/block/cheaper", "#/block/undefined", "#/coverage", "#/values", "#/packs"):  # fmt: skip
        page.goto(f"{address}{hash}")
        page.wait_for_selector("html[data-search=ready]", state="attached")
        results = axe.run(page)
        assert len(results.response["passes"]) > 20
        assert results.response["violations"] == [], results.generate_report()
    context.close()


def test_pictures_are_shown_small_on_cards_and_large_on_pages(browser: Browser, tmp_path: Path) -> None:
    report = catalog_of(write_workspace(tmp_path), tmp_path / "catalog", pictures=True)
    page = browser.new_page(locale="en-GB")
    page.goto(report.page.as_uri())
    width = "document.querySelector('img.slide').naturalWidth"
    page.wait_for_function(f"() => {width} === 480")
    page.goto(f"{report.page.as_uri()}#/block/one-hour")
    page.wait_for_selector("article.block")
    page.wait_for_function(f"() => {width} === 960")
    assert page.get_attribute("img.slide", "alt") == "Slide 1: One hour a year"
    page.close()


def test_a_library_without_blocks_says_so(browser: Browser, tmp_path: Path) -> None:
    report = catalog_of(write_workspace(tmp_path, blocks={}), tmp_path / "catalog")
    page = browser.new_page(locale="en-GB")
    for hash in ("#/blocks", "#/coverage", "#/values", "#/packs"):
        page.goto(f"{report.page.as_uri()}{hash}")
        page.wait_for_selector("html[data-search=ready]", state="attached")
        assert page.locator("main h1").count() == 1
    page.goto(report.page.as_uri())
    page.wait_for_selector(".empty-title:text('Nothing here matches.')")
    page.close()


def test_a_long_list_grows_and_is_printed_whole(browser: Browser, tmp_path: Path) -> None:
    blocks = {f"news/n{n}.md": f"---\nkind: news\nvalues: {{lower-run-cost: 3}}\n---\n# News {n}\n" for n in range(90)}
    report = catalog_of(write_workspace(tmp_path, blocks=blocks), tmp_path / "catalog")
    page = browser.new_page(locale="en-GB", viewport={"width": 400, "height": 700})
    page.goto(report.page.as_uri())
    page.wait_for_selector(LIST)
    first = page.locator(LIST).count()
    assert 24 <= first < 90
    page.locator("button.more").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelectorAll('{LIST}').length > {first}")
    assert page.evaluate("document.activeElement.matches('.cards h2 a')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(LIST).count() == 90
    assert not page.locator("button.more").is_visible()
    page.close()


def test_a_missing_part_is_told(browser: Browser, address: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(Path(address.removeprefix("file://")).parent, copy)
    (copy / "data" / "details-0.js").unlink()
    page = browser.new_context(locale="en-GB").new_page()
    page.goto((copy / "index.html").as_uri() + "#/block/cheaper")
    page.wait_for_selector("h1:text('data/details-0.js is missing')")
    page.context.close()
