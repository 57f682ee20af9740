# SPDX-License-Identifier: MIT
"""One connection of the daemon's to a server that may do anything: raw bytes, TLS, websocket."""
import asyncio
import json
import socket
import ssl
import struct

import wire
from record import LIMIT, PATIENCE, Failure, Record, require


class Refused(Exception):
    """The daemon ended the handshake."""


class Peer:
    def __init__(self, sock):
        self.sock = sock
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.loop = asyncio.get_running_loop()
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = None
        self.server_name = None
        self.pump = None
        self.reading = asyncio.Event()      # cleared: a server that does not read
        self.reading.set()
        self.polite = True                  # answers pings
        self.plain = b""                    # all that came before the websocket
        self.key = None                     # Sec-WebSocket-Key
        self.frames = None
        self.ended = asyncio.Event()        # the daemon ended the connection
        self.notified = False               # ... and said close_notify
        self.complaints = []
        self.authenticated = False
        self.asked = Record("the authentication-request")
        self.updates = Record("the status updates")
        self.pongs = Record("the pongs")
        self.closes = Record("the close codes")

    # Raw bytes

    async def put(self, data):
        """False when the daemon has gone."""
        try:
            await asyncio.wait_for(self.loop.sock_sendall(self.sock, data), LIMIT * PATIENCE)
            return True
        except ConnectionError:
            return False
        except asyncio.TimeoutError:
            raise Failure(f"the daemon did not take {len(data)} bytes") from None

    async def get(self):
        try:
            return await asyncio.wait_for(self.loop.sock_recv(self.sock, 65536), LIMIT * PATIENCE)
        except ConnectionError:
            return b""
        except asyncio.TimeoutError:
            raise Failure("the daemon said nothing") from None

    async def gone(self, limit=LIMIT):
        """Waits until the daemon has ended the connection."""
        try:
            await asyncio.wait_for(self._gone(), limit * PATIENCE)
        except asyncio.TimeoutError:
            raise Failure(f"the daemon did not end the connection in {limit} s") from None

    async def _gone(self):
        if self.pump is not None:
            await self.ended.wait()
        else:
            while await self.get():
                continue

    async def finish(self):
        """An orderly end of TCP, and of nothing else."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    async def drop(self):
        """The connection is gone, without a word."""
        if self.pump is not None:
            self.pump.cancel()
            await asyncio.gather(self.pump, return_exceptions=True)
        if self.sock.fileno() >= 0:
            self.sock.close()
        self.ended.set()

    async def reset(self):
        if self.sock.fileno() >= 0:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        await self.drop()

    # TLS

    def begin(self, context):
        def note(_, name, __):
            self.server_name = name
        context.sni_callback = note
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)

    def shake(self):
        """One step of the handshake: True when it is done."""
        try:
            self.tls.do_handshake()
            return True
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            raise Refused(error.reason or str(error)) from None

    async def secure(self, context):
        self.begin(context)
        try:
            while not self.shake():
                await self.flush()
                data = await self.get()
                if not data:
                    raise Refused("without an alert")
                self.incoming.write(data)
        finally:
            await self.flush()
        self.listen()

    async def refused(self, context):
        """The daemon must not go through with the handshake; the alert it sent, if any."""
        try:
            await self.secure(context)
        except Refused as refused:
            return str(refused)
        await self.gone()
        require(self.plain == b"", f"it said {self.plain[:80]} to a server it must not trust")
        return ""

    def seal(self, data):
        """The TLS records that carry it, at most 16 KiB each."""
        view = memoryview(data)
        while view:
            view = view[self.tls.write(view):]
        return self.outgoing.read()

    async def flush(self):
        return await self.put(self.outgoing.read())

    async def send(self, *pieces):
        """Each in records of its own, all in one packet if that holds them."""
        return await self.put(b"".join(map(self.seal, pieces)))

    async def notify(self):
        """close_notify."""
        try:
            self.tls.unwrap()
        except ssl.SSLError:
            pass
        await self.flush()

    def listen(self):
        self.pump = asyncio.create_task(self._pump())

    async def _pump(self):
        try:
            self._decrypt()         # what came with the end of the handshake
            while True:
                data = await self.loop.sock_recv(self.sock, 65536)
                await self.reading.wait()
                if not data:
                    break
                self.incoming.write(data)
                self._decrypt()
                if self.outgoing.pending:       # an answer to KeyUpdate
                    await self.flush()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            self.ended.set()
            for record in (self.asked, self.updates, self.pongs, self.closes):
                record.end()

    def _decrypt(self):
        while True:
            try:
                data = self.tls.read(65536)
            except ssl.SSLWantReadError:
                return
            except ssl.SSLZeroReturnError:
                data = b""
            if not data:
                self.notified = True
                return
            if self.frames is None:
                self._take_head(data)
            else:
                self._take_frames(data)

    # HTTP

    def _take_head(self, data):
        self.plain += data
        require(len(self.plain) < 65536, "an endless request")
        if b"\r\n\r\n" not in self.plain:
            return
        head, _, rest = self.plain.partition(b"\r\n\r\n")
        if rest:
            self.complaints.append("more than the request before it was answered")
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        self.key = lines[b"Sec-WebSocket-Key"]
        self.frames = wire.Frames()
        self.asked.add(None)        # wakes whoever waits for the request

    async def requested(self):
        """The request for the upgrade has come."""
        await self.asked.next("the request for the upgrade")
        return self.plain

    # Websocket

    def _take_frames(self, data):
        for opcode, payload in self.frames.feed(data):
            if self.closes.items:
                self.complaints.append(f"a frame {opcode} behind the close frame")
            self._take_frame(opcode, payload)
        self.complaints += self.frames.complaints
        self.frames.complaints.clear()

    def _take_frame(self, opcode, payload):
        if opcode == wire.TEXT:
            self._take_message(json.loads(payload))
        elif opcode == wire.PING and self.polite:
            self.tls.write(wire.frame(wire.PONG, payload))
        elif opcode == wire.PONG:
            self.pongs.add(payload)
        elif opcode == wire.CLOSE:
            self.closes.add(struct.unpack(">H", payload[:2])[0] if payload else wire.NO_CODE)
        elif opcode != wire.PING:
            self.complaints.append(f"a frame with opcode {opcode}")

    def _take_message(self, message):
        payload = message.get("payload")
        if message["type"] == "authentication-request":
            self.asked.add(payload)
        elif message["type"] == "call-status-update":
            if not self.authenticated:
                self.complaints.append("a status before the key was accepted")
            self.updates.add(payload)
        else:
            self.complaints.append(f"a message of a wrong type: {message}")

    async def say(self, *texts):
        """Messages, all in one TLS record if that holds them."""
        return await self.send(b"".join(map(wire.text, texts)))

    def response(self, success=True, **more):
        return wire.message("authentication-response", success=success,
                            **{"requestId": self.asked.items[-1]["requestId"], **more})

    async def authenticate(self):
        self.authenticated = True
        await self.say(self.response())

    async def expect(self, status):
        got = await self.updates.next(f"{status}")
        require(got == status, f"expected the update {status}, got {got}")

    async def expect_status(self, status):
        """Asks for it. Also proves that no update came that nothing asked for."""
        extra = self.updates.unread()
        require(not extra, f"updates that nothing asked for: {extra[:3]}")
        await self.say(wire.STATUS)
        await self.expect(status)

    async def expect_close(self, *codes):
        got = await self.closes.next(f"a close frame with {codes}")
        require(got in codes, f"expected a close with {codes}, got {got}")

    def forget(self):
        """What came for earlier cases."""
        for record in (self.updates, self.pongs):
            record.read = len(record.items)

    def live(self):
        return not self.ended.is_set() and not self.closes.items and self.authenticated
