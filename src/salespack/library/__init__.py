"""The library of blocks: what marketing writes, loaded and indexed."""
