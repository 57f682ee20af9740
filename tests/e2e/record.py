# SPDX-License-Identifier: MIT
"""What came, in order, and waiting for what must come. Time is only ever an upper limit."""
import asyncio
import os

PATIENCE = float(os.environ.get("TEST_PATIENCE", "1"))
LIMIT = 15      # seconds; generous, since the machine may be busy


class Failure(Exception):
    """Something that must be true is not."""


class Skip(Exception):
    """This case cannot be tried here."""


def require(truth, text):
    if not truth:
        raise Failure(text)


class Record:
    def __init__(self, name):
        self.name = name
        self.items = []
        self.read = 0           # how many of them the case has looked at
        self.ended = False
        self.grown = asyncio.Event()

    def add(self, item):
        self.items.append(item)
        self.grown.set()

    def end(self):
        self.ended = True
        self.grown.set()

    def unread(self):
        return self.items[self.read:]

    async def _more(self, wanted, limit):
        """Waits until there is an item that was not read yet."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit * PATIENCE
        while self.read == len(self.items):
            self.grown.clear()
            if self.ended:
                raise Failure(f"{self.name} ended before {wanted} came")
            try:
                await asyncio.wait_for(self.grown.wait(), deadline - loop.time())
            except asyncio.TimeoutError:
                raise Failure(f"{self.name}: {wanted} did not come in {limit} s") from None

    async def next(self, wanted, limit=LIMIT):
        await self._more(wanted, limit)
        self.read += 1
        return self.items[self.read - 1]

    async def find(self, fits, wanted, limit=LIMIT):
        """Reads on up to the first item that fits, and returns it."""
        deadline = asyncio.get_running_loop().time() + limit * PATIENCE
        while True:
            left = deadline - asyncio.get_running_loop().time()
            await self._more(wanted, max(left, 0) / PATIENCE)
            self.read += 1
            if fits(self.items[self.read - 1]):
                return self.items[self.read - 1]
