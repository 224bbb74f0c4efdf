"""The studio of the demo, in the order in which it comes about: frames, projects, critique, exhibitions, showcases."""

from __future__ import annotations

from trellis.demo.life import Town
from trellis.demo.showcases import show_off
from trellis.demo.studio_critique import add_critique
from trellis.demo.studio_exhibitions import exhibit
from trellis.demo.studio_frames import write_frames
from trellis.demo.studio_projects import make_projects


def open_studio(town: Town) -> None:
    """Fill the studio; call it when learners have evidence and plans."""
    write_frames(town)
    make_projects(town)
    add_critique(town)
    exhibit(town)
    show_off(town)
