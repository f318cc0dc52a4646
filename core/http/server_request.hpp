// A request as a handler sees it. Lives as long as the handler's call.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::http {

namespace detail {
struct ServerCall;
class ServerCore;
}  // namespace detail

class ServerRequest {
 public:
  explicit ServerRequest(detail::ServerCall& call) noexcept : call_(call) {}
  ServerRequest(const ServerRequest&) = delete;
  ServerRequest& operator=(const ServerRequest&) = delete;

  std::string_view method() const noexcept;
  /// Decoded valid UTF-8 without control characters and dot segments. A slash that was encoded
  /// stays "%2F": route by segments() where a name may hold one.
  const std::string& path() const noexcept;
  /// "/a/b%2Fc/" gives {"a", "b/c", ""}; "/" gives {""}.
  const std::vector<std::string>& segments() const noexcept;
  /// The first parameter of that name, decoded; names with case.
  std::optional<std::string_view> query(std::string_view name) const noexcept;
  const std::vector<std::pair<std::string, std::string>>& query_parameters() const noexcept;
  /// The first header of that name, without case, or an empty view.
  std::string_view header(std::string_view name) const noexcept;
  const std::vector<std::pair<std::string_view, std::string_view>>& headers() const noexcept;
  const std::string& peer() const noexcept;  ///< "127.0.0.1:49152"
  bool secure() const noexcept;
  /// Nothing when the body comes in chunks; 0 without a body.
  std::optional<std::uint64_t> content_length() const noexcept;
  /// The server is stopping: long work should end.
  bool stopping() const noexcept;

  /// Reads the whole body at the first call; later calls give the same text. At most `max_bytes`, 0
  /// for the server's own bound. Throws Error: too_large (BODY_TOO_LARGE), malformed (BODY_TIMEOUT,
  /// BODY_BROKEN).
  std::string& body(std::size_t max_bytes = 0);
  /// For uploads: up to `n` bytes, 0 at the end. Throws Error as body() does, bounded by
  /// max_upload_bytes and upload_ms.
  std::size_t read_body_chunk(char* out, std::size_t n);

 private:
  detail::ServerCall& call_;
};

}  // namespace stepgate::http
