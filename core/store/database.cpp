#include "store/database.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "store/activity/background.hpp"
#include "store/activity/writer.hpp"
#include "store/activity_repository.hpp"
#include "store/campaign_repository.hpp"
#include "store/core.hpp"
#include "store/credential_repository.hpp"
#include "store/dead_repository.hpp"
#include "store/field_rows.hpp"
#include "store/file_lock.hpp"
#include "store/people_repository.hpp"
#include "store/run_repository.hpp"
#include "store/schema/migrations.hpp"
#include "store/sealed_repository.hpp"
#include "store/service_log_repository.hpp"
#include "store/service_repository.hpp"
#include "store/settings_repository.hpp"
#include "store/sqlite/engine_store.hpp"
#include "store/sqlite/people_writer.hpp"
#include "store/statistics_repository.hpp"
#include "store/trace_repository.hpp"
#include "store/undo_repository.hpp"

namespace stepgate::store {
namespace {

sql::ConnectionOptions writer_options(const DatabaseOptions& o) {
  sql::ConnectionOptions options;
  options.synchronous = o.synchronous;
  options.cache_bytes = o.cache_bytes;
  options.mmap_bytes = o.mmap_bytes;
  options.checkpoint_pages = o.checkpoint_pages;
  return options;
}

sql::ConnectionOptions reader_options(const DatabaseOptions& o) {
  sql::ConnectionOptions options = writer_options(o);
  options.cache_bytes = o.reader_cache_bytes;
  options.query_only = true;
  return options;
}

void check(const DatabaseOptions& o) {
  if (o.synchronous == "FULL" || o.synchronous == "NORMAL") return;
  throw Error(ErrorKind::invalid, "SETTING_INVALID", "store.synchronous = " + o.synchronous,
              "it is neither FULL nor NORMAL", "Set one of the two");
}

}  // namespace

struct Database::Impl {
  explicit Impl(const std::string& path) : lock(path) { core.path = path; }

  FileLock lock;
  Core core;
  std::unique_ptr<EngineStore> store;
  FieldRepository fields{core};
  PeopleRepository people{core};
  ServiceRepository services{core};
  CredentialRepository credentials{core};
  SealedRepository sealed{core};
  CampaignRepository campaigns{core};
  RunRepository runs{core};
  UndoRepository undo{core};
  DeadRepository dead{core};
  StatisticsRepository statistics{core};
  ServiceLogRepository service_log{core};
  TraceRepository traces{core};
  ActivityRepository activities{core};
  SettingsRepository settings{core};
  std::unique_ptr<activity::Background> compaction;  // goes first
};

std::unique_ptr<Database> Database::open(const std::string& path, const DatabaseOptions& options) {
  check(options);
  auto impl = std::make_unique<Impl>(path);
  create_private_file(path);
  Core& core = impl->core;
  core.options = options;
  core.clock = options.clock != nullptr ? options.clock : &system_clock();
  core.writer = std::make_unique<sql::Writer>(path, writer_options(options));
  {
    sql::Writer::Turn turn(*core.writer);
    migrate(turn.connection(), path, core.now());
    core.set_fields(load_fields(turn.connection()));
    core.people_writer = std::make_unique<PeopleWriter>(turn.connection());
    core.activity_writer = std::make_unique<activity::ActivityWriter>(turn.connection());
  }
  core.readers = std::make_unique<sql::Readers>(
      path, reader_options(options), static_cast<std::size_t>(std::max(options.readers, 1)));
  core.checkpointer = std::make_unique<sql::Checkpointer>(path, writer_options(options),
                                                          *core.writer, options.checkpoint_pages);
  impl->store = std::make_unique<EngineStore>(core);
  impl->compaction = std::make_unique<activity::Background>(*core.writer, *core.readers);
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

flow::Store& Database::store() noexcept { return *impl_->store; }
FieldRepository& Database::fields() noexcept { return impl_->fields; }
PeopleRepository& Database::people() noexcept { return impl_->people; }
ServiceRepository& Database::services() noexcept { return impl_->services; }
CredentialRepository& Database::credentials() noexcept { return impl_->credentials; }
SealedRepository& Database::sealed() noexcept { return impl_->sealed; }
CampaignRepository& Database::campaigns() noexcept { return impl_->campaigns; }
RunRepository& Database::runs() noexcept { return impl_->runs; }
DeadRepository& Database::dead() noexcept { return impl_->dead; }
UndoRepository& Database::undo() noexcept { return impl_->undo; }
StatisticsRepository& Database::statistics() noexcept { return impl_->statistics; }
ServiceLogRepository& Database::service_log() noexcept { return impl_->service_log; }
TraceRepository& Database::traces() noexcept { return impl_->traces; }
ActivityRepository& Database::activities() noexcept { return impl_->activities; }
SettingsRepository& Database::settings() noexcept { return impl_->settings; }
const std::string& Database::path() const noexcept { return impl_->core.path; }

DatabaseHealth Database::health() noexcept {
  DatabaseHealth health;
  try {
    health.file = path();
    health.last_commit_at = impl_->core.last_commit_at;
    auto reader = impl_->core.readers->take();
    health.schema_version = schema_version(*reader);
    health.people = reader->query("SELECT sum(n) FROM person_bucket")[0][0].integer();
    health.bytes = bytes_of_file(path());
    health.wal_bytes = bytes_of_file(path() + "-wal");
    health.ok = true;
  } catch (const Error& e) {
    health.code = e.code();
    health.message = e.what();
  } catch (const std::exception& e) {
    health.code = "STORE_FAILED";
    health.message = e.what();
  }
  return health;
}

void Database::checkpoint() { impl_->core.checkpointer->truncate(); }

std::int64_t Database::size() const {
  return bytes_of_file(path()) + bytes_of_file(path() + "-wal");
}

flow::ChunkId Database::highest_chunk() {
  // Members are kept for open and closed chunks alike, and bucket by bucket the highest is last.
  const sql::Rows rows = impl_->core.readers->take()->query(
      "SELECT max((SELECT max(chunk) FROM chunk_members m WHERE m.bucket = b.bucket)) FROM (SELECT "
      "DISTINCT bucket FROM person_bucket) b");
  return rows[0][0].integer();
}

}  // namespace stepgate::store
