"""The `salespack` command: so small that an interruption while all else loads is answered too."""

import sys


def main() -> None:
    """Loads the command line and runs it."""
    try:
        from salespack.cli.main import run
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was done\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
