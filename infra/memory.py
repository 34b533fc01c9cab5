"""How a process that serves looks for garbage.

What it holds from the start is never looked through again; and young objects not at every few hundred:
each command makes some that live until it is durable, so that whole looks would come several times a second.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG: Final = 10_000
"""New objects until the youngest are looked through; Python's own 700 is for scripts."""

GENERATIONS: Final = (20, 50)
"""Looks at the younger until the older are looked through, too."""


def settle() -> None:
    """Begin to serve: what is there now stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *GENERATIONS)


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let the collector of cycles wait: a fold makes none, and looking for them is a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
