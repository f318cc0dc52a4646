// Who lives how long: init before create, destroy when the last holder lets go, deinit after it,
// all on one thread.
#include <mutex>
#include <optional>

#include "base/log.hpp"
#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::ElementsAre;

class Lifecycle : public PluginRoom {
 protected:
  Lifecycle() {
    set_log_sink([this](Severity, std::string_view, std::string_view text) {
      const std::string prefix = "lifecycle.so: ";
      if (!text.starts_with(prefix)) return;
      const std::lock_guard lock(mutex_);
      steps_.emplace_back(text.substr(prefix.size()));
      threads_.push_back(std::this_thread::get_id());
    });
  }
  ~Lifecycle() override {
    set_log_sink([](Severity, std::string_view, std::string_view) {});
  }
  std::vector<std::string> steps() {
    const std::lock_guard lock(mutex_);
    return steps_;
  }
  std::vector<std::thread::id> threads_;

 private:
  std::mutex mutex_;  ///< guards steps_ and threads_
  std::vector<std::string> steps_;
};

TEST_F(Lifecycle, InOrderAndOnOneThread) {
  put("lifecycle");
  { const auto host = this->host(); }
  EXPECT_THAT(steps(), ElementsAre("init", "create", "destroy", "deinit"));
  for (const auto& thread : threads_) {
    EXPECT_EQ(thread, threads_.front());
    EXPECT_NE(thread, std::this_thread::get_id());
  }
}

TEST_F(Lifecycle, AProxyKeepsItsComponentEvenBeyondTheHost) {
  put("lifecycle");
  std::optional<MappingProxy> held;
  {
    const auto host = this->host();
    held = host->mapping("mapping:lifecycle");
  }
  EXPECT_THAT(steps(), ElementsAre("init", "create"));
  EXPECT_EQ(held->propose({}, Json::object()).dump(), R"({"rows":[]})");
  held.reset();
  EXPECT_THAT(steps(), ElementsAre("init", "create", "destroy", "deinit"));
}

}  // namespace
}  // namespace stepgate::plugin
