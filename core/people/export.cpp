#include "people/export.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/coerce.hpp"
#include "people/csv_rows.hpp"
#include "store/field_repository.hpp"

namespace stepgate::people {
namespace {

constexpr std::size_t kPiece = 64 << 10;

const flow::Field& field_of(const store::FieldTable& table, std::string_view name) {
  if (const auto* field = table.find(name)) return *field;
  std::vector<std::string> names;
  for (const auto& field : table.all()) names.push_back(field.name);
  const auto near = nearest(name, names);
  throw Error(ErrorKind::invalid, "FIELD_UNKNOWN", "field " + std::string(name),
              "there is no such field",
              near.empty() ? "`stepgate fields list` shows them." : "Did you mean " + near + "?");
}

class CsvSink : public flow::PeopleSink {
 public:
  CsvSink(char separator, const std::function<void(std::string_view)>& write)
      : separator_(separator), write_(write) {}

  void person(std::size_t, flow::PersonId id, bool exists,
              std::span<const flow::RawValue> values) override {
    if (!exists) return;
    out_ += std::to_string(id);
    for (const auto& value : values) {
      out_ += separator_;
      append_csv(out_, flow::canonical_text(value, scratch_), separator_);
    }
    out_ += '\n';
    if (out_.size() >= kPiece) flush();
  }
  void flush() {
    if (!out_.empty()) write_(out_);
    out_.clear();
  }
  std::string& out() { return out_; }

 private:
  char separator_;
  const std::function<void(std::string_view)>& write_;
  std::string out_, scratch_;
};

}  // namespace

void export_csv(store::Database& database, const ExportOptions& options,
                const std::function<void(std::string_view)>& write) {
  const auto table = database.fields().table();
  std::vector<flow::FieldId> ids;
  CsvSink sink(options.separator, write);
  sink.out() += "id";
  const auto add = [&](const flow::Field& field) {
    ids.push_back(field.id);
    sink.out() += options.separator;
    append_csv(sink.out(), field.name, options.separator);
  };
  if (options.fields.empty())
    for (const auto& field : table->all()) add(field);
  for (const auto& name : options.fields)
    if (!iequals(name, "id")) add(field_of(*table, name));
  sink.out() += '\n';
  database.people().export_people(options.filter, ids, sink);
  sink.flush();
}

store::PeopleFilter parse_where(store::Database& database, std::string_view where) {
  if (trim(where).empty()) return {};
  const auto equals = where.find('=');
  if (equals == std::string_view::npos || equals == 0)
    throw Error(ErrorKind::invalid, "WHERE_INVALID", "filter '" + std::string(where) + "'",
                "is not FIELD=VALUE",
                "Write for example country=Germany; FIELD= finds people whose field is empty.");
  store::PeopleFilter filter;
  filter.field = field_of(*database.fields().table(), trim(where.substr(0, equals))).id;
  filter.value = std::string(where.substr(equals + 1));
  return filter;
}

}  // namespace stepgate::people
