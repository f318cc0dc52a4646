// Tells business addresses from free mail: sets a person's e-mail domain, and refuses free mail
// when the step asks for that.
#include <stepgate/plugin.hpp>

#include <algorithm>
#include <array>

namespace {

using namespace stepgate::sdk;

class EmailDomains : public NativeProvider {
 public:
  Definition definition() const override {
    return Definition("email-domains", "Email domains")
        .describe("Sets the domain of a person's e-mail address.")
        .outgoing(Field("email", "email").required())
        .incoming(Field("domain").suggest("emailDomain"))
        .flow(Attribute("freeMail").label("Free mail addresses").picklist(true).required())
        .activity(Attribute("isFreeMail", "boolean").label("Free mail"));
  }

  Choices choices(const Call&, std::string_view) override {
    return Choices().add("keep", "Keep them").add("refuse", "Refuse them");
  }

  void enrich(const Call&, const Chunk& chunk, const Results& results) override {
    const bool refuse = Json::parse(chunk.parameters())["freeMail"].text() == "refuse";
    for (std::size_t person = 0; person < chunk.size(); ++person) {
      const std::string_view email = chunk.text(person, "email");
      const std::string_view domain = email.substr(std::min(email.rfind('@'), email.size()));
      if (domain.size() < 2) {
        results.fail(person, "EMAIL_INVALID", "the address has no domain");
        continue;
      }
      const bool free = std::find(kFree.begin(), kFree.end(), domain.substr(1)) != kFree.end();
      if (free && refuse) {
        results.fail(person, "FREE_MAIL", "this step refuses free mail");
        continue;
      }
      results.set(person, "domain", domain.substr(1));
      results.set_attribute(person, "isFreeMail", free);
      results.succeed(person);
    }
  }

 private:
  static constexpr std::array<std::string_view, 4> kFree{"gmail.com", "outlook.com", "yahoo.com",
                                                         "gmx.net"};
};

}  // namespace

STEPGATE_PLUGIN(provider<EmailDomains>("email-domains", "1.0.0", "Email domains",
                                       "provider:email-domains"));
