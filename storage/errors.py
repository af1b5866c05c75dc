"""What can go wrong with the database, each with one sentence that says what to do."""

from __future__ import annotations


class StorageError(Exception):
    """Base. ``str()`` is one sentence for the person who runs the bot."""

    explains_itself = True
    """A trace in the log adds nothing to the sentence."""


class Conflict(StorageError):
    """The row exists already or belongs to somebody else."""


class NewerDatabase(StorageError):
    """The file was written by a newer version of the program."""


class Outdated(StorageError):
    """The file is to be upgraded, which may not be done now."""


class Locked(StorageError):
    """Another program holds the file."""


class DiskFull(StorageError):
    """No room to write."""


class NotWritable(StorageError):
    """The file or its folder may not be written."""


class Vanished(StorageError):
    """The file was moved, deleted or replaced while it is in use."""


class Damaged(StorageError):
    """Not a database of ours, or a broken one."""


class Foreign(StorageError):
    """The file holds triggers, views, tables or indexes that are not ours."""


class Missing(StorageError):
    """A row that the caller named is not there (any more)."""


class Closed(StorageError):
    """The store was closed; nothing more can be read or written."""


class Stopped(StorageError):
    """The program ends; something long was left off and has to be done again."""


class Unreachable(StorageError):
    """The database server cannot be reached, or lets nobody in."""
