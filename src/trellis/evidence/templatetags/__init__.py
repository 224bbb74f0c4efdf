"""Tags of the room `evidence`."""
