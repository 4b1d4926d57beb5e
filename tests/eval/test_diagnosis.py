"""Diagnosis of two texts with unequal numbers of lines."""

import random

import pytest

from jisr.eval.diagnosis import diagnose

SUBJECTS = "The mayor,A young doctor,Nobody,The whole village,My grandmother,The two engineers".split(",")
VERBS = "opened,did not see,wrote about,paid for,remembered,closed".split(",")
OBJECTS = "the door,the old bridge over the river,a letter,the school that burned down,it,the market".split(",")
ENDS = ".| in the morning.| before anybody asked, and went home.| twice!| when the war was over.".split("|")


def text(dice: random.Random, lines: int) -> list[str]:
    return [
        " ".join([dice.choice(SUBJECTS), dice.choice(VERBS), *dice.sample(OBJECTS, dice.randint(1, 4))])
        + dice.choice(ENDS)
        for _ in range(lines)
    ]


def paraphrase(dice: random.Random, line: str) -> str:
    words = line.split()
    for _ in range(len(words) // 4):
        words[dice.randrange(len(words))] = dice.choice("house longer a walked nevertheless green".split())
    return " ".join(words)


def test_extra_line_is_located_within_two_lines_in_nine_of_ten_cases() -> None:
    near = 0
    for seed in range(200):
        dice = random.Random(seed)
        reference = text(dice, dice.randint(60, 400))
        hypothesis = [paraphrase(dice, line) for line in reference]
        at = dice.randrange(1, len(hypothesis))
        kind = seed % 4
        if kind == 3:
            words = hypothesis[at].split()
            hypothesis[at : at + 1] = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
        else:
            hypothesis.insert(at, ["", hypothesis[at], text(dice, 1)[0]][kind])
        near += abs(diagnose(hypothesis, reference).line - 1 - at) <= 2
    assert near >= 180


@pytest.mark.parametrize(
    ("mark", "name"), [("\u2028", "U+2028"), ("\r", "a lone CR"), ("\x85", "U+0085"), ("\x1e", "U+001E")]
)
def test_hidden_break_is_reported_for_the_text_that_has_it(mark: str, name: str) -> None:
    reference = text(random.Random(1), 40)
    line = reference[20]
    reference[20] = line.replace(" ", mark, 1)
    hypothesis = [*reference[:20], *line.split(" ", 1), *reference[21:]]
    diagnosis = diagnose(hypothesis, reference)
    assert (diagnosis.line, diagnosis.longer) == (21, False)
    assert name in diagnosis.cause


@pytest.mark.parametrize(
    ("extra", "cause"), [("", "it is blank"), ("again", "it repeats the line before"), ("new", "no partner")]
)
def test_cause_is_named(extra: str, cause: str) -> None:
    reference = text(random.Random(2), 40)
    line = {"again": reference[9], "new": "Something that was never said in the reference at all, at length."}
    hypothesis = [*reference[:10], line.get(extra, ""), *reference[10:]]
    diagnosis = diagnose(hypothesis, reference)
    assert abs(diagnosis.line - 11) <= 2
    assert cause in diagnosis.cause


def test_text_that_ends_early() -> None:
    reference = text(random.Random(3), 40)
    diagnosis = diagnose(reference, reference[:30])
    assert diagnosis.line == 31
    assert "ends before" in diagnosis.cause
