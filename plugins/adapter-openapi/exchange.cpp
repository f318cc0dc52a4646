#include "exchange.hpp"

#include "base/text.hpp"

namespace stepgate::adapter_openapi {
namespace {

constexpr std::size_t kExcerpt = 300;

/// The beginning of a body on one line, for people.
std::string excerpt(std::string_view body) {
  std::string line = to_valid_utf8(cut_utf8(trim(body), kExcerpt));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return line;
}

}  // namespace

std::string describe_answer(std::string_view url, const sdk::HttpResponse& response) {
  std::string text(url);
  if (response.status == 0) {
    return text +
           " gave no answer: " + (response.error.empty() ? "no reason known" : response.error);
  }
  text += " answered " + std::to_string(response.status);
  const std::string_view challenge = response.header("www-authenticate");
  if (!challenge.empty()) text += " (" + excerpt(challenge) + ')';
  const std::string words = excerpt(response.body);
  return words.empty() ? text : text + ": " + words;
}

}  // namespace stepgate::adapter_openapi
