"""Share pictures: a card for services that show one, a poster for phones; drawn, kept, found."""

from articles.cards.keeping import (
    bring_up_to_date,
    draw,
    is_possible,
    take_back,
    url,
)

__all__ = ["bring_up_to_date", "draw", "is_possible", "take_back", "url"]
