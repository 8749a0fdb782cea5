"""The second front door: targets that bytes are thrown at, corpora, and campaigns run by Atheris.

Importing this package imports nothing: the child process of a campaign must instrument `harness.wire`
before anything loads it.
"""
