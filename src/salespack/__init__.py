"""Salespack: tailored sales decks and documents, assembled from approved blocks of content."""

__version__ = "0.1.0"
