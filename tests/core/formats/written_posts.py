"""Invented posts, by hand and by hypothesis, for the writer of dumps."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.core.formats.dump_writer import Code, Line, Written, block, line

VECTORS = Written(
    (
        line("Зачем векторам индекс"),
        line("Полный перебор хорош, пока векторов мало, а дальше нужен ", Code("HNSW"), " или что-то похожее."),
        line("1) Строим граф соседей для каждого вектора"),
        line("2) Идём по нему от точки ", Code("entry_point"), ", пока расстояние падает"),
        line("3) Возвращаем ", Code("top_k")),
        line("Настройка одна: чем больше соседей, тем точнее и медленнее."),
    ),
    {"👍": 12, "❤": 3},
    handle="vector_notes",
)
FORMULAS = Written(
    (
        line("Две формулы про внимание"),
        line("Обычное внимание:"),
        block("softmax(Q x K / sqrt(d)) x V"),
        line("Линейное внимание:"),
        block("phi(Q) x (phi(K) x V)"),
        line("Второе дешевле, но на длинных цитатах заметно хуже."),
    ),
    {"🔥": 7, "❤\u200d🔥": 2},
    handle="vector_notes",
    service=("Заметки о векторах pinned «Две формулы про внимание Обычное…»",),
)
LOSSES = Written(
    (
        line("О чём этот канал"),
        line("Пишу про поиск и про то, как его измерять, иногда вычёркивая лишнее прямо в тексте.", lost=40),
        line("Заходите!"),
    ),
    {"👍": 5},
)
ONE_LINER = Written(
    (line("Смотрю, как учится reranker, и думаю: этот график похож на мою мотивацию по понедельникам, увы."),),
    {"😁": 41},
)
POSTS = (VECTORS, FORMULAS, LOSSES, ONE_LINER)

_WORDS = st.sampled_from(
    "поиск вектор запрос модель индекс слово ранжирование ответ токен метрика граф память кэш данные читатель пост "
    "Transformer BM25 embedding Python RAG LoRA это между хорошо, медленно; (почти) всегда! разве? «точно» 2019 3,5 🔥"
    " Ёлка".split()
)
_PHRASES = st.lists(_WORDS, min_size=3, max_size=9).map(" ".join)
_CODE = st.sampled_from("W x_t loss.backward() dict[str, int] Θ λ=0.1 git f(x) a*b k".split()).map(Code)
_REACTIONS = st.dictionaries(
    st.sampled_from(["👍", "❤", "❤\u200d🔥", "🔥", "✍", "🤷\u200d♂", "👨\u200d💻", "💯"]),
    st.integers(1, 99_999),
    min_size=1,
)
_OPENING = st.sampled_from([" ", " (", " «"])
_CLOSING = st.sampled_from([" и ", ", где ", " - это "])


@st.composite
def _code_line(draw: st.DrawFn, start: str) -> Line:
    """One or two pieces of code; the words that follow each of them are its own."""
    parts: list[str | Code] = [start + draw(_PHRASES) + draw(_OPENING), draw(_CODE)]
    if draw(st.booleans()):
        parts += [f"{draw(_CLOSING)}раз {start}{draw(_PHRASES)} ", draw(_CODE)]
    if draw(st.booleans()):
        parts.append(f"{draw(_CLOSING)}два {start}{draw(_PHRASES)}")
    return Line(tuple(parts))


@st.composite
def _lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """Lines that differ, as an author's do: what a dump has damaged is told apart by its words.

    A block follows a line without code (the dump joins code and the next line) and is not the last line.
    """
    lines: list[Line] = []
    for number in range(draw(st.integers(1, 8))):
        start = f"{number}) " if draw(st.booleans()) else f"Абзац {number}: "
        kind = draw(st.sampled_from(["text", "text", "code", "block", "lost"]))
        if kind == "code" and number:
            lines.append(draw(_code_line(start)))
            continue
        text = start + draw(_PHRASES)
        lines.append(line(text, lost=draw(st.integers(1, len(text) // 3)) if kind == "lost" and number else 0))
        if kind == "block":
            lines += [block(f"y_{number} = W x {draw(_CODE).text}"), line(f"Здесь {number} " + draw(_PHRASES))]
    return tuple(lines)


def written_posts(handle: str | None) -> st.SearchStrategy[Written]:
    """Posts of one channel; with a handle, or all without."""
    service = st.sampled_from([(), ("Векторы pinned «Абзац 0…»",), ("Channel photo updated", "Векторы pinned a photo")])
    return st.builds(Written, _lines(), _REACTIONS, st.just(handle), service)
