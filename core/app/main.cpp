// stepgated: a Poco ServerApplication around app::Host.
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionSet.h>
#include <Poco/Util/ServerApplication.h>
#include <malloc.h>
#include <pwd.h>
#include <signal.h>
#include <stepgate/abi.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <thread>

#include "app/background.hpp"
#include "app/host.hpp"
#include "app/logging.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "config/reference_file.hpp"
#include "config/settings.hpp"

namespace {

using Poco::Util::Application;
using Poco::Util::Option;
using Poco::Util::OptionCallback;
using Poco::Util::OptionSet;

/// With a hundred threads glibc's defaults keep what is no longer used: eight arenas a core, and
/// bodies of chunks on heaps that never shrink. Measured: 230 MB at the peak of a run of a million
/// people, 155 MB so, for a twentieth more time.
void bound_heap() {
  ::mallopt(M_ARENA_MAX, 4);
  ::mallopt(M_MMAP_THRESHOLD, 256 << 10);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 20);
}

/// A user without an entry is named by number.
std::string user_name() {
  const auto* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_name : std::to_string(::geteuid());
}

class Daemon : public Poco::Util::ServerApplication {
 public:
  explicit Daemon(stepgate::app::Background& background) : background_(background) {
    setUnixOptions(true);
  }

 protected:
  void defineOptions(OptionSet& options) override {
    ServerApplication::defineOptions(options);
    const auto flag = [&](const char* name, const char* letter, const char* help, bool& target) {
      options.addOption(
          Option(name, letter, help).callback(OptionCallback<Daemon>(this, &Daemon::on_option)));
      flags_[name] = &target;
    };
    options.addOption(Option("config", "c", "read settings from this properties file")
                          .argument("FILE")
                          .callback(OptionCallback<Daemon>(this, &Daemon::on_option)));
    options.addOption(Option("set", "s", "set one key, over the file")
                          .argument("KEY=VALUE")
                          .repeatable(true)
                          .callback(OptionCallback<Daemon>(this, &Daemon::on_option)));
    flag("help", "h", "show this text", help_);
    flag("version", "v", "show version, commit and plugin ABI", version_);
    flag("print-config", "", "show every key with value, source and help, and end", print_config_);
    flag("forget-lost-secrets", "",
         "go on although secret.key is lost; stored credentials are to be entered again", forget_);
    flag("print-reference", "", "show the reference properties file, and end", print_reference_);
  }

  void on_option(const std::string& name, const std::string& value) {
    if (name == "config") {
      file_ = std::filesystem::absolute(value).string();  // --daemon changes the directory
    } else if (name == "set") {
      const auto equals = value.find('=');
      overrides_.push_back({value.substr(0, equals),
                            equals == std::string::npos ? "" : value.substr(equals + 1), 0});
    } else {
      *flags_.at(name) = true;
    }
    if (help_ || version_ || print_reference_) stopOptionsProcessing();
  }

  void initialize(Application& self) override {
    if (help_ || version_ || print_reference_) return;
    if (config().getBool("application.runAsDaemon", false)) {
      refused_ = refuse({stepgate::ErrorKind::invalid, "USAGE", "the flag for the background",
                         "is cut short", "Write it in full: --daemon"});
      return;
    }
    try {
      settings_ = stepgate::config::Settings::load(file_, overrides_, surroundings());
    } catch (const stepgate::Error& e) {
      refused_ = refuse(e);
      return;
    }
    if (print_config_) return;
    bool logs = false;
    for (const auto& property : settings_->delegated()) {
      if (!property.key.starts_with("logging.")) continue;
      logs = true;
      config().setString(property.key, property.value);
    }
    ServerApplication::initialize(self);
    try {
      stepgate::app::connect_logging(logs);
    } catch (const stepgate::Error& e) {
      refused_ = refuse(e);
    }
  }

  int main(const std::vector<std::string>& arguments) override {
    if (help_) return show_help();
    if (version_) return show_version();
    if (print_reference_) return std::cout << stepgate::config::reference_file(), EXIT_OK;
    if (refused_ != EXIT_OK) return refused_;
    if (print_config_) return std::cout << settings_->print(), EXIT_OK;
    if (!arguments.empty())
      return refuse({stepgate::ErrorKind::invalid, "USAGE", arguments.front(), "is no option",
                     "stepgated --help lists them."});
    try {
      return serve();
    } catch (const stepgate::Error& e) {
      stepgate::log(stepgate::Severity::error, "app", e.what());
      return refuse(e);
    }
  }

 private:
  static int refuse(const stepgate::Error& e) {
    std::cerr << "stepgated: " << e.what() << " [" << e.code() << "]\n";
    return EXIT_CONFIG;
  }

  /// Signals are blocked before any thread starts, and each is taken where it is waited for.
  static sigset_t block_signals() {
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t all, rescan;
    sigemptyset(&all);
    for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGUSR2}) sigaddset(&all, signal);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    sigemptyset(&rescan);
    sigaddset(&rescan, SIGHUP);
    sigaddset(&rescan, SIGUSR2);
    return rescan;
  }

  int serve() {
    const auto rescan = block_signals();
    stepgate::app::Host host(*settings_, {STEPGATE_VERSION, STEPGATE_COMMIT}, forget_);
    host.start();
    background_.started();
    std::thread rescans([&] {  // SIGHUP looks for new plugins, SIGUSR2 ends the thread
      for (int signal = 0; ::sigwait(&rescan, &signal) == 0 && signal == SIGHUP;)
        host.rescan_plugins();
    });
    waitForTerminationRequest();
    stepgate::log(stepgate::Severity::info, "app", "stopping");
    ::pthread_kill(rescans.native_handle(), SIGUSR2);
    rescans.join();
    host.stop();
    stepgate::log(stepgate::Severity::info, "app", "stopped");
    return EXIT_OK;
  }

  stepgate::config::Settings::Surroundings surroundings() const {
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const auto plugins = self.parent_path().parent_path() / "lib" / "stepgate" / "plugins";
    return {plugins.string(), user_name(), working_directory_};
  }

  int show_help() {
    Poco::Util::HelpFormatter formatter(options());
    formatter.setUnixStyle(true);
    formatter.setCommand("stepgated");
    formatter.setUsage("[--config=FILE] [--set=KEY=VALUE ...] [--daemon] [--pidfile=FILE]");
    formatter.setHeader("Stepgate, a self-hosted host for flow step services.");
    formatter.setFooter(
        "Settings: stepgated --print-config. The command line client is `stepgate`.");
    formatter.format(std::cout);
    return EXIT_OK;
  }

  static int show_version() {
    std::cout << "stepgated " << STEPGATE_VERSION << " (commit " << STEPGATE_COMMIT
              << ", plugin ABI " << STEPGATE_ABI_MAJOR << "." << STEPGATE_ABI_MINOR << ")\n";
    return EXIT_OK;
  }

  stepgate::app::Background& background_;
  const std::string working_directory_ = std::filesystem::current_path().string();
  std::string file_;
  std::vector<stepgate::config::Property> overrides_;
  std::map<std::string, bool*> flags_;
  int refused_ = EXIT_OK;
  bool help_ = false, version_ = false, print_config_ = false, print_reference_ = false;
  bool forget_ = false;
  std::optional<stepgate::config::Settings> settings_;
};

}  // namespace

int main(int argc, char** argv) {
  bound_heap();
  try {
    stepgate::app::Background background;
    std::vector<char*> words(argv, argv + argc);
    if (stepgate::app::Background::take_flag(words))
      if (const auto status = background.begin()) return *status;
    Daemon daemon(background);
    words.push_back(nullptr);
    return daemon.run(static_cast<int>(words.size()) - 1, words.data());
  } catch (const std::exception& e) {
    std::cerr << "stepgated: " << e.what() << "\n";
    return Application::EXIT_CONFIG;
  }
}
