#include "store/schema/versions.hpp"

namespace stepgate::store {

void create_version_1(sql::Connection& connection, Ms now);
void create_version_2(sql::Connection& connection, Ms now);  // the activity history
void create_version_3(sql::Connection& connection, Ms now);  // attempts that are not counted
void create_version_4(sql::Connection& connection, Ms now);  // the undo of a run
void create_version_5(sql::Connection& connection, Ms now);  // names of removed campaigns
void create_version_6(sql::Connection& connection, Ms now);  // dead letters

const std::vector<Version>& versions() {
  static const std::vector<Version> all{&create_version_1, &create_version_2, &create_version_3,
                                        &create_version_4, &create_version_5, &create_version_6};
  return all;
}

}  // namespace stepgate::store
