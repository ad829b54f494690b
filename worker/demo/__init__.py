"""A small newsroom on loopback, so that alerts can be seen to arrive without any account or internet.

    manuscripts   the articles as written in articles/*.txt, with their edits and labels
    outlets       who prints them, and the watches of the demo
    editions      what changes from one edition to the next
    newsroom      the programme: what feeds list and pages say at an offset, and what must be told (pure)
    feeds, pages  the same as RSS, Atom, RDF and HTML (pure)
    clock         which offset it is
    server        the outlets as HTTP servers
    sinks, inbox  a mail server and a webhook receiver, and the page that shows what arrived
    files         the configuration that makes Wirewatch read the one and tell the other

All people, states, alliances and outlets in the articles are invented. docs/demo.md says how to use this.
"""
