"""What a deck says of where it comes from: the tags of its slides, and their own words."""
