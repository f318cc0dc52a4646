#include "profiles/bench_profile.hpp"

#include <array>

#include "documents/bench_documents.hpp"
#include "json/text.hpp"

namespace sample {
namespace {

constexpr int kFieldCount = 10;
constexpr WantedKeys kWanted{};
constexpr std::array<std::string_view, 5> kRegions{"Nordics", "Central Europe", "Mediterranean",
                                                   "North America", "Asia Pacific"};
constexpr std::array<std::string_view, 3> kSegments{"Enterprise", "Mid-Market", "Small Business"};
constexpr std::array<std::string_view, 3> kReasons{"email address", "name and company",
                                                   "company domain"};

// The finaliser of SplitMix64.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

void append_hex(std::uint64_t value, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(value >> shift) & 15];
}

}  // namespace

std::string_view BenchProfile::title() const { return "Benchmark Enrichment"; }
std::string_view BenchProfile::summary() const {
  return "Made-up firmographics that depend on the person's id alone, for measuring a host.";
}
std::string_view BenchProfile::definition() const { return bench_definition(); }
std::string_view BenchProfile::instructions() const { return bench_instructions(); }
const WantedKeys& BenchProfile::wanted() const { return kWanted; }

std::optional<std::string_view> BenchProfile::picklist(std::string_view type,
                                                       std::string_view name) const {
  if (type == "flow" && name == "matchOn") return match_on_choices();
  return std::nullopt;
}

// A host that leaves out a mapped field would be measured on less than the whole job; what it sends
// beyond them is ignored, as every service should.
Outcome BenchProfile::append_entry(const Submit&, const Lead& lead, std::string& out) const {
  if (lead.field_count < kFieldCount) {
    return append_failure(
        lead, "FIELDS_MISSING",
        "Expected 10 fields beside the id, got " + std::to_string(lead.field_count), out);
  }
  const std::uint64_t h = mixed(static_cast<std::uint64_t>(lead.id) + mixed(salt_));
  out += R"({"leadData":{"id":)";
  append_number(lead.id, out);
  out += R"(,"region":")";
  out += kRegions[h % kRegions.size()];
  out += R"(","segment":")";
  out += kSegments[(h >> 8) % kSegments.size()];
  out += R"(","qualityScore":)";
  append_number(static_cast<std::int64_t>((h >> 16) % 1000), out);
  out += R"(},"activityData":{"success":true,"matchReason":")";
  out += kReasons[(h >> 32) % kReasons.size()];
  out += R"(","providerReference":"REF-)";
  append_hex(h, out);
  out += "\"}}";
  return {true, 3};
}

}  // namespace sample
