"""The translation of files as one call, as in ``jisr translate``."""

import sys
from collections.abc import Sequence
from threading import Thread
from typing import TYPE_CHECKING

from jisr.lines import STDIO, check_lines, reads_terminal
from jisr.progress import Progress
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
) -> "Summary":
    """Translate files, each into a draft with as many lines, and return the numbers of lines, sentences and notes.

    A run that was killed is resumed.

    :param sources: files, each with an optional column (``corpus.tsv:2``), folders, or ``-``.
    :param output: a file, ``-``, or a folder if there are several inputs.
    :param memory: translation memory, as :func:`jisr.open_memory` opens it.
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
    terms = None
    if options.terms is not None:
        from jisr.translate.terms.term_files import read_terms

        terms = read_terms(options.terms)
    model = find_model(options.model)
    jobs = plan(
        sources,
        output,
        options,
        reads=[
            *(model.folder / name for name in model.files),
            *(memory.paths if memory else ()),
            *([options.terms] if options.terms else ()),
        ],
        count=sys.stderr is not None and sys.stderr.isatty(),
    )
    decoding = Decoding(beam=options.beam, word_scores=options.estimate)
    engine = load_engine(
        model,
        options.engine,
        device=options.device,
        compute=options.compute,
        threads=options.threads,
        trim=options.trim,
    )
    # For a short text most of the time goes to imports: these run while the engine warms up.
    from jisr.translate.estimation.estimate import load_data
    from jisr.translate.translator import Translator

    if options.estimate:
        Thread(target=load_data, daemon=True).start()  # while the main thread waits for the first drafts
    by_line = list(sources) == [STDIO] and reads_terminal(sources)
    translator = Translator.of(
        engine,
        normalize=options.normalize,
        decoding=decoding,
        batch=1 if by_line else options.batch,
        retry=options.retry,
        doubt=options.doubt,
        memory=memory,
        terms=terms,
    )
    counts = [job.lines for job in jobs]
    total = None if options.paragraphs or None in counts else sum(filter(None, counts))
    unit = "paragraphs" if options.paragraphs else "lines"
    with Progress("translate", total, unit, shown=not reads_terminal(sources)) as progress:
        return run_all(jobs, output, translator, progress)
