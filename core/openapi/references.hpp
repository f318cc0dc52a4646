// `$ref` inside one document: local, bounded, and safe against circles.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/json.hpp"

namespace stepgate::openapi {

/// Borrows the document and the findings. Not thread safe.
class References {
 public:
  References(const Json& root, Findings& findings) : root_(root), findings_(findings) {}

  /// What `node` stands for: itself, or the end of its chain of references. A reference that leaves
  /// the document, goes in a circle or leads nowhere is a warning (once each) and gives null.
  const Json& resolve(const Json& node);
  /// The member `key` of `node`, both resolved.
  const Json& member(const Json& node, std::string_view key) { return resolve(resolve(node)[key]); }

 private:
  const Json& target(const std::string& reference);
  void warn_once(const std::string& reference, std::string_view code, const std::string& message);

  const Json& root_;
  Findings& findings_;
  std::set<std::string> warned_;
};

}  // namespace stepgate::openapi
