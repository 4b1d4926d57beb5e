"""Fixtures of all tests: a cache of their own, the command line, and the settings of property tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from hypothesis import settings

# The same examples in every run, so that only a change of the code changes the outcome; HYPOTHESIS_PROFILE=explore
# tries more. No deadlines: a slow machine is no bug.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Set the cache of all tests to one temporary folder: a model is converted once, the user's cache untouched."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JISR_CACHE", str(folder))
        patch.setenv("PYTHONPATH", str(Path(__file__).parent.parent / "src"))
        yield folder


@pytest.fixture
def jisr(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Return the command line: ``jisr("segment", path)`` returns exit code, output and errors."""
    return CommandLine(capfd, monkeypatch)
