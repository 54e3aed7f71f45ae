"""Slack's charts in a message, as strict as its page. Where sources differ about a limit, the smaller one holds.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.standins.slack.composition import BY_TYPE, Id, Strict, fault

Label = Annotated[str, Field(min_length=1, max_length=20)]
AxisTitle = Annotated[str, Field(min_length=1, max_length=50)]
Number = int | float


class Segment(Strict):
    label: Label
    value: Annotated[Number, Field(gt=0)]


class Pie(Strict):
    type: Literal["pie"]
    segments: list[Segment] = Field(min_length=1, max_length=6)


class Point(Strict):
    label: Label
    value: Number


class Series(Strict):
    name: Label
    data: list[Point] = Field(min_length=1, max_length=20)


class Axes(Strict):
    categories: list[Label] = Field(min_length=1, max_length=20)
    x_label: AxisTitle | None = None
    y_label: AxisTitle | None = None


class Plotted(Strict):
    type: Literal["bar", "line", "area"]
    series: list[Series] = Field(min_length=1, max_length=6)
    axis_config: Axes

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [one.name for one in self.series]
        if len(set(names)) != len(names):
            raise fault("series must have different names")
        if len(set(self.axis_config.categories)) != len(self.axis_config.categories):
            raise fault("categories must be different")
        for one in self.series:
            if [point.label for point in one.data] != self.axis_config.categories:
                raise fault("each series must have one point for each category")
        return self


class DataVisualization(Strict):
    """Messages only, two in each."""

    block_id: Id | None = None
    type: Literal["data_visualization"]
    title: str = Field(min_length=1, max_length=50)
    chart: Annotated[Pie | Plotted, BY_TYPE]
