"""The reference engine: transformers in float32, slow but authoritative."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from jisr.errors import InputError
from jisr.translate.engines.batching import LengthStride, group_by_stride
from jisr.translate.engines.engine import Completion, Decoding, Hypothesis, SourceBatch, Weights
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.models.alignment_head import AlignmentHead, choose_head, returned_attention
from jisr.translate.models.lookup import Model
from jisr.translate.models.silence import quiet
from jisr.translate.models.trimming import DEFAULT_TRIM, Trim, cut_decoder, kept_pieces
from jisr.translate.models.verification import load_transformers

if TYPE_CHECKING:
    from torch import Tensor


__all__ = ["TransformersEngine"]

BANNED = -1e9
"""Bias of the logit of a piece that must not be produced."""


class TransformersEngine(ModelEngine):
    """Decodes with ``MarianMTModel.generate``.

    All options are passed with each call, so that the model's ``generation_config.json`` has no effect.

    :param device: ``cpu``, ``cuda``, or ``auto`` for CUDA if the machine has it.
    :param threads: number of threads on a CPU; 0 for torch's own choice.
    :param trim: level to which the vocabulary of the decoder is trimmed; its rows are cut as in a conversion.
    :raises ModelError: if the weights cannot be loaded.
    :raises InputError: if the machine does not have the device.
    """

    def __init__(self, model: Model, *, device: str = "auto", threads: int = 0, trim: Trim = DEFAULT_TRIM) -> None:
        import torch
        import transformers

        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        if device not in {"cpu", "cuda"} or (device == "cuda" and not torch.cuda.is_available()):
            raise InputError(f"device {device!r} is not on this machine; it can be auto or cpu")
        if threads:
            torch.set_num_threads(threads)
        engine = f"transformers {transformers.__version__}, torch {torch.__version__}"
        kept = kept_pieces(model, trim)
        super().__init__(model, engine=engine, device=device, compute="float32", trim=trim, target_pieces=len(kept) - 1)
        self.kept = kept
        """Id in the model of each piece of the decoder."""
        self.eos, self.pad, self.start = map(kept.index, (model.eos, model.pad, model.decoder_start))
        with quiet():
            self.network = load_transformers(model)[1]
        # Banned before the softmax, as in CTranslate2: banned after it, they would keep their share of probability.
        self.network.final_logits_bias[:, [model.pad, model.unk]] = BANNED
        cut_decoder(self.network, kept)
        self.network.to(device).eval()

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypotheses of each batch, in the order of its sources, as soon as the batch is done."""
        for batch in batches:
            hypotheses: dict[int, Hypothesis] = {}
            for stride, indices in group_by_stride(batch, self.positions - 1).items():
                group = self.decode_group([batch[index] for index in indices], stride, decoding)
                hypotheses |= zip(indices, group, strict=True)
            yield [hypotheses[index] for index in range(len(batch))]

    def decode_group(self, sources: SourceBatch, stride: LengthStride, decoding: Decoding) -> list[Hypothesis]:
        """Decode sources of one stride."""
        import torch

        limit = decoding.limit(stride.middle, self.positions)
        rows = [[*self.tokenizer.source_ids(pieces), self.model.eos] for pieces in sources]
        padded = [row + [self.model.pad] * (stride.longest + 1 - len(row)) for row in rows]
        ids = torch.tensor(padded, device=self.network.device)
        with torch.inference_mode():
            out = self.network.generate(
                input_ids=ids,
                attention_mask=(ids != self.model.pad).long(),
                num_beams=decoding.beam,
                do_sample=False,
                length_penalty=decoding.length_penalty,
                # Like CTranslate2, stop as soon as there are as many finished hypotheses as beams.
                early_stopping=decoding.beam > 1,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                repetition_penalty=decoding.repetition_penalty,
                # transformers counts the forced end token, CTranslate2 does not.
                max_new_tokens=limit + 1,
                max_length=None,
                bad_words_ids=None,
                forced_eos_token_id=self.eos,
                eos_token_id=self.eos,
                pad_token_id=self.pad,
                decoder_start_token_id=self.start,
                return_dict_in_generate=True,
                output_scores=True,
            )
            beams = out.beam_indices if decoding.beam > 1 else None
            steps = self.network.compute_transition_scores(
                out.sequences, out.scores, beams, normalize_logits=beams is None
            )
            chosen = self.score(ids, out.sequences) if decoding.word_scores else out.sequences[:, :0]
        return [self.hypothesis(*row, decoding, limit) for row in zip(out.sequences, steps, chosen, strict=True)]

    def score(self, sources: "Tensor", sequences: "Tensor") -> "Tensor":
        """Return the model's own log-probabilities of pieces; those of a search have its penalties in them.

        :param sources: ids of the padded sources; shape (sources, source length).
        :param sequences: ids in the decoder of their hypotheses, the start token first; shape (sources, length).
        :return: shape (sources, length - 1).
        """
        known = (sources != self.model.pad).long()
        logits = self.network(input_ids=sources, attention_mask=known, decoder_input_ids=sequences[:, :-1]).logits
        chosen: Tensor = logits.log_softmax(-1).gather(-1, sequences[:, 1:, None])[..., 0]
        return chosen

    def hypothesis(
        self, sequence: "Tensor", steps: "Tensor", chosen: "Tensor", decoding: Decoding, limit: int
    ) -> Hypothesis:
        """Return the hypothesis of a sequence.

        :param sequence: ids in the decoder of its pieces, the start token first; shape (length,).
        :param steps: log-probability of each piece after the start token in the search; shape (length - 1,).
        :param chosen: the same by the model alone; empty if it was not asked for.
        :param limit: length limit in pieces.
        """
        ids = sequence.tolist()[1:]
        length = ids.index(self.eos) if self.eos in ids else len(ids)
        cut_off = length >= limit  # then the end token was forced, and its log-probability does not count
        counted = length if cut_off else length + 1
        total = float(steps[:counted].sum())
        pieces = [self.tokenizer.pieces_by_id[self.kept[number]] for number in ids[:length]]
        return Hypothesis(
            text=self.tokenizer.decode(pieces),
            score=round(min(0.0, total / counted**decoding.length_penalty), 4),
            pieces=length,
            cut_off=cut_off,
            word_scores=self.tokenizer.word_scores(pieces, chosen.tolist()) if decoding.word_scores else (),
        )

    @cached_property
    def alignment(self) -> AlignmentHead:
        """The head by which words are aligned, chosen as for a conversion."""
        with quiet():
            return choose_head(load_transformers(self.model)[1], self.tokenizer, self.model.decoder_start)

    @cached_property
    def places(self) -> dict[int, int]:
        """Id in the decoder of each id in the model."""
        return {number: place for place, number in enumerate(self.kept)}

    def attention(self, sources: SourceBatch, targets: SourceBatch) -> list[Weights]:
        """Return for each pair the weights of the source pieces for each target piece."""
        return [self.attention_of(*pair) for pair in zip(sources, targets, strict=True)]

    def attention_of(self, source: Sequence[str], target: Sequence[str]) -> Weights:
        """Return the weights of one pair."""
        import torch

        ids = self.decoder_ids(target)
        device = self.network.device
        with returned_attention(self.network), torch.inference_mode():
            layers = self.network(
                input_ids=torch.tensor([[*self.tokenizer.source_ids(source), self.model.eos]], device=device),
                decoder_input_ids=torch.tensor([[self.start, *ids]], device=device),
                output_attentions=True,
            ).cross_attentions
        chosen = self.alignment
        heads = layers[chosen.layer][0]
        weights = heads.mean(dim=0) if chosen.head is None else heads[chosen.head]
        first = int(chosen.reading)
        found: Weights = weights[first : first + len(target), : len(source)].tolist()
        return found

    def complete(self, wanted: Sequence[Completion], decoding: Decoding) -> list[Hypothesis]:
        """Return the best hypothesis for each completion, in order; it depends on its completion alone."""
        return [self.completion(each, decoding) for each in wanted]

    def completion(self, wanted: Completion, decoding: Decoding) -> Hypothesis:
        """Return the best hypothesis for one completion."""
        import torch

        device = self.network.device
        limit = decoding.limit(len(wanted.source), self.positions)
        source = torch.tensor([[*self.tokenizer.source_ids(wanted.source), self.model.eos]], device=device)
        beginning = torch.tensor([[self.start, *self.decoder_ids(wanted.prefix)]], device=device)
        banned = [self.decoder_ids(sequence) for sequence in wanted.forbidden]
        with torch.inference_mode():
            sequences = self.network.generate(
                input_ids=source,
                decoder_input_ids=beginning,
                num_beams=decoding.beam,
                do_sample=False,
                length_penalty=decoding.length_penalty,
                early_stopping=decoding.beam > 1,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                repetition_penalty=decoding.repetition_penalty,
                max_length=max(limit, len(wanted.prefix) + 1) + 2,
                bad_words_ids=banned or None,
                forced_eos_token_id=self.eos,
                eos_token_id=self.eos,
                pad_token_id=self.pad,
                decoder_start_token_id=self.start,
            )
            scores = self.score(source, sequences)[0].tolist()
        ids = sequences[0].tolist()[1:]
        length = ids.index(self.eos) if self.eos in ids else len(ids)
        pieces = [self.tokenizer.pieces_by_id[self.kept[number]] for number in ids[:length]]
        return self.completed(pieces, scores[: length + 1], limit)

    def decoder_ids(self, pieces: Sequence[str]) -> list[int]:
        """Return the ids in the decoder of target pieces; that of ``<unk>`` for one that it does not keep."""
        unknown = self.places[self.model.unk]
        return [self.places.get(number, unknown) for number in self.tokenizer.target_ids(pieces)]
