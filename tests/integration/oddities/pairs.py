"""What to expect of a service that is odd in two ways."""
from .table import CLEAN, SURVIVED

# Oddities that change what those of another table act on, so that no more than the sums can be foretold of the pair.
RESHAPES = {"optional-404", "picklist-undeclared", "user-driven", "no-callback-def", "most-people", "most-bytes", "contexts"}
# In the order in which they have to be applied: who wraps or lifts a tree comes after those who change its parts.
ORDER = ("values", "document", "definition", "reads", "submit", "callback")

TABLE_OF = {name: table for table, lives in SURVIVED.items() for name in lives}


def life_of(name):
    return SURVIVED[TABLE_OF[name]][name]


def ordered(pair):
    return sorted(pair, key=lambda name: (name == "definition-nested", ORDER.index(TABLE_OF[name]), name))


def is_independent(pair):
    """Both act, and neither in the place of the other."""
    tables = {TABLE_OF[name] for name in pair}
    return len(tables) == 2 and tables != {"callback", "values"} and not RESHAPES & set(pair)


def expected(pair):
    """(counts, codes that must be there) of an independent pair; None: only the sums are known."""
    if not is_independent(pair):
        return None
    breaking = [name for name in pair if life_of(name).counts != CLEAN]
    if not breaking:
        return CLEAN, set().union(*(life_of(name).codes for name in pair))
    if len(breaking) == 1:
        return life_of(breaking[0]).counts, set(life_of(breaking[0]).codes)
    return None


def words_of(pair):
    return [word for name in pair for word in life_of(name).words]


def flags_of(pair):
    return [word for name in pair for word in life_of(name).flags]
