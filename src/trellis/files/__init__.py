"""The room of stored files: pictures and sounds, checked by content."""
