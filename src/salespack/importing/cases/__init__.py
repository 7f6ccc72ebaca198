"""Case studies that another system keeps, as draft blocks."""
