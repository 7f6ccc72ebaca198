"""What a terminal takes: colours where they are wanted, progress where somebody waits, text that steers nothing."""

from __future__ import annotations

import os
import sys
from typing import IO, Any


def coloured(stream: IO[str]) -> bool:
    """Whether to colour what goes to `stream`: a terminal that can, and nobody who asked for none.

    https://no-color.org: any value of NO_COLOR but an empty one; TERM=dumb is a terminal that cannot.
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def replaces_lines(stream: IO[str]) -> bool:
    """Whether a line on `stream` can be written over: progress is shown there alone."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Results:
    """Standard output, whose reader may leave early or that may be closed: the work goes on, and what cannot be shown
    is remembered.

    `missed` says that standard output was closed from the start and something was to be written to it. What is shown
    is also put into `record`, where there is one, while somebody reads.
    """

    encoding = "utf-8"

    def __init__(self, stream: IO[str] | None) -> None:
        self._stream, self._gone, self.missed = stream, stream is None, False
        self.record: list[str] | None = None

    def write(self, text: str) -> int:
        """Writes `text`, unless nobody reads any more. Raises OSError for a full disk and the like."""
        if self._stream is None:
            self.missed = self.missed or bool(text)
        elif not self._gone:
            try:
                self._stream.write(text)
                if self.record is not None:
                    self.record.append(text)
            except BrokenPipeError:
                self._leave()
        return len(text)

    def write_data(self, text: str) -> None:
        """Writes what programs read: UTF-8 with line feeds, whatever the console's own encoding and line ends are.

        Raises OSError for a full disk and the like.
        """
        bytes_ = getattr(self._stream, "buffer", None)
        if bytes_ is None or self._gone or self.isatty():
            self.write(text)
            return
        try:
            self.flush()
            bytes_.write(text.encode("utf-8", "backslashreplace"))
        except BrokenPipeError:
            self._leave()

    def flush(self) -> None:
        """Hands on what was written. Raises OSError for a full disk and the like."""
        if self._stream is not None and not self._gone:
            try:
                self._stream.flush()
            except BrokenPipeError:
                self._leave()

    def _leave(self) -> None:
        """The reader has left: what Python still holds for it goes nowhere, without a complaint at its end."""
        self._gone, self.record = True, None
        assert self._stream is not None  # noqa: S101 - for the type checker
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def __getattr__(self, name: str) -> Any:
        """All else is the stream's own."""
        if self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)


def write_data(text: str) -> None:
    """Writes to standard output what programs read, in UTF-8."""
    if isinstance(sys.stdout, Results):
        sys.stdout.write_data(text)
    else:
        sys.stdout.write(text)


def opened_streams() -> Results:
    """Makes the three standard streams usable, whatever they were when the program began; the results' stream.

    Closed ones are taken by nothing: else the first file that is opened would get their place, and an output would be
    written into a customer's deck.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the program
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    results = Results(sys.stdout)
    sys.stdout = results
    return results
