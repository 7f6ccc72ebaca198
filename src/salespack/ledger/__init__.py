"""What was built, refused, shown, and what came of it."""
