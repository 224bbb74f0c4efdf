"""The formats in which Trellis talks with other systems."""
