"""An option that would have no effect is refused in one line, so that nobody relies on it."""

from pathlib import Path

import pytest
from command_line import CommandLine

from jisr.corpora.formats.corpus_files import write_pairs
from jisr.corpora.pairs import Pair

PAIRS = [Pair("عاد المعلم إلى بيته.", "The teacher went home."), Pair("نام الولد.", "The boy slept.")]

REFUSED = {
    "corpus stats c.tmx --encoding cp1256": "encoding 'cp1256' has no effect",
    "corpus convert c.parquet -o - --encoding cp1256": "encoding 'cp1256' has no effect",
    "corpus overlap c.tmx --test c.tmx --encoding utf-8": "encoding 'utf-8' has no effect",
    "corpus stats c.tsv --source-lang fa": "source language 'fa' has no effect",
    "corpus dedup c.tsv -o o.tsv --target-lang fr": "target language 'fr' has no effect",
    "corpus convert c.tsv -o o.jsonl.gz --to tsv --target-lang fr": "target language 'fr' has no effect",
    "corpus clean c.tsv --encoder nope": "there is no minimum of similarity: add --min-similarity",
    "corpus clean c.tsv --max-words 9 --without length": "max words has no effect: the filter length is left out",
    "corpus clean c.tsv --explain --rejected r.tsv": "--rejected has no effect with --explain",
    "corpus clean c.tsv --explain -o o.tsv": "--output has no effect with --explain",
    "corpus stats c.tsv --encoder nope": "--encoder has no effect without --similarity",
    "align a.ar a.en --method length --encoder nope": "encoder has no effect: only method embedding",
    "align a.ar a.en --method length --translation a.en": "translation has no effect: only method translation",
    "align a.ar a.en --translation a.en --encoder nope": "encoder has no effect: only method embedding",
    "align a.ar a.en --translation a.en --model nope": "model has no effect: only method translation translates",
    "align a.ar a.en --method length --model nope": "model has no effect: only method translation translates",
    "align a.ar a.en --method length --words-corpus c.tsv": "words corpus has no effect: no words are aligned",
    "align a.ar a.en --method length --min-score 0.5": "the minimum score 0.5 has no effect",
    "align a.ar a.en --method length --min-score 0.5 -o o.html": "the minimum score 0.5 has no effect",
    "align a.ar a.en --method length --json -o o.tsv": "--json has no effect with -o",
    "bench --list --beam 4": "--beam has no effect with --list",
    "bench --list --json": "--json has no effect with --list",
    "bench --from bench --resamples 9": "--resamples has no effect with --from",
    "bench --from bench --offline": "--offline has no effect with --from",
    "model pull some/model@main --revision v2": "--revision v2: some/model@main names a revision already",
}
ACCEPTED = [
    "corpus stats c.tmx c.tsv --encoding utf-8",
    "corpus overlap c.tsv --test c.tmx --encoding utf-8",
    "corpus stats c.tmx --source-lang ar-EG",
    "corpus convert c.tsv -o o.tmx --target-lang en-GB",
    "corpus dedup c.tsv -o o.tsv --rejected r.tmx --target-lang en-GB",
    "corpus clean c.tsv --source-lang ar-SA",
    "align a.ar a.en --method length --min-score 0.5 -o o.tsv",
    "bench --list",
]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("c.tsv", "c.tmx"):
        write_pairs(name, PAIRS)
    Path("c.parquet").touch()
    Path("a.ar").write_text("عاد المعلم.\n", encoding="utf-8")
    Path("a.en").write_text("The teacher came back.\n", encoding="utf-8")


@pytest.mark.parametrize("words", REFUSED)
def test_an_option_without_effect_is_refused(words: str, jisr: CommandLine) -> None:
    before = sorted(path.name for path in Path().iterdir())
    done = jisr(*words.split())
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert REFUSED[words] in done.err
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.parametrize("words", ACCEPTED)
def test_one_with_an_effect_is_not(words: str, jisr: CommandLine) -> None:
    done = jisr(*words.split())
    assert done.code == 0, done
