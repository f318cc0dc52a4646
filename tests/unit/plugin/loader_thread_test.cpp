#include "plugin/loader_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace stepgate::plugin {
namespace {

TEST(LoaderThread, RunsEverythingOnOneThreadThatIsNotOurs) {
  LoaderThread loader;
  std::thread::id first, second;
  loader.run([&] { first = std::this_thread::get_id(); });
  loader.run([&] { second = std::this_thread::get_id(); });
  EXPECT_EQ(first, second);
  EXPECT_NE(first, std::this_thread::get_id());
}

TEST(LoaderThread, RunInsideRunIsAtOnce) {
  LoaderThread loader;
  bool inner = false;
  loader.run([&] { loader.run([&] { inner = true; }); });
  EXPECT_TRUE(inner);
}

TEST(LoaderThread, WhatATaskThrowsArrives) {
  LoaderThread loader;
  EXPECT_THROW(loader.run([] { throw std::runtime_error("no"); }), std::runtime_error);
}

TEST(LoaderThread, StopRunsWhatWasPostedAndLaterTasksStillRun) {
  std::atomic<int> done{0};
  LoaderThread loader;
  for (int i = 0; i < 100; ++i) loader.post([&] { ++done; });
  loader.stop();
  EXPECT_EQ(done, 100);
  loader.post([&] { ++done; });
  EXPECT_EQ(done, 101);
}

}  // namespace
}  // namespace stepgate::plugin
