"""Making a library out of what a company has already."""
