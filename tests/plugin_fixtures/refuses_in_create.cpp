// Keeps the contract: the veneer turns what a constructor throws into a status.
#include <stepgate/plugin.hpp>

namespace {

using namespace stepgate::sdk;

class Refusing : public MappingStrategy {
 public:
  Refusing() { throw invalid("LICENCE_MISSING", "there is no licence file"); }
  std::string propose(const Call&, std::string_view) override { return "{}"; }
  std::string validate(const Call&, std::string_view) override { return "{}"; }
};

}  // namespace

STEPGATE_PLUGIN(mapping<Refusing>("fixture-refuses", "1.0.0", "Refusing", "mapping:refuses"));
