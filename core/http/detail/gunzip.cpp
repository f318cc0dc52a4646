#include "http/detail/gunzip.hpp"

#include <Poco/Checksum.h>
#include <Poco/Exception.h>
#include <Poco/InflatingStream.h>
#include <Poco/MemoryStream.h>

#include <array>

#include "base/text.hpp"

namespace stepgate::http::detail {
namespace {

std::uint32_t last_four(std::string_view text, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(text[text.size() - 4 + i]);
    value |= static_cast<std::uint32_t>(byte) << (8 * (big_endian ? 3 - i : i));
  }
  return value;
}

/// The stream does not say when its input ends early; the trailer does: gzip's last word is the
/// length, zlib's a checksum.
bool is_whole(std::string_view compressed, bool gzip, const std::string& plain) {
  if (compressed.size() < 6) return false;
  if (gzip) return last_four(compressed, false) == static_cast<std::uint32_t>(plain.size());
  Poco::Checksum sum(Poco::Checksum::TYPE_ADLER32);
  sum.update(plain);
  return last_four(compressed, true) == sum.checksum();
}

}  // namespace

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
    if (plain.bad() || !is_whole(body, gzip, out)) return Decoded::broken;
  } catch (const Poco::Exception&) {
    return Decoded::broken;
  }
  body = std::move(out);
  return Decoded::decoded;
}

}  // namespace stepgate::http::detail
