"""A TCP proxy on loopback that hands on every piece of data after a delay, as a registry far away would answer.

usage: delay-proxy.py PORT TARGET_PORT MILLISECONDS (of one round trip; half of it in each direction)
"""
import asyncio
import sys


async def hand_on(reader, writer, delay):
    """Pieces keep their order and their distances: each waits for its own time, not for the one before it."""
    loop = asyncio.get_running_loop()
    pieces = asyncio.Queue()

    async def deliver():
        while True:
            due, data = await pieces.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                break
            writer.write(data)
            await writer.drain()
        writer.close()

    delivery = asyncio.create_task(deliver())
    try:
        while data := await reader.read(1 << 16):
            pieces.put_nowait((loop.time() + delay, data))
    except ConnectionError:
        pass
    pieces.put_nowait((loop.time() + delay, b""))
    await delivery


async def main():
    port, target, delay = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 2000

    async def connected(reader, writer):
        # A connection takes a round trip before the first byte.
        await asyncio.sleep(2 * delay)
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(
            hand_on(reader, other_writer, delay), hand_on(other_reader, writer, delay), return_exceptions=True
        )

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
