"""The benchmark's people, and the values that its service gives them: both depend on the id alone (and on a salt)."""
FIRST = ["Anna", "Bernd", "Carla", "Dietmar", "Eva", "Felix", "Gisela", "Hans", "Ines", "Jonas"]
LAST = ["Schneider", "Garcia", "O'Neill", "Novak", "Johansson", "Petrov", "Tanaka", "Okafor", "Dubois", "Müller"]
COMPANY = ["Initech GmbH", "Umbrella Logistics Inc.", "Acme \"Rockets\" Ltd", "Globex Corporation", "Stark Industries AG"]
TITLE = ["Head of Marketing Operations", "Senior Software Engineer", "Chief Financial Officer", "Regional Sales Manager"]
PLACE = [("Germany", "Frankfurt am Main"), ("United States", "San Francisco"), ("Ireland", "Dublin"), ("Czech Republic", "Prague"), ("Japan", "Yokohama")]
INDUSTRY = ["Manufacturing", "Financial Services", "Logistics and Transport", "Healthcare"]
REGION = ["Nordics", "Central Europe", "Mediterranean", "North America", "Asia Pacific"]
SEGMENT = ["Enterprise", "Mid-Market", "Small Business"]
MASK = (1 << 64) - 1


def mixed(x):
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def expected(identity, salt):
    h = mixed((identity + mixed(salt)) & MASK)
    return REGION[h % 5], SEGMENT[(h >> 8) % 3], (h >> 16) % 1000


def line(identity):
    h = (identity * 0x9E3779B97F4A7C15) & MASK
    first, last, (country, city) = FIRST[h % 10], LAST[(h >> 8) % 10], PLACE[(h >> 28) % 5]
    company = COMPANY[(h >> 12) % 5].replace('"', '""')
    return (f'{identity},{first.lower()}.{identity}@mail-{(h >> 16) % 5000}.example.com,{first},{last},+49-69-{(h >> 20) % 10_000_000:07},'
            f'"{company}",{TITLE[(h >> 24) % 4]},{country},{city},{INDUSTRY[(h >> 36) % 4]},{(h >> 40) % 100}\n')


def write_csv(path, count):
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("id,email,firstName,lastName,phone,company,title,country,city,industry,leadScore\n")
        for identity in range(1, count + 1):
            stream.write(line(identity))
