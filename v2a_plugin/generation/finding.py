"""What a library is asked for when a picture or words are what a generator would be asked for."""

from __future__ import annotations

from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.sources.library.search import Query
from v2a_plugin.sources.ucs_list import category_of_label, list_path

__all__ = ["query_for"]

_CAPTIONS = 3
"""Captions whose words count: the next ones fit little."""


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
