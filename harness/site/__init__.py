"""The site: results as static pages that open from disk, with a picture of every conversation that failed."""
