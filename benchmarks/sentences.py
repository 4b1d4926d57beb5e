"""Sentences for the benchmarks: plain Arabic ones of one to five clauses, as many as are wanted."""

import random

WHO = "المعلم,الطبيبة,جارنا القديم,مدير الشركة,أخي الصغير,الوزير,سائق الحافلة,الطلاب,بائع الخبز,المهندسة".split(",")
DID = "زار,وصف,اشترى,رسم,نسي,درس,باع,شاهد,انتظر,ترك".split(",")
WHAT = "البيت الكبير,كتابا عن التاريخ,السوق,الحديقة العامة,سيارة زرقاء,رسالة طويلة,الميناء,صورة المدينة".split(",")
WHERE = "في القرية,قرب المحطة,خلف المدرسة,في وسط البلد,على شاطئ البحر,أمام المسجد".split(",")
WHEN = "صباح اليوم,قبل يومين,في الصيف الماضي,بعد صلاة العصر,في نهاية الأسبوع,عند الغروب".split(",")


def make(count: int) -> list[str]:
    """Make different sentences of one to five clauses; the same ones each time."""
    draw = random.Random(1)
    made: dict[str, None] = {}
    while len(made) < count:
        clauses = [
            " ".join(draw.choice(words) for words in (DID, WHO, WHAT, WHERE, WHEN)[: draw.randint(3, 5)])
            for _ in range(draw.randint(1, 5))
        ]
        made[" و".join(clauses) + "."] = None
    return list(made)
