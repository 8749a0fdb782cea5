"""A badge for a README: an SVG that says in one line how the cells fared."""

from __future__ import annotations

from xml.sax.saxutils import escape

from harness.report.tally import Tally

_LABEL = "tls-harness"
_COLOURS = {"good": "#00795a", "bad": "#b8400a", "none": "#6b7480"}
_WIDTH = 6.6  # of a letter, about
_PADDING = 16


def badge(tally: Tally) -> str:
    """The SVG: green when nothing unexpected was found, red with a number when something was."""
    counts = tally.counts
    wrong, passed = counts["failed"] + counts["error"], counts["passed"]
    if wrong:
        return _drawn(f"{wrong:,} of {passed + wrong:,} failed", "bad")
    return _drawn(f"{passed:,} passed", "good") if passed else _drawn("nothing tested", "none")


def _drawn(text: str, kind: str) -> str:
    left, right = (round(len(each) * _WIDTH + _PADDING) for each in (_LABEL, text))
    told = escape(f"{_LABEL}: {text}", {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" '
        f'role="img" aria-label="{told}">'
        f'<title>{told}</title><clipPath id="c"><rect width="{left + right}" height="20" rx="4"/></clipPath>'
        f'<g clip-path="url(#c)"><rect width="{left}" height="20" fill="#3b424b"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{_COLOURS[kind]}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="14">{_LABEL}</text>'
        f'<text x="{left + right / 2:g}" y="14">{escape(text)}</text></g></svg>\n'
    )
