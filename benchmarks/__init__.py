"""Measured claims, one file per room: `script/bench [NAME]`."""
