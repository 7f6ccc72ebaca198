"""What the library answers and where it has gaps."""
