"""The schema: every fault at once, with its place and what to do."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.formats.schema import decode, decode_data, json_schema
from salespack.formats.types import Day, Id, PartialDay, encode_custom, in_language
from salespack.formats.yaml import Source
from salespack.library.blocks import BlockFile, TranslationFile
from salespack.library.packs import PackFile
from salespack.library.people import PersonFile
from salespack.library.settings import Settings
from salespack.library.values import ValueDefinition
from salespack.powerpoint.brand.settings import BrandSettings
from salespack.problems.problem import UserFault
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import ProfileFile

EVERY_FILE = [
    ProfileFile,
    BlockFile,
    TranslationFile,
    PackFile,
    PersonFile,
    Settings,
    BrandSettings,
    dict[Id, ValueDefinition],
]


def problems(text: str, expected: Any = ProfileFile) -> list[str]:
    with pytest.raises(UserFault) as caught:
        decode(Source("p.yaml", text), expected)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("1,200", "write 1200"), ("1.200.000", "write 1200000"), ("12 000", "write 12000"), ("'12 000'", "write 12000"),
        ("1.2k", "write 1200"), ("12 k", "write 12000"), ("1,5 million", "write 1500000"), ("3 milj.", "write 3000000"),
        ("1'200", "write 1200"), ("0120", "write 120, without quotes, blanks or zeros before it"), ("1e6", "write 1000000"),
        ("4.0", "write 4"), ("4,2", "write a whole number, such as 4"), ("many", "write a whole number alone, such as 7"),
        ("1,20", "write a whole number, such as 1"), ("120.5", "write a whole number, such as 120"), ("1.200", "write 1200"),
        ("1.200,5", "write a whole number, such as 1200"), ("12,345.00", "write 12345"), ("12 %", "write a whole number alone, such as 7"),
        ("about 120 people", "write 120"), ("100-150", "write a whole number alone, such as 7"), ("0x10", "write a whole number alone, such as 7"),
        ("１２０", "write 120, without quotes, blanks or zeros before it"), ("€ 500", "write 500"),
        ("'5'", "write 5, without quotes, blanks or zeros before it"),
    ],
)  # fmt: skip
def test_a_whole_number_that_was_written_as_people_do(written: str, hint: str) -> None:
    (told,) = problems(f"customer: {{name: X, employees: {written if ',' not in written else repr(written)}}}")
    shown = written.strip("'") if not written.startswith("1'") else written
    assert told == "p.yaml:1:32: SP103 customer.employees must be a whole number, not " + (
        shown if shown in ("4.0", "1e6", "120.5", "1.200") else f"“{shown}”"
    ) + (f" ({hint})" if hint else "")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("9,5", "write 9.5"), ("1,200", "write 1200, or 1.200 if the comma begins the decimals"), ("1,200,000", "write 1200000"),
        ("007", "write 7, without quotes, blanks or zeros before it"), ("-07.5", "write -7.5, without quotes, blanks or zeros before it"),
        ("1 200,5", "write 1200.5"), ("1.200,5", "write 1200.5"), ("1,200.5", "write 1200.5"), ("high", "write a number alone, such as 7.5"),
    ],
)  # fmt: skip
def test_a_number_that_was_written_as_people_do(written: str, hint: str) -> None:
    told = problems(f"values: {{x: {{importance: {written!r}}}}}\ncustomer: {{name: X}}")
    assert told == [
        f"p.yaml:1:26: SP103 values.x.importance must be a number, not “{written}”" + (f" ({hint})" if hint else "")
    ]


def test_a_text_with_a_colon_is_no_mapping() -> None:
    assert problems("customer: {name: X}\ngoals:\n- Plan: open a site") == [
        'p.yaml:3:3: SP103 goals[1] must be text, not `key: value` (put the text in quotes: "Plan: open a site")'
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("goals: [{open}]", '1:9: SP103 goals[1] must be text, not `key: value` (put the text in quotes: "{open}")'),
        ("goals:\n- ?", '2:3: SP103 goals[1] must be text, not `key: value` (put the text in quotes: "?")'),
        ("customer: {name: X, country: UK}", "1:30: SP106 customer.country cannot be “UK” (write GB)"),
        ("customer: {name: X, country: XX}",
         "1:30: SP106 customer.country cannot be “XX” (expected: an ISO 3166-1 code such as FI or US)"),
        ('customer: {name: "\\u200b\\u00ad "}', "1:18: SP107 customer.name is empty (fill it in or delete the line)"),
    ],
)  # fmt: skip
def test_what_is_told_is_what_was_written(line: str, told: str) -> None:
    text = line if "customer" in line else f"{line}\ncustomer: {{name: X}}"
    assert problems(text) == [f"p.yaml:{told}"]


def test_all_faults_of_a_profile_at_once() -> None:
    text = """\
customer: {nmae: X, industry: Health Care, employees: '12 000'}
meeting: {date: 2026-02-30, minutes: 0, role: [cto]}
values:
  fewer-outages: {importance: '9,5', foo: 1}
  lower-run-cost: high
  faster:
  Big One: 3
goals: grow
relationship: {state: hapy, lifecycle: grwth}
"""
    assert problems(text) == [
        "p.yaml:1:12: SP101 unknown key “nmae” (did you mean “name”?)",
        "p.yaml:1:31: SP106 customer.industry cannot be “Health Care” (write health-care)",
        "p.yaml:1:55: SP103 customer.employees must be a whole number, not “12 000” (write 12000)",
        "p.yaml:2:17: SP106 meeting.date: “2026-02-30” is not a day of the calendar (write a day such as 2026-12-01)",
        "p.yaml:2:38: SP105 meeting.minutes is 0, but must be above 0 (correct the figure)",
        "p.yaml:2:41: SP101 unknown key “role” (did you mean “roles”?)",
        "p.yaml:4:31: SP103 values.fewer-outages.importance must be a number, not “9,5” (write 9.5)",
        "p.yaml:4:38: SP101 unknown key “foo” (known are basis, importance, measured, object, quote, satisfaction, share, source, with_us)",
        "p.yaml:5:19: SP103 values.lower-run-cost must be a number or lines of `key: value`, not “high” "
        "(write a number alone, such as 7.5)",
        "p.yaml:6:10: SP103 values.faster is empty, but must be a number or lines of `key: value` "
        "(fill it in or delete the line)",
        "p.yaml:7:3: SP106 a key under values cannot be “Big One” (write big-one)",
        "p.yaml:8:8: SP103 goals must be a list, not “grow” (write [grow])",
        "p.yaml:9:23: SP104 relationship.state cannot be “hapy” (known are at-risk, committed, content, passive)",
        "p.yaml:9:40: SP104 relationship.lifecycle cannot be “grwth” (did you mean “growth”?)",
    ]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("valid_until: 2026", "1:14: SP103 valid_until must be a day, not 2026 (write a day such as 2026-12-01)"),
        ("valid_until: 20261201", "1:14: SP103 valid_until must be a day, not 20261201 (write 2026-12-01)"),
        ("valid_until: 2026-1-5", "1:14: SP106 valid_until: “2026-1-5” is not a day such as 2026-12-01 or 1.12.2026 (write 2026-01-05)"),
        ("kind: [benefit]", "1:7: SP103 kind must be one of benefit, dialogue, experience, frame, market, news, not a list "
         "(did you mean “benefit”?)"),
        ("tags: question", "1:7: SP103 tags must be a list, not “question” (write [question])"),
        ("tags: -question", "1:7: SP103 tags must be a list, not “-question” (begin each line with “- ”, a dash and a blank)"),
        ("about: Acme", "1:8: SP103 about must be lines of `key: value`, not “Acme” "
         "(write about: {customer: …}; its keys are customer, industry, country, employees, logo)"),
        ("jinja: yes", "1:8: SP103 jinja must be true or false, not “yes” (write true)"),
        ("jinja: Off", "1:8: SP103 jinja must be true or false, not “Off” (write false)"),
        ("values: {lower-cost:5}", "1:10: SP106 a key under values cannot be “lower-cost:5” "
         "(write lower-cost: 5, with a colon and a blank)"),
        ("values: [lower-cost: 5, faster: 2]", "1:9: SP103 values must be lines of `key: value`, without a dash before each "
         "(write {lower-cost: 5, faster: 2})"),
        ("Kind: news", "1:1: SP101 unknown key “Kind” (did you mean “kind”?)"),
        ("tags: {question: 1}", "1:7: SP103 tags must be a list, not `key: value` (begin each line with “- ”, a dash and a blank)"),
        ("for: {countries: [fi]}", "1:19: SP106 for.countries[1] cannot be “fi” (write FI)"),
    ],
)  # fmt: skip
def test_how_to_write_it_is_said_with_what_was_written(written: str, problem: str) -> None:
    assert problems(written, BlockFile) == [f"p.yaml:{problem}"]


PACK = "name: First\nsections: [{slot: a}]\n"
COMPANY = "company: {name: Lumikko}\n"


@pytest.mark.parametrize(
    ("expected", "written", "problem"),
    [
        (PackFile, f"{PACK}limits: {{generic_share: 40%}}", "3:25: SP103 limits.generic_share must be a number, not “40%” (write 0.4)"),
        (PackFile, f"{PACK}fit: {{min_coverage: 60}}", "3:21: SP105 fit.min_coverage is 60, but must be at most 1 (write 0.6)"),
        (PackFile, f"{PACK}fit: {{min_coverage: most}}",
         "3:21: SP103 fit.min_coverage must be a number, not “most” (write a number from 0 to 1)"),
        (PackFile, PACK.replace("First", "''"), "1:7: SP107 name is empty (fill it in or delete the line)"),
        (PackFile, PACK.replace("First", "{}"), "1:7: SP107 name is empty (fill it in or delete the line)"),
        (Settings, f"{COMPANY}currency: euro", "2:11: SP106 currency cannot be “euro” (expected: the code of a currency such as EUR)"),
        (Settings, f"{COMPANY}currency: eur", "2:11: SP106 currency cannot be “eur” (write EUR)"),
        (Settings, f"{COMPANY}requires: 0.3",
         "2:11: SP103 requires must be text, not 0.3 (expected: versions of Salespack, such as >=0.3 or >=0.3,<1)"),
        (Settings, f"{COMPANY}industries: [retail, software]",
         "2:13: SP103 industries must be lines of `key: value`, not a list "
         "(write `retail: …` in a line of its own below it, indented, without a dash)"),
        (Settings, f"{COMPANY}check: {{off: {{SP340: x}}}}",
         "2:22: SP107 check.off.SP340 has 1 letter, and 3 at least (write more)"),
        (PersonFile, "name: Aino\ntitle: Lead\nemail: aino at example.com",
         "3:8: SP106 email cannot be “aino at example.com” (expected: a mail address such as aino@example.com)"),
        (dict[Id, ValueDefinition], "Lower Cost: {name: Lower cost}", "1:1: SP106 a key cannot be “Lower Cost” (write lower-cost)"),
    ],
)  # fmt: skip
def test_how_to_write_what_a_library_declares(expected: Any, written: str, problem: str) -> None:
    assert problems(written, expected) == [f"p.yaml:{problem}"]


def test_an_entry_of_a_list_is_told_with_its_keys() -> None:
    assert problems("customer: {name: A}\nstakeholders: [Ann]") == [
        "p.yaml:2:16: SP103 stakeholders[1] must be lines of `key: value`, not “Ann” "
        "(write {role: …}; its keys are role, name, cares_about)"
    ]


def test_an_empty_goal_is_told() -> None:
    assert problems("customer: {name: A}\ngoals: ['', Grow]") == [
        "p.yaml:2:9: SP107 goals[1] is empty (fill it in or delete the line)"
    ]


@pytest.mark.parametrize("name", ["''", "' '", '"\\t"'])
def test_a_name_without_a_letter_is_empty(name: str) -> None:
    assert problems(f"customer: {{name: {name}}}") == [
        "p.yaml:1:18: SP107 customer.name is empty (fill it in or delete the line)"
    ]


@given(st.one_of(st.integers(0, 10**9), st.floats(0, 10**6, width=32).map(lambda figure: round(figure, 2))), st.sampled_from(
    ["{:,}", "{}%", "{} €", "about {}", "'{}'", "0{}", "{:.2e}", "{:_}", "{} people", "+{}", "{:.1f}"]
), st.booleans())  # fmt: skip
def test_a_figure_is_taken_once_it_is_written_as_the_hint_says(figure: float, form: str, whole: bool) -> None:
    written = form.format(figure)
    start = "customer: {name: X, " + ("employees: " if whole else "revenue: ")
    quoted = written if written.startswith("'") else f"'{written}'"
    with contextlib.suppress(UserFault):
        decode(Source("p.yaml", f"{start}{written}}}"), ProfileFile)
        return
    (told,) = problems(f"{start}{quoted}}}")
    advice = re.search(r"(?:write|such as) ([\d.-]+)", told)
    assert advice, told
    decode(Source("p.yaml", f"{start}{advice[1]}}}"), ProfileFile)


def test_empty_and_wrong_documents() -> None:
    assert problems("") == ["p.yaml:1:1: SP008 the file is empty (`salespack schema` prints what belongs in each file)"]
    assert problems("- a") == [
        "p.yaml:1:1: SP103 the file must be lines of `key: value`, not a list "
        "(`salespack schema` prints what belongs in each file)"
    ]
    assert problems("customer:")[0].startswith("p.yaml:1:10: SP103 customer is empty")


def test_days_are_read_as_people_write_them() -> None:
    profile = decode(Source("p.yaml", "customer: {name: A}\nmeeting: {date: 1.12.2026}"), ProfileFile)
    assert profile.meeting.date == Day(2026, 12, 1)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("2018", "2018-12-31"),
        ("2018-06", "2018-06-30"),
        ("2018-06-01", "2018-06-01"),
        ("1.6.2018", "2018-06-01"),
        ("2018-12", "2018-12-31"),
    ],
)
def test_the_date_of_a_source_may_be_partial(written: str, last: str) -> None:
    assert PartialDay.parse(written).last_day().isoformat() == last
    assert PartialDay.parse(written).year == 2018


@pytest.mark.parametrize("written", ["2018-13", "18", "June 2018", "2018-02-30", ""])
def test_what_is_no_date_of_a_source(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a (month|day)"):
        PartialDay.parse(written)


def test_did_you_mean_names_one_or_all() -> None:
    assert did_you_mean("fewer-outage", ["fewer-outages", "other"]) == "did you mean “fewer-outages”?"
    assert did_you_mean("zzz", ["a", "b"]) == "known are a, b"
    assert did_you_mean("zzz", []) == "none are declared"


def test_a_text_falls_back_to_the_default_language() -> None:
    assert in_language({"fi": "hei", "en": "hello"}, "fi", "en") == "hei"
    assert in_language({"fi": "hei", "en": "hello"}, "sv", "en") == "hello"
    assert in_language({"fi": "hei"}, "sv", "en") == "hei"
    assert in_language("same", "sv", "en") == "same"


@pytest.mark.parametrize("expected", EVERY_FILE)
def test_every_schema_is_valid_json_schema(expected: Any) -> None:
    schema = json_schema(expected, "T")
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == "T"


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.floats(-5, 200)
    | st.sampled_from(
        [
            "",
            "x",
            "Acme",
            "2026-12-01",
            "2026-02-30",
            "9,5",
            "1 000",
            "current",
            "at-risk",
            "benefit",
            "en",
            "FI",
            "a-b",
        ]
    )
)
keys = st.sampled_from(
    [
        "customer",
        "name",
        "industry",
        "employees",
        "values",
        "importance",
        "satisfaction",
        "goals",
        "success",
        "relationship",
        "kind",
        "state",
        "meeting",
        "date",
        "minutes",
        "roles",
        "facts",
        "pin",
        "scale",
        "stakeholders",
        "role",
        "slot",
        "sections",
        "outputs",
        "limits",
        "slides",
        "evidence",
        "source",
        "title",
        "for",
        "tags",
        "about",
        "company",
        "languages",
        "a-b",
        "x",
    ]
)
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=15
)


@given(trees, st.sampled_from(EVERY_FILE))
def test_decoding_and_json_schema_agree(content: Any, expected: Any) -> None:
    """What does not decode has at least one named fault: the two readings of the one schema never differ."""
    source = Source("f.yaml", "")
    try:
        decoded = decode_data(content, source, expected)
    except UserFault as fault:
        assert fault.problems
    else:
        written = msgspec.to_builtins(decoded, enc_hook=encode_custom)
        assert isinstance(written, dict)
