from collections.abc import Awaitable, Callable
from datetime import datetime, tzinfo
from typing import Literal

class AsyncIOScheduler:
    def __init__(self, *, timezone: tzinfo) -> None: ...
    def add_job(
        self,
        func: Callable[[], Awaitable[None]],
        trigger: Literal["interval"],
        *,
        hours: int = ...,
        minutes: int = ...,
        seconds: int = ...,
        next_run_time: datetime = ...,
    ) -> object: ...
    def start(self) -> None: ...
    def shutdown(self, wait: bool = ...) -> None: ...
