"""How we stand with a customer, and what suits that: states and rules that are the library's data. Pure."""
