// Takes secrets out of text that is shown or kept: raw, percent-encoded, form-encoded, base64,
// and in JSON with whatever escapes its writer likes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::catalog {

class Masker {
 public:
  /// Shorter secrets than four bytes would blank out ordinary text and are left out.
  void add(std::string_view secret);
  std::string mask(std::string_view text);
  /// The first `bytes` of it, masked, cut before a secret that reaches beyond them, with a note of
  /// what was left out.
  std::string mask_cut(std::string_view text, std::size_t bytes);

 private:
  void spell_out();
  std::string mask_escaped(std::string_view text) const;
  std::size_t longest_spelling() const noexcept;
  std::size_t before_secret(std::string_view text, std::size_t cut) const;
  std::vector<std::string> fresh_;            ///< added, not yet in forms_: most calls show nothing
  std::vector<std::string> forms_, secrets_;  ///< longest first
};

/// At most `bytes`, cut at a character, with a note of what was left out.
std::string cut_for_trace(std::string_view text, std::size_t bytes);

}  // namespace stepgate::catalog
