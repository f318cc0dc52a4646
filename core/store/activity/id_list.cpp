#include "store/activity/id_list.hpp"

#include "store/activity/bytes.hpp"

namespace stepgate::store::activity {
namespace {

using flow::PersonId;

enum class Form : std::uint8_t { consecutive = 1, deltas = 2 };
constexpr std::size_t kChecked = 5;  // form, checksum
constexpr std::uint64_t kMostIds = 1 << 24;

std::uint32_t checksum(std::string_view bytes) {
  return crc32c(bytes.substr(kChecked), crc32c(bytes.substr(0, 1)));
}

struct Head {
  Form form;
  std::uint64_t n;
  std::uint64_t first;
};

Head read_head(std::string_view bytes, ByteReader& in) {
  Head head{static_cast<Form>(in.byte()), 0, 0};
  const auto sum = in.fixed<std::uint32_t>();
  if (sum != checksum(bytes)) throw Damaged("the checksum of the ids does not match");
  head.n = in.varint();
  head.first = in.varint();
  if (head.form != Form::consecutive && head.form != Form::deltas) {
    throw Damaged("the ids are encoded in an unknown way");
  }
  if (head.n == 0 || head.n > kMostIds) throw Damaged("the number of ids cannot be");
  if (head.form == Form::deltas && head.n - 1 > in.left()) {
    throw Damaged("ids are missing");
  }
  return head;
}

bool is_consecutive(std::span<const PersonId> ids) noexcept {
  for (std::size_t i = 1; i < ids.size(); ++i) {
    if (ids[i] != ids[i - 1] + 1) return false;
  }
  return true;
}

}  // namespace

std::string encode_id_list(std::span<const PersonId> ids) {
  const bool consecutive = is_consecutive(ids);
  std::string out(1, static_cast<char>(consecutive ? Form::consecutive : Form::deltas));
  out.resize(kChecked);
  put_varint(out, ids.size());
  put_varint(out, static_cast<std::uint64_t>(ids.front()));
  if (!consecutive) {
    for (std::size_t i = 1; i < ids.size(); ++i) {
      put_varint(out, static_cast<std::uint64_t>(ids[i] - ids[i - 1]));
    }
  }
  std::string sum;
  put_fixed(sum, checksum(out));
  out.replace(1, sum.size(), sum);
  return out;
}

std::vector<PersonId> decode_id_list(std::string_view bytes) {
  ByteReader in(bytes);
  const Head head = read_head(bytes, in);
  std::vector<PersonId> ids(static_cast<std::size_t>(head.n));
  std::uint64_t id = head.first;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) id += head.form == Form::consecutive ? 1 : in.varint();
    ids[i] = static_cast<PersonId>(id);
  }
  return ids;
}

EntryRange find_in_id_list(std::string_view bytes, PersonId wanted) {
  ByteReader in(bytes);
  const Head head = read_head(bytes, in);
  const auto id = static_cast<std::uint64_t>(wanted);
  if (id < head.first) return {};
  if (head.form == Form::consecutive) {
    const std::uint64_t offset = id - head.first;
    if (offset >= head.n) return {};
    return {static_cast<std::size_t>(offset), static_cast<std::size_t>(offset) + 1};
  }
  EntryRange range;
  std::uint64_t at = head.first;
  for (std::size_t i = 0; i < head.n; ++i) {
    if (i > 0) at += in.varint();
    if (at > id) break;
    if (at < id) continue;
    if (range.empty()) range.begin = i;
    range.end = i + 1;
  }
  return range;
}

}  // namespace stepgate::store::activity
