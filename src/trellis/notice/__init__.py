"""The room of notices: what happened that concerns somebody, and digests by mail."""
