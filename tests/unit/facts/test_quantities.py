"""Figures: their values and units, and the numbers that are none."""

import time

import pytest

from worker.domain.reading import Quantity
from worker.facts.document import Document
from worker.facts.quantities import find_quantities


def figures(text: str) -> list[tuple[float | None, str]]:
    return [(quantity.value, quantity.unit) for quantity in find_quantities(Document(text))]


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(Document(text))
    return quantity


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12%", 12),
        ("12 percent", 12),
        ("0.4 per cent", 0.4),
        ("9 pct", 9),
        ("a 400-percent increase", 400),
        ("nine percent", 9),
        ("forty-two per cent", 42),
        ("three and a half percent", 3.5),
        ("1 1/2 percent", 1.5),
        ("2½ per cent", 2.5),
        ("growth of minus 0.3 percent", -0.3),
        ("one in eight", 12.5),
        ("three out of ten", 30),
        ("half of the voters", 50),
        ("two thirds", 66.7),
        ("three-quarters of voters", 75),
        ("fell by a third", 33.3),
        ("barely a tenth of it", 10),
        ("ten cents on the dollar", 10),
    ],
)
def test_a_share_is_percent(printed: str, value: float) -> None:
    assert figures(f"They said it was {printed}.") == [(value, "percent")]


@pytest.mark.parametrize(
    "printed",
    [
        "5 percent of GDP",
        "5% of its gross domestic product (GDP)",
        "5% GDP",
        "5 per cent of the country's GDP",
        "5 percent of economic output",
        "a debt-to-GDP ratio of 5 percent",
    ],
)
def test_a_share_of_what_a_country_makes_is_percent_of_gdp(printed: str) -> None:
    assert figures(f"Spending should be {printed}.") == [(5, "percent_of_gdp")]


def test_a_share_of_one_industrys_output_is_plain_percent() -> None:
    assert figures("The mine makes 5 percent of the world's copper output.") == [(5, "percent")]


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("fell by 1.5 percentage points", 1.5, "percentage_points"),
        ("made a 0.25-percentage-point cut to rates", 0.25, "percentage_points"),
        ("cut rates by half a point", 0.5, "percentage_points"),
        ("wanted a quarter point", 0.25, "percentage_points"),
        ("is down seven tenths of a percentage point", 0.7, "percentage_points"),
        ("leads the poll by three points", 3, "percentage_points"),
        ("cut by 25bp", 25, "basis_points"),
        ("rose 40 basis points", 40, "basis_points"),
        ("made an 80 basis point gain", 80, "basis_points"),
    ],
)
def test_points_are_of_a_percentage_or_a_hundredth_of_one(printed: str, value: float, unit: str) -> None:
    assert figures(f"It {printed}.") == [(value, unit)]


@pytest.mark.parametrize(
    ("printed", "value", "code"),
    [
        ("$3.1 million", 3.1e6, "USD"),
        ("US$30 billion", 30e9, "USD"),
        ("C$225 million", 225e6, "CAD"),
        ("$A2.7 million", 2.7e6, "AUD"),
        ("HK$8bn", 8e9, "HKD"),
        ("BDS$1,500", 1500, "BBD"),
        ("£14.3m", 14.3e6, "GBP"),
        ("£20k", 20e3, "GBP"),
        ("3p", 0.03, "GBP"),
        ("€820 million", 820e6, "EUR"),
        ("EUR1.2bn", 1.2e9, "EUR"),
        ("USD 2.4 billion", 2.4e9, "USD"),
        ("CHF 3 billion", 3e9, "CHF"),
        ("¥2tn", 2e12, "JPY"),
        ("3tn won", 3e12, "KRW"),
        ("Rs 400 crore", 4e9, "INR"),
        ("₹2 lakh crore", 2e12, "INR"),
        ("4 lakh rupees", 4e5, "INR"),
        ("RM1.2 billion", 1.2e9, "MYR"),
        ("KSh 400 million", 400e6, "KES"),
        ("₦90 million", 90e6, "NGN"),
        ("R$50 million", 50e6, "BRL"),
        ("10,000 kwacha", 10000, "ZMW"),
        ("95,000 Swiss francs", 95000, "CHF"),
        ("12 million Swedish crowns", 12e6, "SEK"),
        ("6 million Czech crowns", 6e6, "CZK"),
        ("2 billion Hong Kong dollars", 2e9, "HKD"),
        ("15 million Egyptian pounds", 15e6, "EGP"),
        ("900 million zlotys", 900e6, "PLN"),
        ("two and a half billion euros", 2.5e9, "EUR"),
        ("a trillion-won fund", 1e12, "KRW"),
        ("three dollars and fifty cents", 3.5, "USD"),
        ("tens of millions of dollars", None, "USD"),
    ],
)
def test_money_has_the_code_of_its_currency(printed: str, value: float | None, code: str) -> None:
    assert figures(f"It will cost {printed}.") == [(value, code)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("In Oslo, Norway's parliament voted for 80 billion crowns.", "NOK"),
        ("Denmark will add 80 billion kroner.", "DKK"),
        ("Pakistan borrows 80 billion rupees.", "PKR"),
        ("Pretoria found R212 million in South Africa.", "ZAR"),
        ("The Philippines lost P3.2 billion of rice.", "PHP"),
        ("Canberra says Australia will pay $22 million for the Australian ships.", "AUD"),
        ("Jakarta will get $22 million.", "USD"),
        ("SINGAPORE - He was fined $20,000.", "SGD"),
        ("SINGAPORE (AP) - He was fined $20,000.", "USD"),
        ("BRISBANE - It will cost $20 million, the United States said.", "USD"),
    ],
)
def test_a_unit_of_several_countries_is_that_of_the_country_in_the_text(text: str, code: str) -> None:
    assert only(text).unit == code


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("It costs $1.5-2 billion.", 1.5e9, 2e9, "USD"),
        ("It costs $2-$3 billion.", 2e9, 3e9, "USD"),
        ("It costs between US$30 billion and US$35 billion.", 30e9, 35e9, "USD"),
        ("It costs £60m to £70m.", 60e6, 70e6, "GBP"),
        ("It is between 5 and 7 percent.", 5, 7, "percent"),
        ("It is 5\N{EN DASH}7%.", 5, 7, "percent"),
        ("It cut 1,200 to 1,500 jobs.", 1200, 1500, "count"),
    ],
)
def test_a_range_shares_its_scale_and_its_unit(text: str, low: float, high: float, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.value_max, quantity.unit) == (low, high, unit)


def test_from_one_share_to_another_is_no_range() -> None:
    assert figures("The duty rises from 3.5% to 5%.") == [(3.5, "percent"), (5, "percent")]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("doubled", 2),
        ("has tripled", 3),
        ("will halve", 0.5),
        ("needs a fivefold rise", 5),
        ("is three times as large", 3),
        ("is twice the old one", 2),
        ("grew by a factor of ten", 10),
        ("was cut in half", 0.5),
    ],
)
def test_a_multiple_is_a_factor(printed: str, value: float) -> None:
    assert figures(f"The fund {printed}.") == [(value, "factor")]


@pytest.mark.parametrize(
    ("text", "value", "surface"),
    [
        ("They sent 35,000 additional troops.", 35000, "35,000 additional troops"),
        ("They need thousands more armoured vehicles.", None, "thousands more armoured vehicles"),
        ("Two people were killed.", 2, "Two people"),
        ("It killed two police officers.", 2, "two police officers"),
        ("It has a thousand missiles.", 1000, "a thousand missiles"),
        ("It has consent from 28 of 32 allies.", 28, "28 of 32 allies"),
        ("They seized 2.1 tonnes of cocaine.", 2.1, "2.1 tonnes"),
        ("It burned 31,000 acres.", 31000, "31,000 acres"),
        ("A million and a half people left.", 1.5e6, "A million and a half people"),
        ("Several hundred fighters remained.", None, "Several hundred fighters"),
        ("At least 9500 containers wait.", 9500, "9500 containers"),
    ],
)
def test_what_is_counted_stands_in_the_surface(text: str, value: float | None, surface: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.surface) == (value, "count", surface)


@pytest.mark.parametrize(
    ("text", "value", "surface"),
    [
        ("They traced 52 of his close friends.", 52, "52 of his close friends"),
        ("It freed four of the group's commanders.", 4, "four of the group's commanders"),
        ("The line ordered 20 of Boeing's 787-9 Dreamliner jets.", 20, "20 of Boeing's 787-9 Dreamliner jets"),
        ("It grounded some 300 737 Max jets.", 300, "300 737 Max jets"),
        ("She is survived by her three daughters.", 3, "three daughters"),
        ("The two infected nurses are at home.", 2, "two infected nurses"),
        ("It is decided in these 2 counties.", 2, "2 counties"),
        ("Some seven U.S. soldiers left.", 7, "seven U.S. soldiers"),
        (
            "Four national security and diplomatic officials spoke.",
            4,
            "Four national security and diplomatic officials",
        ),
        ("He wants 55,000 pages of it.", 55000, "55,000 pages"),
        ("It will fly nine such missions.", 9, "nine such missions"),
        ("It cut power in 18 northern and central counties.", 18, "18 northern and central counties"),
        ("Several people died in the fire.", None, "Several people"),
        ("He was found guilty of one count of fraud.", 1, "one count"),
        ("The five companies bid for it.", 5, "five companies"),
        ("It awarded the first three contracts.", 3, "three contracts"),
        ("Jane Roe is one of the 16 women on board.", 16, "16 women"),
        ("It admitted to have buried nine of the disappeared.", 9, "nine of the disappeared"),
        ("It may hold 44 million cubic metres of gas.", 44e6, "44 million cubic metres"),
        ("Jane Roe, a mother-of-10, left.", 10, "10"),
    ],
)
def test_some_of_a_known_set_is_a_count(text: str, value: float | None, surface: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.surface) == (value, "count", surface)


@pytest.mark.parametrize(
    ("text", "value", "surface"),
    [
        ("She was jailed for nine years.", 9, "nine years"),
        ("He was sentenced to 50 weeks in jail.", 50, "50 weeks"),
        ("He faces a 41-month prison sentence.", 41, "41-month"),
        ("If convicted, he could face decades in prison.", None, "decades in prison"),
        ("A person can be jailed for up to 10 years.", 10, "10 years"),
        ("It ended an 18-year insurgency.", 18, "18-year"),
        ("It has 355 horsepower.", 355, "355 horsepower"),
        ("She weighs about 110 pounds.", 110, "110 pounds"),
        ("They found 30 grams of heroin.", 30, "30 grams"),
    ],
)
def test_what_is_measured_is_a_count(text: str, value: float | None, surface: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.surface) == (value, "count", surface)


@pytest.mark.parametrize(
    "text",
    ["The zoo has worked with it for 25 years.", "The flight takes six hours.", "The town is 400 miles from Paris."],
)
def test_how_long_and_how_far_is_no_figure_by_itself(text: str) -> None:
    assert find_quantities(Document(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The delegate count is Baker 384, Young 300 and Reid 37.", [(384, "count"), (300, "count"), (37, "count")]),
        ("Baker has 41 percent, Young 32, Reid 9.", [(41, "percent"), (32, "percent"), (9, "percent")]),
        ("Some 40 percent were white and 7.3 of another race.", [(40, "percent"), (7.3, "percent")]),
        ("She would beat him 46 to 40 percent.", [(46, "percent"), (40, "percent")]),
        ("Four men were killed and 20 wounded.", [(4, "count"), (20, "count")]),
        ("It came back in recent years\N{EM DASH}26 cases.", [(26, "count")]),
        ("They trailed by 5 and 10 percentage points.", [(5, "percentage_points"), (10, "percentage_points")]),
        ("The poll has Baker ahead of Young, 44-38.", [(44, "percent"), (38, "percent")]),
        ("The order was cut by 30 to 126.", [(30, "count"), (126, "count")]),
        ("The number of models will grow from 16 now to as many as 80.", [(16, "count"), (80, "count")]),
        ("The number of staff went from 166 in May, to 139 in June.", [(166, "count"), (139, "count")]),
        ("The death toll stands at 387.", [(387, "count")]),
        ("It found 715 worlds, including four that may hold water.", [(715, "count"), (4, "count")]),
        ("It sold five jets: two to Biman and three to Kenya Airways.", [(5, "count"), (2, "count"), (3, "count")]),
        ("They deported 300 Indians, including one woman.", [(300, "count"), (1, "count")]),
        ("He had a rating of -11 points (40 percent to 51 percent) in the poll.",
         [(-11, "percentage_points"), (40, "percent"), (51, "percent")]),
        ("Prices rose only a few percent.", [(None, "percent")]),
        ("Three firms signed, but only two committed to a date.", [(3, "count"), (2, "count")]),
        ("It wants to expand by five the pool of bidders.", [(5, "count")]),
        ("Utah has the fewest delegates, 71 in all.", [(71, "count")]),
        ("They won the most seats -- 119 -- in the vote.", [(119, "count")]),
        ("They opened 40 shops and closed two.", [(40, "count"), (2, "count")]),
        ("The number of substances went from 251 in 2012 to 348 last year.", [(251, "count"), (348, "count")]),
        ("SVL SEAVALE LTD. 113.40 -1.62 -1.41%", [(1.41, "percent")]),
    ],
)  # fmt: skip
def test_a_number_takes_its_unit_from_the_rest_of_the_sentence(
    text: str, found: list[tuple[float | None, str]]
) -> None:
    assert figures(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It was on 12 May 2025.",
        "It was on June 24, in 2018 and the 1990s.",
        "It begins at 8am, 11.40 p.m., 04:20 or 1410 GMT.",
        "Jane Roe, 57, and a 34-year-old man aged 34 met.",
        "They won 3-1 and lost 6-4, 7-5.",
        "Call 0161 496 0123 or 1-800-555-0119.",
        "Mr Roe of 14 Marsh Lane is No. 7.",
        "Route 66, Boeing 737 and Highway 97 are closed.",
        "The F-35, the A320neo and the S-400 carry COVID-19.",
        "They spoke over three years, for 14 hours and two days.",
        "It went at 45 mph and 38 degrees.",
        "She swam the 100 metres freestyle, and the 16-inch MacBook Pro was sold.",
        "It was the highest in nearly two years, a four-year high; 10-year notes fell.",
        "He had been there two weeks earlier, in the past 16 months and nine months after it.",
        "It is the largest sale for nine years.",
        "He is 5 feet 3 inches tall.",
        "The two leaders met for a two-day visit.",
        "The first man said it was one of the best in the second half.",
        "He waited half an hour and took a third term.",
        "Its shares closed at $41.17.",
        "Version 4.2.1 is on page 31.",
        "There are two ways and three reasons.",
        "The double murder was a triple one.",
        "It was said by two people familiar with the matter.",
        "The 2024 elections were after the 2020 votes.",
        "The screen is 1080p.",
        "They cannot make 911 calls.",
        "The S&P 500 lost 1.85 points on the day.",
        "The two countries and their three leaders met.",
        '"Our two countries have met."',
        '"The two of us have met," he said.',
        "It rose in the last three years against a basket of six currencies.",
        "She won the Ashby 400 Cup Series race, and has a 15-point lead over Roe.",
        'She wrote "Ten of the Rarest Birds".',
        "The two of the best are here.",
        "Rovers won the match 41-40.",
        "There are several ways, and it took a few days.",
    ],
)
def test_other_numbers_are_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize("hedge", ["about", "nearly", "more than", "at least", "up to", "an estimated", "as many as"])
def test_a_hedge_makes_a_figure_approximate(hedge: str) -> None:
    assert only(f"They lost {hedge} 300 ships.").approximate


def test_a_figure_without_a_hedge_is_exact() -> None:
    assert not only("They lost 300 ships.").approximate


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Brent crude rose to $71.35 a barrel.", 71.35, "USD"),
        ("Spot gold was at $1,402.10 an ounce.", 1402.10, "USD"),
        ("Sterling was last trading at $1.2925.", 1.2925, "USD"),
        ("Analysts predicted $1.52 a share.", 1.52, "USD"),
        ("It earned $1.52 per diluted share.", 1.52, "USD"),
        ("It reported $1.52 in per-share earnings.", 1.52, "USD"),
        ("The yen slid to 108.55 per dollar.", 108.55, "JPY"),
    ],
)
def test_what_goods_and_currencies_cost_and_what_a_share_earns_is_a_figure(
    text: str, value: float, unit: str
) -> None:
    assert figures(text) == [(value, unit)]


def test_a_price_of_a_share_is_given_when_asked_for() -> None:
    (price,) = find_quantities(Document("Its shares closed at $41.17."), prices=True)
    assert (price.value, price.unit) == (41.17, "USD")


def test_offsets_are_those_of_the_text_as_printed() -> None:
    text = "The \N{LEFT DOUBLE QUOTATION MARK}Société\N{RIGHT DOUBLE QUOTATION MARK} owes 5\N{NO-BREAK SPACE}percent."
    quantity = only(text)
    assert text[quantity.start : quantity.end] == quantity.surface == "5\N{NO-BREAK SPACE}percent"


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1 ", "$", "half ", "one ", "a hundred and ", "1-", "5 percent of the ", "$1.5 million to ", "2 of ",
     "one in ", "3 dollars 50 cents ", "between 5 and ", "1.", "A ", "'"],
)  # fmt: skip
def test_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    """50,000 characters take tenths of a second; what looks again at all that went before would take minutes."""
    document = Document((piece * (50_000 // len(piece)))[:50_000])
    assert document.sentences
    began = time.process_time()
    find_quantities(document)
    assert time.process_time() - began < 5
