"""The gate under pytest: items.py what is collected, session.py who runs it, trial.py how results come."""
