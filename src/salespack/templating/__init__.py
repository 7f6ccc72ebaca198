"""The one sandboxed Jinja environment, its tokens, whose data a value is, compiled templates."""
