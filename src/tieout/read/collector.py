"""Python's cycle collector, paused while documents are built and checked.

That makes hundreds of thousands of objects and no cycles; looking for some again and again took a third of the time
of a tagged filing, a twentieth of a PDF's, a sixth of checking.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pauses the collector and lets it run again afterwards, if it ran before."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            if gc.get_freeze_count() == 0:
                gc.freeze()  # what was built counts as old at once, without being looked through
                gc.unfreeze()
            gc.enable()
