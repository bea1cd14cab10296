"""What can go wrong at the directory desk, in words that a person can act on."""


class DirectoryError(Exception):
    """The parent of every error of this desk."""


class BrokenFeed(DirectoryError):
    """A feed cannot be read at all; what was loaded before stays."""


class RefusedRecord(DirectoryError):
    """One record of a feed cannot be taken; the message says why."""


class NoSuchEntry(DirectoryError):
    """No entry has this id, or it is hidden."""
