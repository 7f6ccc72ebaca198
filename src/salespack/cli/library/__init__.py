"""The commands below `salespack library`."""
