"""libyaml's parser with types of our own; with it PyYAML loads, which a build that reads no YAML does without."""

from __future__ import annotations

import math
import re
from typing import Any

import yaml

LONGEST_INTEGER = 30
"""Characters of a whole figure that is worth reading."""


class Loader(yaml.CSafeLoader):
    """libyaml's parser with our own implicit types. Remembers the first duplicate keys it meets."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are texts. Raises DuplicateKeys."""
        mapping = super().construct_mapping(node, deep=True)
        if not all(type(key) is str for key in mapping):
            # A key is a name: 2024 and no are what was written, whatever they look like.
            mapping = {_written(key): mapping[value] for (key, _), value in zip(node.value, mapping, strict=False)}
        if len(mapping) != len(node.value):
            raise DuplicateKeys
        return mapping

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """A whole figure. Raises TooLarge."""
        if is_too_large(node):
            raise TooLarge
        return int(str(node.value))

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        """A figure with decimals. Raises TooLarge."""
        if is_too_large(node):
            raise TooLarge
        return float(str(node.value))


def _written(key: yaml.Node) -> str:
    return str(key.value)


class DuplicateKeys(Exception):  # noqa: N818 - a signal between two passes, never seen by a user
    """A mapping has a key twice; the thorough pass will say which."""


class TooLarge(Exception):  # noqa: N818 - a signal between two passes, never seen by a user
    """A figure has more digits than one that anything here can count with."""


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?|[1-9][0-9]*[eE][-+]?[0-9]+|\.[0-9]+)$"),
    list("-+.0123456789"),
)


def _construct_mapping_eagerly(loader: Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    return loader.construct_mapping(node)


Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping_eagerly)
Loader.add_constructor("tag:yaml.org,2002:int", Loader.construct_yaml_int)
Loader.add_constructor("tag:yaml.org,2002:float", Loader.construct_yaml_float)


def is_too_large(node: yaml.ScalarNode) -> bool:
    """Whether a figure is one that `Loader` refuses."""
    written, kind = str(node.value), str(node.tag).rpartition(":")[2]
    if kind == "int":
        return len(written) > LONGEST_INTEGER or not -(2**63) <= int(written) < 2**63
    return kind == "float" and math.isinf(float(written))
