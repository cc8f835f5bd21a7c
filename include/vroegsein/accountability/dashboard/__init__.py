"""The page of the month in the Airflow UI: what came in, what waits, what was done.

Counts, codes, days and digests only. The plugin asks for a page by its name; it is
imported when the first one is asked for.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "asking": ["Asked", "Question", "UnknownPageError"],
        "documents": ["Document", "Place", "document"],
        "pages": ["Page", "page"],
        "plot_files": ["plot"],
        "rights": ["Right"],
    },
)
