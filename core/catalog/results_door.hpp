// Lets a plugin fill the runtime's results: values of the ABI become raw values of the core,
// without copies.
#pragma once
#include "flow/result_builder.hpp"
#include "plugin/services.hpp"

namespace stepgate::catalog {

class ResultsDoor : public plugin::ResultSink {
 public:
  explicit ResultsDoor(flow::ResultBuilder& results) noexcept : results_(results) {}
  void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) override;
  void set_attribute(std::uint32_t record, std::uint32_t attribute,
                     const stepgate_value& value) override;
  void finish(std::uint32_t record, bool success, std::string_view code,
              std::string_view reason) override;
  void fail_chunk(std::string_view code, std::string_view message) override;
  void warn(std::int64_t record, std::string_view code, std::string_view message) override;

 private:
  flow::ResultBuilder& results_;
};

stepgate_value to_abi(const flow::RawValue& value) noexcept;

}  // namespace stepgate::catalog
