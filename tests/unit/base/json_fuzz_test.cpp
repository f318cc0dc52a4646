// Random damage to good texts, with a fixed seed: the two readers must agree on every text, and
// nothing may crash.
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "json_events.hpp"

namespace stepgate {
namespace {

using test::events_of;
using test::lenient;

constexpr unsigned kSeed = 20260102;

const std::string kSamples[] = {
    R"({"munchkinId":"123","objectData":[{"leadData":{"id":17,"score":"+5","x":-1.25e-3},)"
    R"("activityData":{"success":true,"reason":null}}],"token":""})",
    R"(["\u00e9\n\"\\","\ud83d\ude00x",1e308,-0,0.5,[[[]]],{"":{"":[]}}, true ])",
    "{\"gr\xc3\xbc\xc3\x9f\":\"\xe2\x82\xac "
    "\xf0\x9f\x98\x80\",\"n\":[12345678901234567890,1e-400,9e307]}",
};

const std::string kPieces[] = {"\"",
                               "\\",
                               "{",
                               "}",
                               "[",
                               "]",
                               ",",
                               ":",
                               "1e400",
                               "\\ud800",
                               "\xff",
                               "\\u0000",
                               "null",
                               "tru",
                               "-",
                               ".",
                               "e+",
                               "0",
                               "9999999999999999999",
                               "\n",
                               " ",
                               "\\udc00",
                               "\xed\xa0\x80",
                               "\xc3",
                               "/",
                               "\x01",
                               "1e-999",
                               "[[[["};

class Damage {
 public:
  explicit Damage(unsigned seed) : random_(seed) {}
  std::string next() {
    std::string text = kSamples[below(std::size(kSamples))];
    for (std::size_t i = 1 + below(4); i > 0; --i) hurt(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  void hurt(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 1:
        text.erase(at, 1 + below(8));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(30)));
        break;
      default:
        text.resize(at);
    }
    if (text.empty()) text = "[]";
  }
  std::mt19937 random_;
};

TEST(JsonFuzzTest, TheReadersAgreeOnDamagedTexts) {
  std::cout << "seed " << kSeed << "\n";
  Damage damage(kSeed);
  JsonLimits tolerant = lenient();
  tolerant.comments = true;
  int read = 0;
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = damage.next();
    if (text.find('#') != std::string::npos || text.starts_with("\xEF\xBB\xBF")) continue;
    const std::string fast = events_of(text, lenient());
    ASSERT_EQ(fast, events_of(text, tolerant)) << text << "\n" << to_hex(text);
    (fast.ends_with("JSON_UNREADABLE") ? refused : read) += 1;
    const std::string strict = events_of(text);
    if (!strict.ends_with("JSON_UNREADABLE")) {
      ASSERT_EQ(strict, fast) << text;
    }
  }
  // Both outcomes occur often, or the comparison would say little.
  EXPECT_GT(read, 1000);
  EXPECT_GT(refused, 2000);
}

TEST(JsonFuzzTest, WhatIsReadCanBeWrittenAndReadAgain) {
  std::cout << "seed " << kSeed + 1 << "\n";
  Damage damage(kSeed + 1);
  int read = 0;
  for (int i = 0; i < 10'000; ++i) {
    Json value;
    try {
      value = Json::parse(damage.next());
    } catch (const Error&) {
      continue;
    }
    ++read;
    ASSERT_EQ(Json::parse(value.dump()), value);
    ASSERT_EQ(Json::parse(value.pretty()).dump(), value.dump());
  }
  EXPECT_GT(read, 300);
}

}  // namespace
}  // namespace stepgate
