"""Lookup, reading and hashing of models."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny
from command_line import CommandLine

from jisr.cli import main
from jisr.errors import ModelError
from jisr.translate.models import content_hash, pull_records
from jisr.translate.models.folder import read_model_folder
from jisr.translate.models.lookup import KNOWN_MODELS, find_model


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "cache"))


def change(path: Path, **values: object) -> None:
    """Change values of a JSON file; ``None`` deletes one."""
    old = json.loads(path.read_text(encoding="utf-8"))
    new = {key: value for key, value in (old | values).items() if value is not None}
    path.write_text(json.dumps(new), encoding="utf-8")


def test_builtin() -> None:
    model = find_model("builtin")
    assert (model.encoder_layers, model.decoder_layers, model.d_model) == (6, 2, 256)
    assert (model.pad, model.eos, model.unk, model.decoder_start) == (6000, 0, 1, 6000)
    assert (model.normalize, model.max_positions, model.separate_vocabs) == ("bare", 512, False)
    assert model.revision == model.fingerprint[:12]
    assert (model.folder / "README.md").is_file()


def test_finding_a_model_imports_no_large_library() -> None:
    heavy = "torch transformers ctranslate2 sentencepiece huggingface_hub numpy".split()
    code = (
        "import sys\nfrom jisr.translate.models.lookup import find_model\nfind_model('builtin')\n"
        f"loaded = [name for name in {heavy} if name in sys.modules]\nassert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("eos_id", [0, 5])
@pytest.mark.parametrize("separate", [False, True])
def test_ids_and_sizes_are_read(tmp_path: Path, eos_id: int, separate: bool) -> None:
    folder = tiny.build(tmp_path / "m", eos_id=eos_id, separate_vocabs=separate, layers=2, max_positions=100)
    model = find_model(str(folder))
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    assert (model.eos, model.pad) == (eos_id, len(vocabulary) - 1)
    assert model.unk == vocabulary["<unk>"]
    assert (model.encoder_layers, model.max_positions, model.separate_vocabs) == (2, 100, separate)
    assert model.target_vocabulary == ("target_vocab.json" if separate else "vocab.json")
    assert model.normalize == "standard"


def test_number_of_parameters_is_that_of_the_weights(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    for separate in (False, True):
        folder = tiny.build(tmp_path / str(separate), separate_vocabs=separate, layers=2)
        tensors = load_file(folder / "model.safetensors")
        bias = tensors.pop("final_logits_bias")
        assert read_model_folder(folder).parameters == sum(tensor.size for tensor in tensors.values())
        assert bias.shape == (1, read_model_folder(folder).target_vocab_size)


def test_optional_files_may_be_missing(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    start = find_model(str(folder)).decoder_start
    (folder / "generation_config.json").unlink()
    (folder / "tokenizer_config.json").unlink()
    assert find_model(str(folder)).decoder_start == start


def test_all_problems_of_a_folder_are_reported_at_once(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    (folder / "source.spm").unlink()
    (folder / "model.safetensors").unlink()
    change(folder / "config.json", model_type="bart")
    with pytest.raises(ModelError) as caught:
        find_model(str(folder))
    assert str(caught.value) == (
        f"{folder}: not a model that can be used: no source.spm; no weights (model.safetensors or"
        " pytorch_model.bin); config.json: model_type is 'bart', not 'marian'"
    )


@pytest.mark.parametrize(
    ("file", "values", "message"),
    [
        ("config.json", {"encoder_layers": "six"}, "config.json: encoder_layers is 'six', not a whole number"),
        ("config.json", {"encoder_layers": 10**6}, "weights, but model.safetensors has"),
        ("config.json", {"encoder_attention_heads": 0}, "encoder_attention_heads is 0, not a whole number from 1 up"),
        ("config.json", {"max_position_embeddings": 1}, "max_position_embeddings is 1, not a whole number from 32 up"),
        ("config.json", {"decoder_vocab_size": [1]}, "decoder_vocab_size is [1], not a whole number"),
        ("config.json", {"eos_token_id": 3}, "vocab.json: </s> is 0, but eos_token_id is 3"),
        ("config.json", {"vocab_size": 10}, "vocab.json: a piece is number"),
        ("config.json", {"d_model": 64}, "model.safetensors: the embedding is"),
        ("vocab.json", {"<unk>": None}, "vocab.json: no <unk>"),
        ("vocab.json", {"<unk>": "one"}, "vocab.json: every piece must have a whole number"),
        ("jisr.json", {"normalize": "loud"}, "normalize is 'loud', not one of standard, bare, none"),
        ("jisr.json", {"known": ["كتاب"]}, "known is ['كتاب'], not sentences with lists of words"),
        ("jisr.json", {"known": {"كتاب": [1]}}, "known is {'كتاب': [1]}, not sentences with lists of words"),
        ("jisr.json", {"licence": 5}, "licence is 5, not a text"),
        ("jisr.json", {"training_data": ["corpus"]}, "training_data is ['corpus'], not a text"),
    ],
)
def test_inconsistent_values_are_named(tmp_path: Path, file: str, values: dict[str, object], message: str) -> None:
    folder = tiny.build(tmp_path / "m")
    if file == "jisr.json":
        (folder / file).write_text("{}", encoding="utf-8")
    change(folder / file, **values)
    with pytest.raises(ModelError) as caught:
        find_model(str(folder))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_config_that_is_not_an_object_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = tiny.build(tmp_path / "m")
    (folder / "config.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"config\.json"):
        find_model(str(folder))


@pytest.mark.parametrize("weights", ["safetensors", "bin"])
@pytest.mark.parametrize("keep", [0, 5, 100, -1])
def test_truncated_weights_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], weights: str, keep: int
) -> None:
    folder = tiny.build(tmp_path / "m", weights="bin" if weights == "bin" else "safetensors")
    path = next(folder.glob("*model.*n")) if weights == "bin" else folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SystemExit) as done:
        main(["model", "info", str(folder)])
    message = capsys.readouterr().err
    assert done.value.code == 2
    assert message.count("\n") == 1
    assert path.name in message


def test_lfs_pointer_is_recognised(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\n", encoding="utf-8")
    with pytest.raises(ModelError, match="git lfs pull"):
        find_model(str(folder))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("./nothing", "no such folder"),
        ("bultin", "(did you mean builtin?)"),
        ("opus-mt-ar-en", "(did you mean Helsinki-NLP/opus-mt-ar-en"),
        ("Helsinki-NLP/opus-mt-ar-en", "is not here; get it with: jisr model pull Helsinki-NLP/opus-mt-ar-en"),
        ("Helsinki-NLP/opus-mt-ar-em", "did you mean Helsinki-NLP/opus-mt-ar-en"),
        ("a/b@v1", "a/b@v1 is not here; get it with: jisr model pull a/b@v1"),
        ("~nobody-of-that-name/m", "no such folder"),
        ("a" * 300, "no such folder, and no model of that name"),
        ("/" + "a" * 300, "no such folder"),
        ("a" * 5000, "…: no model has a name of 5,000 characters"),
        ("./\x1b]0;title\x07\nm", r"\x1b]0;title\x07\nm: no such folder"),
    ],
)
def test_missing_models_are_named(name: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["model", "info", name])
    assert done.value.code == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert printed.count("\n") == 1


def test_file_instead_of_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="a file, not a model folder"):
        find_model(str(tmp_path / "file"))


def test_fingerprint_follows_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_hash, "SETTLED_SECONDS", -1.0)
    folder = tiny.build(tmp_path / "m")
    first = find_model(str(folder)).fingerprint
    assert find_model(str(folder)).fingerprint == first
    assert find_model(str(tiny.build(tmp_path / "same"))).fingerprint == first
    path = folder / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    stat = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert find_model(str(folder)).fingerprint != first
    (folder / "README.md").write_text("anything", encoding="utf-8")


def test_fingerprint_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.build(tmp_path / "m")
    monkeypatch.setattr(content_hash, "SETTLED_SECONDS", -1.0)
    first = find_model(str(folder)).fingerprint
    monkeypatch.setattr("hashlib.file_digest", None)
    assert find_model(str(folder)).fingerprint == first


def test_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(content_hash, "SETTLED_SECONDS", -1.0)
    assert find_model("builtin").fingerprint


def test_pulled_models_load_at_their_commit(tmp_path: Path) -> None:
    old, new = tiny.build(tmp_path / "old", seed=1), tiny.build(tmp_path / "new", seed=2)
    for folder, commit in ((old, "a" * 40), (new, "b" * 40)):
        hashed = find_model(str(folder)).fingerprint
        pull_records.save_pull(pull_records.PullRecord("some/model", commit, ("main",), "mit", folder, 10, hashed))
    assert find_model("some/model").folder == new
    assert find_model("some/model@main").folder == new
    assert find_model(f"some/model@{'a' * 7}").folder == old
    assert find_model("some/model").licence == "mit"
    with pytest.raises(ModelError, match="is not here"):
        find_model("some/model@other")
    change(new / "config.json", dropout=0.2)
    with pytest.raises(ModelError, match="not the files that were pulled"):
        find_model("some/model")
    pull_records.drop_pull(pull_records.pulls_of("some/model")[0])
    assert find_model("some/model").folder == old


@pytest.mark.parametrize("record", ["[{}]", "", "{}}", "5", '[{"name": 1}]', "[" * 100_000])
def test_damaged_record_is_named_and_disturbs_no_other_model(tmp_path: Path, record: str, jisr: CommandLine) -> None:
    hub = tmp_path / "cache" / "hub"
    hub.mkdir(parents=True)
    (hub / "a--b.json").write_text(record, encoding="utf-8")
    with pytest.raises(ModelError, match=r"a--b\.json: not a record"):
        find_model("a/b")
    folder = tiny.build(tmp_path / "m")
    hashed = find_model(str(folder)).fingerprint
    pull_records.save_pull(pull_records.PullRecord("some/model", "a" * 40, ("main",), "mit", folder, 10, hashed))
    listed = jisr("model", "list")
    assert (listed.code, listed.err) == (0, "")
    assert "the record of its pulls is damaged" in listed.out
    assert jisr("model", "info", "some/model").code == 0
    assert "did you mean some/model?" in jisr("model", "info", "some/modal").err
    assert [entry.name for entry in pull_records.all_pulls()] == ["some/model"]


def test_control_characters_are_escaped(tmp_path: Path, jisr: CommandLine) -> None:
    folder = tiny.build(tmp_path / "m\x1b[31m\u202e")
    licence = "mit\nname           other\x9b2J"
    (folder / "jisr.json").write_text(json.dumps({"licence": licence}), encoding="utf-8")
    shown = jisr("model", "info", folder)
    assert r"m\x1b[31m\u202e" in shown.out
    assert r"licence        mit\nname           other\x9b2J" in shown.out
    facts = jisr("model", "info", folder, "--json").out
    assert json.loads(facts)["licence"] == licence
    hashed = find_model(str(folder)).fingerprint
    pull_records.save_pull(pull_records.PullRecord("a/b", "a" * 40, ("main",), licence, folder, 10, hashed))
    listed = jisr("model", "list").out
    assert r"mit\nname" in listed
    assert all(letter.isprintable() or letter == "\n" for letter in shown.out + facts + listed)


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("generation_config.json", {"decoder_start_token_id": None, "bos_token_id": None}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["x.Y", None]}, "tokenizer_class": "Y"}),
        ("config.json", {"auto_map": {"AutoModel": "x.Y"}}),
    ],
)
def test_odd_settings_end_in_an_answer_or_one_line(
    tmp_path: Path, file: str, values: dict[str, object], jisr: CommandLine
) -> None:
    folder = tiny.build(tmp_path / "m")
    change(folder / file, **values)
    checked = jisr("model", "check", folder)
    assert (checked.code, checked.err) == (0, "") or (checked.code, checked.err.count("\n")) == (1, 1)


def test_list_and_info(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["model", "list"])
    assert done.value.code == 0
    listed = capsys.readouterr().out
    assert all(known.name in listed for known in KNOWN_MODELS)
    with pytest.raises(SystemExit):
        main(["model", "list", "--json"])
    assert [each["here"] for each in json.loads(capsys.readouterr().out)] == [True, False, False]
    with pytest.raises(SystemExit):
        main(["model", "info", "builtin"])
    assert "normalisation  bare\n" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["model", "info", "builtin", "--json"])
    assert json.loads(capsys.readouterr().out)["layers"] == [6, 2]
