// The API's own document: the same operations as the router, and nothing in it that leads nowhere.
#include <set>

#include "admin/call.hpp"
#include "admin/router.hpp"
#include "admin_fixture.hpp"
#include "base/text.hpp"

namespace stepgate::admin::testing {
namespace {

class Document : public AdminTest {
 protected:
  Document() : document_(get("/api/v1/openapi.json").json) {}
  /// Calls `see` for each value with the member it stands under.
  template <class See>
  static void walk(const Json& value, const See& see) {
    for (const auto& [name, member] : value.members()) {
      see(name, member);
      walk(member, see);
    }
    for (const auto& item : value.items()) walk(item, see);
  }
  Json document_;
};

TEST_F(Document, HasTheOperationsOfTheRouter) {
  std::set<std::string> documented, routed, ids;
  for (const auto& [path, operations] : document_["paths"].members())
    for (const auto& [method, operation] : operations.members()) {
      documented.insert(method + " " + path);
      EXPECT_TRUE(ids.insert(operation["operationId"].as_string()).second) << path;
    }
  for (const auto& route : all_routes())
    routed.insert(to_lower(route.method) + " " + std::string(route.path));
  EXPECT_EQ(documented, routed);
  EXPECT_EQ(routed.size(), all_routes().size());
  EXPECT_GE(routed.size(), 45U);
}

TEST_F(Document, EachOperationIsFoundByTheRouter) {
  for (const auto& route : all_routes()) {
    auto segments = split(route.path.substr(1), '/');
    for (auto& segment : segments)
      if (segment.starts_with('{')) segment = "7";
    EXPECT_EQ(find_route(route.method, segments).route, &route) << route.path;
  }
}

TEST_F(Document, ReferencesLeadSomewhereAndNothingIsLeftOver) {
  std::set<std::string> used;
  walk(document_, [&](const std::string& name, const Json& value) {
    if (name != "$ref") return;
    used.insert(value.as_string());
    EXPECT_FALSE(document_.pointer(value.as_string().substr(1)).is_null()) << value.as_string();
  });
  for (const auto* kind : {"schemas", "parameters", "responses"})
    for (const auto& [name, value] : document_["components"][kind].members()) {
      const auto reference = "#/components/" + std::string(kind) + "/" + name;
      // Told in words where it is: an object that is merged.
      if (used.count(reference) == 0) ADD_FAILURE() << reference << " is used nowhere";
    }
}

TEST_F(Document, DescribesEachOperationWhole) {
  for (const auto& route : all_routes()) {
    SCOPED_TRACE(std::string(route.method) + " " + std::string(route.path));
    const auto& operation = document_["paths"][route.path][to_lower(route.method)];
    EXPECT_FALSE(operation["summary"].as_string().empty());
    const auto& success = operation["responses"][std::to_string(route.status)];
    EXPECT_FALSE(success.is_null());
    EXPECT_EQ(success["content"].is_null(), route.status == 204);
    const auto braces = std::count(route.path.begin(), route.path.end(), '{');
    EXPECT_EQ(operation["parameters"].size(),
              static_cast<std::size_t>(braces) + words_of(route.query).size());
    EXPECT_EQ(operation.has("requestBody"), !route.body.media.empty());
    EXPECT_EQ(operation["responses"].has("401"), !route.open);
  }
}

TEST_F(Document, SaysWhatItIs) {
  EXPECT_EQ(document_["openapi"].as_string(), "3.0.3");
  EXPECT_EQ(document_["info"]["version"].as_string(), "1.2.3");
  EXPECT_EQ(document_["components"]["securitySchemes"]["token"]["scheme"].as_string(), "bearer");
}

}  // namespace
}  // namespace stepgate::admin::testing
