# SPDX-License-Identifier: MIT
"""TLS: who is trusted, and what a handshake and a connection may be made to suffer."""
import asyncio
import ctypes
import ssl
import sys

import _ssl
import wire
from certificates import HOST
from hostile import FRESH, OPEN, case, rows
from lane import IDLE
from papers import TRUSTED
from peer import Refused
from record import PATIENCE, Failure, Skip, require

V1_0, V1_1 = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
V1_2, V1_3 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


# Whom it trusts

async def trusts(lane, name):
    peer = await lane.open(lane.papers.context(name))
    require(peer.server_name == HOST, f"SNI {peer.server_name}")
    await peer.expect_status(IDLE)


rows(trusts, FRESH, [
    ("an EC certificate by the CA we trust", "good"),
    ("an RSA certificate by the CA we trust", "rsa"),
    ("a wildcard for the name's last label", "wildcard"),
    ("a chain through an intermediate", "chained"),
    ("a self-signed certificate that is itself what we trust", "self-signed"),
], sentence="tls: {} is trusted")


async def distrusts(lane, name, why):
    peer = await lane.accept()
    await peer.refused(lane.papers.context(name))
    await lane.down(f"certificate refused.*(?:{why})")


rows(distrusts, FRESH, [
    ("for another name", "other-name", f"another.example.*{HOST}"),
    ("for a wildcard as wide as a top-level domain", "wide-wildcard", f"com.*{HOST}"),
    ("for the address we connect to, not the name in the URL", "only-address",
     f"127.0.0.1.*{HOST}"),
    ("with another common name and no other", "other-common-name", f"another.example.*{HOST}"),
    ("with the right common name, but another subjectAltName", "hidden-name",
     f"another.example.*{HOST}"),
    ("that has expired", "expired", "expired 2021-01-01.*our clock says"),
    ("that is not yet valid", "not-yet", "not valid before 2090-01-01.*our clock says"),
    ("by a CA nobody here knows", "unknown", "Stranger CA"),
    ("by a CA that only has the name of ours", "forged", "not signed by|not trusted"),
    ("signed with SHA-1", "sha1", "weak"),
    ("with an RSA key of 1024 bits", "rsa1024", "weak"),
    ("signed by a certificate that is no CA", "leaf-signed", "not trusted|not signed"),
    ("through an intermediate that has expired", "old-chained", "expired"),
    ("made for clients only", "client", "purpose"),
    ("self-signed, that is not the one we trust", "self-signed-anew", "not signed by|not the one"),
    ("self-signed and trusted, but expired", "self-expired", "expired 2021-01-01"),
    ("self-signed and trusted, with an RSA key of 1024 bits", "self-rsa1024", "weak"),
    ("with escape sequences in its issuer's name", "nasty", r"evil.*x{40}"),
], sentence="tls: a certificate {} is refused before anything is said, and the log says why")


@case("tls: a certificate whose only name is its common name is decided on, one way or the other",
      FRESH)
async def common_name(lane):
    peer = await lane.accept()
    try:
        await peer.secure(lane.papers.context("common-name"))
    except Refused:
        await lane.down(f"certificate refused.*{HOST}")
    else:
        await peer.requested()
        await peer.drop()
        await lane.down("closed|reset")


@case("tls: a certificate that is swapped between two connections is refused, and the old one "
      "trusted again", FRESH)
async def swapped(lane):
    peer = await lane.open(lane.papers.context("self-signed"))
    await peer.reset()
    await lane.down("reset|lost")
    await distrusts(lane, "self-signed-anew", "not signed by|not the one")
    await trusts(lane, "self-signed")


@case("tls: the next connection resumes the session of the last", FRESH)
async def resumes(lane):
    peer = await lane.open()
    await peer.expect_status(IDLE)
    await peer.reset()
    await lane.down("reset|lost")
    peer = await lane.open()
    require(peer.tls.session_reused, "a full handshake")
    await peer.expect_status(IDLE)


@case("tls: no session is resumed with a certificate that is trusted no longer", FRESH)
async def resumes_not(lane):
    context = lane.papers.context("self-signed")
    peer = await lane.open(context)
    await peer.expect_status(IDLE)
    await peer.reset()
    await lane.down("reset|lost")
    lane.trust("ca")
    peer = await lane.accept()
    await peer.refused(context)
    await lane.down("certificate refused")
    lane.trust(*TRUSTED)
    await lane.open(context)


@case("tls: a certificate that expires within a week is warned of, once a day", FRESH)
async def expires_soon(lane):
    context = lane.papers.context("soon-expired")
    for _ in range(2):
        peer = await lane.open(context)
        await peer.expect_status(IDLE)
        await peer.reset()
        await lane.down("reset|lost")
    warned = [line for line in lane.log_since() if "certificate expires" in line]
    require(len(warned) == 1 and "in 4 days" in warned[0], f"warned so: {warned}")


# Versions and ciphers

async def speaks(lane, lowest, highest):
    peer = await lane.open(lane.papers.context(lowest=lowest, highest=highest))
    await peer.expect_status(IDLE)


rows(speaks, FRESH, [
    ("1.2", V1_2, V1_2),
    ("1.3", V1_3, V1_3),
    ("1.0 to 1.3", V1_0, V1_3),
], sentence="tls: a server that speaks TLS {} is served")


async def cannot_agree(lane, *arguments):
    peer = await lane.accept()
    await peer.refused(lane.papers.context("rsa", *arguments))
    await lane.down("TLS")


rows(cannot_agree, FRESH, [
    ("only TLS 1.0", V1_0, V1_0),
    ("only TLS 1.1", V1_1, V1_1),
    ("TLS 1.0 and 1.1", V1_0, V1_1),
    ("only ciphers without encryption", V1_2, V1_2, "eNULL:@SECLEVEL=0"),
    ("only ciphers without a certificate", V1_2, V1_2, "aNULL:@SECLEVEL=0"),
], sentence="tls: a server that speaks {} is refused")


# What is no handshake

async def answers(lane, *pieces):
    """Bytes instead of a ServerHello."""
    peer = await lane.accept()
    await peer.get()
    for piece in pieces:
        if not await peer.put(piece):
            break
    await peer.finish()
    await lane.down("TLS|closed|reset|lost")


def record(kind, payload, length=None):
    n = len(payload) if length is None else length
    return bytes([kind, 3, 3]) + n.to_bytes(2, "big") + payload


HELLO = bytes([2, 0, 0, 0x46, 3, 3]) + bytes(32)

rows(answers, FRESH, [
    ("plain HTTP", b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
    ("a plain websocket upgrade", wire.head()),
    ("an SSH banner", b"SSH-2.0-OpenSSH_9.2\r\n"),
    ("a line feed", b"\n"),
    ("zeros", bytes(1000)),
    ("0xff", b"\xff" * 1000),
    ("a record longer than any may be", record(22, bytes(40000), 40000)),
    ("empty handshake records without end", record(22, b"") * 20000),
    ("a handshake message of 16 MiB, begun",
     *[record(22, b"\x02\xff\xff\xff" + bytes(16000))] + [record(22, bytes(16384))] * 1100),
    ("a ServerHello of zeros", record(22, HELLO + bytes(0x46 - 34))),
    ("half a ServerHello", record(22, HELLO)),
    ("application data", record(23, bytes(100))),
    ("an alert: handshake failure", record(21, b"\x02\x28")),
    ("an alert: internal error", record(21, b"\x02\x50")),
    ("warning alerts without end", record(21, b"\x01\x5a") * 20000),
    ("a ChangeCipherSpec", record(20, b"\x01") * 50),
    ("nothing, and closes", b""),
], sentence="tls: a server that answers {} is left")


@case("tls: a server that sends back our own ClientHello is left", FRESH)
async def echoes(lane):
    peer = await lane.accept()
    await peer.put(await peer.get())
    await peer.gone()
    await lane.down("TLS")


@case("tls: a connection that is reset before the handshake is noticed", FRESH)
async def reset_at_once(lane):
    peer = await lane.accept()
    await peer.reset()
    await lane.down("reset|lost")


async def hello_of(lane):
    """The peer, and what a good server says first."""
    peer = await lane.accept()
    peer.begin(lane.context)
    while not peer.outgoing.pending:
        peer.incoming.write(await peer.get())
        peer.shake()
    return peer, peer.outgoing.read()


@case("tls: half a good handshake and the end of the connection is noticed", FRESH)
async def half_a_handshake(lane):
    peer, hello = await hello_of(lane)
    await peer.put(hello[:len(hello) // 2])
    await peer.finish()
    await lane.down("closed")


@case("tls: one wrong bit in the handshake ends it", FRESH)
async def wrong_bit(lane):
    peer, hello = await hello_of(lane)
    await peer.put(hello[:-20] + bytes([hello[-20] ^ 1]) + hello[-19:])
    await peer.gone()
    require(peer.plain == b"", "it said something")
    await lane.down("TLS")


@case("tls: a handshake that comes byte by byte is as good as any", FRESH)
async def byte_by_byte(lane):
    peer, hello = await hello_of(lane)
    for i in range(len(hello)):
        await peer.put(hello[i:i + 1])
    while not peer.shake():
        peer.incoming.write(await peer.get())
    await peer.flush()
    peer.listen()
    await peer.requested()
    await peer.send(wire.fill(wire.head(), peer.key))
    await peer.asked.next("the authentication-request")
    await lane.greet(peer)


@case("tls: a handshake that does not begin is given up after 10 s", FRESH, slow=True)
async def stalls(lane):
    peer = await lane.accept()
    await peer.gone(12)
    await lane.down("handshake within 10 s")


@case("tls: a handshake that drips is given up after 10 s all the same", FRESH, slow=True)
async def drips(lane):
    peer, hello = await hello_of(lane)
    began = asyncio.get_running_loop().time()
    for i in range(len(hello)):
        if not await peer.put(hello[i:i + 1]):
            break
        await asyncio.sleep(0.25)
        if asyncio.get_running_loop().time() - began > 13 * PATIENCE:
            raise Failure("it waits longer than 10 s")
    await lane.down("handshake within 10 s")


# What may happen to a good connection

async def suffers(lane, why, spoil):
    peer = await lane.ready()
    await spoil(peer)
    await lane.down(why)


async def garbage(peer):
    await peer.put(b"garbage, and no record" * 10)
    await peer.gone()


async def flipped(peer):
    sealed = peer.seal(wire.text(wire.dial("0911222331")))
    await peer.put(sealed[:-5] + bytes([sealed[-5] ^ 1]) + sealed[-4:])
    await peer.gone()


async def replayed(peer):
    sealed = peer.seal(wire.text(wire.STATUS))
    await peer.put(sealed + sealed)
    await peer.gone()


async def plain_frame(peer):
    await peer.put(wire.text(wire.dial("0911222331")))
    await peer.gone()


async def truncated(peer):
    await peer.finish()


async def truncated_record(peer):
    await peer.put(peer.seal(wire.text(wire.dial("0911222331")))[:-1])
    await peer.finish()


async def notified(peer):
    await peer.notify()
    await peer.gone()
    require(peer.notified, "our close_notify did not come")


async def plain_alert(peer):
    await peer.put(record(21, b"\x02\x28"))
    await peer.gone()


rows(suffers, OPEN, [
    ("bytes that are no record end the connection", "TLS", garbage),
    ("a record with one wrong bit ends the connection, and its dial-request is not heard",
     "TLS", flipped),
    ("a record that is sent twice ends the connection", "TLS", replayed),
    ("a frame that is not encrypted ends the connection, and its dial-request is not heard",
     "TLS", plain_frame),
    ("an end of TCP without close_notify is noticed, and told from a goodbye",
     "closed by the other side without a goodbye .no close_notify", truncated),
    ("a dial-request in a record that lacks its last byte is not heard",
     "closed by the other side without a goodbye", truncated_record),
    ("close_notify without a close frame is an end, and answered", "close_notify", notified),
    ("an alert that is not encrypted ends the connection", "TLS", plain_alert),
], sentence="tls: {}")


# What Python does not offer, OpenSSL does: its SSL * stands behind the object's head.

def openssl(peer, name, *arguments):
    try:
        function = getattr(ctypes.CDLL(_ssl.__file__), name)
    except (AttributeError, OSError):
        raise Skip(f"no {name} to be had") from None
    if not ((3, 8) <= sys.version_info < (3, 14) and
            object.__basicsize__ == 16 and ctypes.sizeof(ctypes.c_void_p) == 8):
        raise Skip("not the Python whose objects are known here")
    pointer = ctypes.c_void_p.from_address(id(peer.tls._sslobj) + 24)
    function.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * len(arguments)
    require(function(pointer, *arguments) == 1, f"{name} failed")


@case("tls: renegotiation, which TLS 1.2 still has, is refused", FRESH)
async def renegotiates(lane):
    peer = await lane.open(lane.papers.context(highest=V1_2))
    openssl(peer, "SSL_renegotiate")
    peer.shake()
    await peer.flush()
    await lane.down("renegotiate")


@case("tls: KeyUpdate is answered, and both sides go on", FRESH)
async def key_update(lane):
    peer = await lane.open(lane.papers.context(lowest=V1_3))
    for _ in range(3):
        openssl(peer, "SSL_key_update", 1)
        await peer.expect_status(IDLE)


@case("tls: KeyUpdates without end are the end of the connection, or borne", FRESH)
async def key_updates(lane):
    peer = await lane.open(lane.papers.context(lowest=V1_3))
    try:
        for _ in range(200):
            openssl(peer, "SSL_key_update", 0)
            await peer.send(wire.frame(wire.PONG))
    except (Failure, ssl.SSLError):     # the daemon has said close_notify
        await peer.gone()
    await peer.reset()
    await lane.down("TLS|reset|lost|closed")


@case("tls: KeyUpdates faster than any server's are the end of the connection, and take no memory",
      FRESH)
async def key_update_flood(lane):
    peer = await lane.open(lane.papers.context(lowest=V1_3))
    for _ in range(100000):
        openssl(peer, "SSL_key_update", 0)
        peer.shake()                    # writes it, and nothing else
        if peer.outgoing.pending > 16384 and not await peer.flush():
            break
    await peer.gone()
    await lane.down("TLS")


@case("tls: 40 session tickets are borne", FRESH)
async def tickets(lane):
    context = lane.papers.context(lowest=V1_3)
    context.num_tickets = 40
    peer = await lane.open(context)
    await peer.expect_status(IDLE)


@case("tls: session tickets without end are the end of the connection, and take no memory", FRESH)
async def ticket_flood(lane):
    peer = await lane.open(lane.papers.context(lowest=V1_3))
    for _ in range(10000):
        openssl(peer, "SSL_new_session_ticket")
        peer.shake()
        if peer.outgoing.pending > 16384 and not await peer.flush():
            break
    await peer.flush()
    await peer.gone()
    await lane.down("floods us with TLS messages")


@case("tls: a message of one byte a record is a message", OPEN)
async def one_byte_records(lane):
    peer = await lane.ready()
    await peer.put(b"".join(peer.seal(bytes([byte])) for byte in wire.text(wire.STATUS)))
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)


@case("tls: one record in 100 packets is a message", OPEN)
async def record_in_pieces(lane):
    peer = await lane.ready()
    sealed = peer.seal(wire.text(wire.STATUS))
    for i in range(len(sealed)):
        await peer.put(sealed[i:i + 1])
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)
