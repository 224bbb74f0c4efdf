"""Trellis: learners co-design their learning inside a shared framework, together."""
