"""Engines, which turn pieces into hypotheses: CTranslate2, and transformers as the reference."""
