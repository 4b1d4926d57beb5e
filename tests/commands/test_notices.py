"""Warnings of the library are lines of the command line."""

import warnings

import pytest

from jisr.commands.notices import printed_warnings
from jisr.errors import JisrWarning


def test_a_warning_of_the_library_is_one_line_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with printed_warnings():
            for _ in range(2):
                warnings.warn(JisrWarning("كتاب\x1b[2J\nو"), stacklevel=1)
    assert capsys.readouterr().err == "jisr: كتاب\\x1b[2J\\nو\n" * 2


def test_other_warnings_are_treated_as_before() -> None:
    with printed_warnings(), pytest.warns(UserWarning, match="another"):
        warnings.warn("another", stacklevel=1)
    with pytest.warns(JisrWarning, match="after"):
        warnings.warn(JisrWarning("after"), stacklevel=1)
