"""The laws of pictures: what is drawn stays in its frame and is to scale, its parts add up, and names do not meet."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.web.shared.pictures import bars, frames, line, rows

FRAMES = [frames.WIDE, frames.DESK, frames.MIDDLE, frames.SLIM]
amounts = st.integers(0, 10**12)
names = st.text("абвгд 0123456789", min_size=1, max_size=12)
some = st.integers(1, 3).flatmap(
    lambda series: st.lists(
        st.builds(bars.Bar, names, st.tuples(*[amounts] * series)),
        min_size=1, max_size=40,
    )
)  # fmt: skip


def draw(drawn: list[bars.Bar], frame: frames.Frame) -> bars.Chart:
    return bars.draw(frame, drawn, number=str, title=lambda bar: f"{bar.name}: {bar.whole}")


@settings(max_examples=80, deadline=None)
@given(some, st.sampled_from(FRAMES))
def test_bars_stay_in_their_frame_stand_on_the_ground_and_do_not_meet(
    drawn: list[bars.Bar], frame: frames.Frame
) -> None:
    chart = draw(drawn, frame)
    for parts in chart.parts:
        for part in parts:
            assert chart.left <= part.x
            assert part.x + part.width <= frame.right + 0.1
            assert frame.top <= part.y
        assert not parts or parts[0].y + parts[0].height == pytest.approx(frame.bottom)
        assert all(below.y == pytest.approx(above.y + above.height) for below, above in itertools.pairwise(parts))
    edges = [(parts[0].x, parts[0].x + parts[0].width) for parts in chart.parts if parts]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(edges))


@settings(max_examples=80, deadline=None)
@given(some, st.sampled_from(FRAMES))
def test_heights_are_to_the_scale_of_the_grid_and_parts_add_up_to_their_bar(
    drawn: list[bars.Bar], frame: frames.Frame
) -> None:
    chart = draw(drawn, frame)
    top = int(chart.grid[-1].text)
    assert top >= max(bar.whole for bar in drawn)
    scale = (frame.bottom - frame.top) / top
    for bar, parts in zip(drawn, chart.parts, strict=True):
        assert sum(part.height for part in parts) == pytest.approx(bar.whole * scale, abs=0.06)
        heights = {part.series: part.height for part in parts}
        for series, amount in enumerate(bar.parts, start=1):
            assert heights.get(series, 0) == pytest.approx(amount * scale, abs=0.11)
    assert chart.titles == [f"{bar.name}: {bar.whole}" for bar in drawn]


@settings(max_examples=80, deadline=None)
@given(some, st.sampled_from(FRAMES))
def test_names_stay_in_the_frame_and_do_not_meet_and_the_last_is_there(
    drawn: list[bars.Bar], frame: frames.Frame
) -> None:
    labels = draw(drawn, frame).names
    assert labels[-1].text == drawn[-1].name
    boxes = [frames.text_box(label) for label in labels]
    assert all(box.x1 >= -0.1 and box.x2 <= frame.width + 0.1 for box in boxes)
    assert not any(before.meets(after) for before, after in itertools.pairwise(boxes))


def test_a_bar_below_the_ground_is_refused() -> None:
    with pytest.raises(AssertionError, match="ground"):
        draw([bars.Bar("a", (-1,))], frames.WIDE)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.text("абвгд, 0123456789", min_size=1, max_size=130), amounts), min_size=1, max_size=12),
    st.sampled_from(FRAMES),
)
def test_lying_bars_have_each_a_whole_name_or_its_beginning_and_their_number(
    drawn: list[tuple[str, int]], frame: frames.Frame
) -> None:
    chart = rows.draw(frame, [rows.Thing(*one) for one in drawn], number=str, title=lambda one: one.name)
    assert len(chart.rows) == len(drawn), "no name is left out"
    longest = max(amount for _, amount in drawn)
    for row, (name, amount) in zip(chart.rows, drawn, strict=True):
        said, number = frames.text_box(row.name), frames.text_box(row.number)
        assert name.startswith(row.name.text.rstrip("…"))
        assert row.title == name
        assert (
            row.name.text == name
            or frame.width < len(name) * frames.LETTER / rows.NAMES_SHARE + 2 * rows.GAP + frames.LETTER
        )
        assert said.x1 >= 0
        assert said.x2 <= frame.width + 0.1
        assert row.x + row.width <= number.x1 + 0.1, "the number stands free"
        assert row.y + row.height <= chart.frame.height
        if longest:
            room = chart.rows[0].number, max(one.width for one in chart.rows)
            assert row.width == pytest.approx(room[1] * amount / longest, abs=0.11)
    below = [(row.name.y, row.y + row.height) for row in chart.rows]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(below)), "no bar meets the next one's name"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(names, amounts), min_size=1, max_size=40), st.sampled_from(FRAMES))
def test_days_begin_with_what_there_was_and_have_names_below(days: list[tuple[str, int]], frame: frames.Frame) -> None:
    chart = line.draw_days(frame, days, number=str, now="what is left")
    top = int(chart.grid[-1].text)
    first = frame.bottom - (frame.bottom - frame.top) * days[0][1] / top
    x, y = (float(one) for one in chart.line[1:].partition("H")[0].split())
    assert (x, y) == (chart.left, pytest.approx(first, abs=0.06)), "nothing rises from the ground before the first day"
    assert chart.now.y == pytest.approx(frame.bottom - (frame.bottom - frame.top) * days[-1][1] / top, abs=0.06)
    assert chart.months[-1].text == days[-1][0]
    boxes = [frames.text_box(label) for label in chart.months]
    assert all(box.x1 >= -0.1 and box.x2 <= frame.width + 0.1 for box in boxes)
    assert not any(before.meets(after) for before, after in itertools.pairwise(boxes))
