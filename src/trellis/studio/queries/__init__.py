"""Reads for the pages of frames, projects, critique and exhibitions."""
