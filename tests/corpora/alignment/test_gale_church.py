"""Alignment by length alone finds the beads that lengths reveal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.corpora.alignment.gale_church import align_by_length

LENGTHS = st.lists(st.integers(0, 300), min_size=0, max_size=60)


def test_beads_follow_from_lengths() -> None:
    beads = align_by_length([200, 80, 300, 60, 160], [200, 82, 140, 158, 224])
    assert [(bead.source, bead.target) for bead in beads] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), (2, 3)),
        ((3, 4), (4,)),
    ]
    assert all(0 <= bead.score <= 1 for bead in beads)
    assert beads[0].score > 0.9


@settings(deadline=None, max_examples=60)
@given(LENGTHS, LENGTHS)
def test_each_sentence_is_in_one_bead_and_in_order(source: list[int], target: list[int]) -> None:
    beads = align_by_length(source, target)
    assert [index for bead in beads for index in bead.source] == list(range(len(source)))
    assert [index for bead in beads for index in bead.target] == list(range(len(target)))


@settings(deadline=None)
@given(st.lists(st.integers(5, 300), min_size=1, max_size=60))
def test_text_aligns_with_itself(lengths: list[int]) -> None:
    assert all(bead.source == bead.target for bead in align_by_length(lengths, lengths))
