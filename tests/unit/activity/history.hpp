// A history in a folder of its own, and beside it, in memory, what it must give.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "flow/field.hpp"
#include "store/activity/compactor.hpp"
#include "store/activity/reader.hpp"
#include "store/activity/writer.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store::activity::testing {

class Folder {
 public:
  Folder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "stepgate-activity-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file() const { return (path_ / "stepgate.db").string(); }

 private:
  std::filesystem::path path_;
};

/// Owns what ChunkActivities borrows.
struct Chunk {
  ChunkActivities activities;
  std::string source, reason, parameters, primary;
  std::vector<flow::PersonId> ids;
  flow::ChunkResults results;
  Changes changes;

  /// With its borrowed parts set; as long as this chunk stays where it is.
  const ChunkActivities& borrow();
  void set_text(flow::Cell& cell, std::string_view text, std::string& arena);
  /// Adds a field that nobody changes yet.
  FieldChange& field(flow::FieldId id);
  void add_changes(std::vector<Activity>& out, std::size_t row) const;
  Activity service_activity(std::size_t row) const;
};

/// A chunk of a service with these people, all of them unchanged and without attributes.
std::unique_ptr<Chunk> plain_chunk(std::vector<flow::PersonId> ids);

class History {
 public:
  History();
  explicit History(const std::string& file);

  void write(const std::vector<std::unique_ptr<Chunk>>& together);
  void write(std::unique_ptr<Chunk> one);
  /// Until there is nothing to do; gives the entries that moved.
  std::int64_t compact(const CompactionLimits& limits);
  sql::Connection& reading() { return *reading_; }
  sql::Writer& writer() { return *writer_; }
  sql::Readers& readers() { return *readers_; }
  Reader& reader() { return *reader_; }
  std::int64_t number(const std::string& query);

  /// What it must give, newest first.
  std::vector<Activity> expected(const Filter& filter) const;
  const std::string& file() const { return file_; }

 private:
  struct Placed {
    Position key;
    Activity activity;
  };
  void open();
  Folder folder_;
  std::string file_;
  std::unique_ptr<sql::Writer> writer_;
  std::unique_ptr<sql::Readers> readers_;
  std::unique_ptr<ActivityWriter> activities_;
  std::unique_ptr<sql::Connection> reading_;
  std::unique_ptr<Reader> reader_;
  std::vector<Placed> placed_;
  std::int64_t import_ = 0;  // the order of imports
};

std::ostream& operator<<(std::ostream& out, const Activity& a);

}  // namespace stepgate::store::activity::testing

namespace stepgate::store::activity {
inline void PrintTo(const Activity& a, std::ostream* out) { testing::operator<<(*out, a); }
}  // namespace stepgate::store::activity
