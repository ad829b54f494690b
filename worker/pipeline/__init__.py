"""The stages, one module each: claim rows, act, decide, store, say what is next.

    poll      feeds      → entries, new articles
    process   articles   → text, matches, alerts, deliveries
    deliver   deliveries → sent, or again later
    sweep     hints for rows that are due and that nobody has hinted
    run       all of it in one process, until nothing is due

None of them needs Celery; none of them lets one row's trouble reach its neighbours. Import the module you need: a
process that only sweeps has no use for the libraries that read pages.
"""
