"""The wire room: TLS records, handshake messages and alerts as values, without any I/O.

Bytes go in; values, "need more" or `ParseError` come out, and never anything else. Nothing here
decrypts, keeps connection state, or knows which end it stands at.
"""
