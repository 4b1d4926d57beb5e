"""The head of a model's cross-attention that aligns words, found without gold alignments.

Of the heads of a translation model one often looks at the source word that is being translated, and most do not. A
number in digits reads the same on both sides, so sentences that hold one number each tell which head it is.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from jisr.translate.models.folder import EOS

if TYPE_CHECKING:
    from jisr.translate.engines.tokenizer import Tokenizer

__all__ = ["AlignmentHead", "choose_head", "first_head"]

PAIRS: Final = Path(__file__).parents[1] / "data" / "number-pairs.tsv"
"""Sentences with one number in digits on each side, the same on both."""
ROWS = 25
"""Number of pairs that a network reads at once."""


@dataclass(frozen=True, slots=True)
class AlignmentHead:
    """The head by which words are aligned.

    :param layer: number of its layer in the decoder, from 0.
    :param head: its number in the layer, from 0.
    :param reading: whether the row of a target piece is that of the step which reads the piece, not of the one before,
        which predicts it.
    :param share: share of the numbers that it puts on the same number of the source, 0 to 1.
    """

    layer: int
    head: int
    reading: bool
    share: float

    def record(self) -> dict[str, Any]:
        """Return the head as values for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        """Return the head of a record."""
        return cls(int(record["layer"]), int(record["head"]), bool(record["reading"]), float(record["share"]))


def choose_head(network: Any, tokenizer: "Tokenizer", start: int) -> AlignmentHead:  # noqa: ANN401 - MarianMTModel
    """Return the head of a network that puts most numbers on themselves.

    Each translation is forced: the network reads it as if it had drafted it.

    :param network: the network in transformers, its vocabulary whole.
    :param start: id with which decoding starts.
    """
    import torch

    counts: Any = None
    examples = number_examples(tokenizer)
    implementation = network.config._attn_implementation
    network.set_attn_implementation("eager")  # the others do not return their attention
    try:
        for at in range(0, len(examples), ROWS):
            some = examples[at : at + ROWS]
            sources = padded([[*tokenizer.source_ids(each.source), tokenizer.ids[EOS]] for each in some], network)
            targets = padded([[start, *tokenizer.target_ids(each.target)] for each in some], network)
            with torch.inference_mode():
                attention = network(
                    input_ids=sources,
                    attention_mask=(sources != network.config.pad_token_id).long(),
                    decoder_input_ids=targets,
                    output_attentions=True,
                ).cross_attentions
            stacked = torch.stack(attention, dim=1)  # (pairs, layers, heads, steps, source pieces)
            hits = torch.stack([number_hits(stacked[row], each) for row, each in enumerate(some)]).sum(dim=0)
            counts = hits if counts is None else counts + hits
    finally:
        network.set_attn_implementation(implementation)
    shares = counts / max(1, len(examples))
    best = int(shares.flatten().argmax())
    heads = shares.shape[2]
    reading, rest = divmod(best, shares.shape[1] * heads)
    return AlignmentHead(rest // heads, rest % heads, bool(reading), round(float(shares.flatten()[best]), 4))


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


def first_head(spec: Any, chosen: AlignmentHead, heads: int) -> None:  # noqa: ANN401 - a decoder of CTranslate2
    """Put a head first in its layer, and have its weights returned: what the layer computes stays the same.

    CTranslate2 returns the attention of the first heads of one layer.

    :param spec: specification of the decoder, before it is quantized.
    :param heads: number of heads of a layer.
    """
    import numpy as np

    order = [chosen.head, *(head for head in range(heads) if head != chosen.head)]
    attention = spec.layer[chosen.layer].attention
    queries, keys_values, output = attention.linear
    size = queries.weight.shape[0] // heads
    rows = np.concatenate([np.arange(head * size, (head + 1) * size) for head in order])
    both = np.concatenate([rows, rows + len(rows)])
    queries.weight, queries.bias = queries.weight[rows], queries.bias[rows]
    keys_values.weight, keys_values.bias = keys_values.weight[both], keys_values.bias[both]
    output.weight = output.weight[:, rows]
    spec.alignment_layer = np.dtype("int16").type(chosen.layer)
    spec.alignment_heads = np.dtype("int16").type(1)
