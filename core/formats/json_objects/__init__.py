"""JSON files of any size, read value after value: memory is bounded by one object of the file, not by the file.

    def plan(path: str) -> Step:
        return Step.TAKE if path == ".messages[]" else Step.WALK if path in {"", ".messages"} else Step.SKIP

    for event in read_json(stream, plan):
        match event:
            case Found(path=".messages[]", value=message): ...   # one object of the array, loaded
            case Found(path=".name", value=name): ...            # a plain value beside it, before or behind
            case Broken(number=number, why=why): ...             # one that cannot be read; the next ones follow
            case Ended(why=why): ...                             # the file is cut off, or no JSON from here on

A path is made of `.key` and `[]` (an element of an array); the document itself is "". `number` counts an array's
elements from 1; it is 0 for the value of a key. For each object and array the plan says what becomes of it:

- WALK: `Opened` is told, then what is in it, one value after another; plain values (strings, numbers, true, null) in it
  are always told as `Found`. Asked for each value of a key, and once for all elements of an array.
- TAKE: it is loaded whole and told as `Found`.
- SKIP: it is passed over, neither loaded nor told of.

So a list of objects or strings is read with "" walked and "[]" taken. The plan is asked while the events are consumed:
what was told before (a chat's name, say) can decide.

Invalid JSON is repaired as far as nothing else can have been meant (`repair`). What cannot be read, or is longer than
`LONGEST` or nested deeper than `DEEPEST`, is `Broken`, and reading goes on behind it. Where damage hides the end of an
object, say by a lost quotation mark, `anchors` help: for the path of an array's elements a pattern (of bytes, without
look-behind) that matches from the opening brace on where surely such an element begins, and never inside of one.
Reading goes on at the next of them.

No content raises an exception; errors of the stream pass through. A byte order mark is passed over. A file in another
encoding is `Ended` at once.
"""

from core.formats.json_objects.events import Broken, Ended, Event, Found, Opened, Step
from core.formats.json_objects.repair import DEEPEST, LONGEST, load
from core.formats.json_objects.walking import read_json

__all__ = ["DEEPEST", "LONGEST", "Broken", "Ended", "Event", "Found", "Opened", "Step", "load", "read_json"]
