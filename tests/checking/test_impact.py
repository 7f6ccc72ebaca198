"""`salespack check --impact`: which packs of which profiles get other slides, and nobody's data in the answer."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from salespack.checking.impact.compare import ImpactRequest, impact_of
from salespack.checking.impact.model import Impact, PackImpact
from salespack.checking.impact.report import grouped, markdown, profiles_named
from salespack.problems.problem import UsageFault
from tests.checking.test_git_changes import commit, git, write_repository
from tests.checking.workspaces import BENEFIT
from tests.cli.test_commands import salespack

CALM = "content_blocks/benefits/calm.md"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_repository(tmp_path)


def impact(workspace: Path, since: str = "main", *, synthetic: bool = False, pictures: Path | None = None) -> Impact:
    found, _ = impact_of(
        ImpactRequest(
            since=since,
            library=workspace / "content_blocks",
            profiles=None if synthetic else workspace / "profiles",
            today=datetime.date(2026, 11, 1),
            pictures=pictures,
        )
    )
    return found


def one(found: Impact) -> PackImpact:
    assert len(found.rows) == 1
    return found.rows[0]


def test_nothing_changed(workspace: Path) -> None:
    found = impact(workspace)
    assert (found.rows, found.blocks, found.whole, found.rendered) == ((), (), (), 0)
    assert found.compared == found.profiles == 1
    assert impact(workspace, synthetic=True).rendered == 0


def test_a_text_that_changed(workspace: Path) -> None:
    (workspace / CALM).write_text(BENEFIT.replace("nobody is called", "everybody sleeps"))
    found = impact(workspace)
    row = one(found)
    assert (row.changed, row.out, row.into, row.before, row.moved) == (("calm",), (), (), row.after, False)
    assert found.blocks == ("calm",)
    assert "calm" in found.titles


def test_what_does_not_show_is_no_impact(workspace: Path) -> None:
    text = (workspace / CALM).read_text()
    (workspace / CALM).write_text(text.replace("---\n", "---\nversion: 7\nowner: somebody\n", 1))
    found = impact(workspace)
    assert (found.rows, found.blocks, found.rendered) == ((), ("calm",), 1)


def test_a_text_that_is_not_chosen_and_one_that_would_be(workspace: Path) -> None:
    weak = workspace / "content_blocks/benefits/weak.md"
    weak.write_text(BENEFIT.replace("outages: 5", "outages: 4").replace("Calm", "Quieter"))
    commit(workspace)
    weak.write_text(weak.read_text().replace("nobody is called", "fewer are called"))
    found = impact(workspace, "HEAD")
    assert (found.rows, found.blocks, found.rendered) == ((), ("weak",), 1)
    # A text that cannot be rendered makes room for the next best.
    (workspace / CALM).write_text(BENEFIT.replace("nobody", "{{ facts.nothing.at.all }}"))
    row = one(impact(workspace, "HEAD"))
    assert (row.out, row.into) == (("calm",), ("weak",))


def test_a_block_that_cannot_take_part_is_not_rendered(workspace: Path) -> None:
    draft = BENEFIT.replace("---\n", "---\nstate: draft\n", 1)
    (workspace / "content_blocks/benefits/later.md").write_text(draft)
    found = impact(workspace)
    assert (found.rows, found.blocks, found.rendered) == ((), ("later",), 0)


def test_blocks_that_go_and_come_and_packs_that_are_refused(workspace: Path) -> None:
    (workspace / CALM).unlink()
    row = one(impact(workspace))
    assert row.out == ("calm",)
    assert row.refused == (False, True)
    commit(workspace)
    (workspace / CALM).write_text(BENEFIT)
    row = one(impact(workspace, "HEAD"))
    assert row.into == ("calm",)
    assert row.refused == (True, False)


def test_a_pack_that_goes(workspace: Path) -> None:
    next((workspace / "content_blocks/packs").glob("*.yaml")).unlink()
    row = one(impact(workspace))
    assert (row.into, row.after) == ((), 0)
    assert row.out


def test_what_everything_depends_on(workspace: Path) -> None:
    values = workspace / "content_blocks/values.yaml"
    values.write_text(values.read_text().replace("Fewer outages", "Calm nights"))
    found = impact(workspace)
    assert (found.whole, found.rendered) == (("values.yaml",), 1)


def test_a_brand_and_fonts_wherever_they_lie(workspace: Path) -> None:
    library = workspace / "content_blocks"
    (library / "brand/lumikko.pptx").rename(library / "corporate.pptx")
    settings = library / "library.yaml"
    settings.write_text(settings.read_text().replace("brand/lumikko.pptx", "corporate.pptx"))
    commit(workspace)
    (library / "brand.yaml").write_text("most_bullets: 5\n")
    (library / "fonts").mkdir()
    (library / "fonts" / "note.txt").write_text("fonts")
    assert impact(workspace, "HEAD").whole == ("fonts/", "brand.yaml")


def test_generated_profiles_and_the_words_of_profiles(workspace: Path) -> None:
    (workspace / CALM).write_text(BENEFIT.replace("# ", "# {{ customer.name }}: "))
    found = impact(workspace)
    assert "Acme" not in markdown(found)
    assert "Acme" not in json.dumps([row.case for row in found.rows])
    assert found.titles == {"calm": "Calm nights"}  # as it was: now it is a template
    for profile in (workspace / "profiles").iterdir():
        profile.unlink()
    assert all(row.case.startswith("generated: ") for row in impact(workspace, synthetic=True).rows)


def test_profiles_that_cannot_be_read_are_counted(workspace: Path) -> None:
    (workspace / "profiles/broken.yaml").write_text("customer: [\n")
    assert impact(workspace).skipped == 1


def test_a_library_that_was_not_there(workspace: Path) -> None:
    git(workspace, "checkout", "-q", "--orphan", "empty")
    git(workspace, "rm", "-rq", "--cached", ".")
    (workspace / "only.txt").write_text("x")
    git(workspace, "add", "only.txt")
    git(workspace, "commit", "-q", "-m", "nothing")
    with pytest.raises(UsageFault, match="SP906 the library was not there at “empty”"):
        impact(workspace, "empty")


def test_links_in_a_commit_lead_nowhere(workspace: Path) -> None:
    (workspace / "content_blocks/benefits/out.md").symlink_to("/etc/passwd")
    commit(workspace)
    (workspace / CALM).write_text(BENEFIT.replace("nobody is called", "everybody sleeps"))
    assert one(impact(workspace, "HEAD")).changed == ("calm",)


def test_profiles_with_the_same_change_are_one_row() -> None:
    rows = [PackImpact(pack="p", case=f"profiles/c{number}.yaml", language="en", out=("a",)) for number in range(7)]
    rows.append(PackImpact(pack="p", case="profiles/other.yaml", language="en", into=("b",)))
    groups = grouped(rows)
    assert [len(group.cases) for group in groups] == [7, 1]
    assert profiles_named(groups[0].cases) == "7: c0, c1, c2, c3, c4 and 2 more"


def test_markdown_is_text_whatever_a_title_says() -> None:
    row = PackImpact(pack="p", case="profiles/c.yaml", language="en", changed=("a",), before=3, after=3)
    found = Impact(
        since="main",
        blocks=("a",),
        whole=(),
        titles={"a": "A | <b>*x*\n`"},
        rows=(row,),
        compared=1,
        rendered=1,
        profiles=1,
    )
    assert r"A \| &lt;b\>\*x\* \` (`a`)" in markdown(found)


@pytest.mark.slow
def test_the_command(workspace: Path) -> None:
    (workspace / CALM).write_text(BENEFIT.replace("nobody is called", "everybody sleeps"))
    done = salespack(workspace, "check", "--impact", "main", "--impact-out", "impact.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 of 1 packs for 1 profiles get other slides; 1 block changed since main\n")
    assert (workspace / "impact.md").read_text().startswith("### What this change does to the packs\n")
    as_json = json.loads(salespack(workspace, "check", "--impact", "main", "--json").stdout)
    assert as_json["rows"][0]["changed"] == ["calm"]
    assert salespack(workspace, "check", "--impact-out", "x.md").returncode == 2
    assert salespack(workspace, "check", "--impact", "main", "--changed-since", "main").returncode == 2
    assert salespack(workspace, "check", "--impact", "nowhere").returncode == 2


def test_pictures_before_and_after(workspace: Path, tmp_path: Path) -> None:
    (workspace / CALM).write_text(BENEFIT.replace("nobody is called", "everybody sleeps"))
    folder = tmp_path / "pictures"
    found = impact(workspace, pictures=folder)
    [change] = found.changes
    assert (change.block, len(change.before), len(change.after)) == ("calm", 1, 1)
    for name in (*change.before, *change.after):
        assert (folder / name).read_bytes()[8:12] == b"WEBP"
        assert f"](pictures/{name})" in markdown(found, "pictures")


@pytest.mark.slow
def test_a_reviewer_sees_which_slides_change_and_what_they_say_otherwise(workspace: Path) -> None:
    (workspace / CALM).write_text(BENEFIT.replace("nobody is called", "2 < 3 & all sleep"))
    done = salespack(workspace, "check", "--impact", "main", "--impact-out", "i.md", "--impact-out", "i.html", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    [number] = found["rows"][0]["slides"]
    assert found["rows"][0]["gone"] == [number]
    [change] = found["changes"]
    assert (change["block"], change["language"], change["before"], change["after"]) == ("calm", "en", [], [])
    assert [one["kind"] for one in change["slides"][0]["edits"]] == ["text changed"]
    told = (workspace / "i.md").read_text()
    assert f"; slide {number} differs |" in told
    assert "<del>nobody is called</del> <ins>2 \\< 3 \\& all sleep</ins>" in told
    page = (workspace / "i.html").read_text()
    assert page.count("data:image/webp;base64,") == 2
    assert "<ins>2 &lt; 3 &amp; all sleep</ins>" in page
    assert page.count('<span class="changed"') == 2
