"""A Marian model of opus-mt's size with random weights, which decodes every sentence up to the length limit.

Its pieces are those of the built-in model and words of both sides of our parallel text, half of them Arabic.
"""

import json
import shutil
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any

from jisr.translate.models.folder import EOS, WORD_START
from jisr.translate.models.lookup import find_model
from jisr.translate.models.trimming import count_words

PIECES = 62_834
PARALLEL_TEXT = Path(__file__).parents[1] / "parallel-text"


def build(folder: Path) -> Path:
    """Write the model into a folder and return the folder."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    builtin = find_model("builtin")
    folder.mkdir()
    for name in ("source.spm", "target.spm"):
        shutil.copy(builtin.folder / name, folder)
    names = json.loads((builtin.folder / "vocab.json").read_bytes())
    special = {EOS: 0, "<unk>": 1, "<pad>": PIECES - 1}
    ordinary = [name for name in names if name not in special]
    both = dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*map(frequent_words, (0, 1))))))
    ordinary += islice((word for word in both if word not in names), PIECES - len(special) - len(ordinary))
    numbered = special | {name: number for number, name in enumerate(ordinary, 2)}
    (folder / "vocab.json").write_text(json.dumps(numbered), encoding="utf-8")
    config: dict[str, Any] = {
        "pad_token_id": PIECES - 1,
        "decoder_start_token_id": PIECES - 1,
        "eos_token_id": 0,
        "bos_token_id": 0,
        "forced_eos_token_id": 0,
        "vocab_size": PIECES,
        "d_model": 512,
        "max_position_embeddings": 512,
        "activation_function": "swish",
        "scale_embedding": True,
    }
    for side in ("encoder", "decoder"):
        config |= {f"{side}_layers": 6, f"{side}_attention_heads": 8, f"{side}_ffn_dim": 2048}
    torch.manual_seed(0)
    network = MarianMTModel(MarianConfig(**config))
    with torch.no_grad():
        network.model.shared.weight[PIECES - 1] = 0
        network.final_logits_bias[0, 0] = -1e4
    network.save_pretrained(folder)
    return folder


def frequent_words(side: int) -> list[str]:
    """Return the words of a side of our parallel text as pieces, the most frequent first."""
    lines = chain.from_iterable(
        path.read_text(encoding="utf-8").split("\n")[:-1] for path in sorted(PARALLEL_TEXT.glob("*.tsv"))
    )
    counts = count_words(line.split("\t")[side] for line in lines)
    return [f"{WORD_START}{word}" for word in sorted(counts, key=lambda word: (-counts[word], word)) if word.isalpha()]
