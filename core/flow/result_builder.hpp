// Turns what an adapter says of people into ChunkResults: coercion by type, one outcome each,
// warnings (docs/protocol.md section 4). One builder per callback or native result; not thread
// safe.
#pragma once
#include <memory>
#include <span>
#include <string_view>

#include "flow/plan.hpp"
#include "flow/results.hpp"

namespace stepgate::flow {

inline constexpr std::string_view kNoResult = "NO_RESULT";  ///< nothing came for this person
/// What failed without saying why.
inline constexpr std::string_view kNoCode = "SERVICE_REPORTED_FAILURE";

class ResultBuilder {
 public:
  /// `members` ascending. Both are borrowed until build().
  ResultBuilder(const Plan& plan, std::span<const PersonId> members);
  ~ResultBuilder();
  ResultBuilder(const ResultBuilder&) = delete;
  ResultBuilder& operator=(const ResultBuilder&) = delete;

  // Indexes are checked: out of range is one warning, nothing else. A later value of the same place
  // replaces an earlier one; an absent one takes it back.
  /// `field` is an index into plan.incoming. The last call counts: an absent value is no call, a
  /// null or a refused value takes back what an earlier call (a default) had set.
  void set(std::uint32_t record, std::uint32_t field, const RawValue& value);
  void set_attribute(std::uint32_t record, std::uint32_t attribute, const RawValue& value);
  /// The last call counts. A code is kept of the failed only, and is never empty for them.
  void finish(std::uint32_t record, bool success, std::string_view code, std::string_view reason);
  /// No person's result counts any more.
  void fail_chunk(std::string_view code, std::string_view message);
  void warn(std::int64_t record, std::string_view code, std::string_view message);

  /// People that were never finished are failed with NO_RESULT and write nothing. The builder is
  /// spent afterwards.
  ResultsRef build();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepgate::flow
