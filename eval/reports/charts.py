"""Charts for the page of scores, as SVG."""

from jisr.eval.metrics.metric import Metric
from jisr.eval.reports.subsets import subsets_by_length
from jisr.eval.scores import Evaluation
from jisr.svg import (
    PALETTE,
    Scale,
    axis_range,
    svg_circle,
    svg_figure,
    svg_line,
    svg_polyline,
    svg_rectangle,
    svg_text,
    svg_x_axis,
    svg_y_axis,
)

__all__ = ["interval_chart", "length_chart"]

CHART_WIDTH = 760
NAME_WIDTH = 230
"""Width of the column of names, in pixels."""
ROW_HEIGHT = 24


def interval_chart(evaluation: Evaluation, metric: Metric) -> str:
    """Return a chart of the scores by one metric: points on bars that show their 95 % intervals."""
    systems = evaluation.ranked()
    scores = [system[metric.key] for system in systems]
    ends = [end for s in scores for end in ([s.interval.low, s.interval.high] if s.interval else [s.score])]
    x = Scale(*axis_range([*ends, *(score.score for score in scores)]), NAME_WIDTH, CHART_WIDTH - 60)
    height = ROW_HEIGHT * len(systems) + 30
    label = f"{metric.name} with 95 % intervals{'' if metric.higher else ', less is better'}"
    parts = svg_x_axis(x, 0, height - 26)
    for row, (system, score) in enumerate(zip(systems, scores, strict=True)):
        y = ROW_HEIGHT * row + ROW_HEIGHT / 2
        parts.append(svg_text(NAME_WIDTH - 10, y + 4, shorten_name(system.name), "end"))
        if score.interval:
            parts.append(svg_line(x(score.interval.low), y, x(score.interval.high), y, "bar"))
        parts.append(svg_circle(x(score.score), y, 4.5))
        end = score.interval.high if score.interval else score.score
        parts.append(svg_text(x(end) + 8, y + 4, f"{score.score:.1f}"))
    return svg_figure(label, CHART_WIDTH, height, parts)


def length_chart(evaluation: Evaluation) -> str:
    """Return a chart of the score by the first metric over classes of length, a line for each system."""
    subsets = subsets_by_length(evaluation)
    systems, metric = evaluation.ranked(), evaluation.metrics[0]
    values = [[system.score_of(metric.key, lines) for _, lines in subsets] for system in systems]
    height, foot = 300, 264
    right = CHART_WIDTH - NAME_WIDTH
    y = Scale(*axis_range([value for row in values for value in row]), foot, 10)
    x = Scale(0, max(len(subsets) - 1, 1), 50, right - 10)
    parts = svg_y_axis(y, 40, right)
    for index, (name, lines) in enumerate(subsets):
        anchor = "middle" if index else "start"
        parts.append(svg_text(x(index), foot + 20, name, anchor))
        parts.append(svg_text(x(index), foot + 34, f"n={len(lines):,}", anchor))
    for index, (system, row) in enumerate(zip(systems, values, strict=True)):
        colour = PALETTE[index % len(PALETTE)]
        points = [(x(subset), y(value)) for subset, value in enumerate(row)]
        parts.append(svg_polyline(points, colour))
        parts += [svg_circle(*point, 3, colour) for point in points]
        parts.append(svg_rectangle(right + 16, 20 * index + 8, 12, 12, colour))
        parts.append(svg_text(right + 34, 20 * index + 18, shorten_name(system.name, 28)))
    return svg_figure(f"{metric.name} by number of words", CHART_WIDTH, max(height, 20 * len(systems)), parts)


def shorten_name(name: str, most: int = 32) -> str:
    """Return a name, cut in the middle if it is longer than a number of characters."""
    return name if len(name) <= most else f"{name[: most // 2 - 1]}…{name[-most // 2 :]}"
