#include "oddities/oddities.hpp"

#include <algorithm>
#include <charconv>

#include "oddities/texts.hpp"

namespace sample {
namespace {

constexpr std::size_t kChunkOfBody = 1000;  // bytes

constexpr auto kTables = {&document_oddities, &definition_oddities, &read_oddities,
                          &submit_oddities,   &callback_oddities,   &value_oddities};

// The place that the request went to, as its sender wrote it.
std::string here(std::string text, const Request& request) {
  const std::string_view host = request.head.value("host");
  const auto colon = std::min(host.rfind(':'), host.size());
  text = replaced(std::move(text), "$ORIGIN", "http://" + std::string(host));
  text = replaced(std::move(text), "$HOST", host.substr(0, colon));
  return replaced(std::move(text), "$PORT",
                  colon < host.size() ? host.substr(colon + 1) : std::string_view("80"));
}

void drop_line(std::string& head, std::string_view name) {
  std::size_t at = head.find("\r\n");
  while (at + 2 < head.size() && head.compare(at + 2, 2, "\r\n") != 0) {
    const std::size_t end = head.find("\r\n", at + 2);
    const std::string_view line = std::string_view(head).substr(at + 2, end - at - 2);
    if (equals_ignoring_case(line.substr(0, line.find(':')), name)) {
      head.erase(at, end - at);
    } else {
      at = end;
    }
  }
}

void add_line(std::string& head, std::string_view line) {
  head.insert(head.size() - 2, std::string(line) + "\r\n");
}

}  // namespace

const Oddity* find_oddity(std::string_view name) {
  for (const auto table : kTables) {
    for (const Oddity& one : table()) {
      if (one.name == name) return &one;
    }
  }
  return nullptr;
}

std::string list_oddities() {
  std::string out;
  for (const auto table : kTables) {
    for (const Oddity& one : table()) {
      std::string left(one.name);
      constexpr std::size_t kColumn = 30;
      left.append(left.size() < kColumn ? kColumn - left.size() : 1, ' ');
      out.append(left).append(one.summary).append("\n");
    }
  }
  return out;
}

bool Oddities::add(std::string_view name) {
  const Oddity* const oddity = find_oddity(name);
  if (!oddity) return false;
  for (Change& change : read_script(oddity->script)) changes_.push_back(std::move(change));
  return true;
}

bool Oddities::add_change(std::string_view line) {
  auto change = read_change(line);
  if (!change) return false;
  changes_.push_back(std::move(*change));
  return true;
}

const Change* Oddities::find(Spot spot, std::string_view verb) const {
  const auto found = std::find_if(changes_.rbegin(), changes_.rend(), [&](const Change& change) {
    return change.spot == spot && (verb.empty() || change.patch.verb == verb);
  });
  return found == changes_.rend() ? nullptr : &*found;
}

std::optional<std::string_view> Oddities::argument(Spot spot, std::string_view verb) const {
  const Change* const change = find(spot, verb);
  if (!change) return std::nullopt;
  return change->patch.argument;
}

std::optional<int> Oddities::number(Spot spot, std::string_view verb) const {
  const auto text = argument(spot, verb);
  if (!text) return std::nullopt;
  int value = 0;
  std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

void Oddities::spoil_body(Spot spot, std::string& body) const {
  if (auto tree = Node::parse(body)) {
    for (const Change& change : changes_) {
      if (change.spot == spot && change.of_tree) apply(change.patch, *tree);
    }
    body.clear();
    tree->write(body);
  }
  if (const auto text = argument(spot, "body")) body = *text;
  if (has(spot, "comments")) body = with_comments(body);
  if (const auto size = number(spot, "pad")) body.append(static_cast<std::size_t>(*size), ' ');
  if (has(spot, "bom")) body.insert(0, "\xEF\xBB\xBF");
}

void Oddities::spoil(Spot spot, const Request& request, Response& response) const {
  if (!acts_on(spot)) return;
  spoil_body(spot, response.body);
  response.body = here(std::move(response.body), request);
  response.status = number(spot, "answer").value_or(response.status);
  if (const auto type = argument(spot, "type")) response.content_type = *type;
  if (const auto line = argument(spot, "header")) response.headers.append(*line).append("\r\n");
  if (has(spot, "gzip")) {
    response.body = gzipped(response.body);
    response.headers += "Content-Encoding: gzip\r\n";
  }
}

void Oddities::spoil_callback(std::string_view token, std::string_view own_key, std::string& head,
                              std::string& body) const {
  const auto filled = [&](std::string text) {
    return replaced(replaced(std::move(text), "$TOKEN", token), "$KEY", own_key);
  };
  spoil_body(Spot::kCallback, body);
  body = filled(std::move(body));
  const bool chunked = has(Spot::kCallback, "chunked");
  if (chunked) body = in_chunks(body, kChunkOfBody);
  for (const Change& change : changes_) {
    if (change.spot != Spot::kCallback) continue;
    if (change.patch.verb == "without") drop_line(head, change.patch.argument);
    if (change.patch.verb == "header") add_line(head, filled(change.patch.argument));
  }
  drop_line(head, "content-length");
  add_line(head, chunked ? "Transfer-Encoding: chunked"
                         : "Content-Length: " + std::to_string(body.size()));
}

}  // namespace sample
