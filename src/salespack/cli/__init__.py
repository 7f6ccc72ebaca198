"""The command line: parse, call one service, print, exit code."""

import gc

# Importing makes some hundred thousand objects that all stay; looking for garbage among them costs a fifth of a short
# command's time. Long runs still collect, only less often.
gc.set_threshold(100_000, 50, 50)
