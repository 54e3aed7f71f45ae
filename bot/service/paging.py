"""One page of a list, with Laravel's `meta` and `links`. Unlike Laravel's own, the links keep the filters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import URL

from bot.service.wire import Appointment

_AROUND = 3
"""How many page numbers stand on either side of the present one, besides the first and the last."""


class PageLink(BaseModel):
    url: str | None
    label: str
    active: bool


class Meta(BaseModel):
    model_config = ConfigDict(validate_by_name=True)

    current_page: int
    from_: int | None = Field(
        alias="from", description="The number of the page's first item; null on an empty page."
    )
    last_page: int
    links: list[PageLink]
    path: str
    per_page: int
    to: int | None
    total: int


class Links(BaseModel):
    first: str
    last: str
    prev: str | None
    next: str | None


class Page(BaseModel):
    data: list[Appointment]
    links: Links
    meta: Meta


def page_of(items: Sequence[Appointment], *, total: int, page: int, per_page: int, asked: URL) -> Page:
    """Lay out one page; `asked` is the address that was asked for, with its filters."""
    last = max(1, -(-total // per_page))
    before = (page - 1) * per_page

    filters = asked.remove_query_params("page")

    def url(number: int) -> str:
        return f"{filters}{'&' if filters.query else '?'}page={number}"

    previous = url(page - 1) if page > 1 else None
    following = url(page + 1) if page < last else None
    return Page(
        data=list(items),
        links=Links(first=url(1), last=url(last), prev=previous, next=following),
        meta=Meta(
            current_page=page,
            from_=before + 1 if items else None,
            last_page=last,
            links=[
                PageLink(url=previous, label="&laquo; Previous", active=False),
                *(
                    PageLink(url=url(number), label=str(number), active=number == page)
                    if number
                    else PageLink(url=None, label="...", active=False)
                    for number in _numbers(page, last)
                ),
                PageLink(url=following, label="Next &raquo;", active=False),
            ],
            path=str(asked.replace(query="")),
            per_page=per_page,
            to=before + len(items) if items else None,
            total=total,
        ),
    )


def _numbers(page: int, last: int) -> list[int]:
    """The page numbers to show, 0 where some are left out."""
    near = range(max(1, page - _AROUND), min(last, page + _AROUND) + 1)
    shown = sorted({1, last, *near})
    numbers = [1]
    for before, number in pairwise(shown):
        numbers += [0, number] if number > before + 1 else [number]
    return numbers
