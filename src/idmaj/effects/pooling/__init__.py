"""Cohorts, sites and subgroups: estimates pooled over them, drawn toward one another, and set side by side."""
