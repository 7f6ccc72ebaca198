"""Makes the tables of advance widths in `src/salespack/typography`, from open fonts.

    python tools/make_width_tables.py [folder with fonts, /usr/share/fonts by default]

`widths.msgpack` has typefaces that come with every office program, from fonts that were drawn to be as wide: Liberation
Sans, Serif and Mono (SIL Open Font License 1.1; Debian's fonts-liberation), Carlito (SIL OFL 1.1) and Caladea (Apache
License 2.0), both of Debian's fonts-crosextra, and Gelasio (SIL OFL 1.1), of the packed twins. They have the widths of
Arial, Times New Roman, Courier New, Calibri, Cambria and Georgia. DejaVu Sans (Bitstream Vera's free licence; Debian's
fonts-dejavu-core) is there for itself. Monapo (IPA Font License 1.0; Debian's fonts-monapo) has the widths of MS
PGothic, whose kana are narrower than an em.

`free_widths.msgpack` has the free typefaces that companies take most, from the packages of Google Fonts on npm, with
the letters of `LETTERS`; the checksums are here. Only widths, heights and the code points that have a glyph are taken:
facts about the fonts, none of their outlines.
"""

from __future__ import annotations

import re
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from salespack.typography import packed_fonts, widths
from salespack.typography.fontfiles import read_table
from tools.vendor_fonts import checked_package

FILES = {
    "Arial": "LiberationSans",
    "Times New Roman": "LiberationSerif",
    "Courier New": "LiberationMono",
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "DejaVu Sans": "DejaVuSans",
    "Georgia": "Gelasio",
}
UPRIGHT = {"MS PGothic": "monapo"}
"""Families of one face, which is slanted and made bold without a change of widths."""
STYLES = {"Regular": "", "Bold": "b", "Italic": "i", "BoldItalic": "bi"}
OTHER_NAMES = {
    "DejaVuSans-Regular": "DejaVuSans", "DejaVuSans-Italic": "DejaVuSans-Oblique",
    "DejaVuSans-BoldItalic": "DejaVuSans-BoldOblique",
}  # fmt: skip
"""Files that do not name their style as the others do."""
FREE = {
    "@expo-google-fonts/archivo@0.4.2": "sha512-FLhI4/ZVIFSHHxx15Z7Rr4QX/4ZrJozEebBEFSdHSRRwULGCuSIpbb3dz56Hslux6LZEnJ1mVpZ6CyVpUzLwIg==",  # noqa: E501
    "@expo-google-fonts/barlow@0.4.1": "sha512-ARAwBvQFGxOt2dfoQRVDRZghaStrXTIyI7oBD6/J4z2Iyr+0ME2HJq13RFhTuagCFrT4iapzuKHwOR3iLrNJrA==",  # noqa: E501
    "@expo-google-fonts/cabin@0.4.2": "sha512-0U7aB/62JkdEhr5wqAYhT6GhYzZJJkUqXmcyEO3X51m5ezDZv9HwDvanB6y5XPaabqZhItZ+PmV6/KegbClzbQ==",  # noqa: E501
    "@expo-google-fonts/dm-sans@0.4.2": "sha512-e/fLH5aCJzkEenz7axvEn8N7IJAKhUwNjIxS75h9j+Ip1M9S7d22M19gJN3A7QW4egVkBJRyQh1hQFhngQn9yA==",  # noqa: E501
    "@expo-google-fonts/eb-garamond@0.4.3": "sha512-8HsDPKN6vDlzxZLgo3UFcyr4uvtY33TBpM65owySnF8cy8hq0ss8AWmBvT/lMRJ/wfcoaPP8gFQsizPRvr0nqg==",  # noqa: E501
    "@expo-google-fonts/exo-2@0.4.2": "sha512-NHl98DsSHurvtGhOKeMAJsnaN+gVj+FMrlwVdAgiID1RfAKELhw0JojznSJ5cR91bIhiSkcrUMLjYieDQe7RAQ==",  # noqa: E501
    "@expo-google-fonts/figtree@0.4.1": "sha512-6IQQddGeR3yZBSwiIjy2kd1gA+5s2esF8JAFw6M1qqU4RUlj4Zxkw9J+gixAtZFgd+QIS875EPHqeYlpaRcCRw==",  # noqa: E501
    "@expo-google-fonts/fira-sans@0.4.1": "sha512-zQVs67baYyBVEScaCGKG3MBtGe2hPNc7R3Axmj7JmWs310kOem4poL1mB+O52rwfFqiigzxV876BHFZBxoie1Q==",  # noqa: E501
    "@expo-google-fonts/hind@0.4.1": "sha512-AfWRUD8GM9c4J7vU0t9I7aCEbBAJJYffbC8tUgHkj+KSRpDvXYeWUS+3PkZXy/sAuyO1KhCuhNa+A1Bkf1ZnXA==",  # noqa: E501
    "@expo-google-fonts/ibm-plex-sans@0.4.1": "sha512-allsuhZbvKoKDTB/U8creFVYYzhI97Nw9MgyyNjFzqISNc/sURpA7ZY37Rr+IRI567OV9BWQ/ioUCjAQrVGRbw==",  # noqa: E501
    "@expo-google-fonts/inter@0.4.2": "sha512-syfiImMaDmq7cFi0of+waE2M4uSCyd16zgyWxdPOY7fN2VBmSLKEzkfbZgeOjJq61kSqPBNNtXjggiQiSD6gMQ==",  # noqa: E501
    "@expo-google-fonts/josefin-sans@0.4.2": "sha512-aVxfoUme2j7eQlPQzfXLPhqn3rimsMPH7QcsBhSP2PqXAkAgcbBhmYd2X1XIrxvXTQBAIHVWE8AgmoVIcnrYmw==",  # noqa: E501
    "@expo-google-fonts/jost@0.4.2": "sha512-3iFG70tU53VEt+SRz6ItDUH7S8xBv/m2NNfE3aVRfpZgdLus8HmE1Bjib9iAni/nr0hqT06pfL56ahHjCR6uiw==",  # noqa: E501
    "@expo-google-fonts/karla@0.4.2": "sha512-a99ezH+aon+ya8XR4tJX+npPP5nis6DhIIbvqhYDQgoVVWp0jebKrBFOXFzzBonkxE8YAltrTS9DdXHW4n3LAw==",  # noqa: E501
    "@expo-google-fonts/lato@0.4.1": "sha512-U2g1sOBFSNgmxhh/Ywgyi7Hx6T3UielX2nmZuP55wqndrIEyNX3HeUQIhhQDe2vZ+nvZI0Z2vTcVjmOn/BM9ow==",  # noqa: E501
    "@expo-google-fonts/lexend@0.4.1": "sha512-uddqvCw9zFeYVUqUmPkCxFqEd+YbmCKqpNpdzj+LhJwYM2AwjR8i+Zq5Qx7KhbP/vzIZUfSwC5bnZ3cx2ltqGw==",  # noqa: E501
    "@expo-google-fonts/libre-franklin@0.4.2": "sha512-aUf6qenmy23hL2BteGl8bk1Y1rmxplz3e1HhmjDkFt171aT7gEc4uSbuS1URbD5mUPzt0rv+VuOlKezPlDegew==",  # noqa: E501
    "@expo-google-fonts/lora@0.4.2": "sha512-Bnofh2mIOUKp4KUS48VjaBgug4lQOcw/ftU0NFv5OPtiutL422//G1v63xDZEMUEL6ft4fi5q94/uKcpDjbPag==",  # noqa: E501
    "@expo-google-fonts/manrope@0.4.2": "sha512-BZsKe8d9BJrVnIQIZcTS7/Kac0TbXnqs/+8EBSiQxrmK6GoCO6eTkmr50D1weIk/EoF20pTmAkpWICnovATr/g==",  # noqa: E501
    "@expo-google-fonts/merriweather@0.4.2": "sha512-jUlmDzo5hQ36fPDXZvdt2VIZGCFkdg2Gfx+oWnbzvfygdCvx3AIe8O74IdsN1IZ65mxSSgsajM1c2XV2L/eYkw==",  # noqa: E501
    "@expo-google-fonts/montserrat@0.4.2": "sha512-Xyq7rKJhhZOE1Xk4wKSSVoUeOkFmQEMhtZ3pdFrgYckGZMs115Apmld1AI8Ju+yrl5GzDdfRCCqRr33dvEDYUA==",  # noqa: E501
    "@expo-google-fonts/mulish@0.4.2": "sha512-89tkBww9zl5YVTdCLMp+I7XfjsoqUxw8iU7swOqhCOafwr0Ldr01Xd4SmMr+/mizz+pIECGPU8826bgjx8vDDQ==",  # noqa: E501
    "@expo-google-fonts/noto-sans@0.4.2": "sha512-zYD8G2ijWLxqmquoQgghNh/x9p0yxWwArD0oxO1oXY1qx5vOd4t0Kbhnu/Cx8RTy08OgA8RtxuULZFaXwVPnPw==",  # noqa: E501
    "@expo-google-fonts/noto-serif@0.4.2": "sha512-1xvAYegrtpCuPPunSyhvhV9FHWEzCWjikEoUJkvHt+WWvt+h7lKr+vkXNpqwFQM4W3KjXOccfLd5s04xLMjjDQ==",  # noqa: E501
    "@expo-google-fonts/nunito@0.4.2": "sha512-1KCWphw/I2ugqfs9iRHUCkPTnomNgGPtF4AvqVquoEKxr0EL+mcLNLgeixsslbaSFevRR6/KJAE3sc8g0VaY0Q==",  # noqa: E501
    "@expo-google-fonts/nunito-sans@0.4.2": "sha512-e4+jUhgXNC6Zahf3MQwiiUimjWPp/Noe5v7CxBDbvXED+E7p7/egDaXKTbLwSBJku/mP3N+vNdJwk5xKAjkQmg==",  # noqa: E501
    "@expo-google-fonts/open-sans@0.4.2": "sha512-gvhPqLXYnltWgll3iBwRGUwf5yN2HCh4mgQmFoQ8oU66LTs23oX4N7T3t0BDsKfP/1Z8F8+4c7wSkA11Nnk4kA==",  # noqa: E501
    "@expo-google-fonts/oswald@0.4.2": "sha512-ZLB8ou0SmSWThyLDCHQdFnbMrj93hRrpkKMLLoPrIs4QTrPxZyOxHoJ4mFoFCs0efZdV1Yd8mULfaggAblX5Mg==",  # noqa: E501
    "@expo-google-fonts/outfit@0.4.3": "sha512-2uQmDVJencWLllxds6SG92E+SjxyZfvg7eZKZ5XLHggmm5AuUyQK7lzMAFOUzT6kheq2kJ7BAiubMdjKT32fJg==",  # noqa: E501
    "@expo-google-fonts/playfair-display@0.4.2": "sha512-mWhBV59RUjSS3aYpytUb7UyHHTnXcHh7epAn7gq+M4XAEh5PuMKUrP8eiUfkJLb6UwHZCi7EhQpUzxHu5OL96w==",  # noqa: E501
    "@expo-google-fonts/plus-jakarta-sans@0.4.2": "sha512-6LYVmVGwjQvH+uzzWlVc9+oMj4lkNQ41aymVDjO+x8aFk8kCye20wOyLomYMZaMezA++Uf1mZRCw3W3Fy/hxEA==",  # noqa: E501
    "@expo-google-fonts/poppins@0.4.1": "sha512-LiX5oEryJqDt3UmWwr4oqf11hGMz/JEffkkNcZ3UtGwyoMFzXmBmTwcrAWrEttxypxmLNmPykDg+CY2VjKve9A==",  # noqa: E501
    "@expo-google-fonts/pt-sans@0.4.1": "sha512-Es20zwpN948YN2GdrsGIlCuqjeF+RGfGgunvcbSMjow/wQzglyisesyuhf8MU2fMpbMBVfY0modhrytumstycg==",  # noqa: E501
    "@expo-google-fonts/pt-serif@0.4.1": "sha512-XziSzDDcyNvNehbsGMFw06SfC46GQf5Or4nH4XX8PEVTl+HI3xKKDmgGeatL37LAdEeEJ8xg2TTYKFE8FdPcOQ==",  # noqa: E501
    "@expo-google-fonts/public-sans@0.4.2": "sha512-sIUyE7yXUHw6asSN6lXfcxNHl/EIyKl3EMKTgwDaY/1lTTP/9ZHYMYGwGS5XfEGQ/zgMUOjnzA7qlN9DJkctAw==",  # noqa: E501
    "@expo-google-fonts/quicksand@0.4.1": "sha512-LpGdmY+CDm/GTv29qDPy8Nz1a3idWO1R6Bb+ty7flS6vfHXsdOQTRKNz93SFHdXQj0FSvVhvMLe3wTtMgf312A==",  # noqa: E501
    "@expo-google-fonts/raleway@0.4.2": "sha512-EFHYXFx9/M+6kGt/T2/y2Aqo30SosZUp4d8Dd7aLumhacrwlcRL6GYMqwIYQpLbR0xh5Vn4/APH5N72tEkoKRA==",  # noqa: E501
    "@expo-google-fonts/red-hat-display@0.4.1": "sha512-sfJgaWo+DVLR9Xgq2Q0dEJlOwoXVscUzmuLJg4vL56sPg7MtfOUG34B3ezouwn4Ww1vc4C3A1xCKhTOf9167jQ==",  # noqa: E501
    "@expo-google-fonts/roboto@0.4.3": "sha512-kX3wmpmu06fN1yOwYWMdjYJWNUYW6xUiAGeHbvPzzSEb3A3j23JelQ3tAgwQNKgEKRq6wtMmzixy2r7y9c8dsA==",  # noqa: E501
    "@expo-google-fonts/roboto-condensed@0.4.2": "sha512-O4fsLz/61XD6sY9HEmNpjNh0GNOagmEIWh+F7l+CocU0FSBq5MK1Ipzklsec7i4LQk1fWKF7AdOnOn6QhHQowg==",  # noqa: E501
    "@expo-google-fonts/roboto-mono@0.4.2": "sha512-TkWqMKicHKbWclt3dZuzHgBXE4OZgenz+Bp8XT26/wKcWvUXnzGvS7C140QYCsq+CKZsa+0JTZppq2Wfyx0SCQ==",  # noqa: E501
    "@expo-google-fonts/roboto-slab@0.4.2": "sha512-dT4K0ut4Y0uU5VJJ/PQjDKO8tZZXBkhiO3/WOhxqQy7LWRFXlWFWaMlpXLi3HUSDG7nkoSD2+MJWA6lDnPk7MQ==",  # noqa: E501
    "@expo-google-fonts/rubik@0.4.2": "sha512-WJtpQEw4lDKjCVnVIBF9qiZn+BTOB3juWvSchpZ+mnHFFV0gh4PyOvLLJCOMmKVgSj/pzFDtNe4apqexrD0+pA==",  # noqa: E501
    "@expo-google-fonts/source-code-pro@0.4.1": "sha512-pTKy5BpNeBOSWtZpXXtTxR5NiXmKLQcP2x8TVDNiWvG6dHTkaHNzzDy0z+GzHp+nx1gt7imfzSjWGLd9d4JGsQ==",  # noqa: E501
    "@expo-google-fonts/source-sans-3@0.4.1": "sha512-sxsO4kfxQnVMT6ri/yWiBefkgem6suvc7KWJ4m/kWGTGqxkGouxG7MQsZ8XR6wqasxYZxdWK1gtusMBLSZDiiA==",  # noqa: E501
    "@expo-google-fonts/space-grotesk@0.4.1": "sha512-ZVQYw4Ok/pgcSJiufP8oRZE3AVxS9xtmKEUfsurbHkHNdMc/GA1gDXP9G4Cr7KL4KqSc0haexR2TuMigotCn4Q==",  # noqa: E501
    "@expo-google-fonts/titillium-web@0.4.1": "sha512-IpDZqvgfsC7L9U17GMIs6vhTedhrDXmNpFVxx4DtXTVZFjLsGZyjQtaIk/BB+jHP4VCyqFXeTpqe/K0Sabt6KA==",  # noqa: E501
    "@expo-google-fonts/ubuntu@0.4.1": "sha512-dwfRVuLkdFJH/D9iVMYZXDBwbCEKGLfH53AqBMyKhATYBs21iDxkf3NjyjI0MYEHm24mOM7i236idCfyF23Z6Q==",  # noqa: E501
    "@expo-google-fonts/urbanist@0.4.2": "sha512-n7adboEbLKfJ60xHunRutK8ndLbwSIntCO7/HDYuNJMN9Hw4mE0R9Wq7KLmSPfipf/qBogRyXruRVnSg8WFNqg==",  # noqa: E501
    "@expo-google-fonts/work-sans@0.4.2": "sha512-v+I8jQgoOAmI77v1V0EXvgKA4NGg8Agy2BCHAI6sswAKTub2sKsi6PXT4vLBn95dbbTqelSlcT79YRDTlCBrRg==",  # noqa: E501
}
"""The packages' sha512, as npm writes it."""
FAMILIES = {"source-sans-3": ("Source Sans 3", "Source Sans Pro")}
"""By package: the names of its family, where they are more than the package's name tells."""
SMALL = {"dm": "DM", "eb": "EB", "ibm": "IBM", "pt": "PT"}
LETTERS = frozenset(
    (*range(0x20, 0x180), *range(0x218, 0x21C), *range(0x370, 0x460), *range(0x1E80, 0x1E86), *range(0x2010, 0x2045),
     0x20AC, 0x20BD, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CF, 0x2713)
)  # fmt: skip
"""Code points of Latin, Greek and Cyrillic letters and the signs that stand among them."""
A_FACE = re.compile(r"package/(\d00)(\w+?)(_Italic)?/[^/]+\.ttf")


def main(folder: Path) -> int:
    """Reads the fonts and writes the tables beside the module that reads them; 1 where a package is another."""
    found = {path.stem: path for path in sorted((packed_fonts.PACKED / "twins").glob("Gelasio-*.ttf"))}
    found |= {path.stem: path for path in sorted(folder.rglob("*.ttf"))}
    found |= {name: found[file] for name, file in OTHER_NAMES.items()}
    tables = {
        f"{family}/{style}": msgspec.Raw(msgspec.msgpack.encode(read_table(found[f"{name}-{suffix}"])))
        for family, name in FILES.items()
        for suffix, style in STYLES.items()
    }
    for family, name in UPRIGHT.items():
        upright = msgspec.Raw(msgspec.msgpack.encode(read_table(found[name])))
        tables |= {f"{family}/{style}": upright for style in STYLES.values()}
    widths.PLACE.write_bytes(msgspec.msgpack.encode(tables))
    free: dict[str, msgspec.Raw] = {}
    for name in FREE:
        archive = checked_package(name, FREE)
        if archive is None:
            return 1
        with archive:
            for key, table in faces(name, archive):
                free[key] = msgspec.Raw(msgspec.msgpack.encode(table))
    widths.FREE_PLACE.write_bytes(msgspec.msgpack.encode(free))
    return 0


def faces(name: str, archive: tarfile.TarFile) -> Iterator[tuple[str, widths.Table]]:
    """The tables of a package's faces, each by the names that it has in PowerPoint.

    Regular and bold are styles of the family; every other weight is a typeface of its own.
    """
    package = name.removeprefix("@expo-google-fonts/").partition("@")[0]
    spelled = " ".join([SMALL.get(word, word.capitalize()) for word in package.split("-")])
    for member in archive.getnames():
        if not (found := A_FACE.fullmatch(member)):
            continue
        weight, called, italic = found.groups()
        source = archive.extractfile(member)
        assert source is not None  # noqa: S101 - it is one of the names
        with tempfile.NamedTemporaryFile(suffix=".ttf") as file:
            file.write(source.read())
            file.flush()
            table = some_letters(read_table(Path(file.name)))
        style = {"400": "", "700": "b"}.get(weight, "") + ("i" if italic else "")
        for family in FAMILIES.get(package, (spelled,)):
            own = family if weight in ("400", "700") else f"{family} {called}"
            yield f"{own.casefold()}/{style}", table


def some_letters(table: widths.Table) -> widths.Table:
    """A table with the widths of `LETTERS` alone."""
    known = widths.Widths(table)
    runs, advances = widths.packed({code: known[chr(code)] for code in sorted(LETTERS) if known.has(chr(code))})
    return msgspec.structs.replace(table, runs=runs, widths=advances)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("/usr/share/fonts")))
