"""The engine: what is reckoned. Pure Python and NumPy; no Django, no files, no clock, no hidden randomness.

Arrays come in, arrays go out. What an array holds, its shape and its unit stand at its name. The only door from a room
to the engine is that room's `modelling.py`.
"""
