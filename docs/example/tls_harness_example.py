"""What is tried as "example": CPython's ssl, as a library that sends no session tickets might dress it."""

import ssl
from ssl import *


class SSLContext(ssl.SSLContext):
    """A context whose servers send no tickets."""

    def __init__(self, protocol=None):
        super().__init__()
        if protocol is ssl.PROTOCOL_TLS_SERVER:
            self.num_tickets = 0
