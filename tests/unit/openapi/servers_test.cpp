#include "openapi/servers.hpp"

#include "sample.hpp"

namespace stepgate::openapi {
namespace {

struct Row {
  const char* document;
  const char* servers;  ///< JSON
  const char* base;     ///< or the code of a refusal
  const char* finding = "";
};

const Row kRows[] = {
    {"http://h:1/v2/openapi.json", "null", "http://h:1/v2"},
    {"http://h:1/v2/openapi.json", "[]", "http://h:1/v2"},
    {"http://h:1/v2/openapi.json", R"([{"url": ""}])", "http://h:1/v2"},
    {"http://h:1/v2/openapi.json?key=1", R"([{}])", "http://h:1/v2"},
    {"http://h:1/openapi.json", "null", "http://h:1"},
    {"http://h:1", "null", "http://h:1"},
    {"http://h:1/v2/", "null", "http://h:1/v2"},
    {"http://h:1/v2/openapi.json", R"([{"url": "/"}])", "http://h:1"},
    {"http://h:1/v2/openapi.json", R"([{"url": "/api/"}])", "http://h:1/api"},
    {"http://h:1/v2/openapi.json", R"([{"url": "api"}])", "http://h:1/v2/api"},
    {"http://h:1/v2/openapi.json", R"([{"url": "./"}])", "http://h:1/v2"},
    {"http://h:1/v2/openapi.json", R"([{"url": "//other/x"}])", "http://other/x"},
    {"http://h:1/v2/openapi.json", R"([{"url": " https://other/x/ "}])", "https://other/x"},
    {"http://h:1/d", R"([{"url": "/a"}, {"url": "/b"}])", "http://h:1/a", "SERVERS_IGNORED"},
    {"http://h:1/d",
     R"([{"url": "https://{host}:{port}/{v}", "variables": {"host": {"default": "x"}, "port": {"default": 8443},
         "v": {"default": "v1"}}}])",
     "https://x:8443/v1"},
    {"http://h:1/d", R"([{"url": "/a/{v}/b"}])", "http://h:1/a//b", "SERVER_VARIABLE_UNSET"},
    {"http://h:1/d", R"([{"url": "/a?x=1"}])", "http://h:1/a", "SERVER_QUERY_IGNORED"},
    {"https://h/d", R"([{"url": "http://h/a"}])", "https://h/a", "SERVER_URL_UPGRADED"},
    {"https://h/d", R"([{"url": "http://H:80/a"}])", "https://h/a", "SERVER_URL_UPGRADED"},
    {"https://h/d", R"([{"url": "http://other/a"}])", "http://other/a"},
    {"http://h/d", R"([{"url": "http://h/a"}])", "http://h/a"},
    {"http://h/d", R"([{"url": "ftp://h/a"}])", "SERVER_URL_INVALID"},
    {"http://h/d", R"([{"url": "https://"}])", "SERVER_URL_INVALID"},
    {"http://h/d", R"([{"url": "/a b"}])", "SERVER_URL_INVALID"},
    {"http://h/d", R"({"url": "/a"})", "http://h"},
};

TEST(Servers, GiveTheBase) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.document) + " " + row.servers);
    Findings findings;
    const Json root = Json::object({{"servers", Json::parse(row.servers)}});
    std::string base;
    try {
      base = read_base_url(root, *parse_url(row.document), findings);
    } catch (const Error& error) {
      base = error.code();
    }
    EXPECT_EQ(base, row.base);
    const std::string code = findings.json().at(0)["code"].as_string();
    EXPECT_EQ(code, row.finding);
  }
}

}  // namespace
}  // namespace stepgate::openapi
