"""A Marian model of opus-mt's size with random weights, which decodes every sentence up to the length limit."""

import json
import shutil
from pathlib import Path
from typing import Any

from jisr.translate.models.folder import EOS
from jisr.translate.models.lookup import find_model

PIECES = 62_834


def build(folder: Path) -> Path:
    """Write the model into a folder, with the pieces of the built-in model and fillers, and return the folder."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    builtin = find_model("builtin")
    folder.mkdir()
    for name in ("source.spm", "target.spm"):
        shutil.copy(builtin.folder / name, folder)
    names = json.loads((builtin.folder / "vocab.json").read_bytes())
    special = {EOS: 0, "<unk>": 1, "<pad>": PIECES - 1}
    ordinary = [name for name in names if name not in special]
    ordinary += [f"▁▁{number}" for number in range(PIECES - len(special) - len(ordinary))]
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
