// A provider adapter that uses every slot, and does on demand what adapters get wrong.
#include <stepgate/plugin.hpp>

#include <cmath>

namespace {

using namespace stepgate::sdk;

void misuse(const Call& call, const Chunk& chunk, const Results& results) {
  const stepgate_call* raw = &call.raw();
  const stepgate_value value = make_value("x");
  const auto people = static_cast<uint32_t>(chunk.size());
  raw->set(raw, people, 0, &value);
  raw->set(raw, 0, static_cast<uint32_t>(chunk.in_count()), &value);
  raw->set_attribute(raw, 0, 4'000'000'000u, &value);
  raw->set(raw, 0, 0, nullptr);
  raw->finish(raw, 4'000'000'000u, 1, str(""), str(""));
  results.set(0, 0, std::nan(""));
  results.set(1, 0, "not\xFFutf8");
  results.succeed(0);
}

class FixtureSession : public Session {
 public:
  explicit FixtureSession(const Host& host, Json service)
      : host_(host), service_(std::move(service)) {}

  std::string describe(const Call& call) override {
    call.warn("FIXTURE_WARNING", "lived with");
    if (service_["name"].text() == "not json") return "{";
    return Definition("fixture", service_["name"].text())
        .outgoing(Field("country").required())
        .incoming(Field("code", "string"))
        .flow(Attribute("format").picklist(true))
        .dump();
  }
  std::string status(const Call& call, std::string_view request) override {
    HttpRequest ask;
    ask.url = service_["url"].text();
    ask.method = "POST";
    ask.headers = {{"X-One", "1"}};
    ask.body = "body";
    ask.authorize = Json::parse(request)["authorize"].boolean();
    const HttpResponse response = host_.http().perform(call, ask);
    return Json::object({{"healthy", response.ok()},
                         {"httpStatus", response.status},
                         {"echo", response.header("x-echo")},
                         {"body", response.body},
                         {"error", response.error},
                         {"outcome", response.outcome}})
        .dump();
  }
  std::string picklist(const Call& call, std::string_view request) override {
    const std::string name = Json::parse(request)["name"].text();
    if (name == "silent") throw PluginError(STEPGATE_REJECTED, "", "");
    if (name == "busy") throw retryable("PICKLIST_BUSY", "try later", 1500);
    if (name == "bug") throw std::runtime_error("a bug");
    if (name == "cancelled") call.check();
    return Choices().add("alpha2", "Alpha 2").add(3, "Three").dump();
  }
  void submit(const Call& call, const Chunk& chunk, Submission& submission) override {
    const Json parameters = Json::parse(chunk.parameters());
    const std::string mode = parameters["mode"].text();
    HttpResponse answer;
    answer.outcome = STEPGATE_HTTP_ANSWERED;
    answer.status = 503;
    answer.retry_after_ms = 2000;
    if (mode == "accept") return submission.accepted();
    if (mode == "pend") return submission.pending();
    if (mode == "misuse") return misuse(call, chunk, submission.results());
    if (mode == "refuse") {
      submission.answered(answer);
      throw retryable("SUBMIT_FAILED", "the service answered 503");
    }
    for (std::size_t i = 0; i < chunk.size(); ++i) enrich(chunk, submission.results(), i);
  }
  void on_callback(const Call&, const Chunk&, const Callback& callback,
                   const Results& results) override {
    if (callback.body().empty()) throw invalid("CALLBACK_UNREADABLE", "the body is empty");
    results.set(0, "code", callback.body());
    results.set_attribute(0, "by", callback.header("x-by"));
    results.fail(1, "SERVICE_SAID", "no");
  }
  void find_token(const Call& call, const Callback& callback) override {
    if (!call.candidate(callback.header("X-Token"))) call.candidate(callback.body());
  }

 private:
  static void enrich(const Chunk& chunk, const Results& results, std::size_t i) {
    const std::string_view country = chunk.text(i, "country");
    if (country.empty()) return results.fail(i, "NO_COUNTRY", "country is empty");
    results.set(i, "code", country.substr(0, 2));
    results.set_attribute(i, "by", chunk.integer(i, "age").value_or(-1));
    results.succeed(i);
  }
  Host host_;
  Json service_;
};

class FixtureProvider : public Provider {
 public:
  explicit FixtureProvider(const Host& host) : host_(host) {}
  std::string discover(const Call&, std::string_view request) override {
    const Json url = Json::parse(request)["url"];
    if (url.text().empty()) throw invalid("DOCUMENT_UNREACHABLE", "there is no URL");
    return Json::object({{"kind", "native"}, {"title", "Fixture"}, {"url", url}}).dump();
  }
  std::unique_ptr<Session> open(const Call&, std::string_view service) override {
    Json json = Json::parse(service);
    if (json["name"].text().empty()) throw invalid("SERVICE_NAMELESS", "it has no name");
    return std::make_unique<FixtureSession>(host_, std::move(json));
  }

 private:
  Host host_;
};

}  // namespace

STEPGATE_PLUGIN(provider<FixtureProvider>("fixture-provider", "1.0.0", "Fixture",
                                          "provider:fixture"));
