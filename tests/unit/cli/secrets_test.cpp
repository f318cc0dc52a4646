#include "cli/secrets.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/failure.hpp"
#include "scripted_host.hpp"

namespace stepgate::cli {
namespace {

class Secrets : public testing::Test {
 protected:
  Secrets() {
    surroundings_.in = &input_;
    surroundings_.env = [](const std::string& name) {
      return std::string(name == "KEY" ? "from env" : "");
    };
  }
  std::string read(const std::string& form) {
    return read_secret(form, "--api-key", surroundings_);
  }
  std::string refusal(const std::string& form) {
    try {
      return "accepted " + read(form);
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit_code(), kUsage);
      return failure.line();
    }
  }
  std::istringstream input_{"from stdin\r\nsecond\n"};
  Surroundings surroundings_;
  Folder folder_;
};

TEST_F(Secrets, FourForms) {
  EXPECT_EQ(read("plain"), "plain");
  EXPECT_EQ(read("@" + folder_.write("k", "from file \nsecond\n")), "from file ");
  EXPECT_EQ(read("env:KEY"), "from env");
  EXPECT_EQ(read("-"), "from stdin");
}

TEST_F(Secrets, WhatIsNotThereIsNamed) {
  EXPECT_NE(refusal("@" + folder_.path() + "/none").find("/none can't be read: No such file"),
            std::string::npos);
  EXPECT_NE(refusal("env:NONE").find("the variable NONE is not set"), std::string::npos);
  EXPECT_NE(refusal("@" + folder_.write("e", "\n")).find("is empty"), std::string::npos);
  EXPECT_NE(refusal("").find("is empty"), std::string::npos);
}

}  // namespace
}  // namespace stepgate::cli
