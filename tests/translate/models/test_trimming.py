"""Trimmed decoders: which pieces are kept, and that both engines draft with exactly these."""

import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import tiny
from command_line import CommandLine
from hypothesis import given
from hypothesis import strategies as st

from jisr.chars import has_arabic
from jisr.errors import InputError, JisrWarning
from jisr.translate import Decoding, Translator
from jisr.translate.engines.load_engine import load_engine
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.conversion import conversions, converted
from jisr.translate.models.lookup import BUILTIN, Model, find_model
from jisr.translate.models.trimming import (
    DEFAULT_TRIM,
    Trim,
    count_words,
    is_english,
    kept_pieces,
    read_words,
    source_pieces,
    write_words,
)

ROOT = Path(__file__).parents[3]
SENTENCES = [source for source, _ in tiny.pairs()[::12]]
LINES = [
    "وصلت السفينة إلى ميناء الإسكندرية بعد رحلة دامت ثلاثة أسابيع.",
    "لا يعرف أحد لماذا أغلقت المكتبة أبوابها في شهر مارس 2019.",
    "قالت جدتي إن المطر سيهطل غدا، فلم يصدقها أحد!",
]
GREEDY, BEAM = Decoding(beam=1), Decoding(beam=4)


@pytest.fixture(autouse=True)
def cached(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path_factory.getbasetemp() / "trimming-cache"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build(tmp_path_factory.mktemp("models") / "tiny", layers=2, eos_id=5)


def names(model: Model) -> dict[int, str]:
    return Tokenizer(model).pieces_by_id


def kept_names(model: Model, level: str) -> set[str]:
    pieces = names(model)
    return {pieces[number] for number in kept_pieces(model, Trim.parse(level))}


def drafts(folder: Path | str, engine: str, level: str, decoding: Decoding = GREEDY) -> list[tuple[str, int]]:
    compute = "float32"
    loaded = load_engine(find_model(str(folder)), engine, device="cpu", compute=compute, threads=1, trim=level)
    lines = LINES if str(folder) == BUILTIN else SENTENCES
    (found,) = loaded.decode([[loaded.encode(line) for line in lines]], decoding)
    return [(each.text, each.pieces) for each in found]


def test_letters_are_judged_by_their_script() -> None:
    regex: Any = pytest.importorskip("regex")
    letters = [each for each in map(chr, range(sys.maxunicode)) if each.isalpha()]
    latin = [each for each in letters if regex.match(r"\p{Latin}", each)]
    others = [each for each in letters if not regex.match(r"\p{Latin}|\p{Common}|\p{Inherited}", each)]
    assert [each for each in latin if not is_english(each)] == ["Ⅎ", "ⅎ", "Ↄ"]  # of the emperor Claudius
    marks = {each for each in others if not any(map(str.isalpha, unicodedata.normalize("NFKC", each)))}
    assert [each for each in others if is_english(each) and each not in marks] == []
    assert len(latin) > 1000
    assert len(others) > 100_000


@pytest.mark.parametrize("piece", ["▁the", "2019", "،", "é", "e\u0301", "▁", "؟", "٪", "٣", "ﬁ", "</s>", "😀"])
def test_english_pieces(piece: str) -> None:
    assert is_english(piece)


@pytest.mark.parametrize("piece", ["▁في", "ب", "ab\u0628", "▁да", "α", "中", "ـ"])
def test_pieces_of_other_scripts(piece: str) -> None:
    assert not is_english(piece)


@pytest.mark.parametrize("text", ["", "few", "0", "-5", "1.5", "²", "8000:", "letters:x", "NONE", "٨٠٠٠"])
def test_an_unknown_level_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="it can be letters, none, N or N:FILE"):
        Trim.parse(text)


def test_a_level_by_a_text_is_named_by_its_words(tmp_path: Path) -> None:
    one, same, other, empty = (tmp_path / name for name in ("one", "same", "other", "empty"))
    one.write_text("the dog and the cat\n", encoding="utf-8")
    same.write_text("the cat and\nthe dog", encoding="utf-8")
    other.write_text("the dog and the dog\n", encoding="utf-8")
    empty.write_text(" \n", encoding="utf-8")
    levels = [Trim.parse(f"500:{path}") for path in (one, same, other)]
    assert levels[0] == levels[1]
    assert levels[0].name.startswith("500:")
    assert len({str(each) for each in (*levels, Trim.parse("500"))}) == 3
    with pytest.raises(InputError, match="no words"):
        Trim.parse(f"500:{empty}")
    with pytest.raises(InputError, match="no such file"):
        Trim.parse(f"500:{tmp_path / 'missing'}")


@given(st.dictionaries(st.text(min_size=1).filter(lambda word: word.split() == [word]), st.integers(1, 10**6)))
def test_counts_of_words_are_read_as_written(words: dict[str, int]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder, "words")
        try:
            write_words(words, path)
        except UnicodeEncodeError:  # a lone surrogate is in no text that was read
            return
        assert read_words(path) == words


def test_the_table_of_words_is_that_of_our_parallel_text_with_one_on_the_pandemic() -> None:
    counts: Counter[str] = Counter()
    for path in sorted((ROOT / "parallel-text").glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        counts.update(count_words(line.split("\t")[1] for line in lines))
    others = Counter(read_words())
    others.subtract(counts)
    assert min(others.values()) == 0
    assert 20_000 < sum(others.values()) < 25_000  # the development part of TICO-19
    assert others["COVID-19"] > 100


def test_letters_keep_all_but_the_pieces_of_other_scripts() -> None:
    model = find_model(BUILTIN)
    kept = kept_names(model, "letters")
    assert {"</s>", "<unk>", "<pad>", "▁the", "،", "2"} <= kept
    assert not any(map(has_arabic, kept))
    assert all(map(has_arabic, set(names(model).values()) - kept))
    ids = kept_pieces(model, DEFAULT_TRIM)
    assert ids == sorted(ids)
    assert ids[-1] == model.pad


def test_a_number_keeps_what_english_needs_most() -> None:
    model = find_model(BUILTIN)
    letters, some, few = (kept_names(model, level) for level in ("letters", "1500", "1"))
    assert few < some < letters
    assert len(some) == 1500
    assert kept_names(model, "100000") == letters
    assert kept_names(model, "none") == set(names(model).values())
    assert {"▁the", "▁government", "ing"} <= some
    assert {each for each in letters if len(each.removeprefix("▁")) == 1} <= few
    assert {each for each in letters if not any(map(str.isalpha, each))} <= few


def test_a_text_decides_which_pieces_are_kept(tmp_path: Path) -> None:
    model = find_model(BUILTIN)
    rare = next(each for each in sorted(kept_names(model, "letters") - kept_names(model, "1500")) if each[0] == "▁")
    text = tmp_path / "text"
    text.write_text(f"{rare[1:]}\n", encoding="utf-8")
    assert rare in kept_names(model, f"1500:{text}")


@pytest.mark.parametrize("level", ["letters", "100", "1"])
def test_engines_agree_on_a_trimmed_tiny_model(folder: Path, level: str) -> None:
    ours, theirs = drafts(folder, "ctranslate2", level), drafts(folder, "transformers", level)
    assert ours == theirs
    assert any(pieces > 1 for _, pieces in ours)
    assert not any(has_arabic(text) for text, _ in ours)
    assert any(has_arabic(text) for text, _ in drafts(folder, "ctranslate2", "none"))


@pytest.mark.parametrize("level", ["letters", "1500"])
@pytest.mark.parametrize("decoding", [GREEDY, BEAM])
def test_engines_agree_on_the_trimmed_built_in_model(level: str, decoding: Decoding) -> None:
    assert drafts(BUILTIN, "ctranslate2", level, decoding) == drafts(BUILTIN, "transformers", level, decoding)


def test_greedy_drafts_without_a_dropped_piece_stay_as_they_are() -> None:
    assert drafts(BUILTIN, "ctranslate2", "letters") == drafts(BUILTIN, "ctranslate2", "none")
    assert drafts(BUILTIN, "transformers", "letters") == drafts(BUILTIN, "transformers", "none")


def test_a_separate_target_vocabulary_is_trimmed_too(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m", separate_vocabs=True)
    kept = kept_names(find_model(str(folder)), "60")
    engine = load_engine(find_model(str(folder)), "transformers", device="cpu", trim="60")
    (found,) = engine.decode([[engine.encode(line) for line in SENTENCES]], BEAM)
    assert engine.record()["target_pieces"] == len(kept) - 1 < len(names(find_model(str(folder)))) - 1
    assert any(each.pieces for each in found)


def test_a_source_keeps_pieces_of_characters_that_its_pieces_lack(folder: Path, tmp_path: Path) -> None:
    """A symbol that only the vocabulary knows is left whole by SentencePiece, and so has an embedding."""
    import shutil

    other = shutil.copytree(folder, tmp_path / "m")
    vocabulary = json.loads((other / "vocab.json").read_text(encoding="utf-8"))
    model = find_model(str(folder))
    unused = next(each for each in vocabulary if each not in source_pieces(model) and is_english(each))
    vocabulary = {"☃" if piece == unused else piece: number for piece, number in vocabulary.items()}
    (other / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    assert "☃" in source_pieces(find_model(str(other)))
    lines = [f"{line} ☃" for line in SENTENCES[:9]]
    found = []
    for name in ("ctranslate2", "transformers"):
        engine = load_engine(find_model(str(other)), name, device="cpu", compute="float32")
        assert engine.count_unknown(engine.encode("☃")) == 0
        (hypotheses,) = engine.decode([[engine.encode(line) for line in lines]], GREEDY)
        found.append([each.text for each in hypotheses])
    assert found[0] == found[1]


def test_a_target_with_a_dropped_piece_is_scored_as_unknown(folder: Path) -> None:
    from jisr.translate.engines.ctranslate2_engine import CTranslate2Engine

    engine = CTranslate2Engine(find_model(str(folder)), device="cpu", compute="float32", threads=1)
    source = [*engine.encode(SENTENCES[0]), "</s>"]
    dropped = next(each for each in engine.tokenizer.ids if not is_english(each))
    scores = [each.result().log_probs for each in engine.start_scoring([source] * 2, [[dropped, "s"], ["<unk>", "s"]])]
    assert scores[0] == pytest.approx(scores[1])
    assert len(scores[0]) == 3


def test_each_level_has_a_conversion_and_a_record_of_its_own(folder: Path) -> None:
    model = find_model(str(folder))
    levels = ("none", "letters", "100")
    engines = [load_engine(model, device="cpu", compute="int8", trim=level) for level in levels]
    assert [each.record()["trim"] for each in engines] == list(levels)
    counts = [each.record()["target_pieces"] for each in engines]
    assert counts[0] == model.target_vocab_size - 1 > counts[1] > counts[2]
    assert len({each.identity for each in engines}) == 3
    made = {each.trim: each for each in conversions(model) if each.quantization == "int8"}
    assert [made[level].target_pieces for level in levels] == counts
    assert made["letters"].bytes < 1.1 * made["none"].bytes
    assert converted(model, "int8", Trim("none")) != converted(model, "int8")


def test_check_and_info_name_the_level(folder: Path, jisr: CommandLine) -> None:
    model = find_model(str(folder))
    for level in ("none", "letters", "100"):
        converted(model, "int8", Trim.parse(level))
    checked = jisr("model", "check", folder)
    assert (checked.code, checked.err) == (0, "")
    assert [f"int8 ({level}) right" in checked.out for level in ("none", "letters", "100")] == [True] * 3
    info = jisr("model", "info", folder).out
    assert "not trimmed" in info
    assert "trimmed to letters, " in info
    assert "trimmed to 100, 99 target pieces" in info
    assert re.search(r"^words aligned  by .+ of layer [12], which finds [0-9.]+ % of numbers$", info, re.MULTILINE)


def test_a_model_of_another_language_is_not_trimmed(tmp_path: Path, jisr: CommandLine) -> None:
    from sentencepiece import SentencePieceTrainer

    folder = tiny.build(tmp_path / "m")
    SentencePieceTrainer.train(
        sentence_iterator=iter([source for source, _ in tiny.pairs()]),
        model_prefix=str(tmp_path / "arabic"),
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (tmp_path / "arabic.model").replace(folder / "target.spm")
    model = find_model(str(folder))
    with pytest.warns(JisrWarning, match="few of its target pieces are English"):
        assert kept_pieces(model, DEFAULT_TRIM) == list(range(model.target_vocab_size))
    done = jisr("translate", "--model", folder, "-", stdin="عاد المعلم.\n")
    assert (done.code, done.err.count("\n")) == (0, 2)
    assert "few of its target pieces are English" in done.err
    assert "not trimmed" in jisr("model", "info", folder).out


def test_the_level_is_an_option_of_translate(tmp_path: Path, jisr: CommandLine) -> None:
    source = tmp_path / "in.txt"
    source.write_text("أين المحطة؟\n", encoding="utf-8")
    words = ("translate", source, "-o", tmp_path / "out.txt", "--report", tmp_path / "report.jsonl")
    assert jisr(*words, "--trim", "none").code == 0
    run = json.loads((tmp_path / "report.jsonl").read_text(encoding="utf-8").split("\n")[0])["run"]
    assert (run["trim"], run["target_pieces"]) == ("none", 6000)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "Where is the station?\n"
    wrong = jisr(*words, "--trim", "few")
    assert (wrong.code, wrong.err) == (2, "jisr: trim level 'few' is not known; it can be letters, none, N or N:FILE\n")


def test_the_library_takes_the_level() -> None:
    assert Translator.load(trim="1500").record()["trim"] == "1500"
    assert Translator.load().record()["trim"] == "letters"
