"""Documents that are text: a page, a manual, subtitles, and the files of localisation, as programs write them."""

# ruff: noqa: E501 - lines of files are as programs write them

from pathlib import Path

__all__ = ["TEXTS", "write_texts"]

PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<title>أخبار المدينة &amp; الريف</title>
<meta name="description" content="أخبار محلية كل صباح">
<meta property="og:title" content="أخبار المدينة">
<link rel="stylesheet" href="style.css">
<style>body { direction: rtl; font-family: "Amiri", serif; }</style>
<script>var title = "لا تترجم هذا";</script>
</head>
<body>
<header><h1 title="الصفحة الأولى">أخبار المدينة</h1><nav><a href="/">الرئيسية</a> | <a href="/sport">الرياضة</a></nav></header>
<article>
<p>افتتح <b>رئيس البلدية</b> الجسر الجديد فوق <a href="/river?from=home&amp;lang=ar" title="نهر المدينة">النهر</a> أمس.</p>
<p>يبلغ طول الجسر <i>350 <b>مترا</i></b> وكلف 12 مليون دولار.</p>
<p>شغل الأمر <code>make test</code> ثم اضغط <kbd>Enter</kbd>.<br>ستظهر النتيجة.</p>
<table dir="rtl"><caption>أوقات القطار</caption><tr><th>من<th>إلى<th>الوقت<tr><td>القاهرة<td>طنطا<td>٨:٣٠</table>
<ul><li>الدخول مجاني<li>الأبواب تفتح <time datetime="09:00">التاسعة</time></ul>
<figure><img src="bridge.jpg" alt="صورة الجسر ليلا"><figcaption>الجسر بعد افتتاحه</figcaption></figure>
<p><span class="notranslate">شركة النيل</span> هي التي بنت الجسر.</p>
<form><label for="m">البريد</label> <input id="m" type="email" placeholder="اكتب بريدك"><button>اشترك</button></form>
</article>
<!-- تعليق لا يراه القارئ -->
<footer><p>&copy; 2026&nbsp;جريدة المدينة &lt;كل الحقوق محفوظة&gt;</p></footer>
</body>
</html>
"""
MANUAL = """---
title: "دليل الاستخدام"
lang: ar
tags: [help, start]
---

# دليل الاستخدام {#guide}

يقرأ البرنامج **الملفات** ويكتب [النتيجة](https://example.org/ar?q=1 "صفحة النتيجة") في `output.txt`.
وهذا السطر تابع للفقرة نفسها.

التثبيت
-------

1. ثبت البرنامج.
2. شغل الأمر:

   ```sh
   pip install program  # لا تترجم
   ```

- [x] اقرأ الشروط[^1]
- [ ] أنشئ حسابا

| الخيار | المعنى |
|:-------|-------:|
| `-o`   | اسم الملف الناتج \\| المجلد |
| `-v`   | زيادة الرسائل |

> ملاحظة: لا تحذف الملف *الأصلي* قبل أن تراجع النتيجة.

![شعار البرنامج](logo.png)

<div class="box" dir="rtl">صندوق مكتوب بلغة HTML</div>

[^1]: توجد الشروط في موقعنا.
"""
SRT = """1
00:00:01,000 --> 00:00:03,500
مساء الخير، أهلا بكم
في نشرة الأخبار.

2
00:00:04,000 --> 00:00:06,000
<i>وصل الوفد إلى العاصمة</i>

3
00:00:06,200 --> 00:00:09,000
<i>بعد رحلة طويلة استغرقت
عشر ساعات.</i>

4
00:00:10,000 --> 00:00:12,000
- هل رأيت المباراة؟
- نعم، كانت رائعة.

5
00:00:13,000 --> 00:00:15,000
{\\an8}[تصفيق]

6
00:00:16,000 --> 00:00:19,000 X1:100 X2:600 Y1:400 Y2:450
♪ يا ليل طال السهر ♪
"""
VTT = """WEBVTT - نشرة الأخبار
Kind: captions
Language: ar

NOTE
لا تترجم هذه الملاحظة

STYLE
::cue(.loud) { color: red; }

intro
00:01.000 --> 00:03.500 align:start position:10%
<v منى>مساء <c.loud>الخير</c>، أهلا بكم
في نشرة الأخبار.

00:04.000 --> 00:06.000 line:0
قال الوزير إن المدارس

00:06.200 --> 00:09.000
ستفتح أبوابها <i>يوم الأحد</i> القادم.

00:00:10.000 --> 00:00:12.000
&lt;نهاية النشرة&gt;&nbsp;شكرا
"""
PO = r"""# ترجمة برنامج القراءة
#
msgid ""
msgstr ""
"Project-Id-Version: reader 1.2\n"
"Report-Msgid-Bugs-To: bugs@example.org\n"
"POT-Creation-Date: 2026-01-05 08:00+0000\n"
"PO-Revision-Date: 2026-01-06 09:00+0000\n"
"Last-Translator: Mona <mona@example.org>\n"
"Language-Team: English\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. زر في القائمة الأولى
#: src/menu.c:12
msgid "افتح الملف"
msgstr ""

#: src/menu.c:20
msgctxt "menu"
msgid "احفظ"
msgstr "Save"

#: src/main.c:41
#, c-format
msgid "تم نسخ %d ملف من المجلد %s.\n"
msgstr ""

#: src/main.c:55
#, c-format
msgid "كتاب واحد"
msgid_plural "%d كتب"
msgstr[0] ""
msgstr[1] ""

#: src/login.py:9
#, fuzzy, python-brace-format
#| msgid "مرحبا"
msgid "مرحبا يا {name}!"
msgstr "Hello"

#: src/help.c:77
msgid ""
"لم نجد الصفحة التي تبحث عنها.\n"
"عد إلى الصفحة الأولى.\n"
msgstr ""

#~ msgid "قديم"
#~ msgstr "Old"
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="manual.docx" source-language="ar" target-language="en" datatype="x-docx">
    <header><note>دليل المستخدم</note></header>
    <body>
      <trans-unit id="1">
        <source>اضغط <g id="1" ctype="bold">زر البدء</g> مرة واحدة.<x id="2"/></source>
      </trans-unit>
      <trans-unit id="2">
        <source>قال <bpt id="1" rid="1">&lt;b&gt;</bpt>المدير <bpt id="2" rid="2">&lt;i&gt;</bpt>اليوم<ept id="1" rid="1">&lt;/b&gt;</ept> إن العمل<ept id="2" rid="2">&lt;/i&gt;</ept> انتهى.</source>
        <target state="new"/>
      </trans-unit>
      <trans-unit id="3">
        <source>افتح الغطاء. نظف المرشح بالماء.</source>
        <seg-source><mrk mtype="seg" mid="1">افتح الغطاء.</mrk> <mrk mtype="seg" mid="2">نظف المرشح بالماء.</mrk></seg-source>
      </trans-unit>
      <trans-unit id="4" approved="yes">
        <source>لا تلمس السلك.</source>
        <target state="final">Do not touch the wire.</target>
      </trans-unit>
      <trans-unit id="5" translate="no">
        <source>رقم الطراز</source>
      </trans-unit>
      <trans-unit id="6" maxwidth="20" size-unit="char">
        <source>درجة الحرارة <ph id="1">%d</ph></source>
        <note>على الشاشة</note>
      </trans-unit>
    </body>
  </file>
</xliff>
"""
XLIFF2 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ar" trgLang="en">
  <file id="f1" original="page.html">
    <notes><note id="n1">صفحة البداية</note></notes>
    <unit id="u1">
      <originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data><data id="d3">&lt;br/&gt;</data></originalData>
      <segment id="s1">
        <source>زر <pc id="1" dataRefStart="d1" dataRefEnd="d2">المتحف الجديد</pc> غدا.</source>
      </segment>
      <ignorable>
        <source> </source>
      </ignorable>
      <segment id="s2">
        <source>الدخول مجاني<ph id="2" dataRef="d3"/>للأطفال.</source>
      </segment>
    </unit>
    <unit id="u2">
      <segment>
        <source>بدأ <sc id="1"/>الحفل <sc id="2"/>في<ec startRef="1"/> المساء<ec startRef="2"/> وانتهى في الليل.</source>
      </segment>
    </unit>
    <unit id="u3">
      <segment state="final">
        <source>اتصل بنا</source>
        <target>Contact us</target>
      </segment>
    </unit>
    <unit id="u4" translate="no">
      <segment>
        <source>رمز المنتج</source>
      </segment>
    </unit>
  </file>
</xliff>
"""
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="tool" creationtoolversion="1" segtype="sentence" o-tmf="tool" adminlang="en" srclang="ar" datatype="plaintext"/>
  <body>
    <tu tuid="1">
      <prop type="project">المتحف</prop>
      <tuv xml:lang="ar-SA"><seg>يفتح المتحف <bpt i="1" type="bold">&lt;b&gt;</bpt>كل يوم<ept i="1">&lt;/b&gt;</ept>.</seg></tuv>
    </tu>
    <tu tuid="2">
      <tuv xml:lang="AR"><seg>شكرا لزيارتكم</seg></tuv>
      <tuv xml:lang="fr"><seg>Merci de votre visite</seg></tuv>
    </tu>
    <tu tuid="3">
      <tuv xml:lang="ar"><seg>ممنوع التصوير</seg></tuv>
      <tuv xml:lang="en"><seg>No photos</seg></tuv>
    </tu>
  </body>
</tmx>
"""
JSON = """{
  "title": "متجر الكتب",
  "cart": {
    "empty": "السلة فارغة",
    "items_one": "كتاب واحد في السلة",
    "items_other": "{{count}} كتب في السلة",
    "total": "المجموع: %s ريال"
  },
  "url": "https://books.example/ar",
  "steps": ["اختر كتابا", "ادفع", 3, true, null],
  "escaped": "سطر أول\\nسطر \\"ثان\\" \\u0648\\u0627\\u0644\\u062b\\u0627\\u0644\\u062b"
}
"""
ARB = """{
  "@@locale": "ar",
  "greeting": "مرحبا يا {name}",
  "@greeting": {"description": "تحية", "placeholders": {"name": {"type": "String"}}},
  "photos": "{count, plural, =0{لا صور} one{صورة واحدة} two{صورتان} few{# صور} many{# صورة} other{# صورة}}",
  "invite": "{gender, select, female{دعتك إلى الحفل} male{دعاك إلى الحفل} other{دعوة إلى الحفل}}"
}
"""
ANDROID = """<?xml version="1.0" encoding="utf-8"?>
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
    <!-- شاشة الدخول -->
    <string name="app_name" translatable="false">قارئ</string>
    <string name="welcome">أهلا بك يا <xliff:g id="name" example="سامي">%1$s</xliff:g>!</string>
    <string name="bold">اقرأ <b>الشروط</b> أولا</string>
    <string name="quoted">قال \\"نعم\\"\\nثم خرج</string>
    <string name="html"><![CDATA[<a href="x">اضغط هنا</a>]]></string>
    <plurals name="books">
        <item quantity="one">كتاب واحد</item>
        <item quantity="few">%d كتب</item>
        <item quantity="other">%d كتاب</item>
    </plurals>
    <string-array name="days"><item>السبت</item><item>الأحد</item></string-array>
</resources>
"""
TEXTS = {
    "news.html": PAGE,
    "manual.md": MANUAL,
    "film.srt": SRT.replace("\n", "\r\n"),
    "clip.vtt": VTT,
    "reader.po": PO,
    "manual.xlf": XLIFF,
    "page.xliff": XLIFF2,
    "museum.tmx": TMX,
    "shop.json": JSON,
    "app.arb": ARB,
    "strings.xml": ANDROID,
}
"""The files by name."""


def write_texts(folder: Path) -> None:
    """Write the files."""
    for name, text in TEXTS.items():
        mark = "\ufeff" if name.endswith(".srt") else ""  # as Windows' editor leaves it
        (folder / name).write_bytes((mark + text).encode())
