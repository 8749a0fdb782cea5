"""gevent's and eventlet's SSLSockets in a script: each call in a green thread, which runs until it waits."""

from __future__ import annotations

from harness.drivers import sockets

#: How each package comes in, and its TLS module.
IMPORTS = {
    "gevent": "import gevent as green\nimport gevent.ssl as tls\n",
    "eventlet": "import eventlet as green\nimport eventlet.green.ssl as tls\n",
}

TEXT = '''
class GreenEnd(Far):
    """An SSLSocket over one end of a socketpair. A call is a green thread; between calls all of them run."""

    def __init__(self, tls, context, **arguments):
        super().__init__()
        self.context, self.tasks, self.ends = context, {}, {}
        self.connection = context.wrap_socket(self.near, do_handshake_on_connect=False, **arguments)

    def shake(self):
        self.connection.do_handshake()

    def do(self, what, make):
        """Begin what was not begun, let everything run, and see whether it is over."""

        def work():
            try:
                self.ends[what] = make(), None
            except Exception as error:
                self.ends[what] = None, error

        if what not in self.tasks:
            self.tasks[what] = green.spawn(work)
        self.run()
        if what not in self.ends:
            raise WantsRead
        del self.tasks[what]
        value, error = self.ends.pop(what)
        if error is not None:
            raise error
        return value

    def run(self):  # the hub looks at descriptors when everybody sleeps
        for _ in range(20):
            self.push()
            green.sleep(0.0005)

    def take(self):
        taken = b""
        try:
            while not getattr(self, "hung_up", False):
                self.run()
                data = self.far.recv(1 << 20)
                self.hung_up = not data
                taken += data
        except OSError:
            pass
        return taken
'''

#: One that listens, and is the connection it has accepted from then on.
LISTENING = '''
class GreenListeningEnd(GreenEnd):
    """A listening SSLSocket. Its client comes with the first bytes, or with the end of them."""

    def __init__(self, tls, context, **arguments):
        listener, self.far = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        listener.bind("")
        listener.listen(1)
        self.address, self.queue, self.ending = listener.getsockname(), bytearray(), False
        self.context, self.tasks, self.ends = context, {}, {}
        self.connection = context.wrap_socket(listener, **arguments)

    def shake(self):
        self.connection, _ = self.connection.accept()

    def push(self):
        if self.address and (self.queue or self.ending):
            self.far.connect(self.address)
            self.far.settimeout(0)
            self.address = None
        super().push()

    def take(self):
        self.run()
        return b"" if self.address else super().take()
'''

_ONE_ARGUMENT = ("read", "write")
#: The source of each call.
CALLS = {
    **{
        name: f"{{end}}.do({name!r}, lambda: {{end}}.connection.{method}"
        f"({'{0}' if name in _ONE_ARGUMENT else ''}))"
        for name, method in sockets.METHODS.items()
    },
    "handshake": "{end}.do('do_handshake', {end}.shake)",
    "close_notify": "{end}.do('unwrap', lambda: {end}.connection.unwrap() and None)",
    "read_into": "{end}.do('recv_into', lambda: filled("
    "lambda buffer: {end}.connection.recv_into(buffer, {0}), {1}))",
    "write_from_buffer": "{end}.do('send', lambda: {end}.connection.send(bytearray({0})))",
}
