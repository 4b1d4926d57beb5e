"""Pairs from PO files, in either direction."""

from pathlib import Path

import pytest

from jisr.corpora.formats.corpus_files import open_writer, read_pairs
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FROM_ARABIC = f"""{HEADER}msgid "أين المحطة؟"
msgstr "Where is the "
"station?"

#, fuzzy
msgid "شكرا"
msgstr "Thanks?"

msgid "نعم"
msgstr ""

msgid "كتاب"
msgid_plural "كتب"
msgstr[0] "book"
msgstr[1] "books"

#~ msgid "قديم"
#~ msgstr "old"
"""
INTO_ARABIC = f"""{HEADER}msgid "Where is \\"it\\"?"
msgstr "أين هي؟"

msgid "book"
msgid_plural "books"
msgstr[0] "لا كتب"
msgstr[1] "كتاب"
msgstr[2] "كتابان"
"""


def test_finished_messages_are_pairs(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(FROM_ARABIC, encoding="utf-8")
    options = FormatOptions()
    assert list(read_pairs(tmp_path / "a.po", options=options)) == [
        Pair("أين المحطة؟", "Where is the station?"),
        Pair("كتاب", "book"),
        Pair("كتب", "books"),
    ]
    assert options.notes == {"units without a translation, passed over": 2}


def test_a_translation_into_arabic_is_turned_around(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_text(INTO_ARABIC, encoding="utf-8")
    options = FormatOptions()
    assert list(read_pairs(tmp_path / "ar.po", options=options)) == [Pair("أين هي؟", 'Where is "it"?')]
    assert options.notes == {"messages with plural forms that English has not, passed over": 1}


def test_what_is_no_po_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.po: cannot be read"):
        list(read_pairs(tmp_path / "no.po"))
    (tmp_path / "a.po").write_text("نعم\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.po:1: not a line of a PO file"):
        list(read_pairs(tmp_path / "a.po"))
    with pytest.raises(InputError, match="PO is read only"), open_writer(tmp_path / "b.po"):
        pass
    with pytest.raises(InputError, match="is read unpacked"):
        list(read_pairs(tmp_path / "a.po.gz"))
