// Where a command writes: results on one stream, everything else on the other, and how it may look.
// One thread.
#pragma once
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace stepgate::cli {

enum class Style : unsigned char { plain, bold, dim, red, green, amber, italic };

/// What the program was started in; tests give their own.
struct Surroundings {
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  std::istream* in = nullptr;
  bool out_terminal = false, err_terminal = false, in_terminal = false;
  std::size_t columns = 80;                            ///< of the terminal
  std::function<std::string(const std::string&)> env;  ///< empty: not set
  /// Reads a line from the terminal without echo.
  std::function<std::string(const std::string& prompt)> ask_secret;
};

class Console {
 public:
  Console(Surroundings& surroundings, bool json, bool colour, bool quiet);

  std::ostream& out() const noexcept { return *surroundings_.out; }
  std::ostream& err() const noexcept { return *surroundings_.err; }
  Surroundings& surroundings() const noexcept { return surroundings_; }
  bool json() const noexcept { return json_; }
  bool quiet() const noexcept { return quiet_; }
  /// Questions can be asked.
  bool interactive() const noexcept { return surroundings_.in_terminal && err_terminal(); }
  bool out_terminal() const noexcept { return surroundings_.out_terminal; }
  bool err_terminal() const noexcept { return surroundings_.err_terminal; }
  bool unicode() const noexcept { return unicode_; }
  std::size_t columns() const noexcept { return surroundings_.columns; }

  /// For the stream of steps: stdout, or stderr when stdout carries JSON.
  void line(std::string_view text) const;
  /// "✓ text", "✗ text", "! text".
  void good(std::string_view text) const;
  void bad(std::string_view text) const;
  void warning(std::string_view text) const;
  /// On stderr; nothing with --quiet.
  void note(std::string_view text) const;

  /// Escapes only where steps are coloured.
  std::string styled(Style style, std::string_view text) const;
  std::string styled_error(Style style, std::string_view text) const;
  /// False when it was denied. Only when interactive().
  bool confirm(const std::string& question) const;

 private:
  std::ostream& steps() const noexcept { return json_ ? err() : out(); }
  Surroundings& surroundings_;
  bool json_, quiet_, colour_steps_, colour_err_, unicode_;
};

}  // namespace stepgate::cli
