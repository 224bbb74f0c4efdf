"""What people sign in with besides a password: tokens of which only a hash is kept, and three pictures in order."""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Sequence

from django.contrib.auth.hashers import check_password, make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PICTURES: dict[str, Promise] = {
    "cat": _("cat"),
    "fish": _("fish"),
    "turtle": _("turtle"),
    "rabbit": _("rabbit"),
    "apple": _("apple"),
    "banana": _("banana"),
    "carrot": _("carrot"),
    "sun": _("sun"),
    "moon": _("moon"),
    "umbrella": _("umbrella"),
    "rocket": _("rocket"),
    "bike": _("bike"),
    "guitar": _("guitar"),
    "key": _("key"),
    "house": _("house"),
    "heart": _("heart"),
}
N_PICTURES = 3


def make_token() -> str:
    """Return 32 random bytes as text that fits into an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is kept of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def draw_pictures(chance: random.Random) -> tuple[str, ...]:
    """Return three different pictures."""
    return tuple(chance.sample(sorted(PICTURES), N_PICTURES))


def hash_pictures(pictures: Sequence[str]) -> str:
    """Return what is kept of three pictures: a slow hash, because there are few combinations."""
    return make_password("-".join(pictures))


def are_pictures(pictures: Sequence[str], kept: str) -> bool:
    """Say whether these are the pictures of which ``kept`` is the hash; as slow for somebody who has none."""
    if not kept:
        make_password("-".join(pictures))
        return False
    return check_password("-".join(pictures), kept)


def picture_grid(seed: str) -> list[tuple[str, Promise]]:
    """Return all pictures with their words, in an order that is always the same for one ``seed`` (a class).

    Otherwise the place of a picture would be remembered across classes, or found by watching a neighbour's grid.
    """
    order = sorted(PICTURES, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    return [(name, PICTURES[name]) for name in order]
