"""Charts are well-formed SVG whose axes have round ticks."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.svg import Scale, axis_range, svg_circle, svg_document, svg_figure, svg_text, svg_x_axis, svg_y_axis


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0, 9, list(range(10))),
        (29.5, 33.5, [29.5, 30, 30.5, 31, 31.5, 32, 32.5, 33, 33.5]),
        (-3, 12, [-2, 0, 2, 4, 6, 8, 10, 12]),
        (0, 250_000, [0, 50_000, 100_000, 150_000, 200_000, 250_000]),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert Scale(low, high, 0, 100).ticks == pytest.approx(ticks)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6))
def test_there_are_enough_ticks_and_not_too_many(low: float, span: float) -> None:
    ticks = Scale(low, low + span, 0, 100).ticks
    assert 3 <= len(ticks) <= 10
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_an_axis_holds_all_values_within_its_ends(values: list[float]) -> None:
    low, high = axis_range(values)
    scale = Scale(low, high, 200, 0)
    assert all(0 < scale(value) < 200 for value in values)
    assert math.isclose(scale(low), 200)
    assert math.isclose(scale(high), 0, abs_tol=1e-9)


def test_a_document_is_xml_and_says_what_it_shows() -> None:
    x, y = Scale(0, 10, 50, 90), Scale(0, 10, 90, 10)
    parts = [*svg_x_axis(x, 10, 90), *svg_y_axis(y, 50, 90), svg_circle(x(2), y(3), 4), svg_text(5, 5, "نص & <b>")]
    root = ElementTree.fromstring(svg_document("Scores < 10", 100, 120, parts))
    names = {"": "http://www.w3.org/2000/svg"}
    assert root.findtext("title", namespaces=names) == "Scores < 10"
    texts = [text.text for text in root.findall("text", names)]
    assert texts[-1] == "نص & <b>"
    assert texts[:3] == ["0", "2", "4"]
    assert len(root.findall("line", names)) == 12


def test_a_figure_is_part_of_a_page() -> None:
    figure = svg_figure('BLEU "13a"', 100, 50, [svg_text(1, 2, "a")])
    assert figure.startswith("<figure><figcaption>BLEU &quot;13a&quot;</figcaption><svg viewBox=")
    assert figure.endswith("</svg></figure>")
