"""Number formats of spreadsheets and charts, as Open XML writes them, for figures in a language."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import NumberFormat
from salespack.language.formatting import telling_places
from salespack.language.locales import find_language

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩"}


def format_code(kind: NumberFormat, figures: Sequence[float], currency: str, language: str) -> str:
    """The number format for figures: up to two decimals, as many as they have; the currency where it belongs."""
    scale = 100 if kind == "percent" else 1
    values = [value * scale for value in figures]
    places = next((n for n in (0, 1) if all(abs(round(value, n) - value) < 1e-9 for value in values)), 2)
    if kind == "percent":
        places = max((telling_places(share, min(places, 1)) for share in figures), default=0)
    decimals = "." + "0" * places if places else ""
    if kind == "percent":
        return f"0{decimals}%"
    if kind == "number":
        return f"#,##0{decimals}"
    symbol = SYMBOLS.get(currency, currency)
    if find_language(language).currency_first:
        space = "" if currency in SYMBOLS else "\u00a0"
        return f'"{symbol}{space}"#,##0{decimals}'
    return f'#,##0{decimals}"\u00a0{symbol}"'
