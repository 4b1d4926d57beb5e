"""What tests share: a cache of their own, so that no test touches the user's, and how properties are searched."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from hypothesis import settings

# The same examples in every run, so that a change fails or passes by itself; HYPOTHESIS_PROFILE=explore looks
# further. No deadlines: a slow machine is no fault of the code.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the cache of every test that names no other; a model is converted once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JISR_CACHE", str(folder))
        patch.setenv("PYTHONPATH", str(Path(__file__).parent.parent / "src"))
        yield folder


@pytest.fixture
def jisr(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Return the command line: ``jisr("segment", path)`` gives exit code, output and errors."""
    return CommandLine(capfd, monkeypatch)
