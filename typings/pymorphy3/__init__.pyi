from typing import Protocol, TypeAlias

__version__: str

class Tag(Protocol):
    @property
    def POS(self) -> str | None: ...
    @property
    def grammemes(self) -> frozenset[str]: ...

Parse: TypeAlias = tuple[str, Tag, str, float, tuple[tuple[object, ...], ...]]

class Words:
    def similar_items(self, key: str, replaces: object) -> list[tuple[str, list[tuple[int, int]]]]: ...

class Dictionary:
    words: Words
    def build_normal_form(self, para_id: int, idx: int, fixed_word: str) -> str: ...

class MorphAnalyzer:
    dictionary: Dictionary
    char_substitutes: object
    def __init__(self, path: str | None = None, lang: str | None = None, result_type: None = None) -> None: ...
    def parse(self, word: str) -> list[Parse]: ...
    def word_is_known(self, word: str) -> bool: ...
