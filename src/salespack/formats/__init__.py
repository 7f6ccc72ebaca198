"""The formats people write: the strict YAML loader and the schema it is held against."""
