"""The room of competencies, scales and requirements."""
