"""The built-in model with a larger vocabulary, from which a training begins.

The vocabulary is made from a corpus. Each of its pieces starts as the mean of the built-in pieces that spell it, so
that a short training is enough for drafts that hold many different words (larger_vocabulary.md).

Run: python benchmarks/larger_vocabulary.py PAIRS.tsv START [--pieces N] [--every N]
"""

import shutil
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.train.data.dataset import ENGLISH_POLICY
from jisr.train.data.vocabulary import Vocabulary, make_vocabulary
from jisr.train.model.network import new_network, read_network, write_network
from jisr.train.settings import NetworkSize
from jisr.translate.models.lookup import find_model
from jisr.translate.text.normalization import POLICIES


def main(
    path: Annotated[Path, typer.Argument(metavar="PAIRS", help="Arabic and English, in any format.")],
    folder: Annotated[Path, typer.Argument(metavar="START", help="Folder of the model; it must not be there yet.")],
    pieces: Annotated[int, typer.Option(min=1000, help="Pieces of the vocabulary.")] = 32_000,
    every: Annotated[int, typer.Option(min=1, help="Make the vocabulary from one pair in so many.")] = 3,
) -> None:
    """Write the model that a training begins from."""
    import torch

    builtin = find_model("builtin")
    arabic, english = POLICIES[builtin.normalize].apply, ENGLISH_POLICY.apply
    pairs = islice(read_pairs(path), 0, None, every)
    folder.mkdir()
    texts = chain.from_iterable((arabic(pair.source), english(pair.target)) for pair in pairs)
    make_vocabulary(texts, pieces, folder, threads=1)
    known, wanted = Vocabulary(builtin.folder), Vocabulary(folder)
    old = read_network(builtin, dropout=0.0)
    sizes = NetworkSize(
        vocab=wanted.size - 1,
        encoder_layers=builtin.encoder_layers,
        decoder_layers=builtin.decoder_layers,
        width=builtin.d_model,
        feed_forward=builtin.encoder_ffn,
        heads=builtin.heads,
    )
    new = new_network(wanted, sizes, dropout=0.0, seed=1)
    table = old.model.shared.weight.detach()
    weights = {name: value for name, value in old.state_dict().items() if value.shape == new.state_dict()[name].shape}
    new.load_state_dict(weights, strict=False)
    with torch.no_grad():
        for piece, number in wanted.ids.items():
            spelt = [known.ids[piece]] if piece in known.ids else spelling(known, piece)
            new.model.shared.weight[number] = table[spelt].mean(0)
            new.final_logits_bias[0, number] = old.final_logits_bias[0, spelt].mean()
    write_network(new, folder)
    shutil.copy(builtin.folder / "jisr.json", folder)
    print(f"{wanted.size:,} pieces, {len(wanted.ids.keys() & known.ids.keys()):,} of them built-in ones")


def spelling(vocabulary: Vocabulary, piece: str) -> list[int]:
    """Return the ids of the pieces of a vocabulary that spell a piece of another one."""
    if piece.startswith("▁"):
        ids = vocabulary.encode_source([piece[1:]]).flat.tolist()
        return ids or [vocabulary.unk]
    # After a digit, which is a piece of its own unless a mark on it follows, no word begins.
    ids = vocabulary.encode_source(["1" + piece]).flat.tolist()
    digit = next((place for place, number in enumerate(ids) if vocabulary.names[number] in ("1", "▁1")), 0)
    return ids[digit + 1 :] or [vocabulary.unk]


if __name__ == "__main__":
    typer.run(main)
