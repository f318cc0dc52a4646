// Chunks of all shapes, out of a seed.
#pragma once
#include <random>

#include "history.hpp"

namespace stepgate::store::activity::testing {

class RandomChunks {
 public:
  explicit RandomChunks(std::uint64_t seed) : random_(seed) {}
  std::unique_ptr<Chunk> next(std::size_t people);  ///< of a service
  std::unique_ptr<Chunk> import(std::size_t rows);  ///< ids in any order, also twice
  std::size_t below(std::size_t n) { return random_() % n; }
  /// 1 to 1000, small ones often.
  std::size_t size();
  void advance() { at_ += static_cast<flow::Ms>(below(3) * 40'000'000); }
  flow::Ms now() const { return at_; }
  static constexpr flow::PersonId kFar = (flow::PersonId(1) << 20) + 5;
  static constexpr int kPeople = 2500;

 private:
  std::string text();
  void fill(Chunk& chunk, std::size_t row);
  void add_fields(Chunk& chunk);
  void add_answers(Chunk& chunk);
  flow::Cell value(flow::FieldId field, std::string& arena, Chunk& chunk);

  std::mt19937_64 random_;
  flow::Ms at_ = 1'790'000'000'000;
  flow::ChunkId chunk_ = 5'000'000;
};

}  // namespace stepgate::store::activity::testing
