"""A public channel with media, in the archive and in the small Telegram, for the tests of what is copied out of it."""

from __future__ import annotations

from core.richtext import RichText
from core.types import ChannelRef, IncomingPost
from storage import channels
from tests.bot.letopis import Letopis
from tests.telegram import FakeChannel

CAPTION = "Озеро на рассвете"


class MediaChannel:
    """The channel "Для своих": an album of three photos, a video, a text. The bot hears of no post of it."""

    def __init__(self, letopis: Letopis) -> None:
        self._letopis = letopis
        self.channel = FakeChannel(letopis.telegram, "Для своих", owner=letopis.operator, username="svoi", bot="left")
        self.album_ids: list[int] = []
        self.video_id = self.text_id = 0

    async def publish(self, *, is_admin: bool = True, knows_id: bool = True) -> None:
        """Publishes the posts and stores them, as an import would."""
        self.album_ids = await self.channel.album(["photo"] * 3, CAPTION)
        self.video_id = await self.channel.post("Ролик про озеро", kind="video")
        self.text_id = await self.channel.post("Слова об озере")
        await self._letopis.store(
            IncomingPost(text=RichText("Слова об озере"), message_ids=(self.text_id,)),
            IncomingPost(text=RichText("Ролик про озеро"), message_ids=(self.video_id,), media=("video",)),
            IncomingPost(text=RichText(CAPTION), message_ids=tuple(self.album_ids), media=("photo",) * 3),
        )
        if knows_id:
            async with self._letopis.services.database.transaction() as connection:
                channel = await channels.find(connection, ChannelRef(username="svoi"))
                assert channel is not None
                await channels.learn(connection, channel, ChannelRef(telegram_id=self.channel.telegram_id))
        if is_admin:
            await self.admit(told=knows_id)

    async def admit(self, *, told: bool = True) -> None:
        """Makes the bot an administrator; `told`: the archive knows."""
        self.channel.chat.members[self._letopis.telegram.world.bot.id] = "administrator"
        if told:
            async with self._letopis.services.database.transaction() as connection:
                await channels.set_bot_is_admin(connection, self.channel.telegram_id, is_admin=True)
