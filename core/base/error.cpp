#include "base/error.hpp"

#include <string_view>
#include <utility>

namespace stepgate {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// Without the white space around it and without the full stop at its end.
std::string_view bare(std::string_view s) {
  const auto first = s.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  s.remove_prefix(first);
  return s.substr(0, s.find_last_not_of(" \t\r\n.") + 1);
}

bool ends_a_sentence(char c) { return c == '.' || c == '!' || c == '?'; }

void end_sentence(std::string& text) {
  if (!text.empty() && !ends_a_sentence(text.back())) text += '.';
}

std::string compose(std::string_view subject, std::string_view fact, std::string_view remedy,
                    std::string_view cause) {
  std::string text(subject);
  const auto bare_fact = bare(fact);
  if (!text.empty() && !bare_fact.empty()) text += ": ";
  text += bare_fact;
  if (const auto why = bare(cause); !why.empty()) {
    text.append(text.empty() ? "(" : " (").append(why) += ')';
  }
  end_sentence(text);
  if (const auto what_to_do = bare(remedy); !what_to_do.empty()) {
    if (!text.empty()) text += ' ';
    text += what_to_do;
    end_sentence(text);
  }
  return text;
}

}  // namespace

Error::Error(ErrorKind kind, std::string code, std::string subject, std::string fact,
             std::string remedy, std::string cause)
    : kind_(kind),
      code_(std::move(code)),
      subject_(std::move(subject)),
      fact_(std::move(fact)),
      remedy_(std::move(remedy)),
      cause_(std::move(cause)),
      text_(compose(subject_, fact_, remedy_, cause_)) {}

int http_status(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::invalid:
      return 422;
    case ErrorKind::malformed:
      return 400;
    case ErrorKind::unauthorized:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::upstream:
      return 502;
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::internal:
      break;
  }
  return 500;
}

}  // namespace stepgate
