"""Tags of this room for its templates."""
