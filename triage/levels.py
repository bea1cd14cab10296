"""The four safety levels, in order. Names are the ids of the taxonomy, so they are lower case."""

from enum import IntEnum


class Level(IntEnum):
    """How soon a person must act. Compare with ``<``; ``str()`` gives the id of the taxonomy."""

    none = 0
    concern = 1
    urgent = 2
    immediate = 3

    def __str__(self) -> str:
        return self.name
