#include "flow/result_builder.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "flow/coerce.hpp"
#include "flow/warnings.hpp"

namespace stepgate::flow {
namespace {

constexpr std::uint32_t kNowhere = UINT32_MAX;

enum class Outcome : std::uint8_t { none, success, failure };

/// The column that each incoming field writes: two wire keys of one field share it, and a key that
/// is mapped to nothing has none.
std::vector<std::uint32_t> slots_of(const Plan& plan) {
  std::vector<std::uint32_t> slots(plan.incoming.size(), kNowhere);
  for (std::uint32_t i = 0; i < slots.size(); ++i) {
    if (plan.incoming[i].field == 0) continue;
    std::uint32_t first = 0;
    while (plan.incoming[first].field != plan.incoming[i].field) ++first;
    slots[i] = first;
  }
  return slots;
}

}  // namespace

struct ResultBuilder::Impl {
  Impl(const Plan& p, std::span<const PersonId> m)
      : plan(p),
        members(m),
        slots(slots_of(p)),
        fields(p.incoming.size()),
        attributes(p.attributes.size()),
        outcomes(m.size(), Outcome::none),
        codes(m.size()),
        reasons(m.size()),
        out(std::make_shared<ChunkResults>()) {
    out->arena.reserve(m.size() * (fields.size() + attributes.size() + 1) * 16);
  }

  /// A cell of a column, which comes into being with its first value.
  Cell& cell(std::vector<Cell>& column, std::uint32_t record) {
    if (column.empty()) column.resize(members.size());
    return column[record];
  }

  static void take_back(std::vector<Cell>& column, std::uint32_t record) {
    if (!column.empty()) column[record] = Cell{};
  }

  /// Equal neighbours (codes, mostly) share their bytes.
  Cell keep_text(std::string_view text) {
    std::string& arena = out->arena;
    Cell c;
    c.kind = Cell::Kind::text;
    c.size = static_cast<std::uint32_t>(text.size());
    if (text.size() <= arena.size() && last_size == text.size() &&
        std::string_view(arena).substr(last_offset, last_size) == text) {
      c.offset = last_offset;
      return c;
    }
    c.offset = last_offset = arena.size();
    last_size = text.size();
    arena += text;
    return c;
  }

  /// Free text of the service: cleaned and cut; empty says nothing.
  Cell keep_free_text(std::string_view text, std::size_t bound) {
    if (text.empty()) return {};
    text = bounded(text, bound);
    return text.empty() ? Cell{} : keep_text(text);
  }

  /// Cut before it is cleaned, so that a text of megabytes costs no more than it keeps.
  std::string_view bounded(std::string_view text, std::size_t bound) {
    return cut_utf8(clean_text(cut_utf8(text, bound), scratch), bound);
  }

  bool known(std::uint32_t record, std::uint32_t index, std::size_t count, const char* what) {
    if (record >= members.size()) {
      warnings.count("record", "INDEX_OUT_OF_RANGE", 0);
      return false;
    }
    if (index < count) return true;
    warnings.count(what, "INDEX_OUT_OF_RANGE", members[record]);
    return false;
  }

  /// Who was never finished is missing, whatever was said before; the failed keep their writes
  /// unless the service is set otherwise.
  void drop_writes() {
    const bool of_failed = !plan.limits.write_on_failure;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (outcomes[i] == Outcome::success) continue;
      if (outcomes[i] == Outcome::failure && !of_failed) continue;
      for (auto& column : fields) {
        if (!column.empty()) column[i] = Cell{};
      }
    }
  }

  void close_outcomes();
  void move_columns();

  const Plan& plan;
  std::span<const PersonId> members;
  std::vector<std::uint32_t> slots;
  std::vector<std::vector<Cell>> fields, attributes;  ///< by index in the plan; empty: never set
  std::vector<Outcome> outcomes;
  std::vector<Cell> codes, reasons;
  WarningCollector warnings;
  std::string chunk_code, chunk_message;
  std::uint32_t refused = 0;
  std::size_t last_offset = 0, last_size = SIZE_MAX;
  std::string scratch;
  std::shared_ptr<ChunkResults> out;
};

ResultBuilder::ResultBuilder(const Plan& plan, std::span<const PersonId> members)
    : impl_(std::make_unique<Impl>(plan, members)) {}
ResultBuilder::~ResultBuilder() = default;

void ResultBuilder::set(std::uint32_t record, std::uint32_t field, const RawValue& value) {
  Impl& b = *impl_;
  if (!b.known(record, field, b.fields.size(), "field")) return;
  if (value.kind == RawValue::Kind::absent) {
    if (b.slots[field] != kNowhere) Impl::take_back(b.fields[b.slots[field]], record);
    return;
  }
  const InField& target = b.plan.incoming[field];
  if (b.slots[field] == kNowhere) {
    b.warnings.count(target.key, "FIELD_NOT_MAPPED", b.members[record]);
    return;
  }
  const Coerced c = coerce(target.type, value, b.scratch);
  Cell& cell = b.cell(b.fields[b.slots[field]], record);
  cell = c.cell.kind == Cell::Kind::text ? b.keep_text(c.text) : c.cell;
  if (!c.refused.empty()) {
    ++b.refused;
    b.warnings.value(target.key, c.refused, value, b.members[record]);
  } else if (!c.warning.empty()) {
    b.warnings.value(target.key, c.warning, value, b.members[record]);
  }
}

void ResultBuilder::set_attribute(std::uint32_t record, std::uint32_t attribute,
                                  const RawValue& value) {
  Impl& b = *impl_;
  if (!b.known(record, attribute, b.attributes.size(), "attribute")) return;
  if (value.kind == RawValue::Kind::absent) {
    Impl::take_back(b.attributes[attribute], record);
    return;
  }
  Cell& cell = b.cell(b.attributes[attribute], record);
  if (value.kind == RawValue::Kind::null) {
    cell = Cell{};
    return;
  }
  if (value.kind == RawValue::Kind::bad) {  // an error of that value (docs/protocol.md section 4)
    cell = Cell{};
    ++b.refused;
    b.warnings.value(b.plan.attributes[attribute].name, "VALUE_UNREADABLE", value,
                     b.members[record]);
    return;
  }
  std::string made;
  const std::string_view text = canonical_text(value, made);
  if (text.size() > kTextBytes) {
    b.warnings.value(b.plan.attributes[attribute].name, "TEXT_CUT", value, b.members[record]);
  }
  cell = b.keep_text(b.bounded(text, kTextBytes));
}

void ResultBuilder::finish(std::uint32_t record, bool success, std::string_view code,
                           std::string_view reason) {
  Impl& b = *impl_;
  if (!b.known(record, 0, 1, "")) return;
  b.outcomes[record] = success ? Outcome::success : Outcome::failure;
  b.codes[record] = success ? Cell{} : b.keep_free_text(code, kStringBytes);
  b.reasons[record] = b.keep_free_text(reason, kTextBytes);
}

void ResultBuilder::fail_chunk(std::string_view code, std::string_view message) {
  Impl& b = *impl_;
  b.chunk_code = b.bounded(code.empty() ? kNoCode : code, kStringBytes);
  b.chunk_message = b.bounded(message, kTextBytes);
}

void ResultBuilder::warn(std::int64_t record, std::string_view code, std::string_view message) {
  const auto& members = impl_->members;
  const bool person = record >= 0 && static_cast<std::uint64_t>(record) < members.size();
  impl_->warnings.add(person ? members[static_cast<std::size_t>(record)] : 0, code, message);
}

void ResultBuilder::Impl::close_outcomes() {
  out->failed.resize(members.size());
  std::size_t missing = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (outcomes[i] == Outcome::success) continue;
    out->failed[i] = 1;
    if (outcomes[i] == Outcome::none) {
      ++missing;
      codes[i] = keep_text(kNoResult);
    } else if (codes[i].kind == Cell::Kind::keep) {
      codes[i] = keep_text(kNoCode);
    }
  }
  if (missing > 0) {
    warnings.add(0, "PEOPLE_MISSING",
                 std::to_string(missing) + " of the " + std::to_string(members.size()) +
                     " people of the chunk did not come back; they have failed");
  }
  out->codes = std::move(codes);
  out->reasons = std::move(reasons);
}

void ResultBuilder::Impl::move_columns() {
  const auto says = [](const Cell& c) { return c.kind != Cell::Kind::keep; };
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (std::none_of(fields[i].begin(), fields[i].end(), says)) continue;
    out->fields.push_back({plan.incoming[i].field, std::move(fields[i])});
  }
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (std::none_of(attributes[i].begin(), attributes[i].end(), says)) continue;
    out->attributes.push_back({plan.attributes[i].name, std::move(attributes[i])});
  }
}

ResultsRef ResultBuilder::build() {
  Impl& b = *impl_;
  std::vector<PersonId> ids(b.members.begin(), b.members.end());
  if (!b.chunk_code.empty()) {
    const ResultsRef failed =
        everyone_failed(std::move(ids), std::move(b.chunk_code), std::move(b.chunk_message));
    auto with_warnings = std::make_shared<ChunkResults>(*failed);
    b.warnings.drop_values();
    with_warnings->warnings = b.warnings.take();
    return with_warnings;
  }
  b.out->ids = std::move(ids);
  b.drop_writes();
  b.close_outcomes();
  b.move_columns();
  b.out->warnings = b.warnings.take();
  b.out->refused_values = b.refused;
  b.out->digest = digest_of(*b.out);
  return std::exchange(b.out, nullptr);
}

}  // namespace stepgate::flow
