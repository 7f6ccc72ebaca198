"""Documents through Jinja and Typst, and messages through Jinja."""
