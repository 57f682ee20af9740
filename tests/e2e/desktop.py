# SPDX-License-Identifier: MIT
"""The Patriot desktop: a TLS websocket server by OpenSSL and python3-websockets."""
import json
import socket

import websockets

from record import Record, require

PATH = "/ws/dialler/v1"
KEY = "Zq7-the-right-key-4W"
IDLE = {"callActive": False}


def outbound(number):
    return {"callActive": True, "outbound": True, "callerId": number}


def incoming(number=None):
    status = {"callActive": True, "outbound": False}
    if number is not None:
        status["callerId"] = number
    return status


class Watch:
    """
    What is true of all updates in every case: their shape, and that there are never
    two alike in a row unless something asked for the second.
    """

    def __init__(self):
        self.complaints = []
        self.told = None
        self.answers_due = 0    # to status requests and after authentication
        self.refusals_due = 0   # to a dial or hang-up, if it is refused

    def sent(self, message):
        kind = message.get("type")
        if kind == "call-status-request":
            self.answers_due += 1
        elif kind in ("dial-request", "hangup-request"):
            self.refusals_due += 1
        elif kind == "authentication-response" and message["payload"].get("success"):
            self.answers_due = 1
            self.refusals_due = 0

    def heard(self, payload):
        self._check_shape(payload)
        if payload != self.told:
            self.told = payload
            self.refusals_due = 0
        elif self.answers_due > 0:
            self.answers_due -= 1
        elif self.refusals_due > 0:
            self.refusals_due -= 1
        else:
            self.complaints.append(f"the same update twice in a row: {payload}")

    def _check_shape(self, payload):
        keys = set(payload)
        if payload.get("callActive") is False:
            good = keys == {"callActive"}
        else:
            good = (payload.get("callActive") is True and keys <= set(outbound("")) and
                    isinstance(payload.get("outbound"), bool) and
                    payload.get("callerId", "-") != "" and
                    ("callerId" in keys or not payload["outbound"]))
        if not good:
            self.complaints.append(f"a status of a wrong shape: {payload}")


class Desktop:
    """One server with its connections, one after another; `ws` is the present one."""

    def __init__(self, certificate, key=KEY):
        self.certificate = certificate
        self.key = key
        self.on_request = "answer"      # or "wait": to authentication-request
        self.error = "Invalid API key"  # told when the key is wrong
        self.server = None
        self.ws = None
        self.server_names = []
        self.requests = Record("the authentication-requests")
        self.updates = Record("the status updates")
        self.closes = Record("the close codes")
        self.asked = []                 # numbers that may be dialled, once each
        self.watch = Watch()
        self.history = []
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    async def start(self):
        """Listens; until then a connection to the port is refused."""
        context = self.certificate.context()
        context.sni_callback = lambda _, name, __: self.server_names.append(name)
        if self.socket is None:
            where = {"host": "127.0.0.1", "port": self.port}
        else:
            where = {"sock": self.socket}
        self.server = await websockets.serve(
            self._serve, ssl=context, ping_interval=None, close_timeout=2, **where)
        self.socket = None

    async def stop(self):
        """As when the Patriot client is closed by its user."""
        if self.socket is not None:
            self.socket.close()
        if self.server is not None:
            self.server.close()
            await self.server.wait_closed()
        self.socket = self.server = self.ws = None

    def cut(self):
        """The connection is gone without a word."""
        self.ws.transport.abort()

    async def _serve(self, ws):
        self.ws = ws
        self._check_upgrade(ws)
        try:
            async for message in ws:
                self._note("<", message)
                await self._hear(ws, json.loads(message))
        except websockets.ConnectionClosed:
            pass
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.watch.complaints.append(f"a message that cannot be read: {error!r}")
        await ws.wait_closed()
        self._note("*", f"closed: {ws.close_code}")
        self.closes.add(ws.close_code)

    def _check_upgrade(self, ws):
        request = getattr(ws, "request", None)  # since websockets 14
        path = request.path if request else ws.path
        headers = request.headers if request else ws.request_headers
        self._note("*", f"connected: {path}, SNI {self.server_names[-1]}")
        if (path != PATH or "Sec-WebSocket-Extensions" in headers or
                headers["Host"].split(":")[0] != self.server_names[-1]):
            self.watch.complaints.append(f"a wrong upgrade request: {path} {headers}")

    def _note(self, mark, message):
        if isinstance(message, bytes):
            message = f"{len(message)} bytes"
        self.history.append(f"{mark} {message[:200]}")

    async def _hear(self, ws, message):
        if not set(message) <= {"type", "payload"}:
            self.watch.complaints.append(f"a message with fields of its own: {message}")
        if message["type"] == "authentication-request":
            self.requests.add(message["payload"])
            if self.on_request == "answer":
                await self.authenticate()
        elif message["type"] == "call-status-update":
            if not self.requests.items:
                self.watch.complaints.append("a status before the authentication-request")
            self.watch.heard(message["payload"])
            self.updates.add(message["payload"])
        else:
            self.watch.complaints.append(f"a message of a wrong type: {message}")

    async def authenticate(self):
        """Answers the last authentication-request."""
        asked = self.requests.items[-1]
        answer = {"success": asked["apiKey"] == self.key}
        if "requestId" in asked:
            answer["requestId"] = asked["requestId"]
        if not answer["success"]:
            answer["error"] = self.error
        await self.send("authentication-response", **answer)

    async def say(self, text):
        self._note(">", text)
        await self.ws.send(text)

    async def send(self, kind, **payload):
        message = {"type": kind}
        if payload:
            message["payload"] = payload
        self.watch.sent(message)
        await self.say(json.dumps(message))

    async def dial(self, number):
        self.asked.append(number)
        await self.send("dial-request", phoneNo=number, rawPhoneNo=f"({number})")

    async def dial_in_vain(self, **payload):
        """A dial-request that must not reach the modem; it is answered with the status."""
        before = self.watch.told
        await self.send("dial-request", **payload)
        await self.expect(before)

    async def hang_up(self):
        await self.send("hangup-request")

    async def expect(self, status, limit=None):
        """The next update is this one."""
        limits = {} if limit is None else {"limit": limit}
        got = await self.updates.next(f"{status}", **limits)
        require(got == status, f"expected the update {status}, got {got}")

    async def status(self):
        """Asks for the status. Also proves that no update came that no case expected."""
        extra = self.updates.unread()
        require(not extra, f"updates that nothing asked for: {extra}")
        await self.send("call-status-request")
        return await self.updates.next("the answer to call-status-request")

    async def expect_status(self, status):
        got = await self.status()
        require(got == status, f"asked for the status, expected {status}, got {got}")

    async def expect_close(self, code):
        got = await self.closes.next(f"the close {code}")
        require(got == code, f"expected the close code {code}, got {got}")
