#include "store/sql/connection.hpp"

#include <Poco/Data/LOB.h>
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <deque>
#include <mutex>
#include <system_error>

#include "store/sql/failure.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store::sql {
namespace pd = Poco::Data;

namespace {

/// A connection belongs to one thread at a time here, so SQLite's own mutex per call is switched
/// off; it can be chosen only before the library is first used.
void set_up_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    pd::SQLite::Connector::registerConnector();
  });
}

Error cannot_be_opened(const std::string& path, const std::string& cause) {
  return {ErrorKind::unavailable,
          "STORE_UNREADABLE",
          "store " + path,
          "the file can neither be opened nor created",
          "Check that its folder exists and is writable for the daemon's user",
          cause};
}

/// Poco::Data tries for a minute to open what can't be opened. Looks without opening: closing a
/// second descriptor of the file would drop SQLite's locks on it.
void refuse_unreadable(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return;  // is made
  if (!S_ISREG(about.st_mode)) throw cannot_be_opened(path, "it is no file");
  if (::access(path.c_str(), R_OK) != 0)
    throw cannot_be_opened(path, std::generic_category().message(errno));
}

pd::Session open_session(const std::string& path) {
  constexpr std::size_t kSeconds = 5;
  set_up_library();
  refuse_unreadable(path);
  try {
    return pd::Session(pd::SQLite::Connector::KEY, path, kSeconds);
  } catch (const Poco::Exception& e) {
    throw cannot_be_opened(path, e.displayText());
  }
}

/// Owns what is bound until the statement has run.
struct Bound {
  std::deque<std::int64_t> integers;
  std::deque<double> reals;
  std::deque<std::string> texts;
  std::deque<pd::BLOB> blobs;
  Poco::NullType null = Poco::NULL_GENERIC;

  void add(pd::Statement& statement, const Value& value) {
    using pd::Keywords::use;
    const auto& v = value.variant();
    if (const auto* i = std::get_if<std::int64_t>(&v)) {
      statement.addBind(use(integers.emplace_back(*i)));
    } else if (const auto* d = std::get_if<double>(&v)) {
      statement.addBind(use(reals.emplace_back(*d)));
    } else if (const auto* s = std::get_if<std::string>(&v)) {
      statement.addBind(use(texts.emplace_back(*s)));
    } else if (const auto* b = std::get_if<Blob>(&v); b != nullptr && b->bytes.empty()) {
      statement.addBind(use(texts.emplace_back()));  // an empty BLOB would be bound as null
    } else if (b != nullptr) {
      statement.addBind(use(blobs.emplace_back(
          reinterpret_cast<const unsigned char*>(b->bytes.data()), b->bytes.size())));
    } else {
      statement.addBind(use(null));
    }
  }
};

Value value_of(const Poco::Dynamic::Var& var) {
  if (var.isEmpty()) return {};
  if (var.type() == typeid(pd::BLOB)) {
    const auto& blob = var.extract<pd::BLOB>();
    return Blob{std::string(reinterpret_cast<const char*>(blob.rawContent()), blob.size())};
  }
  if (var.isInteger()) return var.convert<Poco::Int64>();
  if (var.isNumeric()) return var.convert<double>();
  return var.convert<std::string>();
}

}  // namespace

struct Connection::Impl {
  explicit Impl(const std::string& path) : session(open_session(path)) {}
  pd::Session session;
};

Connection::Connection(const std::string& path, const ConnectionOptions& options)
    : impl_(std::make_unique<Impl>(path)),
      handle_(pd::SQLite::Utility::dbHandle(impl_->session)),
      statements_(std::make_unique<StatementCache>(handle_)) {
  // SQLite opens a file that may not be written for reading, and says nothing.
  if (sqlite3_db_readonly(handle_, "main") == 1) {
    throw file_error(SQLITE_READONLY, path, "opened for reading only");
  }
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, options.busy_ms);
  query("PRAGMA journal_mode=WAL");
  exec("PRAGMA synchronous=" + options.synchronous);
  exec("PRAGMA cache_size=-" + std::to_string(options.cache_bytes / 1024));
  exec("PRAGMA temp_store=MEMORY");
  exec("PRAGMA trusted_schema=OFF");
  query("PRAGMA mmap_size=" + std::to_string(options.mmap_bytes));
  query("PRAGMA wal_autocheckpoint=" + std::to_string(options.checkpoint_pages));
  query("PRAGMA journal_size_limit=" + std::to_string(256 << 20));
  if (options.query_only) exec("PRAGMA query_only=ON");
}

// Raw statements go before the session that owns the handle.
Connection::~Connection() { statements_.reset(); }

Rows Connection::query(std::string_view sql, std::span<const Value> args) {
  try {
    pd::Statement statement(impl_->session);
    statement << std::string(sql);
    Bound bound;
    for (const Value& value : args) bound.add(statement, value);
    statement.execute();
    if (statement.columnsExtracted() == 0) return {};  // RecordSet insists on columns
    pd::RecordSet set(statement);
    Rows rows(set.rowCount());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      rows[r].reserve(set.columnCount());
      for (std::size_t c = 0; c < set.columnCount(); ++c)
        rows[r].push_back(value_of(set.value(c, r)));
    }
    return rows;
  } catch (const Poco::Exception& e) {
    if (sqlite3_errcode(handle_) == SQLITE_OK) {
      throw Error(ErrorKind::internal, "STORE_FAILED", "store", "a query could not be run", {},
                  e.displayText());
    }
    fail(handle_, sql.substr(0, 60));
  }
}

std::int64_t Connection::exec(std::string_view sql, std::span<const Value> args) {
  const std::int64_t before = sqlite3_total_changes64(handle_);
  query(sql, args);
  return sqlite3_total_changes64(handle_) - before;
}

std::int64_t Connection::last_insert_id() const noexcept {
  return sqlite3_last_insert_rowid(handle_);
}

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(handle_) == 0; }

}  // namespace stepgate::store::sql
