"""The room of districts, schools, persons and how they relate."""
