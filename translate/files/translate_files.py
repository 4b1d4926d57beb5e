"""The translation of files as one call, as in ``jisr translate``."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jisr.cluster.cluster_options import ClusterOptions, check_cluster
from jisr.errors import InputError
from jisr.lines import STDIO, check_lines, reads_terminal
from jisr.progress import Progress
from jisr.storage.url_files import is_url, without_file_scheme
from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.translate.files.summary import Summary
    from jisr.translate.matches import Memory

__all__ = ["translate_files"]


def translate_files(
    sources: Sequence[str],
    output: str = STDIO,
    options: TranslateOptions | None = None,
    *,
    memory: "Memory | None" = None,
    cluster: ClusterOptions | None = None,
) -> "Summary":
    """Translate files, each into a draft with as many lines, and return the numbers of lines, sentences and notes.

    A run that was killed is resumed.

    :param sources: files, each with an optional column (``corpus.tsv:2``), folders, or ``-``; or URLs of them, such as
        ``s3://bucket/crawl/``.
    :param output: a file, ``-``, or a folder if there are several inputs; or, with a cluster, its URL.
    :param memory: translation memory, as :func:`jisr.open_memory` opens it.
    :param cluster: the workers to which the work is shared out; by default this process does it.
    :raises InputError: if an input or an option is wrong; the work before a wrong line is kept.
    :raises ModelError: if the model is not installed or is damaged.
    :raises EngineError: if the engine fails.
    :raises OutputError: if an output cannot be written.
    """
    from jisr.translate.files.job_plan import plan, run_all, warn_of_unfinished
    from jisr.translate.files.load_translator import load_translator
    from jisr.translate.models.lookup import find_model

    check_lines("sources", sources)
    options = options or TranslateOptions()
    terms = None
    if options.terms is not None:
        from jisr.translate.terms.term_files import read_terms

        terms = read_terms(options.terms)
    model = find_model(options.model)
    cluster = cluster or ClusterOptions()
    sources, output = [without_file_scheme(source) for source in sources], without_file_scheme(output)
    shared_out = cluster.cluster is not None
    check_cluster(cluster)
    if shared_out and memory:  # what it finds depends on the sentence before, which another worker may have
        raise InputError("a translation memory cannot be shared out to workers", hint="without --cluster")
    if not shared_out and is_url(output):  # only the shards of a run that was killed are kept there
        raise InputError(f"{output}: is written by a run in shards", hint="--cluster local")
    if shared_out and options.review is not None:
        raise InputError("a review file is written by one process", hint="without --cluster")
    jobs = plan(
        sources,
        output,
        options,
        reads=[
            *(model.folder / name for name in model.files),
            *(memory.paths if memory else ()),
            *([options.terms] if options.terms else ()),
        ],
        # The number of lines is also what the size of shards follows.
        count=shared_out or (sys.stderr is not None and sys.stderr.isatty()),
    )
    warn_of_unfinished(jobs, output, shared_out=shared_out)
    counts = [job.lines for job in jobs]
    total = None if options.paragraphs or None in counts else sum(filter(None, counts))
    unit = "paragraphs" if options.paragraphs and not shared_out else "lines"
    with Progress("translate", total, unit, shown=not reads_terminal(sources)) as progress:
        if shared_out:
            from jisr.translate.files.sharded_files import run_sharded

            return run_sharded(jobs, output, model, options, cluster, progress, terms=terms)
        by_line = list(sources) == [STDIO] and reads_terminal(sources)
        translator = load_translator(model, options, memory=memory, terms=terms, by_line=by_line)
        return run_all(jobs, output, translator, progress)
