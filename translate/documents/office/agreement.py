"""Texts that a workbook repeats and looks up: they must read the same in every place."""

from collections.abc import Set
from dataclasses import replace

from jisr.translate.documents.unit import Target

__all__ = ["Agreement"]


class Agreement:
    """The translations of texts that must agree.

    Such are cells with the list they are chosen from, the column of a table that they name, the filter that looks for
    them.

    :param texts: all such texts.
    :param listed: those that are values of a list, in which a comma ends a value.
    :param columns: those that are names of columns, which differ from each other whatever their case.
    """

    def __init__(self, texts: Set[str], listed: Set[str], columns: Set[str]) -> None:
        self.texts = texts
        self.listed = listed
        self.columns = columns
        self.drafts: dict[str, str] = {}
        self.names: set[str] = {column.casefold() for column in columns}

    def settle(self, source: str, target: Target) -> Target:
        """Return the target of a text: for one that must agree that of its first place, made fit for the others."""
        if source not in self.texts:
            return target
        if source not in self.drafts:
            self.drafts[source] = self.fitting(source, target.text)
        draft = self.drafts[source]
        if draft == target.text:
            return target
        return replace(target, text=draft, codes=tuple((min(at, len(draft)), code) for at, code in target.codes))

    def fitting(self, source: str, draft: str) -> str:
        """Return a draft as all the places of its source can hold it."""
        if source in self.listed:
            draft = " ".join(draft.replace(",", " ").split()) or source
        if source in self.columns:
            name, number = draft, 1
            while draft.casefold() in self.names:
                number += 1
                draft = f"{name}{number}"
            self.names.add(draft.casefold())
        return draft
