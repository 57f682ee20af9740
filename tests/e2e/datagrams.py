# SPDX-License-Identifier: MIT
"""A unix datagram socket, as syslog and a service manager listen on, and what came there."""
import asyncio

from record import Record


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, record):
        self.record = record

    def datagram_received(self, data, address):
        self.record.add(data.decode())


async def listen(path, name):
    """A Record that each datagram is added to, and the transport to close."""
    record = Record(name)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Receiver(record), local_addr=str(path), family=1)
    return record, transport
