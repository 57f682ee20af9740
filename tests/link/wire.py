# SPDX-License-Identifier: MIT
"""Bytes by hand: frames of RFC 6455, answers of HTTP, messages of Patriot's."""
import base64
import hashlib
import json
import struct

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
NO_CODE = 1005          # what stands for a close frame that carries none


def _length(n, form):
    if form is None:
        form = 0 if n < 126 else 2 if n < 65536 else 8
    return {0: (n, b""), 2: (126, struct.pack(">H", n & 0xffff)),
            8: (127, struct.pack(">Q", n))}[form]


def frame(opcode, payload=b"", fin=True, rsv=0, mask=None, length=None, form=None):
    """`length` lies about the payload's; `form` says in how many more bytes it is written."""
    if isinstance(payload, str):
        payload = payload.encode()
    first, more = _length(len(payload) if length is None else length, form)
    head = bytes([fin << 7 | rsv << 4 | opcode, (mask is not None) << 7 | first]) + more
    if mask is None:
        return head + payload
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def text(payload, **how):
    return frame(TEXT, payload, **how)


def fragments(*pieces, opcode=TEXT):
    return [frame(opcode if i == 0 else CONTINUATION, piece, fin=i == len(pieces) - 1)
            for i, piece in enumerate(pieces)]


def close(code=None, reason=b""):
    return frame(CLOSE, b"" if code is None else struct.pack(">H", code) + reason)


def message(kind, **payload):
    whole = {"type": kind}
    if payload:
        whole["payload"] = payload
    return json.dumps(whole)


STATUS = message("call-status-request")
HANGUP = message("hangup-request")


def dial(number):
    return message("dial-request", phoneNo=number, rawPhoneNo=number)


def accept_of(key):
    return base64.b64encode(hashlib.sha1(key + GUID).digest())


class Line:
    """A header line that a row of a table changes, doubles or leaves out."""
    STATUS = "HTTP/1.1 101 Switching Protocols"
    UPGRADE = "Upgrade: websocket"
    CONNECTION = "Connection: Upgrade"
    ACCEPT = "Sec-WebSocket-Accept: <ACCEPT>"


def head(status=Line.STATUS, upgrade=Line.UPGRADE, connection=Line.CONNECTION,
         accept=Line.ACCEPT, more=(), end="\r\n"):
    """An answer to the upgrade. None leaves a line out; <ACCEPT> and <KEY> are filled in later."""
    lines = [status, upgrade, connection, accept, *([more] if isinstance(more, str) else more)]
    return ("".join(line + end for line in lines if line is not None) + end).encode("latin-1")


def fill(answer, key):
    return answer.replace(b"<ACCEPT>", accept_of(key)).replace(b"<KEY>", key)


class Frames:
    """Cuts what a client sends into frames, and says what is wrong with them."""

    def __init__(self):
        self.rest = b""
        self.complaints = []
        self.masks = []

    def _require(self, truth, complaint):
        if not truth:
            self.complaints.append(complaint)

    def _cut(self):
        if len(self.rest) < 2:
            return None
        opcode, first = self.rest[0] & 15, self.rest[1] & 127
        start = {126: 4, 127: 10}.get(first, 2)
        if len(self.rest) < start + 4:
            return None
        n = first if start == 2 else int.from_bytes(self.rest[2:start], "big")
        self._require(self.rest[1] & 128, "a frame that is not masked")
        self._require(self.rest[0] & 0xf0 == 0x80, f"a frame that begins {self.rest[:2].hex()}")
        self._require(start == (2 if n < 126 else 4 if n < 65536 else 10), "a length too long")
        self._require(n < 126 or opcode < 8, "a control frame of more than 125 bytes")
        mask, payload = self.rest[start:start + 4], self.rest[start + 4:start + 4 + n]
        if len(payload) < n:
            return None
        self.masks.append(mask)
        self.rest = self.rest[start + 4 + n:]
        return opcode, bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))

    def feed(self, data):
        self.rest += data
        while cut := self._cut():
            yield cut
