// JSON for the whole host. The only room that includes RapidJSON is this one, and only in its .cpp
// files.
//
// Three tools: Json, a document for everything described once (definitions, settings, API bodies);
// JsonWriter, a writer for the hot path; read_json, a SAX reader for the hot path. All reading is
// bounded in depth and never aborts on hostile input.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate {

/// Bounds of a reader. A text that passes one is refused with code JSON_TOO_DEEP (malformed),
/// JSON_TOO_LARGE (too_large) or JSON_UNREADABLE (malformed). Whatever is asked for, no text is
/// read deeper than 512 levels or longer than 200,000,000 bytes.
struct JsonLimits {
  std::size_t max_depth = 64;
  std::size_t max_bytes = 64u << 20;
  std::size_t max_values = 5'000'000;
  /// Lenient: a number out of range, a lone surrogate or bad UTF-8 becomes a `bad` value instead of
  /// refusing the whole text (docs/protocol.md section 4). In a member's name it becomes U+FFFD.
  /// Structure errors are refused either way.
  bool lenient = false;
  /// Lenient only: skips a byte order mark and `#` line comments (real OpenAPI documents have
  /// them).
  bool comments = false;
};

/// A JSON value. Objects keep their order; of duplicate keys the first wins. Copies are deep; not
/// thread safe for writing.
class Json {
 public:
  enum class Type : std::uint8_t { null, boolean, integer, real, string, array, object, bad };
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() noexcept;  ///< null
  Json(std::nullptr_t) noexcept;
  Json(bool v) noexcept;
  Json(int v) noexcept;
  Json(unsigned v) noexcept;
  Json(long v) noexcept;
  Json(long long v) noexcept;
  /// Above int64's range: becomes real.
  Json(unsigned long v) noexcept;
  Json(unsigned long long v) noexcept;
  Json(double v) noexcept;
  Json(const char* v);
  Json(std::string v);
  Json(std::string_view v);
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();

  static Json array(std::initializer_list<Json> items = {});
  static Json object(std::initializer_list<std::pair<std::string, Json>> members = {});
  /// A value that could not be read; `raw` is its text (of a string, what stands between the
  /// quotes, undecoded). It is written as a string.
  static Json bad(std::string raw);

  /// Throws Error (malformed) that names the byte offset. `subject` is used in that error.
  static Json parse(std::string_view text, const JsonLimits& limits = {},
                    std::string_view subject = "JSON text");

  Type type() const noexcept;
  bool is_null() const noexcept { return type() == Type::null; }
  bool is_bool() const noexcept { return type() == Type::boolean; }
  bool is_int() const noexcept { return type() == Type::integer; }
  bool is_number() const noexcept { return type() == Type::integer || type() == Type::real; }
  bool is_string() const noexcept { return type() == Type::string; }
  bool is_array() const noexcept { return type() == Type::array; }
  bool is_object() const noexcept { return type() == Type::object; }

  // Reading never throws: a value of another type gives the default.
  bool as_bool(bool otherwise = false) const noexcept;
  std::int64_t as_int(
      std::int64_t otherwise = 0) const noexcept;  ///< also of a real with an integral value
  double as_double(double otherwise = 0) const noexcept;
  const std::string& as_string()
      const noexcept;  ///< empty when not a string; of `bad`: its raw text
  std::string string_or(std::string_view otherwise) const;

  std::size_t size() const noexcept;        ///< of an array or object, else 0
  const Array& items() const& noexcept;     ///< empty when not an array
  const Object& members() const& noexcept;  ///< empty when not an object
  // Of a temporary they would dangle, in a range-for for one.
  void items() && = delete;
  void members() && = delete;
  /// The member or element, or a shared null. Never throws, never inserts.
  const Json& operator[](std::string_view key) const noexcept;
  const Json& operator[](const char* key) const noexcept { return (*this)[std::string_view(key)]; }
  const Json& at(std::size_t index) const noexcept;
  bool has(std::string_view key) const noexcept;
  /// RFC 6901 pointer ("/info/title"), or a shared null.
  const Json& pointer(std::string_view path) const noexcept;

  // Writing. A null becomes the container that is needed; any other type is replaced.
  Json& set(std::string_view key, Json value);  ///< returns *this; replaces an existing member
  Json& push(Json value);                       ///< returns *this
  Json* find(std::string_view key) noexcept;    ///< nullptr when absent
  bool erase(std::string_view key);
  Array& mutable_items();
  Object& mutable_members();

  bool operator==(const Json& other) const noexcept;

  std::string dump() const;
  std::string pretty() const;  ///< two spaces, for files and people

 private:
  struct Data;
  std::unique_ptr<Data> big_;  // string, array, object, bad
  union {
    bool boolean_;
    std::int64_t integer_;
    double real_;
  };
  Type type_;
};

/// Appends JSON text to a buffer it owns. Calls must be balanced; not checked in release builds.
/// Bad UTF-8 in names and strings is written as U+FFFD, so that the text is JSON whatever comes in.
/// One thread at a time.
class JsonWriter {
 public:
  explicit JsonWriter(std::size_t reserve = 0);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void null();
  void boolean(bool v);
  void integer(std::int64_t v);
  void real(double v);  ///< NaN and infinities are written as null
  void string(std::string_view v);
  void raw(std::string_view json);  ///< a complete JSON value, taken as it is
  void value(const Json& v);

  std::string_view text() const noexcept;
  std::string take();  ///< the text; the writer is empty afterwards
  void clear();        ///< keeps the capacity

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// SAX events. Views are valid until read_json returns, not longer. Return false to stop (read_json
/// then returns false). Duplicate keys are all delivered; U+0000 in a string is delivered as it is.
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  virtual bool on_null() = 0;
  virtual bool on_bool(bool v) = 0;
  virtual bool on_int(std::int64_t v) = 0;
  virtual bool on_real(double v) = 0;
  /// The same with the number as it was written, for those who keep it as text.
  virtual bool on_real_text(std::string_view /*written*/, double v) { return on_real(v); }
  virtual bool on_string(std::string_view v) = 0;
  virtual bool on_bad(std::string_view raw) = 0;  ///< lenient mode only
  virtual bool on_key(std::string_view name) = 0;
  virtual bool on_object_begin() = 0;
  virtual bool on_object_end() = 0;
  virtual bool on_array_begin() = 0;
  virtual bool on_array_end() = 0;
};

/// Reads `text` once. May rewrite the bytes of `text` (in-situ). Throws Error as Json::parse does;
/// false when the handler stopped.
bool read_json(std::string& text, JsonHandler& handler, const JsonLimits& limits = {},
               std::string_view subject = "JSON text");

}  // namespace stepgate
