"""Words for class codes: short, easy to spell, none of them rude in English or Spanish."""

from __future__ import annotations

PLACES = (
    "river", "meadow", "forest", "island", "valley", "garden", "lake", "hill", "bridge", "harbor", "field", "canyon",
    "coast", "desert", "orchard", "park", "pond", "prairie", "shore", "spring", "stream", "summit", "tower", "village",
)  # fmt: skip
ANIMALS = (
    "otter", "heron", "fox", "badger", "robin", "turtle", "dolphin", "eagle", "falcon", "gecko", "hare", "ibis", "jay",
    "koala", "lemur", "lion", "llama", "lynx", "moose", "newt", "owl", "panda", "puffin", "raven", "seal", "stork",
    "swan", "tiger", "toad", "whale", "wolf", "wren", "yak", "zebra",
)  # fmt: skip
