// Calls to the REST API: JSON in and out, failures as Failure. One thread.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "cli/connection.hpp"
#include "http/client.hpp"

namespace stepgate::cli {

using Query = std::vector<std::pair<std::string, std::string>>;

/// "/services/Country%20Codes/status"
std::string path_of(std::initializer_list<std::string_view> segments);

/// A body that is no JSON, and an answer taken as it arrives.
struct Transfer {
  std::string_view body;
  std::string content_type;
  std::function<void(std::string_view)> on_body;
  std::function<void(std::uint64_t)> on_sent;
};

class ApiClient {
 public:
  explicit ApiClient(Connection connection);

  /// Paths below /api/v1. An answer without a body is null. Throws Failure.
  Json get(const std::string& path, const Query& query = {});
  Json post(const std::string& path, const Json& body = Json::object());
  Json post(const std::string& path, const Query& query);
  Json put(const std::string& path, const Json& body);
  Json remove(const std::string& path);  ///< null when the answer is empty
  /// As long as it takes. Throws Failure.
  void transfer(const std::string& method, const std::string& path, const Query& query,
                const Transfer& transfer);
  /// A file of any type: {content type, bytes}.
  std::pair<std::string, std::string> fetch(const std::string& path);

  /// Ends a call under way with a Failure of exit code kInterrupted when it turns true.
  void cancel_when(std::function<bool()> cancelled) { cancelled_ = std::move(cancelled); }
  const Connection& connection() const noexcept { return connection_; }

 private:
  http::Request request(const std::string& method, const std::string& path,
                        const Query& query) const;
  http::Response send(const http::Request& request);
  Json call(const std::string& method, const std::string& path, const Query& query,
            const Json* body);
  Connection connection_;
  http::Client client_;
  std::function<bool()> cancelled_;
};

}  // namespace stepgate::cli
