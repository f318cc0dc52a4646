#include "config/reference_file.hpp"

#include "base/text.hpp"
#include "config/declared.hpp"

namespace stepgate::config {
namespace {

constexpr std::size_t kWidth = 98;

void comment(std::string& out, std::string_view text) {
  std::string line = "#";
  for (const auto& word : split(text, ' ')) {
    if (line.size() + 1 + word.size() > kWidth) {
      out += line + "\n";
      line = "#";
    }
    line += " " + word;
  }
  out += line + "\n";
}

std::string range(const Setting& setting) {
  if (setting.type == Type::integer)
    return std::to_string(setting.min) + " to " + std::to_string(setting.max);
  if (setting.type == Type::boolean) return "true or false";
  return join(std::vector<std::string>(setting.values.begin(), setting.values.end()), " or ");
}

}  // namespace

std::string reference_file() {
  std::string out =
      "# Settings of stepgated, each with its default. Take the # away to set one. An unknown key, "
      "a key that is there\n"
      "# twice or a value that does not fit stops the start and says where. A backslash is written "
      "as two.\n"
      "#\n"
      "# Beside these: logging.* configures Poco's loggers, plugin.COMPONENT.KEY a plugin's "
      "component (see\n"
      "# `stepgate plugin list`).\n";
  std::string group;
  for (const auto& setting : declared()) {
    const std::string head(setting.key.substr(0, setting.key.find('.')));
    if (head != group) out += "\n# ---- " + head + " ----\n";
    group = head;
    out += "\n";
    comment(out, setting.help);
    if (const auto text = range(setting); !text.empty()) comment(out, "Values: " + text + ".");
    out += "#" + std::string(setting.key) + " = " + std::string(setting.fallback) + "\n";
  }
  return out;
}

}  // namespace stepgate::config
