"""The fast test for stutter gives the same result as the pattern alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.translate.quality.repetition import STUTTER, has_loop, has_stutter

runs = st.builds(
    lambda unit, gap, times: gap.join([unit] * times),
    st.text("abcé١1_.-!،", min_size=1, max_size=5),
    st.sampled_from(["", " ", "\n", "  ", "\u2028", "\x1f"]),
    st.integers(1, 18),
)
texts = st.lists(runs | st.text(max_size=6), max_size=4).map("".join)


@given(texts)
@example("a" * 8)
@example("wo- - - - - -!")
@example("x" + "abcd" * 8)
@example("!" * 16)
@example("-\x1f" * 6)
def test_the_fast_test_agrees_with_the_pattern(text: str) -> None:
    assert has_stutter(text) == (STUTTER.search(text) is not None)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Hahahahahahahahaha, he said.", True),
        ("He said - - - - - - nothing.", True),
        ("Nooooooooo.", True),
        ("No, no, he said ... and left.", False),
        ("The representatives congratulated one another.", False),
    ],
)
def test_stutter(target: str, expected: bool) -> None:
    assert has_loop("قال شيئا ومضى.", target) is expected
