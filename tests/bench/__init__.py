"""What the harness costs, as ratios of one run: `python -m tests.bench`; docs/bench.md explains them."""
