"""The real programs, each in a folder of its own, for the tests of this folder: standard library only."""
from .case import IntegrationTest
from .detour import Detour
from .host import Host, free_port
from .people import COUNTRIES, csv_text, write_csv
from .service import KEY, Service
from .store import Store
from .sums import check_people, check_statistics, results, statistics
from .waiting import eventually
from .witness import Witness, expand

__all__ = ["COUNTRIES", "Detour", "Host", "IntegrationTest", "KEY", "Service", "Store", "Witness", "check_people", "check_statistics",
           "csv_text", "eventually", "expand", "free_port", "results", "statistics", "write_csv"]
