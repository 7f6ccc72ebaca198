"""Made-up customers; what each block gives for them; pictures of it."""
