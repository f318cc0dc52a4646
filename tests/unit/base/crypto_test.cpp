#include "base/crypto.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <type_traits>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

std::string hex(const std::array<std::uint8_t, 32>& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string code_of_unseal(std::string_view key, std::string_view sealed, std::string_view bound) {
  try {
    unseal(key, sealed, bound);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::internal);
    return e.code();
  }
  return {};
}

TEST(CryptoTest, Sha256KnowsItsVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abc")), sha256_hex("abc"));
}

TEST(CryptoTest, HmacKnowsItsVectors) {  // RFC 4231, cases 1 and 2
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(CryptoTest, RandomTextsDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_text(16));
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(seen.begin()->size(), 22u);
  EXPECT_TRUE(from_base64url(*seen.begin()).has_value());
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes((1u << 20) + 5).size(), (1u << 20) + 5);
}

TEST(CryptoTest, ComparesInConstantTime) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("token", "token"));
  EXPECT_FALSE(equal_constant_time("token", "tokem"));
  EXPECT_FALSE(equal_constant_time("token", "toke"));
  EXPECT_FALSE(equal_constant_time({"a\0b", 3}, {"a\0c", 3}));
}

TEST(CryptoTest, SealedTextsComeBack) {
  const std::string key = random_bytes(32);
  for (const std::size_t size : {0, 1, 15, 16, 17, 5000}) {
    const std::string plain = random_bytes(size);
    const std::string sealed = seal(key, plain, "key1|row 7");
    EXPECT_EQ(sealed.size(), size + 28);
    EXPECT_EQ(unseal(key, sealed, "key1|row 7"), plain);
    EXPECT_NE(seal(key, plain, "key1|row 7"), sealed);
    EXPECT_EQ(unseal(key, seal(key, plain, ""), ""), plain);
  }
}

TEST(CryptoTest, NothingElseOpensIt) {
  const std::string key = random_bytes(32);
  const std::string sealed = seal(key, "secret", "row 7");
  EXPECT_EQ(code_of_unseal(random_bytes(32), sealed, "row 7"), "SECRET_UNREADABLE");
  EXPECT_EQ(code_of_unseal(key, sealed, "row 8"), "SECRET_UNREADABLE");
  EXPECT_EQ(code_of_unseal(key, sealed, ""), "SECRET_UNREADABLE");
  EXPECT_EQ(code_of_unseal("short", sealed, "row 7"), "SECRET_UNREADABLE");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(code_of_unseal(key, changed, "row 7"), "SECRET_UNREADABLE") << "byte " << i;
    EXPECT_EQ(code_of_unseal(key, sealed.substr(0, i), "row 7"), "SECRET_UNREADABLE") << i;
  }
}

TEST(CryptoTest, TheFormIsNonceTextTag) {  // the specification of GCM, test cases 13 and 14
  const std::string key(32, '\0');
  const std::string nonce(12, '\0');
  EXPECT_EQ(unseal(key, nonce + *from_hex("530f8afbc74536b9a963b4f1c4cb738b"), ""), "");
  EXPECT_EQ(unseal(key,
                   nonce + *from_hex("cea7403d4d606b6e074ec5d3baf39d18"
                                     "d0d1c8a799996bf0265b98b5d48ab919"),
                   ""),
            std::string(16, '\0'));
}

TEST(CryptoTest, AWrongKeySizeIsRefusedWhenSealing) {
  EXPECT_THROW(seal("short", "x", ""), Error);
  EXPECT_THROW(seal(std::string(33, 'k'), "x", ""), Error);
}

template <class T>
concept Printable = requires(std::ostringstream& out, const T& v) {
  out << v;
};

TEST(SecretTest, DoesNotPrint) {
  static_assert(Printable<std::string>);
  static_assert(!Printable<Secret>);
  static_assert(!std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<std::string, Secret>);
}

TEST(SecretTest, MovesAndCopies) {
  for (const std::string& text : {std::string("short"), std::string(200, 'x')}) {
    Secret a{text};
    Secret b = a;
    EXPECT_EQ(a.reveal(), b.reveal());
    Secret c = std::move(a);
    EXPECT_EQ(c.reveal(), text);
    EXPECT_TRUE(a.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the point
    b = Secret("other");
    EXPECT_EQ(b.reveal(), "other");
    b = c;
    EXPECT_EQ(b.reveal(), text);
    Secret& same = b;
    b = same;
    b = std::move(same);
    EXPECT_EQ(b.reveal(), text);
  }
}

}  // namespace
}  // namespace stepgate
