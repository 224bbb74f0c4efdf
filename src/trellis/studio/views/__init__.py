"""Pages of frames, projects, critique and exhibitions."""
