"""Whether a damaged conversion ever drafts differently in silence.

``python benchmarks/damage_conversion.py [DAMAGES]``: for each kind of damage, random places in the files of a copy of
the built-in model's conversion are damaged, 1,000 times in all, and the number that the check before loading finds is
printed. What it does not find is loaded, and must draft as the intact conversion. Of those found, 20 of a kind are
loaded as well, to show what the check saves from: in how many a draft of 16 sentences differs.
"""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from jisr.translate.engines.engine import Decoding, SourceBatch
from jisr.translate.engines.load_engine import load_engine
from jisr.translate.models.conversion import converted, damage
from jisr.translate.models.lookup import find_model

SENTENCES = (
    "أين المحطة؟",
    "قتل سبعة عشر شخصا في العاصمة مساء أمس.",
    "وصل الوزير إلى المدينة صباح اليوم.",
    "لم يوافق المجلس على القانون الجديد.",
    "ارتفعت أسعار الخبز في السوق القديم.",
    "كتبت الطبيبة رسالة طويلة إلى أخيها.",
    "يبيع جارنا الزيتون والجبن كل يوم جمعة.",
    "تأخر القطار ساعتين بسبب الثلج.",
    "سأعود بعد انتهاء العمل.",
    "فاز الفريق بثلاثة أهداف مقابل هدف واحد.",
    "تقع القرية في سفح جبل عال.",
    "أغلقت الشرطة الطريق المؤدي إلى الميناء.",
    "هل تعرف متى تفتح المكتبة؟",
    "زرع الفلاحون القمح والشعير في الحقل.",
    "انخفضت درجة الحرارة إلى ما دون الصفر.",
    "شكرا جزيلا على مساعدتكم.",
)
SHOWN = 20
"""Number of damages of each kind that are loaded although they were found."""


def zeros(data: bytearray, rng: random.Random) -> None:
    """Overwrite 1 byte to 60 kB by zeros."""
    length = min(len(data), int(60_000 ** rng.random()))
    start = rng.randrange(len(data) - length + 1)
    data[start : start + length] = bytes(length)


def one_bit(data: bytearray, rng: random.Random) -> None:
    """Flip a bit."""
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def many_bits(data: bytearray, rng: random.Random) -> None:
    """Flip two to 200 bits."""
    for _ in range(rng.randint(2, 200)):
        one_bit(data, rng)


def moved_page(data: bytearray, rng: random.Random) -> None:
    """Overwrite 4 KiB, or a quarter of a small file, by as many bytes of another place."""
    length = min(4096, len(data) // 4)
    here, there = (rng.randrange(len(data) - length + 1) for _ in range(2))
    data[here : here + length] = data[there : there + length]


def cut(data: bytearray, rng: random.Random) -> None:
    """Cut the file at any length."""
    del data[rng.randrange(len(data)) :]


KINDS: dict[str, Callable[[bytearray, random.Random], None]] = {
    "zeros": zeros,
    "one bit": one_bit,
    "2 to 200 bits": many_bits,
    "moved page": moved_page,
    "cut": cut,
}


def drafts_of(folder: Path, sources: SourceBatch) -> list[str] | None:
    """Return the drafts of a conversion in any state; ``None`` if it does not load."""
    import ctranslate2

    try:
        translator = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8", intra_threads=1)
        results = translator.translate_batch([[*pieces, "</s>"] for pieces in sources], max_decoding_length=60)
    except (RuntimeError, ValueError):
        return None
    return [" ".join(result.hypotheses[0]) for result in results]


def main(count: int) -> None:
    """Print a line for each kind of damage."""
    model = find_model("builtin")
    engine = load_engine(model, device="cpu", compute="int8", threads=1)
    sources = [engine.encode(sentence) for sentence in SENTENCES]
    (right,) = ([each.text for each in batch] for batch in engine.decode([sources], Decoding(beam=1)))
    assert any(right)
    rng = random.Random(5)
    silent = 0
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "conversion")
        shutil.copytree(converted(model, "int8"), folder)
        intact = drafts_of(folder, sources)
        files = sorted(folder.iterdir())
        for kind, damaging in KINDS.items():
            changed = found = shown = other = failed = 0
            for number in range(count // len(KINDS)):
                path = files[number % len(files)]
                data = path.read_bytes()
                times = path.stat()
                spoiled = bytearray(data)
                damaging(spoiled, rng)
                path.write_bytes(spoiled)
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # as when a disk fails
                changed += spoiled != data
                fault = damage(folder)
                found += fault is not None
                if fault is None or (path.name == "model.bin" and shown < SHOWN):
                    drafts = drafts_of(folder, sources)
                    silent += fault is None and drafts != intact
                    if fault is not None:
                        shown += 1
                        failed += drafts is None
                        other += drafts not in (None, intact)
                path.write_bytes(data)
            print(
                f"{kind:14} {changed:4} changed files, {found:4} found;"
                f" of {shown} loaded all the same {failed} fail and {other} draft otherwise",
                flush=True,
            )
    print(f"{silent} of {count} drafted otherwise in silence")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
