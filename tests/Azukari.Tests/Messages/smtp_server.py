"""A mail server of the tests: keeps what it takes as files, and behaves as the file "mode" beside them says.

take: takes everything. grey: refuses each address once, for now. refuse: 550. closing: 421. later: 451 after the content.
hang: never answers the content, and does not keep it. deaf: keeps it, and never says so.
Ends when its standard input closes.
"""
import asyncio
import itertools
import os
import sys
import threading

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, folder):
        self.folder, self.numbers, self.seen = folder, itertools.count(1), set()

    def mode(self):
        with open(os.path.join(self.folder, "mode"), encoding="ascii") as file:
            return file.read().strip()

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode = self.mode()
        if mode == "refuse":
            return f"550 5.1.1 no mailbox <{address}>"
        if mode == "closing":
            return "421 4.3.2 closing"
        if mode == "grey" and address not in self.seen:
            self.seen.add(address)
            return f"450 4.2.0 <{address}> greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode()
        if mode == "hang":
            await asyncio.sleep(60)
        if mode == "later":
            return "451 4.3.0 try later"
        name = os.path.join(self.folder, f"{next(self.numbers):05d}")
        with open(name + ".new", "wb") as file:
            file.write(envelope.content)
        os.rename(name + ".new", name + ".eml")
        if mode == "deaf":
            await asyncio.sleep(60)
        return "250 OK"


async def main(folder, port):
    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
