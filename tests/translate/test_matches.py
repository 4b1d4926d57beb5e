"""Matches are taken for sentences of documents, in which numbers stand for placeholders."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fake import FakeEngine

from jisr.storage.journal import Journal
from jisr.translate import Note, Translator
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, tagged_text
from jisr.translate.documents.unit_translation import UnitTranslator
from jisr.translate.matches import Match, find_matches


@dataclass
class FakeMemory:
    """A memory of sentences, each with its percent and target; it notes what it was asked."""

    entries: dict[str, tuple[int, str]]
    identity: str = "fake"
    paths: Sequence[str] = ()
    asked: list[tuple[str, str | None, str]] = field(default_factory=list)

    def find(self, source: str, *, before: str | None = None, unit: str = "") -> list[Match]:
        self.asked.append((source, before, unit))
        if source not in self.entries:
            return []
        return [Match(self.entries[source][0], source, self.entries[source][1], "m", "1")]


def test_taken_sentences_are_not_decoded() -> None:
    memory = FakeMemory({"نعم.": (100, "Yes."), "لا.": (90, "No.")})
    engine = FakeEngine()
    (line,) = Translator(engine, retry=False, memory=memory).translate(["نعم. لا."])
    yes, no = line.parts
    assert (yes.target, yes.origin, yes.score) == ("Yes.", "memory", None)
    assert (no.target, no.origin, no.matches[0].target) == ("la.", "model", "No.")
    assert engine.decoded == [("لا.", False)]
    assert line.origin == "model"
    assert line.target == "Yes. la."


def test_what_is_taken_is_checked_as_any_translation() -> None:
    memory = FakeMemory({"باع 25 كتابا.": (100, "He sold books.")})
    (line,) = Translator(FakeEngine(), memory=memory).translate(["باع 25 كتابا."])
    assert Note.NUMBER_MISSING in line.notes
    assert line.origin == "memory"


def test_a_memory_may_hold_two_sentences_as_one() -> None:
    memory = FakeMemory({"نعم. لا.": (100, "Yes and no."), "نعم.": (100, "Yes.")})
    (line,) = Translator(FakeEngine(), memory=memory).translate(["  نعم. لا. "])
    assert line.target == "Yes and no."
    assert [part.source for part in line.parts] == ["نعم. لا."]


def test_it_is_asked_with_the_sentence_before_whatever_the_batch() -> None:
    lines = ["نعم. لا.", "2024", "كلا.", "بلى."]
    asked = []
    for batch in (1, 2, 100):
        memory = FakeMemory({})
        list(Translator(FakeEngine(), batch=batch, retry=False, memory=memory).translate(lines))
        asked.append([each for each in memory.asked if each[0] != lines[0]])
    assert asked[0] == asked[1] == asked[2]
    assert asked[0] == [("نعم.", None, ""), ("لا.", "نعم.", ""), ("كلا.", "لا.", ""), ("بلى.", "كلا.", "")]


def test_cells_have_no_sentence_before() -> None:
    memory = FakeMemory({})
    worker = UnitTranslator(Translator(FakeEngine(), retry=False, memory=memory), in_order=False)
    list(worker.translate([Unit("A1", "نعم"), Unit("A2", "لا")]))
    assert memory.asked == [("نعم", None, "A1"), ("لا", None, "A2")]


def with_placeholders(*literals: str) -> Unit:
    """Return a unit with placeholders after its words."""
    builder = UnitBuilder()
    builder.add("افتح")
    for literal in literals:
        builder.add(" ")
        builder.alone(literal, word=True)
    return builder.unit("key")


def taken(unit: Unit, entries: dict[str, tuple[int, str]]) -> Target:
    """Return the target of a unit."""
    memory = FakeMemory(entries)
    (target,) = UnitTranslator(Translator(FakeEngine(), retry=False, memory=memory)).translate([unit])
    return target


def test_placeholders_are_those_of_the_unit() -> None:
    target = taken(with_placeholders("%s", "%d"), {"افتح %s %d": (100, "Open %d of %s")})
    assert tagged_text(target.text, target.codes) == "Open <2/> of <1/>"
    assert target.origin == "memory"
    assert target.notes == ()


def test_the_same_placeholder_twice() -> None:
    target = taken(with_placeholders("%s", "%s"), {"افتح %s %s": (100, "Open %s, %s")})
    assert tagged_text(target.text, target.codes) == "Open <1/>, <2/>"


def test_a_target_that_lost_a_placeholder_is_not_taken() -> None:
    target = taken(with_placeholders("%s"), {"افتح %s": (100, "Open")})
    assert target.origin == "model"
    (sentence,) = target.sentences
    assert [match.percent for match in sentence.matches] == [99]


def test_tags_around_a_word_that_stays_are_no_text() -> None:
    target = taken(with_placeholders("<code>ls</code>"), {"افتح ls": (100, "Open ls")})
    assert tagged_text(target.text, target.codes) == "Open <1/>"


def test_codes_are_placed_in_what_is_taken() -> None:
    unit = Unit("1", "نعم", ((0, Code("open", "1")), (3, Code("close", "1"))))
    target = taken(unit, {"نعم": (100, "Yes")})
    assert tagged_text(target.text, target.codes) == "<1>Yes</1>"
    assert target.origin == "memory"


def test_a_line_stays_a_line() -> None:
    (match,) = find_matches(FakeMemory({"نعم": (100, "Yes,\n  sir.\tNow")}), "نعم", {})
    assert match.target == "Yes, sir. Now"


def test_the_journal_and_the_record_know_the_memory(tmp_path: Path) -> None:
    def identity(memory: FakeMemory | None) -> str:
        translator = Translator(FakeEngine(), memory=memory)
        assert translator.record().get("memory") == (memory and memory.identity)
        return translator.recorded(Journal(tmp_path / "j")).engine.identity

    assert identity(None) == "fake"
    assert len({identity(None), identity(FakeMemory({})), identity(FakeMemory({}, identity="other"))}) == 3


@pytest.mark.parametrize(("percent", "mended", "is_taken"), [(101, False, True), (99, False, False), (88, True, True)])
def test_what_is_taken(percent: int, mended: bool, is_taken: bool) -> None:
    match = Match(percent, "", "", "m.tmx", "7", mended)
    assert match.is_taken == is_taken
    assert match.record().get("mended", False) == mended
