"""Charts as SVG: axes, marks and text, assembled into a figure of an HTML page or a separate file.

Coordinates and sizes are pixels, from the upper left corner. The same chart always yields the same text.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = [
    "PALETTE",
    "SVG_STYLE",
    "Scale",
    "axis_range",
    "svg_circle",
    "svg_document",
    "svg_figure",
    "svg_line",
    "svg_polyline",
    "svg_rectangle",
    "svg_text",
    "svg_x_axis",
    "svg_y_axis",
]

PALETTE = ("#2563a8", "#c2571a", "#2f7d46", "#8a3f8f", "#a3262a", "#6b5b1e", "#3f4f5f", "#1c8a8a")
"""Colours of lines and bars, in the order of use; each is readable on white."""

MOST_STEPS = 9
"""Largest number of steps between the ticks of a scale."""

SVG_STYLE = (
    "svg text { font-size: 12px; fill: #1b1f24; } svg .title { font-weight: 600; } svg .grid { stroke: #e4e8ec; }\n"
    "svg .bar { stroke: #7fa6cf; stroke-width: 5; stroke-linecap: round; }\n"
    "svg circle { fill: #1d4f88; } svg polyline { fill: none; stroke-width: 2; }\n"
)
"""CSS of the classes ``grid``, ``bar`` and ``title``, and of the shapes."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale, called with a value for its coordinate.

    :param low: lower end of the values.
    :param high: upper end, greater than ``low``.
    :param start: coordinate of ``low``.
    :param end: coordinate of ``high``.
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the coordinate of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round values for labels, at most ten: the multiples of 1, 2 or 5 times a power of ten."""
        span = self.high - self.low
        power = 10.0 ** (math.floor(math.log10(span)) - 1)
        step = next(factor * power for factor in (1, 2, 5, 10, 20) if span / (factor * power) <= MOST_STEPS)
        return [index * step for index in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]


def axis_range(values: Sequence[float], least_margin: float = 0.5) -> tuple[float, float]:
    """Return the ends of an axis that contains all values, with a margin of 8 % of their range on either side.

    :param least_margin: smallest margin, for values that lie close together.
    """
    low, high = min(values), max(values)
    margin = max((high - low) * 0.08, least_margin)
    return low - margin, high + margin


def svg_x_axis(scale: Scale, top: float, bottom: float) -> list[str]:
    """Return a grid line for each tick of a horizontal scale, labelled below."""
    return [
        part
        for tick in scale.ticks
        for part in (
            svg_line(scale(tick), top, scale(tick), bottom, "grid"),
            svg_text(scale(tick), bottom + 18, tick_label(tick), "middle"),
        )
    ]


def svg_y_axis(scale: Scale, left: float, right: float) -> list[str]:
    """Return a grid line for each tick of a vertical scale, labelled on its left."""
    return [
        part
        for tick in scale.ticks
        for part in (
            svg_line(left, scale(tick), right, scale(tick), "grid"),
            svg_text(left - 8, scale(tick) + 4, tick_label(tick), "end"),
        )
    ]


def tick_label(value: float) -> str:
    """Return a number without the digits that floating point adds."""
    return f"{value:,.10g}"


def svg_text(x: float, y: float, words: str, anchor: str = "start", style: str = "") -> str:
    """Return words as a text element; ``y`` is the baseline.

    :param anchor: which end of the words ``x`` is: ``start``, ``middle`` or ``end``.
    :param style: CSS class; empty for none.
    """
    named = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(words)}</text>'


def svg_line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Return a straight line.

    :param style: CSS class: ``grid`` for a line of the grid, ``bar`` for an interval.
    """
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def svg_circle(x: float, y: float, radius: float, colour: str = "") -> str:
    """Return a filled circle.

    :param colour: fill colour; by default that of :data:`SVG_STYLE`.
    """
    filled = f' style="fill:{colour}"' if colour else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"{filled}/>'


def svg_rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Return a filled rectangle; ``x`` and ``y`` are its upper left corner."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" style="fill:{colour}"/>'


def svg_polyline(points: Sequence[tuple[float, float]], colour: str) -> str:
    """Return a line through points."""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{joined}" style="stroke:{colour}"/>'


def svg_figure(label: str, width: float, height: float, parts: Sequence[str]) -> str:
    """Return a chart as a ``<figure>`` for an HTML page whose style sheet contains :data:`SVG_STYLE`.

    :param label: caption, which a screen reader reads in place of the chart.
    :param parts: elements of the chart, from back to front.
    """
    return (
        f'<figure><figcaption>{escape(label)}</figcaption><svg viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg></figure>"
    )


def svg_document(label: str, width: float, height: float, parts: Sequence[str]) -> str:
    """Return a chart as an SVG file with a white background and an embedded style sheet.

    :param label: title of the file, which a screen reader reads in place of the chart.
    :param parts: elements of the chart, from back to front.
    """
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img">',
        f"<title>{escape(label)}</title>",
        f"<style>\nsvg {{ font-family: system-ui, sans-serif; }}\n{SVG_STYLE}</style>",
        '<rect width="100%" height="100%" style="fill:#fff"/>',
        *parts,
        "</svg>",
    )
    return "\n".join(lines) + "\n"
