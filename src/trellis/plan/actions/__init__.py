"""What can be done with plans: one verb per use case, split by what it is done to."""
