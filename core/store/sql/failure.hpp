// What SQLite's result codes mean to the host.
#pragma once
#include <exception>
#include <string>
#include <string_view>

#include "base/error.hpp"

struct sqlite3;

namespace stepgate::store::sql {

/// The statement itself does not fit the data (a constraint, a missing column, too big): another
/// statement may well work. Everything that concerns the file is thrown as stepgate::Error.
class StatementFailed : public std::exception {
 public:
  StatementFailed(int code, std::string text) : code_(code), text_(std::move(text)) {}
  int code() const noexcept { return code_; }  ///< extended result code
  const char* what() const noexcept override { return text_.c_str(); }
  bool unique() const noexcept;  ///< a second row of a key that may exist once

 private:
  int code_;
  std::string text_;
};

/// The file's trouble as an Error: STORE_FULL, STORE_READ_ONLY, STORE_BUSY, STORE_DAMAGED or
/// STORE_FAILED.
Error file_error(int extended_code, std::string_view file, std::string_view words);

/// Throws the right one of the two for the last error of this connection.
[[noreturn]] void fail(sqlite3* db, std::string_view doing);

}  // namespace stepgate::store::sql
