"""An index in memory, as plain as can be: what core.search asks, answered by going through all posts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo

from core.lemmas import Lemmas
from core.search import answer, matching, similar
from core.search.asking import Candidate, Document, Group
from core.search.filters import Filters, Has, Sort
from core.search.terms import is_own_lemma, post_terms, tag_term
from core.search.vocabulary import Vocabulary
from core.types import SearchAnswer
from core.words import forms_and_chains

LEMMAS = Lemmas()
ARCHIVE = (
    "Запускаем сервис в докере: один контейнер, один файл",  # 1
    "Мета-обучение: модель учится учиться",  # 2
    "Про мета обучение без дефиса и с примерами",  # 3
    "Рекомендации фильмов по отзывам зрителей",  # 4
    "Как готовить borscht дома и не сойти с ума",  # 5
    "Обзор GPT-4 и других языковых моделей",  # 6
    "Ёлка стоит в углу, ёжик под ёлкой",  # 7
    "Люди и роботы: кто кого научит",  # 8
)
"""A small archive that many tests share; its posts have the ids behind them."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post with what filters and sorts ask for beside its words."""

    text: str
    has_title: bool = False
    reactions: int = 0
    published_at: datetime | None = None
    channel: str = "tihiy"
    has: frozenset[Has] = field(default_factory=frozenset)

    @property
    def freshness(self) -> float:
        return -math.inf if self.published_at is None else self.published_at.timestamp()


def day(number: int) -> datetime:
    """The days from the first of January 2024 on."""
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number - 1)


class MemoryIndex:
    """Posts by their ids from 1; `hidden` ones are in the archive, but not for the viewer who asks."""

    def __init__(self, *posts: str | Post, hidden: Sequence[str] = ()) -> None:
        self._posts = {number: post if isinstance(post, Post) else Post(post) for number, post in enumerate(posts, 1)}
        terms = {number: post_terms(post.text, LEMMAS) for number, post in self._posts.items()}
        self._lemmas = {number: found.lemmas.split() for number, found in terms.items()}
        self._forms = {
            number: {*found.forms.split(), *filter(is_own_lemma, found.lemmas.split())}
            for number, found in terms.items()
        }
        self._left = set(self._posts)
        self.sees_all = not hidden
        whole = vocabulary_of([post.text for post in self._posts.values()] + list(hidden))
        size = len(self._posts)
        self.vocabulary = replace(whole, posts=size, characters=round(size * whole.average_length))

    def search(
        self,
        query: str,
        *,
        zone: tzinfo = UTC,
        as_typed: bool = False,
        among: Sequence[int] | None = None,
        sort: Sort | None = None,
    ) -> SearchAnswer:
        return answer(query, self.vocabulary, self, LEMMAS, zone=zone, as_typed=as_typed, among=among, sort=sort)

    def matching(self, query: str) -> list[int]:
        return matching(query, self.vocabulary, self, LEMMAS)

    def similar(self, post_id: int) -> list[int]:
        return similar(post_id, self.vocabulary, self, LEMMAS)

    def within(self, filters: Filters) -> MemoryIndex:
        narrowed = MemoryIndex()
        narrowed.__dict__.update(self.__dict__)
        narrowed._left = {number for number in self._left if self._passes(number, filters)}
        return narrowed

    def among(self, post_ids: Sequence[int]) -> MemoryIndex:
        narrowed = MemoryIndex()
        narrowed.__dict__.update(self.__dict__)
        narrowed._left = self._left & set(post_ids)
        return narrowed

    def visible_lemmas(self, lemmas: Iterable[str]) -> list[str]:
        return [lemma for lemma in lemmas if any(lemma in held for held in self._lemmas.values())]

    def visible_forms(self, forms: Iterable[str]) -> list[str]:
        return [form for form in forms if any(form in held for held in self._forms.values())]

    def posts_with_lemma(self, lemma: str) -> int:
        return sum(lemma in held for held in self._lemmas.values())

    def posts_with_form(self, form: str) -> int:
        return sum(form in held for held in self._forms.values())

    def some(self, groups: Sequence[Group], limit: int, *, exactly: bool = False) -> list[int]:
        return self._meeting(groups, exactly=exactly)[:limit]

    def best(self, groups: Sequence[Group], limit: int, *, exactly: bool = False) -> list[Candidate]:
        found = []
        for number in self._meeting(groups, exactly=exactly):
            counts = Counter(self._lemmas[number])
            times = sum(counts[lemma] for group in groups for lemma in group.lemmas)
            found.append(Candidate(number, times / (1 + counts.total())))
        return sorted(found, key=lambda one: (-one.relevance, one.post_id))[:limit]

    def last_stored(self, groups: Sequence[Group], limit: int) -> list[int]:
        return self._meeting(groups)[: -limit - 1 : -1]

    def any_of(self, lemmas: Sequence[str], limit: int) -> list[Candidate]:
        return self.best([Group(dict.fromkeys(lemmas, 1.0), {}, 1)], limit)

    def sorted_by(self, sort: Sort, groups: Sequence[Group], limit: int) -> list[int]:
        def key(number: int) -> tuple[float, ...]:
            post = self._posts[number]
            fresh = (post.freshness, number)
            return (post.reactions, *fresh) if sort is Sort.TOP else fresh

        return sorted(self._meeting(groups), key=key, reverse=True)[:limit]

    def documents(self, post_ids: Sequence[int]) -> list[Document]:
        posts = [(number, self._posts[number]) for number in post_ids if number in self._posts]
        return [
            Document(number, post.text, post.has_title, post.reactions, int(max(0, post.freshness)))
            for number, post in posts
        ]

    def _meeting(self, groups: Sequence[Group], *, exactly: bool = False) -> list[int]:
        return [
            number
            for number in sorted(self._left)
            if all(not set(group.lemmas).isdisjoint(self._lemmas[number]) for group in groups)
            and (not exactly or all(not self._forms[number].isdisjoint(group.exact_forms) for group in groups))
        ]

    def _passes(self, number: int, filters: Filters) -> bool:
        post = self._posts[number]
        return (
            all(self._side_by_side(number, forms) for forms in filters.phrases)
            and not any(self._side_by_side(number, forms) for forms in filters.without)
            and all(tag_term(tag) in self._forms[number] for tag in filters.tags)
            and not any(tag_term(tag) in self._forms[number] for tag in filters.without_tags)
            and (filters.after is None or post.freshness >= filters.after.timestamp())
            and (filters.before is None or -math.inf < post.freshness < filters.before.timestamp())
            and filters.channels <= {post.channel}
            and filters.has <= post.has
        )

    def _side_by_side(self, number: int, forms: Sequence[str]) -> bool:
        """As an index of lemmas knows it: in whatever forms."""
        wanted = " ".join(map(LEMMAS.first, forms))
        written = " ".join(map(LEMMAS.first, forms_and_chains(self._posts[number].text)[0]))
        return f" {wanted} " in f" {written} "


def vocabulary_of(texts: Sequence[str]) -> Vocabulary:
    """The words of all the texts, as a base."""
    terms = [post_terms(text, LEMMAS) for text in texts]
    forms = Counter(form for one in terms for form in one.forms.split())
    lemmas = Counter(lemma for one in terms for lemma in set(one.lemmas.split()))
    return Vocabulary.of(
        sorted(forms.items()), sorted(lemmas.items()), posts=len(texts), characters=sum(map(len, texts))
    )
