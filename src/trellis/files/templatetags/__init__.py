"""Template tags of the room `files`."""
