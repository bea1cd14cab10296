"""How PostgreSQL's connections are shared out, so that all programs together stay below its limit.

Numbers are pool sizes: what a program keeps open. In a rush it opens as many again and closes
them afterwards (storage.engine).
"""

LIMIT = 97
"""What programs may have: PostgreSQL's default of 100, of which 3 are its administrator's."""

PUBLIC = 16
"""A turn holds one while the bot thinks: 50 ms, or 5 s at worst. 32 at once are 600 turns a second
on a good day, and 6 with a bot that never answers; whoever waits longer than 5 s is told so."""

CONSOLE = 5
"""A page of a coordinator holds one for some 20 ms."""

ACTIONS = 10
"""One transaction a turn, some 30 ms, and never while the bot thinks."""

WORKER = 5
"""Eight jobs at most side by side, and a kept message."""

JOBS = 6
"""Connections of the job queue itself, one of which listens; they have no overflow."""

COMMAND = 2
"""A command on the command line, while everything runs."""

ONE = 1
"""For a look now and then."""
