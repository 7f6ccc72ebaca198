"""Tests of what is told of decks that are out there."""
