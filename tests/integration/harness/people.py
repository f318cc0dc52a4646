"""CSV files of people with countries that the sample service knows, knows not, or finds empty."""
import csv
import io

# (as typed, the alpha-2 code or None): every eighth person is one that the service fails.
COUNTRIES = [("Germany", "DE"), ("Deutschland", "DE"), ("france ", "FR"), ("España", "ES"), ("日本", "JP"), ("Brasil", "BR"),
             ("USA", "US"), ("Narnia", None)]
COLUMNS = ["email", "firstName", "lastName", "country", "city"]


def rows(count, first=1, countries=COUNTRIES):
    for number in range(first, first + count):
        yield [f"person{number}@example.com", f"Ána{number}", f"O'Neill, \"{number}\"", countries[(number - 1) % len(countries)][0], "Köln"]


def csv_text(count, first=1, countries=COUNTRIES, separator=",", newline="\n"):
    stream = io.StringIO()
    out = csv.writer(stream, delimiter=separator, lineterminator=newline)
    out.writerow(COLUMNS)
    out.writerows(rows(count, first, countries))
    return stream.getvalue()


def write_csv(path, count, **options):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        stream.write(csv_text(count, **options))
    return path
