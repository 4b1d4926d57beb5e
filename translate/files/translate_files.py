"""The translation of files as one call, as in ``jisr translate``."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jisr.lines import STDIO, check_lines, reads_terminal
from jisr.progress import Progress
from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.translate.files.file_job import Summary
    from jisr.translate.translator import Judge

__all__ = ["translate_files"]


def translate_files(
    sources: Sequence[str],
    output: str = STDIO,
    options: TranslateOptions | None = None,
    *,
    similarity: "Callable[[], Judge] | None" = None,
) -> "Summary":
    """Translate files, each into a draft with as many lines, and return the numbers of lines, sentences and notes.

    A run that was killed is resumed.

    :param sources: files, each with an optional column (``corpus.tsv:2``), folders, or ``-``.
    :param output: a file, ``-``, or a folder if there are several inputs.
    :param similarity: returns the function that compares sources with drafts; called only if similarities are requested
        and will be written.
    :raises InputError: if an input or an option is wrong; the work before a wrong line is kept.
    :raises ModelError: if the model is not installed or is damaged.
    :raises EngineError: if the engine fails.
    :raises OutputError: if an output cannot be written.
    """
    from jisr.translate.engines.engine import Decoding
    from jisr.translate.engines.load_engine import load_engine
    from jisr.translate.files.job_plan import plan, run_all
    from jisr.translate.models.lookup import find_model

    check_lines("sources", sources)
    options = options or TranslateOptions()
    jobs = plan(sources, output, options, count=sys.stderr is not None and sys.stderr.isatty())
    decoding = Decoding(beam=options.beam)
    engine = load_engine(
        find_model(options.model),
        options.engine,
        device=options.device,
        compute=options.compute,
        threads=options.threads,
    )
    # For a short text most of the time goes to imports: these run while the engine warms up.
    from jisr.translate.translator import Translator

    by_line = list(sources) == [STDIO] and reads_terminal(sources)
    translator = Translator.of(
        engine,
        normalize=options.normalize,
        decoding=decoding,
        batch=1 if by_line else options.batch,
        retry=options.retry,
    )
    on_screen = output == STDIO and sys.stdout is not None and sys.stdout.isatty()
    if similarity and options.similarity and (options.report or (options.bilingual and not on_screen)):
        translator = translator.judged(similarity())
    counts = [job.lines for job in jobs]
    total = None if options.paragraphs or None in counts else sum(filter(None, counts))
    unit = "paragraphs" if options.paragraphs else "lines"
    with Progress("translate", total, unit, shown=not reads_terminal(sources)) as progress:
        return run_all(jobs, output, translator, progress)
