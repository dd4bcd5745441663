"""What a library is asked for when a picture or words are what a generator would be asked for, and which finds fit."""

from __future__ import annotations

from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.search import Query
from v2a_plugin.sources.library.words import telling, terms
from v2a_plugin.sources.ucs_list import category_of_label, list_path

__all__ = ["fits", "query_for"]

_CAPTIONS = 3
"""Captions whose words count: the next ones fit little."""
_NEAR, _NEAR_IN_CATEGORY = 0.36, 0.52
"""Farthest that a find may be to fit, and where its category is that of what was recognised. Measured on 102 validation
pictures and the recordings that ship: beyond the first, most recordings are of other things than the caption that won;
beyond the second, most are of others of a wide category (a goose for a hen, a cow for a sheep)."""


def query_for(conditioning: Conditioning, limit: int = 20) -> Query:
    """The query for recordings that answer a conditioning: its vector, the captions that won, its prompt and its
    negative prompt.

    Args:
        conditioning: Of a mapper, of words, or of both.
        limit: Finds at most.
    """
    why = conditioning.why
    labels = [*([why.prompt] if why.prompt else []), *(tag.label for tag in why.captions[:_CAPTIONS])]
    category = category_of_label(labels[0], list_path()) if labels else None
    return Query(
        some_words=" ".join(labels),
        unwanted=why.negative_prompt,
        category=category or "",
        vector=conditioning.positive,
        clap_space=conditioning.clap_space,
        limit=limit,
    )


def fits(find: Find, conditioning: Conditioning) -> bool:
    """Whether a find is of what is asked for, and not only the nearest that there is.

    It is when all words of the prompt are in what is written of it, or when sound and name together are near, less
    so where the category is the right one. Sounds alone do not decide: a gorilla's roar lies near to a dog's bark.

    Args:
        find: Of the query for the conditioning.
        conditioning: Its prompt counts.
    """
    why, asked = find.why, telling(terms(conditioning.why.prompt))
    if asked and set(asked) <= set(why.words):
        return True
    if why.apart is None:
        return bool(why.category)
    return why.apart <= (_NEAR_IN_CATEGORY if why.category else _NEAR)
