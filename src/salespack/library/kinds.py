"""The kinds of content that a library has."""

from typing import Literal

Kind = Literal["experience", "benefit", "market", "news", "dialogue", "frame"]
