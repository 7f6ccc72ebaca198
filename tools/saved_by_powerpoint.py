"""Has PowerPoint save all sample decks again, and reports what our tools then say of them.

    python tools/saved_by_powerpoint.py build DIR      builds the decks into DIR/built
    python tools/saved_by_powerpoint.py save DIR       has PowerPoint save them into DIR/saved (Windows)
    python tools/saved_by_powerpoint.py report DIR     says what inspect and refresh find in DIR/saved

Without Windows, open each file of DIR/built in PowerPoint, change nothing, and save it under its name into DIR/saved.
Nobody changed anything: each slide that is told to be edited, and each byte that a refresh would change, is a fault of
ours. Send the report with the version of PowerPoint; what PowerPoint does is claimed only as far as there is one.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.ooxml.reading import read_package
from salespack.problems.problem import UserFault
from salespack.revisions.deck_edits import deck_edits
from salespack.revisions.refreshing import merged

PROJECT = Path(__file__).parents[1]
ON = datetime.date(2026, 11, 21)
POWERPOINT = """
$app = New-Object -ComObject PowerPoint.Application
Get-ChildItem -LiteralPath $args[0] -Filter *.pptx | ForEach-Object {
  $deck = $app.Presentations.Open($_.FullName, $false, $false, $false)
  $deck.SaveCopyAs((Join-Path $args[1] $_.Name))
  $deck.Close()
}
Write-Output ("PowerPoint " + $app.Version + " build " + $app.Build)
$app.Quit()
"""


def build(folder: Path) -> int:
    """Builds a deck for each profile of the sample; how many."""
    target = folder / "built"
    target.mkdir(parents=True, exist_ok=True)
    builder = Builder(open_library(PROJECT / "content_blocks", None), None)
    profiles = sorted((PROJECT / "profiles").glob("*.yaml"))
    for profile in profiles:
        _, written = builder.made(Request(profile=profile, out=target, today=ON, force=True))
        (target / f"{profile.stem}.pptx").write_bytes(written.file)
    return len(profiles)


def save(folder: Path) -> str:
    """Has PowerPoint save the decks; its version."""
    (folder / "saved").mkdir(exist_ok=True)
    script = folder / "save.ps1"
    script.write_text(POWERPOINT, encoding="utf-8")
    built, saved = (str((folder / name).resolve()) for name in ("built", "saved"))
    command = ["powershell", "-NoProfile", "-ExecutionPolicy", "Bypass", "-File", str(script), built, saved]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def report(folder: Path) -> Iterator[str]:
    """What our tools say of each deck that was saved, and at the end of how many they say nothing."""
    files, quiet = sorted((folder / "built").glob("*.pptx")), 0
    for file in files:
        path = folder / "saved" / file.name
        try:
            found = list(_told(file, path))
        except UserFault as fault:
            found = [str(problem) for problem in fault.problems]
        quiet += not found
        yield f"{file.name}: {'; '.join(found) or 'untouched'}"
    yield f"{quiet} of {len(files)} decks untouched"


def _told(built: Path, saved: Path) -> Iterator[str]:
    content = saved.read_bytes() if saved.is_file() else b""
    package = read_package(saved, content or None)
    found = deck_edits(package)
    yield from (f"slide {one.number}: {one.said}" for one in found.slides if one.said)
    if found.deleted:
        yield f"slides {', '.join(map(str, found.deleted))} are taken to be deleted"
    if not found.build:
        yield "its marks are gone"
    if merged(content, package, read_package(built), None, "en").is_changed:
        yield "a refresh would change it"


def main(arguments: list[str]) -> int:
    """Does what is asked; the exit code."""
    match arguments:
        case ["build", folder]:
            print(f"{build(Path(folder))} decks in {Path(folder) / 'built'}")
        case ["save", folder]:
            print(save(Path(folder)))
        case ["report", folder]:
            lines = list(report(Path(folder)))
            print("\n".join(lines))
            return int(any(not line.endswith("untouched") for line in lines[:-1]))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
