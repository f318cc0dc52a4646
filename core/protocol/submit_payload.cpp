#include "protocol/submit_payload.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "base/scalar_text.hpp"

namespace stepgate::protocol {
namespace {

std::string_view view(stepgate_str text) {
  return {text.data, static_cast<std::size_t>(text.size)};
}

Json parse_object(stepgate_str text, std::string_view subject) {
  if (text.size == 0) return Json::object();
  return Json::parse(view(text), {}, subject);
}

void write_member(JsonWriter& out, std::string_view key, const Json& value) {
  out.key(key);
  out.value(value);
}

/// A block that was not asked for is absent, or null, which is the same.
void write_block(JsonWriter& out, std::string_view key, const Json& block) {
  if (!block.is_null()) write_member(out, key, block);
}

/// The admin's global values; with the header parameters when the service looks for them there.
Json admin_of(const Json& context, const stepgate_chunk& chunk, const SubmitOptions& options) {
  Json admin = context["admin"].is_object() ? context["admin"] : Json::object();
  if (!options.headers_in_context) return admin;
  const Json headers = parse_object(chunk.headers, "the header parameters");
  for (const auto& [name, value] : headers.members()) {
    if (!admin.has(name)) admin.set(name, value);
  }
  return admin;
}

void write_context(const Json& context, const stepgate_chunk& chunk, const SubmitOptions& options,
                   JsonWriter& out) {
  const Json& subscription = context["subscription"];
  out.begin_object();
  write_member(out, "subscription", subscription.is_object() ? subscription : Json::object());
  write_member(out, "admin", admin_of(context, chunk, options));
  write_block(out, "campaign", context["campaign"]);
  write_block(out, "program", context["program"]);
  write_block(out, "myTokenContext", context["myTokens"]);
  out.end_object();
}

void write_value(const stepgate_value& value, JsonWriter& out) {
  switch (value.type) {
    case STEPGATE_BOOL:
      return out.boolean(value.as.i64 != 0);
    case STEPGATE_INT:
      return out.integer(value.as.i64);
    case STEPGATE_FLOAT:
      return out.real(value.as.f64);
    case STEPGATE_STRING:
      return out.string(view(value.as.str));
    case STEPGATE_JSON:
      return out.raw(view(value.as.str));
    default:  // empty, and what could not be read
      return out.null();
  }
}

/// What is the same for every person of a chunk, worked out once.
struct PersonFrame {
  std::vector<std::string_view> keys;
  std::string_view parameters;
  std::string member, trigger;  ///< JSON; empty: not asked for
};

PersonFrame make_frame(const stepgate_chunk& chunk, const Json& context) {
  PersonFrame frame;
  frame.keys.reserve(chunk.out_field_count);
  for (std::uint32_t i = 0; i < chunk.out_field_count; ++i) {
    frame.keys.push_back(view(chunk.out_fields[i].key));
  }
  frame.parameters = chunk.parameters.size == 0 ? std::string_view("{}") : view(chunk.parameters);
  if (!context["programMember"].is_null()) frame.member = context["programMember"].dump();
  if (!context["trigger"].is_null()) frame.trigger = context["trigger"].dump();
  return frame;
}

void write_raw_member(JsonWriter& out, std::string_view key, std::string_view json) {
  if (json.empty()) return;
  out.key(key);
  out.raw(json);
}

void write_person(std::int64_t id, const stepgate_value* values, const PersonFrame& frame,
                  JsonWriter& out) {
  out.begin_object();
  out.key("objectType");
  out.raw("\"lead\"");
  out.key("objectContext");
  out.begin_object();
  out.key("id");
  out.integer(id);
  for (std::size_t i = 0; i < frame.keys.size(); ++i) {
    if (values[i].type == STEPGATE_ABSENT) continue;
    out.key(frame.keys[i]);
    write_value(values[i], out);
  }
  out.end_object();
  write_raw_member(out, "flowStepContext", frame.parameters);
  write_raw_member(out, "programMemberContext", frame.member);
  write_raw_member(out, "triggeringContext", frame.trigger);
  out.end_object();
}

}  // namespace

void write_submit(const stepgate_chunk& chunk, const SubmitOptions& options, JsonWriter& out) {
  const Json context = parse_object(chunk.context, "the context of a chunk");
  out.begin_object();
  out.key("token");
  out.string(view(chunk.token));
  out.key("apiCallBackKey");
  out.string(view(chunk.callback_key));
  out.key("batchid");
  out.string(scalar_text(context["batchId"], 255));
  out.key("campaignId");
  out.integer(context["campaignId"].as_int());
  out.key("callbackUrl");
  out.string(view(chunk.callback_url));
  out.key("context");
  write_context(context, chunk, options, out);
  out.key("objectData");
  out.begin_array();
  const PersonFrame frame = make_frame(chunk, context);
  for (std::size_t i = 0; i < chunk.record_count; ++i) {
    write_person(chunk.ids[i], chunk.values + i * chunk.out_field_count, frame, out);
  }
  out.end_array();
  out.end_object();
}

}  // namespace stepgate::protocol
