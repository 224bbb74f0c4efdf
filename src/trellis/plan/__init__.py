"""The room of plans: goals, steps, negotiation, expectations and conferences."""
