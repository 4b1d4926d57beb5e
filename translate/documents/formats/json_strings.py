"""JSON files of strings, as of i18next, and the Application Resource Bundles (ARB) of Flutter.

String values are translated; keys, numbers and what describes a string (``@key``) are not. Of ICU messages the branches
are units of their own.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.errors import InputError
from jisr.lines import find_encoding
from jisr.translate.documents.document import DocumentOptions, is_source
from jisr.translate.documents.formats.icu import Leaf, icu_leaves
from jisr.translate.documents.placeholders import BRACES, PRINTF, add_with_placeholders
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, written_fragments

__all__ = ["JsonStrings"]

SYMBOL = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s"{}\[\],:]++')
PLACEHOLDER: Final = re.compile(f"{BRACES}|{PRINTF}")
PLURAL_PLACEHOLDER: Final = re.compile(f"{BRACES}|{PRINTF}|#")
LOCALE: Final = "@@locale"
"""Key of an ARB file that names its language."""


@dataclass(slots=True)
class Around:
    """An object or a list that is being read.

    :param key: the last key of an object.
    :param index: index of the value that comes next.
    """

    is_object: bool
    key: str = ""
    index: int = 0

    @property
    def name(self) -> str:
        """Key or index of the current value."""
        return self.key if self.is_object else str(self.index)


@dataclass(frozen=True, slots=True)
class Value:
    """A string that may be translated.

    :param path: keys and indices that lead to it, joined by dots.
    :param start: offset of its opening quotation mark in the file in characters.
    :param end: offset after the closing one.
    :param leaves: what is translated in it.
    """

    path: str
    text: str
    start: int
    end: int
    leaves: list[Leaf] = field(default_factory=list)


class JsonStrings:
    """A JSON or ARB file.

    :raises InputError: if it is not JSON, or nested too deeply.
    """

    kind: ClassVar = "json"

    def __init__(self, path: str, options: DocumentOptions) -> None:
        data = Path(path).read_bytes()
        self.mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        data = data.removeprefix(self.mark)
        self.encoding = find_encoding(options.encoding, path) if options.encoding else json.detect_encoding(data)
        try:
            self.text = data.decode(self.encoding)
            json.loads(self.text, parse_int=str)  # a number of any length, which stays as it is
        except UnicodeDecodeError:
            raise InputError(f"{path}: bytes that are not {self.encoding}", hint="--encoding NAME") from None
        except json.JSONDecodeError as error:
            raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
        except RecursionError:
            raise InputError(f"{path}: objects nested too deeply") from None
        self.mirror = options.direction == "mirror"
        try:
            self.values = list(self.strings())
        except InputError as error:
            raise InputError(f"{path}: {error}") from None

    def strings(self) -> Iterator[Value]:
        """Yield the strings that may be translated, in the order of the file."""
        around: list[Around] = []
        before: re.Match[str] | None = None
        for match in SYMBOL.finditer(self.text):
            symbol = match[0]
            if symbol == ":" and before is not None:
                around[-1].key = json.loads(before[0])
            elif before is not None and before[0].startswith('"'):
                yield from self.value(before, around)
            if symbol in "{[":
                around.append(Around(symbol == "{"))
            elif symbol in "}]":
                around.pop()
            elif symbol == ",":
                around[-1].index += 1
            before = match
        if before is not None and before[0].startswith('"'):
            yield from self.value(before, around)

    def value(self, match: re.Match[str], around: list[Around]) -> Iterator[Value]:
        """Yield a string value if it may be translated."""
        keys = [each.name for each in around]
        described = any(key.startswith("@") for key in keys)
        text = json.loads(match[0])
        if is_source(text) and not described:
            yield Value(".".join(keys), text, *match.span(), icu_leaves(text))
        elif self.mirror and keys == [LOCALE]:
            yield Value(LOCALE, text, *match.span())

    def units(self) -> Iterator[Unit]:
        """Yield the strings with Arabic letters, and the branches of those that are ICU messages."""
        for value in self.values:
            for leaf in value.leaves:
                builder = UnitBuilder()
                placeholder = PLURAL_PLACEHOLDER if leaf.plural else PLACEHOLDER
                at = leaf.start
                for low, high in leaf.choices:
                    add_with_placeholders(builder, value.text[at:low], placeholder, tags=True)
                    builder.alone(value.text[low:high], word=True)
                    at = high
                add_with_placeholders(builder, value.text[at : leaf.end], placeholder, tags=True)
                yield builder.unit(value.path + leaf.name)

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with a target in the place of each string."""
        written = iter(targets)
        parts: list[str] = []
        at = 0
        for value in self.values:
            english = self.english(value, written)
            if english != value.text:
                parts += (self.text[at : value.start], json.dumps(english, ensure_ascii=False))
                at = value.end
        parts.append(self.text[at:])
        stream.write(self.mark + "".join(parts).encode(self.encoding, "surrogatepass"))

    def english(self, value: Value, targets: Iterator[Target]) -> str:
        """Return the text of a value with the targets of its leaves; of the locale, that of English."""
        if not value.leaves:
            return "en"
        return rendered(value.text, 0, len(value.text), [(leaf, next(targets)) for leaf in value.leaves])


def rendered(text: str, start: int, end: int, leaves: Sequence[tuple[Leaf, Target]]) -> str:
    """Return a part of a message with the targets of the leaves in it.

    :param leaves: leaves of the message, the outer before the inner ones.
    """
    parts: list[str] = []
    at = start
    for index, (leaf, target) in enumerate(leaves):
        if not at <= leaf.start <= leaf.end <= end:
            continue
        inner = leaves[index + 1 :]
        choices = {text[low:high]: rendered(text, low, high, inner) for low, high in leaf.choices}
        parts.append(text[at : leaf.start])
        for part in written_fragments(target.text, target.codes):
            if isinstance(part, Code):
                parts.append(choices.get(part.data, part.data))
            elif target.origin == "kept" or not (leaf.name or leaf.choices):
                parts.append(part)
            else:
                parts.append(part.replace("'", "''"))  # in a message an apostrophe can begin a quotation
        at = leaf.end
    return "".join([*parts, text[at:end]])
