"""Generator of simple Arabic sentences for the benchmarks."""

import random

WHO = "المعلم,الطبيبة,جارنا القديم,مدير الشركة,أخي الصغير,الوزير,سائق الحافلة,الطلاب,بائع الخبز,المهندسة".split(",")
DID = "زار,وصف,اشترى,رسم,نسي,درس,باع,شاهد,انتظر,ترك".split(",")
WHAT = "البيت الكبير,كتابا عن التاريخ,السوق,الحديقة العامة,سيارة زرقاء,رسالة طويلة,الميناء,صورة المدينة".split(",")
WHERE = "في القرية,قرب المحطة,خلف المدرسة,في وسط البلد,على شاطئ البحر,أمام المسجد".split(",")
WHEN = "صباح اليوم,قبل يومين,في الصيف الماضي,بعد صلاة العصر,في نهاية الأسبوع,عند الغروب".split(",")


def make(count: int) -> list[str]:
    """Return a number of different sentences of one to five clauses, the same ones each time."""
    draw = random.Random(1)
    sentences: dict[str, None] = {}
    while len(sentences) < count:
        clauses = [
            " ".join(draw.choice(words) for words in (DID, WHO, WHAT, WHERE, WHEN)[: draw.randint(3, 5)])
            for _ in range(draw.randint(1, 5))
        ]
        sentences[" و".join(clauses) + "."] = None
    return list(sentences)
