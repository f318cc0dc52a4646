#include "openapi/scheme.hpp"

#include "base/scalar_text.hpp"

namespace stepgate::openapi {
namespace {

SchemeResult refuse(const std::string& name, const std::string& why) {
  return {{}, '`' + name + "` " + why};
}

Json named(const std::string& name, const char* kind) {
  return Json::object({{"name", name}, {"kind", kind}});
}

/// true, false or a text that says so; nothing else counts.
const char* realm_rule(const Json& required) {
  const std::string text = to_lower(scalar_text(required));
  if (text == "true") return "required";
  if (text == "false") return "none";
  return "optional";
}

/// What the entry of `security` asks for, else what the flow declares.
Json scopes_of(const Json& wanted, const Json& declared) {
  Json scopes = Json::array();
  for (const Json& one : wanted.items()) {
    const std::string text = scalar_text(one, 255);
    if (!text.empty()) scopes.push(text);
  }
  if (scopes.size() > 0) return scopes;
  for (const auto& member : declared.members()) scopes.push(member.first);
  return scopes;
}

std::string renamed(const Json& flow, std::string_view extension, std::string_view otherwise) {
  const std::string text = scalar_text(flow[extension], 255);
  return text.empty() ? std::string(otherwise) : text;
}

}  // namespace

SchemeReader::SchemeReader(const Json& root, const Url& document, std::string_view base_url,
                           References& references, Findings& findings)
    : schemes_(references.member(root["components"], "securitySchemes")),
      document_(document),
      base_url_(base_url),
      references_(references),
      findings_(findings) {}

const Json& SchemeReader::definition(const std::string& name) const {
  return references_.member(schemes_, name);
}

bool SchemeReader::defines(const std::string& name) const { return definition(name).is_object(); }

SchemeResult SchemeReader::read(const std::string& name, const Json& scopes) const {
  const Json& given = definition(name);
  const std::string type = to_lower(scalar_text(given["type"], 100));
  if (type == "apikey") return api_key(name, given);
  if (type == "http") return http(name, given);
  if (type == "oauth2") return oauth2(name, given, scopes);
  if (type.empty()) return refuse(name, "has no type");
  return refuse(name, "is of type " + type + ", which is not supported");
}

SchemeResult SchemeReader::api_key(const std::string& name, const Json& given) const {
  const std::string in = to_lower(scalar_text(given["in"], 100));
  const std::string parameter = scalar_text(given["name"], 255);
  if (in != "header" && in != "query") {
    return refuse(name, "sends its key in " + (in.empty() ? "an unknown place" : in) +
                            "; only header and query are supported");
  }
  if (parameter.empty()) return refuse(name, "does not name its " + in + " parameter");
  Json scheme = named(name, "apiKey");
  scheme.set("in", in).set("parameter", parameter);
  return {std::move(scheme), {}};
}

SchemeResult SchemeReader::http(const std::string& name, const Json& given) const {
  const std::string scheme_name = to_lower(scalar_text(given["scheme"], 100));
  if (scheme_name != "basic") {
    return refuse(name, "is http " + (scheme_name.empty() ? "without a scheme" : scheme_name) +
                            "; of http only basic is supported");
  }
  Json scheme = named(name, "basic");
  scheme.set("realm", realm_rule(given["x-realm-required"]));
  return {std::move(scheme), {}};
}

std::string SchemeReader::absolute(const std::string& url) const {
  if (url.empty()) return {};
  const auto base = parse_url(base_url_ + '/');
  const auto resolved = resolve_url(base ? *base : document_, url);
  return resolved ? resolved->text() : std::string();
}

SchemeResult SchemeReader::oauth2(const std::string& name, const Json& given,
                                  const Json& scopes) const {
  const Json& flows = references_.member(given, "flows");
  const Json& flow = references_.member(flows, "clientCredentials");
  if (!flow.is_object()) {
    return refuse(name,
                  flows.has("authorizationCode")
                      ? "offers oauth2 with authorizationCode only, which is not supported yet"
                      : "offers no oauth2 clientCredentials flow");
  }
  const std::string token_url = absolute(scalar_text(flow["tokenUrl"], 8192));
  if (token_url.empty()) return refuse(name, "has no usable tokenUrl");
  if (flows.has("authorizationCode")) {
    findings_.note({"OAUTH2_FLOW_CHOSEN", "/components/securitySchemes" + pointer_step(name),
                    "of its two flows clientCredentials is used", ""});
  }
  Json scheme = named(name, "oauth2.clientCredentials");
  scheme.set("tokenUrl", token_url);
  const std::string refresh_url = absolute(scalar_text(flow["refreshUrl"], 8192));
  if (!refresh_url.empty()) scheme.set("refreshUrl", refresh_url);
  scheme.set("scopes", scopes_of(scopes, flow["scopes"]))
      .set("grantTypeName", renamed(flow, "x-grantTypeName", "grant_type"))
      .set("clientIdName", renamed(flow, "x-clientIdName", "client_id"))
      .set("clientSecretName", renamed(flow, "x-clientSecretName", "client_secret"));
  return {std::move(scheme), {}};
}

}  // namespace stepgate::openapi
