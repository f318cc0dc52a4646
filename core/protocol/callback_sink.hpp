// Where the results of a callback go.
#pragma once
#include <cstdint>
#include <string_view>

#include "stepgate/abi.h"

namespace stepgate::protocol {

/// Values and texts are borrowed until return. A later word about the same record and key replaces
/// an earlier one; STEPGATE_ABSENT takes it back. When reading fails, everything that came counts
/// for nothing.
class CallbackSink {
 public:
  virtual ~CallbackSink() = default;
  virtual void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) = 0;
  virtual void set_attribute(std::uint32_t record, std::uint32_t attribute,
                             const stepgate_value& value) = 0;
  virtual void finish(std::uint32_t record, bool success, std::string_view code,
                      std::string_view reason) = 0;
  virtual void fail_chunk(std::string_view code, std::string_view message) = 0;
  /// record -1: the whole callback.
  virtual void warn(std::int64_t record, std::string_view code, std::string_view message) = 0;
};

}  // namespace stepgate::protocol
