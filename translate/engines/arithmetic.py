"""The class of a machine's arithmetic: machines of one class decode every source to the same hypothesis and score.

The same conversion in int8 decodes to other words where the processor has other instructions, where the environment
forbids some, or where the library chooses another backend (of the built-in model, one draft in seven differs without
AVX2). The class is therefore found out by decoding: it is the digest of the hypotheses and scores of sentences that
never change. As a part of the key of a journal, it keeps a resumed job from mixing the drafts of two machines.
"""

import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jisr.storage.cache_dir import recall, remember
from jisr.storage.journal import digest
from jisr.translate.engines.engine import Decoding, Engine

__all__ = ["arithmetic_class", "processor_words"]

CACHE_PART = "arithmetic"
"""Part of the cache that holds the classes that were found out."""
DIGITS = 12
"""Number of hex digits of a class."""
PREFIXES = ("ATEN_", "CT2_", "DNNL_", "GLIBC_TUNABLES", "MKL_", "ONEDNN_", "TORCH_")
"""Beginnings of the names of environment variables that may change the arithmetic."""
VOLATILE = {"apicid", "bogomips", "core id", "cpu mhz", "initial apicid", "physical id", "processor"}
"""Properties in ``/proc/cpuinfo`` that differ between equal processors or change with time, in lower case."""
SENTENCES = (
    "أصبح مجاهدو الأمس وزراء اليوم وأغنياء الغد.",
    "لا تكاد تخلو قرية في البوسنة من مقبرة تضم ضحايا تلك السنوات.",
    "غدا السفر إلى القمر أمرا لا يدهش أحدا.",
    "أقام الدنيا ولم يقعدها بسبب شعرة في الحساء.",
    "أعلن الاتحاد الدولي لألعاب القوى أنه لن يعترف بالرقم لأن سرعة الريح تجاوزت مترين في الثانية.",
    "جلست زوجته في المدرجات لا تكاد تنظر إلى الحلبة.",
    "جلست إلى النول ثانية كأنها لم تفارقه.",
    "كان من المفترض أن يلعب نيمار أساسيا، لكنه شعر بوخز في العضلة الضامة أثناء الإحماء.",
    "كان نهر النيل يفيض كل صيف فيكسو الحقول طميا أسود، فإذا انحسر الماء زرع الفلاحون القمح والشعير.",
    "للخلية النباتية جدار صلب من السليلوز، وليس للخلية الحيوانية سوى غشاء رقيق.",
    "ترى النحلة الأشعة فوق البنفسجية ولا ترى اللون الأحمر.",
    "نزح الإيغبو زرافات إلى مدن نيجيريا في الشمال والغرب، ثم عادوا منها سنة 1966 خائفين.",
    "خلا التقرير السنوي من أي إشارة إلى الحادث الذي أودى بحياة أربعة من عمال المصفاة.",
    "لم يحضر من الأعضاء الأحد عشر سوى خمسة، اعتذر اثنان منهم قبل التصويت وغادرا.",
    "حرفة صناعة القوارب في صور مهددة بالزوال لأن الخشب الذي يستورد من الهند تضاعف ثمنه ثلاثا.",
    "لا تتقيد المحكمة الجزائية بالحكم الصادر عن المحكمة المدنية في وقوع الجريمة ونسبتها إلى فاعلها.",
    "لم تكن المشكلة في أنني لا أفهم لغتهم، بل في أنني كنت أفهمها جيدا.",
    "لحسن الحظ كانت الفرس أعقل من فارسها، فوقفت عند حافة الوادي ورفضت أن تتقدم.",
    "بلغني أنك تبحث عن شريك في المشروع.",
    "بادرني بالسلام، وهو الذي كان يغير الرصيف كلما رآني.",
    "أوقف مهرب مفترض في مطار فرانكفورت وبحوزته تسعة عشر جواز سفر مزورا أخفاها في بطانة حقيبته.",
    "ينعم الشطر الغربي من الجزيرة بالأمن، على خلاف الشطر الشرقي الذي تتنازعه ثلاث جماعات.",
    "لم يكلف الوزير نفسه عناء الرد.",
    "يتهم الصومال شركات صيد أجنبية بنهب ما قيمته 300 مليون دولار من أسماكه كل سنة.",
    "تضع أنثى التمساح بيضها في عش من الرمل أو النبات، وتتوقف على حرارته أجناس الصغار.",
    "تغلف الحبل الشوكي ثلاث طبقات من السحايا، وإذا التهبت تصلبت الرقبة وأزعج الضوء المريض.",
    "تدخل الحرارة البيت من نوافذه قبل جدرانه.",
    "لم تكن القياسات دقيقة كفاية لاستبعاد فرضية على حساب أخرى.",
    "هناك من يحب بالكلمات، وهناك من يحب بمضخة هواء.",
    "فماذا ستفعلون أنتم بثماني ثوان؟ عدوها معي الآن، وستدهشكم كم هي طويلة.",
    "أجاب البائع خلال دقيقة واحدة، وأرسل لي قطعة بديلة دون أن يطلب مني إعادة القطعة التالفة.",
    "المترجم الجيد كالزجاج النظيف، لا يراه الناس إلا حين يصطدم به طائر.",
)
"""Sentences of many lengths and kinds, written for this project."""


def arithmetic_class(engine: Engine, description: Mapping[str, str | int]) -> str:
    """Return the class of the arithmetic with which an engine decodes, as hex digits.

    On a CPU it is remembered for the model, the engine, the processor and the environment, so that the sentences are
    decoded once (half a second for the built-in model). How many threads decode makes no difference.

    :param description: ``fingerprint`` of the model, ``engine`` with its version, ``device``, ``compute`` and ``trim``.
    """
    what = [str(description[name]) for name in ("fingerprint", "engine", "device", "compute", "trim")]
    name = digest(*what, *SENTENCES, *(f"{key}:{value}" for key, value in processor().items()), *settings())
    remembered = description["device"] == "cpu"
    if remembered and isinstance(known := recall(CACHE_PART, name), str):
        return known
    sources = [engine.encode(sentence)[: engine.positions - 1] for sentence in SENTENCES]
    (found,) = engine.decode([sources], Decoding())
    result = digest(*(f"{each.score} {each.text}" for each in found))[:DIGITS]
    if remembered:
        remember(CACHE_PART, name, result)
    return result


def settings() -> list[str]:
    """Return the environment variables that may change the arithmetic, as ``NAME=VALUE``, sorted."""
    return sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(PREFIXES))


@cache
def processor() -> dict[str, str]:
    """Return the properties of the processor, as its kernel states them; elsewhere, those of the machine."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as stream:
            # That of the first core is enough, and a machine may have hundreds.
            first = stream.read(1 << 13).partition("\n\n")[0]
    except OSError:
        system = platform.uname()
        return {"system": system.system, "node": system.node, "machine": system.machine}
    properties = (line.partition(":") for line in first.splitlines())
    return {key.strip(): value.strip() for key, _, value in properties if key.strip().lower() not in VOLATILE}


def processor_words() -> str:
    """Return the widest vector instructions of the processor in words, and the variables that may forbid them.

    An x86 processor without VNNI computes the same in int8 (:mod:`jisr.translate.models.quantization`), but slower.
    """
    known = processor()
    flags = set((known.get("flags") or known.get("Features") or "").split())
    widest = {"avx512f": "AVX-512", "avx2": "AVX2", "avx": "AVX", "asimd": "NEON"}
    words = next((word for flag, word in widest.items() if flag in flags), platform.machine())
    if words.startswith("AVX"):
        words += " with VNNI" if flags & {"avx512_vnni", "avx_vnni"} else " without VNNI"
    return ", ".join([words, *settings()])
