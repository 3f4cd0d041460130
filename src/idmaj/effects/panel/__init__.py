"""Effects from repeated observations of the same units: difference in differences and event studies."""
