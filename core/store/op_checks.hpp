// What makes an operation unwritable whatever the state of the store: shared by both stores, so
// that they poison alike. Each gives "" when the operation is sound.
#pragma once
#include <span>
#include <string_view>

#include "flow/store.hpp"

namespace stepgate::store {

std::string_view why_unwritable(const flow::Birth& birth);
/// Against the open row that it moves.
std::string_view why_unwritable(const flow::Transition& transition, const flow::ChunkRow& before);
/// Of a row that is closed already: only what is kept beside it may be written.
std::string_view why_unwritable_closed(const flow::Transition& transition);
/// Of a closed row whose results are applied by hand.
bool reopens(const flow::Transition& transition) noexcept;
std::string_view why_not_reopened(const flow::Transition& transition, const flow::ChunkRow& before);
/// Ends that are counted at chunk level by their own code, once.
constexpr bool counts_its_end(std::string_view code) noexcept {
  return code == "RETRIES_EXHAUSTED" || code == "CALLBACK_TIMEOUT";
}
std::string_view why_unwritable(const flow::Split& split, const flow::ChunkRow& before);

/// Close, LeaveFlow or Split: what ends a chunk.
bool ends_chunk(const flow::Durable& write) noexcept;
/// People of the first half.
constexpr std::size_t first_half(std::size_t people) noexcept { return (people + 1) / 2; }
/// A half of a split chunk, queued again.
flow::ChunkRow half_of(const flow::ChunkRow& whole, flow::ChunkId chunk, std::uint32_t seq,
                       std::size_t people, flow::Ms now);
constexpr bool is_in_flight(flow::State s) noexcept {
  return s == flow::State::sending || s == flow::State::accepted || s == flow::State::ambiguous;
}

}  // namespace stepgate::store
