"""What languages must have, that nothing of it is left over, and how it is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tools import languages as upkeep
from tools.languages import begin, complete_languages, lacking, unused_and_unknown, update

from salespack.catalog.wording import page_words
from salespack.language.locales import (
    LOCALES,
    brand_words,
    checking_words,
    checking_words_for,
    file_of,
    find_language,
    footer_prompts,
    importing_words,
    languages,
    layout_names,
)
from salespack.language.messages import read_messages
from salespack.language.phrases import has_words, words

CATALOGS = sorted(LOCALES.glob("*/*.po"))


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A copy of English and Finnish, to be spoilt."""
    for code in ("en", "fi"):
        shutil.copytree(LOCALES / code, tmp_path / code)
    return tmp_path


def spoilt(locales: Path, name: str, old: str, new: str) -> list[str]:
    """What Finnish lacks after `old` has become `new` in one of its files."""
    path = locales / "fi" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return list(lacking("fi", locales))


def test_the_languages_of_documents_are_complete() -> None:
    assert complete_languages() == ("en", "de", "fi", "sv")
    assert [fault for code in complete_languages() for fault in lacking(code)] == []


def test_every_phrase_that_code_shows_is_there_and_none_is_left_over() -> None:
    assert list(unused_and_unknown()) == []


def test_every_file_of_every_language_can_be_read() -> None:
    assert len(languages()) > 20
    for code in languages():
        assert find_language(code).name
        assert brand_words(code) is not None
        assert checking_words(code) is not None
        assert importing_words(code) is not None
    assert {path.name for path in LOCALES.iterdir()} == set(languages())


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_catalogs_are_read_as_babel_reads_them(path: Path) -> None:
    ours = read_messages(path)
    with path.open("rb") as file:
        theirs = read_po(file)
    assert [one.name for one in ours.messages] == [one.context for one in theirs if one.id]
    compared = 0
    for message in ours.messages:
        known = next(one for one in theirs if one.context == message.name)
        texts = (known.id,) if isinstance(known.id, str) else tuple(known.id)
        forms = (known.string,) if isinstance(known.string, str) else tuple(known.string or ())
        assert (message.text, message.plural) == (*texts, "")[:2]
        assert message.forms == forms
        compared += 1
    assert compared > (40 if path.stem == "interview" else 100)
    for number in range(30):
        assert ours.form_for()(number) == (number != 1)


HARD = r"""# A translator's remark.
#, fuzzy
msgid ""
msgstr "Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10>=2 ? 1 : 2);\n"

#. Over a list.
#: some/file.py:3
#, python-brace-format
msgctxt "broken"
msgid ""
"one line, "
"\"quoted\" \\ and\ttabbed\n"
"another"
msgstr "x"

#, fuzzy
#| msgid "old"
msgctxt "changed"
msgid "new"
msgstr "vanha"

msgctxt "many"
msgid "{n} thing"
msgid_plural "{n} things"
msgstr[0] "a"
msgstr[1] "b"
msgstr[2] "c"

msgctxt "partly"
msgid "{n} item"
msgid_plural "{n} items"
msgstr[0] "a"
msgstr[1] ""

#~ msgctxt "gone"
#~ msgid "gone"
#~ msgstr "poissa"
"""


def test_what_a_translation_editor_may_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hard.po"
    path.write_bytes(HARD.replace("\n", "\r\n").encode())
    catalog = read_messages(path)
    found = {message.name: message for message in catalog.messages}
    assert list(found) == ["broken", "changed", "many", "partly"]
    assert found["broken"].text == 'one line, "quoted" \\ and\ttabbed\nanother'
    assert found["changed"].translated == ("new",)
    assert found["many"].translated == ("a", "b", "c")
    assert found["partly"].translated == ("{n} item", "{n} items")
    assert [catalog.form_for()(number) for number in (0, 1, 2, 21)] == [2, 0, 1, 0]


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("phrases.po", 'msgctxt "agenda"\nmsgid "Agenda"\nmsgstr "Ohjelma"\n', "",
         "fi/phrases.po: “agenda” is missing: Agenda"),
        ("phrases.po", 'msgstr "Sisällys"', 'msgstr ""', "fi/phrases.po: “contents” is not translated: Contents"),
        ("phrases.po", 'msgstr[1] "{score} pistettä"\n', "", "fi/phrases.po: “score” has 1 of 2 plural forms"),
        ("phrases.po", 'msgstr "Hei {name},"', 'msgstr "Hei {nimi},"', "fi/phrases.po: “email_hello_named” lacks {name}: Hei {nimi},"),
        ("phrases.po", 'msgid "Contents"', 'msgid "Content"', "fi/phrases.po: “contents” was translated from other English: Contents"),
        ("phrases.po", 'msgctxt "contents"', 'msgctxt "contens"', "fi/phrases.po: “contens” is no phrase of English; remove it"),
        ("catalog_page.po", 'msgstr[0] "{n} pala"', 'msgstr[0] "{m} pala"', "fi/catalog_page.po: “results” has {m}: {m} pala"),
        ("phrases.po", '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n', "", "fi/phrases.po: the header says nothing of plurals; add Plural-Forms"),
        ("language.yaml", "region: FI\n", "", "fi/language.yaml: region is missing"),
        ("language.yaml", "region: FI\n", "regon: FI\n", "fi/language.yaml:2:1: SP101 unknown key “regon” (did you mean “region”?)"),
        ("brands.yaml", "  quote: [sitaatti, lainaus]\n", "", "fi/brands.yaml: layouts.quote is missing; write [] where the language has none"),
        ("checking.yaml", "  - vertaansa vailla\n", "  - vertaansa (vailla\n", "fi/checking.yaml: vertaansa (vailla is no regular expression: missing ), unterminated subpattern at position 10"),
        ("checking.yaml", "  11: [yksitoista, yhdentoista]\n", "", "fi/checking.yaml: numbers.11 is missing; write [] where the language has none"),
        ("importing.yaml", "  energy: [energia]\n", "", "fi/importing.yaml: industries.energy is missing; write [] where the language has none"),
    ],
)  # fmt: skip
def test_what_a_language_lacks_is_told(locales: Path, name: str, old: str, new: str, fault: str) -> None:
    assert fault in spoilt(locales, name, old, new)


def test_a_missing_file_is_told(locales: Path) -> None:
    for name in ("phrases.po", "checking.yaml"):
        (locales / "fi" / name).unlink()
    assert list(lacking("fi", locales)) == [
        "fi/phrases.po: the file is missing",
        "fi/checking.yaml: the file is missing",
    ]


def test_changed_english_is_carried_into_the_other_languages(locales: Path) -> None:
    for code in ("en", "fi"):
        list(update(code, locales))
        assert list(update(code, locales)) == []
    english = locales / "en" / "phrases.po"
    text = english.read_text(encoding="utf-8")
    text = text.replace('msgid "Contents"', 'msgid "What is inside"').replace('msgctxt "agenda"', 'msgctxt "agend"')
    english.write_text(text, encoding="utf-8")
    assert list(update("en", locales)) == []
    assert [path.name for path in update("fi", locales)] == ["phrases.po"]
    finnish = (locales / "fi" / "phrases.po").read_text(encoding="utf-8")
    assert ('#, fuzzy\nmsgctxt "contents"\nmsgid "What is inside"\nmsgstr "Sisällys"\n') in finnish
    assert 'msgctxt "agend"\nmsgid "Agenda"\nmsgstr ""\n' in finnish
    assert 'msgctxt "agenda"' not in finnish
    assert list(lacking("fi", locales)) == [
        "fi/phrases.po: “agend” is not translated: Agenda",
        "fi/phrases.po: “contents” was translated from other English: What is inside",
    ]
    assert list(update("fi", locales)) == []


def test_a_language_begins_with_everything_to_be_done(locales: Path) -> None:
    made = [path.name for path in begin("pl", locales)]
    lists = ["brands.yaml", "checking.yaml", "synonyms.yaml", "importing.yaml", "forms.yaml", "times.yaml"]
    assert made == ["language.yaml", *lists, "phrases.po", "catalog_page.po", "interview.po"]
    assert list(begin("pl", locales)) == []
    phrases = (locales / "pl" / "phrases.po").read_text(encoding="utf-8")
    assert phrases.startswith("# The fixed words of decks, documents and mails in Polish.\n")
    assert '"Language: pl\\n"' in phrases
    assert read_messages(locales / "pl" / "phrases.po").form_for()(5) == 2
    to_do = list(lacking("pl", locales))
    assert "pl/phrases.po: “contents” is not translated: Contents" in to_do
    assert "pl/checking.yaml: internal is missing; write [] where the language has none" in to_do
    assert len(to_do) > 300
    with pytest.raises(SystemExit, match="no language that Babel knows"):
        list(begin("xx", locales))


def test_the_report_of_the_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert upkeep.main([]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:4] == [
        "en: nothing is missing",
        "de: nothing is missing",
        "fi: nothing is missing",
        "sv: nothing is missing",
    ]
    assert said[4].startswith("without phrases, known to imports and brands alone: ar, cs, da,")
    assert upkeep.main(["ja"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("to do")
    assert said[1] == "ja/phrases.po: the file is missing"
    with pytest.raises(SystemExit, match="there is no folder for xx"):
        upkeep.main(["xx"])


def test_a_language_of_a_region_takes_the_words_of_the_language() -> None:
    assert words("de-AT")["contents"] == "Inhalt"
    assert has_words("fi-FI")
    assert not has_words("da")
    assert words("da") is words("en")
    assert file_of("../en", "phrases.po") is None
    assert find_language("xx").name == "xx"


def test_another_folder_may_stand_for_a_language() -> None:
    assert find_language("no").region == "NO"
    assert importing_words("no") == importing_words("nb")


def test_phrases_take_the_form_for_a_number() -> None:
    assert [words("en").counted("score", number) for number in (1, 1.5, 2, 0)] == [
        "{score} point", "{score} points", "{score} points", "{score} points",
    ]  # fmt: skip
    assert words("fi").counted("distance", 1.0) == "{distance} pisteen jäljessä"
    assert words("fi")["distance"] == "{distance} pistettä jäljessä"


def test_quotation_marks_stand_among_the_phrases() -> None:
    marks = {code: (words(code)["quote_open"], words(code)["quote_close"]) for code in complete_languages()}
    assert marks == {"en": ("“", "”"), "de": ("„", "“"), "fi": ("”", "”"), "sv": ("”", "”")}


def test_texts_are_read_by_the_words_of_their_language_and_by_english_ones() -> None:
    assert [one.legal_forms[0] for one in checking_words_for("sv-FI")] == ["ab", "co"]
    assert checking_words_for("en") == (checking_words("en"),)
    assert checking_words_for("ja")[0].internal == ()


def test_brand_files_are_read_in_every_language() -> None:
    assert {"otsikkodia", "titelfolie", "rubrikbild", "表紙"} <= set(layout_names()["title"])
    assert {"add a footer", "alatunniste", "fußzeile", "sidfot", "pie de página"} <= footer_prompts()


def test_the_page_of_the_catalog_gets_its_words_by_the_categories_of_numbers() -> None:
    found = page_words(("sv", "ja", "de-CH"))
    assert list(found) == ["en", "sv", "de-CH"]
    assert found["de-CH"]["results"] == {"one": "{n} Baustein", "other": "{n} Bausteine"}
    assert found["sv"]["coverage"] == "Täckning"
