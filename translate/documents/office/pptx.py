"""PowerPoint presentations (ISO/IEC 29500-1, section 19): slides, notes, layouts, charts and diagrams."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.markup import Edits, parse_markup
from jisr.translate.documents.office.charts import chart_texts
from jisr.translate.documents.office.drawings import CORE, DRAWN, RELATIONS, base, drawing_texts
from jisr.translate.documents.office.ooxml import Text, mirror_drawing, part_types, relationships, warn_of_signature
from jisr.translate.documents.office.places import tag
from jisr.translate.documents.package import Package, PackedPart
from jisr.translate.documents.unit import Target, Unit

__all__ = ["Pptx"]

COMMENTS: Final = "comments+xml"
LEVELS: Final = frozenset({"a:defPPr", *(f"a:lvl{level}pPr" for level in range(1, 10))})


class Pptx:
    """A PowerPoint presentation.

    :raises InputError: if it is damaged.
    """

    kind: ClassVar = "pptx"

    def __init__(self, path: str | Path, options: DocumentOptions) -> None:
        self.package = Package(path)
        self.options = options
        self.types = part_types(self.package)
        relations = relationships(self.package, "").values()
        found = next((part for kind, part in relations if kind == "officeDocument"), "ppt/presentation.xml")
        self.presentation = found
        self.right_to_left = options.direction == "mirror" and self.is_right_to_left()

    def units(self) -> Iterator[Unit]:
        """Yield the paragraphs of each slide with its charts and notes, then those of layouts and masters."""
        return (text.unit for text in self.texts({}))

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the presentation with a target in the place of each unit."""
        changed: dict[str, bytes | PackedPart] = {}
        for text, target in zip(self.texts(changed), targets, strict=True):
            text.target = target
        if changed:
            warn_of_signature(self.package, self.types)
        self.package.write(stream, changed)

    def is_right_to_left(self) -> bool:
        """Return whether masters, layouts or the presentation let text run from right to left."""
        ends = ("slideMaster+xml", "slideLayout+xml")
        for part in (self.presentation, *(part for part, kind in self.types.items() if kind.endswith(ends))):
            root = parse_markup(self.package.read(part), f"{self.package.path}/{part}").root
            if any(tag(each) in LEVELS and each.attributes.get("rtl") in {"1", "true"} for each in root.walk()):
                return True
        return False

    def texts(self, changed: dict[str, bytes | PackedPart]) -> Iterator[Text]:
        """Yield all texts.

        :param changed: where the new content of the parts that change is put, by name.
        """
        done: set[str] = set()
        for number, slide in enumerate(self.slides(), 1):
            yield from self.part(slide, f"slide {number}", changed, done)
        for part, kind in self.types.items():
            if kind.endswith((*DRAWN, CORE)) or (kind.endswith(COMMENTS) and self.options.comments):
                yield from self.part(part, part, changed, done)
        if self.options.direction == "mirror":
            markup = parse_markup(self.package.read(self.presentation), f"{self.package.path}/{self.presentation}")
            edits = Edits()
            mirror_drawing(markup.root, markup, edits)
            if edits.spans:
                changed[self.presentation] = markup.edited(edits)

    def slides(self) -> list[str]:
        """Return the parts of the slides, in their order.

        :raises InputError: if the presentation is damaged.
        """
        related = relationships(self.package, self.presentation)
        root = parse_markup(self.package.read(self.presentation), f"{self.package.path}/{self.presentation}").root
        ids = (
            next((value for key, value in element.attributes.items() if key.endswith("}id")), "")
            for element in root.walk()
            if tag(element) == "p:sldId"
        )
        return [related[name][1] for name in ids if name in related]

    def part(self, part: str, name: str, changed: dict[str, bytes | PackedPart], done: set[str]) -> Iterator[Text]:
        """Yield the texts of a part that is not done yet, and of the charts, diagrams and notes that belong to it."""
        if part in done:
            return
        done.add(part)
        if self.types.get(part, "").endswith("chart+xml"):
            yield from chart_texts(self.package, part, name, self.options, changed)
        else:
            inherited = self.right_to_left
            yield from drawing_texts(self.package, part, name, self.options, changed, inherited=inherited)
        for kind, related in relationships(self.package, part).values():
            if kind == "notesSlide":
                yield from self.part(related, f"{name} notes", changed, done)
            elif kind.startswith(RELATIONS) and self.types.get(related, "").endswith(DRAWN):
                yield from self.part(related, f"{name} {base(related)}", changed, done)
            elif kind == "comments" and self.options.comments:
                yield from self.part(related, f"{name} comments", changed, done)
