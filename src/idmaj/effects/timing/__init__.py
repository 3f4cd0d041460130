"""Rows of times to an event: what the curves say of each group, and what sets the groups side by side."""
