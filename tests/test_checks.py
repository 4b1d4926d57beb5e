"""Damage done to a translation is named; a good translation is left in peace."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.checks import check
from jisr.translate.notes import MEANINGS, RETRY, Note
from jisr.translate.text import has_arabic
from jisr.translate.verbatim import copyable, without_copyable

PAIRS = [
    (
        "افتتح الوزير المدرسة الجديدة في القرية صباح اليوم.",
        "The minister opened the new school in the village this morning.",
    ),
    (
        "أين وضعت مفاتيح السيارة؟",
        "Where did you put the car keys?",
    ),
    (
        "اشترت ليلى 3 كتب و12 قلما من السوق.",
        "Leila bought three books and 12 pens at the market.",
    ),
    (
        'قال المدير: "سنبدأ العمل غدا".',
        'The manager said: "We start work tomorrow".',
    ),
    (
        "وصل القطار في الساعة 9:30، وكان مزدحما؛ فانتظرنا.",
        "The train arrived at 9.30 and was crowded, so we waited.",
    ),
    (
        "تقع الحديقة على بعد 2.5 كيلومتر من البيت.",
        "The park is two and a half kilometres from the house.",
    ),
    (
        "ارتفعت الأسعار بنسبة 15% خلال العام الماضي.",
        "Prices rose by fifteen per cent over the past year.",
    ),
    (
        "إن الماء ضروري للحياة على سطح الأرض.",
        "Water is necessary for life on the face of the earth.",
    ),
    (
        "أكل الأطفال التفاح ثم ناموا مبكرا.",
        "The children ate the apples and then went to sleep early.",
    ),
    (
        "آخر رحلة إلى البحر كانت في الصيف.",
        "The last trip to the sea was in the summer.",
    ),
    (
        "يعمل أخي مهندسا في شركة كبيرة منذ 2019.",
        "My brother has worked as an engineer in a large company since 2019.",
    ),
    (
        "رأى الطبيب أن المريض يحتاج إلى راحة تامة.",
        "The doctor thought that the patient needed complete rest.",
    ),
    (
        "كتبت الطالبة رسالة طويلة إلى جدتها.",
        "The student wrote a long letter to her grandmother.",
    ),
    (
        "لا أحد يعرف متى تنتهي هذه الحرب.",
        "No one knows when this war will end.",
    ),
    (
        "سافرنا إلى المغرب وزرنا مدينة فاس القديمة.",
        "We travelled to Morocco and visited the old city of Fez.",
    ),
    (
        "المكتبة مفتوحة من السبت إلى الأربعاء.",
        "The library is open from Saturday to Wednesday.",
    ),
    (
        "هطل المطر ليلا وامتلأت الشوارع بالماء.",
        "It rained at night and the streets filled with water.",
    ),
    (
        "علمتني أمي كيف أطبخ الأرز والسمك.",
        "My mother taught me how to cook rice and fish.",
    ),
    (
        "بلغ عدد السكان 1,250,000 نسمة.",
        "The population reached 1.25 million people.",
    ),
    (
        "من فضلك أغلق الباب خلفك!",
        "Please close the door behind you!",
    ),
    (
        "يحب يوسف لعب كرة القدم مع أصدقائه.",
        "Yousef likes to play football with his friends.",
    ),
    (
        "تأخر البريد هذا الأسبوع بسبب العطلة.",
        "The post is late this week because of the holiday.",
    ),
    (
        "ينمو القمح في السهول القريبة من النهر.",
        "Wheat grows in the plains close to the river.",
    ),
    (
        "سألته عن الطريق فأشار إلى اليسار.",
        "I asked him the way and he pointed to the left.",
    ),
    (
        "أعلنت الشركة عن هاتف جديد بسعر 400 دولار.",
        "The company announced a new phone for four hundred dollars.",
    ),
    (
        "كان جدي يحكي لنا قصصا عن البحر.",
        "My grandfather used to tell us stories about the sea.",
    ),
    (
        "هذا المقهى أقدم من كل بيوت الحي.",
        "This café is older than all the houses of the quarter.",
    ),
    (
        "قرأت المقال مرتين ولم أفهم معناه.",
        "I read the article twice and did not understand what it meant.",
    ),
    (
        "نجحت العملية وعاد المريض إلى بيته.",
        "The operation succeeded and the patient went back home.",
    ),
    (
        "يزرع الفلاحون الزيتون على سفوح الجبال.",
        "The farmers grow olives on the slopes of the mountains.",
    ),
    (
        "وقعت الحادثة في 12/5/2020 قرب المطار.",
        "The incident took place on 12 May 2020 near the airport.",
    ),
    (
        "عاش الشاعر في القرن 19 ومات سنة 1889.",
        "The poet lived in the nineteenth century and died in 1889.",
    ),
    (
        "يبدأ الاجتماع في الساعة 15:00 تماما.",
        "The meeting begins at 3 p.m. sharp, so be there.",
    ),
    (
        "باعت الشركة 5 ملايين هاتف في عام واحد.",
        "The company sold 5,000,000 phones in a single year.",
    ),
    (
        "انضمت الدولة إلى حلف NATO قبل سنوات.",
        "The country joined NATO years ago, to general surprise.",
    ),
    (
        "يمكنك زيارة الموقع www.example.org لمعرفة المزيد.",
        "You can visit the site www.example.org to learn more.",
    ),
    (
        "أرسل سيرتك الذاتية إلى jobs@example.com قبل الخميس.",
        "Send your CV to jobs@example.com before Thursday.",
    ),
    (
        "شكرا لكم جميعا على الدعم 😀",
        "Thank you all for your support 😀",
    ),
    (
        "نشر @sami_k صورة جديدة مع وسم #Cairo مساء أمس.",
        "@sami_k posted a new picture with the tag #Cairo last night.",
    ),
    (
        "اشتريت هاتف iPhone 15 من المتجر.",
        "I bought an iPhone 15 from the shop.",
    ),
    (
        "انتشر مرض COVID-19 في العالم كله.",
        "Covid-19 spread all over the world.",
    ),
    (
        "قاتل جدي في الحرب العالمية 2 في شمال أفريقيا.",
        "My grandfather fought in World War II in North Africa.",
    ),
    (
        "كان الجو باردا جدا جدا في الجبال.",
        "The weather was very, very cold in the mountains.",
    ),
    (
        "لا، لا، لا، لا، لا أريد أن أذهب معكم!",
        "No, no, no, no, I do not want to go with you!",
    ),
    (
        "المسافة بين المدينتين 120 km تقريبا.",
        "The distance between the two cities is about 120 kilometres.",
    ),
    (
        "وصل 48 سائحا إلى الفندق في ليلة واحدة.",
        "Four dozen tourists arrived at the hotel in one night.",
    ),
    (
        "ولد الكاتب في عام 1945 في بيت صغير.",
        "The writer was born in nineteen forty-five in a small house.",
    ),
    (
        "يفتح المتحف أبوابه في 1 يناير من كل عام.",
        "The museum opens its doors on the first of January every year.",
    ),
    (
        "نعم.",
        "Yes.",
    ),
    (
        "صباح الخير!",
        "Good morning!",
    ),
    (
        "شكرا جزيلا لك.",
        "Thank you very much.",
    ),
    (
        "كم الساعة الآن؟",
        "What time is it now?",
    ),
    (
        "لست متأكدا من ذلك.",
        "I'm not sure about that.",
    ),
    (
        "تعال إلى هنا حالا!",
        "Come here right now!",
    ),
    (
        "سنعود في الأسبوع القادم إن شاء الله.",
        "We will be back next week, God willing.",
    ),
    (
        "اختار المدرب 23 لاعبا للبطولة القادمة.",
        "The coach picked twenty-three players for the coming tournament.",
    ),
    (
        "قطعت السفينة 1.500 ميل في خمسة أيام.",
        "The ship covered 1,500 miles in five days.",
    ),
    (
        "حكم الملك البلاد بين 1939 و1945 ثم نفي.",
        "The king ruled the country in 1939-45 and was then exiled.",
    ),
    (
        "نصح الخبراء بشرب 8 أكواب من الماء يوميا.",
        "Experts advised drinking eight glasses of water a day.",
    ),
    (
        "تضاعف الإنتاج 3 مرات خلال عقد من الزمن.",
        "Output tripled three times over within a decade.",
    ),
]


def test_an_arabic_comma_may_group_thousands() -> None:
    assert check("يسكن المخيم 83،000 لاجئ اليوم.", "The camp is home to 83,000 refugees today.") == ()
    assert check("يسكن المخيم 83،000 لاجئ اليوم.", "The camp is home to 83 refugees today.") == (
        Note.NUMBER_MISSING,
    )


def first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


DAMAGES: dict[str, tuple[Callable[[str, str], str], set[Note]]] = {
    "three words ten times": (lambda _, en: " ".join([first_words(en, 3)] * 10), {Note.LOOP}),
    "three words ten times at the end": (lambda _, en: " ".join([en, *en.split()[-3:] * 9]), {Note.LOOP}),
    "one word eight times": (lambda _, en: " ".join([en, *en.split()[-1:] * 7]), {Note.LOOP}),
    "the sentence twice": (lambda _, en: f"{en} {en}", {Note.LOOP}),
    "no, no, no": (lambda *_: "No, " + "no, " * 20 + "no.", {Note.LOOP}),
    "the source copied": (lambda ar, _: ar, {Note.COPIED, Note.ARABIC_LEFT}),
    "one Arabic word left": (
        lambda ar, en: f"{en} {max(filter(has_arabic, ar.split()), key=len)}",
        {Note.ARABIC_LEFT},
    ),
    "nothing": (lambda *_: "", {Note.EMPTY}),
    "marks that show nothing": (lambda *_: " \u200f", {Note.EMPTY}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named(damage: str) -> None:
    harm, notes = DAMAGES[damage]
    for source, target in PAIRS:
        if damage.startswith("three") and len(target.split()) < 3:
            continue
        assert notes <= set(check(source, harm(source, target))), source


def test_a_quarter_of_the_sentence_is_too_short() -> None:
    for source, target in PAIRS:
        if len(source) > 20:
            assert Note.RATIO in check(source, target[: len(target) // 4]), source


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_good_translations_carry_no_note(source: str, target: str) -> None:
    assert check(source, target) == ()


def test_a_number_that_was_dropped_is_missed() -> None:
    for source, target in PAIRS:
        without = re.sub(r"[0-9]+", "", target)
        if without != target and re.search(r"[0-9]", without_copyable(source)):
            assert Note.NUMBER_MISSING in check(source, without), source


@pytest.mark.parametrize(
    ("source", "target", "note"),
    [
        ("بلغ عدد الضحايا 35 شخصا.", "The number of victims reached 53.", Note.NUMBER_MISSING),
        ("بلغ السعر ٣٫٥ دولار.", "The price reached 35 dollars.", Note.NUMBER_MISSING),
        ("في عام 1989 سقط الجدار.", "In 1998 the wall fell down.", Note.NUMBER_MISSING),
        ("اشترى 12,000 كتاب.", "He bought 12 books there.", Note.NUMBER_MISSING),
        ("انضم إلى منظمة UNESCO العام الماضي.", "He joined the organisation last year.", Note.LATIN_MISSING),
        ("راجع http://example.org/a للتفاصيل.", "See http://example.org/b for details.", Note.URL_MISSING),
        ("راسلنا على help@example.com اليوم.", "Write to us at help@example today.", Note.URL_MISSING),
        ("شكرا لك ❤️", "Thank you", Note.URL_MISSING),
        ("اتصل بـ@sami_k من فضلك.", "Call Sami, please.", Note.URL_MISSING),
        ("مرحبا!", "Hello! Hello!", Note.LOOP),
        ("تابع القراءة في الصفحة التالية.", "Continue on the next page . . . . . . . .", Note.LOOP),
        ("ضحك الطفل طويلا.", "The child laughed hahahahahahahahahaha.", Note.LOOP),
        ("عاد.", "He came back to the house where his family had lived for so many years.", Note.RATIO),
        ("سافر الرجل إلى بلاد بعيدة بحثا عن عمل.", "The man travelled to a far country", Note.RATIO),
    ],
)
def test_one_doubt_at_a_time(source: str, target: str, note: Note) -> None:
    assert check(source, target) == (note,)


def test_facts_about_the_decoding() -> None:
    source, target = PAIRS[0]
    assert check(source, target, cut_off=True) == (Note.LIMIT,)
    assert check(source, target, cut_off=False) == ()
    assert check(source, target, unknown=1) == (Note.UNKNOWN,)
    assert check(source, target, score=-2.1, floor=-2.0) == (Note.LOW_SCORE,)
    assert check(source, target, score=-2.0, floor=-2.0) == ()
    assert check(source, target, score=-9.0) == ()
    assert check(source, "", cut_off=True, unknown=2) == (Note.EMPTY, Note.LIMIT, Note.UNKNOWN)


def test_a_text_may_repeat_what_its_source_repeats() -> None:
    twice = "أين أنت الآن؟ أين أنت الآن؟"
    assert check(twice, "Where are you now? Where are you now?") == ()
    assert check("أين أنت الآن؟ نحن في انتظارك هنا.", "Where are you now? Where are you now?") == (Note.LOOP,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "زوروا http://a.example/c(d). أو (https://x.org/y_(z))،",
            ["http://a.example/c(d)", "https://x.org/y_(z)"],
        ),
        ("اكتب إلى info@bank.com.sa، أو moh.gov.sa.", ["info@bank.com.sa", "moh.gov.sa"]),
        ("قال @user_1 و@user_2 عن #AI و#ذكاء", ["@user_1", "@user_2", "#AI"]),
        ("نجحت 👩\u200d💻🇪🇬❤\ufe0f👍🏽!", ["👩\u200d💻", "🇪🇬", "❤\ufe0f", "👍🏽"]),
        ("السعر 3.5$ عند 10/12/2024 والرقم #1 و5 @ 3", []),
    ],
)
def test_what_is_to_be_copied(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in copyable(text)] == found


@given(st.text(st.sampled_from("كلمة aZ1.:/@#_-()[]>?! \u200d😀🇪🇬\ufe0f٣")), st.text())
def test_notes_are_sorted_known_and_the_same_again(source: str, target: str) -> None:
    notes = check(source, target)
    assert notes == check(source, target) == tuple(sorted(set(notes)))
    end = 0
    for span in copyable(source):
        assert end <= span[0] < span[1] <= len(source)
        end = span[1]
    assert not {Note.URL_MISSING, Note.LATIN_MISSING} & set(check(source, f"x {source} x"))


def test_each_note_has_its_meaning_in_one_line() -> None:
    assert list(MEANINGS) == sorted(Note)
    assert all(meaning and "\n" not in meaning for meaning in MEANINGS.values())
    assert set(Note) > RETRY
    assert not RETRY & {
        Note.LOW_SCORE,
        Note.UNKNOWN,
        Note.PASSED_THROUGH,
        Note.SPLIT,
        Note.RETRIED,
        Note.BAD_BYTES,
    }
