"""What figures can say and what they cannot: intervals of shares, tests of differences, power. Pure."""
