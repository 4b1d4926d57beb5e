"""The head of a model's cross-attention that aligns words, found without gold alignments.

Of the heads of a translation model one often looks at the source word that is being translated, and most do not. A
number in digits reads the same on both sides, so sentences that hold one number each tell which head it is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jisr.translate.models.folder import EOS

if TYPE_CHECKING:
    from jisr.translate.engines.tokenizer import Tokenizer

__all__ = ["AlignmentHead", "align_by", "choose_head", "returned_attention"]

PAIRS: Final = Path(__file__).parents[1] / "data" / "number-pairs.tsv"
"""Sentences with one number in digits on each side, the same on both."""
ROWS = 25
"""Number of pairs that a network reads at once."""


@dataclass(frozen=True, slots=True)
class AlignmentHead:
    """The head by which words are aligned.

    :param layer: number of its layer in the decoder, from 0.
    :param head: its number in the layer, from 0; ``None`` for the mean of all heads of the layer.
    :param reading: whether the row of a target piece is that of the step which reads the piece, not of the one before,
        which predicts it.
    :param share: share of the numbers that it puts on the same number of the source, 0 to 1.
    """

    layer: int
    head: int | None
    reading: bool
    share: float

    def __str__(self) -> str:
        head = "the mean of the heads" if self.head is None else f"head {self.head + 1}"
        return f"{head} of layer {self.layer + 1}, which finds {100 * self.share:.1f} % of numbers"


@contextmanager
def returned_attention(network: Any) -> Iterator[None]:  # noqa: ANN401 - MarianMTModel
    """Let a network return its attention in a ``with`` block, as only one of its implementations does."""
    implementation = network.config._attn_implementation
    network.set_attn_implementation("eager")
    try:
        yield
    finally:
        network.set_attn_implementation(implementation)


def choose_head(network: Any, tokenizer: "Tokenizer", start: int) -> AlignmentHead:  # noqa: ANN401 - MarianMTModel
    """Return the head of a network that puts most numbers on themselves; the mean of a layer if that is more.

    Each translation is forced: the network reads it as if it had drafted it.

    :param network: the network in transformers, its vocabulary whole.
    :param start: id with which decoding starts.
    """
    import numpy as np
    import torch

    counts: Any = 0
    examples = number_examples(tokenizer)
    with returned_attention(network), torch.inference_mode():
        for at in range(0, len(examples), ROWS):
            some = examples[at : at + ROWS]
            sources = padded([[*tokenizer.source_ids(each.source), tokenizer.ids[EOS]] for each in some], network)
            targets = padded([[start, *tokenizer.target_ids(each.target)] for each in some], network)
            attention = network(
                input_ids=sources,
                attention_mask=(sources != network.config.pad_token_id).long(),
                decoder_input_ids=targets,
                output_attentions=True,
            ).cross_attentions
            stacked = torch.stack(attention, dim=1)  # (pairs, layers, heads, steps, source pieces)
            stacked = torch.cat([stacked, stacked.mean(dim=2, keepdim=True)], dim=2)
            counts = counts + sum(number_hits(stacked[row], each) for row, each in enumerate(some))
    heads = counts.shape[2] - 1  # the last column is that of the means
    best = int(counts.flatten().argmax())
    reading, layer, head = (int(each) for each in np.unravel_index(best, counts.shape))
    share = round(float(counts.flatten()[best]) / max(1, len(examples)), 4)
    return AlignmentHead(layer, head if head < heads else None, bool(reading), share)


@dataclass(frozen=True, slots=True)
class NumberExample:
    """A pair of sentences with a number.

    :param in_source: the pieces of the number in the source: the first, and the one after the last.
    :param in_target: those in the target.
    """

    source: Sequence[str]
    target: Sequence[str]
    in_source: tuple[int, int]
    in_target: tuple[int, int]


def number_examples(tokenizer: "Tokenizer") -> list[NumberExample]:
    """Return the pairs of :data:`PAIRS` as pieces, the short ones first."""
    examples = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        arabic, english = line.split("\t")
        number = "".join(filter(str.isdecimal, arabic))
        source, target = tokenizer.encode(arabic), tokenizer.encode_target(english)
        spans = number_span(source, number), number_span(target, number)
        if spans[0] and spans[1]:
            examples.append(NumberExample(source, target, spans[0], spans[1]))
    return sorted(examples, key=lambda each: len(each.source))


def number_span(pieces: Sequence[str], number: str) -> tuple[int, int] | None:
    """Return the pieces that hold the digits of a number: the first, and the one after the last."""
    held = [index for index, piece in enumerate(pieces) if any(map(str.isdecimal, piece))]
    digits = "".join(character for index in held for character in pieces[index] if character.isdecimal())
    return (held[0], held[-1] + 1) if digits == number else None


def padded(rows: list[list[int]], network: Any) -> Any:  # noqa: ANN401
    """Return rows of ids as a tensor, padded to the longest."""
    import torch

    longest = max(map(len, rows))
    return torch.tensor([row + [network.config.pad_token_id] * (longest - len(row)) for row in rows])


def number_hits(attention: Any, example: NumberExample) -> Any:  # noqa: ANN401 - torch.Tensor
    """Return which heads look at the number of the source where the target has it.

    :param attention: weights of the shape (layers, heads, steps, source pieces).
    :return: 0 or 1 for each, of the shape (2, layers, heads): for the steps that predict it, and that read it.
    """
    import torch

    low, high = example.in_target
    found = []
    for late in (0, 1):
        best = attention[:, :, low + late : high + late].sum(dim=2).argmax(dim=-1)
        found.append((best >= example.in_source[0]) & (best < example.in_source[1]))
    return torch.stack(found).float()


def align_by(decoder: Any, chosen: AlignmentHead) -> None:  # noqa: ANN401 - a decoder of CTranslate2
    """Have the weights of a head returned when a sentence is decoded; what the decoder computes stays the same.

    CTranslate2 returns the mean of the first heads of one layer, so the head is put first.

    :param decoder: specification of the decoder, before it is quantized.
    """
    import numpy as np

    heads = int(decoder.num_heads)
    decoder.alignment_layer = np.dtype("int16").type(chosen.layer)
    decoder.alignment_heads = np.dtype("int16").type(heads if chosen.head is None else 1)
    if not chosen.head:
        return
    order = [chosen.head, *(head for head in range(heads) if head != chosen.head)]
    queries, keys_values, output = decoder.layer[chosen.layer].attention.linear
    size = queries.weight.shape[0] // heads
    rows = np.concatenate([np.arange(head * size, (head + 1) * size) for head in order])
    both = np.concatenate([rows, rows + len(rows)])
    queries.weight, queries.bias = queries.weight[rows], queries.bias[rows]
    keys_values.weight, keys_values.bias = keys_values.weight[both], keys_values.bias[both]
    output.weight = output.weight[:, rows]
