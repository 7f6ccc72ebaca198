"""The `salespack` command: so small that an interruption while all else loads is answered too."""

import gc
import os
import sys
import warnings


def main() -> None:
    """Loads the command line and runs it.

    Python's own warnings are for those who change the program: with PYTHONWARNINGS=error in somebody's environment
    they would stop it.
    """
    # Importing makes some hundred thousand objects that all stay; looking for garbage among them costs a fifth of a
    # short command's time. Long runs still collect, only less often. It is set here, where the process is ours.
    gc.set_threshold(200_000, 50, 50)
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    sys.warnoptions.clear()
    os.environ.pop("PYTHONWARNINGS", None)
    try:
        if sys.argv[-1] in ("-h", "--help"):
            from salespack.cli.help_pages import shown

            if shown(sys.argv[1:]):
                return
        from salespack.cli.process import run
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was done\n")
        sys.exit(130)
    try:
        run()
    finally:
        gc.freeze()  # nothing is left to collect: the interpreter need not search everything once more at its end


if __name__ == "__main__":
    main()
