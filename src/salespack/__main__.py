"""The `salespack` command: so small that an interruption while all else loads is answered too."""

import os
import sys
import warnings


def main() -> None:
    """Loads the command line and runs it.

    Python's own warnings are for those who change the program: with PYTHONWARNINGS=error in somebody's environment
    they would stop it.
    """
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    sys.warnoptions.clear()
    os.environ.pop("PYTHONWARNINGS", None)
    try:
        from salespack.cli.main import run
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was done\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
