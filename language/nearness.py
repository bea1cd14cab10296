"""How many slips of the finger lie between two words."""

from __future__ import annotations


def count_slips(one: str, other: str, *, most: int = 3) -> int:
    """Letters added, left out, changed or swapped; `most` + 1 when it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, sign in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != sign))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == sign:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before_last, last = last, current
    return min(last[-1], most + 1)


def is_near(one: str, other: str) -> bool:
    """Whether two words are probably the same, misspelt: one slip from 4 letters, two from 8.

    Short words must begin alike: *talk* is not *walk*.
    """
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 6 and one[:1] != other[:1]:
        return False
    allowed = 0 if shorter < 4 else 1 if shorter < 8 else 2
    return allowed > 0 and count_slips(one, other, most=allowed) <= allowed
