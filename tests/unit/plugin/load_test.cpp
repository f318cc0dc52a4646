// One fault per file: each is refused with its own code, and none keeps the good ones out.
#include <sys/stat.h>

#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Fault {
  std::string fixture;
  std::string code;
  std::string fact;  ///< part of it
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.fixture; }

class FaultyFile : public PluginRoom, public ::testing::WithParamInterface<Fault> {};

TEST_P(FaultyFile, IsRefusedAndTheGoodOneLoads) {
  const Fault& fault = GetParam();
  put("good", "zzz-good");
  const fs::path file = put(fault.fixture);
  const auto host = this->host();
  const RefusedPlugin refused = refusal_of(*host, file);
  EXPECT_EQ(to_string(refused.code), fault.code);
  EXPECT_THAT(refused.fact, HasSubstr(fault.fact));
  EXPECT_FALSE(refused.remedy.empty());
  EXPECT_EQ(refused.sha256.size(), 64u);
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-good"));
}

INSTANTIATE_TEST_SUITE_P(
    Plugins, FaultyFile,
    ::testing::Values(
        Fault{"no_entry", "NO_ENTRY", "does not export stepgate_plugin_entry"},
        Fault{"foreign_entry", "FOREIGN_ENTRY", "a library that it needs does"},
        Fault{"needs_library", "LOAD_FAILED",
              "can't be loaded: libfixture_the_library.so: cannot open"},
        Fault{"bad_magic", "BAD_MAGIC", "magic"},
        Fault{"short_entry", "SHORT_ENTRY", "has an entry of 40 bytes"},
        Fault{"other_major", "ABI_MAJOR", "was built for ABI 7.1; this host speaks 0.1"},
        Fault{"other_minor", "ABI_MINOR", "was built for ABI 0.99; this host speaks 0.1"},
        Fault{"newer_host", "HOST_TOO_OLD", "needs a host of ABI 0.99"},
        Fault{"no_components", "NO_COMPONENTS", "names no components"},
        Fault{"too_many_components", "COMPONENT_INVALID", "names 1000000 components"},
        Fault{"unknown_kind", "COMPONENT_INVALID", "fixture-kind is of the unknown kind 0"},
        Fault{"bad_id", "COMPONENT_INVALID", "has the id 'Fixture'"},
        Fault{"bad_serves", "COMPONENT_INVALID", "serves 'auth:apiKey'"},
        Fault{"bad_schema", "COMPONENT_INVALID", "'limit' has no type"},
        Fault{"missing_slot", "COMPONENT_INVALID", "has no function propose"},
        Fault{"duplicate_inside", "DUPLICATE_ID", "names the component fixture-twice twice"},
        Fault{"settings", "SETTINGS_INVALID", "plugin.fixture-settings.mode: is missing"},
        Fault{"fails_in_init", "INIT_FAILED", "failed in init with status 6"},
        Fault{"throws_in_create", "INIT_FAILED", "out of create"},
        Fault{"refuses_in_create", "INIT_FAILED", "LICENCE_MISSING: there is no licence file"}),
    [](const auto& fault) { return fault.param.fixture; });

class Loading : public PluginRoom {};

TEST_F(Loading, ShowsWhatIsLoaded) {
  const fs::path file = put("good_second");
  const auto host = this->host();
  const auto loaded = host->list().loaded;
  ASSERT_EQ(loaded.size(), 1u);
  EXPECT_EQ(loaded[0].file, file);
  EXPECT_EQ(loaded[0].build, "fixture in C");
  ASSERT_EQ(loaded[0].components.size(), 1u);
  const ComponentInfo& component = loaded[0].components[0];
  EXPECT_EQ(component.id, "fixture-second");
  EXPECT_EQ(component.version, "1.2.3");
  EXPECT_EQ(component.kind, Kind::mapping);
  EXPECT_THAT(component.serves, ElementsAre("mapping:fixture", "mapping:second"));
  EXPECT_THAT(host->list().refused, IsEmpty());
}

TEST_F(Loading, LoadsAPrivateCopyThatOnlyItsOwnerReads) {
  const fs::path file = put("good");
  const auto host = this->host();
  const fs::path copy = copies() / (host->list().loaded.at(0).sha256 + ".so");
  EXPECT_EQ(bytes_of(copy), bytes_of(file));
  struct stat status {};
  ASSERT_EQ(::stat(copies().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  write_bytes(file, "");  // truncating the dropped file must not touch the code that runs
  const CallContext context;
  EXPECT_EQ(host->mapping("mapping:fixture").propose(context, Json::object()).dump(),
            R"({"rows":[]})");
}

TEST_F(Loading, TheSecondFileOfAnIdIsRefusedAndNamesTheFirst) {
  put("duplicate_id", "b");
  const fs::path first = put("good", "a");
  const auto host = this->host();
  const RefusedPlugin refused = refusal_of(*host, drop() / "b.so");
  EXPECT_EQ(refused.code, Refusal::duplicate_id);
  EXPECT_THAT(refused.fact, HasSubstr(first.string()));
}

TEST_F(Loading, TheSameFileTwiceIsLoadedOnce) {
  put("good", "a");
  put("good", "b");
  const auto host = this->host();
  EXPECT_EQ(host->list().loaded.size(), 1u);
  EXPECT_EQ(code_of(*host, drop() / "b.so"), "DUPLICATE_ID");
}

TEST_F(Loading, ARescanTakesInWhatIsNewAndWhatWasMended) {
  const fs::path wrong = put("bad_magic", "a");
  const auto host = this->host();
  EXPECT_EQ(code_of(*host, wrong), "BAD_MAGIC");
  put("good", "a");
  put("good_second", "b");
  host->rescan();
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-good", "fixture-second"));
  EXPECT_THAT(host->list().refused, IsEmpty());
  host->rescan();
  EXPECT_EQ(host->list().loaded.size(), 2u);
  EXPECT_THAT(host->list().refused, IsEmpty());
}

TEST_F(Loading, AReplacedFileWaitsForTheNextStart) {
  put("good", "a");
  const auto host = this->host();
  put("duplicate_id", "a");
  host->rescan();
  EXPECT_EQ(code_of(*host, drop() / "a.so"), "DUPLICATE_ID");
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-good"));
}

TEST_F(Loading, ADirectoryThatIsNotThereIsToldAndTheOtherIsRead) {
  put("good");
  PluginHost host(options(), nullptr);
  const fs::path gone = drop() / "gone";
  host.scan({gone, drop()});
  EXPECT_EQ(code_of(host, gone), "UNREADABLE");
  EXPECT_THAT(loaded_ids(host), ElementsAre("fixture-good"));
}

TEST_F(Loading, OtherNamesAreLeftAlone) {
  write_bytes(drop() / "README.txt", "not a plugin");
  write_bytes(drop() / ".good.so", "being written by rsync");
  EXPECT_THAT(host()->list().refused, IsEmpty());
}

TEST_F(Loading, UnusedCopiesGoAtTheNextStart) {
  put("bad_magic");
  put("good");
  host();
  fs::remove(drop() / "good.so");
  fs::remove(drop() / "bad_magic.so");
  host();
  EXPECT_TRUE(fs::is_empty(copies()));
}

TEST_F(Loading, EveryFixtureTogether) {
  for (const auto& entry : fs::directory_iterator(STEPGATE_FIXTURE_DIR)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".so" && name != "crashes_in_init" &&
        !name.starts_with("lib")) {
      put(name);
    }
  }
  const auto host = this->host();
  EXPECT_THAT(loaded_ids(*host), Contains("fixture-second"));
  EXPECT_THAT(loaded_ids(*host), Contains("fixture-provider"));
  EXPECT_GE(host->list().refused.size(), 19u);
}

}  // namespace
}  // namespace stepgate::plugin
