"""Peers: the endpoints a subject talks to."""
