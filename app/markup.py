"""HTML from Python: every text is escaped unless it is ``Html`` made here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence


class Html(str):
    """Markup made by this module; everything else is text and gets escaped."""

    __slots__ = ()


Child = str | Html | None
EMPTY = Html("")


def tag(name: str, *children: Child, **attributes: str | None) -> Html:
    """An element. Attributes drop a trailing underscore; ``_`` reads as ``-``; None leaves out.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """Children one after the other."""
    return Html(
        "".join(
            child if isinstance(child, Html) else html.escape(child) for child in children if child
        )
    )


def details(summary: Child, *children: Child, class_: str | None = None) -> Html:
    """Something that opens."""
    return tag("details", tag("summary", summary), *children, class_=class_)


def items(children: Iterable[Child], class_: str | None = None) -> Html:
    """A list; nothing for no items."""
    entries = [tag("li", child) for child in children]
    return tag("ul", *entries, class_=class_) if entries else EMPTY


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Child]],
    *,
    numbers: Sequence[int] = (),
    tight: Sequence[int] = (),
    class_: str = "grid",
) -> Html:
    """A table with a caption and headers; on a phone every row becomes a block of its own.

    Args:
        caption: Says what the table holds.
        columns: The headers.
        rows: One cell per column; the first cell heads its row.
        numbers: Columns that hold numbers, aligned on the right.
        tight: Columns of short texts that stay on one line where there is room.
        class_: Its look.
    """
    sides = {**dict.fromkeys(tight, "tight"), **dict.fromkeys(numbers, "number")}
    head = tag(
        "tr",
        *(
            tag("th", column, scope="col", class_=sides.get(index))
            for index, column in enumerate(columns)
        ),
    )
    body = []
    for row in rows:
        cells = []
        for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
            side = sides.get(index)
            if index == 0:
                cells.append(tag("th", cell, scope="row", class_=side, data_label=column))
            else:
                cells.append(tag("td", cell, class_=side, data_label=column))
        body.append(tag("tr", *cells))
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", head),
        tag("tbody", *body),
        class_=class_,
    )
