"""Interpolation of the weights of a network with its initial ones."""

import pytest
import tiny

from jisr.train.model.network import read_network
from jisr.train.model.weight_interpolation import WeightInterpolation
from jisr.translate.models.lookup import find_model


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_weights_are_interpolated_for_a_block_and_then_restored(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    import torch

    network = read_network(find_model(str(tiny.build(tmp_path_factory.mktemp("model") / "m"))), 0.1)
    start = {name: weights.detach().clone() for name, weights in network.named_parameters()}
    anchor = WeightInterpolation(network, share)
    with torch.no_grad():
        for weights in network.parameters():
            weights.add_(torch.rand_like(weights))
    trained = {name: weights.detach().clone() for name, weights in network.named_parameters()}
    with anchor.result(network):
        for name, weights in network.named_parameters():
            assert torch.allclose(weights, share * start[name] + (1 - share) * trained[name], atol=1e-6)
    with pytest.raises(ZeroDivisionError), anchor.result(network):
        raise ZeroDivisionError
    for name, weights in network.named_parameters():
        assert torch.equal(weights, trained[name])
