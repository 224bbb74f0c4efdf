"""Rosters in and out: OneRoster 1.1 and 1.2, and Microsoft School Data Sync."""
