"""Files in, drafts out: the whole of ``jisr translate`` as one call."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jisr.lines import STDIO, check_lines
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
    """Translate files, each into a draft of as many lines; a run that was killed goes on where it was.

    :param sources: files, each perhaps with a column (``corpus.tsv:2``), folders, or ``-``.
    :param output: a file, ``-``, or a folder if there are several inputs.
    :param similarity: makes what compares sources with drafts; called only if the options ask for similarities that
        somebody will see.
    :raises InputError: if an input or an option is wrong; what was done before a wrong line is kept.
    :raises ModelError: if the model is not here or is damaged.
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
    # A short text waits for little else than imports: these run beside the engine's first decoding.
    from jisr.translate.translator import Translator

    by_line = list(sources) == [STDIO] and sys.stdin is not None and sys.stdin.isatty()
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
    with Progress("translate", total, "paragraphs" if options.paragraphs else "lines") as progress:
        return run_all(jobs, output, translator, progress)
