#include "store/sql/writer.hpp"

#include "store/sql/failure.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store::sql {

Writer::Writer(const std::string& path, const ConnectionOptions& options)
    : connection_(path, options) {}

Writer::Turn::Turn(Writer& writer) : writer_(writer) {
  std::unique_lock lock(writer_.mutex_);
  const std::uint64_t ticket = writer_.next_ticket_++;
  writer_.changed_.wait(lock, [&] { return writer_.serving_ == ticket; });
}

Writer::Turn::~Turn() {
  {
    std::lock_guard lock(writer_.mutex_);
    ++writer_.serving_;
  }
  writer_.changed_.notify_all();
}

Writer::Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.statements().get("BEGIN IMMEDIATE").run();
}

Writer::Transaction::~Transaction() {
  // SQLite may have rolled back by itself already (disk full, i/o error).
  if (!open_ || !connection_.in_transaction()) return;
  try {
    connection_.statements().get("ROLLBACK").run();
  } catch (...) {  // nothing was committed; the next BEGIN shows what is wrong
  }
}

void Writer::Transaction::commit() {
  connection_.statements().get("COMMIT").run();
  open_ = false;
}

}  // namespace stepgate::store::sql
