"""What of a post's text is prose: addresses, mentions, hashtags and signatures are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SIGNATURE_POSTS = 3
"""A line that stands word for word in so many posts, and in SIGNATURE_SHARE of all, is the channel's, not theirs."""

SIGNATURE_SHARE = 0.01

HASHTAG = re.compile(r"(?<![\w#/&])#(\w*[^\W\d_]\w*)")
"""As Telegram marks them: letters, digits and underscores, at least one letter."""

_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+"
    r"|(?<!\w)[@/]\w+"
    r"|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![\w.])(?:[\w-]+\.)+(?:com|ru|org|net|io|me|ly|dev|app|ai|gg|tv|info|su|рф)(?![\w-])(?:/\S*)?",
    re.IGNORECASE,
)


def signatures(texts: Iterable[str]) -> frozenset[str]:
    """The lines that return word for word in many posts: footers, calls to subscribe, names of columns."""
    posts = 0
    seen: Counter[str] = Counter()
    for text in texts:
        posts += 1
        seen.update({line.strip() for line in text.split("\n")})
    enough = max(SIGNATURE_POSTS, SIGNATURE_SHARE * posts)
    return frozenset(line for line, count in seen.items() if count >= enough)


def prose_lines(text: str, left_out: frozenset[str]) -> list[str]:
    """The text's lines without the signatures; addresses, mentions and hashtags become line ends."""
    lines = (line for line in text.split("\n") if line.strip() not in left_out)
    return [HASHTAG.sub("\n", _ADDRESS.sub("\n", line)) for line in lines]
