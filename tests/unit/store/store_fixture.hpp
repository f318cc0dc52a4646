// A store in a folder of its own, gone with the test.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "store/database.hpp"

namespace stepgate::store::testing {

class ManualClock final : public Clock {
 public:
  Ms now() const override { return now_; }
  Ms steady() const override { return now_; }
  void set(Ms now) { now_ = now; }
  void advance(Ms by) { now_ += by; }

 private:
  Ms now_ = 1'790'000'000'000;
};

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "stepgate-store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name = "stepgate.db") const {
    return (path_ / name).string();
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The code of the Error that `act` throws; "" when it throws none.
template <class Act>
std::string code_of(Act&& act) {
  try {
    act();
  } catch (const Error& e) {
    EXPECT_FALSE(e.subject().empty());
    EXPECT_FALSE(e.fact().empty());
    return e.code();
  }
  return "";
}

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() { open(); }
  void open() {
    database_.reset();
    DatabaseOptions options;
    options.clock = &clock_;
    options.synchronous = "NORMAL";
    database_ = Database::open(folder_.file(), options);
  }
  Database& db() { return *database_; }

  Folder folder_;
  ManualClock clock_;
  std::unique_ptr<Database> database_;
};

}  // namespace stepgate::store::testing
