"""Briefs, pages and the catalogue."""
