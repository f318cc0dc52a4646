// A service of the test's own: a document, a definition, a key that it wants, a guide and an icon.
#pragma once
#include <atomic>
#include <mutex>

#include "admin_fixture.hpp"
#include "definition_sample.hpp"
#include "sample.hpp"

namespace stepgate::admin::testing {

class TestService {
 public:
  static constexpr const char* kKey = "right-key";
  TestService();
  std::string document_url() const { return server_->url() + "/openapi.json"; }
  std::atomic<int> submits{0};
  std::atomic<bool> svg_is_html{false};

 private:
  void answer(http::ServerRequest& request, http::ServerResponse& response);
  std::unique_ptr<http::Server> server_;
};

/// Plugins are loaded, and the service can be installed.
class ServiceTest : public AdminTest {
 protected:
  ServiceTest();
  /// The draft's answer.
  Answer install(const std::string& name = "Codes");
  /// All steps up to an active service.
  void activate(const std::string& name = "Codes");
  TestService service_;
};

}  // namespace stepgate::admin::testing
