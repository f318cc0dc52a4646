#include "config/settings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "config/declared.hpp"
#include "config/reference_file.hpp"

namespace stepgate::config {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/stepgate-config-XXXXXX";
    dir_ = mkdtemp(name);
    file_ = dir_ + "/stepgated.properties";
  }
  void TearDown() override { std::remove(file_.c_str()), rmdir(dir_.c_str()); }
  Settings load(const std::string& text, const std::vector<Property>& overrides = {}) {
    std::ofstream(file_) << text;
    return Settings::load(file_, overrides, {"/opt/stepgate/plugins", "stepgate", ""});
  }
  std::string refused(const std::string& text) {
    try {
      load(text);
    } catch (const Error& e) {
      what_ = e.what();
      return e.code();
    }
    return "";
  }
  std::string dir_, file_, what_;
};

TEST_F(SettingsTest, DefaultsHoldWithoutAFile) {
  const auto settings = Settings::load("", {}, {"/opt/p", "me", ""});
  EXPECT_EQ(settings.integer("callbacks.threads"), 64);
  EXPECT_EQ(settings.list("plugins.directories"), std::vector<std::string>{"/opt/p"});
  EXPECT_EQ(settings.list("plugins.trusted_owners"), (std::vector<std::string>{"root", "me"}));
  EXPECT_EQ(settings.source("api.listen"), "default");
}

TEST_F(SettingsTest, TheFileAndThenTheCommandLineWin) {
  const auto settings =
      load("api.listen = [::1]:9000\nstore.synchronous: NORMAL\n", {{"api.threads", "3", 0}});
  EXPECT_EQ(settings.listen("api.listen").host, "::1");
  EXPECT_EQ(settings.listen("api.listen").port, 9000);
  EXPECT_EQ(settings.text("store.synchronous"), "NORMAL");
  EXPECT_EQ(settings.integer("api.threads"), 3);
  EXPECT_EQ(settings.source("store.synchronous"), "line 2");
  EXPECT_EQ(settings.source("api.threads"), "command line");
}

TEST_F(SettingsTest, APathIsEmptyOnlyWhereThatIsTheDefault) {
  EXPECT_EQ(refused("data.directory =\n"), "CONFIG_BAD_VALUE");
  EXPECT_NE(what_.find("line 1"), std::string::npos) << what_;
  EXPECT_NE(what_.find("data.directory"), std::string::npos) << what_;
  EXPECT_EQ(refused("outgoing.ca_file =\n"), "");
}

TEST_F(SettingsTest, RelativePathsCountFromTheDataDirectory) {
  const auto settings = load("data.directory = /srv/gate\noutgoing.ca_file = tls/ca.pem\n");
  EXPECT_EQ(settings.path("outgoing.ca_file"), "/srv/gate/tls/ca.pem");
}

struct BadFile {
  const char* text;
  const char* code;
  const char* says;
};
class BadFiles : public SettingsTest, public ::testing::WithParamInterface<BadFile> {};

TEST_P(BadFiles, StopTheStartAndSayWhere) {
  EXPECT_EQ(refused(GetParam().text), GetParam().code);
  EXPECT_NE(what_.find(GetParam().says), std::string::npos) << what_;
  EXPECT_NE(what_.find(file_), std::string::npos) << what_;
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFiles,
    ::testing::Values(
        BadFile{"# one\n\napi.threds = 4\n", "CONFIG_UNKNOWN_KEY", "Did you mean api.threads"},
        BadFile{"# one\n\napi.threds = 4\n", "CONFIG_UNKNOWN_KEY", "line 3"},
        BadFile{"api.threads = 4\nlocale=de\napi.threads = 5\n", "CONFIG_DUPLICATE_KEY", "line 1"},
        BadFile{"api.threads = many\n", "CONFIG_BAD_VALUE", "1 to 1024"},
        BadFile{"api.threads = 0\n", "CONFIG_BAD_VALUE", "api.threads = 0"},
        BadFile{"engine.trace = yes\n", "CONFIG_BAD_VALUE", "true or false"},
        BadFile{"api.listen = 7410\n", "CONFIG_BAD_VALUE", "HOST:PORT"},
        BadFile{"api.listen = ::1:7410\n", "CONFIG_BAD_VALUE", "HOST:PORT"},
        BadFile{"store.synchronous = OFF\n", "CONFIG_BAD_VALUE", "FULL, NORMAL"},
        BadFile{"callbacks.public_url = ftp://x\n", "CONFIG_BAD_VALUE", "http"},
        BadFile{"api.threads\n", "CONFIG_NO_VALUE", "api.threads"},
        BadFile{"= 7\n", "CONFIG_NO_KEY", "line 1"}));

TEST_F(SettingsTest, AMissingFileIsNamed) {
  try {
    Settings::load(dir_ + "/none.properties", {}, {});
    FAIL() << "a missing file was taken";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "CONFIG_UNREADABLE");
    EXPECT_EQ(e.subject(), dir_ + "/none.properties");
  }
}

TEST_F(SettingsTest, LoggingAndPluginKeysAreLeftToOthers) {
  const auto settings = load("logging.loggers.root.level = debug\nplugin.acme.secret = s3cr3t\n");
  ASSERT_EQ(settings.delegated().size(), 2u);
  EXPECT_EQ(settings.delegated()[1].value, "s3cr3t");
  EXPECT_EQ(settings.print().find("s3cr3t"), std::string::npos);
}

TEST_F(SettingsTest, PrintNamesEveryKey) {
  const auto text = load("api.threads = 5\n").print();
  for (const auto& setting : declared())
    EXPECT_NE(text.find("\n" + std::string(setting.key) + " = "), std::string::npos) << setting.key;
  EXPECT_NE(text.find("# from: line 1\napi.threads = 5\n"), std::string::npos);
}

TEST(ReferenceFile, IsWhatTheDeclarationsSay) {
  std::ifstream in(STEPGATE_REFERENCE_FILE);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), reference_file())
      << "write it anew: stepgated --print-reference > config/stepgated.properties";
}

TEST(ReferenceFile, CanBeUsedWithEveryKeySet) {
  auto text = reference_file();
  std::string set;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("#") && find_declared(line.substr(1, line.find(" =") - 1)))
      set += line.substr(1) + "\n";
  EXPECT_EQ(parse_properties(set, "reference").size(), declared().size());
}

}  // namespace
}  // namespace stepgate::config
