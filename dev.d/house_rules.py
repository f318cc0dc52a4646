"""The rules of the house, as data. dev.d/check_house.py reads them; ARCHITECTURE.md gives the reasons.

The link targets already keep a room from including what it does not link (cmake/StepgateRoom.cmake). These tables keep the
targets themselves honest, and cover what no link target can: system headers, calls, and form.
"""
import re
from dataclasses import dataclass

MAX_LINES = 400

# Room -> rooms whose headers it may include. `stepgate` is the SDK.
ROOMS = {
    "base": set(),
    "config": {"base"},
    "flow": {"base"},
    "openapi": {"base"},
    "protocol": {"base", "openapi", "stepgate"},
    "http": {"base", "config"},
    "plugin": {"base", "config", "stepgate"},
    "store": {"base", "config", "flow"},
    "runtime": {"base", "config", "flow", "http", "plugin", "store", "stepgate"},
    "catalog": {"base", "config", "flow", "html", "http", "plugin", "runtime", "store", "stepgate"},
    "html": {"base"},
    "jobs": {"base", "catalog", "flow", "store"},
    "people": {"base", "config", "flow", "store"},
    "campaign": {"base", "catalog", "config", "flow", "people", "runtime", "store"},
    "admin": {"base", "campaign", "catalog", "config", "flow", "http", "jobs", "people", "plugin", "runtime", "store", "stepgate"},
    "check": {"admin", "app", "base", "campaign", "catalog", "config", "flow", "http", "jobs", "people", "plugin", "runtime", "store"},
    "cli": {"base", "check", "config", "http"},
    "app": {"admin", "base", "campaign", "catalog", "config", "flow", "http", "jobs", "people", "plugin", "runtime", "store",
            "stepgate"},
    "sim": {"base", "flow", "runtime", "store"},
}

# What one first-party plugin may include beyond the SDK: the wire belongs to this adapter.
PLUGIN_ROOMS = {"adapter-openapi": {"protocol", "openapi", "base"}}


@dataclass(frozen=True)
class Ban:
    """In files that match `where`, and not `unless`, an include (or, for `code`, a line) that matches `pattern`."""

    rule: str
    where: str
    pattern: str
    fact: str
    remedy: str
    unless: str = r"^$"
    code: bool = False

    def speaks_of(self, path):
        return re.search(self.where, path) and not re.search(self.unless, path)


PRODUCT = r"^(core|plugins|sdk|sample-plugins|sample-service)/"
HOST = r"^(core|plugins|sdk|sample-plugins)/"

BANS = [
    Ban("parent-include", r".", r"(^|/)\.\.?/", "an include by way of a folder goes around the rooms",
        "include it as \"room/file.hpp\" and link stepgate_<room>"),
    Ban("flow-pure", r"^core/flow/",
        r"^(Poco/|boost/|sqlite3|libpq|openssl/|sys/|netinet/|unistd\.h|pthread\.h|time\.h|ctime|chrono|thread|mutex|shared_mutex|"
        r"condition_variable|future|semaphore|stop_token|random|fstream|filesystem|iostream|cstdio|stdio\.h|"
        r"base/(crypto|log)\.hpp)",
        "the deterministic core reaches outside", "take time and dice as arguments; do the work in core/runtime or core/store"),
    Ban("flow-pure", r"^core/flow/", r"\b(Clock|system_clock|steady_clock|random_device|std::rand|std::time|getenv|std::this_thread)\b",
        "the deterministic core asks the machine", "take it as an argument", code=True),
    Ban("rapidjson-in-base", PRODUCT, r"^(rapidjson/|base/rapid\.hpp$)", "RapidJSON is included outside core/base",
        "use base/json.hpp, which bounds depth, numbers and text", unless=r"^core/base/"),
    Ban("boost-dll-in-plugin", PRODUCT, r"^boost/dll", "Boost.DLL is included outside core/plugin",
        "load through core/plugin", unless=r"^core/plugin/[^/]+\.cpp$"),
    Ban("libxml-in-html", PRODUCT, r"^libxml/", "libxml2 is included outside core/html",
        "use html/sanitize.hpp", unless=r"^core/html/"),
    Ban("poco-net-in-http", HOST, r"^Poco/Net/", "Poco::Net is included outside core/http and core/admin",
        "use the client and server of core/http", unless=r"^core/(http|admin)/"),
    Ban("sql-in-store", HOST, r"^(sqlite3(ext)?\.h|libpq-fe\.h|Poco/Data/)", "SQL is included outside core/store",
        "add a method to a repository of core/store", unless=r"^core/store/"),
    Ban("plugin-sdk-only", r"^(plugins|sample-plugins)/",
        r"^(Poco/|boost/|rapidjson/|sqlite3|openssl/|yaml-cpp/|zstd)", "a plugin includes a library of the host",
        "a plugin uses the SDK and the standard library; the host's facilities come through get_service"),
    Ban("sdk-alone", r"^sdk/include/", r"^(?!stepgate/)[^<]*/|^(Poco|boost|rapidjson|sqlite3|openssl)",
        "a header of the SDK includes more than the SDK and the standard library",
        "keep the SDK free of libraries: a vendor has none of them"),
]
