"""Reads for the pages of evidence, by noun."""
