// The benchmark's service as a native adapter: ten fields out, three fields and two attributes
// back. Values depend on the person's id and on a salt (the parameter minimumConfidence) alone, and
// are those of the sample service's bench profile.
#include <stepgate/plugin.hpp>

#include <array>
#include <string>

namespace {

using namespace stepgate::sdk;

constexpr std::array<std::string_view, 5> kRegions{"Nordics", "Central Europe", "Mediterranean",
                                                   "North America", "Asia Pacific"};
constexpr std::array<std::string_view, 3> kSegments{"Enterprise", "Mid-Market", "Small Business"};
constexpr std::array<std::string_view, 3> kReasons{"email address", "name and company",
                                                   "company domain"};

/// The finaliser of SplitMix64.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

std::string_view reference_of(std::uint64_t value, std::array<char, 20>& text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t at = 0;
  for (const char c : {'R', 'E', 'F', '-'}) text[at++] = c;
  for (int shift = 60; shift >= 0; shift -= 4) text[at++] = kHex[(value >> shift) & 15];
  return {text.data(), at};
}

class BenchEnrichment : public NativeProvider {
 public:
  Definition definition() const override {
    return Definition("bench-enrichment", "Benchmark Enrichment (native)")
        .describe(
            "Made-up firmographics that depend on the person's id alone, for measuring a host")
        .outgoing(Field("email", "email"))
        .outgoing(Field("firstName"))
        .outgoing(Field("lastName"))
        .outgoing(Field("phone"))
        .outgoing(Field("company"))
        .outgoing(Field("title"))
        .outgoing(Field("country"))
        .outgoing(Field("city"))
        .outgoing(Field("industry"))
        .outgoing(Field("leadScore", "score"))
        .incoming(Field("region").suggest("benchRegion"))
        .incoming(Field("segment").suggest("benchSegment"))
        .incoming(Field("qualityScore", "integer").suggest("benchQuality"))
        .flow(Attribute("matchOn").label("Match on").picklist())
        .flow(Attribute("overwriteExisting", "boolean").label("Overwrite existing"))
        .flow(Attribute("minimumConfidence", "integer").label("Minimum confidence"))
        .activity(Attribute("matchReason").label("Match reason"))
        .activity(Attribute("providerReference").label("Provider reference"));
  }

  Choices choices(const Call&, std::string_view) override {
    return Choices().add("email", "E-mail").add("name", "Name");
  }

  void enrich(const Call&, const Chunk& chunk, const Results& results) override {
    const auto region = chunk.in_field("region"), segment = chunk.in_field("segment");
    const auto quality = chunk.in_field("qualityScore");
    const auto reason = chunk.attribute("matchReason"),
               reference = chunk.attribute("providerReference");
    const auto salt =
        static_cast<std::uint64_t>(Json::parse(chunk.parameters())["minimumConfidence"].integer());
    std::array<char, 20> text{};
    for (std::size_t person = 0; person < chunk.size(); ++person) {
      const auto h = mixed(static_cast<std::uint64_t>(chunk.id(person)) + mixed(salt));
      results.set(person, region, kRegions[h % kRegions.size()]);
      results.set(person, segment, kSegments[(h >> 8) % kSegments.size()]);
      results.set(person, quality, static_cast<int64_t>((h >> 16) % 1000));
      results.set_attribute(person, reason, kReasons[(h >> 32) % kReasons.size()]);
      results.set_attribute(person, reference, reference_of(h, text));
      results.succeed(person);
    }
  }
};

}  // namespace

STEPGATE_PLUGIN(provider<BenchEnrichment>("adapter-bench-enrichment", "1.0.0",
                                          "Benchmark Enrichment (native)",
                                          "provider:bench-enrichment"));
