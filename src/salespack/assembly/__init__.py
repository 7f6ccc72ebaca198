"""Selection to deck: templates, Markdown, slides. No output format is known here."""
