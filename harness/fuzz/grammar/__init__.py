"""Grammars: functions from a `Choose` to schedules, edits, steps and whole scenarios.

schedules.py  benign and hostile schedules
talk.py       conversations as the documents intend them, with sizes at the borders
"""
