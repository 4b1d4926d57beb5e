"""Terms are brought into drafts of the model in the package, one sentence like another, and what fails is noted."""

from pathlib import Path

import pytest

from jisr.storage.journal import Journal
from jisr.translate import Note, Translator
from jisr.translate.documents.words import words_of
from jisr.translate.engines.engine import Completion, Decoding
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.terms.term_forcing import beginnings, runs_of
from jisr.translate.terms.term_list import Term, TermList

TERMS = TermList(
    (
        Term("وزارة الصحة", ("Ministry of Health",)),
        Term("مستشفى", ("clinic",)),
        Term("قطار", ("railcar",)),
        Term("مدينة", (), ("city",)),
        Term("جسر", ("جسر",)),
        Term("محطة", ("halting place",)),
    )
)
LINES = [
    "قالت وزارة الصحة إن المستشفى سيفتح غدا.",
    "وصل القطار إلى المدينة في الصباح.",
    "وقف الرجل على الجسر القديم.",
    "أين المحطة؟",
    "لا شيء هنا من ذلك.",
]


@pytest.fixture(scope="module")
def plain() -> Translator:
    """Return a translator without terms."""
    return Translator.load("builtin")


@pytest.fixture(scope="module")
def forced(plain: Translator) -> Translator:
    """Return a translator with terms."""
    return Translator(plain.engine, plain.policy, terms=TERMS)


def test_terms_are_in_the_drafts(plain: Translator, forced: Translator) -> None:
    before = [line.target for line in plain.translate(LINES)]
    ministry, railcar, bridge, halt, nothing = forced.translate(LINES)
    assert "Ministry of Health" not in before[0]
    assert "Ministry of Health" in ministry.target
    assert "clinic" in ministry.target
    assert [(use.before, use.after) for use in ministry.parts[0].terms] == [(False, True), (False, True)]
    assert "railcar" in railcar.target
    assert "city" in before[1]
    assert "city" not in railcar.target
    assert "جسر" in bridge.target
    assert "halting place" in halt.target.lower()
    assert nothing.target == before[4]
    assert nothing.parts[0].terms == ()
    assert not any({Note.TERM_MISSING, Note.TERM_FORBIDDEN} & {*line.notes} for line in forced.translate(LINES))


def test_a_draft_depends_on_its_sentence_alone(plain: Translator, forced: Translator) -> None:
    together = list(forced.translate(LINES))
    alone = [next(forced.translate([line])) for line in LINES]
    assert together == alone
    turned = Translator(plain.engine, plain.policy, batch=2, terms=TERMS)
    assert list(turned.translate(LINES[::-1])) == alone[::-1]


def test_a_term_that_cannot_be_brought_in_is_noted(plain: Translator) -> None:
    terms = TermList((Term("محطة", ("☃ ☃ ☃",)),))
    (line,) = Translator(plain.engine, plain.policy, terms=terms).translate(["أين المحطة؟"])
    assert line.target == next(plain.translate(["أين المحطة؟"])).target
    assert Note.TERM_MISSING in line.notes


def test_a_journal_gives_the_same_again(forced: Translator, tmp_path: Path) -> None:
    wanted = list(forced.translate(LINES))
    journal = Journal(tmp_path / "j")
    assert list(forced.recorded(journal).translate(LINES)) == wanted
    done = journal.done
    journal.close()
    again = Journal(tmp_path / "j")
    assert list(forced.recorded(again).translate(LINES)) == wanted
    assert (again.done, again.replayed) == (0, done)
    again.close()


def test_engines_complete_alike(plain: Translator) -> None:
    reference = Translator.load("builtin", engine="transformers")
    exact = Translator.load("builtin", compute="float32")
    assert isinstance(exact.engine, ModelEngine)
    assert isinstance(reference.engine, ModelEngine)
    engine = exact.engine
    source = engine.encode(LINES[1])
    wanted = [
        Completion(source, engine.encode_target("The railcar")),
        Completion(source, (), [engine.encode_target("city"), engine.encode_target("City")]),
    ]
    found = engine.complete(wanted, Decoding())
    other = reference.engine.complete(wanted, Decoding())
    assert [each.text for each in found] == [each.text for each in other]
    assert [each.score for each in found] == pytest.approx([each.score for each in other], abs=2e-3)
    assert found[0].text.startswith("The railcar")
    assert "city" not in found[1].text


def test_the_place_of_a_term_and_its_case() -> None:
    target = words_of("“The health ministry said so.”")
    weights = [[0.0, 0.9, 0.0], [0.0, 0.9, 0.0], [0.0, 0.0, 0.9], [0.9, 0.0, 0.0], [0.0, 0.0, 0.0]]
    (run, *_) = runs_of(weights, [1, 2], target)
    assert list(run) == [1, 2]  # without the article
    assert list(beginnings(target, run, "hospital")) == ["“The hospital", "“The hospital said so.”"]
    first = words_of("ministries said")
    assert next(beginnings(first, range(1), "hospital")) == "Hospital"
    assert next(beginnings(words_of("in a ministry"), range(2, 3), "office")) == "in an office"
    assert next(beginnings(words_of("in an office"), range(2, 3), "ministry")) == "in a ministry"
