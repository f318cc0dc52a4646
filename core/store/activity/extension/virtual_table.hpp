// An eponymous virtual table as a class: what SQLite's tables of functions need, once. Nothing is
// thrown into SQLite.
#pragma once
#include <exception>
#include <memory>
#include <string_view>

#include "store/activity/sqlite_api.hpp"

namespace stepgate::store::activity::extension {

/// Gives a value to a column of the present row.
class Cell {
 public:
  explicit Cell(sqlite3_context* context) noexcept : context_(context) {}
  void set(std::int64_t v) const { sqlite3_result_int64(context_, v); }
  void set(std::string_view v) const {
    sqlite3_result_text64(context_, v.data(), v.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  void set_null() const { sqlite3_result_null(context_); }

 private:
  sqlite3_context* context_;
};

/// `Rows` has: kDeclaration; static plan(sqlite3_index_info&); Rows(sqlite3*, int plan, int n,
/// sqlite3_value**), which stands on the first row; next(); at_end(); column(int, const Cell&).
template <class Rows>
class VirtualTable {
 public:
  static int add(sqlite3* db, const char* name) {
    return sqlite3_create_module_v2(db, name, &kModule, nullptr, nullptr);
  }

 private:
  struct Table : sqlite3_vtab {
    explicit Table(sqlite3* handle) : sqlite3_vtab{}, db(handle) {}
    sqlite3* db;
  };
  struct Cursor : sqlite3_vtab_cursor {
    explicit Cursor(sqlite3_vtab* table) : sqlite3_vtab_cursor{table} {}
    std::unique_ptr<Rows> rows;
    std::int64_t number = 0;
  };

  template <class Act>
  static int guarded(sqlite3_vtab* table, Act&& act) noexcept {
    try {
      act();
      return SQLITE_OK;
    } catch (const std::exception& e) {
      sqlite3_free(table->zErrMsg);
      table->zErrMsg = sqlite3_mprintf("%s", e.what());
      return SQLITE_ERROR;
    }
  }
  static int connect(sqlite3* db, void*, int, const char* const*, sqlite3_vtab** out, char**) {
    const int rc = sqlite3_declare_vtab(db, Rows::kDeclaration);
    if (rc != SQLITE_OK) return rc;
    *out = new (std::nothrow) Table(db);
    return *out == nullptr ? SQLITE_NOMEM : SQLITE_OK;
  }
  static int disconnect(sqlite3_vtab* table) {
    delete static_cast<Table*>(table);
    return SQLITE_OK;
  }
  static int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    Rows::plan(*info);
    return SQLITE_OK;
  }
  static int open(sqlite3_vtab* table, sqlite3_vtab_cursor** out) {
    *out = new (std::nothrow) Cursor(table);
    return *out == nullptr ? SQLITE_NOMEM : SQLITE_OK;
  }
  static int close(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
  }
  static int filter(sqlite3_vtab_cursor* c, int plan, const char*, int n, sqlite3_value** values) {
    auto* cursor = static_cast<Cursor*>(c);
    return guarded(c->pVtab, [&] {
      cursor->rows.reset();
      cursor->number = 0;
      cursor->rows = std::make_unique<Rows>(static_cast<Table*>(c->pVtab)->db, plan, n, values);
    });
  }
  static int next(sqlite3_vtab_cursor* c) {
    auto* cursor = static_cast<Cursor*>(c);
    ++cursor->number;
    return guarded(c->pVtab, [&] { cursor->rows->next(); });
  }
  static int eof(sqlite3_vtab_cursor* c) {
    const auto& rows = static_cast<Cursor*>(c)->rows;
    return rows == nullptr || rows->at_end() ? 1 : 0;
  }
  static int column(sqlite3_vtab_cursor* c, sqlite3_context* context, int index) {
    return guarded(c->pVtab, [&] { static_cast<Cursor*>(c)->rows->column(index, Cell(context)); });
  }
  static int rowid(sqlite3_vtab_cursor* c, sqlite3_int64* out) {
    *out = static_cast<Cursor*>(c)->number;
    return SQLITE_OK;
  }

  static constexpr sqlite3_module make() {
    sqlite3_module module{};
    module.xConnect = connect;  // no xCreate: there without CREATE VIRTUAL TABLE
    module.xBestIndex = best_index;
    module.xDisconnect = disconnect;
    module.xOpen = open;
    module.xClose = close;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = eof;
    module.xColumn = column;
    module.xRowid = rowid;
    return module;
  }
  static constexpr sqlite3_module kModule = make();
};

}  // namespace stepgate::store::activity::extension
