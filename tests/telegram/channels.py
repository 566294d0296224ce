"""Channels in the small Telegram: posts, edits, albums, reactions, pins, and posts forwarded to the bot.

    channel = FakeChannel(telegram, "Новости", owner=anna, username="news")
    post = await channel.post("Привет")
    await channel.edit(post, "Привет всем")

With a dispatcher an action brings its update to the bot; without one it is queued for getUpdates. Either way nothing is
waited for: what comes of it in the archive comes later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.telegram.model import JSON, Chat, MemberStatus, Message
from tests.telegram.parser import found_entities
from tests.telegram.shapes import chat_json, member_json, message_json, user_json
from tests.telegram.telegram import FakeTelegram
from tests.telegram.user import FakeUser


class FakeChannel:
    """A channel. The bot is an administrator of it from the beginning, unless `bot` says otherwise."""

    def __init__(
        self,
        telegram: FakeTelegram,
        title: str,
        *,
        owner: FakeUser,
        username: str | None = None,
        bot: MemberStatus = "administrator",
        members: Sequence[FakeUser] = (),
    ) -> None:
        self.telegram = telegram
        self.owner = owner
        self.chat: Chat = telegram.group(title, members, admins=[owner], bot=bot, kind="channel", username=username)

    @property
    def telegram_id(self) -> int:
        """The bare id, without the Bot API's -100."""
        return -self.chat.id - 10**12

    async def add_bot(self, by: FakeUser | None = None) -> None:
        """Somebody makes the bot an administrator."""
        await self._bring(self.telegram.world.set_bot_status(self.chat, "administrator", (by or self.owner).user))

    async def remove_bot(self, by: FakeUser | None = None) -> None:
        """Somebody takes the bot out."""
        await self._bring(self.telegram.world.set_bot_status(self.chat, "kicked", (by or self.owner).user))

    async def post(
        self, text: str = "", *, kind: str | None = None, reply_to: int | None = None, **more: object
    ) -> int:
        """Publishes a post, and returns its message id. `kind`: of media, whose caption the text is.

        `more`: further fields of the Bot API's Message.
        """
        content: JSON = {**_written(text, "caption" if kind else "text"), **more}
        if kind is not None:
            content |= self._media(kind)
        return await self._publish(content, reply_to)

    async def album(self, kinds: Sequence[str], caption: str = "") -> list[int]:
        """Publishes an album, and returns the message ids of its parts."""
        album_id = self.telegram.world.new_id()
        captions = [caption, *[""] * (len(kinds) - 1)]
        return [
            await self.post(words, kind=kind, media_group_id=album_id)
            for kind, words in zip(kinds, captions, strict=True)
        ]

    async def edit(self, message_id: int, text: str) -> None:
        """Changes a post's text or caption."""
        world = self.telegram.world
        message = self.chat.messages[message_id]
        name = "text" if "text" in message.content else "caption"
        kept = {
            key: value for key, value in message.content.items() if key not in (name, "entities", "caption_entities")
        }
        message.content = kept | _written(text, name)
        message.edited_at = world.unix_now()
        await self._bring_if_seen("edited_channel_post", message_json(world, message))

    async def react(self, message_id: int, counts: Mapping[str, int]) -> None:
        """The post has these reactions now."""
        world = self.telegram.world
        reactions = [{"type": {"type": "emoji", "emoji": emoji}, "total_count": n} for emoji, n in counts.items()]
        body = {"chat": chat_json(world, self.chat), "message_id": message_id, "date": world.unix_now()}
        await self._bring_if_seen("message_reaction_count", body | {"reactions": reactions})

    async def pin(self, message_id: int) -> int:
        """Pins a post; returns the id of the service message."""
        pinned = message_json(self.telegram.world, self.chat.messages[message_id], nested=True)
        return await self._publish({"pinned_message": pinned})

    async def rename(self, title: str, username: str | None = None) -> int:
        """Gives the channel another title and username; returns the id of the service message."""
        self.chat.title, self.chat.username = title, username
        return await self._publish({"new_chat_title": title})

    def pass_over(self, count: int) -> None:
        """Publishes posts that the bot never hears of."""
        for _ in range(count):
            self.telegram.world.put(self.chat, self.owner.user, {"text": "этого бот не увидит"})

    async def set_member(self, user: FakeUser, status: MemberStatus) -> None:
        """Somebody comes, goes or is thrown out."""
        world = self.telegram.world
        old = member_json(world, self.chat, user.id)
        self.chat.members[user.id] = status
        body = {"chat": chat_json(world, self.chat), "from": user_json(user.user), "date": world.unix_now()}
        body |= {"old_chat_member": old, "new_chat_member": member_json(world, self.chat, user.id)}
        await self._bring_if_seen("chat_member", body)

    async def forward(self, by: FakeUser, *message_ids: int) -> None:
        """Somebody forwards posts to the bot in private, all at once; the parts of an album stay together."""
        world = self.telegram.world
        by.user.has_started = True
        albums: dict[str, str] = {}
        for message_id in message_ids:
            original = self.chat.messages[message_id]
            content = {name: value for name, value in original.content.items() if name != "author_signature"}
            if album_id := content.get("media_group_id"):
                content["media_group_id"] = albums.setdefault(album_id, world.new_id())
            content["forward_origin"] = self._origin(original)
            message = world.put(by.chat, by.user, content)
            await self._bring(world.new_update("message", message_json(world, message)))

    def _origin(self, message: Message) -> JSON:
        origin: JSON = {"type": "channel", "chat": chat_json(self.telegram.world, self.chat), "message_id": message.id}
        signed = {name: value for name, value in message.content.items() if name == "author_signature"}
        return origin | {"date": message.sent_at} | signed

    async def _publish(self, content: JSON, reply_to: int | None = None) -> int:
        world = self.telegram.world
        message = world.put(self.chat, self.owner.user, content, reply_to=reply_to)
        await self._bring_if_seen("channel_post", message_json(world, message))
        return message.id

    async def _bring_if_seen(self, kind: str, body: JSON) -> None:
        world = self.telegram.world
        if self.chat.has_admin(world.bot.id):
            await self._bring(world.new_update(kind, body))

    async def _bring(self, update: JSON) -> None:
        await self.telegram.bring(update)

    def _media(self, kind: str) -> JSON:
        file_id = f"channel-file-{self.telegram.world.new_id()}"
        file = {"file_id": file_id, "file_unique_id": file_id, "file_size": 1000}
        if kind == "photo":
            return {"photo": [{**file, "width": 90, "height": 90}]}
        return {kind: {**file, "width": 90, "height": 90, "duration": 1}}


def _written(text: str, name: str) -> JSON:
    if not text:
        return {}
    entities = found_entities(text)
    entities_name = "entities" if name == "text" else "caption_entities"
    return {name: text} | ({entities_name: list(entities)} if entities else {})
