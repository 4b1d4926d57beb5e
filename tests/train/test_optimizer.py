"""Optimizers: their weights, steps and checkpoints."""

from pathlib import Path
from typing import Any

import pytest
import tiny

from jisr.train.model.network import freeze_embeddings, read_network
from jisr.train.optimizer import OptimizerKind, make_optimizer
from jisr.translate.models.lookup import read_model


@pytest.fixture
def network(tmp_path: Path) -> Any:
    return read_network(read_model("tiny", tiny.build(tmp_path / "model")), 0.0)


def test_muon_takes_the_matrices_of_layers_and_adam_the_rest(network: Any) -> None:
    optimizer = make_optimizer(OptimizerKind.MUON, network, 0.01)
    muon, adam = ({id(each) for each in group["params"]} for group in optimizer.param_groups)
    named = {id(each): name for name, each in network.named_parameters() if each.requires_grad}
    assert muon | adam == set(named)
    assert not muon & adam
    assert {named[each].rsplit(".", 2)[-2] for each in muon} == {"q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"}
    assert "model.shared.weight" in {named[each] for each in adam}


def test_step_of_muon_is_orthogonal_and_as_large_as_adams(network: Any) -> None:
    import torch

    weight = network.model.encoder.layers[0].fc1.weight
    before = weight.detach().clone()
    tiny.learn(network, make_optimizer(OptimizerKind.MUON, network, 0.01))
    moved = (weight.detach() - before) / 0.01
    assert 0.1 < float(moved.square().mean().sqrt()) < 0.3  # Adam's are between 0.2 and 0.4
    lengths = torch.linalg.svdvals(moved)
    assert float(lengths.max() / lengths.min()) < 3


def test_frozen_embeddings_have_no_optimizer(network: Any) -> None:
    freeze_embeddings(network)
    optimizer = make_optimizer(OptimizerKind.MUON, network, 0.01)
    held = {id(each) for group in optimizer.param_groups for each in group["params"]}
    assert id(network.get_input_embeddings().weight) not in held


@pytest.mark.parametrize("kind", list(OptimizerKind))
def test_state_is_restored_from_a_checkpoint(kind: OptimizerKind, tmp_path: Path) -> None:
    import torch

    networks = [read_network(read_model("tiny", tiny.build(tmp_path / name)), 0.0) for name in ("one", "other")]
    one, other = (make_optimizer(kind, each, 0.01) for each in networks)
    tiny.learn(networks[0], one)
    torch.save([networks[0].state_dict(), one.state_dict()], tmp_path / "state.pt")
    weights, state = torch.load(tmp_path / "state.pt", weights_only=True)
    networks[1].load_state_dict(weights)
    other.load_state_dict(state)
    for network, optimizer in zip(networks, (one, other), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = 0.02
        tiny.learn(network, optimizer, 2)
    for mine, its in zip(networks[0].parameters(), networks[1].parameters(), strict=True):
        assert torch.equal(mine, its)
