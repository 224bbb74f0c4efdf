"""What can be done with frames, projects, critique and exhibitions."""
