// A vendor's way, from an empty folder to a loaded adapter, with nothing but the installed SDK and
// docs/vendors.md.
#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>

#include "plugin_room.hpp"
#include "result_log.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class Vendor : public PluginRoom {
 protected:
  static int run(const std::string& command) { return std::system(command.c_str()); }
  static std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }
};

TEST_F(Vendor, ThePageShowsTheSample) {
  EXPECT_EQ(run("python3 " STEPGATE_CONSUMER_DIR "/page.py " STEPGATE_VENDOR_PAGE
                " . --same-as " STEPGATE_VENDOR_EXAMPLE),
            0);
}

TEST_F(Vendor, FromAnEmptyFolderToALoadedAdapter) {
  const fs::path room = drop() / "vendor";
  fs::create_directory(room);
  ASSERT_EQ(run("sh " STEPGATE_CONSUMER_DIR "/build_as_vendor.sh " STEPGATE_BUILD_DIR
                " " STEPGATE_VENDOR_PAGE " " +
                quoted(room)),
            0);

  auto with = options();
  with.trusted_owners = {::geteuid() == 0 ? uid_t{65534} : ::geteuid()};
  PluginHost host(with, nullptr);
  host.scan({room / "plugins"});
  ASSERT_THAT(loaded_ids(host), ElementsAre("email-domains"));

  const SessionRef session = host.provider("", "email-domains").open({}, Json::object());
  EXPECT_EQ(session->describe({})["apiName"].as_string(), "email-domains");
  TestChunk chunk(R"({"freeMail": "refuse"})", "domain", "isFreeMail");
  chunk.out_key("email");
  chunk.text("ada@acme.example");
  ResultLog results("domain");
  EXPECT_EQ(session->submit({}, chunk.raw(), {}, results).end.status, STEPGATE_OK);
  EXPECT_THAT(results.lines, Contains("set 0 domain=acme.example"));
  EXPECT_THAT(results.lines, Contains("finish 0 ok"));
  EXPECT_THAT(results.lines, Contains("finish 1 EMAIL_INVALID: the address has no domain"));
}

}  // namespace
}  // namespace stepgate::plugin
