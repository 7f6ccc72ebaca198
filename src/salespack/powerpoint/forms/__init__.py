"""What a slide's body takes: one module a form, measured, divided and written."""
