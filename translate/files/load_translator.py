"""The translator that the options of a translation of files ask for."""

from threading import Thread
from typing import TYPE_CHECKING

from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.translate.matches import Memory
    from jisr.translate.models.lookup import Model
    from jisr.translate.terms.term_list import TermList
    from jisr.translate.translator import Translator

__all__ = ["load_translator"]


def load_translator(
    model: "Model",
    options: TranslateOptions,
    *,
    memory: "Memory | None" = None,
    terms: "TermList | None" = None,
    by_line: bool = False,
) -> "Translator":
    """Return a translator with a model, as options of a translation of files ask for it.

    :param memory: translation memory, if there is one.
    :param terms: list of terms, if there is one.
    :param by_line: whether no line is to be read ahead.
    :raises ModelError: if the model is damaged.
    :raises InputError: if the machine lacks what the options name.
    :raises EngineError: if there is too little memory.
    """
    from jisr.translate.engines.engine import Decoding
    from jisr.translate.engines.load_engine import load_engine

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
    return Translator.of(
        engine,
        normalize=options.normalize,
        decoding=Decoding(beam=options.beam, word_scores=options.estimate),
        batch=1 if by_line else options.batch,
        retry=options.retry,
        doubt=options.doubt,
        memory=memory,
        terms=terms,
    )
