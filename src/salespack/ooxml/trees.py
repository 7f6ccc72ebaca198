"""The element trees of parts that are edited in place, by lxml; parts that are only read take another reader."""

from __future__ import annotations

from lxml import etree

Tree = etree._Element
"""An element of a part that is edited in place."""
