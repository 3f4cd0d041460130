"""Small cohorts held against published rates: observed over expected. Description, never an effect."""
