"""What a slide says of itself: its content in canonical form, the base that a build leaves in its tags."""
