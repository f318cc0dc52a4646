// Requests to the mapping strategy that is linked into this program.
#pragma once
#include <gtest/gtest.h>

#include <stepgate/testing.hpp>
#include <string>

extern "C" const stepgate_entry stepgate_plugin_entry;

using stepgate::sdk::Json;
using stepgate::sdk::testing::FakeHost;
using stepgate::sdk::testing::Mapping;

inline Json host_field(const char* name, const char* type, bool read_only = false) {
  return Json::object(
      {{"name", name}, {"label", name}, {"dataType", type}, {"readOnly", read_only}});
}

inline Json service_field(const char* name, const char* type, const char* suggestion) {
  return Json::object({{"serviceAttribute", name}, {"dataType", type}, {"suggestion", suggestion}});
}

inline Json row(const char* attribute, const char* field) {
  return Json::object({{"serviceAttribute", attribute}, {"field", field}, {"active", true}});
}

inline Json request(const char* direction, const Json& service_fields, const Json& rows) {
  Json host = Json::array();
  host.push(host_field("city", "string"));
  host.push(host_field("lastSeen", "datetime"));
  host.push(host_field("updatedAt", "datetime", true));
  return Json::object({{"direction", direction},
                       {"serviceFields", service_fields},
                       {"hostFields", host},
                       {"rows", rows}});
}

inline Json list(std::initializer_list<Json> items) {
  Json all = Json::array();
  for (const auto& one : items) all.push(one);
  return all;
}
