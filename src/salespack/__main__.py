"""`python -m salespack`."""

from salespack.cli.main import run

run()
