"""What sounds like a find, by the vectors that are in the indices: no model is needed."""

from __future__ import annotations

from collections.abc import Sequence

from v2a_plugin.model.time import index_at
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.search import Query
from v2a_plugin.sources.library.vectors import SPANS, VectorFile

__all__ = ["query_like"]

_SPAN = """
SELECT spans.id FROM files JOIN spans ON spans.file = files.id JOIN embedded ON embedded.id = spans.id
WHERE files.digest = ? AND embedded.space = ? AND embedded.what = 0 ORDER BY abs(spans.start - ?), spans.length
"""


def query_like(find: Find, libraries: Sequence[Library], space: str, width: int, limit: int) -> Query | None:
    """The query for what sounds like a find; None where no library has a vector of it.

    Args:
        find: Of one of the libraries.
        libraries: Where it may lie.
        space: Id of the embedding space.
        width: Components of its vectors.
        limit: Finds at most, the find itself among them.

    Raises:
        BadInput: An index is in use or of a newer version.
    """
    for library in (each for each in libraries if each.name == find.library):
        with Index(library.index_file) as index:
            start = index_at(find.span.start, find.rate)
            for (number,) in index.rows(_SPAN, bytes.fromhex(find.digest), index.space(space), start):
                vector = VectorFile(library.home, space, SPANS, width).vector(number)
                if vector is not None:
                    return Query(vector=vector, clap_space=space, limit=limit)
    return None
