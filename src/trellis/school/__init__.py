"""The room of terms, classes and enrolments."""
