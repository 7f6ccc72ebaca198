"""Tables with their styles and borders."""
