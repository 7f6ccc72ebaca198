"""Typer for the modules of commands: declarations are kept as they are written, and Typer loads when one is read.

Loading it costs more than many a command's own work, and a command that is called in a plain way needs none of it (see
`plain_calls.py`). Modules import this as `typer`; `main.py` alone gives Typer their commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer import Abort as Abort
    from typer import Argument as Argument
    from typer import Context as Context
    from typer import Exit as Exit
    from typer import Option as Option
    from typer import Typer as Typer
    from typer import confirm as confirm
    from typer import echo as echo
    from typer import prompt as prompt
else:

    class Declared:
        """An option or argument as it is declared."""

        __slots__ = ("names", "settings", "sort")

        def __init__(self, sort: str, names: tuple[str, ...], settings: dict[str, Any]) -> None:
            self.sort, self.names, self.settings = sort, names, settings

        def made(self) -> Any:
            """Typer's own declaration."""
            import typer

            return getattr(typer, self.sort)(*self.names, **self.settings)

    def Option(*names: str, **settings: Any) -> Declared:  # noqa: N802 - Typer's name
        """An option, declared as Typer has it."""
        return Declared("Option", names, settings)

    def Argument(**settings: Any) -> Declared:  # noqa: N802 - Typer's name
        """An argument, declared as Typer has it."""
        return Declared("Argument", (), settings)

    def __getattr__(name: str) -> Any:
        """All else is Typer's own."""
        import typer

        return getattr(typer, name)


def declared_to_typer(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of a command, with Typer's own declarations at its parameters."""
    import inspect
    from typing import Annotated, get_args, get_origin, get_type_hints

    own = inspect.unwrap(function)
    for name, hint in get_type_hints(own, include_extras=True).items():
        if get_origin(hint) is Annotated:
            kind, *notes = get_args(hint)
            made = [note.made() if hasattr(note, "made") else note for note in notes]
            hint = Annotated[(kind, *made)]
        own.__annotations__[name] = hint
    return function
