"""What a problem is, every code with its page, and “did you mean”. Nothing of who finds or reports them."""
