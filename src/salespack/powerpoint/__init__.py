"""Decks: the compiled brand, slides composed on its layouts, designed slides, and the .pptx that is written."""
