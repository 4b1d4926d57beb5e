"""Drawings for the page, as SVG."""

from collections.abc import Sequence
from html import escape

from jisr.eval.metrics.metric import Metric
from jisr.eval.reports.subsets import subsets_by_length
from jisr.eval.scores import Evaluation

__all__ = ["interval_chart", "length_chart"]

WIDTH = 760
NAME_WIDTH = 230
"""How much of the width the names take."""
ROW_HEIGHT = 24
COLOURS = ("#2563a8", "#c2571a", "#2f7d46", "#8a3f8f", "#a3262a", "#6b5b1e", "#3f4f5f", "#1c8a8a")


def axis_range(values: Sequence[float]) -> tuple[float, float]:
    """Give the ends of an axis that holds all values, with a little room."""
    low, high = min(values), max(values)
    room = max((high - low) * 0.08, 0.5)
    return low - room, high + room


def axis_ticks(low: float, high: float) -> list[float]:
    """Choose round numbers on an axis, five to ten of them."""
    step = next(s for s in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if (high - low) / s <= 9)
    first = int(low // step) + 1
    return [at * step for at in range(first, int(high // step) + 1)]


def svg_text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """Write words."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def svg_line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Draw a line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def interval_chart(evaluation: Evaluation, metric: Metric) -> str:
    """Return a chart of the scores by one metric: points on bars that are their 95 % intervals."""
    systems = evaluation.ranked()
    scores = [system[metric.key] for system in systems]
    ends = [end for s in scores for end in ([s.interval.low, s.interval.high] if s.interval else [s.score])]
    low, high = axis_range([*ends, *(score.score for score in scores)])

    def place(value: float) -> float:
        return NAME_WIDTH + (value - low) / (high - low) * (WIDTH - NAME_WIDTH - 60)

    height = ROW_HEIGHT * len(systems) + 30
    label = f"{metric.name} with 95 % intervals{'' if metric.higher else ', less is better'}"
    drawn = []
    for tick in axis_ticks(low, high):
        drawn.append(svg_line(place(tick), 0, place(tick), height - 26, "grid"))
        drawn.append(svg_text(place(tick), height - 8, f"{tick:g}", "middle"))
    for at, (system, score) in enumerate(zip(systems, scores, strict=True)):
        y = ROW_HEIGHT * at + ROW_HEIGHT / 2
        drawn.append(svg_text(NAME_WIDTH - 10, y + 4, shorten_name(system.name), "end"))
        if score.interval:
            drawn.append(svg_line(place(score.interval.low), y, place(score.interval.high), y, "bar"))
        drawn.append(f'<circle cx="{place(score.score):.1f}" cy="{y:.1f}" r="4.5"/>')
        end = score.interval.high if score.interval else score.score
        drawn.append(svg_text(place(end) + 8, y + 4, f"{score.score:.1f}"))
    return svg_figure(label, height, drawn)


def length_chart(evaluation: Evaluation) -> str:
    """Return a chart of the score by the first metric over classes of length, a line for each system."""
    parts = subsets_by_length(evaluation)
    systems, metric = evaluation.ranked(), evaluation.metrics[0]
    values = [[system.score_of(metric.key, lines) for _, lines in parts] for system in systems]
    low, high = axis_range([value for row in values for value in row])
    height, foot = 300, 264
    step = (WIDTH - NAME_WIDTH - 60) / max(len(parts) - 1, 1)

    def y(value: float) -> float:
        return foot - (value - low) / (high - low) * (foot - 10)

    drawn = []
    for tick in axis_ticks(low, high):
        drawn.append(svg_line(40, y(tick), WIDTH - NAME_WIDTH, y(tick), "grid"))
        drawn.append(svg_text(32, y(tick) + 4, f"{tick:g}", "end"))
    for at, (name, lines) in enumerate(parts):
        drawn.append(svg_text(50 + step * at, foot + 20, name, "middle" if at else "start"))
        drawn.append(svg_text(50 + step * at, foot + 34, f"n={len(lines):,}", "middle" if at else "start"))
    for at, (system, row) in enumerate(zip(systems, values, strict=True)):
        colour = COLOURS[at % len(COLOURS)]
        points = " ".join(f"{50 + step * i:.1f},{y(value):.1f}" for i, value in enumerate(row))
        drawn.append(f'<polyline points="{points}" style="stroke:{colour}"/>')
        drawn += [
            f'<circle cx="{50 + step * i:.1f}" cy="{y(value):.1f}" r="3" style="fill:{colour}"/>'
            for i, value in enumerate(row)
        ]
        drawn.append(
            f'<rect x="{WIDTH - NAME_WIDTH + 16}" y="{20 * at + 8}" width="12" height="12" style="fill:{colour}"/>'
        )
        drawn.append(svg_text(WIDTH - NAME_WIDTH + 34, 20 * at + 18, shorten_name(system.name, 28)))
    return svg_figure(f"{metric.name} by number of words", max(height, 20 * len(systems)), drawn)


def shorten_name(name: str, most: int = 32) -> str:
    """Cut a name that does not fit, in the middle."""
    return name if len(name) <= most else f"{name[: most // 2 - 1]}…{name[-most // 2 :]}"


def svg_figure(label: str, height: float, drawn: Sequence[str]) -> str:
    """Put a drawing together."""
    return (
        f'<figure><figcaption>{escape(label)}</figcaption><svg viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" aria-label="{escape(label)}">'
        f"{''.join(drawn)}</svg></figure>"
    )
