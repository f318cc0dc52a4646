// What the classes of this room share. Not for others.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "store/database.hpp"
#include "store/field_repository.hpp"
#include "store/sql/checkpointer.hpp"
#include "store/sql/readers.hpp"
#include "store/sql/writer.hpp"

namespace stepgate::store {

class PeopleWriter;
namespace activity {
class ActivityWriter;
}

struct Core {
  Core();
  ~Core();
  std::string path;
  DatabaseOptions options;
  const Clock* clock = nullptr;
  std::unique_ptr<sql::Writer> writer;
  std::unique_ptr<sql::Readers> readers;
  // Under the writer's turn:
  std::unique_ptr<PeopleWriter> people_writer;
  std::unique_ptr<activity::ActivityWriter> activity_writer;
  std::unique_ptr<sql::Checkpointer> checkpointer;
  std::atomic<Ms> last_commit_at{0};

  FieldTableRef fields() const {
    std::lock_guard lock(fields_mutex);
    return field_table;
  }
  void set_fields(FieldTableRef table) {
    std::lock_guard lock(fields_mutex);
    field_table = std::move(table);
  }
  Ms now() const { return clock->now(); }

  mutable std::mutex fields_mutex;  // guards field_table
  FieldTableRef field_table;
};

}  // namespace stepgate::store
