"""The learning curve of a training, drawn as SVG."""

from collections.abc import Sequence
from pathlib import Path

from jisr.storage.output import Output
from jisr.svg import (
    PALETTE,
    Scale,
    axis_range,
    svg_circle,
    svg_document,
    svg_polyline,
    svg_text,
    svg_x_axis,
    svg_y_axis,
)
from jisr.train.validation import DevScores

__all__ = ["draw_learning_curve"]

CURVE_WIDTH, CURVE_HEIGHT = 720, 240
CURVE_LEFT, CURVE_RIGHT = 70, 700


def draw_learning_curve(checks: Sequence[DevScores], path: Path) -> None:
    """Draw the training loss over the steps and, below it, the scores of the dev set.

    :param checks: the validations, in the order of their steps; a measure without values is left out.
    :param path: path of the SVG file.
    :raises OutputError: if the file cannot be written.
    """
    steps = Scale(0, max([1, *(check.step for check in checks)]), CURVE_LEFT, CURVE_RIGHT)
    loss = {"training loss of a target piece, label-smoothed": [(c.step, c.loss) for c in checks]}
    scores = {
        "chrF2 of the dev set, greedy": [(c.step, c.chrf) for c in checks],
        "BLEU, greedy": [(c.step, c.bleu) for c in checks],
    }
    parts: list[str] = []
    height = 0
    for curves, margin in ((loss, 0.05), (scores, 0.5)):
        known = {name: [(step, y) for step, y in curve if y is not None] for name, curve in curves.items()}
        if any(known.values()):
            parts += curve_panel(known, steps, height, margin)
            height += CURVE_HEIGHT
    parts.append(svg_text((CURVE_LEFT + CURVE_RIGHT) / 2, height + 16, "steps", "middle"))
    with Output(path) as output:
        output.write(svg_document("Learning curve", CURVE_WIDTH, height + 30, parts))


def curve_panel(curves: dict[str, list[tuple[int, float]]], steps: Scale, top: float, margin: float) -> list[str]:
    """Return the elements of curves on a common scale, with their legend above.

    :param curves: step and value of each point, by the name of the curve.
    :param steps: scale of the steps.
    :param top: y coordinate of the upper edge of the panel.
    :param margin: least margin of the scale, in its unit.
    """
    values = [value for curve in curves.values() for _, value in curve]
    y = Scale(*axis_range(values, margin), top + CURVE_HEIGHT - 30, top + 36)
    parts = [*svg_x_axis(steps, y.end, y.start), *svg_y_axis(y, CURVE_LEFT, CURVE_RIGHT)]
    legend = CURVE_LEFT
    for index, (name, curve) in enumerate(curves.items()):
        colour = PALETTE[index]
        points = [(steps(step), y(value)) for step, value in curve]
        parts += [svg_polyline(points, colour), *(svg_circle(*point, 2.5, colour) for point in points)]
        parts += [svg_circle(legend + 5, top + 18, 5, colour), svg_text(legend + 16, top + 22, name)]
        legend += 330
    return parts
