// Services that behave and misbehave in the ways of docs/protocol.md section 2. All of them, with
// the network in between: a submit decides at once how it will end, and what will follow from it.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ports.hpp"
#include "sim/catalog.hpp"
#include "sim/ground.hpp"
#include "sim/payload.hpp"

namespace stepgate::sim {

class Watch;

inline constexpr std::string_view kTokenHead = "SECRET-";

/// One delivery of results, from the first try to the last.
struct Delivery {
  enum class Kind : std::uint8_t { good, garbage, wrong_token };
  Kind kind = Kind::good;
  flow::ServiceId service = 0;
  flow::ChunkKey key;
  std::uint16_t attempt = 0;
  std::string code, token;  ///< of the callback URL; of the attempt
  std::int32_t payload = 0;
  int tries = 0;        ///< left
  bool native = false;  ///< by complete() instead of a callback
  bool repeat = false;  ///< of results that were given before
};

class Services {
 public:
  Services(Ground& ground, SimCatalog& catalog, Watch& watch)
      : ground_(ground), catalog_(catalog), watch_(watch) {}
  /// Takes a delivery to the host; its end is told by answered() or unanswered().
  std::function<void(Delivery)> deliver;
  bool probes_get_lost = false;  ///< a fault of tests

  runtime::SubmitOutcome submit(const runtime::Submission& submission,
                                flow::ResultBuilder& results);
  // Around a job of the host that may submit: to whom it did (0: to nobody), and how long that
  // takes.
  void nothing_submitted() { submitted_to_ = took_ = 0; }
  flow::ServiceId submitted_to() const noexcept { return submitted_to_; }
  Ms took() const noexcept { return took_; }
  void submit_ends(flow::ServiceId service);
  bool probed(flow::ServiceId service);  ///< its status was asked for: it has answered
  const Payload* payload(std::string_view body) const;
  const Payload& payload(std::int32_t number) const {
    return payloads_.at(static_cast<std::size_t>(number));
  }
  static std::string body_of(const Delivery& delivery);

  void answered(Delivery delivery, int status);
  void unanswered(Delivery delivery);  ///< refused, cut off, or no answer came

 private:
  /// What the service says, and whether it does the work.
  struct Answer {
    int http = 200;
    Ms retry_after = -1, after_body = 0;
    bool works = true;
    bool held = false;  ///< answered when the results have been delivered
  };
  Answer draw_answer(Service& service, std::size_t people);
  Answer refusal(Service& service, std::size_t people);
  std::int32_t new_payload(const flow::ChunkKey& key, std::size_t people, bool idempotent);
  Ms work(const Service& service, const runtime::Submission& s, const Answer& answer, Ms body_at);
  void later(Ms at, Delivery delivery);
  void again(Delivery delivery);

  Ground& ground_;
  SimCatalog& catalog_;
  Watch& watch_;
  std::vector<Payload> payloads_;
  std::map<flow::ChunkKey, std::int32_t> known_;  ///< results of idempotent services
  flow::ServiceId submitted_to_ = 0;
  Ms took_ = 0;
};

}  // namespace stepgate::sim
