// segment_find(ids, body, kind, key, value) over the rows of activity_segment.
#include <array>
#include <string>

#include "base/json.hpp"
#include "store/activity/body.hpp"
#include "store/activity/bytes.hpp"
#include "store/activity/extension/extension.hpp"
#include "store/activity/field_names.hpp"
#include "store/activity/id_list.hpp"
#include "store/activity/parameters.hpp"
#include "store/changes.hpp"

namespace stepgate::store::activity::extension {
namespace {

std::optional<ColumnKind> kind_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, ColumnKind>, 7> kNames{{
      {"outcome", ColumnKind::outcome},
      {"code", ColumnKind::code},
      {"reason", ColumnKind::reason},
      {"attribute", ColumnKind::attribute},
      {"parameter", ColumnKind::parameter},
      {"old", ColumnKind::old_value},
      {"new", ColumnKind::new_value},
  }};
  for (const auto& [known, kind] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::string_view bytes_of(sqlite3_value* value) {
  const auto* p = static_cast<const char*>(sqlite3_value_blob(value));
  return p == nullptr ? std::string_view()
                      : std::string_view(p, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

std::string find(sqlite3_value** values) {
  const auto kind = kind_of(bytes_of(values[2]));
  if (!kind)
    throw Damaged("the kind is none of outcome, code, reason, attribute, parameter, old, new");
  const std::vector<flow::PersonId> ids = decode_id_list(bytes_of(values[0]));
  const Body body = Body::open(bytes_of(values[1]), ids.size());
  const std::string wanted(bytes_of(values[4]));
  std::vector<std::uint8_t> alive(ids.size(), 1);
  body.column(*kind, bytes_of(values[3])).keep_if(alive, [&](const Value& v) {
    if (v.is_null()) return false;
    if (*kind == ColumnKind::parameter) return parameter_text(v.text()) == wanted;
    if (*kind == ColumnKind::outcome) return to_string(static_cast<Outcome>(v.number())) == wanted;
    return is_text(v, wanted, false);
  });
  JsonWriter json;
  json.begin_array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (alive[i] != 0) json.integer(ids[i]);
  }
  json.end_array();
  return json.take();
}

void on_find(sqlite3_context* context, int, sqlite3_value** values) {
  try {
    const std::string found = find(values);
    sqlite3_result_text64(context, found.data(), found.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

}  // namespace

int register_functions(sqlite3* db) {
  return sqlite3_create_function_v2(db, "segment_find", 5,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                    on_find, nullptr, nullptr, nullptr);
}

}  // namespace stepgate::store::activity::extension
