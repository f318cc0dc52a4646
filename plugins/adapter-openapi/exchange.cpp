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

void note_form(const sdk::HttpResponse& response, const std::string& where, Json& answer) {
  Json findings = answer["findings"].is_array() ? answer["findings"] : Json::array();
  const auto warn = [&](const char* code, const std::string& message, const char* remedy) {
    findings.push(Json::object({{"severity", "warning"},
                                {"code", code},
                                {"where", where},
                                {"message", message},
                                {"remedy", remedy}}));
  };
  const std::string_view coding = response.header("content-encoding");
  if (!coding.empty() && !iequals(coding, "identity"))
    warn("ENCODING_UNASKED",
         "the answer is encoded as " + excerpt(coding) +
             ", although Accept-Encoding asks for identity",
         "Send it as it is, or compress only what is asked for so.");
  if (response.body.starts_with("\xEF\xBB\xBF"))
    warn("BYTE_ORDER_MARK", "the answer begins with a byte order mark", "Write UTF-8 without one.");
  answer.set("findings", std::move(findings));
}

std::string describe_answer(std::string_view url, const sdk::HttpResponse& response) {
  std::string text(url);
  if (response.status == 0) {
    return text +
           " gave no answer: " + (response.error.empty() ? "no reason known" : response.error);
  }
  text += " answered " + std::to_string(response.status);
  if (!response.error.empty()) return text + ", and the answer broke off: " + response.error;
  const std::string_view challenge = response.header("www-authenticate");
  if (!challenge.empty()) text += " (" + excerpt(challenge) + ')';
  const std::string words = excerpt(response.body);
  return words.empty() ? text : text + ": " + words;
}

}  // namespace stepgate::adapter_openapi
