"""A blocking SSLSocket that connects and shakes hands in one call, in a script: its calls in threads."""

from __future__ import annotations

TEXT = '''
class ConnectingEnd:
    """An SSLSocket that connects to us. A call that is not over in a moment waits for bytes."""

    def __init__(self, ssl, context, **arguments):
        self.context, self.connection, self.calls = context, self, {}
        self.listener, self.far, self.hung_up = socket.socket(socket.AF_UNIX), None, False
        self.listener.bind("")
        self.listener.listen(1)
        self.queue, self.ending = bytearray(), False
        self.wrapped = context.wrap_socket(socket.socket(socket.AF_UNIX), **arguments)

    def do_handshake(self):
        return self.do("connect", self.listener.getsockname())

    def __getattr__(self, name):  # a method of the socket
        return lambda *arguments: self.do(name, *arguments)

    def do(self, name, *arguments):
        def work():
            try:
                over.append((getattr(self.wrapped, name)(*arguments), None))
            except Exception as error:
                over.append((None, error))

        if name not in self.calls:
            over = []
            self.calls[name] = threading.Thread(target=work, daemon=True), over
            self.calls[name][0].start()
        if name == "connect" and self.far is None:
            self.far, _ = self.listener.accept()
            self.far.settimeout(0)
            self.push()
        thread, over = self.calls[name]
        thread.join(0.2)
        if not over:
            raise WantsRead
        (value, error), _ = over[0], self.calls.pop(name)
        if error is not None:
            raise error
        return value

    def push(self):
        try:
            while self.far is not None and self.queue:
                del self.queue[: self.far.send(self.queue)]
            if self.far is not None and self.ending:
                self.far.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def feed(self, data):
        self.queue += data
        self.push()

    def end(self):
        self.ending = True
        self.push()

    def take(self):
        self.push()
        try:
            data = b"" if self.far is None else self.far.recv(1 << 20)
            self.hung_up = self.far is not None and not data
            return data
        except OSError:
            return b""
'''
