"""A chart part read: data, titles, axes, default looks."""
