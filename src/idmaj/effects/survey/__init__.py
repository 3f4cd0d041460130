"""Estimates from samples drawn by strata and clusters: weights, calibration, replicates, regressions."""
