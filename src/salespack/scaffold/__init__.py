"""New files for people to fill in: profiles, blocks and packs, with comments that teach."""
