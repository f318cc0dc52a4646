#include "html/sanitize.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/text.hpp"

namespace stepgate::html {
namespace {

constexpr std::size_t kMostBytes = 256u << 10;
constexpr std::size_t kDeepest = 200;

constexpr std::string_view kAllowed[] = {
    "a",      "abbr",  "article", "b",   "blockquote", "br",     "caption", "cite",   "code",
    "dd",     "del",   "details", "div", "dl",         "dt",     "em",      "footer", "h1",
    "h2",     "h3",    "h4",      "h5",  "h6",         "header", "hr",      "i",      "kbd",
    "li",     "mark",  "ol",      "p",   "pre",        "s",      "section", "small",  "span",
    "strong", "sub",   "summary", "sup", "table",      "tbody",  "td",      "th",     "tr",
    "thead",  "tfoot", "u",       "ul"};
/// Gone with all that they hold.
constexpr std::string_view kSkipped[] = {
    "applet", "audio", "base",     "canvas",   "embed",    "frame",  "frameset", "iframe",
    "link",   "math",  "meta",     "noframes", "noscript", "object", "script",   "select",
    "style",  "svg",   "textarea", "title",    "template", "video",  "option"};

bool in(std::span<const std::string_view> list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool allowed(std::string_view name) { return in(kAllowed, name); }
bool skipped(std::string_view name) { return in(kSkipped, name); }
bool is_void(std::string_view name) { return name == "br" || name == "hr"; }

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

void escape(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out += c;
  }
}

bool is_link(std::string_view url) {
  if (std::any_of(url.begin(), url.end(),
                  [](char c) { return static_cast<unsigned char>(c) <= 0x20; }))
    return false;
  for (const auto* scheme : {"http://", "https://", "mailto:"})
    if (starts_with_i(url, scheme)) return true;
  return false;
}

bool is_small_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool keeps(std::string_view element, std::string_view name, std::string_view value) {
  if (name == "href") return element == "a" && is_link(value);
  if (name == "colspan" || name == "rowspan")
    return (element == "td" || element == "th") && is_small_number(value);
  if (name == "start") return element == "ol" && is_small_number(value);
  if (name == "dir") return value == "ltr" || value == "rtl" || value == "auto";
  return name == "title" || name == "lang";
}

/// Writes while the parser reads. One thread.
class Writer {
 public:
  explicit Writer(xmlParserCtxtPtr& parser) : parser_(parser) {}

  void start(std::string_view name, const xmlChar** attributes) {
    if (++depth_ > kDeepest) return xmlStopParser(parser_);
    if (skipping_ > 0 || skipped(name)) {
      ++skipping_;
      return;
    }
    if (name == "img") return picture(attributes);
    if (!allowed(name)) return;
    out_ += '<';
    out_ += name;
    for (; attributes != nullptr && *attributes != nullptr; attributes += 2) {
      const auto value = trim(view(attributes[1]));
      if (!keeps(name, view(attributes[0]), value)) continue;
      out_ += ' ';
      out_ += view(attributes[0]);
      out_ += "=\"";
      escape(out_, value);
      out_ += '"';
    }
    out_ += name == "a" ? " rel=\"noopener noreferrer nofollow\" target=\"_blank\">" : ">";
    if (!is_void(name)) open_.emplace_back(name);
  }

  void end(std::string_view name) {
    if (depth_ > 0) --depth_;
    if (skipping_ > 0) {
      --skipping_;
      return;
    }
    const auto found = std::find(open_.rbegin(), open_.rend(), name);
    if (found == open_.rend()) return;
    const auto keep = static_cast<std::size_t>(open_.rend() - found) - 1;
    while (open_.size() > keep) close();
  }

  void text(std::string_view text) {
    if (skipping_ > 0) return;
    readable_ |= !trim(text).empty();
    escape(out_, text);
  }

  std::string take() {
    while (!open_.empty()) close();
    return readable_ ? std::string(trim(out_)) : std::string();
  }

 private:
  void picture(const xmlChar** attributes) {
    for (; attributes != nullptr && *attributes != nullptr; attributes += 2)
      if (view(attributes[0]) == "alt") text(view(attributes[1]));
  }
  void close() {
    out_ += "</" + open_.back() + ">";
    open_.pop_back();
  }

  xmlParserCtxtPtr& parser_;
  std::string out_;
  std::vector<std::string> open_;  // written and not closed yet
  std::size_t depth_ = 0, skipping_ = 0;
  bool readable_ = false;
};

Writer& writer(void* context) { return *static_cast<Writer*>(context); }

xmlSAXHandler handlers() {
  xmlSAXHandler sax{};
  sax.startElement = [](void* context, const xmlChar* name, const xmlChar** attributes) {
    writer(context).start(view(name), attributes);
  };
  sax.endElement = [](void* context, const xmlChar* name) { writer(context).end(view(name)); };
  sax.characters = [](void* context, const xmlChar* text, int length) {
    writer(context).text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
  };
  sax.ignorableWhitespace = sax.characters;
  sax.cdataBlock = sax.characters;
  return sax;
}

}  // namespace

std::string sanitize(std::string_view page) {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
  const auto text = to_valid_utf8(cut_utf8(page, kMostBytes));
  auto sax = handlers();
  xmlParserCtxtPtr parser = nullptr;
  Writer out(parser);
  parser = htmlCreatePushParserCtxt(&sax, &out, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8);
  if (parser == nullptr) return {};
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> owner(parser,
                                                                         &htmlFreeParserCtxt);
  htmlCtxtUseOptions(
      parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  htmlParseChunk(parser, text.data(), static_cast<int>(text.size()), 0);
  htmlParseChunk(parser, nullptr, 0, 1);
  return out.take();
}

}  // namespace stepgate::html
