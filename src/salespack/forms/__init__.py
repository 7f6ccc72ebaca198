"""The geometry of what a slide's body takes: boxes from content and area. No file, no markup, no brand."""
