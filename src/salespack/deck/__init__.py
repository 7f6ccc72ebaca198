"""The neutral model of a deck: spans, kinds of bodies, slides; and the one exhaustive visit of body kinds."""
