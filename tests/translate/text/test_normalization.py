"""Text is normalised to the form that a model was trained on, and clean text is unchanged."""

import unicodedata
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.chars import has_arabic, is_blank
from jisr.translate.text.normalization import POLICIES, NormalizationStep, compose, pass_through

STANDARD = POLICIES["standard"]
STEPS = {step.name: step for policy in POLICIES.values() for step in policy.steps}

GOLDEN = [
    ("nfc", "ا\u0654علن ا\u0653خر المسو\u0654ولين", "أعلن آخر المسؤولين"),
    ("nfc", "مئة وقرأ", "مئة وقرأ"),
    ("ansi", "\x1b[1;31mعاجل\x1b[0m: وصل القطار", "عاجل: وصل القطار"),
    ("ansi", "\x1b]8;;http://a.example\x07الرابط\x1b]8;;\x07 هنا", "الرابط هنا"),
    ("ansi", "\x9b31mعاجل", "عاجل"),
    ("ansi", "\x1b\x1b[31m[31mعاجل", " [31mعاجل"),
    ("ansi", "القائمة [31m] كما هي", "القائمة [31m] كما هي"),
    ("controls", "وصل\0القطار\tمتأخرا\x0b\x85", "وصل القطار متأخرا  "),
    ("controls", "نصف \ud83d رمز", "نصف \N{REPLACEMENT CHARACTER} رمز"),
    ("shapes", "ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ", "قال الوزير"),
    ("shapes", "ﻻ ﻷﻥ ﺍﻹﻧﺴﺎﻥ", "لا لأن الإنسان"),
    ("shapes", "بسم ﷲ وﷴ", "بسم الله ومحمد"),
    ("shapes", "شدﹼة وفتحﹷة", "شد\u0651ة وفتح\u064eة"),
    ("shapes", "النبي ﷺ قال ½ ² … ﷼ ﷽", "النبي ﷺ قال ½ ² … ﷼ ﷽"),
    ("invisible", "\u200fقال\u200e الوز\u00adير\u202b نعم\u202c\ufeff", "قال الوزير نعم"),
    ("invisible", "\u2067كتب\u2069 \u061cلا\u200b \u2060نعم", "كتب لا نعم"),
    ("invisible", "بيت\u200cنا و بيت\u200dنا", "بيتنا و بيتنا"),
    ("invisible", "مهندسة 👩\u200d💻 وعائلة 👨\u200d👩\u200d👧", "مهندسة 👩\u200d💻 وعائلة 👨\u200d👩\u200d👧"),
    ("invisible", "👩\u200d\u200d💻", "👩💻"),
    ("tatweel", "قـــال الوزيـر", "قال الوزير"),
    ("tatweel", "في عام 1445 هـ. وقبله 1400هـ، و(1390 هــ)", "في عام 1445 هـ. وقبله 1400هـ، و(1390 هـ)"),
    ("tatweel", "هـ 1445 أو هـ1445", "هـ 1445 أو هـ1445"),
    ("tatweel", "وجهـ جميل وهـذا هـو", "وجه جميل وهذا هو"),
    ("tashkeel", "ذَهَبَ الوَلَدُ إِلَى المَدْرَسَةِ", "ذهب الولد إلى المدرسة"),
    ("tashkeel", "شُكرًا جزيلا على حضوركم الكريم مساء اليوم", "شُكرًا جزيلا على حضوركم الكريم مساء اليوم"),
    ("tashkeel", "ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَٰلَمِينَ", "ٱلحمد لله رب ٱلعلمين"),
    ("bare", "شُكرًا جزيلا على حضوركم الكريم مساء اليوم", "شكرا جزيلا على حضوركم الكريم مساء اليوم"),
    ("letters", "علی ھذا الکتاب", "علي هذا الكتاب"),
    ("letters", "ٱلكتابە ڪلها", "الكتابه كلها"),
    ("letters", "گفتگو و پادشاهی", "گفتگو و پادشاهی"),
    ("letters", "مدرسۃ وعربۀ", "مدرسة وعربه"),
    ("punctuation", "«نعم» و“لا” و„ربما‟ و‹أحيانا›", '"نعم" و"لا" و"ربما" و"أحيانا"'),
    ("punctuation", "‘أ’ و‚ب‘ و´ج` و''د''", "'أ' و'ب' و'ج' و\"د\""),
    ("punctuation", "2020–2024 ثم — بعد ذلك − انتهى…", "2020-2024 ثم  -  بعد ذلك - انتهى..."),
    ("punctuation", "أين؟ هنا، وهناك؛ انتهى.", "أين؟ هنا، وهناك؛ انتهى."),
    ("punctuation", "﴿اقرأ﴾ （１２％）۔", '"اقرأ" (12%).'),
    ("digits", "عام ٢٠٢٤ و۲۰۲۵", "عام 2024 و2025"),
    ("digits", "٣٫٥ و١٬٢٠٠٬٠٠٠ و٥٠٪ و٪٧٠", "3.5 و1,200,000 و50% و%70"),
    ("digits", "كلمة٫ كلمة٬", "كلمة٫ كلمة٬"),
    ("decimals", "زيادة 6,3% ونحو 1,200 عامل", "زيادة 6.3% ونحو 1,200 عامل"),
    ("eras", "ميزانية عام 2025م بلا 25م", "ميزانية عام 2025 بلا 25م"),
    ("metres", "بطول 25م عام 2025", "بطول 25 متر عام 2025"),
    ("spaces", " قال\u00a0\u202fالوزير \u3000 نعم \u2028", "قال الوزير نعم"),
]


@pytest.mark.parametrize(("name", "before", "after"), GOLDEN)
def test_each_step_does_what_its_name_says(name: str, before: str, after: str) -> None:
    assert STEPS[name].apply(before) == after


CLEAN = [
    "افتتح الوزير المدرسة الجديدة في القرية صباح اليوم.",
    "أين وضعت مفاتيح السيارة؟",
    "اشترت ليلى 3 كتب و12 قلما من السوق.",
    'قال المدير: "سنبدأ العمل غدا".',
    "وصل القطار في الساعة 9:30، وكان مزدحما؛ فانتظرنا.",
    "تقع الحديقة على بعد 2.5 كيلومتر من البيت.",
    "ارتفعت الأسعار بنسبة 15% خلال العام الماضي.",
    "إن الماء ضروري للحياة على سطح الأرض.",
    "أكل الأطفال التفاح ثم ناموا مبكرا.",
    "آخر رحلة إلى البحر كانت في الصيف.",
    "يعمل أخي مهندسا في شركة كبيرة منذ 2019.",
    "رأى الطبيب أن المريض يحتاج إلى راحة تامة.",
    "كتبت الطالبة رسالة طويلة إلى جدتها.",
    "لا أحد يعرف متى تنتهي هذه الحرب.",
    "سافرنا إلى المغرب وزرنا مدينة فاس القديمة.",
    "المكتبة مفتوحة من السبت إلى الأربعاء.",
    "هطل المطر ليلا وامتلأت الشوارع بالماء.",
    "علمتني أمي كيف أطبخ الأرز والسمك.",
    "بلغ عدد السكان 1,250,000 نسمة.",
    "من فضلك أغلق الباب خلفك!",
    "يحب يوسف لعب كرة القدم مع أصدقائه.",
    "تأخر البريد هذا الأسبوع بسبب العطلة.",
    "ينمو القمح في السهول القريبة من النهر.",
    "سألته عن الطريق فأشار إلى اليسار.",
    "أعلنت الشركة عن هاتف جديد بسعر 400 دولار.",
    "كان جدي يحكي لنا قصصا عن البحر.",
    "هذا المقهى أقدم من كل بيوت الحي.",
    "قرأت المقال مرتين ولم أفهم معناه.",
    "نجحت العملية وعاد المريض إلى بيته.",
    "يزرع الفلاحون الزيتون على سفوح الجبال.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_comes_back_as_the_same_object(text: str) -> None:
    assert STANDARD.apply(text) is text
    assert POLICIES["bare"].apply(text) is text


def shaped(text: str) -> str:
    """Return a text with each letter in its isolated presentation form, as in text extracted from a PDF."""
    shapes = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFE80, 0xFEF5)}
    return "".join(shapes.get(letter, letter) for letter in text)


def after_letters(mark: str, every: int = 1) -> Callable[[str], str]:
    """Return a function that inserts a mark after Arabic letters whose index is a multiple of ``every``."""
    return lambda text: "".join(
        letter + mark if "\u0621" <= letter <= "\u064a" and index % every == 0 else letter
        for index, letter in enumerate(text)
    )


def between_letters(mark: str) -> Callable[[str], str]:
    """Return a function that inserts a mark between the first two letters of each word."""
    return lambda text: " ".join(word[:1] + mark + word[1:] if word[1:].isalpha() else word for word in text.split(" "))


def swapped(pairs: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: text.translate(str.maketrans(dict[str | int, str | int | None](pairs)))


DAMAGES: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "shapes": shaped,
    "tatweel": between_letters("\u0640\u0640"),
    "tashkeel": after_letters("\u064e"),
    "bidi": lambda text: "\u202b" + text.replace(" ", "\u200f \u200e") + "\u202c\u2069",
    "invisible": between_letters("\u200c\u00ad\u200b\ufeff"),
    "arabic digits": swapped(dict(zip("0123456789%", "٠١٢٣٤٥٦٧٨٩٪", strict=True))),
    "extended digits": swapped(dict(zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", strict=True))),
    "persian letters": swapped({"ي": "ی", "ك": "ک", "ه": "ھ"}),
    "quotes": swapped({'"': "”"}),
    "escapes": lambda text: "\x1b[32m" + text.replace(" ", "\x1b[0m ", 1) + "\x1b[K",
    "controls and spaces": lambda text: "\t" + text.replace(" ", "\0\u00a0 ") + "\x7f\u3000",
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("policy", ["standard", "bare"])
def test_normalisation_undoes_damage(damage: str, policy: str) -> None:
    for text in CLEAN:
        assert POLICIES[policy].apply(DAMAGES[damage](text)) == text


def test_normalisation_undoes_several_kinds_of_damage_at_once() -> None:
    for text in CLEAN:
        damaged = text
        for name in ("arabic digits", "persian letters", "tatweel", "tashkeel", "bidi", "escapes"):
            damaged = DAMAGES[name](damaged)
        assert STANDARD.apply(damaged) == text


ODD = (
    "ابهوـىيیکۀھەۃٱأإآةء\u0654\u0653\u064e\u0651\u0670\u06d6ﷺﷲﻗﹱﱠ﴾\u200d\u200c\u200f\u00ad\ufeff👩💻\ufe0f"
    "\x1b[3]1m\x07\x9b\x9d\x9c\\01٢۳٫٬٪.,'`´“«…—–\u00a0\u3000 \t\n\ud800１％″"
)
TEXTS = st.text(st.sampled_from(ODD)) | st.text()


@given(TEXTS)
def test_steps_and_policies_are_idempotent(text: str) -> None:
    for policy in POLICIES.values():
        once = policy.apply(text)
        assert policy.apply(once) == once, policy.name
    for step in STEPS.values():
        once = step.apply(text)
        assert step.apply(once) == once, step.name


@given(TEXTS)
def test_triggers_match_all_texts_that_their_steps_change(text: str) -> None:
    composed = compose(text)
    for step in STEPS.values():
        assert step.apply(composed) == step.change(composed), step.name


@given(st.text(st.sampled_from("أإآةىءؤئابتكلمهوي .،؟")))
def test_letters_of_the_spelling_are_never_folded(text: str) -> None:
    for policy in POLICIES.values():
        assert policy.apply(text).replace(" ", "") == text.replace(" ", "")


@given(TEXTS)
def test_the_result_can_be_encoded_and_has_no_control_characters(text: str) -> None:
    result = STANDARD.apply(text)
    result.encode()
    assert unicodedata.is_normalized("NFC", result)
    assert not any(unicodedata.category(letter) == "Cc" for letter in result)


def test_policies_can_be_printed() -> None:
    assert list(POLICIES) == ["standard", "bare", "none"]
    for name, policy in POLICIES.items():
        assert policy.name == name
        rows = policy.describe()
        assert [row[0] for row in rows] == [step.name for step in policy.steps]
        assert all(why and "\n" not in why for _, why in rows)
    names = [row[0] for row in STANDARD.describe()]
    assert " ".join(names) == (
        "ansi controls shapes invisible tatweel nfc letters punctuation digits decimals eras metres tashkeel spaces"
    )
    assert [row[0] for row in POLICIES["bare"].describe()] == ["bare" if name == "tashkeel" else name for name in names]
    assert isinstance(STANDARD.steps[0], NormalizationStep)
    assert POLICIES["none"].apply(" ٢\x1b ") == " ٢\x1b "


@pytest.mark.parametrize(
    "text", ["", " ", "\t\x0b", "\u00a0\u3000", "\u200f", "\u200b\u200c\u200d", "\ufeff", "ـــ", "\u061c \u2067", "\0"]
)
def test_invisible_text_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not has_arabic(text)


@pytest.mark.parametrize("text", ["لا", "ﻻ", "هـ", "\u200fنعم", "NATO حلف", "گ", "ﷺ"])
def test_arabic_letters_are_recognised(text: str) -> None:
    assert has_arabic(text)
    assert not is_blank(text)


@pytest.mark.parametrize(
    "text", ["-", "2024", "* * *", "http://a.b/c", "NATO", "😀", "a\tb", " «x»  … ", "</s>", "👩\u200d💻", "½ — ²"]
)
def test_lines_without_arabic_pass_unchanged(text: str) -> None:
    assert not has_arabic(text)
    assert pass_through(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("٢٠٢٤", "2024"), ("٣٫٥؟", "3.5?"), ("۱، ۲؛", "1, 2;"), ("٥٠٪", "50%"), ("\x1b[1mNATO\x1b[0m\0", "NATO ")],
)
def test_digits_and_marks_pass_as_ascii(text: str, expected: str) -> None:
    assert pass_through(text) == expected


@given(st.text(st.characters(exclude_categories=["Lo"])))
def test_passing_through_is_idempotent(text: str) -> None:
    assert pass_through(pass_through(text)) == pass_through(text)
