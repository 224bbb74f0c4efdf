"""The room of conversations: threads that belong to something."""
