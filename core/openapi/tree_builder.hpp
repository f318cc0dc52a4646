// Builds a Json tree from events of either syntax, within bounds. Not thread safe; one per
// document.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/finding.hpp"
#include "base/json.hpp"

namespace stepgate::openapi {

/// Bounds of a document; one that passes any of them is refused.
struct TreeLimits {
  std::size_t max_bytes = 8u << 20;
  std::size_t max_depth = 64;
  std::size_t max_values = 500'000;  ///< after aliases were expanded
  std::size_t max_aliases = 10'000;
};

/// Why a document could not be read, in words; the caller names the subject.
struct Unreadable {
  std::string why;
  bool bound = false;  ///< a bound was passed: trying the other syntax is no use
};

/// Of duplicate keys the first wins, with a warning. Throws Unreadable when a bound is passed.
class TreeBuilder {
 public:
  using Anchor = std::size_t;  ///< 0: none

  TreeBuilder(const TreeLimits& limits, Findings& findings)
      : limits_(limits), findings_(findings) {}

  void scalar(Json value, Anchor anchor = 0);
  void begin(Json::Type container, Anchor anchor = 0);
  void end();
  /// Copies what the anchor stands for. Counts as all the values and bytes that it adds.
  void alias(Anchor anchor);
  void key(std::string_view name);
  /// True when the next event must be a key.
  bool expects_key() const noexcept;
  Json take() { return std::move(root_); }

 private:
  struct Frame {
    Json value;
    std::string key;
    Anchor anchor = 0;
    std::size_t values_before = 0, bytes_before = 0;
    bool has_key = false, drop = false;
    std::unordered_set<std::string> names;
  };
  struct Anchored {
    Json value;
    std::size_t values = 0, bytes = 0;
  };

  void attach(Json value);
  void remember(Anchor anchor, const Json& value, std::size_t values, std::size_t bytes);
  void count(std::size_t values, std::size_t bytes);
  std::string where() const;
  static bool is_new(Frame& frame, std::string_view name);

  const TreeLimits limits_;
  Findings& findings_;
  std::vector<Frame> frames_;
  std::map<Anchor, Anchored> anchors_;
  Json root_;
  std::size_t values_ = 0, bytes_ = 0, aliases_ = 0;
};

}  // namespace stepgate::openapi
