"""The exceptions that jisr raises.

::

    JisrError                 exit code
    ├── InputError            2   a file, a line, an option or a value is wrong
    ├── ModelError            2   a model is missing, damaged or of the wrong kind
    ├── AlignmentError        2   two texts cannot be aligned
    ├── DownloadError         2   a file could not be downloaded
    ├── MissingExtra          2   an optional package is not installed
    ├── OutputError           1   a result could not be written: no space, no permission
    │   └── CacheError        1   the cache has no place, or may not be used
    └── EngineError           1   an engine failed: out of memory

The library raises them and never prints or exits; the command line prints each as one line. What it could mend, it
tells by a :class:`JisrWarning`.
"""

from typing import ClassVar, Self

from jisr.chars import printable

__all__ = [
    "AlignmentError",
    "CacheError",
    "DownloadError",
    "EngineError",
    "InputError",
    "JisrError",
    "JisrWarning",
    "MissingExtra",
    "ModelError",
    "OutputError",
]


class JisrError(Exception):
    """Base class of all errors that a user can fix.

    :param message: one line with the file and line, the wrong value, and what would be right. Control characters in it,
        as of a foreign name, are escaped.
    :param hint: remedy on the command line, such as a missing option. The command line prints it behind the message;
        ``str(error)`` does not contain it.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(printable(message))
        self.hint = hint


class InputError(JisrError):
    """A file, a line, an option or a value is wrong."""


class ModelError(JisrError):
    """A model is missing, damaged or of the wrong kind."""


class AlignmentError(JisrError):
    """Two texts cannot be aligned."""


class DownloadError(JisrError):
    """A file could not be downloaded."""


class OutputError(JisrError):
    """A result could not be written."""

    exit_code: ClassVar[int] = 1


class CacheError(OutputError):
    """The cache has no place, or may not be used."""


class EngineError(JisrError):
    """An engine failed to load or to decode."""

    exit_code: ClassVar[int] = 1


class MissingExtra(JisrError):  # noqa: N818 - named for what is missing
    """An optional package is not installed.

    :param package: name of the package that could not be imported.
    :param extra: extra of jisr that installs it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; it comes with: pip install 'jisr[{extra}]'")
        self.names = package, extra

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        # By default the message would be passed to the constructor when a process receives the error of another.
        return type(self), self.names


class JisrWarning(UserWarning):
    """Something was wrong and has been mended or worked around; the command line prints it as one line.

    :param message: one line; control characters in it are escaped.
    """

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))
