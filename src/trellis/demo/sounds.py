"""A short sound of the demo, made by our own code: a truck goes by in the street, and a bird answers."""

from __future__ import annotations

from array import array
from functools import cache
from io import BytesIO
from math import exp, pi, sin
from random import Random
from wave import open as open_wave

from trellis.files.checking import SOUND
from trellis.files.choice import FileChoice
from trellis.files.sounds import check_sound

RATE = 8_000
SECONDS = 5
CHIRPS = (3.1, 3.4, 3.62, 4.2, 4.42)  # when the bird sings


def heard(words: str) -> FileChoice:
    """Return the street as a form would hand it over: checked, with words for who cannot hear it."""
    return FileChoice(str(SOUND), checked=check_sound(_street()), words=words)


@cache
def _street() -> bytes:
    chance = Random(8)
    samples, rumble = array("h"), 0.0
    for n in range(RATE * SECONDS):
        t = n / RATE
        rumble += 0.05 * (chance.uniform(-1, 1) - rumble)  # noise without its high tones
        near = exp(-((t - 1.6) ** 2) / 0.6)  # how near the truck is
        truck = near * (2.2 * rumble + 0.25 * sin(2 * pi * 62 * t) + 0.12 * sin(2 * pi * 124 * t))
        samples.append(int(22_000 * max(-1.0, min(1.0, truck + 0.12 * rumble + _bird(t)))))
    content = BytesIO()
    with open_wave(content, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return content.getvalue()


def _bird(t: float) -> float:
    for start in CHIRPS:
        since = t - start
        if 0 <= since < 0.16:
            swell = sin(pi * since / 0.16)
            return 0.3 * swell * sin(2 * pi * (2_300 * since + 4_000 * since * since))
    return 0.0
