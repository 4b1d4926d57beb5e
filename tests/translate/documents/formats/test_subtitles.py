"""Subtitles: SubRip and WebVTT."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.subtitle_lines import LINE_LENGTH, Room, break_line, share_out
from jisr.translate.documents.unit import Target, Unit, tagged_text

MOVIE = """1
00:00:01,000 --> 00:00:03,000
{\\an8}صباح الخير يا سامي.

2
00:00:03,500 --> 00:00:05,000 X1:40 X2:600
ذهبت أمس إلى السوق القديم
لأشتري بعض الخبز،

3
00:00:05,100 --> 00:00:07,000
لكنني وجدته <i>مغلقا</i>.

4
00:00:08,000 --> 00:00:10,000
<i>- هل أنت بخير؟</i>
- نعم، شكرا.

5
00:00:11,000 --> 00:00:12,000
[موسيقى]
♪ يا ليل يا عين ♪

6
00:00:13,000 --> 00:00:14,000
<b>ثلاثون</b> يوما <i>بلا نوم</i>.

7
00:00:15,000 --> 00:00:16,000
OK

"""
PAGE = """WEBVTT - عرض

STYLE
::cue { color: yellow }

NOTE
ملاحظة للمترجم

مقدمة
00:01.000 --> 00:03.000 align:end line:0
<v سامي>أهلا &amp; سهلا بكم
في برنامجنا.

00:03.500 --> 00:05.000
<v منى>شكرا لك، &rlm;<00:04.000>سعيدة <c.loud>جدا</c>

00:05.500 --> 00:07.000
بوجودي معكم.
"""


def write(folder: Path, text: str, name: str = "film.srt", encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def shown(path: Path, options: DocumentOptions = DocumentOptions()) -> list[tuple[str, str]]:  # noqa: B008 - frozen
    """Return id and tagged text of the units of a file."""
    return [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units_of(path, options)]


def test_sentences_are_units(tmp_path: Path) -> None:
    path = write(tmp_path, MOVIE)
    assert shown(path) == [
        ("cue 1", "صباح الخير يا سامي."),
        ("cue 2-3", "ذهبت أمس إلى السوق القديم لأشتري بعض الخبز، لكنني وجدته <1>مغلقا</1>."),
        ("cue 4.1", "هل أنت بخير؟"),
        ("cue 4.2", "نعم، شكرا."),
        ("cue 5.1", "موسيقى"),
        ("cue 5.2", "يا ليل يا عين"),
        ("cue 6", "<1>ثلاثون</1> يوما <2>بلا نوم</2>."),
        ("cue 7", "OK"),
    ]
    check_round_trip(path)


def test_a_sentence_is_shared_out(tmp_path: Path) -> None:
    english = {
        "صباح الخير يا سامي.": "Good morning, Sami.",
        "ذهبت أمس إلى السوق القديم لأشتري بعض الخبز، لكنني وجدته مغلقا.": (
            "Yesterday I went to the old market to buy some bread, but I found it closed."
        ),
        "هل أنت بخير؟": "Are you all right?",
        "نعم، شكرا.": "Yes, thanks.",
        "يا ليل يا عين": "O night, O eye",
    }
    written = rewritten(write(tmp_path, MOVIE.replace("\n", "\r\n"), encoding="utf-8-sig"), change=in_english(english))
    assert written.startswith(b"\xef\xbb\xbf1\r\n")
    expected = MOVIE.replace("صباح الخير يا سامي.", "Good morning, Sami.")
    expected = expected.replace(
        "ذهبت أمس إلى السوق القديم\nلأشتري بعض الخبز،", "Yesterday I went to the old\nmarket to buy some bread,"
    )
    expected = expected.replace("لكنني وجدته <i>مغلقا</i>.", "bu<i>t I f</i>ound it closed.")  # codes where they were
    expected = expected.replace("هل أنت بخير؟", "Are you all right?").replace("نعم، شكرا.", "Yes, thanks.")
    expected = expected.replace("يا ليل يا عين", "O night, O eye")
    assert written.decode("utf-8-sig") == expected.replace("\n", "\r\n")


def test_webvtt(tmp_path: Path) -> None:
    path = write(tmp_path, PAGE, "page.vtt")
    assert shown(path) == [
        ("cue مقدمة", "أهلا & سهلا بكم في برنامجنا."),
        ("cue 2-3", "شكرا لك، <1/>سعيدة <2>جدا</2> بوجودي معكم."),
    ]
    check_round_trip(path)
    written = rewritten(path, change=in_english({"أهلا & سهلا بكم في برنامجنا.": "Welcome & hello <all>."})).decode()
    assert written == PAGE.replace("أهلا &amp; سهلا بكم\nفي برنامجنا.", "Welcome &amp; hello &lt;all&gt;.")


def test_a_pair_over_two_cues_is_closed_and_reopened(tmp_path: Path) -> None:
    path = write(tmp_path, PAGE, "page.vtt")

    def change(unit: Unit) -> Target:
        if unit.id != "cue 2-3":
            return Target.kept(unit)
        timed, opened, closed = (code for _, code in unit.codes)
        text = "Thank you, I am very happy to be with you."
        return Target(text, ((11, timed), (16, opened), (32, closed)), origin="model")

    written = rewritten(path, change=change).decode()
    assert "<v منى>Thank you, <00:04.000>I am <c.loud>very happy to</c>\n" in written
    assert "\n<c.loud>be</c> with you.\n" in written


def test_sentences_without_stops_stay_in_their_cues(tmp_path: Path) -> None:
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nجملة رقم {n}\n\n" for n in range(1, 6))
    assert len(units_of(write(tmp_path, text))) == 5
    assert [unit.id for unit in units_of(write(tmp_path, text.replace("3\n\n", "3،\n\n")))][2] == "cue 3-4"


def test_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, MOVIE.replace("♪", ""), encoding="cp1256")
    options = DocumentOptions(encoding="cp1256", direction="keep")
    assert rewritten(path, options) == path.read_bytes()
    changed = rewritten(path, options, in_english({"صباح الخير يا سامي.": "Café ā"}))
    assert "Café a" in changed.decode("cp1256")
    with pytest.raises(InputError, match=r"film\.srt:3: bytes that are not utf-8"):
        units_of(path)


ENGLISH = st.lists(st.sampled_from(["a", "of", "word,", "sentence.", "translation", "x" * 50]), max_size=30).map(
    " ".join
)


@given(ENGLISH, st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_shares_are_the_whole_text(text: str, weights: list[int]) -> None:
    spans = share_out(text, [Room(weight) for weight in weights])
    assert len(spans) == len(weights)
    words = text.split()
    shares = [text[start:end] for start, end in spans]
    assert not words or all(share.strip() for share in shares)
    if len(words) >= len(weights):
        assert " ".join(shares).split() == words
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(ENGLISH)
def test_two_lines_are_short_if_they_can_be(text: str) -> None:
    at = break_line(text, Room(1))
    lines = [text] if at is None else [text[:at], text[at + 1 :]]
    assert " ".join(lines) == text
    spaces = [match.start() for match in re.finditer(" ", text)]
    if len(text) <= LINE_LENGTH or any(max(space, len(text) - space - 1) <= LINE_LENGTH for space in spaces):
        assert max(map(len, lines)) <= LINE_LENGTH


LINES = st.sampled_from(
    [
        "",
        "1",
        "12",
        "00:00:01,000 --> 00:00:02,000",
        "00:03.000 --> 00:04.000 line:0",
        "NOTE",
        "WEBVTT",
        "- نعم",
        "لا،",
        "<i>كلمة",
        "كلمة</i> <b>أخرى</b>",
        "{\\an8}",
        "♪ ليل ♪",
        "[صوت]",
        " \u202bمرحبا\u202c",
        "a --> b",
        "&lrm;<v م>أهلا",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(LINES, max_size=20),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([".srt", ".vtt"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_file_comes_back(tmp_path: Path, lines: list[str], line_end: str, suffix: str, encoding: str) -> None:
    path = write(tmp_path, line_end.join(lines), f"a{suffix}", encoding)
    check_round_trip(path)
    # What is translated leaves the cues as they are.
    written = rewritten(path, change=lambda unit: Target("Some words.", origin="model"))
    timings = [
        re.findall(r"^[0-9:,. ]+-->[^\r\n]*", data.decode(encoding), re.M) for data in (written, path.read_bytes())
    ]
    assert timings[0] == timings[1]
