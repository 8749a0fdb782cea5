"""Drivers: each makes one face of an implementation look like an `Endpoint`."""
