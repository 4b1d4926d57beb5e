"""String resources of Android (https://developer.android.com/guide/topics/resources/string-resource)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.markup import Characters, Edits, Element, escaped, parse_markup
from jisr.translate.documents.placeholders import PRINTF, add_with_placeholders
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, written_fragments

__all__ = ["AndroidStrings"]

STRING_ELEMENTS: Final = frozenset({"string", "item"})
PROTECTED: Final = "{urn:oasis:names:tc:xliff:document:1.2}g"
"""Element around what is not to be translated, such as an example of a value."""
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
SPECIAL: Final = {"n": "\n", "t": "\t"}
PLACEHOLDER = re.compile(PRINTF)


class AndroidStrings:
    """A file ``strings.xml``.

    :raises InputError: if it is not well-formed.
    """

    kind: ClassVar = "android"

    def __init__(self, path: str, _options: DocumentOptions) -> None:
        self.markup = parse_markup(Path(path).read_bytes(), path)
        self.strings = [(name, element) for name, element in strings(self.markup.root) if element.text.strip()]

    def units(self) -> Iterator[Unit]:
        """Yield each string and each item of an array or a plural."""
        for name, element in self.strings:
            builder = UnitBuilder()
            self.read(element, builder)
            yield builder.unit(name)

    def read(self, element: Element, builder: UnitBuilder) -> None:
        """Add the content of an element to a unit."""
        for child in element.children:
            if isinstance(child, Characters):
                add_with_placeholders(
                    builder,
                    resource_value(child.text),
                    PLACEHOLDER,
                    tags=True,
                    written=lambda code: resource_text(code, first=False),
                )
            elif child.name == PROTECTED or child.empty_tag:
                builder.alone(
                    self.markup.raw(child.start, child.end), word=child.name == PROTECTED, line_break=child.name == "br"
                )
            else:
                builder.open(self.markup.raw(child.start, child.inner))
                self.read(child, builder)
                builder.close(self.markup.raw(child.inner_end, child.end))

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with a target in the place of each string."""
        edits = Edits()
        for unit, (_, element), target in zip(self.units(), self.strings, targets, strict=True):
            if target != Target.kept(unit):
                edits.replace(element.inner, element.inner_end, written(target))
        stream.write(self.markup.edited(edits))


def strings(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield the elements with text that may be translated, with the place of each."""
    for element in root.walk():
        if element.name not in STRING_ELEMENTS:
            continue
        around = [element, *element.ancestors()]
        if any(each.attributes.get("translatable") == "false" for each in around):
            continue
        parent = element.parent
        name = element.attributes.get("name")
        if name is None and parent is not None:
            items = [each for each in parent.elements if each.name == "item"]
            quantity = element.attributes.get("quantity") or str(items.index(element))
            name = f"{parent.attributes.get('name', parent.name)}.{quantity}"
        yield name or element.name, element


def resource_value(text: str) -> str:
    """Return a text of a resource as it is shown."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else SPECIAL.get(match[2], match[2]), text)


def written(target: Target) -> str:
    """Return a target as the content of an element."""
    parts = [
        part.data if isinstance(part, Code) else resource_text(part, first=index == 0)
        for index, part in enumerate(written_fragments(target.text, target.codes))
    ]
    return "".join(parts)


def resource_text(text: str, *, first: bool) -> str:
    """Return a text as a resource spells it: an apostrophe that is not escaped stops the build of an app."""
    text = re.sub(r"[\\'\"]", r"\\\g<0>", text).replace("\n", r"\n").replace("\t", r"\t")
    if first and text.startswith(("@", "?")):
        text = "\\" + text
    return escaped(text)
