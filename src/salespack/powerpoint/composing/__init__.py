"""Which layout, what where: placement, fitting, pagination."""
