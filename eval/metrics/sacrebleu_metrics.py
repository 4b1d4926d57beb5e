"""BLEU, chrF, TER and spBLEU as sacrebleu defines them.

The arithmetic is sacrebleu's, in the same order and precision, so that every digit agrees (Post 2018, "A Call for
Clarity in Reporting BLEU Scores"); only the counting of n-grams is done differently, for all lines at once.
"""

import math
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.errors import ModelError
from jisr.eval.metrics.metric import References
from jisr.eval.metrics.ngram_counts import shared_ngrams
from jisr.eval.metrics.sacrebleu_api import corpus_statistics, score_from_rows, score_from_sum, word_cutter
from jisr.eval.metrics.tokenizer_13a import cutter

if TYPE_CHECKING:
    from jisr.arrays import AnyArray

__all__ = ["Bleu", "Chrf", "Ter", "spbleu"]


class SacrebleuMetric:
    """Base class of the metrics that sacrebleu defines.

    :param key: name on the command line.
    :param name: name in tables.
    :param metric: sacrebleu's metric for all lines.
    """

    higher = True
    needs: Sequence[str] = ("reference",)

    def __init__(self, key: str, name: str, metric: Any) -> None:  # noqa: ANN401 - sacrebleu is not typed
        self.key = key
        self.name = name
        self.metric = metric

    def statistics(
        self,
        systems: Sequence[Sequence[str]],
        references: References,
        source: Sequence[str] | None,  # noqa: ARG002 - other metrics use it
    ) -> "list[AnyArray]":
        """Return for each system sacrebleu's sufficient statistics, a row for each line."""
        import numpy as np

        if len(references) == 1:
            with suppress(OverflowError):
                self.metric.num_refs = 1
                return self.quick(systems, [line or "" for line in references[0]])
        return [np.array(rows) for rows in corpus_statistics(self.metric, systems, references)]

    def quick(
        self,
        systems: Sequence[Sequence[str]],  # noqa: ARG002 - subclasses use it
        reference: Sequence[str],  # noqa: ARG002
    ) -> "list[AnyArray]":
        """Return the statistics against a single reference, computed faster than by sacrebleu.

        :raises OverflowError: if there is no faster way.
        """
        raise OverflowError

    def score(self, rows: "AnyArray") -> float:
        """Return the score of all lines, from their rows."""
        return score_from_rows(self.metric, rows.tolist())

    def scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the score of each of many sets of lines; if any count is 0, sacrebleu scores them one by one."""
        import numpy as np

        if self.is_plain(sums):
            return self.plain_scores(sums)
        return np.array([score_from_sum(self.metric, row) for row in sums])

    def is_plain(self, sums: "AnyArray") -> bool:
        """Return whether there is no count of 0 that would require smoothing or a lower order."""
        raise NotImplementedError

    def plain_scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the scores of sets of lines in which no count is 0."""
        raise NotImplementedError

    def sentences(self, rows: "AnyArray") -> list[float]:
        """Return the score of each line by itself, from its row."""
        return [float(score_from_sum(self.metric, row)) for row in rows.tolist()]

    def signature(self, resamples: int = 0, trials: int = 0, seed: int | None = None) -> str:
        """Return sacrebleu's signature."""
        signature = self.metric.get_signature()
        if resamples or trials:
            signature.update("seed", str(seed).lower())
        if resamples:
            signature.update("bs", resamples)
        if trials:
            signature.update("ar", trials)
        return str(signature.format())


class Bleu(SacrebleuMetric):
    """BLEU (Papineni et al. 2002); single sentences are scored with effective order.

    :param tokenizer: name of one of sacrebleu's tokenizers.
    """

    def __init__(self, key: str = "bleu", name: str = "BLEU", tokenizer: str = "13a") -> None:
        from sacrebleu.metrics.bleu import BLEU

        super().__init__(key, name, BLEU(tokenize=tokenizer, force=True))
        self.sentence = BLEU(tokenize="none", effective_order=True)

    def quick(self, systems: Sequence[Sequence[str]], reference: Sequence[str]) -> "list[AnyArray]":
        """Return the statistics, with the n-grams of all lines counted at once."""
        import numpy as np

        cut = cutter(self.metric)
        words = [cut(lines) for lines in [*systems, reference]]
        counts = shared_ngrams(words[:-1], words[-1], self.metric.max_ngram_order)
        return [np.hstack([one[:, 0, :2], one[:, :, 2], one[:, :, 0]]) for one in counts]

    def is_plain(self, sums: "AnyArray") -> bool:
        """Return whether every order has a match."""
        return bool((sums > 0).all())

    def plain_scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the scores without smoothing."""
        import numpy as np

        orders = self.metric.max_ngram_order
        precisions = (100.0 * sums[:, 2 : 2 + orders] / sums[:, 2 + orders :]).tolist()
        result = []
        for (length, wanted), row in zip(sums[:, :2].astype(np.int64).tolist(), precisions, strict=True):
            penalty = math.exp(1 - wanted / length) if length < wanted else 1.0
            result.append(penalty * math.exp(sum([math.log(p) for p in row]) / orders))
        return np.array(result)

    def sentences(self, rows: "AnyArray") -> list[float]:
        """Return the score of each line by itself, with effective order."""
        return [float(score_from_sum(self.sentence, row)) for row in rows.tolist()]


class Chrf(SacrebleuMetric):
    """The F2 score of character n-grams (Popović 2015), or chrF2++ with word n-grams too (Popović 2017).

    :param words: largest order of word n-grams; 0 for none.
    """

    def __init__(self, key: str = "chrf", name: str = "chrF2", words: int = 0) -> None:
        from sacrebleu.metrics.chrf import CHRF

        super().__init__(key, name, CHRF(word_order=words))

    def quick(self, systems: Sequence[Sequence[str]], reference: Sequence[str]) -> "list[AnyArray]":
        """Return the statistics, with the n-grams of all lines counted at once."""
        import numpy as np

        texts = [*systems, reference]
        letters = [["".join(line.split()) for line in lines] for lines in texts]
        counts = shared_ngrams(letters[:-1], letters[-1], self.metric.char_order)
        if self.metric.word_order:
            cut = word_cutter(self.metric)
            words = [[cut(line) for line in lines] for lines in texts]
            more = shared_ngrams(words[:-1], words[-1], self.metric.word_order)
            counts = [np.concatenate(pair, axis=1) for pair in zip(counts, more, strict=True)]
        for one in counts:
            one[:, :, 0] *= one[:, :, 1] > 0  # an order that the reference lacks does not count against a hypothesis
        return [one.reshape(len(one), -1) for one in counts]

    def is_plain(self, sums: "AnyArray") -> bool:
        """Return whether every order has n-grams on both sides, and a match."""
        return bool((sums > 0).all())

    def plain_scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the scores where every order counts."""
        columns = range(0, sums.shape[1], 3)
        precision = sum(sums[:, at + 2] / sums[:, at] for at in columns) / self.metric.order
        recall = sum(sums[:, at + 2] / sums[:, at + 1] for at in columns) / self.metric.order
        factor = self.metric.beta**2
        score: AnyArray = 100 * ((1 + factor) * precision * recall / (factor * precision + recall))
        return score


class Ter(SacrebleuMetric):
    """The translation edit rate (Snover et al. 2006) as Tercom computes it: edits per 100 words; lower is better."""

    higher = False

    def __init__(self, key: str = "ter", name: str = "TER") -> None:
        from sacrebleu.metrics.ter import TER

        super().__init__(key, name, TER())

    def is_plain(self, sums: "AnyArray") -> bool:
        """Return whether every set of lines has words in its references."""
        return bool((sums[:, 1] > 0).all())

    def plain_scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the edits per 100 words."""
        return 100 * (sums[:, 0] / sums[:, 1])


def spbleu() -> Bleu:
    """Return spBLEU (Goyal et al. 2022): BLEU over the pieces of the FLORES-200 model.

    :raises ModelError: if sacrebleu's copy of that model is not on this machine; it is not downloaded.
    """
    from sacrebleu.tokenizers.tokenizer_spm import SPM_MODELS
    from sacrebleu.utils import SACREBLEU_DIR

    url = SPM_MODELS["flores200"]["url"]
    model = Path(SACREBLEU_DIR, "models", Path(url).name)
    if not model.is_file():
        raise ModelError(f"spBLEU needs {model}; get it with: mkdir -p {model.parent} && curl -L -o {model} {url}")
    return Bleu("spbleu", "spBLEU", "flores200")
