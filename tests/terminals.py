"""A real terminal that a test types into: a pseudo-terminal with a size, as a person has it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-m", "salespack"]
PATIENCE = 60.0
"""Seconds after which a program that says nothing has failed; no test is faster or slower for it."""
END_OF_INPUT = b"\x04"
AGAIN = 5.0
"""Seconds without a word after which Ctrl-C is pressed again."""
STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal:
    """A program on a terminal: what it said so far, and what is typed to it."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self._process, self._ours = process, ours
        self.said = ""
        self._raw = b""
        self._at = 0
        self._pressed = self._closed = self._input_ended = False

    def expect(self, text: str) -> str:
        """Waits until the program has said a text behind what was waited for before; what it said until then.

        Line breaks of a narrow window count as none.
        """
        pattern = re.compile(r"\s*".join(map(re.escape, re.sub(r"\s", "", text))))
        deadline = time.monotonic() + PATIENCE
        while (found := pattern.search(self.said, self._at)) is None:
            if self._read(min(deadline, time.monotonic() + AGAIN)):
                continue
            if self._closed or time.monotonic() >= deadline:
                raise AssertionError(f"{text!r} was not said, but: {self.said[self._at :]!r}")
            if self._input_ended:
                os.write(self._ours, END_OF_INPUT)
        before, self._at = self.said[self._at : found.end()], found.end()
        return before

    def type(self, text: str) -> None:
        """Types a line, with Enter."""
        os.write(self._ours, f"{text}\n".encode())

    def end_input(self) -> None:
        """Ctrl-D; `expect` presses it again where it was not heard: a terminal forgets it that is about to be asked
        for a line in another way."""
        self._input_ended = True
        os.write(self._ours, END_OF_INPUT)

    def interrupt(self) -> None:
        """Ctrl-C; `ended` presses it again where it was not heard, as a person would.

        Python looks whether there was a signal, and then waits for a key: one that arrives in between is heard with the
        next key.
        """
        self._pressed = True
        os.write(self._ours, b"\x03")

    def ended(self) -> int:
        """Waits until the program has ended; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._read(time.monotonic() + AGAIN):
                continue
            if self._closed:
                break
            if self._pressed:
                os.write(self._ours, b"\x03")
        return self._process.wait(PATIENCE)

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(0.0, deadline - time.monotonic()))
        try:
            chunk = os.read(self._ours, 65536) if ready else b""
        except OSError:  # Linux says so when the other end is closed
            chunk = b""
        self._closed = bool(ready) and not chunk
        self._raw += chunk
        self.said = STEERING.sub("", self._raw.decode("utf-8", "replace"))
        return bool(chunk)


@contextmanager
def terminal(folder: Path, *arguments: str, columns: int = 80, **variables: str) -> Iterator[Terminal]:
    """Runs salespack on a terminal of its own."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    environment |= {"TERM": "xterm", "LANG": "C.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", **variables}
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)
