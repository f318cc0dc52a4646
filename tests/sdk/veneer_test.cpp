// The C++ side of the contract, through the fake host of testing.hpp: what a vendor's own test
// sees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stepgate/plugin.hpp>
#include <stepgate/testing.hpp>

namespace stepgate::sdk {
namespace {

using testing::Adapter;
using testing::ChunkBuilder;
using ::testing::ElementsAre;
using testing::FakeHost;

class Probe : public NativeProvider {
 public:
  explicit Probe(const Host& host) : host_(host) {
    if (host.settings("probe")["broken"].boolean()) throw invalid("BROKEN", "by its settings");
  }
  Definition definition() const override {
    return Definition("probe", "Probe")
        .describe("What it does.")
        .describe("Was es tut.", "de_DE")
        .outgoing(Field("a").required().describe("first"))
        .incoming(Field("b", "integer").suggest("score"))
        .flow(Attribute("mode").label("Mode").tooltip("how").picklist(true).required())
        .header(Attribute("X-Tenant"))
        .global(Attribute("region"))
        .activity(Attribute("note"))
        .context("campaign");
  }
  Choices choices(const Call&, std::string_view attribute) override {
    if (attribute != "mode") throw unsupported("PICKLIST_NOT_SERVED", std::string(attribute));
    return Choices().add("x", "The X").add(2, "Two");
  }
  void enrich(const Call& call, const Chunk& chunk, const Results& results) override {
    const Json parameters = Json::parse(chunk.parameters());
    const std::string& mode = parameters["mode"].text();
    if (mode == "http") return over_http(call, results);
    if (mode == "busy") throw retryable("BUSY", "later", 700);
    if (mode == "odd") throw 42;
    const std::size_t a = chunk.field("a");
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      results.set(i, "b", chunk.at(i, a).to_text());
      results.set(i, "not mapped", 1);
      results.set_attribute(i, "note", static_cast<bool>(chunk.at(i, "a")));
      results.succeed(i);
    }
  }

 private:
  void over_http(const Call& call, const Results& results) {
    HttpRequest request;
    request.url = "http://service/";
    request.authorize = true;
    const HttpResponse response = host_.http().perform(call, request);
    results.set(0, "b", response.status);
    results.fail(0, "SAID", response.body + std::string(response.header("x-why")));
    host_.log().info("asked " + request.url);
  }
  Host host_;
};

constexpr stepgate_component kComponent[] = {
    provider<Probe>("probe", "1.0.0", "Probe", "provider:probe")};
constexpr auto kList = detail::pointers(kComponent);
constexpr stepgate_entry kEntry = detail::entry(kList);

class Veneer : public ::testing::Test {
 protected:
  ChunkBuilder& chunk(const char* mode) {
    return chunk_.outgoing("a").incoming("b").attribute("note").parameter("mode", mode);
  }
  FakeHost host_;
  ChunkBuilder chunk_;
};

TEST_F(Veneer, TheDefinitionIsTheOneOfTheContract) {
  const Json json = Adapter(host_, kEntry, "probe").describe().json();
  EXPECT_EQ(
      json.dump(),
      R"({"apiName":"probe","names":{"en_US":{"name":"Probe","filterName":"Probe",)"
      R"("triggerName":"Probe","description":"What it does."},"de_DE":{"description":"Was es tut."}},)"
      R"("contexts":{"campaign":true},"primaryAttribute":"mode",)"
      R"("outgoing":{"userDriven":false,"fields":[{"serviceAttribute":"a","dataType":"string",)"
      R"("description":{"en_US":"first"},"suggestion":"a","required":true}]},)"
      R"("incoming":{"userDriven":false,"fields":[{"serviceAttribute":"b","dataType":"integer",)"
      R"("description":{},"suggestion":"score","required":false}]},)"
      R"("flowAttributes":[{"name":"mode","labels":{"en_US":{"name":"Mode","tooltip":"how"}},)"
      R"("dataType":"string","hasPicklist":true,"enforcePicklist":true,"required":true}],)"
      R"("globalAttributes":[{"name":"region","labels":{"en_US":{"name":"region"}},)"
      R"("dataType":"string","hasPicklist":false,"enforcePicklist":false,"required":false}],)"
      R"("headers":[{"name":"X-Tenant","labels":{"en_US":{"name":"X-Tenant"}},)"
      R"("dataType":"string","hasPicklist":false,"enforcePicklist":false,"required":false}],)"
      R"("activityAttributes":[{"name":"note","labels":{"en_US":{"name":"note"}},)"
      R"("dataType":"string","hasPicklist":false,"enforcePicklist":false,"required":false}]})");
  const Json found = Adapter(host_, kEntry, "probe").discover(Json::object()).json();
  EXPECT_EQ(found["kind"].text(), "native");
  EXPECT_EQ(found["security"]["kind"].text(), "none");
}

TEST_F(Veneer, PicklistsAndTheirAbsence) {
  Adapter adapter(host_, kEntry, "probe");
  EXPECT_EQ(adapter.picklist("mode").text,
            R"({"choices":[{"display":{"en_US":"The X"},"value":"x"},)"
            R"({"display":{"en_US":"Two"},"value":2}]})");
  const auto none = adapter.picklist("other");
  EXPECT_EQ(none.status, STEPGATE_UNSUPPORTED);
  EXPECT_EQ(none.code, "PICKLIST_NOT_SERVED");
}

TEST_F(Veneer, ValuesOfEveryTypeAreReadAndSet) {
  Adapter adapter(host_, kEntry, "probe");
  chunk("set")
      .person({"text"})
      .person({41})
      .person({0.5})
      .person({true})
      .person({nullptr})
      .person();
  const auto reply = adapter.submit(chunk_);
  ASSERT_TRUE(reply.ok()) << reply.message;
  std::vector<std::string> read;
  for (const auto& person : reply.people) {
    EXPECT_TRUE(person.success);
    EXPECT_EQ(person.fields.size(), 1u) << "a field that is not mapped is not kept";
    read.push_back(person.fields.at("b").text() +
                   (person.attributes.at("note").boolean() ? "!" : ""));
  }
  EXPECT_THAT(read, ElementsAre("text!", "41!", "0.5!", "true!", "", ""));
  EXPECT_TRUE(reply.faults.empty());
}

TEST_F(Veneer, ExceptionsAreStatuses) {
  Adapter adapter(host_, kEntry, "probe");
  const auto busy = adapter.submit(chunk("busy").person());
  EXPECT_EQ(busy.status, STEPGATE_RETRYABLE);
  EXPECT_EQ(busy.code, "BUSY");
  EXPECT_EQ(busy.retry_after_ms, 700);
  ChunkBuilder odd;
  EXPECT_EQ(adapter.submit(odd.parameter("mode", "odd")).status, STEPGATE_INTERNAL);
  host_.set_settings("probe", Json::object({{"broken", true}}));
  EXPECT_THROW(Adapter(host_, kEntry, "probe"), std::runtime_error);
}

TEST_F(Veneer, HttpIsAnsweredByTheTest) {
  host_.on_http([](const HttpRequest& request) {
    HttpResponse response;
    response.outcome = STEPGATE_HTTP_ANSWERED;
    response.status = request.authorize ? 418 : 500;
    response.body = "tea";
    response.headers = {{"x-why", "pot"}};
    return response;
  });
  Adapter adapter(host_, kEntry, "probe");
  const auto reply = adapter.submit(chunk("http").person());
  EXPECT_EQ(reply.people.at(0).fields.at("b").integer(), 418);
  EXPECT_EQ(reply.people.at(0).reason, "teapot");
  ASSERT_EQ(host_.requests().size(), 1u);
  EXPECT_EQ(host_.requests()[0].url, "http://service/");
  EXPECT_THAT(host_.log(), ElementsAre("asked http://service/"));
}

TEST_F(Veneer, SlotsWithADefault) {
  Adapter adapter(host_, kEntry, "probe");
  EXPECT_TRUE(adapter.status().json()["healthy"].boolean());
  EXPECT_EQ(adapter.make_token(std::string("\x0F\xF0", 2)).text, "0ff0");
  EXPECT_EQ(adapter.on_callback(chunk("set").person(), "{}").status, STEPGATE_UNSUPPORTED);
  EXPECT_TRUE(adapter.find_token("{}", {}, "t").empty());
}

}  // namespace
}  // namespace stepgate::sdk
