"""The pages that draw on many rooms."""
