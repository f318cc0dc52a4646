#include "service/witness_log.hpp"

#include <fcntl.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>

#include "json/text.hpp"

namespace sample {

WitnessLog::WitnessLog(const std::string& path)
    : file_(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)) {
  if (!file_.valid()) throw std::system_error(errno, std::generic_category(), "log file " + path);
}

void WitnessLog::submit(const ChunkNote& note, int status, const IdRanges& all,
                        std::string_view source) {
  if (!enabled()) return;
  begin("submit");
  chunk(note);
  member("status", std::int64_t{status});
  if (!source.empty()) member("source", source);
  ids(all);
  end();
}

void WitnessLog::callback(const ChunkNote& note, const CallbackNote& callback,
                          const EntriesNote& entries) {
  if (!enabled()) return;
  begin("callback");
  chunk(note);
  member("step", callback.step);
  member("attempt", std::int64_t{callback.attempt});
  member("status", std::int64_t{callback.status});
  if (!callback.chunk_error.empty()) member("chunkError", callback.chunk_error);
  member("ok", static_cast<std::int64_t>(entries.all.count() - entries.failed.count()));
  member("failed", static_cast<std::int64_t>(entries.failed.count()));
  member("fields", static_cast<std::int64_t>(entries.fields));
  ids(entries.all);
  if (entries.failed.count() != 0) member("failedIds", entries.failed.text());
  end();
}

void WitnessLog::event(std::string_view kind) {
  if (!enabled()) return;
  begin(kind);
  end();
}

void WitnessLog::begin(std::string_view kind) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  line_ = "{\"time\":";
  append_number(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), line_);
  member("kind", kind);
}

void WitnessLog::member(std::string_view name, std::string_view text) {
  line_.append(",\"").append(name).append("\":\"");
  append_escaped(text, line_);
  line_ += '"';
}

void WitnessLog::member(std::string_view name, std::int64_t number) {
  line_.append(",\"").append(name).append("\":");
  append_number(number, line_);
}

void WitnessLog::chunk(const ChunkNote& note) {
  member("n", static_cast<std::int64_t>(note.number));
  member("batchid", note.batch_id);
  member("campaignId", note.campaign_id);
  member("token", note.token_hash);
}

void WitnessLog::ids(const IdRanges& all) {
  member("count", static_cast<std::int64_t>(all.count()));
  if (all.count() == 0) return;
  member("first", all.first());
  member("last", all.last());
  member("ids", all.text());
}

void WitnessLog::end() {
  line_ += "}\n";
  std::string_view rest = line_;
  while (!rest.empty()) {
    const auto written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;  // a full disk costs the record, not the service
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string sha256_hex(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string out;
  for (const unsigned char byte : digest) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

}  // namespace sample
