// Who is chosen for what, and what is said when nobody can be.
#include "plugin/registry.hpp"

#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::HasSubstr;

class Choosing : public PluginRoom {
 protected:
  static Error error_of(const std::function<void()>& body) {
    try {
      body();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorKind::internal, "", "", "");
  }
};

TEST_F(Choosing, TheOneThatServesIt) {
  put("good_second");
  const auto host = this->host();
  EXPECT_EQ(host->mapping("mapping:second").info().id, "fixture-second");
}

TEST_F(Choosing, SeveralAreListedAndAWishDecides) {
  put("good");
  put("good_second");
  const auto host = this->host();
  const Error error = error_of([&] { host->mapping("mapping:fixture"); });
  EXPECT_EQ(error.code(), "COMPONENT_AMBIGUOUS");
  EXPECT_THAT(error.fact(), HasSubstr("fixture-good"));
  EXPECT_THAT(error.fact(), HasSubstr("fixture-second"));
  EXPECT_THAT(error.remedy(), HasSubstr("--mapping"));
  EXPECT_EQ(host->mapping("mapping:fixture", "fixture-second").info().id, "fixture-second");
}

TEST_F(Choosing, NobodyIsSaidWithTheListOfWhatIsLoaded) {
  put("good");
  const auto host = this->host();
  const Error error = error_of([&] { host->mapping("mapping:user-driven"); });
  EXPECT_EQ(error.code(), "COMPONENT_MISSING");
  EXPECT_EQ(error.kind(), ErrorKind::conflict);
  EXPECT_EQ(error.subject(), "mapping:user-driven");
  EXPECT_THAT(error.fact(), HasSubstr("fixture-good (mapping:fixture)"));
  EXPECT_THAT(error.remedy(), HasSubstr("stepgate plugin rescan"));
}

TEST_F(Choosing, AWishIsOfTheRightKindAndLoaded) {
  put("good");
  const auto host = this->host();
  EXPECT_EQ(error_of([&] { host->auth("auth:apiKey", "fixture-good"); }).code(),
            "COMPONENT_UNKNOWN");
  EXPECT_EQ(error_of([&] { host->mapping("mapping:fixture", "nobody"); }).code(),
            "COMPONENT_UNKNOWN");
}

}  // namespace
}  // namespace stepgate::plugin
