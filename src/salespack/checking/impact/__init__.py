"""Which packs of which customers a change to the library changes."""
