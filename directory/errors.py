"""What can go wrong at the directory desk, in words that a person can act on."""


class DirectoryError(Exception):
    """The parent of every error of this desk."""


class BrokenFeed(DirectoryError):
    """A feed cannot be read at all; what was loaded before stays."""


class RefusedRecord(DirectoryError):
    """One record of a feed cannot be taken; the message says why."""


class NoSuchEntry(DirectoryError):
    """No entry has this id, or it is hidden."""


class NoSuchLink(DirectoryError):
    """A group's link is altered, ended, or its entry is gone."""


class NoSuchTask(DirectoryError):
    """No task has this id."""


class TaskDone(DirectoryError):
    """The task was done meanwhile."""


class TaskTaken(DirectoryError):
    """Somebody else has the task. The message is their name."""


class NoSuchAvailability(DirectoryError):
    """A state that nobody can set, or an end that is in the past or too far away."""
