"""People lost to follow-up: who they are, weights that stand in for them, bounds whatever they did."""
