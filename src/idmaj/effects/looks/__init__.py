"""Reports at dates fixed beforehand: intervals that hold at all of them together."""
