"""`python -m harness` is `tls-harness`."""

from harness.cli import main

if __name__ == "__main__":
    main()
