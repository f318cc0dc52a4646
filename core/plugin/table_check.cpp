#include "plugin/table_check.hpp"

#include <initializer_list>
#include <utility>

namespace stepgate::plugin {
namespace {

using Slots = std::initializer_list<std::pair<const char*, bool>>;

std::string missing(Slots slots) {
  for (const auto& [name, present] : slots) {
    if (!present) return std::string("has no function ") + name;
  }
  return {};
}

template <class Table>
const Table* sized(const void* table, std::size_t needed) {
  const auto* typed = static_cast<const Table*>(table);
  return typed != nullptr && typed->struct_size >= needed ? typed : nullptr;
}

std::string auth_fault(const void* table) {
  const auto* t = sized<stepgate_auth_table>(table, sizeof(stepgate_auth_table));
  if (t == nullptr) return "has no table, or one that is too short";
  const bool signs = (t->flags & STEPGATE_AUTH_SIGNS) != 0;
  return missing({{"create", t->create != nullptr},
                  {"destroy", t->destroy != nullptr},
                  {"inputs", t->inputs != nullptr},
                  {"grant", t->grant != nullptr},
                  {"sign", !signs || t->sign != nullptr}});
}

std::string mapping_fault(const void* table) {
  const auto* t = sized<stepgate_mapping_table>(table, sizeof(stepgate_mapping_table));
  if (t == nullptr) return "has no table, or one that is too short";
  return missing({{"create", t->create != nullptr},
                  {"destroy", t->destroy != nullptr},
                  {"propose", t->propose != nullptr},
                  {"validate", t->validate != nullptr}});
}

std::string provider_fault(const void* table) {
  const auto* t = sized<stepgate_provider_table>(table, sizeof(stepgate_provider_table));
  if (t == nullptr) return "has no table, or one that is too short";
  return missing({{"create", t->create != nullptr},
                  {"destroy", t->destroy != nullptr},
                  {"discover", t->discover != nullptr},
                  {"open", t->open != nullptr},
                  {"close", t->close != nullptr},
                  {"describe", t->describe != nullptr},
                  {"submit", t->submit != nullptr}});
}

}  // namespace

std::string table_fault(Kind kind, const void* table) {
  switch (kind) {
    case Kind::auth:
      return auth_fault(table);
    case Kind::mapping:
      return mapping_fault(table);
    case Kind::provider:
      return provider_fault(table);
  }
  return "is of an unknown kind";
}

}  // namespace stepgate::plugin
