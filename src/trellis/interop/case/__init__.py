"""Competency frameworks in and out: CASE packages, spreadsheets with levels, and maps of prerequisites."""
