// The provider adapter `adapter-openapi`: serves `provider:openapi`, the default for any URL.
#include <stepgate/plugin.hpp>

#include "errors.hpp"
#include "exchange.hpp"
#include "openapi/discovery.hpp"
#include "protocol/answer.hpp"
#include "session.hpp"

namespace stepgate::adapter_openapi {
namespace {

constexpr std::uint64_t kMostDocument =
    (8u << 20) + 1;  ///< one more than is read, so that it is said

class OpenApiProvider final : public sdk::Provider {
 public:
  explicit OpenApiProvider(sdk::Host host) : host_(host) {}

  /// The document is read without credentials, and wherever it redirects to.
  std::string discover(const sdk::Call& call, std::string_view request) override {
    const Json given =
        refusing(STEPGATE_INVALID, [&] { return Json::parse(request, {}, "the request"); });
    refusing(STEPGATE_INVALID,
             [&] { return openapi::require_document_url(given["url"].as_string()); });
    sdk::HttpRequest get = ask("GET", given["url"].as_string(), false);
    get.redirects = true;
    get.max_response_bytes = kMostDocument;
    get.headers = {{"Accept", "application/json, application/yaml, text/yaml, */*;q=0.5"}};
    const sdk::HttpResponse response = host_.http().perform(call, get);
    if (!response.ok()) {
      throw sdk::invalid("DOCUMENT_UNREACHABLE",
                         describe_answer(get.url, response) +
                             "\nGive the URL of the service's OpenAPI document, and see that this "
                             "machine reaches it.");
    }
    openapi::DiscoveryWish wish;
    wish.accept_no_security = given["acceptNoSecurity"].as_bool();
    const std::string& url = response.final_url.empty() ? get.url : response.final_url;
    return refusing(STEPGATE_INVALID, [&] {
      Json discovery = openapi::discover(response.body, url, wish);
      note_form(response, "", discovery);
      return discovery.dump();
    });
  }

  std::unique_ptr<sdk::Session> open(const sdk::Call&, std::string_view service) override {
    return std::make_unique<OpenApiSession>(host_, read_service(service));
  }

  std::string answer(const sdk::Call&, sdk::Session*, std::int32_t answer,
                     std::string_view request_id, std::string_view message) override {
    return protocol::write_answer(answer, request_id, message);
  }

 private:
  const sdk::Host host_;
};

}  // namespace
}  // namespace stepgate::adapter_openapi

STEPGATE_PLUGIN(stepgate::sdk::provider<stepgate::adapter_openapi::OpenApiProvider>(
    "adapter-openapi", STEPGATE_VERSION, "OpenAPI services", "provider:openapi"));
