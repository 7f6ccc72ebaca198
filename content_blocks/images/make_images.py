"""Draws the pictures of this folder: `python make_images.py [--font Carlito-Bold.ttf]`.

`platform-layers.png` and `platform-layers.fi.png` are four slabs, one above the other: what is the customer's own is
pale or dark, what Lumikko brings is in the brand's lake and low sun. Their ground is transparent, and the slabs have
a light rim and the labels a light plate, so that they are seen on slides of any colour. `city-at-night.jpg` is a city
in which somebody is awake in every house, `peak.jpg` a load that rises and falls with stacks of machines a step ahead
of it, `bridge.jpg` a move by day: from one old house across a bridge to many small ones. `shops.jpg` are shops that
are open, and one that is not. `logo-*.png` are logos of companies that do not exist. The colours are read from the
brand file.
"""

from __future__ import annotations

import argparse
import math
import random
import zipfile
from pathlib import Path

from lxml import etree
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
LAYERS = {
    "platform-layers.png": ("Your services", "Golden paths", "Platform", "Your cloud or data centre"),
    "platform-layers.fi.png": ("Palvelunne", "Valmiit polut", "Alusta", "Pilvenne tai konesalinne"),
}
SIZE = (2000, 1000)
SMOOTH = 3  # drawn this many times larger, then scaled down
CENTRE, TOP, STEP = 520, 190, 195  # of the first slab and from one to the next, in pixels of the picture
HALF_WIDTH, HALF_DEPTH, THICKNESS = 460, 152, 46
LABEL_X, LABEL_SIZE = 1110, 74
PLATE, RIM = 62, 4  # half the height of a label's plate, and the line around a slab, in pixels
CITY, CITY_SIZE = "city-at-night.jpg", (1600, 1000)
ROWS = ((0.50, 0.35), (0.62, 0.6), (0.76, 0.85))  # of houses: how low their roofs stand, and how dark they are
WINDOW, APART = (9, 14), (20, 30)  # its size, and from one to the next, in pixels
PEAK, BRIDGE, SHOPS, SQUARE = "peak.jpg", "bridge.jpg", "shops.jpg", 1200  # cut to half a slide, and their side
STACKS, MACHINES = 13, 11  # how many stacks of machines there are, and how many are in the highest

LOGOS = {
    "logo-tinworks.png": ("Tinworks Foundry", "#9A3412", "bars"),
    "logo-aava.png": ("aava", "#0E7490", "waves"),
    "logo-ferries.png": ("NORTHERN FERRIES", "#1E3A5F", ""),
    "logo-kide.png": ("kide", "#5B21B6", "star"),
    "logo-oak.png": ("Oak & Daughters", "#166534", "disc"),
    "logo-lumo.png": ("Lumo Energia", "#B45309", "disc"),
}
"""The name of each company, its colour, and the sign before the name."""
LETTERS = 150  # the size of the names

Colour = tuple[int, int, int]
Point = tuple[float, float]


def brand_colours(brand: Path) -> dict[str, Colour]:
    """The colours of the brand file's theme by their names (`dk1`, `accent1`, ...)."""
    with zipfile.ZipFile(brand) as archive:
        theme = etree.fromstring(archive.read("ppt/theme/theme1.xml"))
    scheme = theme.find(".//{*}clrScheme")
    if scheme is None:
        raise SystemExit(f"{brand} has no colour scheme: make it with brand/make_brand.py")
    found = {}
    for colour in scheme:
        red, green, blue = bytes.fromhex(colour[0].get("val", "000000"))
        found[etree.QName(colour).localname] = (red, green, blue)
    return found


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a `share` (0-1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def on_slab(top: float, across: float, deep: float) -> Point:
    """The place on a slab's upper side; `across` and `deep` run from -1 to 1 along its two edges."""
    return CENTRE + (across - deep) * HALF_WIDTH / 2, top + (across + deep) * HALF_DEPTH / 2


class Canvas:
    """A picture drawn larger than it will be; coordinates are those of the finished one."""

    def __init__(self, background: Colour) -> None:
        self.image = Image.new("RGBA", (SIZE[0] * SMOOTH, SIZE[1] * SMOOTH), (*background, 0))
        self.draw = ImageDraw.Draw(self.image)

    def polygon(self, points: list[Point], fill: Colour) -> None:
        """A filled polygon."""
        self.draw.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], fill)

    def line(self, points: list[Point], fill: Colour, width: int) -> None:
        """A line through the points."""
        self.draw.line([(x * SMOOTH, y * SMOOTH) for x, y in points], fill, width * SMOOTH, joint="curve")

    def plate(self, left: float, middle: float, right: float, fill: Colour) -> None:
        """A filled rectangle with round ends, as high as a label."""
        box = (left * SMOOTH, (middle - PLATE) * SMOOTH, right * SMOOTH, (middle + PLATE) * SMOOTH)
        self.draw.rounded_rectangle(box, PLATE * SMOOTH // 3, fill)

    def dot(self, centre: Point, radius: float, fill: Colour) -> None:
        """A filled circle."""
        x, y = centre
        self.draw.ellipse([(v * SMOOTH) for v in (x - radius, y - radius, x + radius, y + radius)], fill)

    def text(self, place: Point, words: str, fill: Colour, font: ImageFont.FreeTypeFont) -> None:
        """Words that start at `place` and stand in the middle of its height."""
        self.draw.text((place[0] * SMOOTH, place[1] * SMOOTH), words, fill, font, anchor="lm")

    def finished(self) -> Image.Image:
        """The picture in its own size, with a small palette."""
        whole = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        return whole.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def block(canvas: Canvas, base: list[Point], height: float, colour: Colour, dark: Colour) -> None:
    """A solid on `base` (its back, right, front and left corner), seen from above and in front."""
    _, right, front, left = base
    up = [(x, y - height) for x, y in base]
    canvas.polygon([left, front, up[2], up[3]], mixed(colour, dark, 0.22))
    canvas.polygon([front, right, up[1], up[2]], mixed(colour, dark, 0.42))
    canvas.polygon(up, colour)


def square(top: float, across: float, deep: float, half: float) -> list[Point]:
    """A square on a slab's upper side: back, right, front and left corner."""
    corners = ((-half, -half), (half, -half), (half, half), (-half, half))
    return [on_slab(top, across + a, deep + d) for a, d in corners]


def draw_slab(canvas: Canvas, number: int, colours: dict[str, Colour], fill: Colour) -> float:
    """The slab of a layer with what stands on it; returns the height of its middle."""
    top = TOP + number * STEP
    base = [(x, y + THICKNESS) for x, y in square(top, 0, 0, 1)]
    block(canvas, base, THICKNESS, fill, colours["dk1"])
    _, right, front, left = base
    up = [(x, y - THICKNESS) for x, y in base]
    canvas.line([up[3], up[0], up[1], right, front, left, up[3], up[2], up[1]], mixed(fill, colours["lt1"], 0.45), RIM)
    if number == 0:  # services
        for across, deep in ((-0.55, -0.55), (0.05, -0.55), (0.65, -0.55), (-0.55, 0.05), (0.05, 0.05), (-0.55, 0.65)):
            block(
                canvas,
                square(top, across, deep, 0.17),
                46,
                mixed(colours["accent6"], colours["lt1"], 0.15),
                colours["dk1"],
            )
    elif number == 1:  # paths from the edge to the middle
        for deep in (0.55, 0.78):
            canvas.line([on_slab(top, -0.85, deep), on_slab(top, 0.85, deep)], colours["lt1"], 7)
            canvas.dot(on_slab(top, 0.85, deep), 13, colours["lt1"])
        for across in (0.55, 0.78):
            canvas.line([on_slab(top, across, -0.85), on_slab(top, across, 0.3)], colours["lt1"], 7)
            canvas.dot(on_slab(top, across, -0.85), 13, colours["lt1"])
    return top + THICKNESS / 2


def platform_layers(labels: tuple[str, ...], colours: dict[str, Colour], font: ImageFont.FreeTypeFont) -> Image.Image:
    """The four layers, drawn from the lowest up, each with its label on the right."""
    white, ink = colours["lt1"], colours["dk1"]
    plate = mixed(colours["accent6"], white, 0.85)
    fills = (mixed(colours["accent6"], white, 0.62), colours["accent2"], colours["accent1"], colours["dk2"])
    canvas = Canvas(white)
    for number in reversed(range(len(labels))):
        middle = draw_slab(canvas, number, colours, fills[number])
        start = (CENTRE + HALF_WIDTH + 14, middle)
        canvas.line([start, (LABEL_X - 24, middle)], mixed(ink, white, 0.55), 4)
        canvas.plate(LABEL_X - 28, middle, LABEL_X + font.getlength(labels[number]) / SMOOTH + 28, plate)
        canvas.text((LABEL_X, middle), labels[number], colours["dk2"], font)
    return canvas.finished()


def city_at_night(colours: dict[str, Colour]) -> Image.Image:
    """Rows of houses under a night sky, the nearer the darker, with lights in their windows."""
    chance, (wide, high) = random.Random(13), CITY_SIZE  # noqa: S311 - the same houses every time
    sky, horizon, ink = colours["dk2"], mixed(colours["accent2"], colours["accent1"], 0.35), colours["dk1"]
    picture = Image.new("RGB", CITY_SIZE)
    draw = ImageDraw.Draw(picture)
    for y in range(high):
        draw.line([(0, y), (wide, y)], mixed(sky, horizon, min(y / high * 1.3, 1.0) ** 2.2))
    lit = mixed(colours["accent2"], (255, 244, 214), 0.72)
    for roof, dark in ROWS:
        left = -40.0
        while left < wide:
            width, top = chance.uniform(70, 150), high * (roof + chance.uniform(-0.13, 0.1))
            wall = mixed(mixed(colours["accent1"], sky, chance.uniform(0.3, 0.7)), ink, dark)
            draw.rectangle([left, top, left + width, high], wall)
            for x in range(int(left) + 14, int(left + width) - 16, APART[0]):
                for y in range(int(top) + 18, high, APART[1]):
                    if chance.random() < 0.33:
                        draw.rectangle([x, y, x + WINDOW[0], y + WINDOW[1]], mixed(wall, lit, chance.uniform(0.35, 1)))
            left += width + chance.uniform(-6, 26)
    return picture.filter(ImageFilter.GaussianBlur(1.1))


def _smooth(picture: Image.Image) -> Image.Image:
    return picture.resize((SQUARE, SQUARE), Image.Resampling.LANCZOS)


def _sky(above: Colour, below: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A square picture, twice as large as it will be, that changes from one colour to another."""
    side = SQUARE * 2
    picture = Image.new("RGB", (side, side))
    draw = ImageDraw.Draw(picture)
    for y in range(side):
        draw.line([(0, y), (side, y)], mixed(above, below, y / side))
    return picture, draw


def peak(colours: dict[str, Colour]) -> Image.Image:
    """A load through a day as a line in low sun; below it the machines that carry it, always one more than it needs."""
    picture, draw = _sky(colours["dk2"], mixed(colours["dk2"], colours["accent1"], 0.45))
    side, floor, step = SQUARE * 2, SQUARE * 2 - 330, 148.0
    width = side / (STACKS + 1)

    def load(x: float) -> float:
        """In machines, for a place from 0 to 1."""
        return 1.6 + 7.4 * math.exp(-(((x - 0.52) / 0.2) ** 2))

    calm, busy = mixed(colours["accent1"], colours["dk2"], 0.25), mixed(colours["accent1"], colours["lt1"], 0.42)
    for stack in range(STACKS):
        left = width * (0.5 + stack)
        most = max(load((left + width * part / 4) / side) for part in range(5))
        for machine in range(min(math.ceil(most) + 1, MACHINES)):
            below = floor - machine * step
            used = machine < most
            box = [left + 16, below - step + 16, left + width - 16, below]
            draw.rounded_rectangle(box, 20, busy if used else None, calm if used else busy, 5)
            lamp = left + width - 62
            if used:
                draw.ellipse([lamp, below - 48, lamp + 24, below - 24], mixed(colours["accent2"], colours["lt1"], 0.5))
    line = [(x, floor - load(x / side) * step) for x in range(0, side + 1, 8)]
    draw.line(line, colours["dk2"], 44, joint="curve")
    draw.line(line, colours["accent2"], 24, joint="curve")
    draw.line([(0, floor + 24), (side, floor + 24)], mixed(colours["lt1"], colours["dk2"], 0.5), 8)
    return _smooth(picture)


def bridge(colours: dict[str, Colour]) -> Image.Image:
    """One large old house and many small new ones, a bridge between them, and what moves across it in daylight."""
    white, ink = colours["lt1"], colours["dk2"]
    picture, draw = _sky(mixed(colours["accent1"], white, 0.74), mixed(colours["accent1"], white, 0.96))
    side = SQUARE * 2
    draw.ellipse([1150, 250, 1550, 650], mixed(colours["accent2"], white, 0.1))
    for base, share, hills in (
        (1500, 0.62, ((0, 1150), (420, 830), (900, 1250), (1500, 760), (2100, 1220), (side, 1000))),
        (1640, 0.36, ((0, 1400), (700, 1130), (1200, 1480), (1800, 1180), (side, 1420))),
    ):
        draw.polygon([(0, base), *hills, (side, base)], mixed(colours["accent1"], white, share))
    draw.rectangle([0, 1640, side, side], mixed(colours["accent1"], ink, 0.35))
    for y in range(1720, side, 90):
        draw.line([(760 + y % 140, y), (1500 + y % 200, y)], mixed(colours["accent1"], white, 0.35), 6)
    draw.polygon([(0, 1500), (820, 1500), (690, side), (0, side)], ink)
    draw.polygon([(side, 1500), (1580, 1500), (1710, side), (side, side)], ink)
    wood = mixed(ink, white, 0.12)
    draw.arc([760, 1500, 1640, 2360], 180, 360, wood, 34)
    draw.rectangle([700, 1468, 1700, 1512], wood)
    for x in range(860, 1600, 120):
        draw.line([(x, 1512), (x, 1930 - round(math.sqrt(max(430**2 - (x - 1200) ** 2, 0))))], wood, 14)
    old = mixed(ink, white, 0.2)
    draw.rectangle([130, 760, 610, 1500], old)
    for x in range(190, 560, 100):
        for y in range(830, 1440, 120):
            draw.rectangle([x, y, x + 52, y + 62], mixed(old, white, 0.22))
    moving = [colours["accent1"], colours["accent2"], mixed(colours["accent1"], white, 0.35)]
    for number, (x, y) in enumerate(
        ((1790, 1340), (1960, 1340), (2130, 1340), (1875, 1180), (2045, 1180), (1960, 1020))
    ):
        draw.rounded_rectangle([x, y, x + 150, y + 150], 16, moving[number % 3], ink, 6)
    for number, x in enumerate((830, 1125, 1420)):
        draw.rounded_rectangle([x, 1318, x + 150, 1468], 16, moving[number], ink, 6)
    return _smooth(picture)


def shops(colours: dict[str, Colour]) -> Image.Image:
    """Rows of small shops in the evening, all lit but one, which has a sign on its door."""
    white, ink, sun = colours["lt1"], colours["dk2"], colours["accent2"]
    picture, draw = _sky(ink, mixed(ink, colours["accent1"], 0.5))
    wide, high, left, top = 640, 640, 120, 260
    for row in range(3):
        for column in range(3):
            x, y = left + column * (wide + 80), top + row * (high + 90)
            closed = (row, column) == (1, 1)
            wall = mixed(colours["accent1"], ink, 0.75 if closed else 0.35)
            draw.rounded_rectangle([x, y, x + wide, y + high], 24, wall)
            glass = mixed(ink, wall, 0.4) if closed else mixed(sun, (255, 244, 214), 0.62)
            draw.rectangle([x + 50, y + 210, x + 380, y + 520], glass)
            draw.rectangle([x + 430, y + 210, x + wide - 50, y + high], glass)
            stripes = (mixed(wall, white, 0.18), mixed(wall, white, 0.3)) if closed else (white, sun)
            for stripe in range(8):
                at = x + stripe * wide / 8
                draw.rounded_rectangle([at, y + 60, at + wide / 8, y + 190], 12, stripes[stripe % 2])
            if closed:
                draw.line([(x + 460, y + 300), (x + 510, y + 250), (x + 560, y + 300)], white, 8)
                draw.rounded_rectangle([x + 440, y + 300, x + 580, y + 420], 12, white)
                draw.line([(x + 470, y + 330), (x + 550, y + 390)], ink, 14)
                draw.line([(x + 550, y + 330), (x + 470, y + 390)], ink, 14)
            else:
                for shelf in range(2):
                    for thing in range(4):
                        a, b = x + 80 + thing * 74, y + 350 + shelf * 150
                        fill = (colours["accent1"], mixed(ink, glass, 0.3))[(thing + shelf + column) % 2]
                        draw.rounded_rectangle([a, b - 60 - 14 * ((thing + row) % 3), a + 48, b], 8, fill)
    return _smooth(picture)


def logo(name: str, colour: str, sign: str, font_file: str) -> Image.Image:
    """A sign and a name on a see-through ground."""
    font = ImageFont.truetype(font_file, LETTERS * SMOOTH)
    left, top, right, bottom = (round(one) for one in font.getbbox(name))
    side = LETTERS * SMOOTH if sign else 0
    wide, high = side * 5 // 4 + right - left, max(side, bottom - top)
    image = Image.new("RGBA", (wide, high), f"{colour}00")
    draw = ImageDraw.Draw(image)
    middle = (high - side) // 2
    if sign == "disc":
        draw.ellipse((0, middle, side, middle + side), fill=colour)
        draw.ellipse((side * 3 // 10, middle, side, middle + side * 7 // 10), fill=f"{colour}00")
    for at in range(3) if sign == "bars" else ():
        draw.rectangle(
            (at * side // 3, middle + at * side // 4, at * side // 3 + side // 4, middle + side), fill=colour
        )
    for at in range(3) if sign == "waves" else ():
        upper = middle + side // 8 + at * side // 4
        draw.arc((0, upper, side // 2, upper + side // 3), 180, 360, fill=colour, width=side // 12)
        draw.arc((side * 5 // 12, upper, side, upper + side // 3), 0, 180, fill=colour, width=side // 12)
    if sign == "star":
        draw.regular_polygon((side / 2, middle + side / 2, side / 2), 3, fill=colour)
        draw.regular_polygon((side / 2, middle + side / 2, side / 2), 3, rotation=180, fill=colour)
    draw.text((wide - right, (high - bottom - top) / 2), name, fill=colour, font=font)
    return image.resize((wide // SMOOTH, high // SMOOTH), Image.Resampling.LANCZOS)


def main() -> None:
    """Writes every picture of this folder next to this file."""
    parser = argparse.ArgumentParser(description="Draws the pictures of this folder.")
    parser.add_argument(
        "--font", default="Carlito-Bold.ttf", help="font file for the labels, or a name the system knows"
    )
    parser.add_argument("--brand", type=Path, default=HERE.parent / "brand" / "lumikko.pptx", help="the brand file")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder to write to")
    options = parser.parse_args()
    font = ImageFont.truetype(options.font, LABEL_SIZE * SMOOTH)
    colours = brand_colours(options.brand)
    for name, labels in LAYERS.items():
        platform_layers(labels, colours, font).save(options.out / name, optimize=True, dpi=(200, 200))
    for name, how in LOGOS.items():
        logo(*how, options.font).quantize(32).save(options.out / name, optimize=True)
    for name, draw in ((CITY, city_at_night), (PEAK, peak), (BRIDGE, bridge), (SHOPS, shops)):
        draw(colours).save(options.out / name, quality=80, optimize=True)


if __name__ == "__main__":
    main()
