"""Pages of evidence, by noun."""
