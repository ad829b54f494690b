"""Titles and roles beside a name, and what they say: title, organisation, country."""

import pytest

from worker.domain.reading import Form, Mention
from worker.facts.document import Document
from worker.facts.people import find_mentions
from worker.facts.registry import EMPTY


def mentions(text: str) -> list[Mention]:
    return list(find_mentions(Document(text), EMPTY))


def without_the(text: str | None) -> str | None:
    return text and text.removeprefix("the ").removeprefix("The ")


@pytest.mark.parametrize(
    ("text", "name", "title", "organisation", "country"),
    [
        (
            "Sweden's defence minister Maja Lindahl said it would pay.",
            "Maja Lindahl",
            "defence minister",
            None,
            "Sweden",
        ),
        ("British foreign secretary Alan Harker flew to Doha.", "Alan Harker", "foreign secretary", None, "Britain"),
        (
            "The minister of defence of Ukraine, Danylo Savchuk, asked for shells.",
            "Danylo Savchuk",
            "minister of defence",
            None,
            "Ukraine",
        ),
        (
            "Ruth Amadi, chief executive of Kestrel Plc, resigned.",
            "Ruth Amadi",
            "chief executive",
            "Kestrel Plc",
            None,
        ),
        ("Kestrel chief executive Ruth Amadi resigned.", "Ruth Amadi", "chief executive", "Kestrel", None),
        ("Kestrel's chief executive, Ruth Amadi, resigned.", "Ruth Amadi", "chief executive", "Kestrel", None),
        ("Ruth Amadi, the chief executive at Kestrel, resigned.", "Ruth Amadi", "chief executive", "Kestrel", None),
        ("Ruth Amadi, Kestrel's chief executive, resigned.", "Ruth Amadi", "chief executive", "Kestrel", None),
        ("Ruth Amadi, who runs Kestrel, resigned.", "Ruth Amadi", None, "Kestrel", None),
        (
            "The International Monetary Fund's managing director, Ilse Varga, warned of a slump.",
            "Ilse Varga",
            "managing director",
            "International Monetary Fund",
            None,
        ),
        ("IMF Managing Director Ilse Varga warned of a slump.", "Ilse Varga", "Managing Director", "IMF", None),
        ("Tom Pryce, Conservative MP for Harlow, voted against.", "Tom Pryce", "MP", None, None),
        ("Labour leader Nuala Finch called it a disgrace.", "Nuala Finch", "leader", "Labour", None),
        (
            "Former Liberal Democrat leader Sir Hugh Vane stood up.",
            "Hugh Vane",
            "Former leader",
            "Liberal Democrat",
            None,
        ),
        (
            "Omar Haddad, a spokesman for the Interior Ministry, confirmed the toll.",
            "Omar Haddad",
            "spokesman",
            "Interior Ministry",
            None,
        ),
        (
            "Interior Ministry spokesman Omar Haddad confirmed the toll.",
            "Omar Haddad",
            "spokesman",
            "Interior Ministry",
            None,
        ),
        ("U.S. Secretary of State Dana Whitlow met him.", "Dana Whitlow", "Secretary of State", None, "U.S."),
        ("U.S. Secretary of Defense Carl Dunning met him.", "Carl Dunning", "Secretary of Defense", None, "U.S."),
        (
            "White House press secretary Lena Ortiz declined to say.",
            "Lena Ortiz",
            "press secretary",
            "White House",
            None,
        ),
        ("European Commission President Greta Vogel spoke.", "Greta Vogel", "President", "European Commission", None),
        ("Bank of England governor Simon Leith held firm.", "Simon Leith", "governor", "Bank of England", None),
        (
            "Simon Leith, governor of the Bank of England, held firm.",
            "Simon Leith",
            "governor",
            "Bank of England",
            None,
        ),
        ("Federal Reserve Chair Mary Coyle held firm.", "Mary Coyle", "Chair", "Federal Reserve", None),
        (
            "Deputy Prime Minister and Foreign Minister Luka Peric resigned.",
            "Luka Peric",
            "Deputy Prime Minister and Foreign Minister",
            None,
            None,
        ),
        (
            "Professor Ngozi Bello of the University of Lagos led the trial.",
            "Ngozi Bello",
            "Professor",
            "University of Lagos",
            None,
        ),
        (
            "Ngozi Bello, professor of medicine at the University of Lagos, led the trial.",
            "Ngozi Bello",
            "professor of medicine",
            "University of Lagos",
            None,
        ),
        ("Sgt. Will Burke of the county sheriff's office said so.", "Will Burke", "Sergeant", None, None),
        ("Chief Constable Ann Dyer apologised.", "Ann Dyer", "Chief Constable", None, None),
        (
            "Metropolitan Police Commissioner Ann Dyer apologised.",
            "Ann Dyer",
            "Commissioner",
            "Metropolitan Police",
            None,
        ),
        ("South Korean President Yoon Hae-won will visit.", "Yoon Hae-won", "President", None, "South Korea"),
        (
            "Chinese Foreign Ministry spokesperson Liu Meng said on Friday.",
            "Liu Meng",
            "spokesperson",
            "Foreign Ministry",
            "China",
        ),
        (
            "Saudi Energy Minister Prince Faisal bin Rashid attended.",
            "Faisal bin Rashid",
            "Energy Minister",
            None,
            "Saudi Arabia",
        ),
        ("Mayor of London Kofi Adair opened it.", "Kofi Adair", "Mayor", "London", None),
        ("Rep. Nancy Holt, D-Calif., objected.", "Nancy Holt", "Representative", None, None),
        ("Sen. Bob Tully (R-Texas) objected.", "Bob Tully", "Senator", None, None),
        (
            "Alice Munt, an economist at Harbour Capital, expects a cut.",
            "Alice Munt",
            "economist",
            "Harbour Capital",
            None,
        ),
        (
            "Alice Munt, senior economist with Harbour Capital in Leeds, expects a cut.",
            "Alice Munt",
            "senior economist",
            "Harbour Capital",
            None,
        ),
        ("Harbour Capital economist Alice Munt expects a cut.", "Alice Munt", "economist", "Harbour Capital", None),
        (
            "Ed Shaw, general secretary of the Rail Union, said no.",
            "Ed Shaw",
            "general secretary",
            "Rail Union",
            None,
        ),
        ("Rail Union general secretary Ed Shaw said no.", "Ed Shaw", "general secretary", "Rail Union", None),
        ("The union's general secretary, Ed Shaw, said no.", "Ed Shaw", "general secretary", "union", None),
        ("Head coach Bill Rowe was pleased.", "Bill Rowe", "Head coach", None, None),
        (
            "United Nations Secretary-General Elio Costa called for calm.",
            "Elio Costa",
            "Secretary-General",
            "United Nations",
            None,
        ),
        ("The UN's humanitarian chief, Elio Costa, called for calm.", "Elio Costa", "humanitarian chief", "UN", None),
        (
            "The president of the European Parliament, Marta Ruiz, opened the session.",
            "Marta Ruiz",
            "president",
            "European Parliament",
            None,
        ),
        ("Supreme Court Justice Helen Marsh dissented.", "Helen Marsh", "Justice", "Supreme Court", None),
        ("U.S. District Judge Helen Marsh dissented.", "Helen Marsh", "District Judge", None, "U.S."),
        ("New York Mayor Dan Costello spoke.", "Dan Costello", "Mayor", "New York", None),
        ("Texas Gov. Ray Cole spoke.", "Ray Cole", "Governor", "Texas", None),
        ("Kremlin spokesman Oleg Sidorov denied it.", "Oleg Sidorov", "spokesman", "Kremlin", None),
        ("Boeing CEO Frank Hall apologised.", "Frank Hall", "CEO", "Boeing", None),
        ("Frank Hall, CEO of Boeing, apologised.", "Frank Hall", "CEO", "Boeing", None),
        ("Defence Secretary John Marlow told MPs.", "John Marlow", "Defence Secretary", None, None),
        ("Shadow chancellor Joy Peel told MPs.", "Joy Peel", "Shadow chancellor", None, None),
        ("Brigadier General Amos Kiprono led the unit.", "Amos Kiprono", "Brigadier General", None, None),
        (
            "Israel's ambassador to the United Nations, Ari Stern, walked out.",
            "Ari Stern",
            "ambassador",
            "United Nations",
            "Israel",
        ),
        (
            "Russian Deputy Foreign Minister Pavel Zorin walked out.",
            "Pavel Zorin",
            "Deputy Foreign Minister",
            None,
            "Russia",
        ),
        (
            "Polish Prime Minister Jan Wilk, who took office in May, walked out.",
            "Jan Wilk",
            "Prime Minister",
            None,
            "Poland",
        ),
        ("Turkey's President Emre Aksoy walked out.", "Emre Aksoy", "President", None, "Turkey"),
        (
            "NATO Supreme Allied Commander Gen. Mark Dole walked out.",
            "Mark Dole",
            "Supreme Allied Commander",
            "NATO",
            None,
        ),
        (
            "The head of the Kyiv military administration, Serhiy Bondar, reported hits.",
            "Serhiy Bondar",
            "head",
            "Kyiv military administration",
            None,
        ),
        ("Greenpeace campaigner Ulla Brandt was arrested.", "Ulla Brandt", "campaigner", "Greenpeace", None),
        ("Union president Mary Quirk said no.", "Mary Quirk", "president", "Union", None),
        (
            "Hassan Diab, Lebanon's caretaker prime minister, agreed.",
            "Hassan Diab",
            "caretaker prime minister",
            None,
            "Lebanon",
        ),
        (
            "Nigerian Air Force spokesman Air Commodore Ehimen Bako said.",
            "Ehimen Bako",
            "spokesman",
            "Air Force",
            "Nigeria",
        ),
        ("Chief executive officer Lars Moe said.", "Lars Moe", "Chief executive officer", None, None),
        ("Finance chief Lars Moe said.", "Lars Moe", "Finance chief", None, None),
        ("Treasury Secretary Janet Moe said.", "Janet Moe", "Treasury Secretary", None, None),
        ("Lars Moe, finance minister of Norway, said.", "Lars Moe", "finance minister", None, "Norway"),
        ("Lars Moe, the country's finance minister, said.", "Lars Moe", "finance minister", None, None),
        ("Lars Moe, director of policy at Shelter, said.", "Lars Moe", "director of policy", "Shelter", None),
        (
            "Lars Moe, chairman and chief executive of Acme Holdings, said.",
            "Lars Moe",
            "chairman and chief executive",
            "Acme Holdings",
            None,
        ),
        ("Lars Moe, a partner at law firm Pitt & Rowe, said.", "Lars Moe", "partner", "Pitt & Rowe", None),
        (
            "Lars Moe, of the Institute for Fiscal Studies, said.",
            "Lars Moe",
            None,
            "Institute for Fiscal Studies",
            None,
        ),
        ("Lars Moe, from the charity Crisis, said.", "Lars Moe", None, "Crisis", None),
        ("Dr Lars Moe, a GP in Hull, said.", "Lars Moe", "GP", None, None),
        ("Reuters correspondent Lars Moe was there.", "Lars Moe", "correspondent", "Reuters", None),
        (
            "Lars Moe, chief executive of the Nurses' Guild, said.",
            "Lars Moe",
            "chief executive",
            "Nurses' Guild",
            None,
        ),
        ("Lars Moe, deputy chief of staff of the army, said.", "Lars Moe", "deputy chief of staff", "army", None),
        (
            "Lars Moe, secretary general of the Muslim Council of Britain, said.",
            "Lars Moe",
            "secretary general",
            "Muslim Council of Britain",
            None,
        ),
        (
            "Lars Moe, Vice President of Marketing at Acme, said.",
            "Lars Moe",
            "Vice President of Marketing",
            "Acme",
            None,
        ),
        (
            "Lars Moe, global head of rates strategy at Sund Bank, said.",
            "Lars Moe",
            "global head of rates strategy",
            "Sund Bank",
            None,
        ),
    ],
)
def test_a_title_beside_a_name_is_read_off(
    text: str, name: str, title: str | None, organisation: str | None, country: str | None
) -> None:
    found = [mention for mention in mentions(text) if mention.form is Form.NAME]
    assert [(mention.person, mention.title) for mention in found] == [(name, title)]
    assert (without_the(found[0].organisation), found[0].country) == (organisation, country)


@pytest.mark.parametrize(
    ("text", "role", "person"),
    [
        ("The alliance's chief, Ada Roe, spoke.", "The alliance's chief", "Ada Roe"),
        (
            "Ada Roe, 51, general secretary of the Nurses' Guild, spoke.",
            "general secretary of the Nurses' Guild",
            "Ada Roe",
        ),
        ("Ada Roe, who runs Bright Start, spoke.", "who runs Bright Start", "Ada Roe"),
        ("The defence minister, Ada Roe, spoke. The minister left.", "The minister", "Ada Roe"),
        (
            "Defence minister Ada Roe met finance minister Tom Salt. The finance minister left.",
            "The finance minister",
            "Tom Salt",
        ),
        ("Estonian Prime Minister Ada Roe met Tom Salt. The Estonian leader left.", "The Estonian leader", "Ada Roe"),
        ("Kremlin spokesman Oleg Sidorov spoke. The spokesman left.", "The spokesman", "Oleg Sidorov"),
        ("Ada Roe won the seat. The former teacher beat Tom Salt.", "The former teacher", "Ada Roe"),
        ("Ada Roe and Tom Salt met. The former said yes. ", "The former", "Ada Roe"),
        ("Ada Roe and Tom Salt met. Only the latter said yes. ", "the latter", "Tom Salt"),
        ("Senator Ada Roe spoke. The senator left.", "The senator", "Ada Roe"),
        (
            "NATO Secretary General Ada Roe spoke. NATO waits. The alliance's chief left.",
            "The alliance's chief",
            "Ada Roe",
        ),
    ],
)
def test_a_role_means_its_holder(text: str, role: str, person: str) -> None:
    roles = {mention.surface: mention.person for mention in mentions(text) if mention.form is Form.ROLE}
    assert roles.get(role) == person


@pytest.mark.parametrize(
    "text",
    [
        "Defence minister Ada Roe spoke. The prime minister left.",
        "French interior minister Ada Roe spoke. The German interior minister left.",
        "Ada Roe spoke. A minister left.",
        "Ada Roe spoke of the general election.",
        "Ada Roe shook his head.",
    ],
)
def test_a_role_that_fits_nobody_stays_open(text: str) -> None:
    standing = [m.surface for m in mentions(text)[1:] if m.form is Form.ROLE and m.resolved_by != "apposition"]
    assert standing == []


def test_the_company_is_named_where_the_text_named_it() -> None:
    text = "Southern Cross Terminals offered 5 percent. The company's chief executive, Ada Roe, spoke."
    assert [m.organisation for m in mentions(text) if m.form is Form.NAME] == ["Southern Cross Terminals"]


@pytest.mark.parametrize(
    "text", ["Passenger Ada Roe, 27, spoke.", "The winger Tom Salt scored.", "His wife, Ada Roe, spoke."]
)
def test_what_befell_somebody_or_whose_kin_they_are_is_no_role(text: str) -> None:
    assert [mention.surface for mention in mentions(text) if mention.form is Form.ROLE] == []
