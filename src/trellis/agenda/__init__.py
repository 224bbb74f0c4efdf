"""The room of events, who comes, and private calendar feeds."""
