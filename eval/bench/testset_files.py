"""The files of test sets: fetched once into a cache, and read in their original formats."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import read_text_lines
from jisr.errors import DownloadError, InputError
from jisr.eval.metrics.sacrebleu_api import reference_text_path
from jisr.storage.cache_dir import cache_folder
from jisr.storage.download import RemoteFile, fetch_file
from jisr.storage.hub_api import is_offline, transport_error
from jisr.storage.output import writing
from jisr.tables import open_parquet, parse_object, utf8_lines

__all__ = ["FileLocation", "open_locations"]

LANGUAGE_PAIR = "ar-en"


@dataclass(frozen=True, slots=True)
class FileLocation:
    """The location of a text of a test set, or of all its texts.

    :param kind: ``lines`` or ``conllu`` for a file at a URL, ``hub`` for a part of a dataset on the hub, or
        ``sacrebleu`` for a test set of sacrebleu's.
    :param name: the URL, the dataset and part, or sacrebleu's name.
    """

    kind: str
    name: str

    @property
    def origin(self) -> str:
        """Location as it is shown to users."""
        if self.kind == "hub":
            return f"huggingface.co/datasets/{self.name}"
        return f"sacrebleu {self.name}" if self.kind == "sacrebleu" else self.name


def open_locations(places: Sequence[FileLocation], test: str, *, offline: bool) -> list[Sequence[Sequence[str]]]:
    """Return the texts of each location: one, or from sacrebleu the Arabic and each reference.

    :param test: name of the test set, which is also that of its folder in the cache.
    :param offline: do not fetch files.
    :raises InputError: if a file is missing and cannot be fetched; the message says how to get all that are missing.
    """
    offline = offline or is_offline()
    parts = [place.name for place in places if place.kind == "hub"]
    missing = [
        (place.name, path)
        for place in places
        if place.kind in {"lines", "conllu"} and not (path := kept_path(place, test)).is_file()
    ]
    arguments = "".join(f" -o {shlex.quote(str(path))} {url}" for url, path in missing)
    for url, path in missing:
        fetch_testset_file(url, path, test, f"get it with: curl --create-dirs -L{arguments}", offline=offline)
    texts: list[Sequence[Sequence[str]]] = []
    for place in places:
        if place.kind == "sacrebleu":
            texts.append(texts_from_sacrebleu(place.name, offline=offline))
        elif place.kind == "hub":
            texts.append([texts_from_hub(place.name, parts, offline=offline)])
        else:
            path = kept_path(place, test)
            lines = plain_text(path)
            texts.append([conllu_texts(lines, path) if place.kind == "conllu" else lines])
    return texts


def kept_path(place: FileLocation, test: str) -> Path:
    """Return the path of a test set's file in the cache."""
    return cache_folder("testsets") / test / place.name.rpartition("/")[2]


def plain_text(path: Path) -> list[str]:
    """Return the lines of a file."""
    return [line.text for line in read_text_lines(str(path), FormatOptions())]


def conllu_texts(lines: Sequence[str], path: Path) -> list[str]:
    """Return the text of each sentence of a treebank, in the order of the sentence ids.

    :raises InputError: if there are none.
    """
    texts: dict[str, str] = {}
    number = ""
    for line in lines:
        if match := re.fullmatch(r"# sent_id = (\S+)\s*", line):
            number = match[1]
        elif match := re.fullmatch(r"# text = (.*)", line):
            texts[number] = match[1]
    if not texts:
        raise InputError(f"{path}: not a treebank in CoNLL-U: no line '# text = …'")
    return [texts[number] for number in sorted(texts)]


def fetch_testset_file(url: str, path: Path, test: str, advice: str, *, offline: bool) -> None:
    """Fetch a file into the cache.

    :param advice: instructions for getting it by hand, for the message.
    :raises InputError: if it cannot be fetched.
    """
    if offline:
        raise InputError(f"{test} is not here, and nothing is fetched offline; {advice}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        fetch_file(RemoteFile(path.name, url), path)
    except DownloadError as error:
        raise InputError(f"{test} is not here and could not be fetched ({error}); {advice}") from None


def texts_from_hub(name: str, parts: Sequence[str], *, offline: bool) -> list[str]:
    """Return the field ``text`` of a part of a dataset on the hub, from the hub's own cache or fetched into it.

    :param name: ``OWNER/NAME/PART/FILE`` without the suffix of the file, which is ``.jsonl`` or ``.parquet``.
    :param parts: names of all parts of the test set, for the message.
    :raises InputError: if it is missing and cannot be fetched; FLORES+ requires that its terms be accepted first.
    """
    from huggingface_hub import HfApi, hf_hub_download, try_to_load_from_cache
    from huggingface_hub.errors import GatedRepoError

    owner, title, part = name.split("/", 2)
    repository = f"{owner}/{title}"
    names = [part + ending for ending in (".parquet", ".jsonl")]
    for each in names:
        if isinstance(held := try_to_load_from_cache(repository, each, repo_type="dataset"), str):
            return jsonl_records(Path(held))
    reason = "nothing is fetched offline"
    if not offline:
        try:
            # The list is requested first, because the download retries six times if the hub does not answer.
            listed = {each.rfilename for each in HfApi().dataset_info(repository).siblings or []}
            available = next((each for each in names if each in listed), None)
            if available is not None:
                return jsonl_records(Path(hf_hub_download(repository, available, repo_type="dataset")))
            reason = f"the hub has no {' and no '.join(names)} in it"
        except GatedRepoError:
            reason = "the hub gives it to those only who accepted its terms"
        except (OSError, ValueError, transport_error()) as error:
            reason = f"the hub cannot be asked: {' '.join(str(error).split())[:200]}"
    files = " ".join(each.removeprefix(f"{repository}/") + ".parquet" for each in parts)
    raise InputError(
        f"{repository} is not here, and {reason}; accept its terms at huggingface.co/datasets/{repository}, then: "
        f"hf auth login && hf download --repo-type dataset {repository} {files}"
    )


def jsonl_records(path: Path) -> list[str]:
    """Return the field ``text`` of each record of JSON lines or Parquet, sorted by the field ``id`` if all have it.

    :raises InputError: if a record has no text.
    """
    records: list[dict[str, Any]] = []
    try:
        if path.suffix == ".parquet":
            with open_parquet(path) as table:
                records = table.read().to_pylist()
        else:
            records = [parse_object(line.text, str(path), line.number) for line in utf8_lines(str(path))]
        if all("id" in record for record in records):
            records.sort(key=lambda record: int(record["id"]))
        return [str(record["text"]) for record in records]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: not a part of FLORES+, with fields id and text: {error}") from None


def texts_from_sacrebleu(name: str, *, offline: bool) -> list[list[str]]:
    """Return the texts of a test set of sacrebleu's: the Arabic, then each reference.

    :raises InputError: if sacrebleu has no such test set from Arabic to English, or it cannot be fetched.
    """
    from sacrebleu.dataset import DATASETS

    known = sorted(each for each in DATASETS if LANGUAGE_PAIR in DATASETS[each].langpairs)
    if name not in known:
        raise InputError(f"sacrebleu has no test set {name!r} from Arabic to English; it has {', '.join(known)}")
    dataset: Any = DATASETS[name]
    fields = dataset.fieldnames(LANGUAGE_PAIR)
    paths = [reference_text_path(dataset, LANGUAGE_PAIR, field) for field in fields]
    advice = f"get it with: sacrebleu -t {name} -l {LANGUAGE_PAIR} --echo src"
    if not all(path.is_file() for path in paths):
        if offline:
            raise InputError(f"{name} is not here, and nothing is fetched offline; {advice}")
        try:
            dataset.get_files(LANGUAGE_PAIR)
        except (Exception, SystemExit) as error:  # sacrebleu raises either
            reason = " ".join(str(error).split())
            raise InputError(f"{name} is not here and could not be fetched ({reason}); {advice}") from None
    references = [path for field, path in zip(fields, paths, strict=True) if field.startswith("ref")]
    return [plain_text(path) for path in (paths[fields.index("src")], *references)]
