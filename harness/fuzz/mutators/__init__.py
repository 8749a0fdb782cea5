"""Mutators that know the form of what they change, so that inputs live past the first length field.

trees.py    a handshake message, one field of it, by its layout
streams.py  a stream of handshake messages; a stream of records that holds such a stream
heads.py    an input whose first bytes answer questions, and a stream behind them
"""
