"""People with the country names that forms and spreadsheets really hold: several languages, codes, misspellings, blanks."""
import csv
import random

FIRST = ["Anna", "Bernd", "Chloé", "Dmitri", "Elif", "Fatima", "Giulia", "Hiroshi", "Inês", "Jürgen", "Kwame", "Łukasz",
         "María", "Noor", "Oluwaseun", "Priya", "Søren", "Thảo", "Ulla", "Wei", "Zoë", "محمد", "Ольга", "美咲"]
LAST = ["Andersson", "Bianchi", "Çelik", "Dubois", "Ekström", "Fernández", "García", "Höffner", "Ivanova", "Jansen",
        "Kowalska", "López", "Müller", "Nguyễn", "O'Neill", "Petrović", "Šimić", "Tanaka", "Okafor", "van der Berg", "王"]
COMPANIES = ["Nordwind Logistik", "Blue Fjord AS", "Papelería del Sur", "Kestrel \"Air\" Ltd", "Ōsaka Instruments",
             "Baobab Foods, Inc.", "Grüne Wiese eG", "Atelier Perrin"]
# (as typed, city, postal code)
KNOWN = [
    ("Germany", "Berlin", "10115"), ("Deutschland", "Köln", "50667"), ("GERMANY", "Hamburg", "20095"),
    ("Allemagne", "Trier", "54290"), ("DE", "Bremen", "28195"), ("France", "Lyon", "69001"), ("france ", "Nîmes", "30000"),
    ("Frankreich", "Colmar", "68000"), ("Spain", "Sevilla", "41001"), ("España", "Málaga", "29001"),
    ("Italia", "Bologna", "40121"), ("Italy", "Torino", "10121"), ("United Kingdom", "Leeds", "LS1 4AP"),
    ("UK", "Bath", "BA1 1AA"), ("U.K.", "Cardiff", "CF10 1AE"), ("Great Britain", "York", "YO1 7HH"),
    ("USA", "Austin", "73301"), ("U.S.A.", "Boston", "02108"), ("United States", "Denver", "80202"),
    ("United States of America", "Reno", "89501"), ("us", "Miami", "33101"), ("Canada", "Montréal", "H2X 1Y4"),
    ("México", "Mérida", "97000"), ("Mexico", "Puebla", "72000"), ("Brasil", "Recife", "50010"),
    ("Brazil", "Natal", "59010"), ("Argentina", "Salta", "A4400"), ("Österreich", "Graz", "8010"),
    ("Austria", "Linz", "4020"), ("Schweiz", "Basel", "4001"), ("Suisse", "Genève", "1201"),
    ("Switzerland", "Zürich", "8001"), ("Türkiye", "İzmir", "35000"), ("Turkey", "Bursa", "16010"),
    ("The Netherlands", "Utrecht", "3511"), ("Holland", "Delft", "2611"), ("Nederland", "Leiden", "2311"),
    ("Belgique", "Namur", "5000"), ("Sverige", "Umeå", "90325"), ("Sweden", "Malmö", "21119"),
    ("Norge", "Tromsø", "9008"), ("Danmark", "Århus", "8000"), ("Suomi", "Tampere", "33100"),
    ("Polska", "Łódź", "90-001"), ("Poland", "Gdańsk", "80-831"), ("Česko", "Brno", "602 00"),
    ("Czech Republic", "Plzeň", "301 00"), ("Côte d'Ivoire", "Bouaké", ""), ("Ivory Coast", "Abidjan", ""),
    ("日本", "大阪", "530-0001"), ("Japan", "Kobe", "650-0001"), ("South Korea", "Busan", "48058"),
    ("Viet Nam", "Huế", "530000"), ("India", "Pune", "411001"), ("Nigeria", "Ibadan", "200001"),
    ("South Africa", "Durban", "4001"), ("Australia", "Hobart", "7000"), ("New Zealand", "Napier", "4110"),
    ("Россия", "Казань", "420000"), ("Ελλάδα", "Πάτρα", "26221"), ("Éire", "Galway", "H91"), ("Ireland", "Cork", "T12"),
    ("Portugal", "Évora", "7000"), ("Ukraine", "Lviv", "79000"), ("UAE", "Dubai", ""), ("Chile", "Arica", "1000000"),
]
UNKNOWN = ["Atlantis", "EMEA", "n/a", "-", "Home", "Narnia", "???", "Bitte wählen", "test", "Gemrany & Ausrtia", "Earth", "Ruritania"]


def person(dice, number):
    first, last = dice.choice(FIRST), dice.choice(LAST)
    country, city, postal = dice.choice(KNOWN)
    lot = dice.random()
    if lot < 0.06:
        country = dice.choice(UNKNOWN)
    elif lot < 0.11:
        country = ""
    return [f"person{number}@{dice.choice(['example.com', 'example.org', 'mail.example.net'])}", first, last,
            dice.choice(COMPANIES), country, city, postal]


def write_csv(path, count, seed):
    """`count` good lines, and three that no import should take."""
    dice = random.Random(seed)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["email", "firstName", "lastName", "company", "country", "city", "postalCode", "dateOfBirth"])
        for number in range(1, count + 1):
            out.writerow(person(dice, number) + [""])
            if number in (count // 4, count // 2):
                out.writerow(person(dice, count + number) + ["31.02.1980"])
        out.writerow(["a line that is too short"])
