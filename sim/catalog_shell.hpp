// A catalog around another one: where tests put faults into what the engine is told of services.
#pragma once
#include "runtime/ports.hpp"

namespace stepgate::sim {

class CatalogShell : public runtime::Catalog {
 public:
  explicit CatalogShell(runtime::Catalog& inner) : inner_(inner) {}
  flow::PlanRef plan(flow::ServiceId service, std::int32_t version) override {
    return inner_.plan(service, version);
  }
  flow::PlanRef current_plan(flow::ServiceId service) override {
    return inner_.current_plan(service);
  }
  std::shared_ptr<runtime::Adapter> adapter(flow::ServiceId service,
                                            std::int32_t version) override {
    return inner_.adapter(service, version);
  }
  runtime::ServiceGate gate(flow::ServiceId service) override { return inner_.gate(service); }
  void renew_grant(flow::ServiceId service) override { inner_.renew_grant(service); }
  void pause(flow::ServiceId service, const std::string& reason) override {
    inner_.pause(service, reason);
  }
  void learn_chunk_size(flow::ServiceId service, std::int32_t people) override {
    inner_.learn_chunk_size(service, people);
  }
  std::string unknown_answer(runtime::CallbackAnswer answer, std::string_view request_id,
                             std::string_view message) override {
    return inner_.unknown_answer(answer, request_id, message);
  }

 private:
  runtime::Catalog& inner_;
};

}  // namespace stepgate::sim
