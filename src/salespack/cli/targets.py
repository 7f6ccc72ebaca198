"""Files that a command is asked to write beside what it prints: whether they can be, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from salespack.problems.problem import Place, UsageFault, shown_path


def check_target(to: Path | None, endings: Sequence[str] = (), *, replace: bool) -> None:
    """Raises UsageFault for a file of another kind (SP801), where some are named, for one that is there (SP802), and
    for a folder that is not (SP001)."""
    if to is None:
        return
    if endings and to.suffix.lower() not in endings:
        raise UsageFault.of("SP801", f"{to} has another kind of name", f"name it NAME with {', '.join(endings)}")
    if to.exists() and not replace:
        raise UsageFault.of("SP802", "is there already", "name another file, or add --replace", Place(shown_path(to)))
    if not to.absolute().parent.is_dir():
        raise UsageFault.of("SP001", "there is no such folder", "check --to", Place(shown_path(to.parent)))
