"""Templates of a library: outputs without code, overriding, and the problems that name file and line."""

from __future__ import annotations

import os
import socketserver
import threading
from pathlib import Path

import pytest

from salespack.deck.model import Paragraph, Picture, Span, Text
from salespack.documents.output_templates import TemplateLoader, document_environment, find_outputs
from salespack.problems.problem import Problem, Severity, UserFault
from salespack.typesetting.engine import package_fonts
from tests.documents.builders import chart, context, pages, public, rendered, with_nodes

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def write(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def problems_of(name: str, folder: Path, **known: object) -> tuple[Problem, ...]:
    with pytest.raises(UserFault) as caught:
        rendered(name, context(**known) if known else None, folder)  # type: ignore[arg-type]
    return caught.value.problems


def only_problem(name: str, folder: Path, **known: object) -> Problem:
    (problem,) = problems_of(name, folder, **known)
    return problem


@pytest.mark.parametrize(
    ("file", "content", "output"),
    [
        (
            "price-list.typ.j2",
            '{# for: customer #}\n#set document(title: "P")\nFor {{ customer.name }}',
            "price-list.pdf",
        ),
        (
            "thanks.html.j2",
            "{# for: customer #}<!DOCTYPE html><title>T</title><p>For {{ customer.name }}</p>",
            "thanks.html",
        ),
        ("news.md.j2", "{# for: seller #}\nFor {{ customer.name }}, {{ relationship.state }}\n", "news.md"),
    ],
)
def test_a_template_dropped_in_is_an_output(tmp_path: Path, file: str, content: str, output: str) -> None:
    write(tmp_path, file, content)
    made = rendered(output, None, tmp_path)
    assert "For Acme" in (pages(made)[0] if output.endswith(".pdf") else made.decode())


def test_a_template_of_a_built_in_name_takes_its_place(tmp_path: Path) -> None:
    write(tmp_path, "email.html.j2", "{# for: customer #}\n<title>Ours</title>")
    outputs = find_outputs(tmp_path)
    assert outputs["email.html"].path == tmp_path / "email.html.j2"
    assert outputs["one-pager.pdf"].path.parent != tmp_path
    assert b"Ours" in bytes(rendered("email.html", None, tmp_path))


def test_parts_and_the_theme_can_be_overridden_and_are_no_outputs(tmp_path: Path) -> None:
    write(tmp_path, "_nodes.html.j2", "{% macro nodes(items, most=99) %}<p>ours</p>{% endmacro %}")
    theme = (TemplateLoader(None).find("theme.typ") or tmp_path).read_text(encoding="utf-8")
    write(tmp_path, "theme.typ", theme + "\n#let letterhead(one, other) = [The theme of the library]\n")
    assert find_outputs(tmp_path).keys() == find_outputs(None).keys()
    assert b"<p>ours</p>" in bytes(rendered("email.html", None, tmp_path))
    assert "The theme of the library" in pages(rendered("one-pager.pdf", None, tmp_path))[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Hello", "does not say whom"),
        ("Hello {# for: customer #}", "does not say whom"),
        ("{# a comment #}\n{# for: customer #}", "does not say whom"),
        ("{# for: everybody #}", "the template’s first comment says “for: everybody”"),
        ("{# for: customer, pages: few #}", "the template’s first comment says “pages: few”"),
    ],
)
def test_a_template_that_does_not_say_whom_it_is_for(tmp_path: Path, content: str, said: str) -> None:
    write(tmp_path, "a.md.j2", content)
    write(tmp_path, "b.html.j2", content)
    with pytest.raises(UserFault) as caught:
        find_outputs(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["SP601", "SP601"]
    assert all(said in problem.message for problem in caught.value.problems)
    assert str(caught.value.problems[0].place).endswith("a.md.j2:1")


def test_a_customers_template_that_uses_the_sellers_data(tmp_path: Path) -> None:
    write(tmp_path, "x.md.j2", "{# for: customer #}\n# Hello\n\n{{ relationship.state }}\n")
    problem = only_problem("x.md", tmp_path)
    assert problem.code == "SP602"
    assert "“relationship”" in problem.message
    assert "for: seller" in problem.hint
    assert str(problem.place).endswith("x.md.j2:4")


@pytest.mark.parametrize(
    "name", ["figures", "selection", "stakeholders", "reasons", "avoid", "slides[1].notes", "slides[1].seller"]
)
def test_nothing_internal_is_in_a_customers_context(tmp_path: Path, name: str) -> None:
    write(tmp_path, "x.md.j2", f"{{# for: customer #}}\n{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}\n")
    assert only_problem("x.md", tmp_path).code == "SP602"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ customer.nam }}", "“customer.nam” is not known here (did you mean “customer.name”?)"),
        ("{{ nothing }}", "“nothing” is not known here"),
        ("{% if customer %}", "{% if %} is never closed (write {% endif %} where it ends)"),
        ("{{ customer.name | shout }}", "there is no filter “shout” (did you mean “sort”?)"),
        ("{{ 1 / 0 }}", "a figure is divided by 0 (guard it: {% if total %}{{ part / total }}{% endif %})"),
        ("{{ facts.services | date }}", "date needs a day"),
        ("{{ customer.__class__ }}", "__class__"),
        ('{% include "none.md.j2" %}', "there is no template “none.md.j2”"),
        ('{% include "../secret.md.j2" %}', "there is no template"),
        ('{% include "/etc/passwd" %}', "there is no template"),
    ],
)
def test_faults_of_a_template_name_its_line(tmp_path: Path, line: str, said: str) -> None:
    write(tmp_path / "templates", "x.md.j2", f"{{# for: customer #}}\n\n{line}\n")
    write(tmp_path, "secret.md.j2", "secret")
    problem = only_problem("x.md", tmp_path / "templates")
    assert said in str(problem)
    assert problem.code in ("SP602", "SP603")
    assert problem.place is not None
    assert problem.place.file.endswith("x.md.j2")
    assert problem.place.line in (3, 4)


def test_a_fault_in_a_part_names_the_part(tmp_path: Path) -> None:
    write(tmp_path, "_part.md.j2", "{% macro hello() %}\nHello\n{{ nobody }}\n{% endmacro %}")
    write(tmp_path, "x.md.j2", '{# for: customer #}\n{% from "_part.md.j2" import hello %}\n{{ hello() }}')
    assert str(only_problem("x.md", tmp_path).place).endswith("_part.md.j2:3")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "elsewhere", "_secret.md.j2", "secret")
    folder = tmp_path / "templates"
    write(folder, "x.md.j2", '{# for: customer #}\n{% include "_secret.md.j2" %}')
    (folder / "_secret.md.j2").symlink_to(secret)
    assert only_problem("x.md", folder).code == "SP603"
    assert document_environment(folder).loader is not None


DOCUMENT = '{# for: customer #}\n#set document(title: "T")\n'


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('#import "@preview/cetz:0.3.0": canvas', "SP603", "packages cannot be imported"),
        ('#import "@" + "preview/cetz:0.3.0": canvas', "SP603", "packages cannot be imported"),
        ("#let p = path\n#import p: canvas", "SP603", "only files can be imported"),
        ('#{ import "\\u{40}preview/cetz:0.3.1" }', "SP603", "only files can be imported"),
        ('#import "{{ customer.name }}"', "SP603", "only files can be imported"),
        ('#include "{{ customer.name }}"', "SP603", "only files can be imported"),
        ('#import "a".replace("a", str.from-unicode(64) + "preview/a:0.1.0")', "SP603", "only files can be imported"),
        ('#{\n  include "a"\n  .replace("a", "b")\n}', "SP603", "only files can be imported"),
        ("#let x = 1 -include str(1)", "SP603", "only files can be imported"),
        ('#eval("1")', "SP603", "eval cannot be used"),
        (
            '#{ let f = dictionary(std).at("ev" + "al"); f("{{ customer.name }}", mode: "markup") }',
            "SP603",
            "std cannot be used",
        ),
        ('#bibliography(bytes("{{ customer.name }}"), title: "T")', "SP603", "bibliography cannot be used"),
        ('#read("../secret.txt")', "SP603", "escape the project root"),
        ('#read("/etc/passwd")', "SP603", "there is no file “passwd”"),
        ('#image("none.png", alt: "x")', "SP603", "there is no file “none.png”"),
        ("#unknown-function()", "SP608", "unknown variable"),
        ("#text(", "SP608", "unclosed delimiter"),
        ("== Second level first", "SP608", "first heading must be of level 1"),
        ("`{{ customer.name }}`", "SP607", "raw text"),
        ("#raw({{ customer.name }})", "SP607", "a value stands in code"),
        ('#text(font: "Nowhere Sans")[x]', "SP608", "unknown font family"),
        ('#link("javascript:{{ customer.name }}")[x]', "SP607", "a link"),
        ('#link("tel:{{ customer.name }}")[x]', "SP607", "a link"),
        ('#link("{{ customer.name }}")[x]', "SP607", "a link"),
    ],
)
def test_typsts_objections_name_the_line_of_the_template(tmp_path: Path, line: str, code: str, said: str) -> None:
    write(
        tmp_path, "x.typ.j2", f"{DOCUMENT}{{% for value in values %}}\n{{{{ value.name }}}}\n\n{{% endfor %}}\n{line}\n"
    )
    problem = only_problem("x.pdf", tmp_path)
    assert (problem.code, said in problem.message) == (code, True), problem
    assert problem.place is not None
    assert problem.place.file.endswith("x.typ.j2")
    assert problem.place.line in (7, 8)


@pytest.mark.parametrize(
    ("line", "code"),
    [("#panic(1)", "SP608"), ('#import "@preview/x:0.1.0": y', "SP603"), ("#let f(x) = eval(x)", "SP603")],
)
def test_faults_in_a_typst_file_of_the_library_name_it(tmp_path: Path, line: str, code: str) -> None:
    write(tmp_path, "parts/own.typ", f"// Ours.\n\n{line}\n")
    write(tmp_path, "x.typ.j2", DOCUMENT + '#import "parts/own.typ": *\nHello')
    problem = only_problem("x.pdf", tmp_path)
    assert problem.code == code
    assert str(problem.place).endswith("own.typ:3")


@pytest.mark.parametrize(
    "line",
    [
        '#import "parts/own.typ": *\n#hello()',
        '#import "parts/own.typ" as own\n#own.hello()',
        '#include "parts/own.typ"\n*Hello from a part*',
        '#include "parts/own.typ" // ours\n*Hello from a part*',
        '#{ import "parts/own.typ": hello; hello() }',
        '#{\n  import "/parts/own.typ"\n  own.hello()\n}',
    ],
)
def test_files_of_the_library_can_be_imported(tmp_path: Path, line: str) -> None:
    write(tmp_path, "parts/own.typ", "#let hello() = [Hello from a part]")
    write(tmp_path, "x.typ.j2", DOCUMENT + line)
    assert "Hello from a part" in pages(rendered("x.pdf", None, tmp_path))[0]


def test_typst_reaches_no_network_whatever_a_template_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salespack.documents.rendering.FORBIDDEN", ())
    write(tmp_path, "x.typ.j2", DOCUMENT + '#{ import "\\u{40}preview/cetz:0.3.1" }')
    asked: list[bytes] = []

    class Proxy(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(1000))

    with socketserver.TCPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True).start()
        mine = f"http://127.0.0.1:{proxy.server_address[1]}"
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, mine)
        monkeypatch.setenv("no_proxy", "salespack.invalid")
        problem = only_problem("x.pdf", tmp_path)
        proxy.shutdown()
    assert asked == []
    assert problem.code == "SP603"
    assert "no packages" in problem.hint
    assert os.environ["HTTPS_PROXY"] == mine
    assert os.environ["no_proxy"] == "salespack.invalid"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
SHOWS_SVG = DOCUMENT + '#image("images/s.svg", alt: "S")'


@pytest.mark.parametrize("whole_folder", [False, True])
def test_a_picture_that_leads_outside_the_library_is_not_used(tmp_path: Path, whole_folder: bool) -> None:
    library, elsewhere = tmp_path / "library", tmp_path / "elsewhere"
    secret = write(elsewhere, "s.svg", SVG)
    write(library, "templates/x.typ.j2", SHOWS_SVG)
    if whole_folder:
        (library / "images").symlink_to(elsewhere)
    else:
        (library / "images").mkdir()
        (library / "images/s.svg").symlink_to(secret)
    images = {"images/s.svg": library / "images/s.svg"}
    with pytest.raises(UserFault) as caught:
        rendered("x.pdf", None, library / "templates", images=images, library=library)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("SP603", "the picture “s.svg” lies outside the library")
    assert str(problem.place).endswith("images/s.svg")


def test_a_link_to_a_picture_inside_the_library_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "brand/s.svg", SVG)
    write(tmp_path, "templates/x.typ.j2", SHOWS_SVG)
    (tmp_path / "images").mkdir()
    (tmp_path / "images/s.svg").symlink_to(tmp_path / "brand/s.svg")
    images = {"images/s.svg": tmp_path / "images/s.svg"}
    assert rendered("x.pdf", None, tmp_path / "templates", images=images, library=tmp_path)
    with pytest.raises(UserFault):  # not told where the library is, a file must lie in its own folder
        rendered("x.pdf", None, tmp_path / "templates", images=images)


def test_a_font_that_leads_outside_the_library_is_not_used(tmp_path: Path) -> None:
    make_font(tmp_path / "Square.ttf", "\u4e2d")
    fonts = tmp_path / "library/fonts"
    fonts.mkdir(parents=True)
    (fonts / "Square.ttf").symlink_to(tmp_path / "Square.ttf")
    with pytest.raises(UserFault) as caught:
        rendered("one-pager.pdf", fonts=(fonts / "Square.ttf",), library=tmp_path / "library")
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("SP603", "the font “Square.ttf” lies outside the library")


def test_huge_pictures_and_fonts_are_not_used(tmp_path: Path) -> None:
    write(tmp_path, "x.typ.j2", SHOWS_SVG)
    for name, most, said in (("s.svg", 20_000_000, "picture"), ("a.ttf", 50_000_000, "font")):
        with (tmp_path / name).open("wb") as file:
            file.truncate(most + 1)
        options = {"images": {"images/s.svg": tmp_path / name}} if said == "picture" else {"fonts": (tmp_path / name,)}
        with pytest.raises(UserFault) as caught:
            rendered("x.pdf", None, tmp_path, **options)
        (problem,) = caught.value.problems
        assert problem.message == f"the {said} “{name}” is larger than {most // 1_000_000} MB"


def test_the_fonts_of_the_computer_are_not_used(tmp_path: Path) -> None:
    from typst import Fonts

    ours = {info.family for info in Fonts(False, False, [str(path.parent) for path in package_fonts()]).fonts()}
    others = [family for family in Fonts(True, True).families() if family not in ours]
    assert "Libertinus Serif" in others  # one of those inside Typst, whatever the computer has
    for number, family in enumerate(others[:5]):
        write(tmp_path, f"x{number}.typ.j2", f'{DOCUMENT}#text(font: "{family}")[x]')
        assert "unknown font family" in only_problem(f"x{number}.pdf", tmp_path).message


def test_a_picture_of_the_library_can_be_shown(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    write(tmp_path, "x.typ.j2", DOCUMENT + '#image("images/logo.png", alt: "Logo")')
    assert rendered("x.pdf", None, tmp_path, images={"images/logo.png": logo}).startswith(b"%PDF")


def test_a_picture_of_a_template_without_alternative_text(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    write(tmp_path, "x.typ.j2", DOCUMENT + '\n#image("images/logo.png")')
    with pytest.raises(UserFault) as caught:
        rendered("x.pdf", None, tmp_path, images={"images/logo.png": logo})
    (problem,) = caught.value.problems
    assert problem.code == "SP606"
    assert str(problem.place).endswith("x.typ.j2:4")


def test_a_picture_of_a_block(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(PNG)
    for alt, code in (("A square", None), ("", "SP606")):
        made = with_nodes("more-releases", Picture(str(file), alt, 1, 1, "png"))
        if code is None:
            assert rendered("case-sheet.pdf", context(made=made))
            continue
        with pytest.raises(UserFault) as caught:
            rendered("case-sheet.pdf", context(made=made))
        (problem,) = caught.value.problems
        assert problem.code == code
        assert "“more-releases”" in problem.message
        assert str(problem.place) == "content_blocks/more-releases.md:5"


def test_a_chart_without_alternative_text() -> None:
    with pytest.raises(UserFault) as caught:
        rendered("case-sheet.pdf", context(made=with_nodes("more-releases", chart(alt=""))))
    assert [problem.code for problem in caught.value.problems] == ["SP606"]


def test_a_character_no_font_has_is_named_with_its_block_or_profile() -> None:
    done = rendered("one-pager.pdf", context(public(success="Done \u4e2d\u6587")))
    assert [(one.code, one.severity, one.message, str(one.place)) for one in done.problems] == [
        ("SP604", Severity.WARNING, "no font has the characters “\u4e2d” (U+4E2D), “\u6587” (U+6587) of the profile "
         "“acme”; one-pager.pdf shows “□”", "profiles/acme.yaml"),
    ]  # fmt: skip
    assert all("fonts/" in problem.hint for problem in done.problems)
    assert "□□" in pages(done)[0]
    made = with_nodes("more-releases", Text((Paragraph((Span("Fast \u65e5"),)),)))
    (told,) = rendered("case-sheet.pdf", context(made=made)).problems
    assert (
        told.message
        == "no font has the character “\u65e5” (U+65E5) of the block “more-releases”; case-sheet.pdf shows “□”"
    )
    assert str(told.place) == "content_blocks/more-releases.md:5"


def test_symbols_and_emoji_are_shown_from_fonts_that_are_packed() -> None:
    done = rendered("one-pager.pdf", context(public(success="Done \u2705 \U0001f680 \u2794")))
    assert done.problems == ()
    assert "Done \u2705 \U0001f680 \u2794" in pages(done)[0]


def test_a_letter_of_the_template_itself_is_stood_in_for(tmp_path: Path) -> None:
    write(tmp_path, "x.typ.j2", f"{DOCUMENT}Hello \u4e2d")
    done = rendered("x.pdf", None, tmp_path)
    (problem,) = done.problems
    assert problem.message == "no font has the character “\u4e2d” (U+4E2D) of the template; x.pdf shows “□”"
    assert "Hello □" in pages(done)[0]


def test_a_character_no_font_has_in_a_chart() -> None:
    made = with_nodes("more-releases", chart(categories=("Before", "\u4e2d")))
    done = rendered("case-sheet.pdf", context(made=made))
    assert "“more-releases”" in done.problems[0].message


def test_a_font_of_the_library_supplies_the_character(tmp_path: Path) -> None:
    font = tmp_path / "Square.ttf"
    make_font(font, "\u4e2d")
    known = context(public(success="Done \u4e2d"))
    assert "Done \u4e2d" in pages(rendered("one-pager.pdf", known, fonts=(font,)))[0]


def make_font(file: Path, character: str) -> None:
    """A font of another family that has one character."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(package_fonts()[0]) as font:
        subsetter = Subsetter(Options(notdef_outline=True, name_IDs=[1, 2, 3, 4, 6]))
        subsetter.populate(unicodes=[ord("A")])
        subsetter.subset(font)
        for table in font["cmap"].tables:
            table.cmap = {ord(character): name for name in table.cmap.values()}
        for record in font["name"].names:
            record.string = "Square"
        font.save(file)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["typ", "html", "md"])
def test_a_template_that_takes_too_long_is_told_at_its_line(tmp_path: Path, ending: str) -> None:
    loops = "{% for a in range(1000) %}{% for b in range(1000) %}{{ a }}{% endfor %}{% endfor %}"
    write(tmp_path, f"long.{ending}.j2", f"{{# for: customer #}}\n\n{loops}")
    problem = only_problem(f"long.{'pdf' if ending == 'typ' else ending}", tmp_path)
    assert problem.code == "SP329"
    assert str(problem.place) == f"{tmp_path}/long.{ending}.j2:3"
    assert problem.message == "the template prints more than 131,000 values"


@pytest.mark.parametrize(
    ("macros", "body"),
    [
        ("{% macro m() %}{{ m() }}{% endmacro %}", "{{ m() }}"),
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}", "{{ m(40) }}"),
    ],
)
def test_a_macro_that_calls_itself_is_told_at_its_line(tmp_path: Path, macros: str, body: str) -> None:
    write(tmp_path, "_own.html.j2", f"\n\n\n{macros}")
    write(tmp_path, "long.html.j2", f'{{# for: customer #}}\n{{% from "_own.html.j2" import m %}}{body}')
    problem = only_problem("long.html", tmp_path)
    assert (problem.code, str(problem.place)) == ("SP329", f"{tmp_path}/_own.html.j2:4")
