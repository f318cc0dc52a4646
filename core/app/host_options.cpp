#include "app/host_options.hpp"

#include <pwd.h>

#include <algorithm>
#include <fstream>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "store/settings_repository.hpp"

namespace stepgate::app {
namespace {

std::string random_munchkin_id() {
  const auto bytes = random_bytes(9);
  std::string id;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 3 || i == 6) id += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    id += static_cast<char>(i / 3 == 1 ? 'A' + byte % 26 : '0' + byte % 10);
  }
  return id;
}

/// 123-ABC-456: services cut it out of the token by its length.
bool is_munchkin_id(std::string_view id) {
  constexpr std::string_view kShape = "000-AAA-000";
  const auto fits = [](char c, char shape) {
    if (shape == '0') return c >= '0' && c <= '9';
    return shape == 'A' ? c >= 'A' && c <= 'Z' : c == shape;
  };
  return id.size() == kShape.size() && std::equal(id.begin(), id.end(), kShape.begin(), fits);
}

/// "/etc/stepgated.properties line 4" or "the command line".
std::string where(const config::Settings& settings, std::string_view key) {
  const auto source = settings.source(key);
  return source.starts_with("line ") ? settings.file() + " " + source : "the " + source;
}

/// A path that is wrong must stop the start, not every call of a service hours later.
void check_ca_file(const config::Settings& settings, const std::string& file) {
  constexpr std::size_t kMostBytes = 8u << 20;
  std::string pem, trouble;
  std::error_code error;
  const bool regular = std::filesystem::is_regular_file(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (!regular || !stream) {
    trouble = error ? error.message() : regular ? "it cannot be opened" : "it is no file";
  } else {
    pem.resize(kMostBytes);
    stream.read(pem.data(), static_cast<std::streamsize>(pem.size()));
    pem.resize(static_cast<std::size_t>(stream.gcount()));
    try {
      if (trim(pem).empty()) trouble = "it is empty";
      http::make_tls_pem(pem, {}, {});
    } catch (const Error& e) {
      trouble = e.fact();
    }
  }
  if (trouble.empty()) return;
  throw Error(ErrorKind::invalid, "CONFIG_BAD_VALUE", where(settings, "outgoing.ca_file"),
              "outgoing.ca_file = " + file + " cannot be used",
              "Give a file of certificates in PEM that the daemon's user may read, or leave it "
              "empty; a relative path counts from data.directory",
              trouble);
}

}  // namespace

std::string authority(const config::Listen& listen) {
  const bool six = listen.host.find(':') != std::string::npos;
  return (six ? "[" + listen.host + "]" : listen.host) + ":" + std::to_string(listen.port);
}

store::DatabaseOptions store_options(const config::Settings& settings) {
  store::DatabaseOptions options;
  options.synchronous = settings.text("store.synchronous");
  options.cache_bytes = settings.integer("store.cache_mb") << 20;
  options.readers = static_cast<std::int32_t>(settings.integer("store.readers"));
  return options;
}

http::ClientOptions client_options(const config::Settings& settings) {
  http::ClientOptions options;
  options.egress.allow_loopback = settings.boolean("outgoing.allow_loopback");
  options.egress.allow_private = settings.boolean("outgoing.allow_private");
  options.ca_pem_file = settings.path("outgoing.ca_file");
  if (!options.ca_pem_file.empty()) check_ca_file(settings, options.ca_pem_file);
  return options;
}

plugin::PluginHostOptions plugin_options(const config::Settings& settings) {
  plugin::PluginHostOptions options;
  options.state_dir = settings.path("data.directory");
  options.max_file_bytes = static_cast<std::size_t>(settings.integer("plugins.max_bytes"));
  for (const auto& name : settings.list("plugins.trusted_owners")) {
    const auto* user = ::getpwnam(name.c_str());
    if (const auto number = parse_int(name); user == nullptr && number) {
      options.trusted_owners.push_back(static_cast<uid_t>(*number));
      continue;
    }
    if (user == nullptr)
      throw Error(ErrorKind::invalid, "CONFIG_BAD_VALUE", "plugins.trusted_owners",
                  "there is no user '" + name + "'", "Name users of this machine.");
    options.trusted_owners.push_back(user->pw_uid);
  }
  for (const auto& property : settings.delegated()) {
    if (!property.key.starts_with("plugin.")) continue;
    const auto rest = property.key.substr(7);
    const auto dot = rest.find('.');
    if (dot == std::string::npos)
      throw Error(ErrorKind::invalid, "CONFIG_UNKNOWN_KEY",
                  settings.file() + " line " + std::to_string(property.line),
                  "'" + property.key + "' names no key of a component",
                  "Write plugin.COMPONENT.KEY = VALUE.");
    options.settings[rest.substr(0, dot)][rest.substr(dot + 1)] = property.value;
  }
  return options;
}

catalog::Subscription subscription(const config::Settings& settings, store::Database& database) {
  auto id = settings.text("subscription.munchkin_id");
  if (id.empty()) id = database.settings().get_or_create("munchkin_id", &random_munchkin_id);
  if (!is_munchkin_id(id))
    throw Error(
        ErrorKind::invalid, "CONFIG_BAD_VALUE", "subscription.munchkin_id",
        "'" + id + "' has not the form 123-ABC-456",
        "Services cut it out of the token by that length; leave it empty to have one made.");
  return {id, settings.text("subscription.prefix"), settings.text("subscription.crm_sync_status")};
}

http::ServerOptions callback_options(const config::Settings& settings) {
  http::ServerOptions options;
  options.name = "callbacks";
  options.listen = authority(settings.listen("callbacks.listen"));
  options.threads = static_cast<int>(settings.integer("callbacks.threads"));
  options.max_body_bytes = static_cast<std::size_t>(settings.integer("callbacks.max_bytes"));
  return options;
}

std::string callback_base(const config::Settings& settings, const CallbackDoor& door) {
  auto url = settings.text("callbacks.public_url");
  if (url.empty()) url = door.url();
  while (url.ends_with('/')) url.pop_back();
  return url + std::string(kCallbackPath);
}

runtime::EngineOptions engine_options(const config::Settings& settings,
                                      const catalog::SecretBox& box, store::Database& database,
                                      const std::string& url_base) {
  runtime::EngineOptions options;
  options.epoch = database.settings().next_epoch();
  options.send_threads = static_cast<std::size_t>(settings.integer("engine.send_threads"));
  options.people_in_flight = settings.integer("engine.people_in_flight");
  options.trace = settings.boolean("engine.trace");
  options.trace_chunks_per_run = static_cast<std::size_t>(settings.integer("engine.trace_chunks"));
  options.callback_url_base = url_base;
  options.callback_key = box.derive("callback-url");
  options.highest_chunk = database.highest_chunk();
  return options;
}

jobs::Schedule schedule(const config::Settings& settings, store::Database& database) {
  const auto seed = database.settings().get_or_create("jobs.seed", [] { return random_text(8); });
  std::uint64_t number = 0;
  for (const char c : seed) number = number * 131 + static_cast<unsigned char>(c);
  return jobs::read_schedule(settings.text("jobs.time"), settings.integer("jobs.jitter_minutes"),
                             number);
}

jobs::Retention retention(const config::Settings& settings) {
  return {settings.integer("retention.activities_days"), settings.integer("retention.log_days"),
          settings.integer("retention.trace_days")};
}

std::vector<std::filesystem::path> plugin_directories(const config::Settings& settings) {
  const auto names = settings.list("plugins.directories");
  return {names.begin(), names.end()};
}

}  // namespace stepgate::app
