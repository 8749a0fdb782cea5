"""tls-harness: conformance and fuzz testing for TLS implementations that Python code reaches."""

__version__ = "0.1.0"
