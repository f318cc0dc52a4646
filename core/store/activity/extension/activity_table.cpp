// SELECT * FROM activity: segment by segment, newest segments first. What is asked of person, run,
// service, type and time is found without opening the others.
#include "base/clock.hpp"
#include "base/json.hpp"
#include "store/activity/extension/extension.hpp"
#include "store/activity/extension/virtual_table.hpp"
#include "store/activity/reader.hpp"

namespace stepgate::store::activity::extension {
namespace {

enum Column {
  kPerson,
  kAt,
  kTime,
  kType,
  kService,
  kRun,
  kStep,
  kChunk,
  kSource,
  kField,
  kOld,
  kNew,
  kOutcome,
  kSuccess,
  kCode,
  kReason,
  kAsset,
  kAttributes,
  kParameters
};

/// What a plan takes over, in the order of its arguments.
enum Asked : unsigned {
  kByPerson = 1,
  kByRun = 2,
  kByService = 4,
  kByType = 8,
  kFrom = 16,
  kTo = 32
};

unsigned asked_by(const sqlite3_index_info::sqlite3_index_constraint& constraint) {
  if (constraint.op == SQLITE_INDEX_CONSTRAINT_EQ) {
    switch (constraint.iColumn) {
      case kPerson:
        return kByPerson;
      case kRun:
        return kByRun;
      case kService:
        return kByService;
      case kType:
        return kByType;
      default:
        return 0;
    }
  }
  if (constraint.iColumn != kAt) return 0;
  switch (constraint.op) {
    case SQLITE_INDEX_CONSTRAINT_GT:
    case SQLITE_INDEX_CONSTRAINT_GE:
      return kFrom;
    case SQLITE_INDEX_CONSTRAINT_LT:
    case SQLITE_INDEX_CONSTRAINT_LE:
      return kTo;
    default:
      return 0;
  }
}

class ActivityRows {
 public:
  static constexpr const char* kDeclaration =
      "CREATE TABLE x(person INTEGER, at INTEGER, time TEXT, type TEXT, service INTEGER, run "
      "INTEGER, step INTEGER, chunk INTEGER, source TEXT, field TEXT, old TEXT, new TEXT, outcome "
      "TEXT, success INTEGER, code TEXT, reason TEXT, asset TEXT, attributes TEXT, parameters "
      "TEXT)";

  /// SQLite checks every condition again, so what is taken over may find too much.
  static void plan(sqlite3_index_info& info) {
    unsigned all = 0;
    int n = 0;
    for (unsigned wanted = kByPerson; wanted <= kTo; wanted <<= 1) {
      for (int i = 0; i < info.nConstraint; ++i) {
        const auto& constraint = info.aConstraint[i];
        if (constraint.usable == 0 || asked_by(constraint) != wanted) continue;
        all |= wanted;
        info.aConstraintUsage[i].argvIndex = ++n;
        break;
      }
    }
    info.idxNum = static_cast<int>(all);
    const bool person = (all & kByPerson) != 0, some = (all & (kByRun | kByService)) != 0;
    info.estimatedCost = person ? 1e2 : some ? 1e5 : (all & (kFrom | kTo)) != 0 ? 1e6 : 1e8;
    info.estimatedRows = person ? 50 : 1'000'000;
  }

  ActivityRows(sqlite3* db, int plan, int n, sqlite3_value** values)
      : reader_(db), scan_(reader_, filter_of(static_cast<unsigned>(plan), n, values)) {
    next();
  }
  void next() { at_end_ = !scan_.next(activity_); }
  bool at_end() const noexcept { return at_end_; }
  void column(int index, const Cell& cell) const;

 private:
  static Filter filter_of(unsigned plan, int n, sqlite3_value** values);
  void set_service(int index, const Cell& cell) const;
  void set_change(int index, const Cell& cell) const;

  Reader reader_;
  Reader::Scan scan_;
  Activity activity_;
  bool at_end_ = false;
};

Filter ActivityRows::filter_of(unsigned plan, int n, sqlite3_value** values) {
  Filter filter;
  int i = 0;
  const auto next = [&](unsigned what) -> sqlite3_value* {
    return (plan & what) != 0 && i < n ? values[i++] : nullptr;
  };
  if (auto* v = next(kByPerson)) filter.person = sqlite3_value_int64(v);
  if (auto* v = next(kByRun)) filter.run = sqlite3_value_int64(v);
  if (auto* v = next(kByService)) filter.service = sqlite3_value_int64(v);
  if (auto* v = next(kByType)) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(v));
    for (const auto type : {ActivityType::service, ActivityType::data_value_change}) {
      if (text != nullptr && to_string(type) == text) filter.type = type;
    }
  }
  if (auto* v = next(kFrom)) filter.from = sqlite3_value_int64(v);
  if (auto* v = next(kTo)) filter.to = sqlite3_value_int64(v) + 1;
  return filter;
}

void ActivityRows::column(int index, const Cell& cell) const {
  const Activity& a = activity_;
  switch (index) {
    case kPerson:
      return cell.set(a.person);
    case kAt:
      return cell.set(a.at);
    case kTime:
      return cell.set(format_datetime(a.at));
    case kType:
      return cell.set(to_string(a.type));
    case kService:
      return cell.set(a.service);
    case kRun:
      return cell.set(a.run);
    case kStep:
      return cell.set(std::int64_t{a.step});
    case kChunk:
      return cell.set(a.chunk);
    case kSource:
      return cell.set(a.source);
    case kReason:
      return cell.set(a.reason);
    default:
      return a.type == ActivityType::service ? set_service(index, cell) : set_change(index, cell);
  }
}

void ActivityRows::set_change(int index, const Cell& cell) const {
  const Activity& a = activity_;
  if (index == kField) return cell.set(a.field_name);
  if (index == kOld && a.old_value) return cell.set(*a.old_value);
  if (index == kNew && a.new_value) return cell.set(*a.new_value);
  cell.set_null();
}

void ActivityRows::set_service(int index, const Cell& cell) const {
  const Activity& a = activity_;
  switch (index) {
    case kOutcome:
      return cell.set(to_string(a.outcome));
    case kSuccess:
      return cell.set(std::int64_t{a.success ? 1 : 0});
    case kCode:
      return a.code.empty() ? cell.set_null() : cell.set(a.code);
    case kAsset:
      return a.primary_attribute.empty() ? cell.set_null() : cell.set(a.primary_value);
    case kAttributes: {
      JsonWriter json;
      json.begin_object();
      for (const auto& [name, value] : a.attributes) {
        json.key(name);
        json.string(value);
      }
      json.end_object();
      return cell.set(json.text());
    }
    case kParameters:
      return a.parameters.empty() ? cell.set_null() : cell.set(a.parameters);
    default:
      return cell.set_null();
  }
}

}  // namespace

int register_activity(sqlite3* db) { return VirtualTable<ActivityRows>::add(db, "activity"); }

}  // namespace stepgate::store::activity::extension
