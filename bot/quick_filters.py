"""Plain filters (`F.text`, a function) asked where the update is answered: aiogram asks each in a thread of its own.

The hop there and back costs more than the question, and an update is asked a dozen of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram import Router


def ask_in_the_loop(router: Router) -> None:
    """Lets all plain filters of a router and of those in it be asked at once. None of them may wait for anything."""
    for observer in router.observers.values():
        for handler in observer.handlers:
            for asked in handler.filters or ():
                if not asked.awaitable:
                    asked.callback, asked.awaitable = _awaited(asked.callback), True
    for inner in router.sub_routers:
        ask_in_the_loop(inner)


def _awaited(question: Callable[..., Any]) -> Callable[..., Any]:
    async def answer(*args: Any, **kwargs: Any) -> Any:
        return question(*args, **kwargs)

    return answer
