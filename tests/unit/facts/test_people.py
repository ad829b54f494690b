"""Who is named in a text: names and parts of names, each tied to its person."""

import pytest

from worker.domain.reading import Form, Mention, Official, Role
from worker.facts.document import Document
from worker.facts.people import find_mentions
from worker.facts.registry import EMPTY, Registry


def mentions(text: str, registry: Registry = EMPTY) -> list[Mention]:
    return list(find_mentions(Document(text), registry))


def named(text: str) -> list[str | None]:
    return [mention.person for mention in mentions(text) if mention.form is Form.NAME]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Xi Jinping met Kim Jong Un in Beijing.", ["Xi Jinping", "Kim Jong Un"]),
        (
            "South Korea's president, Lee Jae-myung, said he would go. Lee said it was time.",
            ["Lee Jae-myung", "Lee Jae-myung"],
        ),
        ("Sheikh Mohammed bin Zayed al-Nahyan hosted the talks.", ["Mohammed bin Zayed al-Nahyan"]),
        ("Ursula von der Leyen said so. Von der Leyen flew home.", ["Ursula von der Leyen", "Ursula von der Leyen"]),
        ("The striker Kylian Mbappé scored twice. Mbappé limped off.", ["Kylian Mbappé", "Kylian Mbappé"]),
        ("Martin Luther King Jr. was born there.", ["Martin Luther King Jr."]),
        ("J.K. Rowling and George R.R. Martin signed it.", ["J.K. Rowling", "George R.R. Martin"]),
        (
            "Luiz Inácio Lula da Silva won. Lula thanked voters.",
            ["Luiz Inácio Lula da Silva", "Luiz Inácio Lula da Silva"],
        ),
        ("Volodymyr Zelenskyy spoke. Mr Zelensky then left.", ["Volodymyr Zelenskyy", "Volodymyr Zelenskyy"]),
        ("Police named the victim as Chloe Barker, 19, of Stockport.", ["Chloe Barker"]),
        (
            "Ms Barker's mother, Denise, paid tribute. Chloe Barker was 19.",
            ["Chloe Barker", "Denise", "Chloe Barker"],
        ),
        ("Donald Trump and Donald Trump Jr. spoke.", ["Donald Trump", "Donald Trump Jr."]),
        ("President Trump said on Tuesday he would sign it. Trump did.", ["Trump", "Trump"]),
        ("The Trump administration appealed. President Donald Trump was unhappy.", ["Donald Trump", "Donald Trump"]),
        ("Donald Trump spoke at Trump Tower.", ["Donald Trump"]),
        ("Nguyen Phu Trong died on Friday, state media said.", ["Nguyen Phu Trong"]),
        ("Goodluck Okafor, a trader in Onitsha, wept.", ["Goodluck Okafor"]),
        ("Katrín Jakobsdóttir resigned. Katrín said she was tired.", ["Katrín Jakobsdóttir", "Katrín Jakobsdóttir"]),
        ("In May, Theresa May resigned. May wept.", ["Theresa May", "Theresa May"]),
        ("Gordon Brown raised rates. Brown bears were seen. Mr Brown laughed.", ["Gordon Brown", "Gordon Brown"]),
        ("Anthony Albanese, Australia's prime minister, flew to Suva.", ["Anthony Albanese"]),
        ("Narendra Modi thanked voters in Varanasi. Modi won.", ["Narendra Modi", "Narendra Modi"]),
        (
            "Abdel Fattah el-Sisi met Mahmoud Abbas. Sisi said no.",
            ["Abdel Fattah el-Sisi", "Mahmoud Abbas", "Abdel Fattah el-Sisi"],
        ),
        (
            "Vitali Klitschko is mayor; his brother Wladimir Klitschko boxed. Vitali Klitschko laughed.",
            ["Vitali Klitschko", "Wladimir Klitschko", "Vitali Klitschko"],
        ),
        ("\"It rains,\" said Siobhán O'Neill. O'Neill left.", ["Siobhán O'Neill", "Siobhán O'Neill"]),
        (
            "Alexandria Ocasio-Cortez voted no. Ocasio-Cortez spoke.",
            ["Alexandria Ocasio-Cortez", "Alexandria Ocasio-Cortez"],
        ),
        ("The late Queen Elizabeth II was there with King Charles III.", ["Elizabeth II", "Charles III"]),
        ("Pope Leo prayed. The pope wept.", ["Leo"]),
        ("Chelsea Clinton lives in Chelsea. Paris Hilton flew to Paris.", ["Chelsea Clinton", "Paris Hilton"]),
        ("Israel Katz, Israel's defence minister, ordered it. Katz said so.", ["Israel Katz", "Israel Katz"]),
        ("Taylor Swift sold out Wembley Stadium.", ["Taylor Swift"]),
        ("Mark Carney said Canada would answer. Carney was in Windsor, Ontario.", ["Mark Carney", "Mark Carney"]),
        ("Tánaiste Simon Harris and Taoiseach Micheál Martin met.", ["Simon Harris", "Micheál Martin"]),
        ("Cyril Ramaphosa and William Ruto met in Addis Ababa.", ["Cyril Ramaphosa", "William Ruto"]),
        (
            "Bola Tinubu's spokesman, Bayo Onanuga, denied it. Tinubu was in Paris.",
            ["Bola Tinubu", "Bayo Onanuga", "Bola Tinubu"],
        ),
        ("Claudia Sheinbaum, Mexico's president, said no.", ["Claudia Sheinbaum"]),
        ("Detectives arrested Liam Doyle, 24, and Sean Ward, 31, on Friday.", ["Liam Doyle", "Sean Ward"]),
        ("Prabowo Subianto said so. Prabowo laughed.", ["Prabowo Subianto", "Prabowo Subianto"]),
        ("Coroner Fiona Wilcox recorded a verdict of suicide.", ["Fiona Wilcox"]),
        (
            "Sir Keir Starmer told MPs. Starmer sat down. The Starmer government fell.",
            ["Keir Starmer", "Keir Starmer", "Keir Starmer"],
        ),
        ("Justice Secretary Shabana Mahmood spoke to the Guardian.", ["Shabana Mahmood"]),
        ("Aung San Suu Kyi was jailed. Suu Kyi is 80.", ["Aung San Suu Kyi", "Aung San Suu Kyi"]),
        ("Recep Tayyip Erdogan warned Greece. Erdoğan was angry.", ["Recep Tayyip Erdogan", "Recep Tayyip Erdogan"]),
        ("Muammar Gaddafi ruled until 2011. Qaddafi was killed in Sirte.", ["Muammar Gaddafi", "Muammar Gaddafi"]),
        ("The Duke of Sussex sued. Prince Harry, the Duke of Sussex, won.", ["Harry"]),
        ("Nobel laureate Malala Yousafzai spoke in Oslo.", ["Malala Yousafzai"]),
        (
            "Democrats in the House said Speaker Mike Johnson lied. Johnson denied it.",
            ["Mike Johnson", "Mike Johnson"],
        ),
        ("Wildfire crews in Santa Rosa County found Jim Hale, 80, alive.", ["Jim Hale"]),
        ("Air Chief Marshal Sir Rich Knighton said the RAF was ready.", ["Rich Knighton"]),
        ("Zohran Mamdani beat Andrew Cuomo in New York City.", ["Zohran Mamdani", "Andrew Cuomo"]),
        ("Oil giant Saudi Aramco named Amin Nasser its chief.", ["Amin Nasser"]),
        ('"We lost everything," Raja Ram told AFP in Jammu.', ["Raja Ram"]),
        (
            "Wang Yi, China's top diplomat, told Sergei Lavrov that. Wang flew home. Lavrov stayed.",
            ["Wang Yi", "Sergei Lavrov", "Wang Yi", "Sergei Lavrov"],
        ),
    ],
)
def test_each_name_means_its_person(text: str, persons: list[str]) -> None:
    assert named(text) == persons


@pytest.mark.parametrize(
    "text",
    [
        "The bank is based in Charlotte, North Carolina.",
        "Morgan Stanley and Wells Fargo fell.",
        "Goldman Sachs said profits rose. Credit Suisse fell.",
        "The Ministry of Defence in London said nothing.",
        "Real Madrid beat Aston Villa in Birmingham.",
        "Hurricane Milton hit Florida on Monday.",
        "The Clinton Foundation and the Gates Foundation gave money.",
        "Lake Michigan and Mount Fuji are far apart.",
        "Rolls-Royce shares rose after Marks & Spencer fell.",
        "Flight MH370 left Kuala Lumpur for Beijing.",
        "Black Lives Matter protesters met in Washington Square Park.",
        "Charles de Gaulle airport was shut.",
        "John F. Kennedy International Airport was shut.",
        "Heathrow Airport and Stansted were shut, said Ryanair.",
        "Tropical Storm Erin formed. St. Louis was spared.",
    ],
)
def test_a_name_of_a_place_a_house_or_a_thing_is_no_persons(text: str) -> None:
    assert named(text) == []


def test_offsets_are_into_the_text_as_printed() -> None:
    text = "On Monday\u2019s call, Pawe\u0142 Zar\u0119bski agreed. \u201cFine,\u201d Zarebski said."
    found = [mention for mention in mentions(text) if mention.form is Form.NAME]
    assert [text[mention.start : mention.end] for mention in found] == ["Pawe\u0142 Zar\u0119bski", "Zarebski"]
    assert {mention.person for mention in found} == {"Pawe\u0142 Zar\u0119bski"}


def test_mentions_come_in_the_order_of_the_text() -> None:
    found = mentions("Mayor Ann Rudd met Tom Salt, his lawyer, and she told him that Rudd was late.")
    assert [mention.start for mention in found] == sorted(mention.start for mention in found)


def test_a_mention_says_what_tied_it_to_the_person() -> None:
    found = mentions("Finance minister Ida Holt spoke. Holt said she agreed.")
    assert [mention.resolved_by for mention in found] == ["apposition", "full name", "surname", "pronoun"]


def test_a_bare_surname_is_nobodys_where_nobody_was_introduced() -> None:
    assert mentions("Holt was closed on Monday, and so was Marlow.") == []


def test_a_bare_surname_of_a_couple_means_the_one_the_text_is_about() -> None:
    text = "Leo Darnell, 57, faces trial. Darnell denies it. His wife, Rita Darnell, 55, left. Darnell stayed."
    assert named(text) == ["Leo Darnell", "Leo Darnell", "Rita Darnell", "Leo Darnell"]


def test_an_honorific_tells_two_of_one_surname_apart() -> None:
    text = "Leo Darnell and his wife, Rita Darnell, were there. Mrs Darnell left. Mr Darnell stayed."
    assert named(text)[2:] == ["Rita Darnell", "Leo Darnell"]


def test_a_family_in_the_plural_is_no_person() -> None:
    assert named("Leo Darnell and Rita Darnell came. The Darnells left.") == ["Leo Darnell", "Rita Darnell"]


def test_a_transliteration_with_another_given_name_is_another_person() -> None:
    text = "Oleksandr Zhytnyk spoke. Aleksandr Zhitnik was heard. Mykola Zhytnyk, his cousin, was not."
    assert named(text) == ["Oleksandr Zhytnyk", "Oleksandr Zhytnyk", "Mykola Zhytnyk"]


def test_the_operators_name_is_given_where_an_official_is_known() -> None:
    registry = Registry([Official("Mark Rutte", aliases=("M. Rutte",))])
    found = mentions("Mark Rutte spoke. Rutte smiled.", registry)
    assert [(mention.person, mention.resolved_by) for mention in found] == [("Mark Rutte", "registry")] * 2


def test_a_known_official_needs_no_introduction() -> None:
    registry = Registry([Official("Volodymyr Zelenskyy")])
    assert [mention.person for mention in mentions("Zelensky flew to Oslo.", registry)] == ["Volodymyr Zelenskyy"]


def test_a_known_role_needs_no_name() -> None:
    registry = Registry([Official("Mark Rutte", roles=(Role("Secretary General", "NATO"),))])
    found = mentions("It was the NATO secretary general who called.", registry)
    assert [(mention.form, mention.person) for mention in found] == [(Form.ROLE, "Mark Rutte")]
