"""How often a process of ours looks for garbage."""

import gc


def collect_seldom() -> None:
    """Let the collector of cycles look at new objects rarely: the objects of a document form none, and are gone with it.

    For processes that do nothing else: they have many objects that stay, and each look goes through them.
    """
    gc.set_threshold(100_000, 50, 100)
