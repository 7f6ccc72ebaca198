"""PyYAML for modules that seldom need it: it loads when something of it is used. Modules import this as `yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import AliasEvent as AliasEvent
    from yaml import CollectionEndEvent as CollectionEndEvent
    from yaml import CollectionStartEvent as CollectionStartEvent
    from yaml import CSafeLoader as CSafeLoader
    from yaml import KeyToken as KeyToken
    from yaml import MappingEndEvent as MappingEndEvent
    from yaml import MappingNode as MappingNode
    from yaml import Node as Node
    from yaml import ScalarEvent as ScalarEvent
    from yaml import ScalarNode as ScalarNode
    from yaml import SequenceEndEvent as SequenceEndEvent
    from yaml import SequenceNode as SequenceNode
    from yaml import YAMLError as YAMLError
    from yaml import parse as parse
    from yaml import scan as scan
else:

    def __getattr__(name: str) -> Any:
        """What PyYAML has by that name."""
        import yaml

        return globals().setdefault(name, getattr(yaml, name))
