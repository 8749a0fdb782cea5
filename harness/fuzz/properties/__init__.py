"""Properties: invariants over everything a grammar can say, searched with Hypothesis, which shrinks.

drawn.py       a `Choose` answered by Hypothesis
kinds.py       the properties: each a function from a `Choose` to a written scenario
agreement.py   the one that compares two implementations, and the clauses that say who is wrong
hunt.py        the child's side of a search: Hypothesis at work
search.py      the parent's side: children that may die, finds made small and tried twice more
"""
