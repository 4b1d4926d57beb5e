"""A sentence-transformers model encodes texts: here a tiny one with random weights."""

from pathlib import Path

import numpy as np
import pytest

from jisr.corpora.encoders import load_encoder
from jisr.corpora.encoders.encoder import SpanEncoder
from jisr.corpora.encoders.universal_encoder import UniversalEncoder
from jisr.errors import ModelError

SENTENCES = ["ذهب الولد إلى المدرسة.", "The boy went to school.", "", "نعم"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a BERT model with random weights and a vocabulary of letters."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("model")
    letters = sorted({letter for text in SENTENCES for letter in text.lower() if letter != " "})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    bert = folder / "bert"
    bert.mkdir()
    (bert / "vocab.txt").write_text("".join(word + "\n" for word in words), encoding="utf-8")
    BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
    torch.manual_seed(1)
    BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    ).save_pretrained(bert)
    # sentence-transformers adds mean pooling to a plain model.
    sentence_transformers.SentenceTransformer(str(bert)).save(str(folder / "whole"))
    return str(folder / "whole")


def test_texts_and_runs_are_encoded(model: str) -> None:
    encoder: SpanEncoder = load_encoder(model)
    assert encoder.name == model
    vectors = encoder.encode(SENTENCES)
    assert vectors.shape == (4, 16)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    spans = encoder.spans(SENTENCES, 6)
    assert spans.shape == (6, 4, 16)
    assert spans[0] == pytest.approx(vectors, abs=1e-5)
    assert spans[1, 0] == pytest.approx(encoder.encode([" ".join(SENTENCES[:2])])[0], abs=1e-5)
    assert not spans[1, 3].any()
    assert not spans[4:].any()


def test_missing_model_is_reported_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(ModelError, match="no sentence-transformers model on this machine") as caught:
        load_encoder(str(tmp_path / "none"))
    assert "\n" not in str(caught.value)


def test_universal_encoder_is_the_default() -> None:
    assert isinstance(load_encoder(), UniversalEncoder)
