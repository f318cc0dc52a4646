#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "store/settings_repository.hpp"
#include "store_fixture.hpp"

namespace stepgate::store::testing {
namespace {

void run_sql(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
  sqlite3_close(db);
}

std::string read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(DatabaseOpen, MakesAPrivateFileAndReopensIt) {
  Folder folder;
  {
    auto db = Database::open(folder.file());
    db->settings().set("munchkin", "123-ABC-456");
    const DatabaseHealth health = db->health();
    EXPECT_TRUE(health.ok) << health.message;
    EXPECT_GE(health.schema_version, 1);
    EXPECT_GT(db->size(), 0);
  }
  struct stat info = {};
  ASSERT_EQ(stat(folder.file().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  auto again = Database::open(folder.file());
  EXPECT_EQ(again->settings().get("munchkin"), "123-ABC-456");
}

TEST(DatabaseOpen, RefusesAFileOfAnotherProgramAndLeavesItAlone) {
  Folder folder;
  run_sql(folder.file(), "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  EXPECT_EQ(code_of([&] { Database::open(folder.file()); }), "STORE_FOREIGN");
  run_sql(folder.file(), "INSERT INTO t SELECT a + 1 FROM t");
}

TEST(DatabaseOpen, RefusesAFileThatIsNoDatabase) {
  Folder folder;
  std::ofstream(folder.file()) << std::string(8192, 'x');
  EXPECT_EQ(code_of([&] { Database::open(folder.file()); }), "STORE_DAMAGED");
  EXPECT_EQ(read_file(folder.file()), std::string(8192, 'x'));
}

TEST(DatabaseOpen, RefusesANewerSchema) {
  Folder folder;
  Database::open(folder.file());
  run_sql(folder.file(), "INSERT INTO schema_version VALUES(999, 0)");
  EXPECT_EQ(code_of([&] { Database::open(folder.file()); }), "STORE_NEWER");
}

TEST(DatabaseOpen, RefusesASecondOpener) {
  Folder folder;
  auto first = Database::open(folder.file());
  EXPECT_EQ(code_of([&] { Database::open(folder.file()); }), "STORE_IN_USE");
  first.reset();
  EXPECT_NO_THROW(Database::open(folder.file()));
}

TEST(DatabaseOpen, NamesAFolderThatIsNotThere) {
  Folder folder;
  EXPECT_EQ(code_of([&] { Database::open(folder.file("none/stepgate.db")); }), "STORE_UNREADABLE");
}

TEST(DatabaseOpen, RefusesAnUnknownSynchronousSetting) {
  Folder folder;
  DatabaseOptions options;
  options.synchronous = "OFF";
  EXPECT_EQ(code_of([&] { Database::open(folder.file(), options); }), "SETTING_INVALID");
}

class DatabaseTest : public StoreTest {};

TEST_F(DatabaseTest, CheckpointEmptiesTheWal) {
  db().settings().set("a", "b");
  db().checkpoint();
  EXPECT_EQ(db().health().wal_bytes, 0);
}

TEST_F(DatabaseTest, SettingsAreKeptAndMadeOnce) {
  EXPECT_EQ(db().settings().get("x"), std::nullopt);
  EXPECT_EQ(db().settings().get_or_create("x", [] { return "1"; }), "1");
  EXPECT_EQ(db().settings().get_or_create("x", [] { return "2"; }), "1");
  db().settings().set("x", "3");
  EXPECT_EQ(db().settings().get("x"), "3");
  db().settings().erase("x");
  EXPECT_EQ(db().settings().get("x"), std::nullopt);
}

TEST_F(DatabaseTest, EveryStartHasAnEpochOfItsOwn) {
  const auto first = db().settings().next_epoch();
  open();
  EXPECT_GT(db().settings().next_epoch(), first);
}

}  // namespace
}  // namespace stepgate::store::testing
