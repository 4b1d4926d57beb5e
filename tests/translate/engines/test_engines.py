"""The two engines agree, and what is not the model's business changes nothing."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tiny
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jisr.chars import has_arabic
from jisr.cli import main
from jisr.errors import InputError
from jisr.translate.engines.batching import LengthStride
from jisr.translate.engines.ctranslate2_engine import CTranslate2Engine
from jisr.translate.engines.engine import Decoding, Engine, SourceBatch
from jisr.translate.engines.load_engine import load_engine
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.lookup import BUILTIN, find_model
from jisr.translate.quality.notes import Note
from jisr.translate.text.normalization import POLICIES
from jisr.translate.translator import Translator

SENTENCES = [source for source, _ in tiny.pairs()[::10]]
BUILTIN_PIECES = Tokenizer(find_model(BUILTIN))
GREEDY, BEAM = Decoding(beam=1), Decoding(beam=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build(tmp_path_factory.mktemp("models") / "tiny", layers=2)


def engine(folder: Path | str, name: str = "ctranslate2", compute: str = "float32", threads: int = 1) -> Engine:
    return load_engine(find_model(str(folder)), name, device="cpu", compute=compute, threads=threads)


def decoded(engine: Engine, decoding: Decoding, sentences: list[str] = SENTENCES) -> list[tuple[str, int, bool]]:
    (found,) = engine.decode([[engine.encode(sentence) for sentence in sentences]], decoding)
    return [(each.text, each.pieces, each.cut_off) for each in found]


def test_engines_agree_on_a_tiny_model(folder: Path) -> None:
    one, other = engine(folder), engine(folder, "transformers")
    assert decoded(one, GREEDY) == decoded(other, GREEDY)
    short = replace(BEAM, limit_factor=1.0)
    pairs = list(zip(decoded(one, short), decoded(other, short), strict=True))
    assert sum(left == right for left, right in pairs) >= 0.95 * len(pairs)


def test_engines_agree_on_the_built_in_model() -> None:
    one, other = engine(BUILTIN), engine(BUILTIN, "transformers")
    sources = [one.encode(sentence) for sentence in SENTENCES]
    for decoding in (GREEDY, BEAM):
        (left,), (right,) = one.decode([sources], decoding), other.decode([sources], decoding)
        assert [each.text for each in left] == [each.text for each in right]
        assert [each.score for each in left] == pytest.approx([each.score for each in right], abs=2e-3)
        assert [each.pieces for each in left] == [each.pieces for each in right]
        assert all(each.score <= 0 for each in left)


def test_a_moved_end_token_changes_nothing_but_its_number(tmp_path: Path) -> None:
    for eos in (7, 123):
        folder = tiny.build(tmp_path / str(eos), eos_id=eos)
        one = decoded(engine(folder), GREEDY)
        assert one == decoded(engine(folder, "transformers"), GREEDY)
        assert any(pieces > 1 and not cut_off for _, pieces, cut_off in one)
        assert not any("</s>" in text for text, _, _ in one)


@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_generation_config_changes_nothing(tmp_path: Path, name: str) -> None:
    given_, bare, odd = (tiny.build(tmp_path / each) for each in ("given", "bare", "odd"))
    (bare / "generation_config.json").unlink()
    path = odd / "generation_config.json"
    settings_ = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(settings_ | {"num_beams": 2, "max_length": 3}), encoding="utf-8")
    expected = decoded(engine(given_, name), BEAM, SENTENCES[:6])
    assert decoded(engine(bare, name), BEAM, SENTENCES[:6]) == expected
    assert decoded(engine(odd, name), BEAM, SENTENCES[:6]) == expected


def test_words_are_scored_with_the_same_padding_in_any_company() -> None:
    scoring = load_engine(find_model(BUILTIN), device="cpu", threads=1)
    assert isinstance(scoring, CTranslate2Engine)
    sources = [scoring.encode(sentence) for sentence in SENTENCES]
    usual = scoring.start_scoring
    padded: list[tuple[Any, ...]] = []

    def spy(sources: SourceBatch, hypotheses: SourceBatch) -> list[Any]:
        shape = max(map(len, sources)), max(map(len, hypotheses))
        for source, hypothesis in zip(sources, hypotheses, strict=True):
            words = [piece for piece in hypothesis if piece != "</s>"]
            if words:  # otherwise the pair only pads
                padded.append((*source, *words, shape))
        return usual(sources, hypotheses)

    scoring.start_scoring = spy  # type: ignore[method-assign]
    decoding = replace(GREEDY, word_scores=True)
    (together,) = scoring.decode([sources], decoding)
    company, padded = padded, []
    alone = [found for (found,) in scoring.decode([[source] for source in sources], decoding)]
    assert alone == together
    assert sorted(company, key=str) == sorted(padded, key=str)
    assert len(company) == len(sources)


@pytest.mark.parametrize("batch", [1, 8, 64])
@pytest.mark.parametrize("threads", [1, 2])
def test_batch_threads_and_order_change_no_byte(batch: int, threads: int) -> None:
    lines = [f"{one} {other}" for one, other in zip(SENTENCES[:24], SENTENCES[30:54], strict=True)]
    lines += ["", "Hello.", SENTENCES[0] * 9, "ذهب 17 ولدا إلى https://example.org/x اليوم."]
    expected = list(Translator.load(BUILTIN, threads=1).translate(lines))
    translator = Translator.load(BUILTIN, batch=batch, threads=threads)
    assert list(translator.translate(lines)) == expected
    assert list(translator.translate(lines[::-1]))[::-1] == expected


def test_a_loop_ends_at_the_limit_and_is_noted(folder: Path) -> None:
    translator = Translator(engine(folder), decoding=GREEDY, retry=False)
    most = translator.engine.positions - 1
    strides = {sentence: LengthStride.of(len(translator.engine.encode(sentence)), most) for sentence in SENTENCES}
    limits = {sentence: 3 * stride.middle + 20 for sentence, stride in strides.items()}
    found = decoded(translator.engine, GREEDY)
    assert any(cut_off for _, _, cut_off in found)
    for sentence, (_, pieces, cut_off) in zip(SENTENCES, found, strict=True):
        assert cut_off == (pieces == limits[sentence])
    notes = [note for each in translator.translate(SENTENCES) for note in each.notes]
    assert Note.LIMIT in notes
    assert Note.LOOP in notes


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    import transformers

    with pytest.warns(UserWarning, match="sacremoses"):
        return transformers.MarianTokenizer.from_pretrained(find_model(BUILTIN).folder, local_files_only=True)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("ابتثجحخدذرز سشص ضطظعغ فقكلمنهوي.،؟<>/s")))
def test_pieces_are_those_of_marian_tokenizer(tokenizer: Any, text: str) -> None:
    assume(not any(token in text for token in tokenizer.all_special_tokens) and ">>" not in text)
    pieces = BUILTIN_PIECES
    own = pieces.encode(text)
    assert pieces.source_ids(own) == tokenizer(text).input_ids[:-1]


@pytest.mark.parametrize("text", ["قال </s> ثم", ">>eng<< قال", "<pad><unk>", "قال</s>"])
def test_control_tokens_in_a_text_are_not_read(text: str) -> None:
    pieces = Tokenizer(find_model(BUILTIN))
    model = find_model(BUILTIN)
    assert not {model.eos, model.pad} & set(pieces.source_ids(pieces.encode(text)))


@settings(deadline=None)
@given(st.text(st.characters() | st.sampled_from("ابتث .")), st.sampled_from(sorted(POLICIES)))
def test_what_has_arabic_has_pieces(text: str, policy: str) -> None:
    normalised = POLICIES[policy].apply(text)
    if has_arabic(normalised):
        assert BUILTIN_PIECES.encode(normalised)


def test_the_default_engine_imports_neither_torch_nor_transformers(tmp_path: Path) -> None:
    list(Translator.load(BUILTIN).translate(["عاد المعلم."]))  # now its conversion is there
    script = (
        "import sys; from jisr.translate import Translator;"
        "print([each.target for each in Translator.load().translate(['أين المحطة؟'])]);"
        "print(sorted({'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "['Where is the station?']\n[]\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--device", "tpu"], "device 'tpu' is not known; it can be auto, cpu or cuda"),
        (["--compute", "int1"], "compute type 'int1' is not for device 'cpu'; it can be "),
        (["--engine", "transformers", "--compute", "int8"], "compute type 'int8' is not for transformers"),
        (["--engine", "transformers", "--device", "tpu"], "device 'tpu' is not on this machine"),
        (["--engine", "marian"], "engine 'marian' is not known"),
        (["--beam", "0"], "beam is 0, must be 1 to 64"),
        (["--batch", "0"], "batch is 0, must be 1 to 100,000"),
        (["--threads", "-1"], "threads is -1, must be 0 to 1,024"),
        (["--threads", "100000"], "threads is 100000, must be 0 to 1,024"),
        (["--threads", "9" * 20], f"threads is {'9' * 20}, must be 0 to 1,024"),
    ],
)
def test_a_wrong_device_or_setting_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    source = tmp_path / "in.txt"
    source.write_text("عاد المعلم.\n", encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["translate", str(source), "-o", str(tmp_path / "out.txt"), *options])
    out, err = capsys.readouterr()
    assert (done.value.code, out, err.count("\n")) == (2, "", 1)
    assert err.removeprefix("jisr: ").removeprefix("--").startswith(message)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is not observed everywhere")
@pytest.mark.parametrize("megabytes", [60, 100, 150, 200, 250, 300])
def test_too_little_memory_is_one_line(megabytes: int) -> None:
    """What is limited is the address space beyond that of the interpreter with the command line."""
    code = (
        "import resource, sys, jisr.cli, jisr.commands.translate_commands as _\n"
        "from jisr.translate.models.lookup import find_model; find_model('builtin')\n"
        "held = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        f"resource.setrlimit(resource.RLIMIT_AS, (held + {megabytes - 40} * 10**6,) * 2)\n"
        "jisr.cli.main(['translate', '-', '--threads', '2'])"
    )
    load_engine(find_model(BUILTIN), device="cpu")  # now its conversion is there
    done = subprocess.run([sys.executable, "-c", code], input="عاد المعلم.\n", capture_output=True, text=True)
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("jisr: ")
    assert done.returncode in {0, 1}


def test_cuda_where_there_is_none_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("this machine has CUDA")
    with pytest.raises(InputError, match="device 'cuda' is not on this machine"):
        load_engine(find_model(BUILTIN), "ctranslate2", device="cuda")
    with pytest.raises(InputError, match="device 'cuda' is not on this machine"):
        load_engine(find_model(BUILTIN), "transformers", device="cuda")
