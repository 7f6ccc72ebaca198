"""Named formulas with units and assumptions: reading them, working them out for a customer, and showing how."""
