"""Tiny Marian models in the layout of a hub folder, built on the spot with random weights.

The pieces come from sentences that are made here; the weights follow from a seed, so the same call gives the
same bytes. Every model carries a trap: all logits but that of ``<pad>`` are shifted down, which changes no
probability once ``<pad>`` is banned, and lets it win everywhere if it is not.
"""

import io
import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

WHO = [
    ("أحمد", "Ahmad"),
    ("المعلم", "The teacher"),
    ("الطبيب", "The doctor"),
    ("جارنا", "Our neighbour"),
    ("الوزير", "The minister"),
    ("أخي الصغير", "My little brother"),
]
DID = [
    ("ذهب إلى", "went to"),
    ("عاد من", "came back from"),
    ("كتب رسالة عن", "wrote a letter about"),
    ("سأل عن", "asked about"),
    ("تحدث طويلا عن", "spoke at length about"),
]
WHAT = [
    ("المدرسة الجديدة", "the new school"),
    ("السوق القديم", "the old market"),
    ("بيت في القرية", "a house in the village"),
    ("المستشفى", "the hospital"),
    ("محطة القطار", "the train station"),
]
WHEN = [
    ("صباح اليوم", "this morning"),
    ("قبل 3 أيام", "3 days ago"),
    ("في عام 2019", "in 2019"),
    ("بعد انتهاء العمل", "after work ended"),
]
LETTERS = "ء آ أ ؤ إ ئ ا ب ة ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ى ي ، ؛ ؟ . ! : 0 1 2 3 4 5 6 7 8 9"
LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"
SHIFT = -60.0
"""Bias of every logit but that of ``<pad>``."""
PULL_TO_END = 5.5
"""Bias of the logit of ``</s>``: outputs end after one piece, after many, or never."""
SHARPNESS = 8.0
"""Factor of the last layer, which makes the best piece stand out."""


def pairs() -> list[tuple[str, str]]:
    """Return six hundred plain sentences in Arabic, each with its English."""
    combined = itertools.product(WHO, DID, WHAT, WHEN)
    return [
        (f"{did[0]} {what[0]} {when[0]}: {who[0]}.", f"{who[1]} {did[1]} {what[1]} {when[1]}.")
        for who, did, what, when in combined
    ]


@cache
def pieces(side: Literal["source", "target"], size: int) -> bytes:
    """Train a SentencePiece model on one side of the sentences and return its bytes."""
    import sentencepiece

    column = 0 if side == "source" else 1
    lines = [pair[column] for pair in pairs()] + [LETTERS, LATIN] * 2
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        vocab_size=size,
        character_coverage=1.0,
        hard_vocab_limit=False,
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()


def listed(*models: bytes) -> list[str]:
    """Return the ordinary pieces of SentencePiece models, each once, in order."""
    import sentencepiece

    found: dict[str, None] = {}
    for model in models:
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        found |= dict.fromkeys(processor.id_to_piece(i) for i in range(3, processor.get_piece_size()))
    return list(found)


def vocabulary(names: list[str], eos_id: int) -> dict[str, int]:
    """Number the pieces as opus-mt does: ``<pad>`` last, ``</s>`` at 0 by default."""
    order = ["<unk>", *names]
    order.insert(eos_id, "</s>")
    return {name: number for number, name in enumerate([*order, "<pad>"])}


def random_tensors(
    config: dict[str, Any], layers: int, seed: int, pad_row: float
) -> dict[str, NDArray[np.floating[Any]]]:
    """Return random tensors under the names of ``MarianMTModel``."""
    random = np.random.default_rng(seed)
    d, ffn = config["d_model"], config["encoder_ffn_dim"]
    shared = config["share_encoder_decoder_embeddings"]

    def draw(*shape: int, spread: float = 1.2) -> NDArray[np.floating[Any]]:
        return random.normal(0.0, spread, shape).astype(np.float32)

    tensors: dict[str, NDArray[np.floating[Any]]] = {}
    sizes = (
        {"model.shared": config["vocab_size"]}
        if shared
        else {
            "model.encoder.embed_tokens": config["vocab_size"],
            "model.decoder.embed_tokens": config["decoder_vocab_size"],
        }
    )
    for name, size in sizes.items():
        tensors[f"{name}.weight"] = draw(size, d, spread=0.05)
        tensors[f"{name}.weight"][config["pad_token_id"]] = pad_row
        tensors[f"{name}.weight"][config["eos_token_id"]] = 0.0
    bias = np.full((1, config["decoder_vocab_size"]), SHIFT, np.float32)
    bias[0, config["pad_token_id"]] = 0.0
    bias[0, config["eos_token_id"]] += PULL_TO_END
    tensors["final_logits_bias"] = bias
    for side, layer in itertools.product(("encoder", "decoder"), range(layers)):
        prefix = f"model.{side}.layers.{layer}"
        for attention in ("self_attn", "encoder_attn") if side == "decoder" else ("self_attn",):
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                # Attention that is not too sharp: rounding to eight bits must not turn it.
                spread = 0.5 if part in ("q_proj", "k_proj") else 1.2
                tensors[f"{prefix}.{attention}.{part}.weight"] = draw(d, d, spread=spread)
                tensors[f"{prefix}.{attention}.{part}.bias"] = draw(d)
            tensors[f"{prefix}.{attention}_layer_norm.weight"] = np.ones(d, np.float32)
            tensors[f"{prefix}.{attention}_layer_norm.bias"] = np.zeros(d, np.float32)
        for name, shape in {"fc1": (ffn, d), "fc2": (d, ffn)}.items():
            tensors[f"{prefix}.{name}.weight"] = draw(*shape)
            tensors[f"{prefix}.{name}.bias"] = draw(shape[0])
        sharp = side == "decoder" and layer == layers - 1
        tensors[f"{prefix}.final_layer_norm.weight"] = np.full(d, SHARPNESS if sharp else 1.0, np.float32)
        tensors[f"{prefix}.final_layer_norm.bias"] = np.zeros(d, np.float32)
    return tensors


def build(
    folder: Path,
    *,
    seed: int = 0,
    layers: int = 1,
    d_model: int = 32,
    vocab: int = 300,
    eos_id: int = 0,
    dtype: Literal["float32", "float16"] = "float32",
    weights: Literal["safetensors", "bin", "both"] = "safetensors",
    pad_row: float = 0.0,
    separate_vocabs: bool = False,
    max_positions: int = 512,
) -> Path:
    """Write a tiny model and return its folder.

    :param folder: folder of the model; it is created.
    :param seed: seed of the random weights.
    :param vocab: approximate size of the vocabulary, both languages together.
    :param eos_id: ID of ``</s>``.
    :param pad_row: value of the embedding of ``<pad>``; anything but 0 is a trap.
    """
    folder.mkdir(parents=True, exist_ok=True)
    models = {"source": pieces("source", vocab // 2), "target": pieces("target", vocab // 2)}
    for side, model in models.items():
        (folder / f"{side}.spm").write_bytes(model)
    if separate_vocabs:
        names = {side: listed(model) for side, model in models.items()}
        longest = max(map(len, names.values()))
        filled = {side: own + [f"▁▁{i}" for i in range(longest - len(own))] for side, own in names.items()}
        numbered = vocabulary(filled["source"], eos_id)
        write(folder / "target_vocab.json", vocabulary(filled["target"], eos_id))
    else:
        numbered = vocabulary(listed(*models.values()), eos_id)
    write(folder / "vocab.json", numbered)
    write(
        folder / "tokenizer_config.json", {"source_lang": "ar", "target_lang": "en", "separate_vocabs": separate_vocabs}
    )
    ids = {
        "bos_token_id": eos_id,
        "eos_token_id": eos_id,
        "forced_eos_token_id": eos_id,
        "pad_token_id": numbered["<pad>"],
        "decoder_start_token_id": numbered["<pad>"],
    }
    write(
        folder / "generation_config.json",
        {**ids, "num_beams": 4, "max_length": max_positions, "bad_words_ids": [[numbered["<pad>"]]]},
    )
    config = {
        **ids,
        "model_type": "marian",
        "architectures": ["MarianMTModel"],
        "activation_function": "swish",
        "d_model": d_model,
        "dtype": dtype,
        "dropout": 0.1,
        "is_encoder_decoder": True,
        "max_position_embeddings": max_positions,
        "scale_embedding": True,
        "share_encoder_decoder_embeddings": not separate_vocabs,
        "tie_word_embeddings": True,
        "vocab_size": len(numbered),
        "decoder_vocab_size": len(numbered),
    }
    for side in ("encoder", "decoder"):
        config |= {f"{side}_layers": layers, f"{side}_attention_heads": 4, f"{side}_ffn_dim": 2 * d_model}
    write(folder / "config.json", config)
    tensors = {name: tensor.astype(dtype) for name, tensor in random_tensors(config, layers, seed, pad_row).items()}
    if weights != "bin":
        from safetensors.numpy import save_file

        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    if weights != "safetensors":
        import torch

        torch.save({name: torch.from_numpy(tensor) for name, tensor in tensors.items()}, folder / "pytorch_model.bin")
    return folder


def write(path: Path, value: object) -> None:
    """Write a value as JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def learn(network: Any, optimizer: Any, seed: int = 1) -> None:
    """Take an optimizer step with random gradients."""
    import torch

    torch.manual_seed(seed)
    for each in network.parameters():
        if each.requires_grad:
            each.grad = torch.randn_like(each)
    optimizer.step()
    optimizer.zero_grad()
