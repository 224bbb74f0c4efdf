"""What can be done with evidence: one verb for each use, by noun."""
