"""Translation of files in shards by a pool of workers, with the bytes and reports of one process."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from jisr.cluster.cluster_options import LOCAL, ClusterOptions, open_pool
from jisr.cluster.run_shards import run_shards
from jisr.cluster.shard import Shard, ShardResult, ShardSizes, sizes_for
from jisr.cluster.shard_store import StoredWork, store_beside
from jisr.errors import InputError, JisrError
from jisr.lines import STDIO, LineBlock, block_lines, cut_blocks, halve_block, open_input
from jisr.progress import Progress
from jisr.storage.compression import compressed
from jisr.storage.journal import digest
from jisr.storage.output import Output, encode_text, is_stdout
from jisr.tables import Column
from jisr.translate.engines.ctranslate2_engine import DEFAULT_COMPUTE, QUANTIZATIONS
from jisr.translate.engines.packed_model import PackedModel, pack_model
from jisr.translate.files.document_job import DocumentJob, run_document
from jisr.translate.files.file_job import FileJob, open_lines, translated_lines, with_texts, written_line
from jisr.translate.files.job_outputs import opened_report
from jisr.translate.files.job_plan import Job, make_parents
from jisr.translate.files.line_formats import TsvFormat, line_format_for
from jisr.translate.files.summary import Summary, record_line
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.files.views import view_for
from jisr.translate.models.lookup import Model
from jisr.translate.models.trimming import Trim
from jisr.translate.text.paragraphs import ends_paragraph

if TYPE_CHECKING:
    from jisr.translate.terms.term_list import TermList
    from jisr.translate.translator import Translator

__all__ = ["LineItem", "packed", "run_sharded"]

Item = TypeVar("Item")

SHARD_BYTES: Final = 8 << 20
"""Number of bytes at which a shard ends, whatever its number of lines."""
NOT_IN_KEY: Final = {"model", "engine", "device", "compute", "threads", "batch", "trim", "report", "terms"}
"""Options that do not decide a result, or are in the record of the translator."""


@dataclass(frozen=True, slots=True)
class LineItem:
    """Lines of an input.

    :param column: the input and its column.
    :param index: place of the column, if its name stands in the first line of the input.
    :param output: name that decides the form of the output.
    :param settings: hash of everything but the lines that decides the result.
    """

    column: Column
    index: int | None
    output: str
    settings: str
    block: LineBlock


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """A whole document.

    :param path: its path, for errors.
    """

    path: str
    data: bytes


class TranslationWork:
    """Translation of lines or documents in a worker.

    :param model: the model as it is sent to the worker.
    :param terms: list of terms, if there is one.
    """

    def __init__(self, model: PackedModel, options: TranslateOptions, terms: "TermList | None") -> None:
        self.model = model
        self.options = options
        self.terms = terms

    @cached_property
    def translator(self) -> "Translator":
        """The translator of this process."""
        from jisr.translate.files.load_translator import load_translator

        translator = load_translator(self.model.unpacked(), self.options, terms=self.terms)
        translator.first = translator.most
        return translator

    def __getstate__(self) -> dict[str, Any]:
        return {"model": self.model, "options": self.options, "terms": self.terms}

    def describe(self) -> dict[str, Any]:
        """Return everything about model, engine and machine that decides the drafts."""
        return self.translator.record()

    def __call__(self, item: LineItem | DocumentItem) -> ShardResult:
        """Return the drafts and the report of lines or of a document, with their numbers.

        :raises InputError: if a line is wrong, or the document is damaged.
        """
        return self.translate_lines(item) if isinstance(item, LineItem) else self.translate_document(item)

    def translate_lines(self, item: LineItem) -> ShardResult:
        """Return the drafts and the report of lines."""
        line_format = line_format_for(item.column)
        if isinstance(line_format, TsvFormat) and item.index is not None:
            line_format.cells.index = item.index
        view = view_for(item.output, bilingual=self.options.bilingual, line_format=line_format)
        job = FileJob(item.column, item.output, self.options, line_format, view)
        summary = Summary()
        written: list[str] = []
        reported: list[str] = []
        lines = with_texts(block_lines(item.block, strict=self.options.strict), job)
        for line, translation in translated_lines(lines, self.translator):
            text, records = written_line(line, translation, job, summary)
            written.append(text)
            reported += map(record_line, records)
        return ShardResult(summary.record(), (encode_text("".join(written)), encode_text("".join(reported))))

    def translate_document(self, item: DocumentItem) -> ShardResult:
        """Return a document and its report."""
        with tempfile.TemporaryDirectory() as folder:
            source, draft = Path(folder, Path(item.path).name), Path(folder, "draft", Path(item.path).name)
            draft.parent.mkdir()
            source.write_bytes(item.data)
            report = None if self.options.report is None else str(Path(folder, "draft", "report"))
            job = DocumentJob(Column(str(source)), str(draft), replace(self.options, report=report), 0)
            try:
                summary = run_document(job, self.translator)
            except JisrError as error:
                raise type(error)(str(error).replace(str(source), item.path), hint=error.hint) from None
            # The record of the run, which comes first, is written by the driver.
            records = b"" if report is None else Path(report).read_bytes().partition(b"\n")[2]
            return ShardResult(summary.record(), (draft.read_bytes(), records))


def run_sharded(
    jobs: Sequence[Job],
    output: str,
    model: Model,
    options: TranslateOptions,
    cluster: ClusterOptions,
    progress: Progress,
    *,
    terms: "TermList | None" = None,
) -> Summary:
    """Run the jobs of a plan by a pool of workers, and return their numbers. A run that was killed is resumed.

    :param output: as given to :func:`jisr.translate.files.job_plan.plan`.
    :raises JisrError: as the translation by one process; or if no worker can be had or survives.
    """
    with ExitStack() as stack:
        store = stack.enter_context(store_beside(output, several=len(jobs) > 1))
        threads = options.threads or 1
        work = TranslationWork(packed(model, options, cluster), replace(options, threads=threads), terms)
        pool = stack.enter_context(open_pool(cluster, StoredWork(work, store), threads=threads))
        record = next(iter(pool.describe().values()))
        totals = [job.lines for job in jobs]
        total = None if None in totals else sum(filter(None, totals))
        sizes = store.choose_sizes(cluster.shard_lines, sizes_for(total, pool.workers))
        shards = shards_of(jobs, sizes, record)

        def divide(shard: Shard) -> Sequence[Shard]:
            if not isinstance(shard.item, LineItem):
                return ()
            blocks = halve_block(shard.item.block, whole=ends_paragraph if options.paragraphs else None)
            return [
                line_shard(
                    shard.number,
                    replace(shard.item, block=block),
                    sum(1 for _ in block_lines(block)),
                    shard.last and block is blocks[-1],
                    options,
                )
                for block in blocks
            ]

        results = run_shards(shards, pool, store, divide, progress)
        summary = Summary()
        for job in jobs:
            if job.output != output:
                make_parents(job)
            with (
                Output(job.output) as written,
                compressed(written) as sink,
                opened_report(options, lambda: record) as report,
            ):
                for shard, result in results:
                    summary.merge(Summary.of(**result.values))
                    sink.write(result.parts[0])
                    if written.direct:
                        written.flush()
                    if report:
                        report.write(result.parts[1])
                    if shard.last:
                        break
        for _ in results:  # ends them, with what is to be said
            pass
        return summary


def packed(model: Model, options: TranslateOptions, cluster: ClusterOptions) -> PackedModel:
    """Return a model as the workers of a cluster need it; it is converted here, since not every machine has torch.

    :raises InputError: if the options name no compute type.
    """
    if cluster.cluster == LOCAL:
        return PackedModel(model, {})
    device = ("cuda" if cluster.gpus else "cpu") if options.device == "auto" else options.device
    compute = DEFAULT_COMPUTE.get(device) if options.compute == "auto" else options.compute
    quantization = QUANTIZATIONS.get(str(compute)) if options.engine == "ctranslate2" else None
    return pack_model(model, quantization, Trim.parse(options.trim))


def shards_of(jobs: Iterable[Job], sizes: ShardSizes, record: Mapping[str, Any]) -> Iterator[Shard]:
    """Yield the shards of jobs, as :func:`line_shards` and :func:`document_shards`."""
    done = 0
    for number, job in enumerate(jobs):
        shards = (
            document_shards(job, number, record)
            if isinstance(job, DocumentJob)
            else line_shards(job, number, done, sizes, record)
        )
        for shard in shards:
            yield shard
            done += shard.units


def line_shards(
    job: FileJob, number: int, before: int, sizes: ShardSizes, record: Mapping[str, Any]
) -> Iterator[Shard]:
    """Yield the shards of lines; one without lines if there are none.

    :param number: number of the input.
    :param before: number of lines of the inputs before it.
    :param record: everything about model, engine and machine that decides the drafts.
    :raises InputError: if the input cannot be read.
    """
    options = job.options
    output = f"{STDIO}.tsv" if is_stdout(job.output) and options.bilingual else job.output
    settings = digest(settings_key(options, record), Column(output).suffix, job.line_format.suffix)
    whole = ends_paragraph if options.paragraphs else None
    with open_lines(job.source) as stream:
        blocks = cut_blocks(
            stream,
            job.source,
            encoding=options.encoding,
            lines=lambda done: sizes.next_lines(before + done),
            size=SHARD_BYTES,
            whole=whole,
        )
        empty = LineBlock(job.source, 1, "utf-8", b"")
        index = None
        for (block, count), last in with_last(blocks, (empty, 0)):
            yield line_shard(number, LineItem(job.column, index, output, settings, block), count, last, options)
            index = column_index(job.column, block) if block.number == 1 else index


def line_shard(number: int, item: LineItem, lines: int, last: bool, options: TranslateOptions) -> Shard:
    """Return the shard of some lines."""
    block = item.block
    # Only where the result holds the numbers of lines: elsewhere the same text is drafted once, wherever it stands.
    first = str(block.number) if options.bilingual or options.report is not None else ""
    key = digest(item.settings, str(item.column.name), str(item.index), block.encoding, first, block.data)
    return Shard(number, f"{block.name}:{block.number}", lines, last, key, item)


def with_last(items: Iterable[Item], instead: Item) -> Iterator[tuple[Item, bool]]:
    """Yield items, each with whether it is the last.

    :param instead: item that is yielded if there are none.
    """
    ahead = iter(items)
    item = next(ahead, instead)
    for following in ahead:
        yield item, False
        item = following
    yield item, True


def settings_key(options: TranslateOptions, record: Mapping[str, Any]) -> str:
    """Return the hash of everything but the text that decides a draft and its record."""
    chosen = {name: value for name, value in asdict(options).items() if name not in NOT_IN_KEY}
    return digest(json.dumps([record, chosen, options.report is None]))


def column_index(column: Column, block: LineBlock) -> int | None:
    """Return the index of a column whose name stands in the first line of an input; ``None`` if it does not."""
    line_format = line_format_for(column)
    if not isinstance(line_format, TsvFormat):
        return None
    with suppress(InputError):  # that is for the worker to say
        line_format.text(next(block_lines(block)))
    return line_format.cells.index


def document_shards(job: DocumentJob, number: int, record: Mapping[str, Any]) -> Iterator[Shard]:
    """Yield the only shard of a document.

    :raises InputError: if it cannot be read.
    """
    with open_input(job.source) as stream:
        data = stream.read()
    key = digest(settings_key(job.options, record), Path(job.source).suffix, data)
    yield Shard(number, job.source, job.lines or 0, True, key, DocumentItem(job.source, data))
