#include "http/detail/gunzip.hpp"

#include <Poco/Exception.h>
#include <Poco/InflatingStream.h>
#include <Poco/MemoryStream.h>

#include <array>

#include "base/text.hpp"

namespace stepgate::http::detail {

Decoded decode_content(std::string_view coding, std::size_t max_bytes, std::string& body) {
  coding = trim(coding);
  if (coding.empty() || iequals(coding, "identity") || body.empty()) return Decoded::identity;
  const bool gzip = iequals(coding, "gzip") || iequals(coding, "x-gzip");
  if (!gzip && !iequals(coding, "deflate")) return Decoded::unknown_coding;
  std::string out;
  try {
    Poco::MemoryInputStream compressed(body.data(), static_cast<std::streamsize>(body.size()));
    Poco::InflatingInputStream plain(compressed, gzip ? Poco::InflatingStreamBuf::STREAM_GZIP
                                                      : Poco::InflatingStreamBuf::STREAM_ZLIB);
    std::array<char, 16 * 1024> piece;
    while (plain) {
      plain.read(piece.data(), piece.size());
      const auto got = static_cast<std::size_t>(plain.gcount());
      if (got > max_bytes - out.size()) return Decoded::too_large;
      out.append(piece.data(), got);
    }
    if (plain.bad()) return Decoded::broken;
  } catch (const Poco::Exception&) {
    return Decoded::broken;
  }
  body = std::move(out);
  return Decoded::decoded;
}

}  // namespace stepgate::http::detail
