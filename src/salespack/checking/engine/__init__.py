"""What is checked and rendered: planned, shared by processes, remembered."""
