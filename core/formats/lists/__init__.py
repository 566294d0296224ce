"""Lists of posts as other programs write them: rows of named fields, whatever file they stand in.

`names` knows how a field can be called, one module for each kind of value how it can be written (`instants`, `counts`,
`channels`, `reactions`, `media`, `polls`, `entities`), `rows` makes a post of a row, and `records` what a parser gives.
The same table serves people's own lists, the dumps of Telethon and Pyrogram, the Bot API's messages and 4CAT's tables.
"""
