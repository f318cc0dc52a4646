#include "store/field_repository.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/core.hpp"
#include "store/field_rows.hpp"

namespace stepgate::store {
namespace {

/// Below it: ids of standard fields, of today and of later versions.
constexpr flow::FieldId kFirstCustom = 1001;
constexpr std::size_t kMaxLabelBytes = 255;
constexpr std::string_view kReserved[] = {"id", "success", "reason", "errorCode"};

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > FieldRepository::kMaxNameBytes || !is_letter(name[0])) {
    return false;
  }
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

void check_name(std::string_view name) {
  const std::string subject = "field '" + std::string(name.substr(0, 100)) + "'";
  if (!is_name(name)) {
    throw Error(ErrorKind::invalid, "FIELD_NAME_INVALID", subject,
                "an API name is a letter followed by letters, digits and _, at most " +
                    std::to_string(FieldRepository::kMaxNameBytes) + " in all",
                "Choose another name");
  }
  for (const std::string_view reserved : kReserved) {
    if (!iequals(name, reserved)) continue;
    throw Error(ErrorKind::invalid, "FIELD_NAME_RESERVED", subject,
                "the protocol uses this name itself", "Choose another name");
  }
}

void check_label(std::string_view label) {
  const bool control = std::any_of(label.begin(), label.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (label.size() <= kMaxLabelBytes && is_valid_utf8(label) && !control) return;
  throw Error(ErrorKind::invalid, "FIELD_LABEL_INVALID", "label of a field",
              control
                  ? "it holds control characters"
                  : "it is no UTF-8 or longer than " + std::to_string(kMaxLabelBytes) + " bytes",
              "Give a label of one line, at most " + std::to_string(kMaxLabelBytes) + " bytes");
}

void check_free(const FieldTable& table, std::string_view name) {
  if (const flow::Field* taken = table.find(name)) {
    throw Error(ErrorKind::conflict, "FIELD_EXISTS", "field '" + std::string(name) + "'",
                "there is already field " + taken->name + " of type " +
                    std::string(to_string(taken->type)) + " (names ignore case)",
                "Use that field, or choose another name");
  }
  const auto custom = std::count_if(table.all().begin(), table.all().end(),
                                    [](const flow::Field& f) { return !f.standard; });
  if (static_cast<std::size_t>(custom) < FieldRepository::kMaxCustom) return;
  throw Error(ErrorKind::conflict, "FIELDS_FULL", "field '" + std::string(name) + "'",
              "there are " + std::to_string(custom) + " custom fields, the most that one store has",
              "Use one of the existing fields");
}

flow::FieldId next_id(const FieldTable& table) {
  return std::max(kFirstCustom, table.all().empty() ? 0 : table.all().back().id + 1);
}

}  // namespace

FieldTable::FieldTable(std::vector<flow::Field> fields) : fields_(std::move(fields)) {
  std::sort(fields_.begin(), fields_.end(),
            [](const flow::Field& a, const flow::Field& b) { return a.id < b.id; });
}

const flow::Field* FieldTable::find(std::string_view name) const noexcept {
  for (const flow::Field& field : fields_) {
    if (iequals(field.name, name)) return &field;
  }
  return nullptr;
}

const flow::Field* FieldTable::find(flow::FieldId id) const noexcept {
  const auto it =
      std::lower_bound(fields_.begin(), fields_.end(), id,
                       [](const flow::Field& f, flow::FieldId wanted) { return f.id < wanted; });
  return it != fields_.end() && it->id == id ? &*it : nullptr;
}

FieldRepository::FieldRepository(Core& core) : core_(core) {}

FieldTableRef FieldRepository::table() const { return core_.fields(); }

std::optional<flow::Field> FieldRepository::find(std::string_view name) const {
  const FieldTableRef fields = table();
  const flow::Field* field = fields->find(name);
  return field != nullptr ? std::optional(*field) : std::nullopt;
}

std::optional<flow::Field> FieldRepository::find(flow::FieldId id) const {
  const FieldTableRef fields = table();
  const flow::Field* field = fields->find(id);
  return field != nullptr ? std::optional(*field) : std::nullopt;
}

flow::Field FieldRepository::add(std::string_view name, std::string_view label,
                                 flow::DataType type) {
  check_name(name);
  check_label(label);
  // The table is changed under the writer's turn only, so that two adds cannot both find it free.
  sql::Writer::Turn turn(*core_.writer);
  const FieldTableRef table = core_.fields();
  check_free(*table, name);
  flow::Field field{next_id(*table),
                    std::string(name),
                    std::string(label.empty() ? name : label),
                    type,
                    false,
                    false};
  sql::Connection& connection = turn.connection();
  sql::Writer::Transaction transaction(connection);
  connection.exec("ALTER TABLE person ADD COLUMN " + column_definition(field));
  insert_field(connection, field, core_.now());
  transaction.commit();
  std::vector<flow::Field> all = table->all();
  all.push_back(field);
  core_.set_fields(std::make_shared<const FieldTable>(std::move(all)));
  return field;
}

}  // namespace stepgate::store
