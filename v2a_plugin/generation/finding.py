"""What a library is asked for when a picture or words are what a generator would be asked for, and which finds fit."""

from __future__ import annotations

from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.search import Query
from v2a_plugin.sources.library.words import telling, terms
from v2a_plugin.timeline.ucs_list import category_of_label, list_path

__all__ = ["fits", "query_for"]

_CAPTIONS = 3
"""Captions whose words count: the next ones fit little."""
_SAME_NAME = 0.1
"""Farthest that the vector of a name may be to mean the same as what is asked for."""
_NEAR, _NEAR_BY_WORD, _NEAR_IN_CATEGORY = 0.30, 0.42, 0.52
"""Farthest that a find may be to fit; where it answers a word of the caption that won, or its name means the same; and
where its category is that of what was recognised. Measured on 130 pictures and 1,056 recordings that no network
learned from, eight finds each: of those that fit, 0.61 are of the right kind for validation pictures and 0.59 for others, which
the eyes may have learned from (0.62 and 0.54 with 0.36 for the first and no rule for words), and as many of the right ones fit
(0.70, 0.86)."""


def query_for(conditioning: Conditioning, limit: int = 20) -> Query:
    """The query for recordings that answer a conditioning: its vector, the captions that won, its prompt and its
    negative prompt.

    Args:
        conditioning: Of a mapper, of words, or of both.
        limit: Finds at most.
    """
    why = conditioning.why
    labels = [*([why.prompt] if why.prompt else []), *(tag.label for tag in why.captions[:_CAPTIONS])]
    found = dict.fromkeys(category_of_label(label, list_path()) or "" for label in labels)
    category, *others = found or [""]
    return Query(
        some_words=" ".join(labels),
        unwanted=why.negative_prompt,
        category=category,
        other_categories=tuple(each for each in others if each),
        vector=conditioning.positive,
        clap_space=conditioning.clap_space,
        limit=limit,
    )


def fits(find: Find, conditioning: Conditioning) -> bool:
    """Whether a find is of what is asked for, and not only the nearest that there is.

    It is when all words of the prompt are in what is written of it, or when sound and name together are near, less
    so where it answers a word of the first caption or its name means the same, or where the category is the right one.
    Sounds alone do not decide: a gorilla's roar lies near to a dog's bark.

    Args:
        find: Of the query for the conditioning.
        conditioning: Its prompt counts.
    """
    why, asked = find.why, telling(terms(conditioning.why.prompt))
    if asked and set(asked) <= set(why.words):
        return True
    if why.apart is None:
        return bool(why.category)
    if why.category:
        return why.apart <= _NEAR_IN_CATEGORY
    captions = conditioning.why.captions
    worded = bool(captions) and not set(telling(terms(captions[0].label))).isdisjoint(why.words)
    worded = worded or (why.name_distance is not None and why.name_distance <= _SAME_NAME)
    return why.apart <= (_NEAR_BY_WORD if worded else _NEAR)
