#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/server.hpp"
#include "profiles/profile.hpp"
#include "service/callbacks.hpp"
#include "service/options.hpp"
#include "service/stats.hpp"
#include "service/witness_log.hpp"

namespace sample {

// POST /submitAsyncAction: reads the chunk, answers, works, and hands the callback over.
class Submissions {
 public:
  Submissions(const Options& options, const Profile& profile, Callbacks& callbacks, Stats& stats,
              WitnessLog& log);

  void handle(const Request& request, const Responder& responder);
  void reset();  // counts faults from the start again

 private:
  void refuse_unreadable(const Responder& responder, const std::string& why);
  static Response response_of(int status);
  void answer(const Request& request, const Responder& responder, int status);
  void answer_late(const Responder& responder, int status);  // of a submit that was held
  std::string retry_after() const;
  int odd_refusal(const Request& request) const;
  int status_for(std::uint64_t number) const;
  ChunkNote note_of(std::uint64_t number) const;
  void note_submit(const ChunkNote& chunk, int status, const Request& request);
  std::shared_ptr<Delivery> work(Url url, ChunkNote chunk);
  void append_people(Delivery& delivery);
  void append_person(const Lead& lead, Delivery& delivery);

  const Options& options_;
  const FaultOptions& faults_;
  const Profile& profile_;
  Callbacks& callbacks_;
  Stats& stats_;
  WitnessLog& log_;
  Submit submit_;  // of the request that is being handled; kept for its memory
  std::uint64_t submits_ = 0;
  std::uint64_t accepted_ = 0;
  std::uint64_t people_ = 0;
  std::size_t usual_entry_size_ = 192;  // bytes, of the last chunk
};

}  // namespace sample
