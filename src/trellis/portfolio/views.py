"""Pages of showcases."""
