"""Markdown."""

import random
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from round_trip import KEPT, check_round_trip, in_english, rewritten, units_of

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.kinds import document_kind
from jisr.translate.documents.unit import PlacedCodes, Target, Unit, tagged_text
from jisr.translate.documents.web.markdown import Markdown
from jisr.translate.documents.web.markdown_inline import markdown_parser

PAGE = """---
title: "دليل المستخدم: البداية"
description: كيف تبدأ مع جسر  # وصف
summary: >-
  سطر أول
  سطر ثان
lang: ar
slug: دليل
tags: [ترجمة, عربي]
---

<div dir="rtl" align="right">

# مكتبة **جسر** {#bridge}

[![حالة البناء](https://example.org/b.svg)](https://example.org/build)

مكتبة *جسر* تترجم النصوص من العربية
إلى الإنجليزية، راجع [الوثائق](https://example.org/docs "وثائق المشروع") أو
[الموقع] قبل البدء[^1]. استعمل `pip install` ثم {{< ref "start" >}}.

عنوان ثان
=========

- [x] مهمة **منتهية**
- [ ] مهمة أخرى
  1. بند داخلي

> [!NOTE]
> هذه ملاحظة مهمة\\
> على سطرين.

| الاسم | القيمة |
|-------|:------:|
| طول \\| عرض | **عشرة** |
| `رمز` | ~~قديم~~ |

```python
print("مرحبا")
```

    كود بمسافات

:::tip نصيحة
اشرب الماء.
:::

!!! warning "تحذير"
    لا تلمس السلك.

مصطلح
: تعريف المصطلح

<details><summary>تفاصيل أكثر</summary>

نص مخفي <kbd>زر</kbd> و<b>غليظ</b> <img src="a.png" alt="صورة القط">^[حاشية في مكانها]

</details>

![خريطة مصر](map.png 'الخريطة') ![صورة]

المعادلة $x^2$ بسيطة، والسعر 5$ أو 10$. راسل <mailto:a@example.org> &amp; \\* :smile:
<!-- تعليق -->

</div>

[الموقع]: https://example.org "موقعنا"
[صورة]: picture.png
[^1]: حاشية المستخدم.
"""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file; return its path."""
    path.write_bytes(text.encode(encoding))
    return path


def translated(path: Path, english: dict[str, str], direction: str = "keep") -> str:
    """Return a file that is translated by a table."""
    return rewritten(path, DocumentOptions(direction=direction), in_english(english)).decode()


def test_units(tmp_path: Path) -> None:
    path = write(tmp_path / "README.md", PAGE)
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units_of(path)] == [
        ("README.md:2@title", "دليل المستخدم: البداية"),
        ("README.md:3@description", "كيف تبدأ مع جسر"),
        ("README.md:5@summary", "سطر أول"),
        ("README.md:6@summary", "سطر ثان"),
        ("README.md:14", "مكتبة <1>جسر</1>"),
        ("README.md:16", "حالة البناء"),
        (
            "README.md:18",
            "مكتبة <1>جسر</1> تترجم النصوص من العربية إلى الإنجليزية، راجع <2>الوثائق</2> أو <3>الموقع</3> قبل "
            "البدء<4/>. استعمل <5/> ثم <6/>.",
        ),
        ("README.md:19@title", "وثائق المشروع"),
        ("README.md:22", "عنوان ثان"),
        ("README.md:25", "مهمة <1>منتهية</1>"),
        ("README.md:26", "مهمة أخرى"),
        ("README.md:27", "بند داخلي"),
        ("README.md:30", "هذه ملاحظة مهمة\n<1/>على سطرين."),
        ("README.md:33", "الاسم"),
        ("README.md:33:11", "القيمة"),
        ("README.md:35", "طول | عرض"),
        ("README.md:35:18", "عشرة"),
        ("README.md:36", "قديم"),
        ("README.md:44", "نصيحة"),
        ("README.md:45", "اشرب الماء."),
        ("README.md:48", "تحذير"),
        ("README.md:49", "لا تلمس السلك."),
        ("README.md:51", "مصطلح"),
        ("README.md:52", "تعريف المصطلح"),
        ("README.md:54:19", "تفاصيل أكثر"),
        ("README.md:56", "نص مخفي <1/> و<2>غليظ</2>"),
        ("README.md:56:36@alt", "صورة القط"),
        ("README.md:56:71", "حاشية في مكانها"),
        ("README.md:60", "خريطة مصر"),
        ("README.md:60:22@title", "الخريطة"),
        ("README.md:60:35", "صورة"),
        ("README.md:62", "المعادلة <1/> بسيطة، والسعر 5$ أو 10$. راسل <2/> & *"),
        ("README.md:67@title", "موقعنا"),
        ("README.md:69", "حاشية المستخدم."),
    ]
    assert document_kind(str(path)) == "markdown"
    check_round_trip(path)


def test_what_is_written(tmp_path: Path) -> None:
    english = {
        "دليل المستخدم: البداية": 'The "guide": start',
        "كيف تبدأ مع جسر": "Starting: how",
        "سطر أول": "The first line",
        "حالة البناء": "Build [status]",
        "عنوان ثان": "# Second",
        "مهمة أخرى": "1. Another task",
        "بند داخلي": "- item",
        "هذه ملاحظة مهمة\nعلى سطرين.": "Here is a note:\n+ lines.",
        "طول | عرض": "Length | width",
        "عشرة": "ten_10_*",
        "نصيحة": "A tip",
        "تحذير": "Danger",
        "مصطلح": "Term",
        "تفاصيل أكثر": "More <details>",
        "صورة القط": 'The "cat"',
        "خريطة مصر": "Map of Egypt",
        "الخريطة": "It's a map",
        "صورة": "Picture",
        "موقعنا": "Our site",
        "حاشية المستخدم.": "A footnote.",
        "حاشية في مكانها": "A note here",
    }
    expected = PAGE
    for old, new in [
        ('"دليل المستخدم: البداية"', '"The \\"guide\\": start"'),
        ("description: كيف تبدأ مع جسر  #", 'description: "Starting: how"  #'),
        ("  سطر أول", "  The first line"),
        ("![حالة البناء]", "![Build [status]]"),
        ("عنوان ثان", "\\# Second"),
        ("مهمة أخرى", "1. Another task"),
        ("بند داخلي", "\\- item"),
        ("هذه ملاحظة مهمة\\\n> على سطرين.", "Here is a note:\\\n> \\+ lines."),
        ("طول \\| عرض", "Length \\| width"),
        ("عشرة", "ten_10\\_\\*"),
        ("tip نصيحة", "tip A tip"),
        ('"تحذير"', '"Danger"'),
        ("مصطلح\n:", "Term\n:"),
        ("تفاصيل أكثر", "More &lt;details&gt;"),
        ('"صورة القط"', '"The &#34;cat&#34;"'),
        ("خريطة مصر", "Map of Egypt"),
        ("'الخريطة'", "'It\\'s a map'"),
        ("![صورة]", "![Picture][صورة]"),
        ("موقعنا", "Our site"),
        ("حاشية المستخدم.", "A footnote."),
        ("^[حاشية في مكانها]", "^[A note here]"),
    ]:
        assert old in expected, old
        expected = expected.replace(old, new)
    assert translated(write(tmp_path / "README.md", PAGE), english) == expected


def test_right_to_left_is_turned(tmp_path: Path) -> None:
    text = PAGE + '\nنص <span dir="rtl">داخلي</span>\n'
    written = translated(write(tmp_path / "README.md", text), {}, "mirror")
    turned = text.replace("lang: ar", "lang: en").replace('dir="rtl" align="right"', 'dir="ltr" align="left"')
    assert written == turned.replace("rtl", "ltr")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings_stay(tmp_path: Path, end: str, encoding: str) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(PAGE.replace("\n", end).encode(encoding))
    assert len(units_of(path)) == 34
    check_round_trip(path)
    english = {"خريطة مصر": "Map"}
    assert rewritten(path, KEPT, in_english(english)) == PAGE.replace("\n", end).replace("خريطة مصر", "Map").encode(
        encoding
    )


@pytest.mark.parametrize(
    ("before", "unit", "english", "after"),
    [
        ("> نص\n> طويل\nكسول", "نص طويل كسول", "One line", "> One line"),
        ("-\tنص\n\n\tفقرة", "فقرة", "A paragraph", "-\tنص\n\n\tA paragraph"),
        ("[جسر]\n\n[جسر]: /x", "جسر", "Bridge", "[Bridge][جسر]\n\n[جسر]: /x"),
        ("[جسر][]\n\n[جسر]: /x", "جسر", "Bridge", "[Bridge][جسر]\n\n[جسر]: /x"),
        ("ثمن", "ثمن", "$5 and $6", "\\$5 and \\$6"),
        ("نص", "نص", "a < b & c > d, e.g. x_y", "a < b & c > d, e.g. x_y"),
        ("نص", "نص", "&lt; <b> [x](y) ~~z~~", "\\&lt; \\<b> \\[x\\](y) \\~\\~z\\~\\~"),
        ("نص", "نص", "--- --", "\\--- --"),
        ("نص", "نص", "Title: #1", "Title: #1"),
        ("# نص #", "نص", "C#", "# C\\# #"),
        ('<div>\n\n> <p title="تلميح">نص\n> آخر</p>', "نص آخر", "Text", '<div>\n\n> <p title="تلميح">Text</p>'),
        ("+++\ntitle = 'نص'\n+++\n", "نص", "It's", '+++\ntitle = "It\'s"\n+++\n'),
        (
            "---\ntitle: نص\n  آخر\ntags:\n- title: 'نص'\n---\n",
            "نص",
            "No",
            "---\ntitle: نص\n  آخر\ntags:\n- title: 'No'\n---\n",
        ),
        ("---\ntitle: نص\n---\nx", "نص", "yes", '---\ntitle: "yes"\n---\nx'),
        (":::note[نص]\nx\n:::", "نص", "A [title]", ":::note[A [title]]\nx\n:::"),
    ],
)
def test_blocks(tmp_path: Path, before: str, unit: str, english: str, after: str) -> None:
    path = write(tmp_path / "a.md", before)
    assert unit in [each.text for each in units_of(path)]
    check_round_trip(path)
    assert translated(path, {unit: english}) == after


@pytest.mark.parametrize(
    "text", ["", "---\n", "---\ntitle: x", "+++", "\n\n", "نص", "<!-- نص", "```\nنص", "|", "[^", "\ufeff"]
)
def test_scraps(tmp_path: Path, text: str) -> None:
    check_round_trip(write(tmp_path / "a.markdown", text))


def placed(codes: PlacedCodes, text: str, choice: random.Random) -> PlacedCodes:
    """Return codes at other places of a text, in their order."""
    offsets = sorted(choice.randrange(len(text) + 1) for _ in codes)
    return tuple((offset, code) for offset, (_, code) in zip(offsets, codes, strict=True))


def structure(text: str) -> list[tuple[str, Counter[str]]]:
    """Return the blocks of a text, each with the markup in it; emphasis in HTML is emphasis."""
    same = {"<em>": "em_open", "</em>": "em_close", "<del>": "s_open", "</del>": "s_close"}
    same |= {"<strong>": "strong_open", "</strong>": "strong_close"}
    found = []
    for token in markdown_parser().parse(text):
        inside: Counter[str] = Counter()
        for child in token.children or ():
            if child.type not in {"text", "softbreak", "text_special"}:
                inside[same.get(child.content, child.type) + described(child)] += 1
        found.append((f"{token.type} {token.markup}", inside))
    return found


def described(token: Token) -> str:
    """Return what a piece of markup refers to."""
    return str(token.attrs.get("href", token.attrs.get("src", "")))


LOOSE = {"em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close", "hardbreak"}
NASTY = (
    "Hello world 1. 2) - + * ** _ __ _x_ # ## > [a] [جسر] ](x) ![ ` `` <b> </b> <!-- &amp; & &#35; a|b | ~~ ~ $5 $ {x} "
    "{{ }} :smile: :: ::: --- === \\ \\* ! ^ ^[ [^1] [ ] [x] https://x.y x_y (a) \" ' !!! ??? +++ ... 5%"
).split()
INLINE = [
    "نص",
    "كلمة",
    "**غليظ**",
    "*مائل*",
    "_سطر_",
    "~~قديم~~",
    "***كلاهما***",
    "`رمز`",
    "[رابط](http://x.y)",
    "[جسر]",
    "[نص **هنا**][جسر]",
    "![صورة](a.png)",
    "<b>وسم</b>",
    "<br>",
    "سطر  \nثان",
    "سطر\nثان",
    "[^1]",
    "{name}",
    "$x$",
    "&amp;",
    "\\*",
    ":smile:",
    "1.",
]
BLOCKS = [
    "{}",
    "# {}",
    "{}\n===",
    "- {}",
    "> {}",
    "1. {}\n   - {}",
    "| {} | {} |\n|--|--|\n| {} | {} |",
    "- [ ] {}",
    ":::note\n{}\n:::",
]
BLOCKS += ["[^1]: {}", "{}\n: {}", "!!! note\n    {}", "<div>\n\n{}\n\n</div>", "> > {}\n> {}"]
TEXTS = st.lists(st.sampled_from(INLINE), min_size=1, max_size=5).map(" ".join)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return pages of well-formed blocks."""
    blocks = []
    for block in draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=4)):
        texts = [draw(TEXTS) for _ in range(block.count("{}"))]
        one_line = block.startswith(("# ", "|")) or ": {}" in block
        texts = [re.sub(r"\s+", " ", text) if one_line else text for text in texts]
        indent = (
            "    " if block.startswith("!!!") else "  " if block.startswith("- ") else "> " if block[0] == ">" else ""
        )
        blocks.append(block.format(*(text.replace("\n", "\n" + indent) for text in texts)))
    return "\n\n".join([*blocks, "[جسر]: http://bridge", ""])


@settings(max_examples=60)
@given(page=pages(), seed=st.integers(0, 999))
def test_targets_keep_the_structure(tmp_path_factory: pytest.TempPathFactory, page: str, seed: int) -> None:
    path = write(tmp_path_factory.mktemp("pages") / "a.md", page)
    check_round_trip(path)
    choice = random.Random(seed)

    def change(unit: Unit) -> Target:
        text = " ".join(["Word", *choice.choices(NASTY, k=choice.randrange(6)), "end"])
        if choice.random() < 0.5:
            text = text.removeprefix("Word ")
        return Target(text, placed(unit.codes, text, choice), origin="model")

    written = rewritten(path, KEPT, change).decode()
    before, after = structure(page), structure(written)
    assert [block for block, _ in after] == [block for block, _ in before], written
    for (_, old), (_, new) in zip(before, after, strict=True):
        assert {key: old[key] for key in old if key not in LOOSE} == {key: new[key] for key in new if key not in LOOSE}
        assert all(new[key] <= old[key] for key in LOOSE)  # empty emphasis is left out, and breaks at the edges


SCRAPS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "نص",
                "\n",
                "\n\n",
                "> ",
                "- ",
                "1. ",
                "#",
                " ",
                "    ",
                "\t",
                "|",
                "\n|--|--|\n",
                "**",
                "*",
                "_",
                "`",
                "```\n",
            ]
        ),
        st.sampled_from(
            [
                "[",
                "](x)",
                "]",
                "![",
                "<b>",
                "</b>",
                "<div>",
                "\n---\n",
                "===\n",
                ":::",
                "[^1]",
                ": ",
                "\\",
                "$",
                "{",
                "}",
                "~~",
            ]
        ),
        st.sampled_from(
            ["\r\n", "\r", "&amp;", "  \n", "[نص]: x 'نص'\n", "!!! note\n", "title: نص\n", "+++\n", "\u2028"]
        ),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=60)
@given(text=SCRAPS)
def test_anything_is_written_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    check_round_trip(write(tmp_path_factory.mktemp("scraps") / "a.md", text))


@settings(max_examples=40)
@given(page=pages())
def test_every_text_is_found(tmp_path_factory: pytest.TempPathFactory, page: str) -> None:
    """What another reader shows in Arabic is in the units."""
    path = write(tmp_path_factory.mktemp("pages") / "a.md", page)
    found = Counter(re.findall("[ء-ي]+", " ".join(unit.text for unit in units_of(path))))
    shown: Counter[str] = Counter()
    for token in markdown_parser().parse(page):
        if token.type == "html_block":
            shown.update(re.findall("[ء-ي]+", re.sub("<[^<>]*>", "", token.content)))
        for child in token.children or ():
            if child.type in {"text", "image"}:
                shown.update(re.findall("[ء-ي]+", child.content))
    assert found == shown


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*a ",
        "**",
        "> ",
        "- ",
        "`",
        "<",
        "{{",
        ":a",
        "$",
        "|",
        "[x](",
        "_",
        "~~",
        "\\",
        "&",
        "[^",
        "^[",
        "<b>",
    ],
)
def test_hostile_pages_take_linear_time(tmp_path: Path, piece: str) -> None:
    times = []
    for count in (1000, 4000):
        path = write(tmp_path / "a.md", "نص " + piece * count + " نص")
        start = time.process_time()
        check_round_trip(path)
        times.append(time.process_time() - start)
    assert times[1] < 12 * max(times[0], 0.05)


def test_plain_commonmark_finds_the_same_blocks(tmp_path: Path) -> None:
    """The structure of a translated page is the same for a parser without our rules, too."""
    path = write(tmp_path / "README.md", PAGE)
    written = rewritten(
        path, KEPT, lambda unit: Target("Two words", tuple((9, code) for _, code in unit.codes))
    ).decode()
    plain = MarkdownIt("commonmark").enable("table")
    assert [token.type for token in plain.parse(written)] == [token.type for token in plain.parse(PAGE)]


def test_units_are_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "README.md", PAGE)
    document = Markdown(str(path), DocumentOptions())
    assert list(document.units()) == list(document.units())


def test_links_to_headings_follow_them(tmp_path: Path) -> None:
    text = """---
title: دليل
---
- [البداية](#البدء-السريع) ثم [الثاني](#%D8%A7%D9%84%D8%A8%D8%AF%D8%A1-%D8%A7%D9%84%D8%B3%D8%B1%D9%8A%D8%B9-1)
- <a href="#البدء-السريع">هنا</a>، [ثابت](#سؤال)، [آخر](#ليس-عنوانا)

```
[x](#البدء-السريع)
```
## البدء السريع!
## البدء السريع!
## أسئلة {#سؤال}

[ع]: #البدء-السريع "وصف"
"""
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    check_round_trip(path)
    written = rewritten(path, change=in_english({"البدء السريع!": "Quick start, now"})).decode()
    assert written == (
        text.replace("## البدء السريع!", "## Quick start, now")
        .replace("(#البدء-السريع) ثم", "(#quick-start-now) ثم")
        .replace("#%D8%A7%D9%84%D8%A8%D8%AF%D8%A1-%D8%A7%D9%84%D8%B3%D8%B1%D9%8A%D8%B9-1", "#quick-start-now-1")
        .replace('href="#البدء-السريع"', 'href="#quick-start-now"')
        .replace('[ع]: #البدء-السريع "', '[ع]: #quick-start-now "')
    )
