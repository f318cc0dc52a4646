#include "store/id_blob.hpp"

#include <cstdint>
#include <limits>
#include <optional>

#include "base/error.hpp"

namespace stepgate::store {
namespace {

using flow::PersonId;

constexpr char kRuns = 1, kDeltas = 2;

void put_varint(std::string& out, std::uint64_t v) {
  while (v >= 0x80) {
    out += static_cast<char>(v | 0x80);
    v >>= 7;
  }
  out += static_cast<char>(v);
}

std::optional<std::uint64_t> take_varint(std::string_view& in) {
  std::uint64_t v = 0;
  for (unsigned shift = 0; shift < 63 && !in.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    v |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return v;
  }
  return std::nullopt;
}

std::size_t count_runs(std::span<const PersonId> ids) {
  std::size_t runs = ids.empty() ? 0 : 1;
  for (std::size_t i = 1; i < ids.size(); ++i) runs += ids[i] != ids[i - 1] + 1 ? 1 : 0;
  return runs;
}

void encode_runs(std::string& out, std::span<const PersonId> ids) {
  PersonId before = 0;
  for (std::size_t i = 0; i < ids.size();) {
    std::size_t end = i + 1;
    while (end < ids.size() && ids[end] == ids[end - 1] + 1) ++end;
    put_varint(out, static_cast<std::uint64_t>(ids[i] - before));
    put_varint(out, end - i);
    before = ids[end - 1];
    i = end;
  }
}

[[noreturn]] void damaged() {
  throw Error(ErrorKind::internal, "STORE_DAMAGED", "a list of person ids in the store",
              "its bytes cannot be read", "Check the disk; restore the file from a backup");
}

class Decoder {
 public:
  Decoder(std::string_view in, std::size_t most) : in_(in), most_(most) {}

  std::vector<PersonId> read() {
    if (in_.empty()) return {};
    const char kind = in_.front();
    in_.remove_prefix(1);
    if (kind != kRuns && kind != kDeltas) damaged();
    ids_.reserve(kind == kDeltas ? in_.size() : 0);
    while (!in_.empty()) {
      const std::uint64_t gap = next();
      add_run(gap, kind == kRuns ? next() : 1);
    }
    return std::move(ids_);
  }

 private:
  std::uint64_t next() {
    const auto v = take_varint(in_);
    if (!v) damaged();
    return *v;
  }
  void add_run(std::uint64_t gap, std::uint64_t n) {
    constexpr auto kTop = static_cast<std::uint64_t>(std::numeric_limits<PersonId>::max());
    if (gap == 0 || n == 0 || n > most_ - ids_.size()) damaged();
    if (gap > kTop - static_cast<std::uint64_t>(last_) - n) damaged();
    PersonId id = last_ + static_cast<PersonId>(gap);
    for (std::uint64_t i = 0; i < n; ++i) ids_.push_back(id++);
    last_ = id - 1;
  }

  std::string_view in_;
  std::size_t most_;
  PersonId last_ = 0;
  std::vector<PersonId> ids_;
};

}  // namespace

std::string encode_ids(std::span<const PersonId> ids) {
  std::string out;
  if (ids.empty()) return out;
  if (count_runs(ids) * 2 < ids.size()) {
    out += kRuns;
    encode_runs(out, ids);
    return out;
  }
  out += kDeltas;
  PersonId before = 0;
  for (const PersonId id : ids) {
    put_varint(out, static_cast<std::uint64_t>(id - before));
    before = id;
  }
  return out;
}

std::vector<PersonId> decode_ids(std::string_view bytes, std::size_t most) {
  return Decoder(bytes, most).read();
}

}  // namespace stepgate::store
