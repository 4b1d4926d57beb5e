"""Verification of conversions by known answers, the translations of a few fixed sentences by transformers.

A faulty conversion produces garbage without an error. Transformers therefore decodes the sentences in float32, and the
conversion must give the pieces of these translations nearly the same probability. A model may also name words that its
drafts must contain (``known`` in ``jisr.json``), which reveals faults in the weights themselves.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jisr.errors import JisrError, ModelError
from jisr.translate.models.folder import EOS
from jisr.translate.models.lookup import Model
from jisr.translate.models.silence import quiet
from jisr.translate.models.trimming import cut_decoder

__all__ = [
    "ANSWER_SENTENCES",
    "TOLERANCE",
    "KnownAnswer",
    "compare_answers",
    "known_answers",
    "load_checked",
    "load_transformers",
    "reported",
]

ANSWER_SENTENCES = ("أين المحطة؟", "ذهب أخي إلى المدرسة صباح اليوم.", "قرأت كتابا عن تاريخ المدينة القديمة.")
ANSWER_LENGTH = 60
"""Largest number of pieces of an answer."""
PAD_ROW = 1e-6
"""Largest norm of the embedding of ``<pad>`` that counts as zero."""
TOLERANCE = {"float32": 1e-3, "float16": 2e-2, "int8": 0.3}
"""Largest mean absolute difference between the log-probabilities of a conversion and of transformers.

A correct conversion of the built-in model differs by 1e-6 in float32 and 4e-3 in int8; those of random models by up to
2e-6 and 0.07; a faulty one by several units.
"""


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """The translation of a sentence by transformers, decoded greedily in float32."""

    sentence: str
    source: tuple[str, ...]
    """Pieces of the sentence, with ``</s>`` last."""
    target: tuple[str, ...]
    """Pieces of the translation, without ``</s>``."""
    scores: tuple[float, ...]
    """Log-probabilities of the target pieces and of the ``</s>`` after them, with ``<pad>`` excluded."""
    draft: str


def known_answers(
    model: Model, kept: Sequence[int] | None = None, loaded: tuple[Any, Any] | None = None
) -> list[KnownAnswer]:
    """Trim the decoder of a model in transformers and return its answers.

    :param kept: ids of the target pieces that are kept, ascending; ``None`` for all.
    :param loaded: what :func:`load_checked` has returned, whose network is trimmed; ``None`` to load it.
    :raises ModelError: as in :func:`load_checked`.
    """
    import torch

    tokenizer, marian = loaded or load_checked(model)
    kept = range(model.target_vocab_size) if kept is None else kept
    with quiet(), reported(model), torch.inference_mode():
        cut_decoder(marian, kept)
        sentences = dict.fromkeys([*ANSWER_SENTENCES, *dict(model.known)])
        return [known_answer(model, tokenizer, marian, sentence, kept) for sentence in sentences]


def load_checked(model: Model) -> tuple[Any, Any]:
    """Return the tokenizer and the network of a model, after checking its weights and what it drafts.

    :raises ModelError: if the weights cannot be loaded, lack tensors, or have infinite or NaN values; if the embedding
        of ``<pad>`` is not zero; or if a draft lacks a word that it must contain.
    """
    import torch

    with quiet(), reported(model), torch.inference_mode():
        tokenizer, marian = load_transformers(model)
        for name, tensor in marian.named_parameters():
            if not torch.isfinite(tensor).all():
                raise ModelError(f"{model.path}: {name} holds values that are no numbers")
        start = marian.get_decoder().get_input_embeddings().weight[model.decoder_start].norm()
        if start > PAD_ROW:
            raise ModelError(
                f"{model.path}: the embedding of <pad> has length {start:.3g}, not 0: CTranslate2 would start"
                " decoding from zero and transformers from that row; use transformers",
                hint="--engine transformers",
            )
        every = range(model.target_vocab_size)
        for sentence, words in model.known:
            draft = known_answer(model, tokenizer, marian, sentence, every).draft
            if missing := [word for word in words if word not in draft.lower()]:
                raise ModelError(f"{model.path}: makes {draft!r} of {sentence!r}, without {missing[0]!r}")
    return tokenizer, marian


def load_transformers(model: Model) -> tuple[Any, Any]:
    """Return the tokenizer and the network of a model, loaded in transformers in float32.

    :raises ModelError: if they cannot be loaded, or if tensors are missing, which transformers would fill at random.
    """
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    with reported(model):
        tokenizer = MarianTokenizer.from_pretrained(model.folder, local_files_only=True)
        loaded: Any = MarianMTModel.from_pretrained(
            model.folder, dtype=torch.float32, local_files_only=True, output_loading_info=True
        )
    marian, report = loaded
    lacking = sorted({*report["missing_keys"], *(str(key) for key in report["mismatched_keys"])})
    if lacking:
        raise ModelError(f"{model.path}: lacks {len(lacking)} tensors, the first {lacking[0]}")
    return tokenizer, marian.eval()


@contextmanager
def reported(model: Model, passed: type[Exception] = JisrError) -> Iterator[None]:
    """Turn what transformers raises about a model in a ``with`` block into an error of one line.

    :param passed: a class of exceptions that pass unchanged, beside those of this package.
    :raises ModelError: for any other exception.
    """
    try:
        yield
    except (JisrError, MemoryError, passed):
        raise
    except Exception as error:  # the readers of the three file formats raise exceptions of their own
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ModelError(f"{model.path}: cannot be loaded: {reason[:300]}") from error


def known_answer(
    model: Model,
    tokenizer: Any,  # noqa: ANN401
    marian: Any,  # noqa: ANN401
    sentence: str,
    kept: Sequence[int],
) -> KnownAnswer:
    """Decode a sentence greedily, and score each piece of the result with ``<pad>`` excluded.

    :param kept: ids in the model of the pieces of the decoder.
    """
    import torch

    eos, pad, start = map(kept.index, (model.eos, model.pad, model.decoder_start))
    batch = tokenizer([sentence], return_tensors="pt")
    output = marian.generate(
        **batch,
        num_beams=1,
        do_sample=False,
        max_new_tokens=min(ANSWER_LENGTH, model.max_positions - 1),
        max_length=None,
        bad_words_ids=[[pad]],
        eos_token_id=eos,
        forced_eos_token_id=eos,
        pad_token_id=pad,
        decoder_start_token_id=start,
    )[0].tolist()
    target = [number for number in output[1:] if number not in (eos, pad)]
    logits = marian(**batch, decoder_input_ids=torch.tensor([[start, *target]])).logits[0]
    logits[:, pad] = -torch.inf
    wanted = torch.tensor([*target, eos]).unsqueeze(1)
    pieces = [kept[number] for number in target]
    return KnownAnswer(
        sentence,
        tuple(tokenizer.convert_ids_to_tokens(batch["input_ids"][0].tolist())),
        tuple(tokenizer.convert_ids_to_tokens(pieces)),
        tuple(logits.log_softmax(-1).gather(1, wanted).squeeze(1).tolist()),
        tokenizer.decode(pieces),
    )


def compare_answers(folder: Path, given: list[KnownAnswer], quantization: str) -> float:
    """Score the known answers with a conversion.

    :return: the mean absolute difference from transformers in the log-probability of a piece.
    :raises ModelError: if the conversion cannot be loaded, or differs by more than the tolerance of its quantization.
    """
    import ctranslate2

    compute = "int8_float32" if quantization == "int8" else "float32"
    try:
        translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type=compute, inter_threads=1, intra_threads=1
        )
        scored = translator.score_batch(
            [list(answer.source) for answer in given], [list(answer.target) for answer in given]
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"{folder}: the conversion cannot be used: {error}") from None
    differences: list[float] = []
    for answer, result in zip(given, scored, strict=True):
        if list(result.tokens) != [*answer.target, EOS]:
            raise ModelError(f"{folder}: the conversion reads other pieces than transformers")
        differences += [abs(a - b) for a, b in zip(answer.scores, result.log_probs, strict=True)]
    mean = sum(differences) / len(differences)
    if not mean <= TOLERANCE[quantization]:
        raise ModelError(
            f"{folder}: the conversion to {quantization} scores pieces {mean:.3g} away from transformers on"
            f" average; at most {TOLERANCE[quantization]} is right"
        )
    return mean
