"""The errors that jisr raises, one family.

::

    JisrError                 exit code
    ├── InputError            2   a file, a line, an option or a value is not what it should be
    ├── ModelError            2   a model is missing, damaged or of the wrong kind
    ├── AlignmentError        2   two texts cannot be lined up
    ├── DownloadError         2   a file could not be downloaded
    ├── MissingExtra          2   an optional package is not installed
    ├── OutputError           1   a result could not be written: disk, permission, broken pipe
    └── EngineError           1   decoding failed on the way: a GPU without memory left

The library raises them and never prints or exits; the command line turns each into one line.
"""

from typing import ClassVar

__all__ = [
    "AlignmentError",
    "DownloadError",
    "EngineError",
    "InputError",
    "JisrError",
    "MissingExtra",
    "ModelError",
    "OutputError",
]


class JisrError(Exception):
    """The base of every error that a user can put right.

    :param message: one line: the file and line, the wrong value, and what would be right.
    :param hint: what to do about it on the command line, such as the option that is missing. ``str(error)`` does
        not hold it: only the command line prints it, behind the message.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(JisrError):
    """A file, a line, an option or a value is not what it should be."""


class ModelError(JisrError):
    """A model is missing, damaged or of the wrong kind."""


class AlignmentError(JisrError):
    """Two texts cannot be lined up."""


class DownloadError(JisrError):
    """A file could not be downloaded."""


class OutputError(JisrError):
    """A result could not be written."""

    exit_code: ClassVar[int] = 1


class EngineError(JisrError):
    """Decoding failed on the way."""

    exit_code: ClassVar[int] = 1


class MissingExtra(JisrError):  # noqa: N818 - named for what is missing
    """An optional package is not installed.

    :param package: what could not be imported.
    :param extra: the extra of jisr that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; it comes with: pip install 'jisr[{extra}]'")
