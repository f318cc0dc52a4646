// One call of a test: the stepgate_call that a component sees, and what it said through it.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/chunk.hpp>
#include <stepgate/json.hpp>
#include <stepgate/text.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::sdk::testing {

struct Warning {
  int64_t record;  ///< -1: the whole call
  std::string code, message;
};

/// What was set for one person. JSON values are parsed; a value that could not be read is the text
/// it was given as.
struct PersonResult {
  bool finished = false;
  bool success = false;
  std::string code, reason;
  std::map<std::string, Json> fields;      ///< by wire key
  std::map<std::string, Json> attributes;  ///< by name
};

/// How a call ended.
struct Reply {
  stepgate_status status = STEPGATE_OK;
  std::string text;  ///< what was emitted
  std::string code, message;
  int64_t retry_after_ms = -1;
  std::vector<Warning> warnings;
  /// What a host would refuse: indexes out of range, values of unknown type. A good adapter has
  /// none.
  std::vector<std::string> faults;

  bool ok() const noexcept { return status == STEPGATE_OK; }
  Json json() const { return Json::parse(text); }
};

/// How a call with results of people ended.
struct ChunkReply : Reply {
  int32_t disposition = STEPGATE_FINISHED;
  int32_t http_status = 0;
  int32_t http_outcome = STEPGATE_HTTP_ANSWERED;
  std::vector<PersonResult> people;
  bool chunk_failed = false;
  std::string chunk_code, chunk_message;
};

/// Not copied while a call runs: the component holds its address.
class Recorder {
 public:
  explicit Recorder(const stepgate_chunk* chunk = nullptr) : chunk_(chunk) {
    using namespace std::chrono;
    call_.struct_size = sizeof call_;
    call_.host = this;
    call_.request_id = 1;
    call_.deadline_unix_ms =
        duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + 10'000;
    call_.cancelled = [](const stepgate_call* c) { return of(c).cancel ? 1 : 0; };
    call_.emit = [](const stepgate_call* c, stepgate_str text) { of(c).reply.text = view(text); };
    call_.fail = [](const stepgate_call* c, stepgate_str code, stepgate_str message) {
      of(c).reply.code = view(code);
      of(c).reply.message = view(message);
    };
    call_.retry_after = [](const stepgate_call* c, int64_t ms) { of(c).reply.retry_after_ms = ms; };
    call_.warn = [](const stepgate_call* c, int64_t record, stepgate_str code, stepgate_str text) {
      of(c).reply.warnings.push_back({record, std::string(view(code)), std::string(view(text))});
    };
    call_.set = [](const stepgate_call* c, uint32_t record, uint32_t field,
                   const stepgate_value* value) { of(c).set(record, field, value); };
    call_.set_attribute = [](const stepgate_call* c, uint32_t record, uint32_t attribute,
                             const stepgate_value* value) {
      of(c).set_attribute(record, attribute, value);
    };
    call_.finish = [](const stepgate_call* c, uint32_t record, int32_t success, stepgate_str code,
                      stepgate_str reason) { of(c).finish(record, success != 0, code, reason); };
    call_.fail_chunk = [](const stepgate_call* c, stepgate_str code, stepgate_str message) {
      of(c).reply.chunk_failed = true;
      of(c).reply.chunk_code = view(code);
      of(c).reply.chunk_message = view(message);
    };
    call_.candidate = [](const stepgate_call* c, stepgate_str token) {
      of(c).candidates.emplace_back(view(token));
      return of(c).candidates.back() == of(c).good_token ? 1 : 0;
    };
    if (chunk != nullptr) reply.people.resize(chunk->record_count);
  }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  const stepgate_call* raw() const noexcept { return &call_; }

  bool cancel = false;  ///< what `cancelled` says
  std::string good_token;
  std::vector<std::string> candidates;
  ChunkReply reply;

 private:
  static Recorder& of(const stepgate_call* call) noexcept {
    return *static_cast<Recorder*>(call->host);
  }

  PersonResult* person(uint32_t record) {
    if (record < reply.people.size()) return &reply.people[record];
    reply.faults.push_back("record " + std::to_string(record) + " is out of range");
    return nullptr;
  }
  bool in_range(const char* what, uint32_t index, uint32_t count) {
    if (index < count) return true;
    reply.faults.push_back(std::string(what) + " " + std::to_string(index) + " is out of range");
    return false;
  }
  Json value_of(const stepgate_value* value) {
    if (value == nullptr || value->type > STEPGATE_BAD) {
      reply.faults.push_back("a value of unknown type");
      return Json();
    }
    const Value typed(*value);
    switch (value->type) {
      case STEPGATE_BOOL:
        return Json(*typed.boolean());
      case STEPGATE_INT:
        return Json(*typed.integer());
      case STEPGATE_FLOAT:
        return Json(*typed.number());
      case STEPGATE_JSON:
        return Json::parse(typed.text());
      case STEPGATE_STRING:
        return Json(typed.text());
      case STEPGATE_BAD:
        return Json(typed.text());
      default:
        return Json();
    }
  }
  void set(uint32_t record, uint32_t field, const stepgate_value* value) {
    PersonResult* one = person(record);
    if (one == nullptr || !in_range("field", field, chunk_->in_field_count)) return;
    one->fields[std::string(view(chunk_->in_fields[field].key))] = value_of(value);
  }
  void set_attribute(uint32_t record, uint32_t attribute, const stepgate_value* value) {
    PersonResult* one = person(record);
    if (one == nullptr || !in_range("attribute", attribute, chunk_->attribute_count)) return;
    one->attributes[std::string(view(chunk_->attributes[attribute]))] = value_of(value);
  }
  void finish(uint32_t record, bool success, stepgate_str code, stepgate_str reason) {
    PersonResult* one = person(record);
    if (one == nullptr) return;
    one->finished = true;
    one->success = success;
    one->code = view(code);
    one->reason = view(reason);
  }

  const stepgate_chunk* chunk_;
  stepgate_call call_{};
};

}  // namespace stepgate::sdk::testing
