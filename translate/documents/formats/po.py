"""PO files of gettext (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html).

``msgid`` is translated into ``msgstr`` where that is empty or fuzzy; a draft is marked ``fuzzy``. The file is cut into
symbols with their places, and only the strings of drafts, their flags and two fields of the header change.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.chars import has_arabic
from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.po_placeholders import MessageFormat
from jisr.translate.documents.text_file import read_text_file
from jisr.translate.documents.unit import Target, Unit

__all__ = ["Catalogue", "Entry", "PoFile"]

SYMBOL = re.compile(r'\s+|#[^\n]*|"((?:[^"\\\n]|\\.)*+)"|([a-z_]+)|\[\s*([0-9]+)\s*\]')
CHARSET = re.compile(rb"charset=([\w.:-]+)")
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|(.))")
SPECIAL: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
SPELLED: Final = str.maketrans({value: f"\\{key}" for key, value in SPECIAL.items()} | {"\\": "\\\\", '"': '\\"'})
WIDTH: Final = 77
"""Most characters of a line between its quotation marks, as gettext wraps."""
PLURAL_FORMS: Final = "nplurals=2; plural=(n != 1);"
STARTS: Final = ("msgctxt", "msgid")
KEYWORDS: Final = (*STARTS, "msgid_plural", "msgstr", "domain")


@dataclass(slots=True)
class KeywordString:
    """A keyword with its string.

    :param start: offset of the keyword in the file in characters.
    :param end: offset after the string.
    :param raw: the string as it is spelled, its lines joined.
    """

    start: int
    end: int
    raw: str = ""
    lines: int = 0


@dataclass(slots=True)
class Entry:
    """A message.

    :param line: line of its ``msgid``.
    :param comments: offset and text of each comment before or in it.
    :param fields: the fields by keyword, those of ``msgstr`` with their index: ``msgstr[0]``.
    """

    line: int = 0
    comments: list[tuple[int, str]] = field(default_factory=list)
    fields: dict[str, KeywordString] = field(default_factory=dict)

    @property
    def strings(self) -> list[KeywordString]:
        """The translations."""
        return [value for name, value in self.fields.items() if name.startswith("msgstr")]

    @property
    def flags(self) -> frozenset[str]:
        """The flags, such as ``fuzzy`` and ``c-format``."""
        lines = [text[2:] for _, text in self.comments if text.startswith("#,")]
        return frozenset(flag.strip() for line in lines for flag in line.split(","))

    @property
    def is_header(self) -> bool:
        """Whether this is the header of the file."""
        return "msgctxt" not in self.fields and not self.text("msgid")

    @property
    def finished(self) -> bool:
        """Whether it is translated."""
        return any(each.raw for each in self.strings) and "fuzzy" not in self.flags

    @property
    def is_draft(self) -> bool:
        """Whether it is to be translated."""
        names = ("msgid", "msgid_plural")
        return bool(self.strings) and not self.is_header and not self.finished and any(map(has_arabic, self.of(names)))

    def text(self, name: str) -> str:
        """Return the text of a field; empty if it is not there."""
        return string_value(self.fields[name].raw) if name in self.fields else ""

    def of(self, names: Iterable[str]) -> list[str]:
        """Return the texts of the fields that are there."""
        return [self.text(name) for name in names if name in self.fields]


class Catalogue:
    """The entries of a PO file.

    :param encoding: encoding of a file that declares none; by default UTF-8.
    :raises InputError: if a line is none of a PO file.
    """

    def __init__(self, path: str, encoding: str | None = None) -> None:
        declared = CHARSET.search(Path(path).read_bytes()[:8192])
        name = declared[1].decode() if declared else "CHARSET"
        self.file = read_text_file(path, encoding or (None if name == "CHARSET" else name))
        self.path = path
        self.entries = list(self.read())

    def is_into_arabic(self) -> bool:
        """Return whether translations are in Arabic and no source is."""
        entries = [entry for entry in self.entries if not entry.is_header]
        return not any(has_arabic(entry.text("msgid")) for entry in entries) and any(
            has_arabic(each.raw) for entry in entries for each in entry.strings
        )

    def read(self) -> Iterator[Entry]:
        """Yield the entries.

        :raises InputError: if a line is none of a PO file.
        """
        text = self.file.text
        entry = Entry()
        name, start, at, line = "", 0, 0, 1
        while at < len(text):
            match = SYMBOL.match(text, at)
            if match is None:
                raise self.wrong(at)
            symbol = match[0]
            begins = symbol.startswith("#") or match[2] in {*STARTS, "domain"}
            if begins and (entry.strings or "domain" in entry.fields):
                yield entry
                entry = Entry()
            if symbol.startswith("#~"):  # an obsolete entry, to which the comments before it belong
                entry.comments.clear()
            elif symbol.startswith("#"):
                entry.comments.append((at, symbol.rstrip("\r")))
            elif match[2]:
                if match[2] not in KEYWORDS:
                    raise self.wrong(at)
                name, start = match[2], at
                if name == "msgid":
                    entry.line = line
            elif match[3] is not None and name == "msgstr":
                name = f"msgstr[{match[3]}]"
            elif match[1] is not None and name:
                value = entry.fields.setdefault(name, KeywordString(start, start))
                value.raw += match[1]
                value.lines += 1
                value.end = match.end()
            elif not symbol.isspace():
                raise self.wrong(at)
            else:
                line += symbol.count("\n")
            at = match.end()
        if entry.fields:
            yield entry

    def wrong(self, at: int) -> InputError:
        """Return the error for what is at an offset."""
        line = self.file.text.count("\n", 0, at) + 1
        return InputError(f"{self.path}:{line}: not a line of a PO file")


class PoFile(Catalogue):
    """A file ``.po`` or ``.pot``.

    :raises InputError: if it is damaged, or a translation into Arabic.
    """

    kind: ClassVar = "po"

    def __init__(self, path: str, options: DocumentOptions) -> None:
        super().__init__(path, options.encoding)
        if self.is_into_arabic():
            raise InputError(
                f"{path}: a translation into Arabic: msgstr is Arabic and msgid is not; "
                "msgid is what is translated here, so exchange the two first, as poswap does"
            )
        raw = [value for entry in self.entries for value in entry.fields.values()]
        # A line that ends elsewhere than at a line feed was wrapped.
        self.wraps = any(value.lines > value.raw.count("\\n") + 2 for value in raw)
        self.drafts = [entry for entry in self.entries if entry.is_draft]

    def units(self) -> Iterator[Unit]:
        """Yield each message that is not translated; of one with plurals its two forms."""
        for entry in self.drafts:
            yield from entry_units(entry)

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with a target in the place of each draft."""
        edits: list[tuple[int, int, str]] = []
        written = iter(targets)
        plurals = False
        for entry in self.drafts:
            units = list(entry_units(entry))
            given = [next(written) for _ in units]
            if given != [Target.kept(unit) for unit in units]:
                edits += self.draft(entry, given)
                plurals |= len(units) > 1
        if edits:
            edits += self.header(plurals=plurals)
        text, parts, at = self.file.text, [], 0
        for low, high, replacement in sorted(edits):
            parts += [text[at:low], replacement]
            at = high
        stream.write(self.file.encoded("".join([*parts, text[at:]])))

    def draft(self, entry: Entry, targets: list[Target]) -> Iterator[tuple[int, int, str]]:
        """Yield the edits that make targets the draft of an entry."""
        end = self.file.line_end
        names = ["msgid", "msgid_plural"][: len(targets)]
        form = MessageFormat(entry.flags)
        lines = []
        for index, (name, target) in enumerate(zip(names, targets, strict=True)):
            source = entry.text(name)
            head, tail = edges(source)
            text = head + form.written(target).strip("\n") + tail
            keyword = f"msgstr[{index}]" if len(targets) > 1 else "msgstr"
            lines.append(quoted(keyword, text.translate(SPELLED), end, wrap=self.wraps))
        strings = entry.strings
        yield min(each.start for each in strings), max(each.end for each in strings), end.join(lines)
        if "fuzzy" not in entry.flags:
            flags = next((at for at, text in entry.comments if text.startswith("#,")), None)
            first = min(each.start for each in entry.fields.values())
            before = [at for at, text in entry.comments if text.startswith("#|")]
            at = min([first, *before]) if flags is None else flags
            yield (at, at, f"#, fuzzy{end}") if flags is None else (at, at + 2, "#, fuzzy,")

    def header(self, *, plurals: bool) -> Iterator[tuple[int, int, str]]:
        """Yield the edits that make the header that of an English file.

        :param plurals: whether it must have the plural forms.
        """
        header = next((entry for entry in self.entries if entry.is_header and entry.strings), None)
        if header is None:
            return
        string = header.strings[0]
        for name, value in (("Language", "en"), ("Plural-Forms", PLURAL_FORMS)):
            # A field may go on over lines of the file.
            found = re.compile(rf'(?<=["n]){name}:((?:[^"\\]|"\s*")*)').search(self.file.text, string.start, string.end)
            if found:
                yield found.start(1), found.end(1), f" {value}"
            elif plurals and name == "Plural-Forms" and string.raw:
                yield string.end, string.end, f'{self.file.line_end}"{name}: {value}\\n"'


def entry_units(entry: Entry) -> Iterator[Unit]:
    """Yield the units of a draft."""
    form = MessageFormat(entry.flags)
    context = [entry.text("msgctxt"), *(text[2:].strip() for _, text in entry.comments if text[:2] in {"#.", "#:"})]
    forms = {"msgid": " one", "msgid_plural": " other"} if "msgid_plural" in entry.fields else {"msgid": ""}
    for name, suffix in forms.items():
        text = entry.text(name)
        head, tail = edges(text)
        inner = text[len(head) : len(text) - len(tail)]
        yield form.unit(f"line {entry.line}{suffix}", inner, "; ".join(filter(None, context)))


def edges(text: str) -> tuple[str, str]:
    """Return the line feeds at the beginning and the end of a text, which ``msgstr`` must share with ``msgid``."""
    head = text[: len(text) - len(text.lstrip("\n"))]
    return head, text[len(text.rstrip("\n")) :] if head != text else ""


def string_value(raw: str) -> str:
    """Return the text of a string as it is spelled in C."""

    def character(match: re.Match[str]) -> str:
        if match[3]:
            return SPECIAL.get(match[3], match[3])
        return chr(int(match[1], 8) if match[1] else int(match[2], 16))

    return ESCAPE.sub(character, raw)


def quoted(keyword: str, raw: str, line_end: str, *, wrap: bool) -> str:
    """Return a keyword with its string, on several lines if it has line feeds inside or is long.

    :param wrap: whether long lines are wrapped.
    """
    lines = re.findall(r"(?:[^\\]|\\[^n])*?\\n|(?:[^\\]|\\[^n])+", raw) or [""]
    if wrap:
        lines = [part for line in lines for part in wrapped_parts(line)]
    if len(lines) > 1 or (wrap and len(keyword) + len(lines[0]) > WIDTH):
        lines = ["", *lines]
    return f"{keyword} " + line_end.join(f'"{line}"' for line in lines)


def wrapped_parts(line: str) -> Iterator[str]:
    """Yield the parts of a line, each with the space after its last word."""
    part = ""
    for word in re.findall(r"\S*\s*", line):
        if part and len(part) + len(word.rstrip()) > WIDTH:
            yield part
            part = ""
        part += word
    yield part
