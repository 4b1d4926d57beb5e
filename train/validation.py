"""Validation: greedy drafts of the dev set, and their scores."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from jisr.train.data.vocabulary import Vocabulary
from jisr.translate.models.silence import quiet
from jisr.translate.text.normalization import POLICIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jisr.corpora.pairs import Pair

__all__ = ["DevScores", "DevSet", "dev_signatures"]

DEV_METRICS = ("chrf", "bleu")
ROWS_PER_BATCH = {"cpu": 64, "cuda": 512}


@dataclass(frozen=True, slots=True)
class DevScores:
    """Loss and dev scores after a number of steps.

    :param step: number of steps done.
    :param seconds: seconds since the start of the training.
    :param tokens: number of target pieces learnt from so far.
    :param loss: mean loss of a target piece since the last validation, with smoothed labels (natural logarithm); None
        before the first step.
    :param rate: learning rate of the last step.
    :param speed: target pieces per second since the last validation, whose time is not counted.
    :param chrf: chrF of greedy drafts of the dev set, 0 to 100; None without one.
    :param bleu: BLEU of the same, 0 to 100.
    """

    step: int
    seconds: float
    tokens: int
    loss: float | None
    rate: float
    speed: float
    chrf: float | None = None
    bleu: float | None = None

    def record(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)


class DevSet:
    """A dev set, encoded as pieces once.

    :param pairs: sentences and their reference translations.
    :param vocabulary: pieces of the model.
    :param policy: normalisation policy of the Arabic.
    :param max_length: largest number of pieces in a source, ``</s>`` included; longer sources are truncated, which is
        done only here, where the scores must be quick.
    """

    def __init__(self, pairs: "Sequence[Pair]", vocabulary: Vocabulary, policy: str, max_length: int) -> None:
        self.vocabulary = vocabulary
        self.references = [pair.target for pair in pairs]
        texts = [POLICIES[policy].apply(pair.source) for pair in pairs]
        pieces = vocabulary.encode_source(texts)
        self.rows = [
            [*pieces.flat[start:end].tolist()[: max_length - 1], vocabulary.eos]
            for start, end in zip(pieces.ends[:-1].tolist(), pieces.ends[1:].tolist(), strict=True)
        ]

    def scores(self, network: Any) -> dict[str, float]:  # noqa: ANN401 - MarianMTModel
        """Return chrF and BLEU, 0 to 100, of greedy drafts."""
        from jisr.eval.metrics.registry import make_metric

        drafts = self.drafts(network)
        metrics = {key: make_metric(key) for key in DEV_METRICS}
        rows = {key: each.statistics([drafts], [self.references], None)[0] for key, each in metrics.items()}
        return {key: metrics[key].score(rows[key]) for key in DEV_METRICS}

    def drafts(self, network: Any) -> list[str]:  # noqa: ANN401 - MarianMTModel
        """Return a greedy draft of every source; sources of similar length are decoded together."""
        import torch

        height = ROWS_PER_BATCH[network.device.type]
        order = sorted(range(len(self.rows)), key=lambda index: len(self.rows[index]), reverse=True)
        drafts: dict[int, str] = {}
        training = network.training
        network.eval()
        with quiet(), torch.inference_mode():
            for start in range(0, len(order), height):
                indices = order[start : start + height]
                for index, ids in zip(indices, self.decode(network, indices), strict=True):
                    drafts[index] = self.vocabulary.decode(ids)
        network.train(training)
        return [drafts[index] for index in range(len(self.rows))]

    def decode(self, network: Any, places: list[int]) -> list[list[int]]:  # noqa: ANN401 - MarianMTModel
        """Return the ids of greedy drafts of some sources, padded to the longest of them, which is the first.

        :param places: indices of the sources.
        """
        import torch

        vocabulary, config = self.vocabulary, network.config
        longest = len(self.rows[places[0]])
        padded = [self.rows[at] + [vocabulary.pad] * (longest - len(self.rows[at])) for at in places]
        source = torch.tensor(padded, device=network.device)
        output = network.generate(
            input_ids=source,
            attention_mask=source != vocabulary.pad,
            num_beams=1,
            do_sample=False,
            max_new_tokens=min(config.max_position_embeddings - 2, longest + longest // 2 + 10),
            max_length=None,
            suppress_tokens=[vocabulary.pad, vocabulary.unk],
            bad_words_ids=None,
            forced_eos_token_id=None,
            eos_token_id=config.eos_token_id,
            pad_token_id=config.pad_token_id,
            decoder_start_token_id=config.decoder_start_token_id,
        )
        rows: list[list[int]] = output[:, 1:].tolist()
        return rows


def dev_signatures() -> dict[str, str]:
    """Return sacrebleu's signature of each metric, for a single reference."""
    from jisr.eval.metrics.registry import make_metric

    signatures = {}
    for key in DEV_METRICS:
        metric = make_metric(key)
        metric.statistics([["-"]], [["-"]], None)  # sets the number of references in the signature
        signatures[key] = metric.signature()
    return signatures
