"""What holds for documents of every kind."""

import zipfile
from pathlib import Path

import pytest
from round_trip import check_round_trip, in_english, rewritten, units_of
from sample_documents import SENTENCES, write_samples

from jisr.errors import JisrWarning
from jisr.translate.documents.kinds import KINDS, document_kind

ORIGIN = (
    '<Override PartName="/_xmlsignatures/origin.sigs" '
    'ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/></Types>'
)


def test_samples_of_all_kinds(tmp_path: Path) -> None:
    paths = write_samples(tmp_path)
    for path in paths.values():
        texts = " ".join(unit.text for unit in units_of(path))
        assert all(sentence in texts for sentence in SENTENCES), path
        check_round_trip(path)
    assert {document_kind(str(path)) for path in paths.values()} >= KINDS.keys() - {"odt", "odp", "ods", "markdown"}


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_a_signed_file_is_warned_of(tmp_path: Path, kind: str) -> None:
    path = write_samples(tmp_path)[kind]
    signed = tmp_path / f"signed.{kind}"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(signed, "w") as output:
        for name in archive.namelist():
            output.writestr(name, archive.read(name).replace(b"</Types>", ORIGIN.encode()))
        output.writestr("_xmlsignatures/origin.sigs", b"")
    check_round_trip(signed)
    with pytest.warns(JisrWarning, match=rf"signed\.{kind}: is signed; the signature does not hold"):
        rewritten(signed, change=in_english({SENTENCES[1]: "Where is the station?"}))
