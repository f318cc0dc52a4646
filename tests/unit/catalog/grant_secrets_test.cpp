// What of a grant may never be shown.
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "catalog/grants.hpp"
#include "catalog/masker.hpp"

namespace stepgate::catalog::testing {
namespace {

TEST(GrantSecrets, OfBasicIsSecretWholeAndInItsParts) {
  Grant grant;
  grant.headers = {{"Authorization", "Basic " + base64("user:pass:word")}};
  Masker masker;
  for (const auto& secret : grant.secrets()) masker.add(secret);
  EXPECT_EQ(masker.mask("Authorization: Basic " + base64("user:pass:word")), "Authorization: ***");
  EXPECT_EQ(masker.mask("who knows pass:word?"), "who knows ***?");
  EXPECT_EQ(masker.mask("user"), "user");
}

TEST(GrantSecrets, OfBearerIsSecretWithoutItsWord) {
  Grant grant;
  grant.headers = {{"Authorization", "Bearer token-17"}};
  Masker masker;
  for (const auto& secret : grant.secrets()) masker.add(secret);
  EXPECT_EQ(masker.mask("access_token=token-17"), "access_token=***");
}

}  // namespace
}  // namespace stepgate::catalog::testing
