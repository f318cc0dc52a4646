#include <stepgate/testing.hpp>

#include <cstdio>

using namespace stepgate::sdk;
using namespace stepgate::sdk::testing;

extern "C" const stepgate_entry stepgate_plugin_entry;

static int failures = 0;
static void expect(bool what, const char* text) {
  if (!what) std::printf("FAILED: %s\n", text);
  failures += what ? 0 : 1;
}

int main() {
  FakeHost host;
  Adapter adapter(host, stepgate_plugin_entry, "email-domains");
  expect(adapter.describe().json()["primaryAttribute"].text() == "freeMail", "it describes itself");
  expect(adapter.picklist("freeMail").json()["choices"].size() == 2, "there are two choices");

  ChunkBuilder chunk;
  chunk.outgoing("email")
      .incoming("domain")
      .attribute("isFreeMail")
      .parameter("freeMail", "refuse");
  chunk.person({"ada@acme.example"}).person({"bob@gmail.com"}).person({"nowhere"}).person();
  const ChunkReply reply = adapter.submit(chunk);
  expect(reply.ok() && reply.faults.empty(), "the chunk is taken");
  expect(reply.people[0].success, "a business address passes");
  expect(reply.people[0].fields.at("domain").text() == "acme.example", "its domain is set");
  expect(reply.people[1].code == "FREE_MAIL", "free mail is refused");
  expect(reply.people[2].code == "EMAIL_INVALID", "an address without a domain is told");
  expect(reply.people[3].code == "EMAIL_INVALID", "an empty address is told");
  return failures;
}
