"""Text and its measures: typefaces, advance widths, lines as PowerPoint breaks them. Knows no slides and no markup."""
