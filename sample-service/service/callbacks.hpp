#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/client.hpp"
#include "service/options.hpp"
#include "service/stats.hpp"
#include "service/witness_log.hpp"

namespace sample {

// One callback, with everything that it needs after its request has gone.
struct Delivery {
  Url url;
  std::string token;
  std::string api_key;
  std::string munchkin_id;
  std::string rest;     // of the body, behind token and munchkinId
  std::string spoiled;  // the body, when an oddity changes it
  std::string chunk_error;
  ChunkNote chunk;
  EntriesNote entries;
  bool forged_first = false;
  bool garbage_first = false;
  bool twice = false;
  std::function<void(bool delivered)> done;
  Clock::time_point started;
};

// Sends callbacks: first the injected faulty ones, then the good one until it is taken, then
// perhaps a copy.
class Callbacks {
 public:
  Callbacks(EventLoop& loop, const Options& options, Stats& stats, WitnessLog& log);

  void send(std::shared_ptr<Delivery> delivery);

 private:
  enum class Step { kForged, kGarbage, kGood, kDuplicate, kFinished };
  using Job = std::shared_ptr<Delivery>;

  void go_on(const Job& job, Step step);
  void attempt(const Job& job, Step step, int number);
  void on_answer(const Job& job, Step step, int number, const ClientResult& result);
  bool worth_retrying(int status) const;
  std::chrono::milliseconds pause_after(int number, const ClientResult& result) const;

  EventLoop& loop_;
  const Options& options_;
  Stats& stats_;
  WitnessLog& log_;
  HttpClient client_;
};

}  // namespace sample
