"""Search: a sloppy query in, a frozen list of posts out; and what the found posts show of themselves.

query -> reading (what the words mean: lemmas, corrections, compounds, the other layout) -> groups -> candidates of the
index in steps -> rank. Nothing here knows where the index lives: it is asked through `asking.Ask`.
"""

from core.search.answer import answer, matching
from core.search.similar import similar
from core.search.snippet import highlights, snippet

__all__ = ["answer", "highlights", "matching", "similar", "snippet"]
