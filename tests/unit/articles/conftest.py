"""Pages that this project wrote, for the readers of pages."""

from collections.abc import Callable

import pytest

SENTENCES = (
    "The harbour council voted on Tuesday to rebuild the eastern pier before the next winter.",
    "Its chairwoman, Ida Quay, said the work would cost 12 million crowns and take eleven months.",
    "Fishermen who had asked for the repair since the storm of 2021 welcomed the decision.",
    "Two members voted against, saying that the ferry terminal should have come first.",
    "Work is to begin in April, once the contract has been offered to builders in the region.",
)


@pytest.fixture
def paragraphs() -> list[str]:
    """The body of an article, six paragraphs of two or three sentences."""
    return [
        " ".join(SENTENCES[(n + k) % 5] for k in range(2 + n % 2)) + f" That was point {n + 1}." for n in range(6)
    ]


@pytest.fixture
def make_page(paragraphs: list[str]) -> Callable[..., str]:
    """Builds a news page around the body: `head` and `before` are put in as they are."""

    def make(head: str = "", *, before: str = "", body: str | None = None, lang: str = "en") -> str:
        text = body if body is not None else "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        menu = "".join(f'<li><a href="/s/{n}">Section {n}</a></li>' for n in range(12))
        return (
            f'<!doctype html><html lang="{lang}"><head>{head}</head><body><nav><ul>{menu}</ul></nav>'
            f"{before}<main><article><h1>Pier to be rebuilt</h1>{text}</article></main>"
            f"<footer><ul>{menu}</ul><p>Cookies help us to serve you.</p></footer></body></html>"
        )

    return make
