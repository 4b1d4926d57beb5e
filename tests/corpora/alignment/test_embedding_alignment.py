"""Alignment by embeddings: properties of every alignment, and small documents with gold beads."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.corpora.alignment.beads import Bead, parse_beads
from jisr.corpora.alignment.documents import AlignedDocument, AlignmentMethod, DocumentText, align_document
from jisr.corpora.alignment.embedding_alignment import AlignmentWeights, Scorer, align_features
from jisr.corpora.alignment.features import TextFeatures
from jisr.corpora.encoders.universal_encoder import UniversalEncoder
from jisr.errors import InputError

ENCODER = UniversalEncoder()

PROSE = (
    "وصل القطار إلى المحطة بعد منتصف الليل. كان المطر يهطل بغزارة ولم يكن على الرصيف سوى حارس عجوز."
    "|حمل سالم حقيبته الثقيلة ومشى نحو الباب، ثم توقف لأنه سمع صوتا يناديه من بعيد."
    "|لم يصدق عينيه."
    "|كانت أخته ليلى تقف تحت المصباح وفي يدها مظلة حمراء."
    "|قالت له إن الرسالة وصلت متأخرة.|ثم ضحكا معا وخرجا إلى المدينة النائمة.",
    "The train reached the station after midnight.|It was raining hard, and there was nobody on the platform "
    "but an old guard.|Salem picked up his heavy suitcase and walked towards the door.|Then he stopped, "
    "because he heard a voice calling him from afar.|He could not believe his eyes."
    "|His sister Layla was standing "
    "under the lamp with a red umbrella in her hand.|She told him that the letter had arrived late, and then "
    "they laughed together and went out into the sleeping city.",
    "[0]:[0,1] [1]:[2,3] [2]:[4] [3]:[5] [4,5]:[6]",
)
DIALOGUE = (
    "أين كنت طوال اليوم؟|كنت في المستشفى مع جدتي.|هل هي بخير الآن؟|نعم، لكن الطبيب طلب منها أن ترتاح أسبوعا."
    "|سأزورها غدا وأحمل لها بعض الفاكهة.|شكرا لك!",
    "Where were you all day?|I was at the hospital with my grandmother.|Is she well now?|Yes, but the doctor "
    "told her to rest for a week.|I will visit her tomorrow and bring her some fruit.|Thank you!",
    "[0]:[0] [1]:[1] [2]:[2] [3]:[3] [4]:[4] [5]:[5]",
)
LAW = (
    "تلتزم المكتبة بإعارة الكتب للأعضاء مدة 14 يوما، ويجوز تمديد المدة مرة واحدة بطلب مكتوب."
    "|يدفع العضو غرامة قدرها 5 دراهم عن كل يوم تأخير.|لا تعار المخطوطات النادرة."
    "|يعين مجلس الإدارة مدير المكتبة لمدة 3 سنوات، وله أن يعزله إذا أخل بواجباته.",
    "The library shall lend books to members for 14 days.|This period may be extended once upon written "
    "request.|A member shall pay a fine of 5 dirhams for each day of delay.|Rare manuscripts shall not be "
    "lent.|The board shall appoint the director of the library for 3 years and may dismiss the director "
    "for breach of duty.",
    "[0]:[0,1] [1]:[2] [2]:[3] [3]:[4]",
)
DELETION = (
    "تشرق الشمس فوق الجبال كل صباح.|يزرع الفلاحون القمح والشعير في الوادي."
    "|تبيع الأسواق القديمة التوابل والحرير."
    "|يسافر التجار عبر الصحراء على ظهور الجمال.|يدرس الأطفال الرياضيات والعلوم في المدرسة."
    "|تعزف الفرقة الموسيقى في الساحة مساء الخميس.|يصلح الميكانيكي محرك السيارة في الورشة.",
    "The sun rises over the mountains every morning.|The farmers grow wheat and barley in the valley."
    "|The merchants travel across the desert on the backs of camels.|The children study mathematics and "
    "science at school.|The band plays music in the square on Thursday evening.|The mechanic repairs the car "
    "engine in the workshop.",
    "[0]:[0] [1]:[1] [2]:[] [3]:[2] [4]:[3] [5]:[4] [6]:[5]",
)


def sides(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


@pytest.mark.parametrize("document", [PROSE, DIALOGUE, LAW, DELETION], ids=["prose", "dialogue", "law", "deletion"])
def test_documents_align_as_in_their_gold_beads(document: tuple[str, str, str]) -> None:
    source, target, gold = document
    beads = align_document(
        DocumentText(tuple(source.split("|"))), DocumentText(tuple(target.split("|"))), encoder=ENCODER
    )
    assert sides(beads) == sides(list(parse_beads(gold.split())))
    assert all(0.1 < bead.score <= 1 for bead in beads if bead.matched)


def make_features(vectors: np.ndarray, lengths: np.ndarray, longest: int = 4) -> TextFeatures:
    """Return the features of a text, with the sums of the vectors of its sentences as those of runs."""
    count = len(vectors)
    spans = np.zeros((longest, count, vectors.shape[1]), np.float32)
    for size in range(1, min(longest, count) + 1):
        for index in range(count - size + 1):
            run = vectors[index : index + size].sum(0)
            spans[size - 1, index] = run / np.linalg.norm(run)
    edges = np.zeros((count + 1, 3), np.float32)
    return TextFeatures(spans, edges, np.zeros((longest, count, 2), np.float32), lengths.astype(np.float64))


def random_side(seed: int, count: int) -> TextFeatures:
    rng = np.random.default_rng(seed)
    return make_features(rng.normal(size=(count, 16)), rng.integers(10, 90, count))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 90), st.integers(1, 90))
def test_each_sentence_is_in_one_bead_and_in_order(seed: int, rows: int, columns: int) -> None:
    beads = align_features(random_side(seed, rows), random_side(seed + 1, columns))
    assert [index for bead in beads for index in bead.source] == list(range(rows))
    assert [index for bead in beads for index in bead.target] == list(range(columns))
    assert all(0 <= bead.score <= 1 for bead in beads)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(2, 150))
def test_text_aligns_with_itself(seed: int, count: int) -> None:
    side = random_side(seed, count)
    assert sides(align_features(side, side)) == [((index,), (index,)) for index in range(count)]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(8, 50), st.sets(st.integers(0, 49), max_size=3))
def test_swapping_the_sides_swaps_the_beads(seed: int, count: int, gone: set[int]) -> None:
    rng = np.random.default_rng(seed)
    vectors, lengths = rng.normal(size=(count, 24)), rng.integers(20, 90, count)
    kept = [index for index in range(count) if index not in gone]
    one, other = make_features(vectors, lengths), make_features(vectors[kept], lengths[kept])
    forth, back = sides(align_features(one, other)), sides(align_features(other, one))
    assert {bead for bead in forth if all(bead)} == {(left, right) for right, left in back if left and right}


def test_kept_gains_are_those_computed_anew() -> None:
    one, other = random_side(1, 40), random_side(2, 30)
    one, other = (replace(side, anchors=side.spans[..., :2] * at) for at, side in enumerate((one, other), 1))
    for source, target in ((one, other), (random_side(3, 40), other)):
        prices = AlignmentWeights(length=0.4, skip=-0.2)
        keeping, anew = Scorer(source, target, AlignmentWeights(), keep=True), Scorer(source, target, prices)
        blocks = [(16, 32, 4, 30), (0, 16, 0, 20)]
        for block in blocks:
            keeping.gains(*block)
        keeping.prices = prices
        for block in blocks:
            assert keeping.gains(*block).tolist() == anew.gains(*block).tolist()


def test_deleted_sentences_leave_theirs_without_a_partner() -> None:
    rng = np.random.default_rng(5)
    vectors, lengths = rng.normal(size=(400, 64)), rng.integers(20, 90, 400)
    kept = [index for index in range(400) if index % 9]
    beads = align_features(make_features(vectors, lengths), make_features(vectors[kept], lengths[kept]))
    assert {bead.source[0] for bead in beads if not bead.target} == set(range(0, 400, 9))
    assert {bead.source for bead in beads if bead.matched} == {(index,) for index in kept}


def test_path_continues_after_a_long_gap() -> None:
    rng = np.random.default_rng(6)
    vectors, lengths = rng.normal(size=(900, 64)), rng.integers(20, 90, 900)
    kept = [index for index in range(900) if not 300 <= index < 500]
    beads = align_features(make_features(vectors, lengths), make_features(vectors[kept], lengths[kept]))
    proposed = {(bead.source, bead.target) for bead in beads if bead.matched}
    gold = {((source,), (target,)) for target, source in enumerate(kept)}
    assert len(proposed & gold) >= 0.99 * len(gold)


def test_one_text_is_empty() -> None:
    assert sides(align_features(random_side(1, 2), random_side(1, 0))) == [((0,), ()), ((1,), ())]


def test_drafts_are_compared_by_character_ngrams() -> None:
    source, target, gold = DIALOGUE
    english = target.split("|")
    drafts = [line.replace("grandmother", "grandma").replace("bring her", "take her") for line in english]
    beads = align_document(
        DocumentText(tuple(source.split("|"))), DocumentText(tuple(english)), AlignmentMethod.TRANSLATION, drafts=drafts
    )
    assert sides(beads) == sides(list(parse_beads(gold.split())))
    with pytest.raises(InputError, match="1 translations of 6"):
        align_document(DocumentText(("أ",) * 6), DocumentText(("a",)), AlignmentMethod.TRANSLATION, drafts=["a"])
    with pytest.raises(InputError, match="0 translations of 1"):
        align_document(DocumentText(("أ",)), DocumentText(("a",)), AlignmentMethod.TRANSLATION)


def test_beads_that_share_a_line_are_merged() -> None:
    source, target = (DocumentText(("x",) * len(places), places=places) for places in ((0, 0, 1, 3), (0, 1, 1, 2, 4)))
    beads = (Bead((0,), (0,)), Bead((), (1,)), Bead((1,), (2,)), Bead((2,), ()), Bead((3,), (3,)), Bead((), (4,)))
    lines = AlignedDocument("a", source, target, beads).by_line()
    assert sides(lines) == [((0,), (0, 1)), ((1,), ()), ((3,), (2,)), ((), (4,))]
