// Bodies and query parameters that can't be used, and the shape of a problem.
#include "admin/problem.hpp"
#include "admin_fixture.hpp"
#include "peers.hpp"

namespace stepgate::admin::testing {
namespace {

using Requests = AdminTest;
constexpr const char* kFields = "/api/v1/fields";

TEST_F(Requests, ProblemsHaveOneShape) {
  const auto answer = post(kFields, R"({"name": "email", "dataType": "string"})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.json["type"].as_string(), "https://stepgate.invalid/errors/FIELD_EXISTS");
  EXPECT_EQ(answer.json["status"].as_int(), 409);
  EXPECT_EQ(answer.code(), "FIELD_EXISTS");
  for (const auto* member : {"title", "subject", "detail", "fact"})
    EXPECT_FALSE(answer.json[member].as_string().empty()) << member;
  EXPECT_TRUE(answer.json["remedy"].is_string());
  EXPECT_TRUE(answer.json["cause"].is_string());
  EXPECT_THAT(answer.json["detail"].as_string(),
              ::testing::StartsWith(answer.json["subject"].as_string() + ": "));
}

TEST_F(Requests, WordsOfStrangersStayInTheLog) {
  const auto secret = std::make_exception_ptr(std::runtime_error("password=hunter2"));
  const auto json = problem_json(secret);
  EXPECT_EQ(json["status"].as_int(), 500);
  EXPECT_EQ(json["code"].as_string(), "INTERNAL");
  EXPECT_EQ(json.dump().find("hunter2"), std::string::npos);
}

TEST_F(Requests, RefuseBodiesThatAreNoJson) {
  const auto as = [&](const char* type, std::string_view body) {
    return ask("POST", kFields, body, {{"Content-Type", type}}).refusal();
  };
  EXPECT_EQ(as("text/plain", "{}"), "415 MEDIA_TYPE");
  EXPECT_EQ(as("application/x-www-form-urlencoded", "name=a"), "415 MEDIA_TYPE");
  EXPECT_EQ(ask("POST", kFields, "{}").refusal(), "415 MEDIA_TYPE");
  EXPECT_EQ(as("application/json", "  "), "400 BODY_MISSING");
  EXPECT_EQ(post(kFields).refusal(), "400 BODY_MISSING");
  EXPECT_EQ(as("application/json", "{\"name\": "), "400 JSON_UNREADABLE");
  EXPECT_EQ(as("application/json", "{} {}"), "400 JSON_UNREADABLE");
  EXPECT_EQ(as("application/json", "[]"), "422 BODY_NOT_OBJECT");
  EXPECT_EQ(as("application/json", "null"), "422 BODY_NOT_OBJECT");
  EXPECT_EQ(as("application/json", std::string(40, '[') + std::string(40, ']')),
            "400 JSON_TOO_DEEP");
  EXPECT_EQ(as("Application/JSON; charset=utf-8", R"({"name": "one", "dataType": "string"})"),
            "201 ");
}

TEST_F(Requests, ANulCutsNoDetail) {
  const std::string name("a\0b", 3);
  const Error error(ErrorKind::invalid, "BAD", "field " + name, "is bad", "Rename it");
  const auto json = problem_json(error);
  EXPECT_EQ(json["detail"].as_string(),
            "field a\xE2\x90\x80"
            "b: is bad. Rename it.");
  EXPECT_EQ(json["subject"].as_string(), "field " + name);
}

TEST_F(Requests, RefuseWhatIsThereTwice) {
  EXPECT_EQ(post(kFields, R"({"name": "a", "name": "b", "dataType": "string"})").refusal(),
            "422 BODY_MEMBER_REPEATED");
  EXPECT_EQ(post("/api/v1/services", R"({"url": "http://h/", "mapping": {"a": 1, "a": 2}})").code(),
            "BODY_MEMBER_REPEATED");
  EXPECT_EQ(get("/api/v1/people?limit=1&limit=2").refusal(), "422 QUERY_REPEATED");
}

TEST_F(Requests, RefuseACursorThatIsNone) {
  for (const auto* cursor : {"x", "1.x", "1.", ".1", "-1", "1.2.3", "99999999999"})
    EXPECT_EQ(get("/api/v1/runs/1/results?after=" + std::string(cursor)).refusal(),
              "400 CURSOR_INVALID")
        << cursor;
  EXPECT_EQ(get("/api/v1/runs/1/results?after=1.2").refusal(), "404 NOT_FOUND");
  const auto state = get("/api/v1/runs/1/chunks?state=foo");
  EXPECT_EQ(state.refusal(), "422 QUERY_INVALID");
  EXPECT_THAT(state.json["remedy"].as_string(), ::testing::Not(::testing::HasSubstr(": ,")));
}

TEST_F(Requests, BrokenRequestsAreProblemsToo) {
  for (const std::string wire :
       {"GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", "G@T / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n",
        "GET /api/v1/../x HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    http::test::RawConnection connection(http::test::dial(server_->port()));
    connection.write(wire);
    const auto answer = connection.read_to_end();
    EXPECT_THAT(answer, ::testing::HasSubstr("Content-Type: application/problem+json")) << wire;
    const auto json = Json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
    EXPECT_EQ(json["status"].as_int(), 400) << wire;
    for (const auto* member : {"code", "subject", "fact", "remedy", "detail", "title"})
      EXPECT_FALSE(json[member].as_string().empty()) << wire << member;
  }
}

TEST_F(Requests, StrangersAreAnsweredBeforeTheirBody) {
  http::test::RawConnection connection(http::test::dial(server_->port()));
  connection.write(
      "POST /api/v1/fields HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer wrong\r\n"
      "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
  EXPECT_THAT(connection.read_until("}"), ::testing::AllOf(::testing::StartsWith("HTTP/1.1 401"),
                                                           ::testing::HasSubstr("TOKEN_WRONG")));
}

TEST_F(Requests, BoundBodies) {
  const auto big = "{\"name\": \"" + std::string(1 << 20, 'x') + "\"}";
  EXPECT_EQ(post(kFields, big).refusal(), "413 BODY_TOO_LARGE");
  // A campaign may bring a list of ids: its body is read, and the name refused.
  EXPECT_EQ(post("/api/v1/campaigns", big).refusal(), "422 NAME_INVALID");
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(Requests, BoundBodiesInChunks) {
  http::test::RawConnection connection(http::test::dial(server_->port()));
  connection.write("POST /api/v1/fields HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " +
                   std::string(kToken) +
                   "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 20; ++i)
    if (!connection.write("10000\r\n" + std::string(0x10000, ' ') + "\r\n")) break;
  EXPECT_THAT(connection.read_until("}"), ::testing::AllOf(::testing::StartsWith("HTTP/1.1 413"),
                                                           ::testing::HasSubstr("BODY_TOO_LARGE")));
}

TEST_F(Requests, RefuseMembersThatNobodyReads) {
  const auto misspelt = post(kFields, R"({"name": "a", "datatype": "string"})");
  EXPECT_EQ(misspelt.refusal(), "422 BODY_MEMBER_UNKNOWN");
  EXPECT_THAT(misspelt.json["remedy"].as_string(), ::testing::HasSubstr("dataType"));
  EXPECT_EQ(post(kFields, R"({"name": 7, "dataType": "string"})").refusal(),
            "422 BODY_MEMBER_INVALID");
  EXPECT_EQ(post("/api/v1/services", R"({"url": "http://127.0.0.1:1/", "acceptNoSecurity": "yes"})")
                .refusal(),
            "422 BODY_MEMBER_INVALID");
}

TEST_F(Requests, RefuseQueriesThatNobodyReads) {
  const auto misspelt = get("/api/v1/people?wher=country=France");
  EXPECT_EQ(misspelt.refusal(), "422 QUERY_UNKNOWN");
  EXPECT_THAT(misspelt.json["remedy"].as_string(), ::testing::HasSubstr("where"));
  EXPECT_EQ(get("/api/v1/status?limit=1").refusal(), "422 QUERY_UNKNOWN");
  for (const auto* query :
       {"/people?limit=0", "/people?limit=1001", "/people?limit=x",
        "/people?limit=", "/people?after=-1", "/people?after=1.5", "/log?since=yesterday",
        "/log?severity=loud", "/log?run=0", "/statistics?bucket=week", "/statistics?level=all",
        "/people/export?format=xml", "/people/export?separator=%22", "/people/export?separator=ab"})
    EXPECT_EQ(get(std::string("/api/v1") + query).refusal(), "422 QUERY_INVALID") << query;
  EXPECT_EQ(get("/api/v1/log?since=2026-02-30").refusal(), "422 QUERY_INVALID");
  EXPECT_EQ(get("/api/v1/log?since=2026-02-28&until=2026-02-28T10:00:00Z").status, 200);
}

TEST_F(Requests, RefuseIdsThatAreNone) {
  for (const auto* path :
       {"/runs/x", "/runs/-1", "/runs/99", "/runs/99999999999999999999", "/runs/99/chunks",
        "/runs/99/chunks/1", "/runs/99/results", "/runs/99/results?format=csv", "/campaigns/none",
        "/services/none", "/services/none/log", "/people/0", "/people/nobody",
        "/people/a@b.example", "/people/7/activities"})
    EXPECT_EQ(get(std::string("/api/v1") + path).status, 404) << path;
  EXPECT_EQ(post("/api/v1/runs/99/abort").status, 404);
  EXPECT_EQ(remove("/api/v1/credentials/none").refusal(), "404 CREDENTIAL_NOT_FOUND");
}

}  // namespace
}  // namespace stepgate::admin::testing
