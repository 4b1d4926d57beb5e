"""The network and its training objective."""

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.errors import ModelError, OutputError
from jisr.storage.output import Output, writing
from jisr.train.data.vocabulary import Vocabulary
from jisr.train.model.dropout import set_dropout
from jisr.train.settings import POSITIONS, NetworkSize
from jisr.translate.models.silence import quiet

if TYPE_CHECKING:
    from torch import Tensor, nn

    from jisr.translate.models.lookup import Model

__all__ = ["freeze_embeddings", "make_objective", "new_network", "read_network", "reset_pad", "write_network"]

HALF_MAX = 65504.0
"""Largest finite number in half precision."""


def new_network(vocabulary: Vocabulary, size: NetworkSize, dropout: float, seed: int) -> Any:  # noqa: ANN401
    """Return a Marian network with random weights.

    They are initialised as in Marian (Glorot & Bengio 2010). The standard deviation of the embeddings is 1/√width, so
    that, scaled by √width, they are as large as the positions that are added to them.

    :param vocabulary: vocabulary of both languages.
    :param size: size of the network; the number of pieces is that of the vocabulary.
    :param dropout: dropout rate.
    :param seed: seed of the random weights.
    :return: MarianMTModel in float32.
    """
    import torch
    from torch import nn
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig(
        vocab_size=vocabulary.size,
        decoder_vocab_size=vocabulary.size,
        d_model=size.width,
        encoder_layers=size.encoder_layers,
        decoder_layers=size.decoder_layers,
        encoder_attention_heads=size.heads,
        decoder_attention_heads=size.heads,
        encoder_ffn_dim=size.feed_forward,
        decoder_ffn_dim=size.feed_forward,
        activation_function="swish",
        max_position_embeddings=POSITIONS,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        dropout=dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        pad_token_id=vocabulary.pad,
        eos_token_id=vocabulary.eos,
        bos_token_id=vocabulary.eos,
        forced_eos_token_id=vocabulary.eos,
        decoder_start_token_id=vocabulary.pad,
    )
    torch.manual_seed(seed)
    with quiet():
        network = MarianMTModel(config)
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Linear) and module is not network.lm_head:
                nn.init.xavier_uniform_(module.weight)
        network.model.shared.weight.normal_(0.0, size.width**-0.5)
    reset_pad(network)
    return network


def read_network(model: "Model", dropout: float) -> Any:  # noqa: ANN401 - MarianMTModel
    """Return the network of a model in float32, with its positions frozen.

    :param dropout: dropout rate, whatever the model was trained with.
    :raises ModelError: if its weights cannot be loaded.
    """
    from jisr.translate.models.verification import load_transformers

    with quiet():
        network = load_transformers(model)[1]
    network.config.dropout = dropout
    set_dropout(network, dropout)
    reset_pad(network)
    fix_positions(network)
    return network


def freeze_embeddings(network: Any) -> None:  # noqa: ANN401 - MarianMTModel
    """Freeze the embeddings, including those of the output layer."""
    tables = network.get_encoder(), network.get_decoder()
    for table in (*(each.get_input_embeddings() for each in tables), network.get_output_embeddings()):
        table.weight.requires_grad_(False)


def fix_positions(network: Any) -> None:  # noqa: ANN401 - MarianMTModel
    """Freeze the sinusoidal positions, as they are in a new network.

    transformers 5 makes them trainable in a network that it loads but does not save them, so that what was learnt in
    them would be lost.
    """
    for part in (network.get_encoder(), network.get_decoder()):
        part.embed_positions.weight.requires_grad_(False)


def reset_pad(network: Any) -> None:  # noqa: ANN401 - MarianMTModel
    """Set the embedding of ``<pad>`` to zero, because decoding starts from it and CTranslate2 starts from zero."""
    import torch

    with torch.no_grad():
        for table in (network.get_input_embeddings(), network.get_decoder().get_input_embeddings()):
            table.weight[network.config.pad_token_id].zero_()


def make_objective(network: Any, smoothing: float) -> "nn.Module":  # noqa: ANN401 - MarianMTModel
    """Return the module that computes the sum of the losses of a batch.

    If ``<pad>`` is the last piece, as in opus-mt, it is left out of the softmax, since no draft may hold it and the
    matrix of the other pieces can be used without a copy.

    :param smoothing: smoothing of the labels (Szegedy et al. 2016), 0 or more and less than 1.
    """
    import torch
    from torch import nn

    from jisr.train.model.loss import smoothed_cross_entropy

    config = network.config
    start, pad = config.decoder_start_token_id, config.pad_token_id

    class Objective(nn.Module):
        """A network with its loss, as one module for distributed training."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, source: "Tensor", target: "Tensor") -> "Tensor":
            given = torch.cat([torch.full_like(target[:, :1], start), target[:, :-1]], 1)
            hidden = self.network.model(
                input_ids=source, attention_mask=source != pad, decoder_input_ids=given, use_cache=False
            ).last_hidden_state
            table, bias = self.network.lm_head.weight, self.network.final_logits_bias[0]
            pieces = pad if pad == len(table) - 1 else len(table)
            return smoothed_cross_entropy(
                hidden.flatten(0, 1), target.flatten(), table[:pieces], bias[:pieces], pad, smoothing
            )

    return Objective()


def write_network(network: Any, folder: Path) -> None:  # noqa: ANN401 - MarianMTModel
    """Write the weights, in half precision, and the configuration, in the layout of opus-mt.

    :raises ModelError: if a weight is NaN or too large for half precision.
    :raises OutputError: if they cannot be written.
    """
    from safetensors import SafetensorError

    for name, tensor in network.named_parameters():
        if not bool(tensor.abs().max() <= HALF_MAX):
            raise ModelError(f"{name} holds values that are no numbers in half precision")
    config = network.config
    with quiet(), writing(folder):
        try:
            deepcopy(network).cpu().half().save_pretrained(folder)
        except SafetensorError as error:  # not an OSError
            raise OutputError(f"{folder}: cannot be written: {error}") from None
    settings = {
        "bos_token_id": config.eos_token_id,
        "eos_token_id": config.eos_token_id,
        "forced_eos_token_id": config.eos_token_id,
        "pad_token_id": config.pad_token_id,
        "decoder_start_token_id": config.decoder_start_token_id,
        "num_beams": 4,
        "max_length": config.max_position_embeddings,
        "bad_words_ids": [[config.pad_token_id]],
    }
    with Output(folder / "generation_config.json") as output:
        output.write(json.dumps(settings, indent=2) + "\n")
