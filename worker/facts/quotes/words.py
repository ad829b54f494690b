"""Small word lists that tell where a clause and a noun phrase end."""

from worker.text.wordlists import listed

PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we", "you", "one", "who"})
PERSONAL = frozenset({"he", "she", "they", "i", "we", "you", "it", "there", "nobody", "everyone", "someone"})
RELATIVE = frozenset({"who", "which", "whose", "whom", "where"})
DETERMINERS = listed(
    "the a an this that these those his her its their our my your some any no every each all both another one two "
    "three four five six seven eight nine ten several many most few other such"
)
PREPOSITIONS = listed(
    "of for at in with from on to by near about over under against between among behind within across into inside "
    "outside during after before through via around amid despite since until toward towards upon beside as like "
    "without alongside based including above below"
)
BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", "-", "--", "---", '""', "?", "!", "...", "|"})
SUBORDINATE = frozenset({"while", "although", "though", "if", "when", "after", "because", "since", "whereas"})
CONJUNCTIONS = frozenset({"and", "or"})
AUXILIARIES = listed(
    "is are was were be been being am has have had having do does did will would can could may might must shall "
    "should isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't "
    "mustn't shouldn't ain't cannot isn t"
) - {"t", "isn"} | {"'s", "'d", "'ll", "'ve", "'re"}
FINITE = AUXILIARIES - {"be", "been", "being", "having", "'s"}
ADVERBS = listed(
    "also then later once now still even again further repeatedly recently previously earlier just only simply often "
    "always sometimes both all never not reportedly already separately frequently famously bluntly soon "
    "subsequently immediately instead too well however himself herself itself themselves to first once ever "
    "yesterday today tonight"
)
DAYS = listed(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january "
    "february march april may june july august september october november december jan feb aug sept oct nov dec "
    "yesterday today tonight morning afternoon evening night week month year weekend midday noon midnight"
)
DOCUMENTS = listed(
    "statement letter interview speech report tweet post email e-mail message memo note release briefing conference "
    "call hearing article column blog essay op-ed filing document documents ruling opinion testimony address remarks "
    "telegram facebook twitter x video audio recording text book memoir notice bulletin verdict judgment broadcast "
    "appearance debate meeting event rally session podcast show program programme editorial presser circular "
    "affidavit submission reply response summary paper study survey poll"
)
WRITINGS = listed(
    "statement letter tweet post email e-mail message memo note release article column filing document essay"
)
HEARERS = listed(
    "reporters journalists lawmakers mps parliament congress supporters investors analysts reuters afp cnn nbc abc "
    "cbs bbc fox msnbc npr cnbc bloomberg politico senators delegates voters viewers listeners colleagues police "
    "them him her me us it people members officials everyone aides allies attendees students jurors"
)
SCHEDULERS = frozenset({"due", "scheduled", "expected", "set", "going", "slated", "planning", "poised", "about"})
PLANNERS = frozenset({"plans", "plan", "intends", "intend", "planned"})
ADVANCE = frozenset({"advance", "prepared", "excerpts", "extracts", "draft", "embargoed"})
SO_CALLED = frozenset(
    {"so-called", "called", "dubbed", "nicknamed", "titled", "entitled", "named", "known", "termed"}
)
PAPERS = listed("poll polls survey surveys study studies report data figures statistics records analysis census")
"""What shows how things are, and may set one finding against another: "the poll showed gains, while ..."."""
