"""The corpus: real posts and passages of Debian's Russian documentation, in one fixed shuffled order.

A sample of N posts is the first N, so samples are nested. The same inputs give the same file.
"""

from __future__ import annotations

import gettext
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from bench.search import extract, packages, passages

FILE = "corpus.jsonl"
SEED = 3
CHANNELS = 20
OLDEST = 1_420_070_400
"""2015-01-01, in unix seconds: passages are spread from here over the ten years that follow."""
_POSTS = "posts:"
TEN_YEARS_S = 10 * 365 * 86_400


@dataclass(frozen=True, slots=True)
class Doc:
    """One post of the corpus. `id` counts from 1 in the corpus' order; `published_at`: unix seconds.

    `source`: the file or the package that it is from.
    """

    id: int
    channel: str
    published_at: int
    source: str
    text: str

    @property
    def is_real(self) -> bool:
        """Whether somebody posted it in a channel."""
        return self.source.startswith(_POSTS)


def real_posts(folder: Path) -> Iterator[tuple[str, str]]:
    """(source, text) of the posts of real channels, in the order of the files."""
    for path in sorted(folder.glob("*.json")):
        for message in json.loads(path.read_text(encoding="utf-8")):
            text = message["text"].strip()
            if text:
                yield _POSTS + path.stem, text


def package_passages(package: packages.Package, folder: Path, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """(source, text) of the passages of one unpacked package."""
    for path in packages.files_of(package, folder):
        # Chance of its own for every file: one that is added or gone does not change how the others are cut.
        rng = Random(f"{seed}/{package.name}/{path.name}")
        for text in passages.passages(blocks_of(path), rng):
            if passages.is_wanted(text):
                yield package.name, text


def blocks_of(path: Path) -> list[str]:
    """The blocks of text in one file of documentation, by what its name and first bytes say it is."""
    if path.suffix == ".mo":
        with path.open("rb") as file:
            return [extract.HEADING + text for text in _translations(gettext.GNUTranslations(file))]
    raw = path.read_bytes()
    source = (gzip.decompress(raw) if path.suffix in {".gz", ".dz"} else raw).decode("utf-8", errors="ignore")
    if path.suffix == ".dz":
        return extract.dictionary_blocks(source)
    if path.suffix == ".gz":
        return extract.roff_blocks(source)
    if path.suffix in {".html", ".page", ".docbook", ".xml"}:
        return extract.html_blocks(source)
    if path.suffix == ".txt":
        return [extract.squeezed(block) for block in source.split("\n\n")]
    return [] if path.suffix in {".dat", ".u8"} else extract.fortunes(source)


def in_order(found: Iterable[tuple[str, str]], size: int, seed: int = SEED) -> list[Doc]:
    """At most `size` posts of distinct beginnings, shuffled, with channels and dates."""
    seen: set[str] = set()
    kept = [(source, text) for source, text in found for _ in passages.distinct([text], seen)]
    rng = Random(seed)
    rng.shuffle(kept)
    return [
        Doc(number, channel_of(source), OLDEST + rng.randrange(TEN_YEARS_S), source, text)
        for number, (source, text) in enumerate(kept[:size], start=1)
    ]


def channel_of(source: str) -> str:
    """The invented channel that posts of this source stand in."""
    return f"kanal_{Random(source).randrange(CHANNELS):02}"


def save(docs: Iterable[Doc], path: Path) -> None:
    """Writes JSON Lines; the file appears only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        for doc in docs:
            file.write(json.dumps(asdict(doc), ensure_ascii=False) + "\n")
    part.replace(path)


def load(path: Path, size: int) -> list[Doc]:
    """The first `size` posts of a saved corpus."""
    with path.open(encoding="utf-8") as file:
        return [Doc(**json.loads(line)) for line, _ in zip(file, range(size), strict=False)]


def _translations(catalogue: gettext.GNUTranslations) -> list[str]:
    texts = catalogue._catalog  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way to list them
    return [text for key, text in sorted(texts.items(), key=str) if key and isinstance(text, str)]
