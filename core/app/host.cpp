#include "app/host.hpp"

#include "admin/admin_api.hpp"
#include "app/host_core.hpp"
#include "app/host_options.hpp"
#include "base/log.hpp"
#include "campaign/undos.hpp"
#include "http/server.hpp"
#include "jobs/retention_job.hpp"
#include "jobs/service_jobs.hpp"

namespace stepgate::app {
namespace {

std::vector<std::unique_ptr<jobs::Job>> nightly_jobs(HostCore& core) {
  auto all = jobs::service_jobs(core.onboarding);
  all.push_back(jobs::retention_job(*core.database, system_clock(), retention(core.settings)));
  return all;
}

}  // namespace

/// The host and its REST API.
struct Host::Parts {
  Parts(config::Settings given, const Version& version, bool forget_lost_secrets)
      : core(std::move(given), {nullptr, {}, forget_lost_secrets}),
        jobs(core.database->settings(), system_clock(), schedule(core.settings, *core.database),
             nightly_jobs(core)),
        api(admin_parts(version)),
        api_server(api_options(),
                   [this](http::ServerRequest& request, http::ServerResponse& response) {
                     api.handle(request, response);
                   }) {}

  http::ServerOptions api_options() {
    http::ServerOptions options;
    options.name = "api";
    options.listen = authority(core.settings.listen("api.listen"));
    options.threads = static_cast<int>(core.settings.integer("api.threads"));
    options.gate = [this](http::ServerRequest& request, http::ServerResponse& response) {
      return api.admit(request, response);
    };
    options.refusal = &admin::AdminApi::refusal;
    return options;
  }

  admin::AdminParts admin_parts(const Version& version) {
    admin::AdminParts parts;
    parts.database = core.database.get();
    parts.onboarding = &core.onboarding;
    parts.campaigns = &core.campaigns;
    parts.runs = &core.runs;
    parts.undos = &undos;
    parts.dead = &core.dead;
    parts.plugins = &core.plugins;
    parts.engine = &core.engine;
    parts.jobs = &jobs;
    parts.clock = &system_clock();
    parts.token = core.directory.admin_token();
    parts.version = version.version;
    parts.commit = version.commit;
    parts.data_file = core.directory.store_file();
    parts.callback_url = core.callback_url_base;
    parts.synchronous = core.settings.text("store.synchronous");
    parts.api_url = [this] { return api_server.url(); };
    parts.callback_stats = [this] { return core.callbacks.stats(); };
    parts.rescan_plugins = [this] { core.rescan_plugins(); };
    return parts;
  }

  HostCore core;
  jobs::Scheduler jobs;
  campaign::Undos undos{*core.database};
  admin::AdminApi api;
  http::Server api_server;
};

Host::Host(config::Settings settings, const Version& version, bool forget_lost_secrets)
    : parts_(std::make_unique<Parts>(std::move(settings), version, forget_lost_secrets)) {}

Host::~Host() { stop(); }

void Host::start() {
  auto& parts = *parts_;
  parts.core.start();
  parts.jobs.start();
  parts.undos.start();
  parts.api_server.start();
  parts.core.directory.write_runtime_note(parts.api_server.url());
  log(Severity::info, "app",
      "the API listens on " + parts.api_server.url() + ", callbacks on " +
          parts.core.callbacks.url() + ", services are told " + parts.core.callback_url_base);
}

void Host::stop() {
  if (!parts_) return;
  auto& parts = *parts_;
  parts.core.directory.remove_runtime_note();
  parts.api_server.stop();
  parts.jobs.stop();
  parts.undos.stop();
  parts.core.stop();
  parts_.reset();
}

void Host::rescan_plugins() { parts_->core.rescan_plugins(); }
std::string Host::api_url() const { return parts_->api_server.url(); }
std::string Host::callback_url() const { return parts_->core.callback_url_base; }

}  // namespace stepgate::app
