#include "flow/warnings.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "flow/coerce.hpp"

namespace stepgate::flow {
namespace {

constexpr std::size_t kExampleBytes = 80, kMessageBytes = 500, kCodeBytes = 64;

std::string clean(std::string_view text, std::size_t bound) {
  std::string scratch;
  return std::string(cut_utf8(clean_text(text, scratch), bound));
}

std::string example_of(const RawValue& value) {
  std::string scratch;
  const std::string_view text = canonical_text(value, scratch);
  const bool quoted = value.kind == RawValue::Kind::string;
  std::string out = quoted ? "\"" : "";
  out += clean(text, kExampleBytes);
  if (text.size() > kExampleBytes) out += "...";
  if (quoted) out += '"';
  return out;
}

std::string_view explain(std::string_view code) {
  if (code == "VALUE_NOT_BOOLEAN") return "is no boolean";
  if (code == "VALUE_NOT_INTEGER") return "is no whole number";
  if (code == "VALUE_OUT_OF_RANGE") return "is a number out of range";
  if (code == "VALUE_NOT_NUMBER") return "is no number";
  if (code == "VALUE_NOT_DATE") return "is no date of the form YYYY-MM-DD";
  if (code == "VALUE_NOT_DATETIME") return "is no ISO 8601 date and time";
  if (code == "VALUE_TOO_LONG") return "is over 255 bytes long";
  if (code == "VALUE_EMPTY") return "is empty, which clears text fields only";
  if (code == "VALUE_NOT_SCALAR") return "is an array or object";
  if (code == "VALUE_UNREADABLE") return "could not be read";
  if (code == "TEXT_CUT") return "was too long and has been cut";
  if (code == "NUL_REMOVED") return "held U+0000, which was removed";
  if (code == "INDEX_OUT_OF_RANGE") return "does not exist in this chunk";
  return "was not taken";
}

}  // namespace

WarningCollector::Group& WarningCollector::group(std::string_view what, std::string_view code,
                                                 bool& fresh) {
  for (Group& g : groups_) {
    if (g.code == code && g.what == what) {
      fresh = false;
      return g;
    }
  }
  fresh = true;
  groups_.push_back({code, std::string(what), {}, 0, 0});
  return groups_.back();
}

void WarningCollector::value(std::string_view key, std::string_view code, const RawValue& value,
                             PersonId person) {
  bool fresh = false;
  Group& g = group(key, code, fresh);
  ++g.count;
  if (!fresh) return;
  g.person = person;
  g.example = example_of(value);
}

void WarningCollector::count(std::string_view what, std::string_view code, PersonId person) {
  bool fresh = false;
  Group& g = group(what, code, fresh);
  ++g.count;
  if (fresh) g.person = person;
}

void WarningCollector::add(PersonId person, std::string_view code, std::string_view message) {
  if (single_.size() == kMaxWarnings) {
    ++left_out_;
    return;
  }
  single_.push_back(
      {person, code.empty() ? "WARNING" : clean(code, kCodeBytes), clean(message, kMessageBytes)});
}

std::vector<ResultWarning> WarningCollector::take() {
  std::vector<ResultWarning> all;
  for (const Group& g : groups_) {
    std::string message = g.what + ": " + std::string(explain(g.code));
    if (!g.example.empty()) message += ", " + g.example;
    if (g.count > 1) message += " (" + std::to_string(g.count) + " times, this is the first)";
    all.push_back({g.person, std::string(g.code), std::move(message)});
  }
  for (ResultWarning& w : single_) all.push_back(std::move(w));
  if (all.size() > kMaxWarnings || left_out_ > 0) {
    const std::size_t kept = std::min(all.size(), kMaxWarnings - 1);
    const std::uint64_t rest = left_out_ + (all.size() - kept);
    all.resize(kept);
    all.push_back({0, "WARNINGS_LEFT_OUT", std::to_string(rest) + " more warnings are left out"});
  }
  groups_.clear();
  single_.clear();
  left_out_ = 0;
  return all;
}

void WarningCollector::drop_values() { groups_.clear(); }

}  // namespace stepgate::flow
