// One configured service, spoken to over HTTP. Stateless between calls, so that any number of
// threads may use it at once.
#pragma once
#include <stepgate/provider.hpp>

#include "service.hpp"

namespace stepgate::adapter_openapi {

class OpenApiSession final : public sdk::Session {
 public:
  OpenApiSession(sdk::Host host, Service service) : host_(host), service_(std::move(service)) {}

  std::string describe(const sdk::Call& call) override;
  std::string status(const sdk::Call& call, std::string_view request) override;
  std::string picklist(const sdk::Call& call, std::string_view request) override;
  std::string resource(const sdk::Call& call, std::string_view request) override;
  void submit(const sdk::Call& call, const sdk::Chunk& chunk, sdk::Submission& submission) override;
  void on_callback(const sdk::Call& call, const sdk::Chunk& chunk, const sdk::Callback& callback,
                   const sdk::Results& results) override;
  void find_token(const sdk::Call& call, const sdk::Callback& callback) override;
  std::string make_token(const sdk::Call& call, std::string_view random,
                         std::string_view request) override;

 private:
  const sdk::Host host_;
  const Service service_;
};

}  // namespace stepgate::adapter_openapi
