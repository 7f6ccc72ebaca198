"""`salespack support`: what helps others to find a fault here, in one file that can be sent."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption, LibraryOption, ProfilesOption, profiles_folder
from salespack.cli.tables import say, show_table
from salespack.problems.problem import Place, UsageFault, shown_path


@command
def support(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="Where the bundle goes.")] = Path(
        "salespack-support.zip"
    ),
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the file if it is there.")] = False,
    library: LibraryOption = None,
    profiles: ProfilesOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a support bundle: versions, system, typefaces, facts of brand and library, codes of problems, logs of bugs.

    It holds no customer's data: nothing that a profile or a block says, no names of customers, people, folders or
    files. It says what is in it and what was left out; all of it is plain text that you can look into before you send
    it. It works where there is no library, or one that cannot be read. Nothing is sent anywhere.

    Exit codes: 0 written, 1 it cannot be written, 2 wrong usage.

    Examples:

      salespack support

      salespack support --out for-support.zip --json
    """
    from salespack.cli.workspace import find_library
    from salespack.support.bundle import LEFT_OUT, support_bundle, zipped
    from salespack.system.cache import cache_folder
    from salespack.system.files import put

    if out.exists() and not replace:
        raise UsageFault.of("SP802", "is there already", "name another with --out, or add --replace", Place(str(out)))
    root = None
    with suppress(UsageFault):  # a bundle is wanted where nothing is found, too
        root = find_library()
    if library is not None:
        root = find_library(library)
    entries = support_bundle(root, profiles_folder(profiles, root or Path.cwd()), cache_folder())
    put(out, zipped(entries))
    if as_json:
        from salespack.cli.json import say_json

        files = [{"name": one.name, "holds": one.holds, "bytes": len(one.content)} for one in entries]
        say_json({"path": str(out), "files": files, "left_out": LEFT_OUT})
        return 0
    say(f"wrote {shown_path(out)}", strong=True)
    say("In it:")
    show_table(("file", "holds"), [(one.name, one.holds) for one in entries])
    say("Not in it:")
    for one in LEFT_OUT:
        say(f"  - {one}")
    say("All of it is plain text. Look into it before you send it.")
    return 0
