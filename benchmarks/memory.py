"""Memory and order of lines on damaged input: a long file with all kinds of lines, compared with a short one.

One line in ten is blank, one in ten has no Arabic, and others hold invalid UTF-8, U+2028, NUL, garbage, two sentences,
or a sentence of some hundred words; in the middle of the long file is a line of a megabyte. Each run is a separate
process, whose peak memory is measured.

Run: python benchmarks/memory.py [LINES]
"""

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from sentences import make

SHORT = 2_000
GIANT = 1_000_000
"""Length of the longest line in bytes."""
BLANKS = ["", "   ", "\u200f", "\u00a0"]
LATIN = ["Hello world", "2024", "* * *", "http://a.b/c", "😀"]
FIXED = {
    line.encode(): draft.encode()
    for line, draft in [*((blank, "") for blank in BLANKS), *zip(LATIN, LATIN, strict=True)]
}
"""Results of lines that are not decoded, which show whether the lines are still in order."""


def write(path: Path, lines: int, *, giant: bool) -> list[bytes]:
    """Write a file of mixed lines, and return the lines."""
    draw = random.Random(7)
    base = [sentence.encode() for sentence in make(3000)]

    def sentence() -> bytes:
        return draw.choice(base)

    kinds = {
        "plain": (70, sentence),
        "blank": (10, lambda: draw.choice(BLANKS).encode()),
        "latin": (10, lambda: draw.choice(LATIN).encode()),
        "bad": (2, lambda: sentence() + b" \xff\xfe\xd9"),
        "separator": (2, lambda: sentence().replace(b" ", "\u2028".encode(), 1)),
        "nul": (2, lambda: sentence().replace(b" ", b"\0", 1)),
        "garbage": (1, lambda: draw.randbytes(60).replace(b"\n", b" ")),
        "two": (2.9, lambda: sentence() + b" " + sentence()),
        "long": (0.1, lambda: "، و".encode().join(sentence()[:-1] for _ in range(60)) + b"."),
    }
    chosen = draw.choices(list(kinds), [weight for weight, _ in kinds.values()], k=lines)
    written = [kinds[kind][1]() for kind in chosen]
    written[lines // 3] = kinds["long"][1]()  # the short file might have none otherwise
    if giant:
        written[lines // 2] = b" ".join(sentence() for _ in range(GIANT // 40))[:GIANT]
    path.write_bytes(b"".join(line + b"\n" for line in written))
    return written


def peak(source: Path, target: Path) -> int:
    """Translate a file in a separate process, and return its peak memory in KB."""
    words = [sys.executable, "-m", "jisr", "translate", str(source), "-o", str(target)]
    process = subprocess.Popen(words)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        peaks = {}
        for count, giant in ((SHORT, False), (lines, True)):
            source, target = Path(name, f"{count}.txt"), Path(name, f"{count}.en.txt")
            written = write(source, count, giant=giant)
            peaks[count] = peak(source, target)
            drafts = target.read_bytes().split(b"\n")[:-1]
            assert len(drafts) == count
            fixed = [at for at, line in enumerate(written) if line in FIXED]
            assert all(drafts[at] == FIXED[written[at]] for at in fixed)
            print(f"{count:,} lines: {peaks[count]:,} KB; {len(fixed):,} fixed lines in their place", flush=True)
    print(f"{peaks[lines] / peaks[SHORT]:.3f} times the memory of {SHORT:,} lines")


if __name__ == "__main__":
    main()
