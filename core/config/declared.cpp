#include "config/declared.hpp"

#include "base/text.hpp"

namespace stepgate::config {

const std::vector<Setting>& declared() {
  static const std::vector<Setting> kSettings = {
      {"data.directory", Type::path, "/var/lib/stepgate",
       "Where the daemon keeps its store, key file, admin token and private copies of plugins. "
       "Only its user may read it."},
      {"api.listen", Type::listen, "127.0.0.1:7410",
       "Address of the REST API. Loopback by default; put a TLS proxy in front before you open "
       "it."},
      {"api.threads", Type::integer, "16", "Threads that serve the API.", 1, 1024},
      {"callbacks.listen", Type::listen, "127.0.0.1:7411",
       "Address on which services deliver their results. Its own threads: the API never starves "
       "it."},
      {"callbacks.threads", Type::integer, "64", "Threads that take callbacks.", 1, 4096},
      {"callbacks.public_url", Type::url, "",
       "The URL under which services reach the callback listener, as it is told to them. Empty: "
       "made from callbacks.listen. "
       "A service on another machine needs one that it can reach."},
      {"callbacks.max_bytes", Type::integer, "33554432", "Largest callback body, in bytes.", 1024,
       1 << 30},
      {"plugins.directories", Type::list, "${system.installed}",
       "Directories from which plugins are loaded, comma separated. ${system.installed} is "
       "lib/stepgate/plugins beside the program."},
      {"plugins.trusted_owners", Type::list, "root,${system.user}",
       "Users whose plugin files are trusted. ${system.user} is the user that runs the daemon."},
      {"plugins.max_bytes", Type::integer, "67108864", "Largest plugin file, in bytes.", 1024,
       1 << 30},
      {"store.synchronous",
       Type::choice,
       "FULL",
       "FULL: what was answered survives a power cut. NORMAL: it survives a crash of the program, "
       "and is a little faster.",
       0,
       0,
       {"FULL", "NORMAL"}},
      {"store.cache_mb", Type::integer, "64", "Page cache of the writing connection, in MB.", 1,
       65536},
      {"store.readers", Type::integer, "24", "Reading connections at most.", 2, 1024},
      {"engine.send_threads", Type::integer, "32",
       "Submits under way at a time, over all services.", 1, 4096},
      {"engine.people_in_flight", Type::integer, "400000",
       "People whose chunk has been sent and has no result yet, over all services.", 1, 1 << 30},
      {"engine.trace", Type::boolean, "true",
       "Keep what went over the wire, masked and cut, for `stepgate run show --trace`."},
      {"engine.trace_chunks", Type::integer, "100",
       "Chunks of each run whose exchange is kept in any case; failures and chunks of 64 people "
       "and more always are.",
       0, 1'000'000},
      {"jobs.time", Type::text, "03:00",
       "When nightly jobs begin (status and picklists of every service, retention): HH:MM, in this "
       "machine's local time. What was missed is caught up after the start."},
      {"jobs.jitter_minutes", Type::integer, "30",
       "Each job begins up to so many minutes later, another number each night: services are not "
       "asked by everybody at once.",
       0, 720},
      {"retention.activities_days", Type::integer, "0",
       "Days for which the history of people is kept; 0: for ever. A run whose activities went can "
       "not be taken back any more.",
       0, 36'500},
      {"retention.log_days", Type::integer, "90",
       "Days for which service logs are kept; 0: for ever.", 0, 36'500},
      {"retention.trace_days", Type::integer, "30",
       "Days for which it is kept what went over the wire; 0: for ever.", 0, 36'500},
      {"subscription.munchkin_id", Type::text, "",
       "The munchkin id that services see, in the form 123-ABC-456. Empty: one is made at the "
       "first start and kept."},
      {"subscription.prefix", Type::text, "", "The subscription's prefix, as services see it."},
      {"subscription.crm_sync_status", Type::text, "", "The CRM sync status, as services see it."},
      {"outgoing.allow_loopback", Type::boolean, "true",
       "Whether services on this machine may be called."},
      {"outgoing.allow_private", Type::boolean, "true",
       "Whether services in private address ranges may be called."},
      {"outgoing.ca_file", Type::path, "",
       "A file of further CA certificates (PEM) that are trusted for outgoing HTTPS."},
      {"locale", Type::text, "en_US", "Locale in which names and labels of services are shown."},
  };
  return kSettings;
}

const Setting* find_declared(std::string_view key) {
  for (const auto& setting : declared())
    if (setting.key == key) return &setting;
  return nullptr;
}

bool is_delegated(std::string_view key) {
  return key.starts_with("logging.") || key.starts_with("plugin.") ||
         key.starts_with("application.");
}

}  // namespace stepgate::config
