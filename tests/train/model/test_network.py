"""The network of a training: all weights that are trained are saved."""

from pathlib import Path
from typing import Any

import pytest
import tiny

from jisr.train.data.vocabulary import Vocabulary
from jisr.train.model.network import new_network, read_network, write_network
from jisr.train.optimizer import OptimizerKind, make_optimizer
from jisr.train.settings import network_size
from jisr.translate.models.lookup import read_model


@pytest.fixture(params=["new", "read"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    folder = tiny.build(tmp_path / "start")
    if request.param == "read":
        return read_network(read_model("start", folder), 0.0)
    size = network_size("tiny", encoder_layers=1, decoder_layers=1, width=32, feed_forward=64, heads=2)
    return new_network(Vocabulary(folder), size, 0.0, 1)


def test_trained_weights_are_saved_and_read_back(network: Any, tmp_path: Path) -> None:
    import torch

    tiny.learn(network, make_optimizer(OptimizerKind.ADAM, network, 0.1))
    folder = tiny.build(tmp_path / "saved")
    write_network(network, folder)
    again = read_network(read_model("saved", folder), 0.0)
    pad = network.config.pad_token_id
    network.model.shared.weight.data[pad] = 0  # as reset_pad does after each step
    read = dict(again.named_parameters())
    assert any("layers" in name for name in read)
    for name, weights in network.named_parameters():
        assert torch.allclose(weights, read[name], rtol=1e-3, atol=1e-3), name
