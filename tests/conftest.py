"""What tests share: a cache of their own, so that no test touches the user's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache of every test that names no other; a model is converted once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JISR_CACHE", str(folder))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent.parent / "src")]))
        yield folder
