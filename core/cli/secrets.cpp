#include "cli/secrets.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>

#include "base/text.hpp"
#include "cli/failure.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kLongestSecret = 64u << 10;

/// Without the end of the line; spaces inside stay.
std::string first_line(std::istream& stream) {
  std::string line;
  char c = 0;
  while (line.size() < kLongestSecret && stream.get(c) && c != '\n') line += c;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

std::string from_file(const std::string& path, const std::string& flag) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Failure::usage(flag, path + " can't be read: " + std::strerror(errno),
                         "Name a file that holds the value in its first line.");
  return first_line(file);
}

}  // namespace

std::string read_secret(const std::string& form, const std::string& flag,
                        Surroundings& surroundings) {
  std::string value = form, where = "is empty";
  if (form == "-") {
    value = first_line(*surroundings.in);
    where = "nothing came on the standard input";
  } else if (form.starts_with('@')) {
    value = from_file(form.substr(1), flag);
    where = "the first line of " + form.substr(1) + " is empty";
  } else if (form.starts_with("env:")) {
    value = surroundings.env(form.substr(4));
    where = "the variable " + form.substr(4) + " is not set";
  }
  if (value.empty())
    throw Failure::usage(flag, where, "Forms: @FILE (recommended), env:VARIABLE, - for stdin.");
  return value;
}

}  // namespace stepgate::cli
