"""Quality of sentence splitting: lines of a corpus are joined in groups of five and split again.

``python benchmarks/segment.py PAIRS.tsv``: prints, for each side, precision and recall of the boundaries between the
lines of a group. A line of two sentences lowers the precision even though the splitter is right.
"""

import sys
from itertools import accumulate
from pathlib import Path

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.translate.text.segmentation import segment

GROUP = 5


def main(path: Path) -> None:
    """Print the figures of both sides."""
    pairs = list(read_pairs(path))
    for language, lines in (("ar", [each.source for each in pairs]), ("en", [each.target for each in pairs])):
        right = found = wanted = 0
        for start in range(0, len(lines), GROUP):
            group = [line.strip() for line in lines[start : start + GROUP]]
            ends = set(accumulate(len(line) + 1 for line in group[:-1]))
            text = " ".join(group)
            made = {sentence.start for sentence in segment(text, language) if sentence.start}
            right += len(ends & made)
            found += len(made)
            wanted += len(ends)
        print(f"{language}: {wanted} boundaries, precision {right / found:.4f}, recall {right / wanted:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
