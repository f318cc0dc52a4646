#include "store/schema/versions.hpp"

namespace stepgate::store {

void create_version_1(sql::Connection& connection, Ms now);

const std::vector<Version>& versions() {
  static const std::vector<Version> all{&create_version_1};
  return all;
}

}  // namespace stepgate::store
