"""People whose outcome is not known: who they are, what bounds them, and what the others tell in their stead."""
