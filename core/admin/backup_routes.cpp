// A copy of the store while it is in use.
#include "store/backup.hpp"

#include <array>
#include <exception>

#include "admin/call.hpp"
#include "admin/problem.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "store/database.hpp"

namespace stepgate::admin {
namespace {

/// app/data_directory.hpp names it so.
std::string key_file(const std::string& data_file) {
  return data_file.substr(0, data_file.find_last_of('/') + 1) + "secret.key";
}

/// Tells how far it is while it copies, which also shows that the client is gone.
class Backup {
 public:
  explicit Backup(Call& call) : call_(call), told_at_(call.parts.clock->steady()) {}

  void run(const std::string& file) {
    Json last;
    try {
      const auto made =
          store::back_up(*call_.parts.database, file, [this](const auto& now) { tell(now); });
      last = Json::object({{"done", true},
                           {"file", made.file},
                           {"bytes", made.bytes},
                           {"schemaVersion", made.schema_version},
                           {"keyFile", key_file(call_.parts.data_file)}});
      log(Severity::info, "admin", "the store was backed up to " + made.file);
    } catch (...) {
      if (!call_.response.started()) throw;  // a refusal like any other
      last = Json::object({{"done", false}, {"problem", problem_json(std::current_exception())}});
      log(Severity::warn, "admin", "a backup broke off: " + last["problem"]["detail"].as_string());
    }
    line(last);
    call_.response.end();
  }

 private:
  void tell(const store::BackupProgress& now) {
    if (call_.request.stopping())
      throw Error(ErrorKind::unavailable, "HOST_STOPPING", "the backup", "the host is stopping",
                  "Begin it again when it is back");
    const auto at = call_.parts.clock->steady();
    if (at - told_at_ < call_.parts.progress_ms) return;
    told_at_ = at;
    line(Json::object({{"copied", now.done}, {"bytes", now.bytes}}));
    call_.response.flush();
  }

  void line(const Json& json) {
    if (!call_.response.started()) call_.response.begin("application/x-ndjson");
    call_.response.write(json.dump() + "\n");
  }

  Call& call_;
  Ms told_at_;
};

void back_up(Call& call) { Backup(call).run(call.body()["file"].as_string()); }

constexpr std::array kRoutes{
    Route{.method = "POST",
          .path = "/api/v1/backup",
          .id = "backUp",
          .summary = "Copies the store to a file on the daemon's machine while it is in use",
          .handle = &back_up,
          .answer = {"application/x-ndjson", "BackupLine"},
          .body = {kJson, "NewBackup"},
          .refusals = "409"},
};

}  // namespace

std::span<const Route> backup_routes() { return kRoutes; }

}  // namespace stepgate::admin
