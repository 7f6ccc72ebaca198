"""PowerPoint decks as draft blocks."""
