// The whole host, wired: what `stepgated` runs. Start and stop only; everything else goes through
// the doors.
#pragma once
#include <memory>
#include <string>

#include "config/settings.hpp"

namespace stepgate::app {

struct Version {
  std::string version, commit;
};

class Host {
 public:
  /// Opens the store, loads plugins, binds both listeners. Throws Error. `forget_lost_secrets`:
  /// as catalog::open_store_key has it.
  Host(config::Settings settings, const Version& version, bool forget_lost_secrets = false);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  void start();
  /// Sends nothing more, finishes commits, answers open callbacks: under 10 s.
  void stop();
  void rescan_plugins();

  std::string api_url() const;
  std::string callback_url() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stepgate::app
