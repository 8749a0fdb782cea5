"""The rules on negotiation: what a subject's hellos may say, judged in every run.

offers.py     what a client offers
retries.py    its second ClientHello, after a HelloRetryRequest
answers.py    what is chosen: of a server on trial, or what a client on trial went on with
server.py     what else a server's first flight must and must not hold
flights.py    the messages in clear behind the hellos of TLS 1.2
forms.py      hellos can be read
layers.py     the records around them
hidden.py     what is protected, as far as the peer has overheard it

Importing them enters them in `harness.rulebook`. What the subject said is judged; what it was told may be
damaged or a lie, and what of it cannot be read is passed over in silence.
"""

from harness.negotiation import answers, flights, forms, hidden, layers, offers, retries, server

__all__ = ["answers", "flights", "forms", "hidden", "layers", "offers", "retries", "server"]
