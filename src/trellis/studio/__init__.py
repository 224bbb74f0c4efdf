"""Frames and freedom: choice frames, projects by learners, critique and exhibitions."""
