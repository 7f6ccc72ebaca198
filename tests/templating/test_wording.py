"""What is wrong in a template is told in words: what was written, and what to write instead."""

from __future__ import annotations

import datetime

import pytest
from jinja2 import DictLoader, TemplateSyntaxError

from salespack.templating.environment import TEMPLATE_ERRORS, Data, TokenEnvironment, Tokens, render
from salespack.templating.wording import Told, told

NAMES = {
    "customer": {"name": "Acme", "employees": 120, "revenue": None},
    "facts": {"services": 140, "run-cost": 5},
    "goals": ["grow"],
    "meeting": {"date": datetime.date(2026, 12, 1)},
    "company": {"name": "Lumikko"},
}
KNOWN = "known are company, customer, facts, goals, meeting"
SEE = "the documentation’s page “Templates” shows what there is"
FIGURES = "calculate with figures; in a profile they have no quotes and no unit"
INSTEAD = "give it a figure, such as 1200, or write what stands instead: {}(0)"
A_LIST = "name a list, such as goals or values"
GUARD = "guard it: {% if … %}…{% endif %}"
JOIN = "write “| join(', ')” behind it, or {% for one in … %}{{ one }}{% endfor %}"
TWO_NAMES = "a loop gives two names to each entry, and an entry is not made of two"
FOR = "write {% for name, figure in facts.items() %}, or one name alone: {% for goal in goals %}"


def of(source: str) -> Told:
    """What is told of a template."""
    environment = TokenEnvironment(DictLoader({"it": source, "parts": "{% macro m(a) %}{{ a }}{% endmacro %}"}))
    with pytest.raises(TEMPLATE_ERRORS) as caught:
        render(environment.get_template("it"), Data("", NAMES), Tokens())
    line = caught.value.lineno if isinstance(caught.value, TemplateSyntaxError) else 1
    return told(caught.value, source, line, NAMES)


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        # tags and signs
        ("{{ customer.name", "“{{” is never closed", "write }} where it ends"),
        ("{{ customer.name }", "“{{” is never closed", "write }} where it ends"),
        ("{% if customer.name }}a{% endif %}", "“{%” is closed with “}}”", "close it with %}"),
        ("{# a remark", "“{#” is never closed", "write #} where it ends"),
        ("{% raw %}\n{{ x }}", "{% raw %} is never closed", "write {% endraw %} where it ends"),
        ("{% for goal in goals %}", "{% for %} is never closed", "write {% endfor %} where it ends"),
        ("{% endif %}", "{% endif %} closes nothing", "delete it, or write {% if … %} where it begins"),
        ("{% else %}", "{% else %} belongs to no {% if %}", "delete it, or write {% if … %} where it begins"),
        ("{% if 1 %}{% endfor %}", "{% endfor %} stands before {% if %} is closed", "write {% endif %} before it"),
        ("{% fro x in goals %}", "there is no tag {% fro %}", "did you mean “from”?"),
        ("{% break %}", "there is no tag {% break %}", f"those that are often used are if, for and set; {SEE}"),
        ("{{ }}", "something is missing before }}", "fill it in, or delete it"),
        ("{% set x = %}", "something is missing before %}", "fill it in, or delete it"),
        ("{{ (1 }}", "“)” is missing", "close each bracket"),
        ("{{ customer name }}", "“name” stands where }} is expected", "write customer.name, with a dot"),
        ("{{ 'it's' }}", "“s” stands where }} is expected", """a text with ' in it stands between ": "it's\""""),
        ("{{ “x” }}", "“ is no quotation mark of a template", """write straight ones: 'text' or "text\""""),
        ("{{ $x }}", "“$” means nothing in a template", "write the name alone, such as {{ customer.name }}"),
        ("{{ x \\ y }}", "“\\” means nothing in a template", "write the name alone, such as {{ customer.name }}"),
        ("{% for a b in goals %}{% endfor %}", "“b” stands where “in” is expected", SEE),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "two blocks are called “a”", "rename one"),
        ("{% filter upper %}a{% endfilter %}", "{% filter %} cannot be used", "put the filter into {{ … }}"),
        # names
        ("{{ customer.nme }}", "“customer.nme” is not known here", "did you mean “customer.name”?"),
        ("{{ cost }}", "“cost” is not known here", KNOWN),
        ("{{ customer.shoe }}", "“customer.shoe” is not known here",
         "known are customer.employees, customer.name, customer.revenue"),
        ("{{ facts.outages }}", "“facts.outages” is not known here",
         "guard it: {% if facts.outages is defined %}…{% endif %}"),
        ("{{ facts.service }}", "“facts.service” is not known here",
         "did you mean “facts.services”? Else guard it: {% if facts.service is defined %}…{% endif %}"),
        ("{{ facts.run-cost }}", "“facts.run” is not known here", 'a dash is a minus here; write facts["run-cost"]'),
        ("{{ customer-name }}", "“name” is not known here", "a dash is a minus here; write customer.name"),
        ("{{ goals[3] }}", "there is no [3] in a list of 1, whose first entry is [0]",
         "guard what not every customer has: {% if goals | length > 1 %}…{% endif %}"),
        ("{{ goals.first }}", "a list has no “first”", "go through a list with {% for %}, or take an entry: goals[0]"),
        ("{{ customer.name.first }}", "the text “Acme” has no “first”", "correct the name, or delete .first"),
        ("{% import 'parts' as p %}{{ p.n(1) }}", "parts has no macro “n”", "the only one is m"),
        ("{% from 'parts' import n %}{{ n(1) }}", "parts has no macro “n”", "correct the name"),
        ("{% include 'teaser' %}", "there is no template “teaser” in the library's templates/",
         "correct the name, or put the file there"),
        # filters and tests
        ("{{ 'a' | uper }}", "there is no filter “uper”", "did you mean “upper”?"),
        ("{{ goals | map('uper') | list }}", "there is no filter “uper”", "did you mean “upper”?"),
        ("{{ 'a' | safe }}", "there is no filter “safe”", "delete it: what is printed is plain text, and needs none"),
        ("{{ 'a' is defind }}", "nothing can be “is defind”", "did you mean “defined”?"),
        ("{{ 5 | number(decimals=1) }}", "the filter number knows no “decimals”", "write “| number(digits=…)”"),
        ("{{ 5 | percent(1, 2) }}", "the filter percent is given too many values, or too few",
         "write “| percent(digits=…)”"),
        ("{{ 'a' | replace('a') }}", "the filter replace is given too many values, or too few",
         "write “| replace(old=…, new=…, count=…)”"),
        ("{{ customer.name | round }}", "the filter round works on a figure, not on the text “Acme”", FIGURES),
        ("{{ customer.revenue | round }}", "the filter round works on a figure, not on an empty value",
         "guard it: {% if customer.revenue %}…{% endif %}"),
        ("{{ customer.name | int }}", "the filter int works on a figure, not on the text “Acme”", INSTEAD.format("int")),
        ("{{ '1,5' | float }}", "the filter float works on a figure, not on the text “1,5”", INSTEAD.format("float")),
        ("{{ 'nan' | float }}", "the filter float works on a figure, not on the text “nan”", INSTEAD.format("float")),
        ("{{ goals | int }}", "the filter int works on a figure, not on a list", INSTEAD.format("int")),
        ("{{ goals | map('int') | sum }}", "the filter int works on a figure, not on the text “grow”",
         INSTEAD.format("int")),
        ("{{ customer.revenue | int }}", "the filter int works on a figure, not on an empty value",
         "guard it: {% if customer.revenue %}…{% endif %}"),
        ("{{ 5 | join }}", "the filter join works on a list, not on the figure 5", A_LIST),
        ("{{ goals | sum }}", "the filter sum cannot use a list that holds the text “grow”",
         "join texts with “| join(', ')”"),
        ("{{ customer | dictsort(by='x') }}", "the filter dictsort cannot use the text “x”",
         "write “| dictsort(case_sensitive=…, by=…, reverse=…)”"),
        ("{{ [] | first }}", "the list is empty, and has no first entry", GUARD),
        ("{{ 5 | money('euro') }}", "the text “euro” is no currency", "write its code of three letters, such as EUR"),
        ("{{ 5 is divisibleby 0 }}", "it cannot be told whether the figure 5 is divisibleby(the figure 0)", FIGURES),
        # what cannot be printed
        ("{{ customer }}", "several entries cannot be printed at once",
         "put the name of one behind it: .name, .employees, .revenue"),
        ("{{ goals }}", "a list cannot be printed as it is", JOIN),
        ("{{ goals | map('upper') }}", "a list cannot be printed as it is", JOIN),
        ("{{ customer.revenue }}", "the value is empty", "guard it: {% if customer.revenue %}…{% endif %}"),
        ("{{ customer.revenue | upper }}", "the value is empty", "guard it: {% if customer.revenue %}…{% endif %}"),
        ("{{ goals | upper }}", "a list cannot be printed as it is", JOIN),
        ("{{ '%s' | format(goals) }}", "a list cannot be printed as it is", JOIN),
        ("{{ '%s' % goals }}", "a list cannot be printed as it is", JOIN),
        ("{{ '{}'.format(goals) }}", "a list cannot be printed as it is", JOIN),
        ("{{ '{x.revenue}'.format(x=customer) }}", "the value is empty", GUARD),
        ("{{ true | lower }}", "true and false cannot be printed",
         "say it in words: {% if … %}yes{% else %}no{% endif %}"),
        ("{{ '%d' % true }}", "true and false cannot be printed",
         "say it in words: {% if … %}yes{% else %}no{% endif %}"),
        ("{{ meeting.date.strftime('%B') }}", "strftime writes the names of days and months in English",
         "write “| date('full')” or “| date”"),
        ("{{ true }}", "true and false cannot be printed",
         "say it in words: {% if … %}yes{% else %}no{% endif %}"),
        ("{{ 'a'.upper }}", "“upper” is something to do with a value, no value", "write upper(), or delete it"),
        ("{{ 1e400 }}", "a figure is too large to be written", "write a smaller one"),
        # computing
        ("{{ customer.employees + ' people' }}", "the figure 120 + the text “ people” cannot be worked out",
         "join texts and figures with ~ instead of +"),
        ("{{ customer.revenue + 1 }}", "an empty value + the figure 1 cannot be worked out",
         "guard it: {% if customer.revenue %}…{% endif %}"),
        ("{{ 'a' * 'b' }}", "the text “a” * the text “b” cannot be worked out", FIGURES),
        ("{{ -customer.name }}", "- stands before the text “Acme”", FIGURES),
        ("{{ 1 / 0 }}", "a figure is divided by 0", "guard it: {% if total %}{{ part / total }}{% endif %}"),
        ("{{ '%d' % 'a' }}", "the text “%d” cannot be filled with the text “a”",
         "write what is fixed outside {{ … }}, and print the value alone"),
        ("{{ 1 > 'a' }}", "a figure and a text cannot be compared with >", "compare figures with figures"),
        ("{{ 'a' in 5 }}", "a figure holds nothing that “in” could find", "ask it of a list or a text"),
        ("{% for x in 5 %}{% endfor %}", "a loop goes through a list, not through the figure 5", A_LIST),
        ("{% for a, b in goals %}{% endfor %}", TWO_NAMES, FOR),
        ("{{ range(5000) }}", "a range has more than 1,000 numbers", "count less far"),
        ("{{ range('a') }}", "range counts from and to whole figures, not the text “a”",
         "write range(3), or range(1, 4)"),
        ("{{ customer.name() }}", "brackets stand behind the text “Acme”, as if it were a macro",
         "delete the brackets"),
        ("{{ '{} {}'.format(1) }}", "format cannot be used behind the text “{} {}” with the figure 1",
         "correct what its brackets hold"),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "a macro needs “a”, and is used without it",
         "write it between its brackets"),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "the macro m takes 1 values at most",
         "delete what is too much"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_to_write(source: str, message: str, hint: str) -> None:
    assert of(source)[:2] == (message, hint)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n{% if 1 %}\nb\n\nc\n", 2),
        ("a\n{{ customer.name\nb\n\nc {{ company.name }}\n", 2),
        ("a\n{% if 1 %}\nb\n{% endfor %}\n{% endif %}\n", 4),
        ("{% raw %}{% if %}{% endraw %}\n{% for x in goals %}\n", 2),
        ("{# {{ #}\n{{ }}\n", 0),
    ],
)
def test_the_line_is_that_of_the_slip(source: str, line: int) -> None:
    assert of(source).line == line
