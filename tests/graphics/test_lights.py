"""What is looked at of pictures, whatever way they store their colours."""

from __future__ import annotations

import io

from PIL import Image

from salespack.graphics.lights import ACROSS, DOWN, lights_of


def test_a_palette_with_transparent_colours_is_looked_at_without_a_warning() -> None:
    drawn = Image.new("RGBA", (40, 30), (200, 40, 40, 255))
    drawn.paste((0, 0, 0, 0), (0, 0, 20, 30))
    kept = io.BytesIO()
    drawn.quantize(8, method=Image.Quantize.FASTOCTREE).save(kept, "png")
    found = lights_of(Image.open(kept))
    assert len(found) == ACROSS * DOWN * 3
    assert found[-3:] == bytes((200, 40, 40))
