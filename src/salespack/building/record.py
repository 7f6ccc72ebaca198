"""What `selection.json` and `match --json` say: the outcome of matching with every reason, as plain data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from salespack import __version__
from salespack.deck.model import Deck
from salespack.library.library import Library
from salespack.matching.selection import Choice, Reason, Rejection, Seen, Selection, Served

if TYPE_CHECKING:
    from salespack.fit.fitting import Fit
    from salespack.looks.looks import Looks

NEAREST = 12
"""How many rejected blocks the record names."""


def record_of(
    selection: Selection, deck: Deck, library: Library, fit: Fit | None = None, looks: Looks | None = None
) -> dict[str, Any]:
    """The record of a selection with the deck it makes, without the files it led to.

    Slides are counted as they are in the deck: with those that only continue another. `fit` is what is proven of it,
    and `looks` how its slides look; their forms go with the fit, as only then they are as they fit the brand.
    """
    slides = Counter(slide.provenance.block for slide in deck.slides)
    counts = Counter(rejection.reason for rejection in selection.rejections)
    proven: dict[str, Any] = {}
    if fit is not None:
        from salespack.powerpoint.composing.variety import forms_of

        forms = forms_of(deck.slides, varied=library.settings.forms == "inferred")
        proven = {"fit": fit.record(), "forms": forms.record()}
    return {
        "salespack": __version__,
        "profile": selection.profile,
        "pack": selection.pack,
        "language": selection.language,
        "on": selection.on.isoformat(),
        "library_hash": library.content_hash,
        "coverage": round(selection.coverage, 4),
        "state": selection.state,
        "proposed_from": None if selection.proposed_from is None else round(selection.proposed_from, 4),
        "answered": round(selection.answered, 4),
        "own_words_share": round(selection.own_words_share, 4),
        "standard_share": None if selection.standard_share is None else round(selection.standard_share, 4),
        "people": [_person(one) for one in selection.people],
        "slides": len(deck.slides),
        "minutes": selection.minutes,
        "values": [
            {
                "id": value.id,
                "weight": round(value.weight, 4),
                "basis": value.basis,
                "top": value.top,
                "covered": value.covered,
                "would": value.would.block if value.would else None,
            }
            for value in selection.values
        ],
        "slots": [_slot(choice, slides[choice.source]) for choice in selection.choices],
        "rejected": {
            "counts": {reason.value: counts[reason] for reason in Reason if counts[reason]},
            "nearest": [
                {"block": one.block, "reason": one.reason.value, "detail": one.detail}
                for one in nearest(selection, library)
            ],
            "lacking": [{"block": one.block, "lacks": one.detail} for one in lacking(selection)],
        },
        "worth": round(selection.worth, 4),
        "swaps": [
            {
                "slot": one.slot,
                "before": one.before,
                "after": one.after,
                "gain": round(one.gain, 4),
                "lets": list(one.lets),
            }
            for one in selection.swaps
        ],
        "refusal": list(selection.refusal),
        **proven,
        **({"looks": looks.record()} if looks is not None else {}),
    }


def lacking(selection: Selection) -> list[Rejection]:
    """The blocks that are left out for want of data, by their ids: what the profile lacks is the next thing to ask."""
    found = (one for one in selection.rejections if one.reason is Reason.NEEDS)
    return sorted(found, key=lambda one: one.block)


def nearest(selection: Selection, library: Library) -> list[Rejection]:
    """The rejected blocks that speak most strongly to the top values: what nearly was in the deck."""
    weights = {value.id: value.weight for value in selection.values if value.top}

    def pull(block: str) -> float:
        strengths = library.blocks[block].values
        return max((weights[name] * strength / 5 for name, strength in strengths.items() if name in weights), default=0)

    rejections = [one for one in selection.rejections if one.reason is not Reason.NO_SLOT]
    ranked = sorted(((-pull(one.block), one.block, one) for one in rejections), key=lambda row: row[:2])
    return [one for gain, _, one in ranked[:NEAREST] if gain < 0]


def _seen(one: Seen) -> dict[str, Any]:
    on = None if one.on is None else one.on.isoformat()
    return {"on": on, "roles": list(one.roles), "new_to": list(one.new_to)}


def _person(one: Served) -> dict[str, Any]:
    return {
        "role": one.role,
        "cares_about": list(one.cares),
        "stated": one.stated,
        "blocks": list(one.blocks),
        "would": one.would.block if one.would else None,
    }


def _slot(choice: Choice, slides: int) -> dict[str, Any]:
    terms = [{"kind": term.kind, "name": term.name, "amount": round(term.amount, 4)} for term in choice.terms]
    runners_up = [
        {
            "block": one.block,
            "score": round(one.score, 4),
            "distance": round(one.distance, 4),
            "brings": list(one.brings),
        }
        for one in choice.runners_up
    ]
    return {
        "slot": choice.slot,
        "value": choice.value,
        "block": choice.block,
        **({"made": choice.made} if choice.made else {}),
        "version": choice.version,
        "score": round(choice.score, 4),
        "terms": terms,
        "runner_up": runners_up[0] if runners_up else None,
        "runners_up": runners_up,
        "slides": slides,
        **({"reason": choice.reason} if choice.reason else {}),
        **({"pinned": True} if choice.pinned else {}),
        **({"roles": list(choice.roles)} if choice.roles else {}),
        **({"seen": _seen(choice.seen)} if choice.seen is not None else {}),
    }
