"""The computer: cache folder, hashes, paths, all-or-nothing moves, processes, whole-file writing."""
