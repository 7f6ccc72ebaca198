"""What a block may need of a profile: the dotted paths in its `needs` that a profile can have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import Customer, Meeting, ProfileValue

# Internal fields are not among them: what a block is for is said in `for`.
FIELDS = ("calc", "customer", "facts", "goals", "meeting", "plan", "success", "values")


def impossible_need(path: str, values: Iterable[str], calculations: Iterable[str] = ()) -> str:
    """A hint when no profile can have anything at `path`; empty when one can. `values` and `calculations` are those of
    the library."""
    passed: list[str] = []
    steps = path.split(".")
    for step in steps:
        known = _steps_after(passed, values, calculations)
        if known is None:
            return ""
        if not known:
            return f"write “{'.'.join(passed)}”"
        if step not in known:
            hint = did_you_mean(".".join((*passed, step)), [".".join((*passed, name)) for name in known])
            rest = ".".join(steps[len(passed) + 1 :])
            return hint.replace("”?", f".{rest}”?") if rest else hint
        passed.append(step)
    return ""


def _steps_after(passed: Sequence[str], values: Iterable[str], calculations: Iterable[str]) -> tuple[str, ...] | None:
    """The steps that can follow; None where any can."""
    match passed:
        case []:
            return FIELDS
        case ["calc"]:
            return tuple(sorted(calculations))
        case ["customer"]:
            return Customer.__struct_fields__
        case ["meeting"]:
            return Meeting.__struct_fields__
        case ["values"]:
            return tuple(sorted(values))
        case ["values", _]:
            return ProfileValue.__struct_fields__
        case ["facts", *_]:
            return None
        case _:
            return ()
