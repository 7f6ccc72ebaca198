"""Decks that are out there: what is in them, what of it has changed in the library since, whom they name."""
