#include "store/snapshot.hpp"

#include "base/text.hpp"

namespace stepgate::store {
namespace {

template <std::size_t N>
std::string hex(const std::array<std::uint8_t, N>& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), N});
}

/// One line: words with a space between them; texts in quotes with control characters escaped.
class Line {
 public:
  explicit Line(std::string& out, std::string_view what) : out_(out) { out_ += what; }
  ~Line() { out_ += '\n'; }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  Line& add(std::string_view name, std::int64_t v) {
    start(name);
    out_ += std::to_string(v);
    return *this;
  }
  Line& word(std::string_view name, std::string_view v) {
    start(name);
    out_ += v;
    return *this;
  }
  Line& text(std::string_view name, std::string_view v) {
    start(name);
    out_ += '"';
    for (const char c : v) {
      if (c == '"' || c == '\\') out_ += '\\';
      if (static_cast<unsigned char>(c) >= 0x20) {
        out_ += c;
      } else {
        out_ += "\\x" + to_hex({&c, 1});
      }
    }
    out_ += '"';
    return *this;
  }
  Line& ids(std::string_view name, const std::vector<flow::PersonId>& ids) {
    start(name);
    for (const flow::PersonId id : ids) out_ += std::to_string(id) + ",";
    return *this;
  }

 private:
  void start(std::string_view name) {
    out_ += ' ';
    out_ += name;
    out_ += '=';
  }
  std::string& out_;
};

void write_run(std::string& out, const Snapshot::Run& r) {
  Line(out, "run")
      .add("id", r.row.run)
      .word("state", to_string(r.row.state))
      .add("campaign", r.row.campaign)
      .add("step", r.row.step)
      .add("service", r.row.service)
      .text("parameters", r.row.parameters)
      .text("context", r.row.context)
      .add("chunk_people", r.row.chunk_people)
      .add("started", r.row.started_at)
      .add("ended", r.ended_at)
      .add("next_seq", r.row.next_seq);
}

void write_step(std::string& out, const Snapshot::Step& s) {
  const flow::StepCounts& c = s.counts;
  Line(out, "step")
      .add("run", s.run)
      .add("step", s.step)
      .add("entered", c.entered)
      .add("changed", c.changed)
      .add("unchanged", c.unchanged)
      .add("failed", c.failed)
      .add("left", c.left)
      .add("writes", c.field_writes)
      .add("refused", c.refused_values)
      .add("empty", c.empty_required)
      .add("chunks", c.chunks)
      .add("closed", c.chunks_closed);
}

void write_chunk(std::string& out, const Snapshot::Chunk& c) {
  const flow::ChunkRow& r = c.row;
  Line line(out, "chunk");
  line.add("bucket", r.bucket)
      .add("id", r.chunk)
      .word("state", to_string(r.state))
      .add("ver", r.ver)
      .add("attempt", r.attempt)
      .add("people", r.people)
      .add("seq", r.seq)
      .add("run", r.run)
      .add("step", r.step)
      .add("choice", r.choice)
      .add("service", r.service)
      .add("plan", r.plan)
      .add("owner", r.owner)
      .add("due", r.due_at)
      .add("first", r.first_try_at)
      .add("paused", r.paused_ms)
      .add("renewed", r.grant_renewed ? 1 : 0)
      .add("uncounted", r.uncounted)
      .add("born", c.born_at);
  for (const flow::TokenHash& token : r.tokens) line.word("token", hex(token));
  line.ids("members", c.members);
  if (flow::is_open(r.state)) return;
  line.word("digest", r.digest ? hex(*r.digest) : "none")
      .text("code", c.code)
      .text("message", c.message)
      .add("changed", c.changed)
      .add("unchanged", c.unchanged)
      .add("failed", c.failed)
      .add("writes", c.field_writes)
      .add("at", c.closed_at);
}

void write_statistic(std::string& out, const Snapshot::Statistic& s) {
  Line(out, "statistic")
      .add("service", s.service)
      .add("hour", s.hour)
      .add("level", s.level)
      .text("code", s.code)
      .add("n", s.n)
      .add("last", s.last_at)
      .text("message", s.message);
}

void write_log(std::string& out, const Snapshot::Log& l) {
  Line(out, "log")
      .add("at", l.at)
      .add("service", l.entry.service)
      .add("severity", l.entry.entry.severity)
      .text("kind", l.entry.entry.kind)
      .text("code", l.entry.entry.code)
      .add("run", l.entry.run)
      .add("chunk", l.entry.chunk)
      .add("person", l.entry.person)
      .text("message", l.entry.entry.message);
}

void write_trace(std::string& out, const Snapshot::Trace& t) {
  Line(out, "trace")
      .add("bucket", t.key.bucket)
      .add("chunk", t.key.chunk)
      .add("attempt", t.write.attempt)
      .add("at", t.at)
      .text("kind", t.write.kind)
      .text("text", t.write.text);
}

void write_person(std::string& out, const Snapshot::Person& p) {
  Line line(out, "person");
  line.add("id", p.id).add("updated", p.updated_at);
  for (const auto& [field, value] : p.values) line.text("f" + std::to_string(field), value);
}

}  // namespace

std::string to_text(const Snapshot& s) {
  std::string out;
  Line(out, "time").add("last", s.last_time);
  for (const auto& r : s.runs) write_run(out, r);
  for (const auto& c : s.cursors) {
    Line(out, "cursor")
        .add("run", c.run)
        .add("bucket", c.bucket)
        .add("after", c.after)
        .add("done", c.done ? 1 : 0);
  }
  for (const auto& step : s.steps) write_step(out, step);
  for (const auto& f : s.failures) {
    Line(out, "failure")
        .add("run", f.run)
        .add("step", f.step)
        .text("code", f.code)
        .add("people", f.people)
        .text("message", f.message);
  }
  for (const auto& c : s.chunks) write_chunk(out, c);
  for (const auto& st : s.statistics) write_statistic(out, st);
  for (const auto& l : s.log) write_log(out, l);
  for (const auto& l : s.late) {
    Line(out, "late")
        .add("bucket", l.key.bucket)
        .add("chunk", l.key.chunk)
        .word("digest", hex(l.digest))
        .add("at", l.at)
        .text("results", l.results);
  }
  for (const auto& t : s.traces) write_trace(out, t);
  for (const auto& p : s.people) write_person(out, p);
  return out;
}

}  // namespace stepgate::store
