"""`salespack check`: rendering every block for everybody who could get it, the rules, fixes, impact, reports."""
