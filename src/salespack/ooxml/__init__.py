"""Open XML without a purpose: packages, relationships, markup, theme, tags, media, transforms, placeholders."""
