"""The doors: each way in leads through `entering.enter`."""
