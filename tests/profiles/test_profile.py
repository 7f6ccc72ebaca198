"""Reading a profile: figures on one scale, names that the library declares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.cli.schema import Written, schema_of
from salespack.formats.vocabulary import Vocabulary
from salespack.problems.problem import UserFault
from salespack.profiles.profile import Profile, ProfileValue, declined_in, load_profile

VOCABULARY = Vocabulary(
    {
        "value": frozenset(("fewer-outages", "lower-run-cost")),
        "role": frozenset(("cto", "finance")),
        "industry": frozenset(("healthcare",)),
        "stage": frozenset(("evaluation",)),
        "language": frozenset(("en", "fi")),
    }
)


def read(tmp_path: Path, text: str) -> Profile:
    path = tmp_path / "acme.yaml"
    path.write_text(text, encoding="utf-8")
    return load_profile(path, VOCABULARY)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(UserFault) as caught:
        read(tmp_path, text)
    return [str(problem).replace(str(tmp_path) + "/", "") for problem in caught.value.problems]


def test_short_and_long_form_of_a_value(tmp_path: Path) -> None:
    profile = read(
        tmp_path, "customer: {name: A}\nvalues: {lower-run-cost: 7, fewer-outages: {importance: 9, satisfaction: 3}}"
    )
    assert profile.id == "acme"
    assert list(profile.values) == ["lower-run-cost", "fewer-outages"]
    assert profile.values["lower-run-cost"] == ProfileValue(importance=7.0)
    assert profile.values["fewer-outages"] == ProfileValue(importance=9.0, satisfaction=3.0)


@pytest.mark.parametrize(
    ("scale", "written", "on_ten"),
    [("0-10", 7, 7), ("1-5", 1, 0), ("1-5", 5, 10), ("1-5", 3, 5), ("1-7", 4, 5), ("1-7", 7, 10), ("0-100", 85, 8.5)],
)
def test_other_scales_are_moved_to_ten(tmp_path: Path, scale: str, written: float, on_ten: float) -> None:
    profile = read(
        tmp_path,
        f"customer: {{name: A}}\nscale: {scale}\nvalues: {{fewer-outages: {{importance: {written}, satisfaction: {written}}}}}",
    )
    assert profile.values["fewer-outages"] == ProfileValue(importance=on_ten, satisfaction=on_ten)


@pytest.mark.parametrize("written", ["|\n    Acme\n    Oy\n", '"Acme\\n Oy "', ">\n    Acme Oy\n\n"])
def test_a_name_is_one_line(tmp_path: Path, written: str) -> None:
    (tmp_path / "acme.yaml").write_text(f"customer:\n  name: {written}")
    assert load_profile(tmp_path / "acme.yaml", VOCABULARY).customer.name == "Acme Oy"


def test_all_unknown_names_at_once(tmp_path: Path) -> None:
    text = """\
customer: {name: A, industry: health, language: sv}
values: {fewer-outage: 3}
stakeholders: [{role: ctoo, cares_about: [lower-cost]}]
meeting: {stage: evaluating, roles: [cto, fin]}
"""
    assert problems(tmp_path, text) == [
        "acme.yaml:1:31: SP203 the industry “health” is not declared (did you mean “healthcare”? Industries are declared in library.yaml)",
        "acme.yaml:1:49: SP205 the language “sv” is not declared (known are en, fi; languages are declared in library.yaml)",
        "acme.yaml:2:10: SP201 the value “fewer-outage” is not declared "
        "(did you mean “fewer-outages”? Values are declared in values.yaml)",
        "acme.yaml:3:23: SP202 the role “ctoo” is not declared (did you mean “cto”? Roles are declared in library.yaml)",
        "acme.yaml:3:43: SP201 the value “lower-cost” is not declared "
        "(did you mean “lower-run-cost”? Values are declared in values.yaml)",
        "acme.yaml:4:18: SP204 the stage “evaluating” is not declared (did you mean “evaluation”? Stages are declared in library.yaml)",
        "acme.yaml:4:43: SP202 the role “fin” is not declared (did you mean “finance”? Roles are declared in library.yaml)",
    ]


def test_figures_outside_the_scale(tmp_path: Path) -> None:
    text = (
        "customer: {name: A}\nscale: 1-5\nvalues: {fewer-outages: {importance: 9, satisfaction: 0}, lower-run-cost: 6}"
    )
    assert problems(tmp_path, text) == [
        "acme.yaml:3:38: SP105 importance of fewer-outages is 9, outside the scale 1-5 "
        "(change the figure, or say in `scale:` what it is on, such as 0-10, 1-5, 1-7 or 0-100)",
        "acme.yaml:3:55: SP105 satisfaction of fewer-outages is 0, outside the scale 1-5 "
        "(change the figure, or say in `scale:` what it is on, such as 0-10, 1-5, 1-7 or 0-100)",
        "acme.yaml:3:75: SP105 importance of lower-run-cost is 6, outside the scale 1-5 "
        "(change the figure, or say in `scale:` what it is on, such as 0-10, 1-5, 1-7 or 0-100)",
    ]


def test_with_us_is_for_current_customers(tmp_path: Path) -> None:
    text = "customer: {name: A}\nvalues: {fewer-outages: {importance: 9, with_us: 3}}"
    assert problems(tmp_path, text) == [
        "acme.yaml:2:41: SP110 with_us of fewer-outages is for current customers, and this one is prospective "
        "(delete the line, or set `relationship: {kind: current}`)"
    ]
    assert read(tmp_path, text + "\nrelationship: {kind: current}").values["fewer-outages"].with_us == 3


def test_a_profile_without_values_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, 'customer: {name: "O\'Neil & Söhne <AG> #1"}').values == {}


def test_who_declined_to_be_a_reference(tmp_path: Path) -> None:
    texts = {
        "globex.yaml": "customer: {name: GLOBEX}\nrelationship: {reference: declined}\n",
        "initech.yml": "customer: {name: Initech}\nrelationship: {reference: declined}\n",
        "acme.yaml": "customer: {name: Acme}\nrelationship: {reference: named}\n",
        "free-text.yaml": "customer: {name: Free}\nsuccess: They declined another offer\n",
        "typo.yaml": "customer: {name: Typo}\nrelationship: {refrence: declined}\n",
        "syntax.yaml": "customer: {name: S\nrelationship: {reference: declined}\n",
        "notes.txt": "relationship: {reference: declined}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin.yaml").write_bytes(
        "customer: {name: Söhne}\nrelationship: {reference: declined}\n".encode("latin-1")
    )
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    names, told = declined_in(tmp_path)
    assert names == {"globex", "initech"}
    assert [f"{problem.severity} {problem}".replace(str(tmp_path) + "/", "").split(" (")[0] for problem in told] == [
        "warning gone.yaml: SP001 there is no such file",
        "warning latin.yaml:1:19: SP002 is not UTF-8 text: byte 0xF6",
        "warning syntax.yaml:1:11: SP003 the bracket that is opened here is never closed, or a comma is missing",
        "warning typo.yaml:2:16: SP101 unknown key “refrence”",
    ]
    assert all("whether this customer declined to be a reference is not known" in problem.hint for problem in told)


def test_a_name_that_no_output_could_hold_is_told(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe4.yaml"))
    with pytest.raises(UserFault, match=r"\\xe4.yaml: SP002 has a name that is not UTF-8 text"):
        load_profile(path, VOCABULARY)


def test_whose_it_is_and_whether_they_may_be_contacted(tmp_path: Path) -> None:
    profile = read(
        tmp_path,
        "customer: {name: A}\nowner: Maija Virta\ncontact: {permission: no, when: weekdays after 14, channel: email}\n"
        "values: {fewer-outages: {importance: 9, satisfaction: 3, object: people}}\n",
    )
    assert (profile.owner, profile.contact.declined, profile.contact.channel) == ("Maija Virta", True, "email")
    assert profile.values["fewer-outages"].object == "people"
    assert not read(tmp_path, "customer: {name: A}\ncontact: {permission: yes}\n").contact.declined
    assert not read(tmp_path, "customer: {name: A}\n").contact.declined


def test_the_schema_and_the_descriptions_name_the_same_keys_as_personal_data() -> None:
    marked, said = set(), set()
    for name, definition in schema_of(Written.PROFILE)["$defs"].items():
        for key, one in definition.get("properties", {}).items():
            marked |= {f"{name}.{key}"} if one.get("x-personal-data") else set()
            said |= {f"{name}.{key}"} if one["description"].endswith("Personal data.") else set()
    assert marked == said
    assert marked == {
        "ProfileFile.owner", "ProfileValue.quote", "ProfileValue.source", "Shared.by", "Step.ours", "Step.theirs",
        "Stakeholder.name", "Stakeholder.role", "Stakeholder.cares_about",
        "Contact.permission", "Contact.when", "Contact.channel",
    }  # fmt: skip
