"""Reads for the pages of plans, split by what they are about."""
