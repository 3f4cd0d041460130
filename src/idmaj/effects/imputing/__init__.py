"""Multiple imputation of lost outcomes: draws, pooling, and what the lost would have to be to overturn a result."""
