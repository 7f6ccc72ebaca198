"""The workspace that `salespack init` writes. Its files lie in `starter_files/`; their lines end with a line feed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from salespack.formats.text_files import forbidden_characters, with_line_feeds
from salespack.library.library import LIBRARY_FOLDER
from salespack.problems.files import file_content
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.system.files import not_written
from salespack.system.paths import real_path
from salespack.system.transactions import new_folder, recover

FILES = Path(__file__).parent / "starter_files"
RENAMED = {
    "gitignore.txt": ".gitignore",
    "gitattributes.txt": ".gitattributes",
    "ledger/gitignore.txt": "ledger/.gitignore",
}
"""Files that would mean something to other tools if they had their own names in our package."""
SETTINGS, BRAND = f"{LIBRARY_FOLDER}/library.yaml", f"{LIBRARY_FOLDER}/brand/brand.pptx"
BRAND_SETTINGS = f"{LIBRARY_FOLDER}/brand/brand.yaml"
COMPANY = "  name: Your company "
EXAMPLE_PROFILE = "example-customer"


def create_workspace(
    folder: Path,
    company: str | None = None,
    brand: Path | None = None,
    fill: Callable[[Path], None] | None = None,
) -> tuple[Path, ...]:
    """Writes the starting workspace into `folder`: all of its files or none. The files, sorted.

    `company` is who sells; `brand` is a deck or template whose layouts take the place of the plain brand's; `fill` adds
    to the workspace, in the folder that it is given, before it is in its place. Raises UsageFault when the folder holds
    something already (hidden files do not count), UserFault when it cannot be written.
    """
    refuse_occupied(folder)
    files = _files()
    if company is not None:
        files[SETTINGS] = _named(files[SETTINGS], company)
    if brand is not None:
        files[BRAND] = file_content(brand)
        del files[BRAND_SETTINGS]  # its roles name layouts of the plain brand
    folder = real_path(folder)
    try:
        with new_folder(folder) as made:
            for name, content in files.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(content)
            if fill is not None:
                fill(made)
    except OSError as error:
        hint = "name another folder, or check its permissions and the disk"
        raise not_written(folder, error, what="the workspace", hint=hint) from None
    return tuple(folder / name for name in sorted(files))


def refuse_occupied(folder: Path) -> None:
    """Raises UsageFault (SP806) unless `folder` is free for a workspace."""
    if not folder.exists():
        return
    place = Place(shown_path(folder))
    if not folder.is_dir():
        raise UsageFault.of("SP806", "is a file, not a folder", "name a new folder", place)
    recover(folder)
    # Git's own folder and the like may be there: people often begin with an empty repository.
    found = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    if found:
        message = f"is not empty: it holds {found[0]}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")
        raise UsageFault.of("SP806", message, "name a new folder; nothing was written", place)


def _files() -> dict[str, bytes]:
    """The starting workspace: contents by path, POSIX, relative to its folder."""
    paths = [path for path in FILES.rglob("*") if path.is_file()]
    return {
        RENAMED.get(name := path.relative_to(FILES).as_posix(), name): with_line_feeds(path.read_bytes())
        for path in paths
    }


def _named(settings: bytes, company: str) -> bytes:
    """`library.yaml` with the company's name. Raises UsageFault for a name that no file can hold."""
    name = " ".join(company.split())
    if not name or (problems := list(forbidden_characters(name, "the company's name"))):
        raise UsageFault(problems) if name else UsageFault.of("SP107", "the company has no name", "say who it is")
    written = json.dumps(name, ensure_ascii=False)  # JSON's text is YAML's, whatever stands in it
    return settings.decode().replace(COMPANY, f"  name: {written} ", 1).encode()
