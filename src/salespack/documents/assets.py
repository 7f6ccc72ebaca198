"""The files that documents may show: pictures, charts and slides, by the paths that templates print."""

from __future__ import annotations

from pathlib import Path

from salespack.deck.model import Chart


class AssetPath(str):
    """The path of a file that a document may show; an HTML page holds the file in its place."""

    __slots__ = ()


class Assets(dict[str, "Path | Sized | bytes"]):
    """The files that documents may show, by their path in the document's folder."""

    def add(self, folder: str, ending: str, content: Path | Sized | bytes) -> AssetPath:
        """The path under which `content` can be shown."""
        path = AssetPath(f"{folder}/{len(self)}.{ending}")
        self[path] = content
        return path


class Sized:
    """A chart with the size it is drawn in, in points."""

    __slots__ = ("chart", "height", "width")

    def __init__(self, chart: Chart, width: int, height: int) -> None:
        self.chart, self.width, self.height = chart, width, height
