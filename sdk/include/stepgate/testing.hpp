// Tests an adapter or a strategy without a host: link the plugin's sources into the test program,
// and
//
//   extern "C" const stepgate_entry stepgate_plugin_entry;
//   FakeHost host;
//   Adapter adapter(host, stepgate_plugin_entry, "my-id");
//   ChunkBuilder chunk;
//   chunk.outgoing("country").incoming("code").person({"France"});
//   assert(adapter.submit(chunk).people[0].fields["code"].text() == "FR");
//
// Needs no test framework. One thread, apart from what an adapter does with complete/1 and log/1.
#pragma once
#include <stepgate/testing/chunk_builder.hpp>
#include <stepgate/testing/component.hpp>
#include <stepgate/testing/fake_host.hpp>
#include <stepgate/testing/recorder.hpp>
