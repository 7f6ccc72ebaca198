"""Open XML: the package, the compiled brand and the slides written on it."""
