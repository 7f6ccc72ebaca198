"""Writes the font files that come with the program, out of packages of the npm registry and of PyPI.

`src/salespack/typesetting/fonts` has the faces of the documents, as their packages have them; these hold three times as
many more. `src/salespack/typography/packed` has what stands in for letters that a typeface lacks, and in its `twins`
what stands in for the commonest typefaces: faces that are as wide as they are, with the scripts of `TWIN_LETTERS` and
without hints for small screens, which no PDF needs. Which package, version and checksum each comes from is written
here; a package that is another is refused. Run it with npm and pip at hand: `python tools/vendor_fonts.py`. The same
packages give the same files.
"""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "salespack"
FACES, TARGET = PACKAGE / "typesetting" / "fonts", PACKAGE / "typography" / "packed"
SOURCES = {
    "NotoEmoji.ttf": ("@fontsource/noto-emoji@5.3.2", "noto-emoji-emoji-400-normal.woff"),
    "NotoSansMath.ttf": ("@fontsource/noto-sans-math@5.3.0", "noto-sans-math-latin-400-normal.woff"),
    "NotoSansSymbols.ttf": ("@fontsource/noto-sans-symbols@5.3.0", "noto-sans-symbols-symbols-400-normal.woff"),
    "NotoSansSymbols2.ttf": ("@fontsource/noto-sans-symbols-2@5.3.0", "noto-sans-symbols-2-symbols-400-normal.woff"),
}
"""By the file that is made: the npm package and the file in it."""
TWINS = {
    "Arimo": "@expo-google-fonts/arimo@0.4.3",
    "Caladea": "@expo-google-fonts/caladea@0.4.2",
    "Carlito": "@expo-google-fonts/carlito@0.4.1",
    "Cousine": "@expo-google-fonts/cousine@0.4.3",
    "Gelasio": "@expo-google-fonts/gelasio@0.4.1",
    "Tinos": "@expo-google-fonts/tinos@0.4.2",
}
"""By family: the npm package, which has the files of Google Fonts. All are under the SIL Open Font License."""
TWIN_STYLES = {
    "Regular": "400Regular", "Italic": "400Regular_Italic", "Bold": "700Bold", "BoldItalic": "700Bold_Italic",
}  # fmt: skip
TWIN_LETTERS = (*range(0x20, 0x530), 0xE3F, *range(0x1D00, 0x2700), *range(0xFB00, 0xFB07), 0xFFFD)
"""Latin, Greek, Cyrillic, and the signs that stand among them: all letters that Calibri’s twin has."""
TWIN_FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
WHEELS = {
    "font-manrope==0.0.2": (
        "font_manrope/files", "OFL.txt", "Manrope.LICENSE.txt", ("Manrope-SemiBold.ttf", "Manrope-Bold.ttf"),
    ),
    "font-source-sans-pro==0.0.1": (
        "font_source_sans_pro/files", "LICENSE.txt", "SourceSansPro.LICENSE.txt",
        (
            "SourceSansPro-Regular.otf", "SourceSansPro-It.otf",
            "SourceSansPro-Semibold.otf", "SourceSansPro-SemiboldIt.otf",
        ),
    ),
}  # fmt: skip
"""By the package on PyPI: the folder of its files, its licence there, what that is called here, and the faces taken."""
CHECKSUMS = {
    "@expo-google-fonts/arimo@0.4.3": "sha512-kXMUJ303nJgKjJFr8yuiAY9dgIoAoj9HccKkaSw0J63/T4MSdxFejzfDUVLzUz+ohpQWinifV99QOAUQLcGKDg==",  # noqa: E501
    "@expo-google-fonts/caladea@0.4.2": "sha512-b6hpisI+XjFuzRpkBXaEVY27c5j6wnCZFhCyOJUiDWqoRD1jzvICrl0vPZyKrQvR8yQWpsgXxaWOk9hbuH4RRg==",  # noqa: E501
    "@expo-google-fonts/carlito@0.4.1": "sha512-S4vhxWiS1mKp6AAx44VvNt7edQhnoXJU3obKcBZRjMkvQn0MJlm+Sz3O2bhcXy3h01CMi/soREOjDcZYFDzL/Q==",  # noqa: E501
    "@expo-google-fonts/cousine@0.4.3": "sha512-rSl8RXKqxwz8xJvedqdiKtPghSwRAl5c+lMecDyZ1L+V+IQEx6mavMnYkO0KuKgNcHekJXwXZsbmv7zJWggmAw==",  # noqa: E501
    "@expo-google-fonts/gelasio@0.4.1": "sha512-mqSxj6OCIHnyRxqYYd3HSgDyWw9bI+DBWdyQRw9sNrqoceEh+3f43mY6yTrCKrBXqq0a1q9z76IvAp3HKHZQBw==",  # noqa: E501
    "@expo-google-fonts/tinos@0.4.2": "sha512-MQkfvUO1Aw7UP3jRtWLcjda+udanoL8ecrbkjbc3ZdhSI1iW/Uil4uD8O0eOiIxU2v/FeAT2XjGNiz5oYUlucg==",  # noqa: E501
    "@fontsource/noto-emoji@5.3.2": "sha512-N9CSzXJB04AVWYvFbuBgL2Dq964Zo91th/uOu/QLSuWBYuL9FWXGcEo6ZNwc/IJ7vmpm8KHaIKD7jF8pYm4taw==",  # noqa: E501
    "@fontsource/noto-sans-math@5.3.0": "sha512-CzodkZ4R2VC73rqbNbVpiI94fXZJLFEMNBTAM3DFadjAKrjLQ2Fr+s2yM2c5uS+frBZ2IM+LyMo6COhAzV7hCA==",  # noqa: E501
    "@fontsource/noto-sans-symbols@5.3.0": "sha512-Al5jMC2ivI5JkBP3RpcEhkY3zel9CyS199TfKC/B1SAFVj8BJghUNX0tMif0CuhVLpVwZMacM/lHJx3wxdJZBQ==",  # noqa: E501
    "@fontsource/noto-sans-symbols-2@5.3.0": "sha512-hFnEnIXOIgLLJ61SO9icRXKoS+LSWoq7ZqKJQ/NaQR7ptdC6+7yW4ci6EuXgsS1S9JmWpciX6w0AFZkU1DKn1A==",  # noqa: E501
}
"""The packages' sha512, as npm writes it."""
WHEEL_CHECKSUMS = {
    "font-manrope==0.0.2": "2ca9192f3602a3459323dfd7447c8c5ffa0795696c62fac465ef7c9b0521d292",
    "font-source-sans-pro==0.0.1": "2250396f565a0fea35726e56059216d1d5d75071d64d075ebdfec183b4b85765",
}
"""The wheels' sha256, as PyPI writes it."""


def package(name: str, folder: Path) -> bytes:
    """The package's tarball, as npm gives it."""
    done = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, capture_output=True, text=True, check=True)  # noqa: S607 - npm is looked for
    return (folder / done.stdout.strip().splitlines()[-1]).read_bytes()


def wheel(name: str, folder: Path) -> bytes:
    """The package's wheel, as pip gives it."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", folder, name],
        check=True,
    )
    return next(folder.glob("*.whl")).read_bytes()


def main() -> int:
    """Writes all files; 1 where a package is another than it was."""
    return faces() or stand_ins() or twins()


def faces() -> int:
    """Writes the faces of the documents; 1 where a package is another than it was."""
    FACES.mkdir(exist_ok=True)
    for name, (source, licence, licence_here, files) in WHEELS.items():
        with tempfile.TemporaryDirectory() as folder:
            content = wheel(name, Path(folder))
        found = hashlib.sha256(content).hexdigest()
        if found != WHEEL_CHECKSUMS[name]:
            print(f"{name} is {found}, not as it was: look at what changed, then write it into WHEEL_CHECKSUMS")
            return 1
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (FACES / licence_here).write_bytes(archive.read(f"{source}/{licence}").replace(b"\r\n", b"\n"))
            for file in files:
                (FACES / file).write_bytes(archive.read(f"{source}/{file}"))
                print(f"{file}: {(FACES / file).stat().st_size:,} bytes from {name}")
    return 0


def checked_package(name: str, checksums: Mapping[str, str]) -> tarfile.TarFile | None:
    """The files of an npm package; None, told, where it is another than its checksum says."""
    with tempfile.TemporaryDirectory() as folder:
        content = package(name, Path(folder))
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != checksums[name]:
        print(f"{name} is {found}, not as it was: look at what changed, then write it here")
        return None
    return tarfile.open(fileobj=io.BytesIO(content))


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """A file of a package."""
    found = archive.extractfile(f"package/{name}")
    assert found is not None  # noqa: S101 - the package is the one that was looked at
    return found.read()


def stand_ins() -> int:
    """Writes what stands in for lacking letters; 1 where a package is another than it was."""
    TARGET.mkdir(exist_ok=True)
    for made, (name, file) in SOURCES.items():
        archive = checked_package(name, CHECKSUMS)
        if archive is None:
            return 1
        with archive:
            font = TTFont(io.BytesIO(member(archive, f"files/{file}")), recalcTimestamp=False)
            (TARGET / f"{Path(made).stem}.LICENSE.txt").write_bytes(member(archive, "LICENSE"))
        font.flavor = None
        font.save(TARGET / made)
        print(f"{made}: {(TARGET / made).stat().st_size:,} bytes from {name}")
    return 0


def twins() -> int:
    """Writes what stands in for the commonest typefaces; 1 where a package is another than it was."""
    folder = TARGET / "twins"
    folder.mkdir(exist_ok=True)
    for family, name in TWINS.items():
        archive = checked_package(name, CHECKSUMS)
        if archive is None:
            return 1
        with archive:
            (folder / f"{family}.LICENSE.txt").write_bytes(member(archive, "LICENSE_FONT").replace(b"\r\n", b"\n"))
            for style, source in TWIN_STYLES.items():
                made = folder / f"{family}-{style}.ttf"
                made.write_bytes(with_letters(member(archive, f"{source}/{family}_{source}.ttf")))
                print(f"{made.name}: {made.stat().st_size:,} bytes from {name}")
    return 0


def with_letters(content: bytes) -> bytes:
    """A font with the letters of `TWIN_LETTERS` alone."""
    options = subset.Options()
    options.set(hinting=False, glyph_names=False, notdef_outline=True, layout_features=list(TWIN_FEATURES))
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=TWIN_LETTERS)
    subsetter.subset(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
