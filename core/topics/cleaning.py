"""What of a post's text is prose: addresses, mentions, hashtags, signatures and calls to subscribe are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.words import HASHTAG

SIGNATURE_POSTS = 3
"""A line whose words stand in so many posts, and in SIGNATURE_SHARE of all, is the channel's, not theirs."""

SIGNATURE_SHARE = 0.01

LONGEST_SIGNATURE = 160
"""Characters of a line that returns in other signs; a longer one has to return as it is: that is quicker to see."""

LONGEST_CALL = 12
"""Words of a line that does nothing but call to subscribe or name the source; a longer one says something else too."""

_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+"
    r"|(?<!\w)[@/]\w+"
    r"|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![\w.])(?:[\w-]+\.)+(?:com|ru|org|net|io|me|ly|dev|app|ai|gg|tv|info|su|рф)(?![\w-])(?:/\S*)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\W_]+")
_MAY_BE_ADDRESS = re.compile(r"[@/]|\.\w")
"""What every address holds: quicker to look for than an address."""

_CALL = re.compile(
    r"подпис(?:аться|ывай(?:ся|тесь)|ись|итесь)|прислать новость|предложить новость|наш(?:ем)? (?:канал|чат)"
    r"|^\W*(?:источник|фото|видео|реклама)\W|\b(?:erid|инн)\b|\bsubscribe\b|\bfollow us\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The lines that return in many posts, each as its words with blanks between."""

    lines: frozenset[str]

    def has(self, line: str) -> bool:
        """Whether the line is the channel's and not the post's: it returns, or it is a call to subscribe."""
        words = _words(line)
        return words in self.lines or (words.count(" ") < LONGEST_CALL and is_call(line))


def is_call(line: str) -> bool:
    """Whether the line calls to subscribe or to send something in, names its source or says that it is paid for."""
    return _CALL.search(line) is not None


def signatures(texts: Iterable[str]) -> Signatures:
    """The lines that return in many posts: footers, calls to subscribe, names of columns.

    Signs and small pictures do not matter, nor do capitals; addresses do not either.
    """
    posts = 0
    seen: Counter[str] = Counter()
    for text in texts:
        posts += 1
        seen.update({_words(line) for line in text.split("\n")})
    enough = max(SIGNATURE_POSTS, SIGNATURE_SHARE * posts)
    return Signatures(frozenset(line for line, count in seen.items() if count >= enough))


def prose_lines(text: str, left_out: Signatures) -> list[str]:
    """The text's lines without the signatures; addresses, mentions and hashtags become line ends."""
    lines = [_without_addresses(line) for line in text.split("\n") if not left_out.has(line)]
    return [HASHTAG.sub("\n", line) for line in lines] if "#" in text else lines


def _words(line: str) -> str:
    if len(line) > LONGEST_SIGNATURE:
        return line.strip()
    return _SIGNS.sub(" ", _without_addresses(line).lower()).strip()


def _without_addresses(line: str) -> str:
    return _ADDRESS.sub("\n", line) if _MAY_BE_ADDRESS.search(line) else line
